// The service as its clients see it (terminal/service/HTTP.md): statuses, who may ask, what is
// filled in, sessions, events, files, figures. Bad bytes and bad callers in numbers:
// service_trouble_test.cpp.
#include "terminal/service/service.h"

#include <doctest/doctest.h>
#include <array>

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "terminal/service/client.h"
#include "terminal/service/lane_tokens.h"
#include "terminal/service/store_thread.h"
#include "terminal/service/web_files.h"
#include "tests/folder.h"
#include "tests/terminal/service/served_store.h"
#include "tests/terminal/staffed_store.h"

namespace vip::terminal::service {
namespace {

class TrainingFolder {
 public:
  TrainingFolder() {
    ensure(create_store(folder_.path(), {.store = "S01", .training = true, .seed = 7}),
           "a new store is made");
  }
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  Folder folder_{in_memory()};
};

// A store in earnest with a manager (3001) and a cashier (3002), closed.
class StaffedFolder {
 public:
  StaffedFolder() { staffed_.close(); }
  const std::filesystem::path& path() const { return staffed_.directory(); }

 private:
  StaffedStore staffed_;
};

const std::string basket = R"("lines":[{"sku":"A17","qty":2,"unit_price":12900}])";

std::string commit(const std::string& id, const std::string& receipt_no,
                   const std::string& more = "") {
  return R"({"request_id":")" + id + R"(","operator":2001,"receipt_no":")" + receipt_no +
         R"(","expected_paid":25800,)" + more + basket + "}";
}

std::string cookie_of(const http::Reply& reply) {
  const std::string_view field = reply.field("set-cookie");
  return std::string(field.substr(0, field.find(';')));
}

TEST_CASE("each answer has its status, and the body is the door's") {
  const TrainingFolder folder;
  const ServedStore served(folder.path());
  struct Row {
    const char* what;
    const char* method;
    std::string request;
    int status;
    const char* word;
  };
  const std::string gift =
      R"({"request_id":"g1","operator":2001,"gift":"mug","name":"Mug","points":30,"stock":5,)"
      R"("first_day":"2020-01-01","last_day":"2099-12-31"})";
  const Row rows[] = {
      {"ok", "sale.quote", "{" + basket + "}", 200, "ok"},
      {"a refusal", "card.issue",
       R"({"request_id":"i1","operator":2001,"proof":{"phone":"13800000001"},"registration":{)"
       R"("surname":"王","form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":true}})",
       422, "threshold_not_reached"},
      {"a wrong field", "sale.quote", R"({"lines":[{"sku":"A17","qty":0,"unit_price":12900}]})",
       400, "request.invalid"},
      {"no JSON", "sale.quote", "{", 400, "request.invalid"},
      {"an operator that is none", "gift.put",
       R"({"request_id":"x1","operator":77,"gift":"mug","name":"Mug","points":30,"stock":5,)"
       R"("first_day":"2020-01-01","last_day":"2099-12-31"})",
       403, "operator_unknown"},
      {"not there", "sale.show", R"({"receipt_no":"nowhere"})", 404, "not_found"},
      {"no method", "sale.sell", "{}", 404, "path_unknown"},
      {"the same id, another content", "sale.commit", commit("c1", "R2", R"("lane":1,)"), 409,
       "request_id_used"},
  };
  CHECK(served.call("sale.commit", commit("c1", "R1", R"("lane":1,)")).status == 200);
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const http::Reply reply = served.call(row.method, row.request);
    CAPTURE(reply.body);
    CHECK(reply.status == row.status);
    CHECK(word_of(reply) == row.word);
    const bool problem = row.status != 200 && row.status != 422;
    CHECK(reply.field("content-type") ==
          (problem ? "application/problem+json" : "application/json"));
  }
}

