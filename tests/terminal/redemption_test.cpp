#include "terminal/rules/redemption.h"

#include <doctest/doctest.h>

#include "tests/terminal/show_rules.h"

namespace vip::terminal {
namespace {

Day day(std::string_view text) { return read_day(text).value(); }

const Day first = day("2026-11-01");
const Day last = day("2026-11-30");

std::optional<GiftOffer> gift(std::int64_t points, std::int64_t stock) {
  return GiftOffer{Points(points), stock, first, last};
}

TEST_CASE(
    "C3, C6, C8, C9, G1, G2, G5, P4, A18: every refusal in its turn, though those after it would "
    "hold as well") {
  struct Row {
    const char* name;
    RedemptionFacts facts;
    const char* today;
    std::optional<Clause> clause;
    const char* word;
  };
  using enum CardState;
  const auto facts = [](CardState state, bool refused, std::optional<GiftOffer> offer,
                        std::int64_t balance, std::int64_t here) {
    return RedemptionFacts{state, refused, offer, Points(balance), Points(here)};
  };
  const Row rows[] = {
      {"C3", facts(expired, true, {}, -1, 0), "2026-12-01", Clause::C3, "card_expired"},
      {"C6", facts(blocked, true, {}, -1, 0), "2026-12-01", Clause::C6, "card_blocked"},
      {"C9", facts(replaced, true, {}, -1, 0), "2026-12-01", Clause::C9, "card_replaced"},
      {"C9", facts(closed, true, {}, -1, 0), "2026-12-01", Clause::C9, "card_closed"},
      {"C9", facts(blank, true, {}, -1, 0), "2026-12-01", Clause::C9, "card_blank"},
      {"C8", facts(active, true, {}, -1, 0), "2026-12-01", Clause::C8, "holder_check_failed"},
      {"G1 unknown", facts(active, false, {}, -1, 0), "2026-12-01", Clause::G1, "gift_unknown"},
      {"G1, A48 the day before", facts(active, false, gift(30, 0), -1, 0), "2026-10-31", Clause::G1,
       "gift_not_on_offer"},
      {"G1, A48 the day after", facts(active, false, gift(30, 0), -1, 0), "2026-12-01", Clause::G1,
       "gift_not_on_offer"},
      {"P4 owed", facts(active, false, gift(30, 0), -1, 0), "2026-11-01", Clause::P4,
       "points_owed"},
      {"G2 nothing at all", facts(active, false, gift(1, 0), 0, 0), "2026-11-01", Clause::G2,
       "points_short"},
      {"G2 a point short", facts(active, false, gift(30, 0), 29, 29), "2026-11-01", Clause::G2,
       "points_short"},
      {"A46, G5 a point short here", facts(active, false, gift(30, 0), 30, 29), "2026-11-01",
       Clause::G5, "points_elsewhere"},
      {"G2 no stock", facts(active, false, gift(30, 0), 30, 30), "2026-11-30", Clause::G2,
       "gift_out_of_stock"},
      {"the last of the stock, on the first day",
       facts(active, false, gift(30, 1), 30, 30),
       "2026-11-01",
       {},
       ""},
      {"on the last day", facts(active, false, gift(30, 1), 30, 30), "2026-11-30", {}, ""},
      {"a point for a point", facts(active, false, gift(1, 1), 1, 1), "2026-11-22", {}, ""},
      {"A10: a right covers it, though a return elsewhere is owed",
       facts(active, false, gift(30, 1), -5, 30),
       "2026-11-22",
       {},
       ""},
      {"A10: a point beyond the right", facts(active, false, gift(31, 1), -5, 30), "2026-11-22",
       Clause::P4, "points_owed"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto refusal = redemption_refusal(row.facts, day(row.today));
    CHECK(refusal.has_value() == row.clause.has_value());
    if (!refusal || !row.clause) continue;
    CHECK(refusal->clause == *row.clause);
    CHECK(refusal->word == row.word);
  }
}

TEST_CASE("G2, G5, P4, A18, A46: a refusal says what is missing") {
  RedemptionFacts facts{.gift = gift(30, 5), .balance = Points(26), .here = Points(26)};
  CHECK(redemption_refusal(facts, first) == RedemptionRefusal{Clause::G2, "points_short",
                                                              Points(26), Points(30), Points(4),
                                                              Points(26)});
  facts.balance = Points(-4);
  facts.here = Points(0);
  CHECK(redemption_refusal(facts, first) == RedemptionRefusal{Clause::P4, "points_owed", Points(-4),
                                                              Points(30), Points(34), Points(0)});
  facts.balance = Points(45);
  facts.here = Points(15);
  CHECK(redemption_refusal(facts, first) == RedemptionRefusal{Clause::G5, "points_elsewhere",
                                                              Points(45), Points(30), Points(-15),
                                                              Points(15)});
}

TEST_CASE("G5: two stores with no line never together redeem more than the card has") {
  constexpr std::int64_t whole = 45;  // points of the card, shared out as rights of two stores
  for (std::int64_t price = 1; price <= whole + 1; ++price) {
    for (std::int64_t first_store = 0; first_store <= whole; ++first_store) {
      std::int64_t redeemed = 0;
      for (std::int64_t right : {first_store, whole - first_store}) {
        RedemptionFacts facts{.gift = gift(price, 100), .balance = Points(whole)};
        for (facts.here = Points(right); !redemption_refusal(facts, first);
             facts.here -= Points(price)) {
          facts.balance -= Points(price);  // this store's own; the other's it does not hear of
          redeemed += price;
        }
      }
      CAPTURE(price);
      CAPTURE(first_store);
      CHECK(redeemed == first_store / price * price + (whole - first_store) / price * price);
      CHECK(redeemed <= whole);
    }
  }
}

}  // namespace
}  // namespace vip::terminal
