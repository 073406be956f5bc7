// Eligibility: who becomes a VIP (E1, E2, A13, A14).
#pragma once

#include <span>

#include "cardformat/amount.h"
#include "cardformat/day.h"
#include "terminal/policy/policy.h"
#include "terminal/rules/clause.h"

namespace vip::terminal {

struct Purchase {
  Day day;
  Fen net;  // paid less returned (E4), >= 0
};

struct Eligibility {
  bool qualifies = false;
  Clause clause =
      Clause::E1;  // fulfilled (both: E1), or the one that `missing` comes from (tie: E1)
  Fen missing;     // 0 when it qualifies; else the least one further purchase today (A13)
  friend bool operator==(const Eligibility&, const Eligibility&) = default;
};

// First day of E2's window on the day of application: calendar months back, that day included.
Day window_start(Day application, int months);

// Purchases dated after `application` count for nothing.
Eligibility eligibility(std::span<const Purchase> purchases, Day application,
                        const Policy::Join& policy);

// S4: with a basket of `paid` open, it counts first towards both thresholds.
Eligibility eligibility_with_basket(std::span<const Purchase> purchases, Fen paid, Day application,
                                    const Policy::Join& policy);

}  // namespace vip::terminal
