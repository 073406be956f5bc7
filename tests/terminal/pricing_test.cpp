#include "terminal/rules/pricing.h"

#include <doctest/doctest.h>

#include <vector>

#include "tests/death.h"
#include "tests/terminal/show_rules.h"

namespace vip::terminal {
namespace {

using enum Clause;

BasketLine goods(std::int64_t price, std::int64_t qty = 1) {
  return {.sku = "G", .qty = qty, .unit_price = Fen(price)};
}
BasketLine promotion(std::int64_t price) {
  return {.sku = "P", .unit_price = Fen(price), .promotion = true};
}
BasketLine special(std::int64_t price) {
  return {.sku = "S", .unit_price = Fen(price), .special_price = true};
}
Coupon coupon(std::int64_t amount) { return {.id = "C", .amount = Fen(amount), .lines = {}}; }
Coupon coupon(std::int64_t amount, std::vector<std::size_t> lines) {
  return {.id = "C", .amount = Fen(amount), .lines = std::move(lines)};
}

const MemberFacts member{};
const MemberFacts level{.accumulated = Points(30)};
const MemberFacts on_birthday{.birthday_today = true, .birthday_document_shown = true};
const Policy policy;

struct Line {
  std::int64_t gross, reduction, paid;
  Clause clause;
};

void check_lines(const PricedWay& priced, const std::vector<Line>& lines) {
  REQUIRE(priced.lines.size() == lines.size());
  Fen gross, reduction, paid;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    CAPTURE(i);
    CHECK(priced.lines[i].gross == Fen(lines[i].gross));
    CHECK(priced.lines[i].reduction == Fen(lines[i].reduction));
    CHECK(priced.lines[i].paid == Fen(lines[i].paid));
    CHECK(priced.lines[i].clause == lines[i].clause);
    gross += Fen(lines[i].gross);
    reduction += Fen(lines[i].reduction);
    paid += Fen(lines[i].paid);
  }
  CHECK(priced.gross == gross);
  CHECK(priced.reduction == reduction);
  CHECK(priced.paid == paid);
}

TEST_CASE("D1, D2, D3: what one line costs at each rate") {
  const Basket basket{{goods(12900, 2)}, {}};
  const PricedWay d1 = price(basket, member, {}, policy).chosen;
  check_lines(d1, {{25800, 2580, 23220, D1}});
  CHECK(d1.rate == GrantedRate{Rate(9000), D1});
  CHECK_FALSE(d1.birthday_used);

  const PricedWay d2 = price(basket, level, {}, policy).chosen;
  check_lines(d2, {{25800, 3870, 21930, D2}});
  CHECK(d2.rate == GrantedRate{Rate(8500), D2});

  const PricedWay d3 = price(basket, on_birthday, {}, policy).chosen;
  check_lines(d3, {{25800, 10320, 15480, D3}});
  CHECK(d3.rate == GrantedRate{Rate(6000), D3});
  CHECK(d3.birthday_used);
  CHECK(d3.birthday_gross == Fen(25800));
}

TEST_CASE("A15, A30: without benefits every line is at clause none, and there is no rate") {
  const Basket basket{{goods(10000), promotion(5000), special(7000)}, {}};
  const Priced priced = price(basket, {}, {}, policy);
  check_lines(priced.chosen,
              {{10000, 0, 10000, none}, {5000, 0, 5000, none}, {7000, 0, 7000, none}});
  CHECK_FALSE(priced.chosen.rate.has_value());
  CHECK_FALSE(priced.alternatives.has_value());
}

TEST_CASE("D5: no member rate on a line on promotion or at a special price") {
  const Basket basket{{goods(10000), promotion(5000), special(7000)}, {}};
  const Priced priced = price(basket, member, {}, policy);
  check_lines(priced.chosen, {{10000, 1000, 9000, D1}, {5000, 0, 5000, D5}, {7000, 0, 7000, D5}});
  CHECK_FALSE(priced.alternatives.has_value());
}

TEST_CASE("A30: the rate stands also when no line is eligible") {
  const PricedWay priced = price({{promotion(5000)}, {}}, on_birthday, {}, policy).chosen;
  check_lines(priced, {{5000, 0, 5000, D5}});
  CHECK(priced.rate == GrantedRate{Rate(6000), D3});
  CHECK_FALSE(priced.birthday_used);  // A29: no use of the birthday
  CHECK(priced.birthday_gross == Fen(0));
}

TEST_CASE("A28: a line's clause does not depend on whether any fen came off") {
  const PricedWay priced = price({{goods(0), goods(1)}, {}}, on_birthday, {}, policy).chosen;
  check_lines(priced, {{0, 0, 0, D3}, {1, 0, 1, D3}});  // 0.6 of a fen is a fen
  CHECK(priced.birthday_used);
  const PricedWay free = price({{goods(0)}, {}}, on_birthday, {}, policy).chosen;
  check_lines(free, {{0, 0, 0, D3}});
  CHECK(free.birthday_used);
  CHECK(free.birthday_gross == Fen(0));
}

TEST_CASE("D7, A2: rounded once, on what the eligible lines pay together") {
  // 15 fen at 0.90 are 13.5, which is 14; line by line it would be 5 + 5 + 5.
  const PricedWay priced = price({{goods(5), goods(5), goods(5)}, {}}, member, {}, policy).chosen;
  check_lines(priced, {{5, 1, 4, D1}, {5, 0, 5, D1}, {5, 0, 5, D1}});
}

TEST_CASE("D7, A3: shared out by gross, in whole fen whatever the unit") {
  Policy whole_yuan;
  whole_yuan.rounding.unit = RoundingUnit::yuan;
  // 35.50 at 0.90 are 31.95, which is 32 yuan: 3.50 come off, 98.59, 197.18 and 54.22 fen.
  const PricedWay priced =
      price({{goods(1000), goods(2000), goods(550)}, {}}, member, {}, whole_yuan).chosen;
  check_lines(priced, {{1000, 99, 901, D1}, {2000, 197, 1803, D1}, {550, 54, 496, D1}});
}

TEST_CASE("A12: unit and mode apply to the eligible lines and to nothing else") {
  Policy down_to_yuan;
  down_to_yuan.rounding = {RoundingUnit::yuan, RoundingMode::down};
  // 10.50 at 0.90 are 9.45: 9 yuan. The promotion keeps its 5.55.
  const PricedWay priced =
      price({{goods(1050), promotion(555)}, {}}, member, {}, down_to_yuan).chosen;
  check_lines(priced, {{1050, 150, 900, D1}, {555, 0, 555, D5}});
  // Nor to what a coupon leaves, nor to a sale without benefits.
  const PricedWay couponed =
      price({{goods(1050)}, {coupon(7)}}, member, Way::coupon, down_to_yuan).chosen;
  check_lines(couponed, {{1050, 7, 1043, D6}});
  const PricedWay plain = price({{goods(1050)}, {}}, {}, {}, down_to_yuan).chosen;
  check_lines(plain, {{1050, 0, 1050, none}});
}

TEST_CASE("D7, A2, A12: unit and mode, both sides of every half") {
  struct Row {
    const char* name;
    std::int64_t gross;
    std::int32_t rate;
    RoundingUnit unit;
    RoundingMode mode;
    std::int64_t pays;
  };
  using enum RoundingUnit;
  using enum RoundingMode;
  const Row rows[] = {
      {"nothing", 0, 9000, fen, half_up, 0},
      {"12.6", 14, 9000, fen, half_up, 13},
      {"13.5: half up", 15, 9000, fen, half_up, 14},
      {"13.5: down", 15, 9000, fen, down, 13},
      {"14.4", 16, 9000, fen, half_up, 14},
      {"9.9", 11, 9000, fen, half_up, 10},
      {"9.9: down", 11, 9000, fen, down, 9},
      {"8.5", 10, 8500, fen, half_up, 9},
      {"exactly 9", 10, 9000, fen, half_up, 9},
      {"exactly 9: down", 10, 9000, fen, down, 9},
      {"4.5: all of a small price", 5, 9000, fen, half_up, 5},
      {"0.4999", 4999, 1, fen, half_up, 0},
      {"0.5", 5000, 1, fen, half_up, 1},
      {"944.1", 1049, 9000, jiao, half_up, 940},
      {"945.0: half a jiao up", 1050, 9000, jiao, half_up, 950},
      {"945.9", 1051, 9000, jiao, half_up, 950},
      {"945.9: down", 1051, 9000, jiao, down, 940},
      {"950.4: down", 1056, 9000, jiao, down, 950},
      {"1349.1", 1499, 9000, yuan, half_up, 1300},
      {"1350.0: half a yuan up", 1500, 9000, yuan, half_up, 1400},
      {"1350.0: down", 1500, 9000, yuan, down, 1300},
      {"1399.5: down", 1555, 9000, yuan, down, 1300},
      {"1400.4: down", 1556, 9000, yuan, down, 1400},
      {"A12: 54.0 up to a yuan is more than it costs", 60, 9000, yuan, half_up, 60},
      {"A12: 50.4 likewise", 56, 9000, yuan, half_up, 56},
      {"49.5 is nothing", 55, 9000, yuan, half_up, 0},
      {"A12: 9.9 up to a jiao, more than it costs", 9, 10000, jiao, half_up, 9},
      {"a rate of 1.00 rounds too: half up", 1050, 10000, yuan, half_up, 1050},
      {"a rate of 1.00 rounds too: down", 1050, 10000, yuan, down, 1000},
      {"10^12 fen", 1'000'000'000'000, 8750, fen, half_up, 875'000'000'000},
      {"10^18 fen", 1'000'000'000'000'000'000, 8750, fen, half_up, 875'000'000'000'000'000},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(pay_together(Fen(row.gross), Rate(row.rate), {row.unit, row.mode}) == Fen(row.pays));
  }
  CHECK(death_of([] { pay_together(Fen(-1), Rate(9000), {}); }).aborted);
}

TEST_CASE("D6, A5: a coupon for the whole basket reduces every line, promotion included") {
  const Basket basket{{goods(10000), promotion(5000), special(5000)}, {coupon(4000)}};
  const Priced priced = price(basket, member, Way::coupon, policy);
  check_lines(priced.chosen,
              {{10000, 2000, 8000, D6}, {5000, 1000, 4000, D6}, {5000, 1000, 4000, D6}});
  CHECK(priced.chosen.rate == GrantedRate{Rate(9000), D1});  // A30
}

TEST_CASE("D6, A5: lines that no coupon names keep the member rate") {
  const Basket basket{{goods(10000), goods(20000), promotion(500)}, {coupon(3000, {0})}};
  const Priced priced = price(basket, member, {}, policy);
  check_lines(priced.chosen,
              {{10000, 3000, 7000, D6}, {20000, 2000, 18000, D1}, {500, 0, 500, D5}});
  CHECK(priced.alternatives == Priced::Alternatives{Fen(27500), Fen(25500)});
  CHECK(priced.recommended == Way::coupon);
}

TEST_CASE("A5: a named line is clause D6 also where its share is 0 fen") {
  const Basket basket{{goods(0), goods(10000), goods(1)}, {coupon(1)}};
  const PricedWay priced = price(basket, member, Way::coupon, policy).chosen;
  check_lines(priced, {{0, 0, 0, D6}, {10000, 1, 9999, D6}, {1, 0, 1, D6}});
}

TEST_CASE("A6: coupons in the order given, each over what its lines still cost") {
  SUBCASE("what they still cost, not their gross") {
    const Basket basket{{goods(10000), goods(10000)}, {coupon(5000, {0}), coupon(3000, {0, 1})}};
    const PricedWay priced = price(basket, member, Way::coupon, policy).chosen;
    check_lines(priced, {{10000, 6000, 4000, D6}, {10000, 2000, 8000, D6}});
  }
  SUBCASE("the other order") {
    const Basket basket{{goods(10000), goods(10000)}, {coupon(3000, {0, 1}), coupon(5000, {0})}};
    const PricedWay priced = price(basket, member, Way::coupon, policy).chosen;
    check_lines(priced, {{10000, 6500, 3500, D6}, {10000, 1500, 8500, D6}});
  }
  SUBCASE("the fen left over to the largest remainder") {
    const Basket basket{{goods(10000), goods(20000), goods(30000)},
                        {coupon(6000), coupon(100, {0, 1})}};
    const PricedWay priced = price(basket, member, Way::coupon, policy).chosen;
    check_lines(priced,
                {{10000, 1033, 8967, D6}, {20000, 2067, 17933, D6}, {30000, 3000, 27000, D6}});
  }
  SUBCASE("of equal ones to the earlier line, however the coupon lists them") {
    const Basket basket{{goods(10), goods(10)}, {coupon(1, {1, 0})}};
    const PricedWay priced = price(basket, member, Way::coupon, policy).chosen;
    check_lines(priced, {{10, 1, 9, D6}, {10, 0, 10, D6}});
  }
}

TEST_CASE("A7: a coupon reduces at most what its lines still cost, and the rest is lost") {
  SUBCASE("more than the line") {
    const Basket basket{{goods(10000), goods(5000)}, {coupon(10001, {0})}};
    const PricedWay priced = price(basket, {}, {}, policy).chosen;
    check_lines(priced, {{10000, 10000, 0, D6}, {5000, 0, 5000, none}});
  }
  SUBCASE("exactly the line") {
    const Basket basket{{goods(10000), goods(5000)}, {coupon(10000, {0})}};
    const PricedWay priced = price(basket, {}, {}, policy).chosen;
    check_lines(priced, {{10000, 10000, 0, D6}, {5000, 0, 5000, none}});
  }
  SUBCASE("a second one on a line that costs nothing any more") {
    const Basket basket{{goods(10000)}, {coupon(9000), coupon(9000)}};
    const PricedWay priced = price(basket, {}, {}, policy).chosen;
    check_lines(priced, {{10000, 10000, 0, D6}});
  }
  SUBCASE("more than the whole basket") {
    const Basket basket{{goods(10000), promotion(1)}, {coupon(1'000'000'000'000)}};
    const PricedWay priced = price(basket, member, Way::coupon, policy).chosen;
    check_lines(priced, {{10000, 10000, 0, D6}, {1, 1, 0, D6}});
  }
}

TEST_CASE("D6, A8: both ways are worked out, the cheaper is recommended, the customer chooses") {
  struct Row {
    const char* name;
    std::int64_t amount;
    std::optional<Way> choice;
    Way recommended, taken;
    std::int64_t paid;
  };
  // One line of 100.00; the member rate makes it 90.00.
  const Row rows[] = {
      {"the coupon a fen dearer", 999, {}, Way::member, Way::member, 9000},
      {"a tie: member, the coupon is kept", 1000, {}, Way::member, Way::member, 9000},
      {"the coupon a fen cheaper", 1001, {}, Way::coupon, Way::coupon, 8999},
      {"chosen against the recommendation", 999, Way::coupon, Way::member, Way::coupon, 9001},
      {"chosen on a tie", 1000, Way::coupon, Way::member, Way::coupon, 9000},
      {"member chosen against it", 1001, Way::member, Way::coupon, Way::member, 9000},
      {"chosen as recommended", 1001, Way::coupon, Way::coupon, Way::coupon, 8999},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Priced priced = price({{goods(10000)}, {coupon(row.amount)}}, member, row.choice, policy);
    CHECK(priced.recommended == row.recommended);
    CHECK(priced.choice == row.taken);
    CHECK(priced.chosen.paid == Fen(row.paid));
    CHECK(priced.chosen.lines[0].clause == (row.taken == Way::coupon ? D6 : D1));
    CHECK(priced.alternatives == Priced::Alternatives{Fen(9000), Fen(10000 - row.amount)});
  }
}

TEST_CASE("A8: where only one way is open the choice is ignored, alternatives left out") {
  SUBCASE("no coupon") {
    const Priced priced = price({{goods(10000)}, {}}, member, Way::coupon, policy);
    CHECK(priced.choice == Way::member);
    CHECK(priced.recommended == Way::member);
    CHECK(priced.chosen.paid == Fen(9000));
    CHECK_FALSE(priced.alternatives.has_value());
  }
  SUBCASE("no benefits") {
    const Priced priced = price({{goods(10000)}, {coupon(500)}}, {}, Way::member, policy);
    CHECK(priced.choice == Way::coupon);
    CHECK(priced.recommended == Way::coupon);
    CHECK(priced.chosen.paid == Fen(9500));
    CHECK_FALSE(priced.alternatives.has_value());
  }
  SUBCASE("neither") {
    const Priced priced = price({{goods(10000)}, {}}, {}, Way::coupon, policy);
    CHECK(priced.chosen.paid == Fen(10000));
    CHECK_FALSE(priced.alternatives.has_value());
  }
}

TEST_CASE("A28: the clause of a line is the first that holds") {
  const Basket basket{{goods(100), promotion(100), goods(100), promotion(100)},
                      {coupon(2, {0, 1})}};
  const auto clauses = [&](const std::optional<MemberFacts>& facts, Way way) {
    std::vector<Clause> found;
    for (const PricedLine& line : price_way(basket, facts, way, policy).lines) {
      found.push_back(line.clause);
    }
    return found;
  };
  CHECK((clauses(level, Way::coupon) == std::vector{D6, D6, D2, D5}));
  CHECK((clauses(level, Way::member) == std::vector{D2, D5, D2, D5}));
  CHECK((clauses({}, Way::coupon) == std::vector{D6, D6, none, none}));
  CHECK((clauses({}, Way::member) == std::vector{none, none, none, none}));
}

TEST_CASE("D3, A29: a sale that would pass the amount is priced by D1 as a whole") {
  Policy capped;
  capped.rates.birthday_max_amount = Fen(10000);
  const PricedWay within =
      price({{goods(9000), goods(1000), promotion(500)}, {}}, on_birthday, {}, capped).chosen;
  check_lines(within, {{9000, 3600, 5400, D3}, {1000, 400, 600, D3}, {500, 0, 500, D5}});
  CHECK(within.birthday_gross == Fen(10000));
  const PricedWay beyond = price({{goods(9000), goods(1001)}, {}}, on_birthday, {}, capped).chosen;
  check_lines(beyond, {{9000, 900, 8100, D1}, {1001, 100, 901, D1}});
  CHECK_FALSE(beyond.birthday_used);
  // In the coupon way only the lines that it leaves are eligible.
  const Basket both{{goods(9000), goods(10000)}, {coupon(1, {0})}};
  const Priced ways = price(both, on_birthday, Way::coupon, capped);
  check_lines(ways.chosen, {{9000, 1, 8999, D6}, {10000, 4000, 6000, D3}});
  CHECK(ways.alternatives == Priced::Alternatives{Fen(17100), Fen(14999)});
}

TEST_CASE("A30: the example of the contract, both ways") {
  const Basket basket{{goods(12900, 2)}, {coupon(5000)}};
  const Priced priced = price(basket, member, Way::member, policy);
  CHECK(priced.recommended == Way::coupon);
  CHECK(priced.alternatives == Priced::Alternatives{Fen(23220), Fen(20800)});
  check_lines(priced.chosen, {{25800, 2580, 23220, D1}});
}

TEST_CASE("A20: a basket at every limit has a price") {
  std::vector<BasketLine> lines(1000, goods(1'000'000'000));
  std::vector<Coupon> coupons(50, coupon(1'000'000'000'000));
  const Priced priced = price({lines, coupons}, member, {}, policy);
  CHECK(priced.recommended == Way::coupon);
  CHECK(priced.chosen.paid == Fen(0));
  CHECK(priced.alternatives == Priced::Alternatives{Fen(900'000'000'000), Fen(0)});
}

}  // namespace
}  // namespace vip::terminal
