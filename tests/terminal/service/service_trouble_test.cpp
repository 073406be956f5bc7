// Clients that nobody likes: malformed, huge, slow, pushy, too many. Each gets its status, memory
// stays bounded, and the service goes on. The server below has its own (http_server_test.cpp); here
// it is the whole service that has to stand it.
#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "terminal/service/store_thread.h"
#include "tests/folder.h"
#include "tests/terminal/service/served_store.h"

namespace vip::terminal::service {
namespace {

class Standing {
 public:
  explicit Standing(http::Limits limits = {}) {
    ensure(create_store(folder_.path(), {.store = "S01", .training = true}), "a store is made");
    served.emplace(folder_.path(), MakeElsewhere{}, limits);
  }

 private:
  Folder folder_{in_memory()};

 public:
  std::optional<ServedStore> served;
};

std::optional<http::Reply> told(const ServedStore& served, std::string_view bytes) {
  http::HttpClient line = served.client();
  REQUIRE(line.connect());
  line.send(bytes);
  return line.receive();
}

std::int64_t resident_kib() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("VmRSS:")) return std::stoll(line.substr(6));
  }
  return 0;
}

TEST_CASE("each bad request has its status, and the next good one is answered") {
  const Standing standing;
  const ServedStore& served = *standing.served;
  const std::string host = "Host: " + served.host() + "\r\n";
  const std::string token = "Authorization: Bearer training\r\n";
  const std::string deep(100'000, '[');
  const auto post = [&](const std::string& fields, const std::string& body) {
    return "POST /v1/status HTTP/1.1\r\n" + fields +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  };
  struct Row {
    const char* what;
    std::string bytes;
    int status;
  };
  const Row rows[] = {
      {"no HTTP", "hello\r\n\r\n", 400},
      {"TLS", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 13), 400},
      {"two lengths",
       "POST /v1/status HTTP/1.1\r\n" + host + token +
           "Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
       400},
      {"a length and pieces",
       "POST /v1/status HTTP/1.1\r\n" + host + token +
           "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       400},
      {"a head without end", "GET / HTTP/1.1\r\n" + host + std::string(20'000, 'a'), 431},
      {"no Host", post(token, "{}"), 403},
      {"wrong Host", post("Host: evil.example\r\n" + token, "{}"), 403},
      {"wrong Origin", post(host + token + "Origin: http://evil.example\r\n", "{}"), 403},
      {"no token", post(host, "{}"), 401},
      {"wrong token", post(host + "Authorization: Bearer vip_00\r\n", "{}"), 401},
      {"expired session",
       post(host + "Cookie: vip_session_" + std::to_string(served.port()) + "=00ff\r\n", "{}"),
       401},
      {"a huge body that nobody vouches for",
       "POST /v1/status HTTP/1.1\r\n" + host + "Content-Length: 99999999999\r\n\r\n", 413},
      {"a huge body",
       "POST /v1/status HTTP/1.1\r\n" + host + token + "Content-Length: 99999999999\r\n\r\n", 413},
      {"over 1 MiB", post(host + token, std::string(2 << 20, ' ')), 400},
      {"deep JSON", post(host + token, deep), 400},
      {"no JSON", post(host + token, std::string("\0\xff", 2)), 400},
      {"no object", post(host + token, "[]"), 400},
      {"an expectation",
       "POST /v1/status HTTP/1.1\r\n" + host + token + "Expect: tea\r\nContent-Length: 2\r\n\r\n{}",
       417},
      {"a way out of the folder", "GET /assets/../../etc/passwd HTTP/1.1\r\n" + host + "\r\n", 404},
      {"an encoded one", "GET /assets/%2e%2e/lanes.json HTTP/1.1\r\n" + host + "\r\n", 404},
      {"the proxy's way", "GET http://evil.example/ HTTP/1.1\r\n" + host + "\r\n", 404},
      {"a tunnel", "CONNECT evil.example:443 HTTP/1.1\r\n" + host + "\r\n", 404},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto reply = told(served, row.bytes);
    REQUIRE(reply);
    CHECK(reply->status == row.status);
    CHECK(served.call("status", "{}").status == 200);
  }
}

TEST_CASE("who does not send what they promised is told so, and holds nobody up") {
  const Standing standing({.body_ms = 50});
  const ServedStore& served = *standing.served;
  http::HttpClient slow = served.client();
  REQUIRE(slow.connect());
  slow.send("POST /v1/status HTTP/1.1\r\nHost: " + served.host() +
            "\r\nAuthorization: Bearer training\r\nContent-Length: 100\r\n\r\n{");
  CHECK(served.call("status", "{}").status == 200);
  const auto reply = slow.receive();
  REQUIRE(reply);
  CHECK(reply->status == 408);
}

TEST_CASE("requests sent ahead are answered in their order, each once") {
  const Standing standing;
  const ServedStore& served = *standing.served;
  http::HttpClient line = served.client();
  REQUIRE(line.connect());
  constexpr int count = 100;
  std::string all;
  for (int i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    all += served.written(
        {.path = "/v1/sale/commit",
         .fields = {{"Authorization", "Bearer training"}},
         .body = R"({"request_id":"p)" + n + R"(","operator":2001,"lane":1,"receipt_no":"P-)" + n +
                 R"(","expected_paid":100,"lines":[{"sku":"1","qty":1,"unit_price":100}]})"});
  }
  line.send(all);
  for (int i = 0; i < count; ++i) {
    const auto reply = line.receive();
    REQUIRE(reply);
    CHECK(json_of(*reply).at("result").at("receipt_no") == "P-" + std::to_string(i));
  }
}

TEST_CASE("who hangs up before the answer came leaves the sale in the books, once") {
  const Standing standing;
  const ServedStore& served = *standing.served;
  const std::string body =
      R"({"request_id":"h1","operator":2001,"lane":1,"receipt_no":"H-1","expected_paid":100,)"
      R"("lines":[{"sku":"1","qty":1,"unit_price":100}]})";
  for (int i = 0; i < 20; ++i) {
    http::HttpClient line = served.client();
    REQUIRE(line.connect());
    line.send(served.written({.path = "/v1/sale/commit",
                              .fields = {{"Authorization", "Bearer training"}},
                              .body = body}));
    line.close();
  }
  CHECK(json_of(served.call("sale.commit", body)).at("result").at("receipt_no") == "H-1");
  CHECK(json_of(served.call("report.day", "{}")).at("result").at("sales") == 1);
}

TEST_CASE("thousands of connections: room is made, memory is bounded, who asks is answered") {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  constexpr std::size_t wanted = 10'000;
  // Each of the clients' ends, and the service's own 500.
  const std::size_t many = std::min<std::size_t>(wanted, limit.rlim_cur - 700);
  if (many < wanted) MESSAGE("only " << many << " of 10000 connections: ulimit -Hn says no more");
  const Standing standing({.connections = 500});
  const ServedStore& served = *standing.served;
  http::HttpClient steady = served.client("training");
  REQUIRE(steady.post("/v1/status", "{}"));
  const std::int64_t before = resident_kib();
  std::vector<std::unique_ptr<http::HttpClient>> idle;
  for (std::size_t i = 0; i < many; ++i) {
    idle.push_back(std::make_unique<http::HttpClient>("127.0.0.1", served.port()));
    if (!idle.back()->connect()) idle.pop_back();
    // Half of them begin a request and never end it.
    if (i % 2 == 0 && !idle.empty()) idle.back()->send("POST /v1/status HTTP/1.1\r\nHost: ");
    if (i % 1000 == 0) CHECK(steady.post("/v1/status", "{}")->status == 200);
  }
  CHECK(idle.size() > many / 2);
  CHECK(steady.post("/v1/status", "{}")->status == 200);
  CHECK(resident_kib() - before < 128 * 1024);  // of both ends
}

TEST_CASE("listeners that read nothing are let go, and nobody waits for them") {
  const Standing standing;
  const ServedStore& served = *standing.served;
  std::vector<std::unique_ptr<http::HttpClient>> deaf;
  for (int i = 0; i < 250; ++i) {
    deaf.push_back(std::make_unique<http::HttpClient>("127.0.0.1", served.port()));
    REQUIRE(deaf.back()->connect());
    deaf.back()->send(served.written(
        {.method = "GET", .path = "/events", .fields = {{"Authorization", "Bearer training"}}}));
  }
  int full = 0;
  for (const auto& line : deaf) {
    const std::string first = line->receive_some();
    full += first.starts_with("HTTP/1.1 503") ? 1 : 0;
  }
  CHECK(full == 50);  // 200 may listen
  CHECK(served.call("status", "{}").status == 200);
}

}  // namespace
}  // namespace vip::terminal::service
