// The service's agent against a real head office over a real line: exchanges by itself, says
// honestly how far it is, comes back, and makes nobody at the counter wait for the network.
#include "sync/agent.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "cardformat/ensure.h"
#include "sync/files.h"
#include "sync/store_outbox.h"
#include "tests/folder.h"
#include "tests/sync/office_at_work.h"
#include "tests/terminal/service/served_store.h"

namespace vip::sync {
namespace {

using terminal::Json;
using terminal::service::json_of;
using terminal::service::ServedStore;
using terminal::service::word_of;

terminal::service::MakeElsewhere agent_with(AgentTimes times) {
  return [times](terminal::service::StoreThread& store,
                 std::function<void(const std::string&)> changed) {
    return std::make_unique<Agent>(store, std::move(changed), times);
  };
}

// Nothing waits longer than a moment.
AgentTimes quick() {
  return {.start_ms = 0,
          .soon_ms = 10,
          .idle_ms = 600'000,
          .pace_ms = 0,
          .first_wait_ms = 20,
          .longest_wait_ms = 50};
}
// Nothing happens by itself.
AgentTimes on_demand_alone() {
  return {.start_ms = 3'600'000,
          .soon_ms = 3'600'000,
          .enough = 1'000'000,
          .idle_ms = 3'600'000,
          .first_wait_ms = 3'600'000,
          .longest_wait_ms = 3'600'000};
}

class Shop {
 public:
  Shop(const std::string& name, AgentTimes times) : name_(name) {
    ensure(terminal::create_store(folder_.path(), {.store = name, .training = true, .seed = 7}),
           "a store is made");
    served.emplace(folder_.path(), agent_with(times));
  }

  void enrol_at(const test::OfficeAtWork& office) const {
    const auto reply =
        served->call("sync.enrol", R"({"office":")" + office.address() + R"(","code":")" +
                                       office.code_for(name_) + "\"}");
    CAPTURE(reply.body);
    REQUIRE(reply.status == 200);
  }
  void sell(int number) const {
    const std::string n = std::to_string(number);
    const auto reply = served->call(
        "sale.commit",
        R"({"request_id":"r)" + n + R"(","operator":2001,"lane":1,"receipt_no":")" + name_ + "-" +
            n + R"(","expected_paid":100,"lines":[{"sku":"1","qty":1,"unit_price":100}]})");
    CAPTURE(reply.body);
    REQUIRE(reply.status == 200);
  }
  std::string issue() const {
    const auto reply = served->call(
        "card.issue",
        R"({"request_id":"i1","operator":2001,"proof":{"receipts":[{"receipt_no":"S09-1",)"
        R"("date":"2026-11-01","paid":1000000}]},"registration":{"surname":"王","form":"ms",)"
        R"("phone":"13800000001","birthday":"1990-05-20","consent":true}})");
    CAPTURE(reply.body);
    REQUIRE(reply.status == 200);
    return json_of(reply).at("result").at("card").get<std::string>();
  }
  Json status() const { return json_of(served->call("sync.status", "{}")).at("result"); }
  // Until it is so; the test's time limit is the only one.
  Json wait_until(const std::function<bool(const Json&)>& so) const {
    for (;;) {
      Json now = status();
      if (so(now)) return now;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  Folder folder_{in_memory()};
  std::string name_;

 public:
  std::optional<ServedStore> served;
};

TEST_CASE("a store that is not enrolled says so, and sells") {
  const Shop shop("S01", quick());
  const auto run = shop.served->call("sync.run", "{}");
  CHECK(run.status == 503);
  CHECK(word_of(run) == "not_enrolled");
  CHECK(shop.served->call("sync.run", R"({"now":1})").status == 400);
  CHECK(shop.served->call("sync.enrol", R"({"office":"http://x","code":"y"})").status == 400);
  shop.sell(1);
  const Json status = shop.status();
  CHECK(status.at("enrolled") == false);
  CHECK(status.at("waiting") == 1);
  CHECK(status.at("running") == false);
  CHECK_FALSE(status.contains("next_at"));
}

TEST_CASE("what is sold goes up by itself, also after head office was away") {
  test::OfficeAtWork office;
  const Shop shop("S01", quick());
  shop.enrol_at(office);
  for (int i = 0; i < 30; ++i) shop.sell(i);
  const auto everything = [](const Json& now) { return now.at("waiting") == 0; };
  Json status = shop.wait_until(everything);
  CHECK(status.at("acked") == 30);
  CHECK(status.contains("heard_at"));
  CHECK_FALSE(status.contains("last_error"));
  CHECK(office.count("SELECT count(*) FROM journal") == 30);

  // The restored office listens on another port: who was away is found again by enrolling.
  office.stop();
  shop.sell(30);
  status = shop.wait_until(
      [](const Json& now) { return now.contains("last_error") && now.contains("next_at"); });
  CHECK(status.at("last_error").at("code") == "unreachable");
  CHECK(status.at("waiting") == 1);
  CHECK(status.contains("waiting_since"));
  office.start();
  shop.enrol_at(office);
  status = shop.wait_until(everything);
  CHECK_FALSE(status.contains("last_error"));
  CHECK(office.count("SELECT count(*) FROM journal") == 31);
}

TEST_CASE("sync.run exchanges now, and says what it did") {
  test::OfficeAtWork office;
  const Shop shop("S01", on_demand_alone());
  shop.enrol_at(office);  // and says hello at once
  shop.wait_until(
      [](const Json& now) { return now.contains("heard_at") && now.at("running") == false; });
  shop.sell(1);
  shop.sell(2);
  const Json done = json_of(shop.served->call("sync.run", "{}")).at("result");
  CHECK(done.at("sent") == 2);
  CHECK(done.at("waiting") == 0);
  CHECK(json_of(shop.served->call("sync.run", "{}")).at("result").at("sent") == 0);
  // The nightly run is planned.
  CHECK(shop.status().contains("next_at"));
  office.stop();
  const auto failed = shop.served->call("sync.run", "{}");
  CHECK(failed.status == 503);
  CHECK(word_of(failed) == "office_unreachable");
}

TEST_CASE("G5: a card that only head office knows is asked for while the counter goes on") {
  test::OfficeAtWork office;
  const Shop home("S01", quick());
  home.enrol_at(office);
  const std::string card = home.issue();
  home.wait_until([](const Json& now) { return now.at("waiting") == 0; });
  const Shop visited("S02", on_demand_alone());
  const std::string show = R"({"card":")" + card + "\"}";
  CHECK(visited.served->call("card.show", show).status == 404);  // nobody to ask
  visited.enrol_at(office);
  const auto known = visited.served->call("card.show", show);
  CAPTURE(known.body);
  CHECK(known.status == 200);
}

// Takes connections and never says a word.
class BlackHole {
 public:
  BlackHole() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&at), size) == 0);
    REQUIRE(listen(socket_, 100) == 0);
    REQUIRE(getsockname(socket_, reinterpret_cast<sockaddr*>(&at), &size) == 0);
    address = "https://127.0.0.1:" + std::to_string(ntohs(at.sin_port));
  }
  ~BlackHole() { close(socket_); }
  BlackHole(const BlackHole&) = delete;
  BlackHole& operator=(const BlackHole&) = delete;
  std::string address;

 private:
  int socket_;
};

