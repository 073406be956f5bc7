// Properties of the rules: sentences of the policy that hold for every basket, card and date.
#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "terminal/rules/card_life.h"
#include "terminal/rules/earning.h"
#include "terminal/rules/eligibility.h"
#include "terminal/rules/pricing.h"
#include "terminal/rules/share_out.h"
#include "terminal/rules/wide.h"
#include "tests/property.h"

namespace vip::terminal {
namespace {

// Small amounts, where fen are odd and remainders equal, as often as large ones.
rc::Gen<std::int64_t> amount(std::int64_t least, std::int64_t most) {
  return rc::gen::oneOf(rc::gen::inRange(least, std::min(most, least + 12) + 1),
                        rc::gen::inRange(least, std::min(most, least + 30'000) + 1),
                        rc::gen::inRange(least, most + 1));
}

Fen any_fen(std::int64_t least, std::int64_t most) { return Fen(*amount(least, most)); }

std::int64_t any(std::int64_t least, std::int64_t most) {
  return *rc::gen::inRange(least, most + 1);
}

bool any_bool() { return any(0, 1) == 1; }

Day any_day() {
  return *Day::from_number(
      any(Day::from_civil(1900, 1, 1)->number(), Day::from_civil(2199, 12, 31)->number()));
}

Policy any_prices() {
  Policy policy;
  policy.rates.member = Rate(static_cast<std::int32_t>(any(1, 10000)));
  policy.rates.level = Rate(static_cast<std::int32_t>(any(1, 10000)));
  policy.rates.birthday = Rate(static_cast<std::int32_t>(any(1, 10000)));
  policy.rounding.unit = static_cast<RoundingUnit>(any(0, 2));
  policy.rounding.mode = static_cast<RoundingMode>(any(0, 1));
  if (any(0, 3) == 0) policy.rates.birthday_max_uses = any(0, 2);
  if (any(0, 3) == 0) policy.rates.birthday_max_amount = any_fen(1, 1'000'000'000);
  return policy;
}

Basket any_basket() {
  Basket basket;
  const std::int64_t lines = any(1, 8);
  for (std::int64_t i = 0; i < lines; ++i) {
    basket.lines.push_back({.sku = "A",
                            .qty = *amount(1, 1000),
                            .unit_price = any_fen(0, 100'000'000),
                            .promotion = any(0, 4) == 0,
                            .special_price = any(0, 4) == 0});
  }
  const std::int64_t coupons = any(0, 3);
  for (std::int64_t i = 0; i < coupons; ++i) {
    Coupon coupon{.id = std::to_string(i), .amount = any_fen(1, 100'000'000), .lines = {}};
    if (any_bool()) {
      coupon.lines.emplace();
      for (std::size_t line = 0; line < basket.lines.size(); ++line) {
        if (any_bool()) coupon.lines->push_back(line);
      }
      if (coupon.lines->empty()) coupon.lines->push_back(0);
    }
    basket.coupons.push_back(coupon);
  }
  return basket;
}

std::optional<MemberFacts> any_member() {
  if (any(0, 4) == 0) return std::nullopt;
  return MemberFacts{.accumulated = Points(any(0, 60)),
                     .balance = Points(any(-30, 60)),
                     .carry = Fen(any(0, 9999)),
                     .birthday_today = any_bool(),
                     .birthday_document_shown = any_bool(),
                     .birthday_uses = any(0, 2),
                     .birthday_amount = any_fen(0, 1'000'000'000)};
}

Fen sum_of(const std::vector<Fen>& parts) {
  return std::accumulate(parts.begin(), parts.end(), Fen(0));
}

TEST_CASE("A3: shares add up, each within a fen of the exact one, extra fen by largest remainder") {
  CHECK(holds("largest remainder", 60'000, [] {
    std::vector<Fen> weights;
    const std::int64_t lines = any(1, 12);
    for (std::int64_t i = 0; i < lines; ++i) weights.push_back(any_fen(0, 1'000'000'000'000));
    const Fen sum = sum_of(weights);
    const Fen total = any_fen(0, sum.count());
    const std::vector<Fen> parts = share_out(total, weights);
    RC_ASSERT(sum_of(parts) == total);
    std::vector<bool> extra;
    std::vector<Wide> remainder;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      RC_ASSERT(parts[i] >= Fen(0));
      RC_ASSERT(parts[i] <= weights[i]);
      const Wide exact = Wide{total.count()} * weights[i].count();
      const Wide divisor = std::max<std::int64_t>(sum.count(), 1);
      const Wide above = Wide{parts[i].count()} - exact / divisor;
      RC_ASSERT((above == 0 || above == 1));
      extra.push_back(above == 1);
      remainder.push_back(exact % divisor);
    }
    for (std::size_t i = 0; i < weights.size(); ++i) {
      for (std::size_t j = 0; j < weights.size(); ++j) {
        if (!extra[i] || extra[j]) continue;
        const bool first = remainder[i] > remainder[j] || (remainder[i] == remainder[j] && i < j);
        RC_ASSERT(first);
      }
    }
  }));
}

TEST_CASE("A4: units of a line come back at what they were paid, however they are sliced") {
  CHECK(holds("slices of a line", 40'000, [] {
    const Fen paid = any_fen(0, 1'000'000'000'000);
    const std::int64_t qty = *amount(1, 1'000'000);
    std::int64_t back = 0;
    Fen refunded;
    std::optional<Fen> before;
    for (int slices = 0; back < qty && slices < 8; ++slices) {
      const std::int64_t k = slices == 7 ? qty - back : any(1, qty - back);
      const Fen refund = paid_for_units(paid, qty, back + k) - paid_for_units(paid, qty, back);
      RC_ASSERT(refund >= Fen(0));
      back += k;
      refunded += refund;
      if (k == 1) {  // the first units carry the odd fen, and no unit more than one
        if (before) RC_ASSERT(refund <= *before);
        RC_ASSERT(refund.count() >= paid.count() / qty);
        RC_ASSERT(refund.count() <= paid.count() / qty + 1);
        before = refund;
      }
    }
    RC_ASSERT(refunded == paid);
  }));
}

void check_adds_up(const Basket& basket, const PricedWay& priced) {
  RC_ASSERT(priced.lines.size() == basket.lines.size());
  Fen gross_sum, reduction, paid, birthday;
  bool birthday_used = false;
  for (std::size_t i = 0; i < priced.lines.size(); ++i) {
    const PricedLine& line = priced.lines[i];
    RC_ASSERT(line.gross == gross(basket.lines[i]));
    RC_ASSERT(line.gross - line.reduction == line.paid);
    RC_ASSERT(line.paid >= Fen(0));
    RC_ASSERT(line.paid <= line.gross);
    gross_sum += line.gross;
    reduction += line.reduction;
    paid += line.paid;
    if (line.clause == Clause::D3) {
      birthday_used = true;
      birthday += line.gross;
    }
  }
  RC_ASSERT(priced.gross == gross_sum);
  RC_ASSERT(priced.reduction == reduction);
  RC_ASSERT(priced.paid == paid);
  RC_ASSERT(priced.birthday_used == birthday_used);
  RC_ASSERT(priced.birthday_gross == birthday);
}

TEST_CASE("D1-D7: lines add up to totals, and nobody pays more than the goods cost") {
  CHECK(holds("a basket's price", 48'000, [] {
    const Policy policy = any_prices();
    const Basket basket = any_basket();
    const std::optional<MemberFacts> member = any_member();
    const auto choice = any(0, 2);
    const Priced priced =
        price(basket, member,
              choice == 0 ? std::nullopt : std::optional(choice == 1 ? Way::member : Way::coupon),
              policy);
    check_adds_up(basket, priced.chosen);
    RC_ASSERT(priced.chosen.rate.has_value() == member.has_value());
    const bool both_open = member.has_value() && !basket.coupons.empty();
    RC_ASSERT(priced.alternatives.has_value() == both_open);
    if (!both_open) return;
    // A8: the cheaper is recommended, a tie goes to member; a choice is obeyed.
    const Fen by_member = priced.alternatives->member;
    const Fen by_coupon = priced.alternatives->coupon;
    RC_ASSERT(priced.recommended == (by_coupon < by_member ? Way::coupon : Way::member));
    if (choice == 0) RC_ASSERT(priced.choice == priced.recommended);
    if (choice == 1) RC_ASSERT(priced.choice == Way::member);
    if (choice == 2) RC_ASSERT(priced.choice == Way::coupon);
    RC_ASSERT(priced.chosen.paid == (priced.choice == Way::coupon ? by_coupon : by_member));
  }));
}

TEST_CASE("D4-D7: each line at the one clause that sets its price, the eligible rounded together") {
  CHECK(holds("clauses of lines", 32'000, [] {
    const Policy policy = any_prices();
    const Basket basket = any_basket();
    const std::optional<MemberFacts> member = any_member();
    const Way way = any_bool() ? Way::coupon : Way::member;
    const PricedWay priced = price_way(basket, member, way, policy);
    std::vector<bool> named(basket.lines.size(), false);
    if (way == Way::coupon) {
      for (const Coupon& coupon : basket.coupons) {
        for (std::size_t i = 0; i < named.size(); ++i) {
          if (!coupon.lines ||
              std::find(coupon.lines->begin(), coupon.lines->end(), i) != coupon.lines->end()) {
            named[i] = true;
          }
        }
      }
    }
    Fen eligible_gross, eligible_paid;
    for (std::size_t i = 0; i < named.size(); ++i) {
      const BasketLine& line = basket.lines[i];
      const PricedLine& result = priced.lines[i];
      const bool on_offer = line.promotion || line.special_price;
      if (named[i]) {
        RC_ASSERT(result.clause == Clause::D6);
      } else if (!member) {
        RC_ASSERT(result.clause == Clause::none);
        RC_ASSERT(result.reduction == Fen(0));
      } else if (on_offer) {
        RC_ASSERT(result.clause == Clause::D5);
        RC_ASSERT(result.reduction == Fen(0));
      } else {
        RC_ASSERT(result.clause == priced.rate->why);
        eligible_gross += result.gross;
        eligible_paid += result.paid;
      }
    }
    if (!member) return;
    RC_ASSERT(eligible_paid == pay_together(eligible_gross, priced.rate->rate, policy.rounding));
    RC_ASSERT(*priced.rate == member_rate(*member, eligible_gross, policy.rates));
  }));
}

TEST_CASE("D6, A7: coupons together take no more than they are worth, nor than their lines cost") {
  CHECK(holds("what coupons take", 20'000, [] {
    const Basket basket = any_basket();
    const PricedWay priced = price_way(basket, std::nullopt, Way::coupon, Policy{});
    Fen worth;
    for (const Coupon& coupon : basket.coupons) worth += coupon.amount;
    RC_ASSERT(priced.reduction <= worth);
    check_adds_up(basket, priced);
    // One fen more on the last coupon takes at most one fen more.
    if (basket.coupons.empty()) return;
    Basket dearer = basket;
    dearer.coupons.back().amount += Fen(1);
    const Fen more =
        price_way(dearer, std::nullopt, Way::coupon, Policy{}).reduction - priced.reduction;
    RC_ASSERT((more == Fen(0) || more == Fen(1)));
  }));
}

TEST_CASE("D1-D3, D7: a better rate, more points or a lower price never cost more") {
  CHECK(holds("monotone prices", 60'000, [] {
    const Policy::Rounding rounding{static_cast<RoundingUnit>(any(0, 2)),
                                    static_cast<RoundingMode>(any(0, 1))};
    const Fen gross = any_fen(0, 1'000'000'000'000);
    const Fen more = gross + any_fen(0, 1'000'000);
    const auto rate = static_cast<std::int32_t>(any(1, 10000));
    const auto dearer = static_cast<std::int32_t>(any(rate, 10000));
    const Fen pays = pay_together(gross, Rate(rate), rounding);
    RC_ASSERT(pays >= Fen(0));
    RC_ASSERT(pays <= gross);
    RC_ASSERT(pays <= pay_together(more, Rate(rate), rounding));
    RC_ASSERT(pays <= pay_together(gross, Rate(dearer), rounding));
    // Within a unit of the exact amount; down never above it.
    const Wide exact = Wide{gross.count()} * rate;
    const Wide paid = Wide{pays.count()} * 10000;
    const Wide unit = rounding.unit == RoundingUnit::fen    ? 10000
                      : rounding.unit == RoundingUnit::jiao ? 100'000
                                                            : 1'000'000;
    const bool near = rounding.mode == RoundingMode::down
                          ? paid <= exact && exact - paid < unit
                          : 2 * (exact - paid) < unit && 2 * (paid - exact) <= unit;
    RC_ASSERT(near);

    MemberFacts facts = any_member().value_or(MemberFacts{});
    const Policy::Rates rates = any_prices().rates;
    const GrantedRate granted = member_rate(facts, gross, rates);
    facts.accumulated += Points(any(0, 50));
    facts.balance += Points(any(0, 50));
    RC_ASSERT(member_rate(facts, gross, rates).rate <= granted.rate);
    facts.birthday_today = facts.birthday_document_shown = true;
    RC_ASSERT(member_rate(facts, gross, rates).rate <= granted.rate);
    RC_ASSERT(granted.rate <= rates.member);
  }));
}

