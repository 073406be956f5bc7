// The server over real sockets, and the callers that nobody likes: malformed, huge, slow, too many.
// No figure of time is asserted: limits are set so that they come at once, or never.
#include "terminal/http/http_server.h"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <fstream>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "terminal/http/http_client.h"

namespace vip::terminal::http {
namespace {

class Served {
 public:
  explicit Served(Handler handler, Limits limits = {})
      : server_({.address = "127.0.0.1", .port = 0, .tls = std::nullopt, .limits = limits},
                std::move(handler)),
        thread_([this] { server_.run(false); }) {}
  ~Served() { stop(); }

  void stop() {
    if (!thread_.joinable()) return;
    server_.stop();
    thread_.join();
  }
  HttpClient client() const { return HttpClient("127.0.0.1", server_.port()); }
  std::uint16_t port() const { return server_.port(); }
  const HttpServer& server() const { return server_; }

 private:
  HttpServer server_;
  std::thread thread_;
};

Handler echo() {
  Handler handler;
  handler.answer = [](const Request& request, const Respond& respond) {
    Answer answer;
    answer.content_type = "text/plain";
    answer.body = request.method + " " + request.path + " " + request.query + " " + request.body;
    respond(std::move(answer));
  };
  return handler;
}

// What one connection is answered to these bytes.
std::optional<Reply> told(const Served& served, std::string_view bytes) {
  HttpClient client = served.client();
  REQUIRE(client.connect());
  client.send(bytes);
  return client.receive();
}

std::int64_t resident_kib() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("VmRSS:")) return std::stoll(line.substr(6));
  }
  return 0;
}

