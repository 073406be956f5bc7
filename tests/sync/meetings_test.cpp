// X2: one card on purchases at two stores too far apart in too short a time, which head office
// alone can see.
#include "sync/office/meetings.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/sync/books_agree.h"

namespace vip::sync {
namespace {

using test::Chain;
using test::Shop;

struct World {
  Chain chain;
  Shop a{chain, "S01"};
  Shop b{chain, "S02"};
  std::string card = a.issue();
  const std::int64_t begun = chain.now;

  World() {
    REQUIRE(a.exchange());
    test::hear_of(b, card);
  }
  void sell(Shop& shop, int minute) {
    chain.now = begun + minute * 60;
    REQUIRE(shop.sell(card, 10'000).at("ok").get<bool>());
  }
  std::vector<TwoStores> found() const {
    const auto books = chain.books();
    return books->rights.meetings().found();
  }
};

TEST_CASE("X2: thirty minutes are too short, and one more is not") {
  World world;
  auto& [chain, a, b, card, begun] = world;
  world.sell(a, 0);
  world.sell(b, 31);
  REQUIRE(a.exchange());
  REQUIRE(b.exchange());
  CHECK(world.found().empty());
  world.sell(b, 100);
  world.sell(a, 130);
  REQUIRE(b.exchange());
  REQUIRE(a.exchange());
  REQUIRE(world.found().size() == 1);
  const TwoStores met = world.found()[0];
  CHECK(met.account == *card::read_number(card));
  CHECK(met.first.tid == terminal::tid_of_store("S02"));
  CHECK(met.first.at == begun + 100 * 60);
  CHECK(met.then.tid == terminal::tid_of_store("S01"));
  CHECK(met.then.at == begun + 130 * 60);
  CHECK(chain.findings().empty());
}

TEST_CASE("X2: whichever store is heard of first, the later purchase is the anomaly, once") {
  World world;
  auto& [chain, a, b, card, begun] = world;
  world.sell(a, 10);
  world.sell(b, 15);
  REQUIRE(b.exchange());
  CHECK(world.found().empty());
  REQUIRE(a.exchange());  // the line of the first one was down
  REQUIRE(world.found().size() == 1);
  CHECK(world.found()[0].first.tid == terminal::tid_of_store("S01"));
  REQUIRE(a.exchange());
  chain.open();
  REQUIRE(b.exchange());
  CHECK(world.found().size() == 1);
  CHECK(chain.count("SELECT count(*) FROM purchasing") == 0);
}

TEST_CASE("X2: many purchases at one store are no two stores") {
  World world;
  auto& [chain, a, b, card, begun] = world;
  for (int i = 0; i < 4; ++i) world.sell(a, i);
  REQUIRE(a.exchange());
  CHECK(world.found().empty());
}

TEST_CASE("X1: what a crash leaves between storing and comparing, the next start finishes") {
  World world;
  auto& [chain, a, b, card, begun] = world;
  world.sell(a, 0);
  world.sell(b, 5);
  REQUIRE(a.exchange());
  REQUIRE(b.exchange());
  chain.close();
  {
    terminal::Database books(chain.directory().books_path(), terminal::Database::Mode::open_shared);
    books.execute(
        "INSERT INTO purchasing SELECT tid, epoch, seq, at, account FROM purchase; "
        "DELETE FROM purchase; DELETE FROM two_stores");
  }
  chain.open();
  REQUIRE(a.exchange());
  CHECK(world.found().size() == 1);
}

}  // namespace
}  // namespace vip::sync