// A card's account as the ledger keeps it, and the sales on it.
struct Account {
  struct Sale {
    Fen paid;
    std::int64_t qty;
    std::int64_t back = 0;
    Fen net() const { return paid - paid_for_units(paid, qty, back); }
  };
  EarningStep step;
  std::vector<Sale> sales;
  Fen carry;
  Points points;
  Fen spend;

  void buy(Fen paid, std::int64_t qty) {
    const Earned earned = earn(carry, paid, step);
    points += earned.points;
    carry = earned.carry;
    spend += paid;
    sales.push_back({paid, qty});
  }
  void give_back(Sale& sale, std::int64_t k) {
    const Fen refund = paid_for_units(sale.paid, sale.qty, sale.back + k) -
                       paid_for_units(sale.paid, sale.qty, sale.back);
    const TakenBack taken = take_back(carry, sale.net(), refund, step);
    points -= taken.points;
    carry = taken.carry;
    spend -= refund;
    sale.back += k;
  }
  void check() const {
    RC_ASSERT(carry >= Fen(0));
    switch (step.remainder) {
      case Remainder::carried:  // M1: per x earned / earn + carry = spend
        RC_ASSERT(step.per.count() * points.count() / step.earn.count() + carry.count() ==
                  spend.count());
        RC_ASSERT(carry < step.per);
        RC_ASSERT(points.count() % step.earn.count() == 0);
        break;
      case Remainder::dropped: {
        std::int64_t steps = 0;
        for (const Sale& sale : sales) steps += sale.net().count() / step.per.count();
        RC_ASSERT(points.count() == steps * step.earn.count());
        RC_ASSERT(carry == Fen(0));
      }
    }
  }
};