TEST_CASE("a request arrives as it was sent, and so does its answer") {
  const Served served(echo());
  HttpClient client = served.client();
  CHECK(client.post("/v1/a?b=c", "{}")->body == "POST /v1/a b=c {}");
  CHECK(client.get("/healthz")->body == "GET /healthz  ");
  const auto head = told(served, "HEAD /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  // The length of what a GET would have said, and none of it.
  CHECK(!head);
}

TEST_CASE("what is no HTTP/1.1 is answered 400 and the connection closed") {
  const Served served(echo());
  struct Row {
    const char* name;
    const char* bytes;
    int status;
  };
  const Row rows[] = {
      {"words", "hello there\r\n\r\n", 400},
      {"a handshake of TLS", "\x16\x03\x01\x02\x01\x01\xfc\x03\x03\r\n\r\n", 400},
      {"another version", "GET / HTTP/3.7\r\nHost: a\r\n\r\n", 400},
      {"a control character", "GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"a field without a name", "GET / HTTP/1.1\r\n: a\r\n\r\n", 400},
      {"a length that is none", "POST / HTTP/1.1\r\nContent-Length: ten\r\n\r\n", 400},
      {"a length below zero", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400},
      {"two lengths", "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na", 400},
      {"a length and pieces",
       "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"a piece of no size", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
       400},
      {"an expectation that is none", "POST / HTTP/1.1\r\nExpect: tea\r\nContent-Length: 1\r\n\r\n",
       417},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto reply = told(served, row.bytes);
    REQUIRE(reply);
    CHECK(reply->status == row.status);
    CHECK(reply->field("connection") == "close");
  }
  CHECK(served.client().get("/")->status == 200);
}

TEST_CASE("too large a head or body is refused, whether its size was said or not") {
  const Served served(echo(), {.body = 1000});
  HttpClient client = served.client();
  CHECK(client.post("/", std::string(1000, 'x'))->status == 200);
  CHECK(client.post("/", std::string(1001, 'x'))->status == 413);
  CHECK(told(served, "POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n")->status == 413);
  std::string pieces = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 11; ++i) pieces += "64\r\n" + std::string(100, 'x') + "\r\n";
  CHECK(told(served, pieces)->status == 413);
  CHECK(told(served, "GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n")->status ==
        431);
}

TEST_CASE("who is refused by the head is not read: no body is awaited") {
  std::atomic<int> asked = 0;
  Handler handler = echo();
  handler.judge = [](const Request& head) -> std::optional<Answer> {
    if (head.field("authorization").empty()) return Answer{.status = 401};
    return std::nullopt;
  };
  handler.answer = [&asked](const Request&, const Respond& respond) {
    ++asked;
    respond({});
  };
  const Served served(handler);
  // Its body never comes.
  const auto reply = told(served, "POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n");
  CHECK(reply->status == 401);
  CHECK(reply->field("connection") == "close");
  CHECK(asked == 0);
  // A request that is whole already keeps its connection.
  CHECK(told(served, "GET / HTTP/1.1\r\n\r\n")->field("connection").empty());
}

TEST_CASE("a body that does not come is given up with 408, while others are served") {
  const Served served(echo(), {.body_ms = 50});
  HttpClient slow = served.client();
  REQUIRE(slow.connect());
  slow.send("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc");
  CHECK(served.client().get("/")->status == 200);
  CHECK(slow.receive()->status == 408);
}

TEST_CASE("a head that does not come is given up") {
  const Served served(echo(), {.idle_ms = 50});
  HttpClient slow = served.client();
  REQUIRE(slow.connect());
  slow.send("POST / HTT");
  CHECK(slow.receive_some().empty());
}

TEST_CASE("who asks first whether to send a body is told to go on") {
  const Served served(echo());
  HttpClient client = served.client();
  REQUIRE(client.connect());
  client.send("POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  CHECK(client.receive_some() == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("hi");
  CHECK(client.receive()->body == "POST /a  hi");
}

TEST_CASE("requests sent ahead are answered one after another, in order") {
  const Served served(echo());
  HttpClient client = served.client();
  REQUIRE(client.connect());
  constexpr int ahead = 500;
  std::string all;
  for (int i = 0; i < ahead; ++i) all += "GET /" + std::to_string(i) + " HTTP/1.1\r\n\r\n";
  client.send(all);
  for (int i = 0; i < ahead; ++i) {
    CHECK(client.receive()->body == "GET /" + std::to_string(i) + "  ");
  }
}

TEST_CASE("answers may come later, from another thread, in any order of connections") {
  std::mutex mutex;
  std::vector<Respond> waiting;
  std::condition_variable came;
  Handler handler;
  handler.answer = [&](const Request& request, Respond respond) {
    if (request.path == "/now") return respond({});
    const std::lock_guard lock(mutex);
    waiting.push_back(std::move(respond));
    came.notify_one();
  };
  Served served(handler);
  HttpClient first = served.client();
  HttpClient second = served.client();
  REQUIRE(first.connect());
  REQUIRE(second.connect());
  const auto wait_for = [&](std::size_t count) {
    std::unique_lock lock(mutex);
    came.wait(lock, [&] { return waiting.size() == count; });
  };
  first.send("GET /1 HTTP/1.1\r\n\r\n");
  wait_for(1);
  second.send("GET /2 HTTP/1.1\r\n\r\n");
  wait_for(2);
  CHECK(served.client().get("/now")->status == 200);
  waiting[1]({.status = 222});
  CHECK(second.receive()->status == 222);
  // Stopping waits for what was begun.
  std::thread stopping([&] { served.stop(); });
  waiting[0]({.status = 211});
  CHECK(first.receive()->status == 211);
  stopping.join();
  CHECK(!served.client().connect());
}

TEST_CASE("when connections run out, who has been idle longest is let go") {
  const Served served(echo(), {.connections = 3});
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(std::make_unique<HttpClient>("127.0.0.1", served.port()));
    CHECK(clients.back()->get("/")->status == 200);
  }
  // The first is gone, and comes again.
  CHECK(clients.front()->receive_some().empty());
  CHECK(clients.front()->get("/")->status == 200);
}

TEST_CASE("who is at rest is told from who is at work") {
  const Served* at_work = nullptr;
  std::promise<Respond> begun;
  Handler handler;
  handler.answer = [&](const Request& request, Respond respond) {
    if (request.path == "/later") return begun.set_value(std::move(respond));
    Answer answer;
    answer.body = std::to_string(at_work->server().connections()) + " " +
                  std::to_string(at_work->server().at_rest());
    respond(std::move(answer));
  };
  const Served served(handler);
  at_work = &served;
  HttpClient silent = served.client();
  REQUIRE(silent.connect());
  HttpClient answered = served.client();
  REQUIRE(answered.get("/")->status == 200);
  HttpClient waits = served.client();
  REQUIRE(waits.connect());
  waits.send("GET /later HTTP/1.1\r\n\r\n");
  const Respond later = begun.get_future().get();
  // Two of the four; the third waits for its answer, the fourth asks. That an answer has gone out
  // is known here a moment before the server reads on.
  HttpClient asks = served.client();
  std::string counted;
  for (int i = 0; i < 1000 && counted != "4 2"; ++i) counted = asks.get("/")->body;
  CHECK(counted == "4 2");
  later({});
}

TEST_CASE("ten thousand connections: bounded memory, and whoever comes next is served") {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  // Both ends are in this process, and it has other files open.
  const auto most = std::min<std::size_t>(10'000, (files.rlim_cur - 200) / 2);
  const Served served(echo(), {.connections = most + 100});
  const std::int64_t before = resident_kib();
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (std::size_t i = 0; i < most; ++i) {
    clients.push_back(std::make_unique<HttpClient>("127.0.0.1", served.port()));
    REQUIRE(clients.back()->connect());
    // Some say nothing, some half a head, some have been answered.
    if (i % 3 == 1) clients.back()->send("GET / HT");
    if (i % 3 == 2) REQUIRE(clients.back()->get("/")->status == 200);
  }
  CHECK(served.client().get("/")->status == 200);
  const std::int64_t each = (resident_kib() - before) * 1024 / static_cast<std::int64_t>(most);
  INFO("bytes for each connection: " << each);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  CHECK(each < 32 * 1024);
#endif
}

TEST_CASE("server-sent: what is pushed arrives; who does not read is let go, and stops nobody") {
  auto flow = std::make_shared<Outflow>();
  auto slow = std::make_shared<Outflow>();
  Handler handler;
  handler.answer = [&](const Request& request, const Respond& respond) {
    Answer answer;
    answer.content_type = "text/event-stream";
    if (request.path != "/") answer.outflow = request.path == "/slow" ? slow : flow;
    respond(std::move(answer));
  };
  Served served(handler);
  HttpClient reader = served.client();
  HttpClient sleeper = served.client();
  REQUIRE(reader.connect());
  REQUIRE(sleeper.connect());
  reader.send("GET /events HTTP/1.1\r\n\r\n");
  sleeper.send("GET /slow HTTP/1.1\r\n\r\n");
  CHECK(flow->push("data: 1\n\n"));
  std::string got;
  while (got.find("data: 1\n\n") == std::string::npos) {
    const std::string more = reader.receive_some();
    REQUIRE(!more.empty());
    got += more;
  }
  CHECK(got.find("Transfer-Encoding: chunked") != std::string::npos);
  const std::string page(64 * 1024, 'x');
  while (slow->push(page)) served.client().get("/");
  CHECK(slow->ended());
  CHECK(flow->push("data: 2\n\n"));
  served.stop();
  CHECK(flow->ended());
}

}  // namespace
}  // namespace vip::terminal::http
