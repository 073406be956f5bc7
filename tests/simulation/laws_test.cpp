// The laws themselves: what they must not call broken.
#include "tests/simulation/laws.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/simulation/two_stores.h"

namespace vip::simulation {
namespace {

// A write of head office failed half way: it said 503, and what it had committed until then could
// be seen in its books and was not flushed. It comes again.
TEST_CASE("X1: events that head office had and acknowledged to nobody may be gone") {
  bool gone = false;
  for (int n = 1; n < 1000; ++n) {
    CAPTURE(n);
    Dice dice(static_cast<std::uint64_t>(n));
    TwoStores two;
    Laws laws(1);
    laws.begins(0, two.home());
    const std::string card = two.issue();
    REQUIRE(two.exchange(two.home()));
    laws.look_at(0, two.home());
    laws.look_at(0, two.office());
    laws.answered(0);
    const auto acknowledged = two.acked();
    two.sell(card, 50'000);
    laws.look_at(0, two.home());
    two.office().disk().fail_write_in(n);
    if (two.exchange(two.home())) break;
    if (two.acked() == acknowledged) continue;
    laws.look_at(0, two.office());

    two.office().cut_power(dice);
    REQUIRE(two.office().start());
    CHECK_NOTHROW(laws.came_back(two.office()));
    gone = gone || two.acked() == acknowledged;
    REQUIRE(two.exchange(two.home()));
    CHECK_NOTHROW(laws.look_at(0, two.office()));
    CHECK(two.acked() == laws.committed(0));
  }
  CHECK(gone);
}

TEST_CASE("X1: events that head office acknowledged may not be gone") {
  TwoStores two;
  Laws laws(1);
  laws.begins(0, two.home());
  const Disk::Image before = two.office().disk().image();
  two.issue();
  REQUIRE(two.exchange(two.home()));
  laws.look_at(0, two.home());
  laws.look_at(0, two.office());
  laws.answered(0);
  two.office().kill();
  two.office().disk().restore(before);
  REQUIRE(two.office().start());
  CHECK_THROWS_AS(laws.came_back(two.office()), Violation);
}

// The disk of head office was full in the middle of the close: the epoch was closed in its books,
// and operations, who saw an error, did not know.
TEST_CASE("N1: the points of a life that the books say is closed are free, whoever was told so") {
  TwoStores two;
  Laws laws(2);
  laws.begins(0, two.home());
  laws.begins(1, two.other());
  const std::string card = two.issue();
  two.sell(card, 50'000);  // 5 points
  REQUIRE(two.exchange(two.home()));
  laws.look_at(0, two.home());
  laws.look_at(0, two.office());
  two.home().kill();  // its disk is lost

  const auto life = laws.genesis(0);
  laws.closing(0);
  two.office().kill();
  REQUIRE(two.office().close_epoch(life.tid, life.epoch, true, two.now()));
  REQUIRE(two.office().start());
  laws.came_back(two.office());

  two.want(two.other(), card, 5);
  REQUIRE(two.exchange(two.other(), false));
  CHECK_NOTHROW(laws.look_at(1, two.other()));
  const auto account = two.other().store().books().account(*card::read_number(card));
  REQUIRE(account);
  CHECK(account->right == Points(5));
}

}  // namespace
}  // namespace vip::simulation