TEST_CASE("RFC 9457: a problem says its kind, its status, and the error's own fields") {
  const TrainingFolder folder;
  const ServedStore served(folder.path());
  const Json problem =
      json_of(served.call("sale.quote", R"({"lines":[{"sku":"A17","qty":0,"unit_price":12900}]})"));
  CHECK(problem.at("type") == "urn:vip:problem:request.invalid");
  CHECK(problem.at("status") == 400);
  CHECK(problem.at("title").is_string());
  CHECK(problem.at("detail") == problem.at("message").at("en"));
  CHECK(problem.at("code") == "request.invalid");
  CHECK(problem.at("pointer") == "/lines/0/qty");
  CHECK(problem.at("retryable") == false);
  CHECK(problem.at("ok") == false);
  CHECK(problem.at("error").at("pointer") == "/lines/0/qty");
  CHECK(problem.at("error").at("message") == problem.at("message"));
}

TEST_CASE("who asks by another name, or from a page of elsewhere, is told nothing") {
  const TrainingFolder folder;
  const ServedStore served(folder.path());
  const std::string port = std::to_string(served.port());
  struct Row {
    const char* what;
    http::Fields fields;
    int status;
    const char* word;
  };
  const Row rows[] = {
      {"by address", {{"Host", "127.0.0.1:" + port}}, 200, "ok"},
      {"by name", {{"Host", "LocalHost:" + port}}, 200, "ok"},
      {"without port", {{"Host", "localhost"}}, 200, "ok"},
      {"IPv6", {{"Host", "[::1]:" + port}}, 200, "ok"},
      {"a name that was made to lead here",
       {{"Host", "evil.example:" + port}},
       403,
       "host_unknown"},
      {"a name that begins like ours", {{"Host", "127.0.0.1.evil.example"}}, 403, "host_unknown"},
      {"another port", {{"Host", "127.0.0.1:1"}}, 403, "host_unknown"},
      {"no port", {{"Host", "127.0.0.1:"}}, 403, "host_unknown"},
      {"two hosts", {{"Host", "localhost"}, {"Host", "localhost"}}, 403, "host_unknown"},
      {"our own page", {{"Origin", "http://" + served.host()}}, 200, "ok"},
      {"a page of elsewhere", {{"Origin", "https://evil.example"}}, 403, "origin_unknown"},
      {"a page of another port", {{"Origin", "http://127.0.0.1:1"}}, 403, "origin_unknown"},
      {"a page of a file", {{"Origin", "null"}}, 403, "origin_unknown"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Wish wish{.fields = row.fields};
    wish.fields.emplace_back("Authorization", "Bearer training");
    const http::Reply reply = served.ask(wish);
    CHECK(reply.status == row.status);
    CHECK(word_of(reply) == row.word);
    CHECK(reply.field("access-control-allow-origin").empty());
  }
  // Pages and figures as well: none of it is for strangers' pages.
  for (const char* path : {"/", "/metrics", "/healthz", "/session"}) {
    CAPTURE(path);
    CHECK(
        served.ask({.method = "GET", .path = path, .fields = {{"Host", "evil.example"}}}).status ==
        403);
  }
}

TEST_CASE("paths that are none, and ways that a path does not take") {
  const TrainingFolder folder;
  const ServedStore served(folder.path());
  struct Row {
    const char* method;
    const char* path;
    int status;
    const char* allow;
  };
  const Row rows[] = {
      {"GET", "/v1/status", 405, "POST"},
      {"DELETE", "/v1/status", 405, "POST"},
      {"POST", "/events", 405, "GET"},
      {"POST", "/metrics", 405, "GET"},
      {"PUT", "/session", 405, "GET, POST, DELETE"},
      {"GET", "/nothing", 404, ""},
      {"GET", "/assets/../service", 404, ""},
      {"POST", "/v1/sale.quote", 404, ""},
      {"POST", "/v1/", 404, ""},
      {"POST", "/v1/lane/add", 404, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    const http::Reply reply = served.ask(
        {.method = row.method, .path = row.path, .fields = {{"Authorization", "Bearer training"}}});
    CHECK(reply.status == row.status);
    CHECK(reply.field("allow") == row.allow);
    CHECK(read_json(reply.body).value()["status"] == row.status);  // RFC 9457, section 3.1.3
  }
}

TEST_CASE("a lane is known by its token, from the moment it is added to that when it is removed") {
  const StaffedFolder folder;
  const ServedStore served(folder.path());
  const auto status_of = [&](const std::string& token) {
    const http::Reply reply = served.call("status", "{}", token);
    return std::pair(reply.status, word_of(reply));
  };
  const std::pair unknown(401, std::string("token_unknown"));
  CHECK(status_of("training") == unknown);  // in earnest that is no token
  CHECK(status_of("") == unknown);
  const http::Reply none = served.ask({});
  CHECK(none.status == 401);
  CHECK(word_of(none) == "token_needed");
  CHECK(none.field("www-authenticate") == "Bearer realm=\"vip\"");

  const std::string token = add_lane(folder.path(), "2", "2026-11-22T10:00:00+08:00").value();
  CHECK_FALSE(add_lane(folder.path(), "2", "2026-11-22T10:00:00+08:00"));
  CHECK(status_of(token) == std::pair(200, std::string("ok")));
  CHECK(status_of(token + "0") == unknown);
  const auto basic = served.ask({.fields = {{"Authorization", "Basic " + token}}});
  CHECK(word_of(basic) == "token_unknown");
  const auto twice = served.ask(
      {.fields = {{"Authorization", "Bearer " + token}, {"Authorization", "Bearer " + token}}});
  CHECK(word_of(twice) == "token_unknown");
  CHECK(remove_lane(folder.path(), "2"));
  CHECK(status_of(token) == unknown);
  // The file holds no token, and is its owner's alone.
  std::error_code error;
  CHECK((std::filesystem::status(folder.path() / "lanes.json", error).permissions() &
         std::filesystem::perms(0777)) == std::filesystem::perms(0600));
}

TEST_CASE("a lane's token fills in its lane, and no other") {
  const TrainingFolder folder;
  const std::string token = add_lane(folder.path(), "front-2", "2026-11-22T10:00:00+08:00").value();
  const ServedStore served(folder.path());
  CHECK(served.call("sale.commit", commit("c1", "R1"), token).status == 200);
  CHECK(
      json_of(served.call("sale.show", R"({"receipt_no":"R1"})", token)).at("result").at("lane") ==
      "front-2");
  const http::Reply other = served.call("sale.commit", commit("c2", "R2", R"("lane":3,)"), token);
  CHECK(other.status == 400);
  CHECK(json_of(other).at("pointer") == "/lane");
  CHECK(served.call("sale.commit", commit("c3", "R3", R"("lane":"front-2",)"), token).status ==
        200);
  // Without a lane of its own the request has to say one.
  CHECK(json_of(served.call("sale.commit", commit("c4", "R4"))).at("pointer") == "/lane");
  // A repetition from elsewhere is the same request.
  const Json again = json_of(served.call("sale.commit", commit("c1", "R1"), token));
  CHECK(again.at("replayed") == true);
}

TEST_CASE("a page logs in with a PIN; its cookie stands for the operator until it logs out") {
  const StaffedFolder folder;
  ServedStore served(folder.path());
  const auto session = [&](const std::string& method, const std::string& cookie,
                           const std::string& body = "") {
    http::Fields fields;
    if (!cookie.empty()) fields.emplace_back("Cookie", "other=1; " + cookie);
    return served.ask({.method = method, .path = "/session", .fields = fields, .body = body});
  };
  const auto page_call = [&](const std::string& cookie, const std::string& method,
                             const std::string& request) {
    std::string path = "/v1/" + method;
    for (char& c : path) c = c == '.' ? '/' : c;
    return served.ask({.path = path, .fields = {{"Cookie", cookie}}, .body = request});
  };
  CHECK(word_of(session("GET", "")) == "session_unknown");

  const http::Reply wrong = session("POST", "", R"({"operator":3002,"pin":"000000"})");
  CHECK(wrong.status == 401);
  CHECK(word_of(wrong) == "pin_wrong");
  CHECK(wrong.field("set-cookie").empty());
  CHECK(json_of(session("POST", "", R"({"operator":3002,"pim":"1"})")).at("pointer") == "/pim");
  CHECK(session("POST", "", "{").status == 400);

  const http::Reply right = session("POST", "", R"({"operator":3002,"pin":"604183","lane":"9"})");
  CHECK(right.status == 200);
  CHECK(right.field("set-cookie").ends_with("; HttpOnly; SameSite=Strict; Path=/"));
  CHECK(
      right.body ==
      R"({"ok":true,"result":{"operator":"3002","role":"cashier","idle_seconds":120,"lane":"9"}})");
  const std::string cookie = cookie_of(right);
  CHECK(session("GET", cookie).body ==
        R"({"ok":true,"result":{"operator":"3002","role":"cashier","idle_seconds":120,"lane":"9",)"
        R"("asleep":false,"store":"S01","training":false}})");

  // Operator, session and lane are filled in.
  const std::string sale =
      R"({"request_id":"p1","receipt_no":"R1","expected_paid":25800,)" + basket + "}";
  CHECK(page_call(cookie, "sale.commit", sale).status == 200);
  // A manager's act is not a cashier's, and another operator has to prove it.
  CHECK(word_of(page_call(cookie, "audit.list", "{}")) == "manager_needed");
  CHECK(word_of(page_call(cookie, "audit.list", R"({"operator":3001})")) == "pin_needed");
  CHECK(page_call(cookie, "audit.list", R"({"operator":3001,"pin":"481937"})").status == 200);

  // Another login in the same browser ends the first.
  const http::Reply second = session("POST", cookie, R"({"operator":3001,"pin":"481937"})");
  CHECK(word_of(session("GET", cookie)) == "session_unknown");
  const std::string manager = cookie_of(second);
  CHECK(page_call(manager, "audit.list", R"({"pin":"481937"})").status == 200);

  const http::Reply out = session("DELETE", manager);
  CHECK(out.status == 200);
  CHECK(out.field("set-cookie").find("Max-Age=0") != std::string_view::npos);
  CHECK(page_call(manager, "status", "{}").status == 401);
  CHECK(session("DELETE", manager).status == 200);  // again is no harm

  // A service that starts anew knows no cookie of before.
  const std::string kept = cookie_of(session("POST", "", R"({"operator":3002,"pin":"604183"})"));
  CHECK(page_call(kept, "status", "{}").status == 200);
  served.stop();
  served.start();
  CHECK(page_call(kept, "status", "{}").status == 401);
}

TEST_CASE("a session that fell asleep is 401, and the same page goes on with its PIN") {
  // In training the time is what requests say it is (A37), so that nobody has to wait.
  StaffedStore staffed(true);
  staffed.close();
  const ServedStore served(staffed.directory());
  const auto told = [](const char* time) {
    return R"({"at":"2026-11-22T)" + std::string(time) + R"(+08:00"})";
  };
  CHECK(served.call("status", told("10:00:00")).status == 200);
  const std::string cookie =
      cookie_of(served.ask({.path = "/session", .body = R"({"operator":3002,"pin":"604183"})"}));
  const auto status = [&](const std::string& body) {
    return served.ask({.fields = {{"Cookie", cookie}}, .body = body});
  };
  CHECK(status(told("10:01:59")).status == 200);
  CHECK(served.call("status", told("10:03:59")).status == 200);
  const http::Reply asleep = status("{}");
  CHECK(asleep.status == 401);
  CHECK(word_of(asleep) == "session_asleep");
  const auto who =
      json_of(served.ask({.method = "GET", .path = "/session", .fields = {{"Cookie", cookie}}}));
  CHECK(who.at("result").at("asleep") == true);
  const http::Reply again = served.ask({.path = "/session",
                                        .fields = {{"Cookie", cookie}},
                                        .body = R"({"operator":3002,"pin":"604183"})"});
  CHECK(again.status == 200);
  CHECK(served.ask({.fields = {{"Cookie", cookie_of(again)}}}).status == 200);
}

TEST_CASE("each request keeps a session awake, of an operator without a PIN as well") {
  const TrainingFolder folder;
  const ServedStore served(folder.path());
  const auto told = [](const char* time) {
    return R"({"at":"2026-11-22T)" + std::string(time) + R"(+08:00"})";
  };
  CHECK(served.call("status", told("10:00:00")).status == 200);
  const std::string cookie =
      cookie_of(served.ask({.path = "/session", .body = R"({"operator":1001})"}));
  const auto status = [&](const std::string& body) {
    return served.ask({.fields = {{"Cookie", cookie}}, .body = body});
  };
  CHECK(status(told("10:01:50")).status == 200);
  CHECK(status(told("10:03:40")).status == 200);
  const auto asleep = [&] {
    return json_of(
               served.ask({.method = "GET", .path = "/session", .fields = {{"Cookie", cookie}}}))
        .at("result")
        .at("asleep");
  };
  CHECK(asleep() == false);
  CHECK(served.call("status", told("10:05:40")).status == 200);
  CHECK(asleep() == true);
  const http::Reply refused = status("{}");
  CHECK(refused.status == 401);
  CHECK(word_of(refused) == "session_asleep");
  CHECK(
      word_of(served.ask({.path = "/v1/sale/commit",
                          .fields = {{"Cookie", cookie}},
                          .body = R"({"request_id":"s1","receipt_no":"R1","expected_paid":25800,)" +
                                  basket + "}"})) == "session_asleep");
  const std::string awake = cookie_of(served.ask(
      {.path = "/session", .fields = {{"Cookie", cookie}}, .body = R"({"operator":1001})"}));
  CHECK(served.ask({.fields = {{"Cookie", awake}}}).status == 200);
}

// Head office's methods as the agent has them: they go past the door.
class Beside : public Elsewhere {
 public:
  std::span<const std::string_view> methods() const override { return names_; }
  void call(Call, std::function<void(Reply)> done) override {
    done({.text = R"({"ok":true,"result":{"waiting":0}})"});
  }
  void want(const Wanted&, std::function<void()> done) override { done(); }
  void wrote(Seq) override {}
  Figures figures() override { return {}; }
  void stop() override {}

 private:
  static constexpr std::array<std::string_view, 1> names_ = {"sync.status"};
};

TEST_CASE("what goes past the door goes past its gate: a page that is asleep is told nothing") {
  const TrainingFolder folder;
  const ServedStore served(folder.path(),
                           [](StoreThread&, const auto&) { return std::make_unique<Beside>(); });
  const auto told = [&](const char* time) {
    CHECK(
        served.call("status", R"({"at":"2026-11-22T)" + std::string(time) + R"(+08:00"})").status ==
        200);
  };
  told("10:00:00");
  const std::string cookie =
      cookie_of(served.ask({.path = "/session", .body = R"({"operator":1001})"}));
  const auto sync_status = [&] {
    return served.ask({.path = "/v1/sync/status", .fields = {{"Cookie", cookie}}});
  };
  CHECK(sync_status().status == 200);
  told("10:02:00");
  CHECK(sync_status().status == 401);
  CHECK(word_of(sync_status()) == "session_asleep");
  CHECK(served.call("sync.status", "{}").status == 200);  // a lane has no session that could sleep
}

// What a listener got, until `part` is there.
std::string heard(http::HttpClient& line, const std::string& part) {
  std::string all;
  while (all.find(part) == std::string::npos) {
    const std::string some = line.receive_some();
    if (some.empty()) break;
    all += some;
  }
  return all;
}

TEST_CASE("listeners hear hello, and then what happens") {
  const TrainingFolder folder;
  ServedStore served(folder.path());
  const std::string cookie =
      cookie_of(served.ask({.path = "/session", .body = R"({"operator":2001})"}));
  const auto listen = [&](const http::Fields& fields) {
    auto line = std::make_unique<http::HttpClient>("127.0.0.1", served.port());
    REQUIRE(line->connect());
    line->send(served.written({.method = "GET", .path = "/events", .fields = fields}));
    return line;
  };
  CHECK(served.ask({.method = "GET", .path = "/events"}).status == 401);
  const auto page = listen({{"Cookie", cookie}});
  const auto lane = listen({{"Authorization", "Bearer training"}});
  for (auto* line : {page.get(), lane.get()}) {
    const std::string hello = heard(*line, "\n\n\r\n");
    CHECK(hello.find("text/event-stream") != std::string::npos);
    CHECK(hello.find("event: hello\ndata: {\"store\":\"S01\",\"training\":true}\n\n") !=
          std::string::npos);
  }
  // A scan is for pages: a lane has a scanner of its own.
  served.service().scanned("9156900000000012");
  CHECK(heard(*page, "event: scan").find("{\"scan\":\"9156900000000012\"}") != std::string::npos);

  const http::Reply issued = served.call(
      "card.issue",
      R"({"request_id":"i1","operator":2001,"proof":{"receipts":[{"receipt_no":"S09-1",)"
      R"("date":"2026-11-01","paid":1000000}]},"registration":{"surname":"王","form":"ms",)"
      R"("phone":"13800000001","birthday":"1990-05-20","consent":true}})");
  CAPTURE(issued.body);
  REQUIRE(issued.status == 200);
  const std::string number = json_of(issued).at("result").at("card").get<std::string>();
  const std::string told = heard(*lane, "event: card");
  CHECK(told.find("\"method\":\"card.issue\"") != std::string::npos);
  CHECK(told.find(number) == std::string::npos);  // masked (R3)
  CHECK(told.find("event: scan") == std::string::npos);

  served.ask({.method = "DELETE", .path = "/session", .fields = {{"Cookie", cookie}}});
  CHECK(heard(*page, "event: session").find("{\"over\":true}") != std::string::npos);
  served.stop();
  CHECK(heard(*lane, "never").find("0\r\n\r\n") != std::string::npos);  // ended, not broken
}

TEST_CASE("files of the page: known by their content, packed, and strict") {
  const TrainingFolder folder;
  const ServedStore served(folder.path());
  const auto get = [&](http::Fields fields, const char* method = "GET") {
    return served.ask({.method = method, .path = "/", .fields = std::move(fields)});
  };
  const http::Reply page = get({});
  CHECK(page.status == 200);
  CHECK(page.field("content-type") == "text/html; charset=utf-8");
  CHECK(page.field("content-security-policy").starts_with("default-src 'none'; script-src 'self'"));
  CHECK(page.field("x-content-type-options") == "nosniff");
  const std::string etag(page.field("etag"));
  const http::Reply same = get({{"If-None-Match", etag}});
  CHECK(same.status == 304);
  CHECK(same.body.empty());
  CHECK(get({{"If-None-Match", "\"other\""}}).status == 200);
  for (const EmbeddedFile& file : embedded_files()) {
    CAPTURE(file.path);
    std::string path(file.path);
    if (path == "/index.html") path = "/";
    if (path == "/display.html") path = "/display";
    const http::Reply whole = served.ask({.method = "GET", .path = path});
    CHECK(whole.status == 200);
    CHECK(whole.body == file.bytes);
  }
}

TEST_CASE("a monitor is told figures and nobody's data") {
  const TrainingFolder folder;
  ServedStore served(folder.path());
  const auto get = [&](const char* path) { return served.ask({.method = "GET", .path = path}); };
  CHECK(get("/healthz").status == 200);
  CHECK(get("/readyz").status == 200);
  CHECK(served.call("sale.quote", "{" + basket + R"(,"card":"9156900000000012"})").status != 500);
  served.call("sale.commit", commit("c1", "R1", R"("lane":1,"phone":"13800000001",)"));
  const std::string text = get("/metrics").body;
  for (const char* line :
       {"vip_http_requests_total{route=\"/v1/sale/commit\",code=\"200\"} 1\n",
        "vip_journal_events 1\n", "# TYPE vip_request_duration_seconds histogram\n",
        "vip_request_duration_seconds_bucket{le=\"+Inf\"} 4\n"}) {
    CAPTURE(line);
    CHECK(text.find(line) != std::string::npos);
  }
  CHECK(text.find("9156") == std::string::npos);
  CHECK(text.find("138000") == std::string::npos);
}

TEST_CASE("a command that takes long hears from the service how far it is") {
  const TrainingFolder folder;
  ServedStore served(folder.path());
  REQUIRE(served.call("status", "{}").status == 200);  // it runs, and its file is there
  const auto client = Client::find(folder.path());
  REQUIRE(client);
  int told = 0;
  std::mutex mutex;
  const auto hear = [&](std::string_view what, std::uint64_t, std::uint64_t, std::uint64_t) {
    const std::lock_guard lock(mutex);
    CHECK(what == "history.import");
    ++told;
  };
  std::string csv = "receipt_no,date,customer,sku,qty,unit_price\n";
  for (int i = 0; i < 3'000; ++i) {
    csv += "H-" + std::to_string(i) + ",2026-10-01,C" + std::to_string(i % 7) + ",A,1,1.00\n";
  }
  const Folder files(in_memory());
  const std::string file = files.write("history.csv", csv).string();
  const Reply reply = client->call(
      "history.import", R"({"request_id":"h","operator":2001,"file":")" + file + "\"}", hear);
  CHECK(reply.exit_code == 0);
  CHECK(reply.text.find("\"accepted\":3000") != std::string::npos);
  CHECK(told >= 1);
  // What is short needs no second line, and is the same answer.
  CHECK(client->call("status", "{}", hear).exit_code == 0);
}

TEST_CASE("what was begun is answered when the service stops, and stays done") {
  const TrainingFolder folder;
  ServedStore served(folder.path());
  // The store is busy while requests come in, so that all of them are under way at the stop.
  std::mutex gate;
  gate.lock();
  served.service().store().run([&](OpenedStore&) { const std::lock_guard wait(gate); });
  constexpr int lanes = 20;
  std::vector<std::unique_ptr<http::HttpClient>> owned;
  for (int i = 0; i < lanes; ++i) {
    owned.push_back(std::make_unique<http::HttpClient>("127.0.0.1", served.port()));
    REQUIRE(owned.back()->connect());
    const std::string id = std::to_string(i);
    owned.back()->send(served.written({.path = "/v1/sale/commit",
                                       .fields = {{"Authorization", "Bearer training"}},
                                       .body = commit("s" + id, "R" + id, R"("lane":1,)")}));
  }
  while (served.service().store().counts().waiting < lanes) std::this_thread::yield();
  std::thread stopping([&] { served.service().stop(); });
  gate.unlock();
  for (const auto& line : owned) {
    const auto reply = line->receive();
    REQUIRE(reply);
    CHECK(reply->status == 200);
  }
  stopping.join();
  served.stop();
  CHECK_FALSE(read_service_file(folder.path()));
  served.start();
  for (int i = 0; i < lanes; ++i) {
    const std::string receipt = R"({"receipt_no":"R)" + std::to_string(i) + "\"}";
    CHECK(served.call("sale.show", receipt).status == 200);
  }
}

}  // namespace
}  // namespace vip::terminal::service
