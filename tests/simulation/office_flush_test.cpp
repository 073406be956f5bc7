// What head office says is on its disk, and an exchange is one flush of it.
#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "sync/office/verify.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/two_stores.h"

namespace vip::simulation {
namespace {

TEST_CASE("each request of an exchange is one flush at head office") {
  TwoStores two;
  const std::string card = two.issue();
  REQUIRE(two.exchange(two.home()));
  two.sell(card, 12'300);
  const std::uint64_t before = two.office().disk().syncs();
  const auto done = two.exchange(two.home());
  REQUIRE(done);
  CHECK(two.office().disk().syncs() - before == static_cast<std::uint64_t>(done->requests));
}

TEST_CASE(
    "X1: what was acknowledged is there after a power cut, the first exchange of each start") {
  TwoStores two;
  const std::string card = two.issue();
  REQUIRE(two.exchange(two.home()));
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    two.office().kill();
    REQUIRE(two.office().start());
    two.sell(card, 100);
    const auto done = two.exchange(two.home());
    REQUIRE(done);
    REQUIRE(done->state.acked == done->last);
    two.office().cut_power(dice);
    REQUIRE(two.office().start());
    CHECK(two.acked() == done->state.acked);
  }
}

// Power at every write and sync of an exchange in turn, all, some or none of what was not synced on
// the disk: what head office has is a beginning of the journal, it is not less than what it said,
// and the next exchange brings the rest.
TEST_CASE("X1: power that goes anywhere in an exchange takes nothing that was acknowledged") {
  bool went = true;
  for (int n = 1; went; ++n) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      CAPTURE(n);
      CAPTURE(seed);
      Dice dice(seed);
      TwoStores two;
      const std::string card = two.issue();
      const auto first = two.exchange(two.home());
      REQUIRE(first);
      two.sell(card, 12'300);
      two.sell(card, 45'600);
      two.office().disk().cut_power_in(n);
      const auto cut = two.exchange(two.home());
      went = two.office().disk().dead();
      two.office().cut_power(dice);
      REQUIRE(two.office().start());
      CHECK(two.acked() >= (cut ? cut->state.acked : first->state.acked));
      const auto last = two.exchange(two.home());
      REQUIRE(last);
      CHECK(last->state.acked == last->last);
      CHECK(sync::verify(two.office().eye().books.database, two.office().eye().books.store,
                         two.office().eye().books.policy_key)
                .findings.empty());
    }
  }
}

TEST_CASE(
    "a flush that fails is a 503, and what it was to make durable is durable after the next") {
  TwoStores two;
  const std::string card = two.issue();
  REQUIRE(two.exchange(two.home()));
  two.sell(card, 12'300);
  two.office().disk().fail_sync_in(1);
  CHECK_FALSE(two.exchange(two.home()));
  const auto done = two.exchange(two.home());
  REQUIRE(done);
  Dice dice(3);
  two.office().cut_power(dice);
  REQUIRE(two.office().start());
  CHECK(two.acked() == done->last);
}

}  // namespace
}  // namespace vip::simulation
