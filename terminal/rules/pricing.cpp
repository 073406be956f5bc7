#include "terminal/rules/pricing.h"

#include <algorithm>

#include "cardformat/ensure.h"
#include "terminal/rules/share_out.h"
#include "terminal/rules/wide.h"

namespace vip::terminal {
namespace {

std::int64_t fen_of(RoundingUnit unit) {
  switch (unit) {
    case RoundingUnit::fen:
      return 1;
    case RoundingUnit::jiao:
      return 10;
    case RoundingUnit::yuan:
      return 100;
  }
  ensure(false, "a rounding unit is one of the three");
  return 1;
}

// A5, A6, A7: one coupon after the other, each over what its lines still cost.
void use_coupon(const Coupon& coupon, std::vector<PricedLine>& lines) {
  std::vector<std::size_t> named;
  if (coupon.lines) {
    named = *coupon.lines;
    // Of equal remainders the earlier line of the basket, however the coupon lists them.
    std::sort(named.begin(), named.end());
  } else {
    for (std::size_t i = 0; i < lines.size(); ++i) named.push_back(i);
  }
  std::vector<Fen> still;
  Fen sum;
  for (const std::size_t i : named) {
    still.push_back(lines[i].paid);
    sum += lines[i].paid;
  }
  const std::vector<Fen> parts = share_out(std::min(coupon.amount, sum), still);
  for (std::size_t n = 0; n < named.size(); ++n) {
    PricedLine& line = lines[named[n]];
    line.reduction += parts[n];
    line.paid -= parts[n];
    line.clause = Clause::D6;
  }
}

// D1 to D5 and D7 on the lines that no coupon has taken; returns the rate.
GrantedRate use_member_rate(const Basket& basket, const MemberFacts& member, const Policy& policy,
                            std::vector<PricedLine>& lines) {
  std::vector<std::size_t> eligible;
  std::vector<Fen> weights;
  Fen eligible_gross;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].clause == Clause::D6) continue;
    if (basket.lines[i].promotion || basket.lines[i].special_price) {
      lines[i].clause = Clause::D5;
      continue;
    }
    eligible.push_back(i);
    weights.push_back(lines[i].gross);
    eligible_gross += lines[i].gross;
  }
  const GrantedRate granted = member_rate(member, eligible_gross, policy.rates);
  const Fen together = pay_together(eligible_gross, granted.rate, policy.rounding);
  const std::vector<Fen> parts = share_out(eligible_gross - together, weights);
  for (std::size_t n = 0; n < eligible.size(); ++n) {
    PricedLine& line = lines[eligible[n]];
    line.reduction = parts[n];
    line.paid -= parts[n];
    line.clause = granted.why;
  }
  return granted;
}

}  // namespace

Fen pay_together(Fen gross, Rate rate, const Policy::Rounding& rounding) {
  ensure(gross >= Fen(0), "lines cost no less than nothing");
  const Wide exact = Wide{gross.count()} * rate.ten_thousandths();  // in fen / 10000
  const Wide unit = Wide{fen_of(rounding.unit)} * Rate::whole;      // likewise
  Wide units = exact / unit;
  if (rounding.mode == RoundingMode::half_up && exact % unit * 2 >= unit) units += 1;
  const Wide pays = units * fen_of(rounding.unit);
  return pays > gross.count() ? gross : Fen(static_cast<std::int64_t>(pays));
}

PricedWay price_way(const Basket& basket, const std::optional<MemberFacts>& member, Way way,
                    const Policy& policy) {
  PricedWay priced;
  priced.lines.reserve(basket.lines.size());
  for (const BasketLine& line : basket.lines) {
    const Fen full = gross(line);
    priced.lines.push_back({full, Fen(0), full, Clause::none});
  }
  if (way == Way::coupon) {
    for (const Coupon& coupon : basket.coupons) use_coupon(coupon, priced.lines);
  }
  if (member) priced.rate = use_member_rate(basket, *member, policy, priced.lines);
  for (const PricedLine& line : priced.lines) {
    priced.gross += line.gross;
    priced.reduction += line.reduction;
    priced.paid += line.paid;
    if (line.clause == Clause::D3) {
      priced.birthday_used = true;
      priced.birthday_gross += line.gross;
    }
  }
  return priced;
}

Priced price(const Basket& basket, const std::optional<MemberFacts>& member,
             const std::optional<Way>& choice, const Policy& policy) {
  Priced priced;
  if (!member || basket.coupons.empty()) {
    priced.choice = priced.recommended = basket.coupons.empty() ? Way::member : Way::coupon;
    priced.chosen = price_way(basket, member, priced.choice, policy);
    return priced;
  }
  PricedWay by_member = price_way(basket, member, Way::member, policy);
  PricedWay by_coupon = price_way(basket, member, Way::coupon, policy);
  priced.alternatives = Priced::Alternatives{by_member.paid, by_coupon.paid};
  priced.recommended = by_coupon.paid < by_member.paid ? Way::coupon : Way::member;
  priced.choice = choice.value_or(priced.recommended);
  priced.chosen = std::move(priced.choice == Way::coupon ? by_coupon : by_member);
  return priced;
}

}  // namespace vip::terminal