// Puts another address in the place of head office's.
void lead_to(const std::filesystem::path& directory, const std::string& from,
             const std::string& to) {
  bool done = false;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".json") continue;
    std::string text = *read_file(entry.path());
    const std::size_t at = text.find(from);
    if (at == std::string::npos) continue;
    write_file(entry.path(), text.replace(at, from.size(), to));
    done = true;
  }
  REQUIRE(done);
}

TEST_CASE("design 3: while head office answers nothing, checkouts go on, and so does the stop") {
  test::OfficeAtWork office;
  const BlackHole nowhere;
  Shop shop("S01", quick());
  shop.enrol_at(office);
  shop.served->stop();
  lead_to(shop.path(), office.address(), nowhere.address);
  shop.served->start();
  shop.sell(1);
  shop.wait_until([](const Json& now) { return now.at("running") == true; });
  for (int i = 2; i < 20; ++i) shop.sell(i);
  CHECK(shop.status().at("running") == true);  // all of that while it waited
  // A member who stands here is answered within the budget, and then at once: the line is dead.
  const std::string show = R"({"card":"9156900000000012"})";
  CHECK(shop.served->call("card.show", show).status == 404);
  CHECK(shop.served->call("card.show", show).status == 404);
  shop.served->stop();  // does not wait for nowhere
}

TEST_CASE("what head office tells is taken in by pieces, confirmed by the last") {
  const Folder folder(in_memory());
  REQUIRE(terminal::create_store(folder.path(), {.store = "S01", .training = true}));
  auto opened = terminal::OpenedStore::open(folder.path(), {});
  REQUIRE(opened);
  terminal::service::StoreThread thread(std::move(*opened));
  StoreOutbox outbox(thread);
  ExchangeAnswer answer;
  answer.page = "1-250";
  for (std::uint64_t i = 0; i < 250; ++i) {
    terminal::HeardOf heard{.at = 1'795'003'200};
    heard.told.account = card::Number::from_value(9'156'000'000'000'000 + i);
    answer.states.push_back(heard);
  }
  const auto beats = thread.pulse().beats;
  outbox.apply(answer, {.acked = 0, .heard_at = 1'795'003'200, .page = "1-250"});
  thread.run_and_wait([](terminal::OpenedStore&) {});
  CHECK(thread.pulse().beats - beats >= 4);  // its state, and 100, 100, 50
  CHECK(outbox.state().page == "1-250");
  thread.run_and_wait([&](terminal::OpenedStore& store) {
    for (const terminal::HeardOf& heard : answer.states) {
      CHECK(store.store().heard().of(heard.told.account).has_value());
    }
  });
}

}  // namespace
}  // namespace vip::sync
