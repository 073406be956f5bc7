#include "terminal/rules/earning.h"

#include <doctest/doctest.h>

#include "terminal/rules/pricing.h"
#include "tests/death.h"
#include "tests/show.h"

namespace vip::terminal {
namespace {

constexpr EarningStep carried{};
constexpr EarningStep dropped{.remainder = Remainder::dropped};
// Three points for every full 25.00.
constexpr EarningStep three_per_25{.earn = Points(3), .per = Fen(2500)};
constexpr EarningStep three_per_25_dropped{
    .earn = Points(3), .per = Fen(2500), .remainder = Remainder::dropped};

TEST_CASE("P1, P2: each full step earns, what is left is carried or dropped") {
  struct Row {
    const char* name;
    EarningStep step;
    std::int64_t carry, paid, points, carry_after;
  };
  const Row rows[] = {
      {"nothing paid", carried, 0, 0, 0, 0},
      {"P1: one fen short of 100.00", carried, 0, 9999, 0, 9999},
      {"P1: 100.00", carried, 0, 10000, 1, 0},
      {"P1: one fen above", carried, 0, 10001, 1, 1},
      {"P1: one fen short of 200.00", carried, 0, 19999, 1, 9999},
      {"P1: 200.00", carried, 0, 20000, 2, 0},
      {"P2: the carry and one fen too few", carried, 9998, 1, 0, 9999},
      {"P2: the carry makes it full", carried, 9999, 1, 1, 0},
      {"P2: 80.00 carried, 232.20 paid", carried, 8000, 23220, 3, 1220},
      {"P2 dropped: one fen short", dropped, 0, 9999, 0, 0},
      {"P2 dropped: 100.00", dropped, 0, 10000, 1, 0},
      {"P2 dropped: what is left is gone", dropped, 0, 19999, 1, 0},
      {"A11: a carry from before the switch stays and is not used", dropped, 9999, 1, 0, 9999},
      {"A11: nor by a purchase that earns", dropped, 9999, 10001, 1, 9999},
      {"A11: a carry above a lowered step is turned by the next purchase", three_per_25, 9000, 0, 9,
       1500},
      {"another step, one fen short", three_per_25, 0, 2499, 0, 2499},
      {"another step", three_per_25, 0, 2500, 3, 0},
      {"another step, two of them", three_per_25, 2400, 2600, 6, 0},
      {"another step, dropped", three_per_25_dropped, 7, 7499, 6, 7},
      {"a basket at its limit", carried, 9999, 1'000'000'000'000, 100'000'000, 9999},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Earned earned = earn(Fen(row.carry), Fen(row.paid), row.step);
    CHECK(earned.points == Points(row.points));
    CHECK(earned.carry == Fen(row.carry_after));
  }
}

TEST_CASE("P4, A11: a return takes back what the returned amount earned") {
  struct Row {
    const char* name;
    EarningStep step;
    std::int64_t carry, net_before, refund, points, carry_after;
  };
  const Row rows[] = {
      {"nothing returned", carried, 1220, 23220, 0, 0, 1220},
      {"within the carry", carried, 1220, 23220, 1219, 0, 1},
      {"all of the carry", carried, 1220, 23220, 1220, 0, 0},
      {"one fen more than the carry", carried, 1220, 23220, 1221, 1, 9999},
      {"the carry and a full step", carried, 1220, 23220, 11220, 1, 0},
      {"one fen more than that", carried, 1220, 23220, 11221, 2, 9999},
      {"the whole sale", carried, 1220, 23220, 23220, 3, 8000},
      {"another step: three points at once", three_per_25, 0, 5000, 1, 3, 2499},
      {"another step: exactly one", three_per_25, 0, 5000, 2500, 3, 0},
      {"another step: both", three_per_25, 0, 5000, 5000, 6, 0},
      {"dropped: above the same hundred", dropped, 0, 25000, 5000, 0, 0},
      {"dropped: one fen below it", dropped, 0, 25000, 5001, 1, 0},
      {"dropped: what is left of an earlier return", dropped, 0, 19999, 9999, 0, 0},
      {"dropped: and one fen more", dropped, 0, 19999, 10000, 1, 0},
      {"dropped: the whole sale", dropped, 0, 25000, 25000, 2, 0},
      {"dropped: the carry from before the switch stays", dropped, 777, 25000, 25000, 2, 777},
      {"dropped, another step", three_per_25_dropped, 0, 5000, 1, 3, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const TakenBack taken =
        take_back(Fen(row.carry), Fen(row.net_before), Fen(row.refund), row.step);
    CHECK(taken.points == Points(row.points));
    CHECK(taken.carry == Fen(row.carry_after));
  }
}

TEST_CASE("P4: a return is of what is still out, and a carry is never below nothing") {
  CHECK(death_of([] { take_back(Fen(0), Fen(100), Fen(101), carried); }).aborted);
  CHECK(death_of([] { take_back(Fen(0), Fen(100), Fen(-1), carried); }).aborted);
  CHECK(death_of([] { take_back(Fen(-1), Fen(100), Fen(1), carried); }).aborted);
  CHECK(death_of([] { earn(Fen(-1), Fen(100), carried); }).aborted);
  CHECK(death_of([] { earn(Fen(0), Fen(-1), carried); }).aborted);
}

TEST_CASE("P4: buying and returning one by one, returning all at once: the same in the end") {
  // 90.00 three times is 2 points and 70.00.
  Earned earned = earn(Fen(0), Fen(9000), carried);
  CHECK(earned == Earned{Points(0), Fen(9000)});
  earned = earn(earned.carry, Fen(9000), carried);
  CHECK(earned == Earned{Points(1), Fen(8000)});
  earned = earn(earned.carry, Fen(9000), carried);
  CHECK(earned == Earned{Points(1), Fen(7000)});
  // The last one back takes its point, the first one back the other.
  TakenBack taken = take_back(earned.carry, Fen(9000), Fen(9000), carried);
  CHECK(taken == TakenBack{Points(1), Fen(8000)});
  taken = take_back(taken.carry, Fen(9000), Fen(9000), carried);
  CHECK(taken == TakenBack{Points(1), Fen(9000)});
  taken = take_back(taken.carry, Fen(9000), Fen(9000), carried);
  CHECK(taken == TakenBack{Points(0), Fen(0)});
}

TEST_CASE("P3: what is paid on promotion lines earns, the value of coupons does not") {
  const MemberFacts member{};
  const Policy policy;
  const auto earned = [&](const Basket& basket, Way way) {
    return earn(Fen(0), price(basket, member, way, policy).chosen.paid, policy.earning);
  };
  const Basket promotion{{{.sku = "P", .unit_price = Fen(10000), .promotion = true}}, {}};
  CHECK(earned(promotion, Way::member) == Earned{Points(1), Fen(0)});
  const Basket couponed{{{.sku = "A", .unit_price = Fen(12000)}},
                        {{.id = "C", .amount = Fen(2001), .lines = {}}}};
  CHECK(earned(couponed, Way::coupon) == Earned{Points(0), Fen(9999)});
  CHECK(earned(couponed, Way::member) == Earned{Points(1), Fen(800)});  // 120.00 at 0.90
}

}  // namespace
}  // namespace vip::terminal