TEST_CASE("P1, P2, P4: buying and returning in any slices never gains a point or a fen") {
  CHECK(holds("points are a function of what was spent", 40'000, [] {
    Account account;
    account.step = {Points(*amount(1, 1000)), Fen(*amount(1, 1'000'000)),
                    any_bool() ? Remainder::carried : Remainder::dropped};
    const std::int64_t acts = any(1, 14);
    for (std::int64_t i = 0; i < acts; ++i) {
      Account::Sale* open = nullptr;
      for (Account::Sale& sale : account.sales) {
        if (sale.back < sale.qty && any_bool()) open = &sale;
      }
      if (open == nullptr) {
        account.buy(any_fen(0, 10'000'000), *amount(1, 20));
      } else {
        account.give_back(*open, any(1, open->qty - open->back));
      }
      account.check();
    }
    // Everything comes back, last bought first or first bought first: nothing is left.
    if (any_bool()) std::reverse(account.sales.begin(), account.sales.end());
    for (Account::Sale& sale : account.sales) account.give_back(sale, sale.qty - sale.back);
    account.check();
    RC_ASSERT(account.points == Points(0));
    RC_ASSERT(account.carry == Fen(0));
    RC_ASSERT(account.spend == Fen(0));
  }));
}

TEST_CASE("P4, A11: a sale bought and returned, in any slices, leaves the card as it was") {
  CHECK(holds("there and back", 32'000, [] {
    const EarningStep step{Points(*amount(1, 1000)), Fen(*amount(1, 1'000'000)),
                           any_bool() ? Remainder::carried : Remainder::dropped};
    const Fen carry(any(0, step.per.count() - 1));
    const Fen paid = any_fen(0, 10'000'000);
    const Earned earned = earn(carry, paid, step);
    Points taken;
    Fen now = earned.carry;
    Fen out = paid;
    for (int slice = 0; out > Fen(0); ++slice) {
      const Fen refund = slice == 5 ? out : any_fen(1, out.count());
      const TakenBack back = take_back(now, out, refund, step);
      taken += back.points;
      now = back.carry;
      out -= refund;
    }
    RC_ASSERT(taken == earned.points);
    RC_ASSERT(now == carry);
  }));
}

