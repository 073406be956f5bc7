// Two real stores and a real head office, each a process of its own, over lines that break before,
// within and after what goes over them: everything arrives, once, and all books agree (X1, C1).
#include <doctest/doctest.h>

#include <cstdint>

#include "tests/folder.h"
#include "tests/sync/programs.h"

namespace vip {
namespace {

using sync::test::Json;
using sync::test::Office;
using sync::test::Store;

struct Chain {
  Folder folder;
  Office office{(folder.path() / "office").string()};
  Store a{office, folder.path(), "S01"};
  Store b{office, folder.path(), "S02"};

  // Everything is there, once, and every set of books is what its journals make of it.
  void check_at_rest() {
    for (Store* store : {&a, &b}) {
      store->line().mend();
      const Json done = store->exchange();
      REQUIRE_MESSAGE(done["ok"] == true, done.dump());
      CHECK(done["result"]["waiting"] == 0);
    }
    const Json report = office.ask({"report"});
    CHECK(report["stores"][0]["paid"] == a.paid());
    CHECK(report["stores"][1]["paid"] == b.paid());
    CHECK(report["stores"][0]["parked"] == 0);
    CHECK(office.ask({"anomalies"})["anomalies"].empty());
    office.ask({"verify"});
    a.hang_up();
    b.hang_up();
    CHECK(a.verify() == 0);
    CHECK(b.verify() == 0);
  }
};

TEST_CASE("X1: lines that break before, within and after a request and its answer") {
  Chain chain;
  chain.b.sell(1);
  // The handshake takes the first two thousand bytes or so of each way, then comes the body.
  for (const std::int64_t bytes : {1, 600, 1'700, 2'300, 2'900, 4'000, 6'000}) {
    CAPTURE(bytes);
    chain.a.sell(60);
    chain.a.line().break_after_up(bytes);
    const Json done = chain.a.exchange();
    REQUIRE_MESSAGE(done["ok"] == true, done.dump());
    CHECK(done["result"]["waiting"] == 0);
  }
  for (const std::int64_t bytes : {1, 600, 1'300, 1'600, 2'000, 2'400, 2'600}) {
    CAPTURE(bytes);
    chain.a.sell(5);
    chain.a.line().mend();
    chain.a.line().break_after_down(bytes);
    const Json done = chain.a.exchange();
    REQUIRE_MESSAGE(done["ok"] == true, done.dump());
    CHECK(done["result"]["waiting"] == 0);
  }
  for (int i = 0; i < 3; ++i) {
    chain.a.sell(20);
    chain.a.line().mend();
    const std::int64_t before = chain.a.line().broken();
    chain.a.line().lose_next_answer();
    REQUIRE(chain.a.exchange()["ok"] == true);
    CHECK(chain.a.line().broken() == before + 1);
  }
  CHECK(chain.a.line().broken() >= 10);  // the cuts did cut
  chain.check_at_rest();
}

TEST_CASE("design 8: the shop sells while nobody answers, and brings it all later") {
  Chain chain;
  chain.a.line().cut();
  chain.b.line().cut();
  chain.a.sell(30);
  chain.b.sell(30);
  const Json alone = chain.a.exchange();
  CHECK(alone["ok"] == false);
  CHECK(alone["error"]["code"] == "unreachable");
  chain.a.sell(1);
  // Head office falls, comes back on another port, and the lines are laid anew.
  chain.office.kill();
  chain.a.line().mend();
  CHECK(chain.a.exchange()["ok"] == false);
  chain.office.serve();
  for (Store* store : {&chain.a, &chain.b}) store->line().lead_to(chain.office.port());
  chain.check_at_rest();
}

}  // namespace
}  // namespace vip
