// Pricing: what a basket costs, line by line and why (D1 to D7).
//
// Pure and total: any basket within A20's limits has a price. The figures add up:
// gross = sum of lines' gross, paid = sum of lines' paid, gross - reduction = paid, on each line
// too.
#pragma once

#include <optional>
#include <vector>

#include "cardformat/amount.h"
#include "terminal/policy/policy.h"
#include "terminal/rules/basket.h"
#include "terminal/rules/clause.h"
#include "terminal/rules/member_rate.h"

namespace vip::terminal {

enum class Way : std::uint8_t { member, coupon };  // D6, A8: all coupons or none

struct PricedLine {
  Fen gross;
  Fen reduction;
  Fen paid;
  Clause clause = Clause::none;  // A28
  friend bool operator==(const PricedLine&, const PricedLine&) = default;
};

struct PricedWay {
  std::vector<PricedLine> lines;
  Fen gross;
  Fen reduction;
  Fen paid;
  std::optional<GrantedRate> rate;  // present where benefits are granted (A30)
  Fen birthday_gross;          // gross of the lines at clause D3; above 0 or with any such line
  bool birthday_used = false;  // some line is at clause D3 (A29)
  friend bool operator==(const PricedWay&, const PricedWay&) = default;
};

struct Priced {
  Way choice = Way::member;       // the way of the figures in `chosen`
  Way recommended = Way::member;  // the cheaper; on a tie member, the coupon is kept (A8)
  PricedWay chosen;
  // Both, where both are open (benefits and at least one coupon); else no value.
  struct Alternatives {
    Fen member;
    Fen coupon;
    friend bool operator==(const Alternatives&, const Alternatives&) = default;
  };
  std::optional<Alternatives> alternatives;
};

// `member` has no value where no benefits are granted (A15). `choice` is ignored where only one way
// is open; without it the recommended way is taken (A8).
Priced price(const Basket& basket, const std::optional<MemberFacts>& member,
             const std::optional<Way>& choice, const Policy& policy);

// One way alone; what price() chooses from.
PricedWay price_way(const Basket& basket, const std::optional<MemberFacts>& member, Way way,
                    const Policy& policy);

// D7, A2, A12: what eligible lines pay together: gross x rate, rounded once, never above gross.
Fen pay_together(Fen gross, Rate rate, const Policy::Rounding& rounding);

}  // namespace vip::terminal