TEST_CASE("P1: more paid never earns less, and paying in two parts never earns more") {
  CHECK(holds("monotone points", 32'000, [] {
    const EarningStep step{Points(*amount(1, 1000)), Fen(*amount(1, 1'000'000)),
                           any_bool() ? Remainder::carried : Remainder::dropped};
    const Fen carry = any_fen(0, step.per.count() - 1);
    const Fen first = any_fen(0, 10'000'000);
    const Fen second = any_fen(0, 10'000'000);
    const Earned one = earn(carry, first, step);
    const Earned two = earn(one.carry, second, step);
    const Earned both = earn(carry, first + second, step);
    RC_ASSERT(one.points <= both.points);
    RC_ASSERT(one.points + two.points <= both.points);
    if (step.remainder == Remainder::carried) {
      RC_ASSERT(one.points + two.points == both.points);
      RC_ASSERT(two.carry == both.carry);
    }
  }));
}

TEST_CASE("A13: what is missing is the least that one further purchase today must come to") {
  CHECK(holds("missing", 32'000, [] {
    Policy::Join join;
    join.single = any_fen(1, 1'000'000);
    join.cumulative = any_fen(1, 1'000'000);
    join.months = static_cast<int>(any(1, 24));
    const Day today = any_day();
    std::vector<Purchase> purchases;
    const std::int64_t count = any(0, 6);
    for (std::int64_t i = 0; i < count; ++i) {
      purchases.push_back({plus_days(today, any(-800, 30)), any_fen(0, 400'000)});
    }
    const Eligibility found = eligibility(purchases, today, join);
    RC_ASSERT(found.qualifies == (found.missing == Fen(0)));
    RC_ASSERT((found.clause == Clause::E1 || found.clause == Clause::E2));

    // In any order the same.
    std::vector<Purchase> turned(purchases.rbegin(), purchases.rend());
    RC_ASSERT(eligibility(turned, today, join) == found);

    // One more purchase, whenever, never takes the card further away.
    std::vector<Purchase> more = purchases;
    more.push_back({plus_days(today, any(-800, 30)), any_fen(0, 400'000)});
    const Eligibility with_more = eligibility(more, today, join);
    RC_ASSERT(with_more.missing <= found.missing);

    if (found.qualifies) return;
    more.back() = {today, found.missing};
    RC_ASSERT(eligibility(more, today, join).qualifies);
    more.back() = {today, found.missing - Fen(1)};
    RC_ASSERT(!eligibility(more, today, join).qualifies);

    // S4: with a basket open, so much more in it.
    const Fen basket = any_fen(0, 400'000);
    const Eligibility open = eligibility_with_basket(purchases, basket, today, join);
    if (open.qualifies) return;
    RC_ASSERT(eligibility_with_basket(purchases, basket + open.missing, today, join).qualifies);
    RC_ASSERT(
        !eligibility_with_basket(purchases, basket + open.missing - Fen(1), today, join).qualifies);
  }));
}

TEST_CASE("C2-C4: valid to the last day, then in grace for its days, then over") {
  CHECK(holds("a card's days", 20'000, [] {
    const Day issued = *Day::from_number(
        any(Day::from_civil(1900, 1, 1)->number(), Day::from_civil(2180, 1, 1)->number()));
    const int months = static_cast<int>(any(1, 120));
    const int grace_days = static_cast<int>(any(0, 3650));
    const Day last_day = last_valid_day(issued, months);
    RC_ASSERT(last_day > issued);
    const Day today = plus_days(last_day, any(-100, 3800));
    const CardState state = state_on(CardState::active, last_day, today);
    RC_ASSERT(state == (today <= last_day ? CardState::active : CardState::expired));
    const auto refused = renewal_objection(CardState::active, last_day, today, grace_days);
    const std::int64_t days = days_between(last_day, today);
    RC_ASSERT(refused.has_value() == (days < 1 || days > grace_days));
    // Just one of: gives benefits, may be renewed, needs to qualify anew.
    const bool benefits = !objection(state).has_value();
    const bool over = refused && refused->word == "grace_over";
    RC_ASSERT(int{benefits} + int{!refused} + int{over} == 1);
  }));
}

TEST_CASE("D3: the next birthday is a birthday, and none lies before it") {
  CHECK(holds("birthdays", 16'000, [] {
    const Day birthday = any_bool() ? any_day() : *Day::from_civil(1996, 2, 29);
    const Day today = *Day::from_number(
        any(Day::from_civil(1940, 1, 1)->number(), Day::from_civil(2190, 1, 1)->number()));
    const LeapDay leap_day = any_bool() ? LeapDay::february_28 : LeapDay::march_1;
    const int days = days_to_birthday(birthday, today, leap_day);
    RC_ASSERT(0 <= days);
    RC_ASSERT(days <= 366);
    RC_ASSERT(is_birthday(birthday, plus_days(today, days), leap_day));
    const auto before = any(0, std::max(days - 1, 0));
    if (before < days) RC_ASSERT(!is_birthday(birthday, plus_days(today, before), leap_day));
    // Exactly one birthday a year.
    int birthdays = 0;
    for (Day day = *Day::from_civil(today.year(), 1, 1); day.year() == today.year();
         day = plus_days(day, 1)) {
      if (is_birthday(birthday, day, leap_day)) ++birthdays;
    }
    RC_ASSERT(birthdays == 1);
  }));
}

}  // namespace
}  // namespace vip::terminal
