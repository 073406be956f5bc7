#include "terminal/rules/eligibility.h"

#include <algorithm>

namespace vip::terminal {

Day window_start(Day application, int months) { return plus_months(application, -months); }

Eligibility eligibility(std::span<const Purchase> purchases, Day application,
                        const Policy::Join& policy) {
  return eligibility_with_basket(purchases, Fen(0), application, policy);
}

Eligibility eligibility_with_basket(std::span<const Purchase> purchases, Fen paid, Day application,
                                    const Policy::Join& policy) {
  const Day start = window_start(application, policy.months);
  bool single_reached = paid >= policy.single;
  Fen lacking = policy.cumulative - std::min(paid, policy.cumulative);  // for E2, never below 0
  for (const Purchase& purchase : purchases) {
    if (purchase.day > application) continue;  // A14
    if (purchase.net >= policy.single) single_reached = true;
    if (purchase.day >= start) lacking -= std::min(purchase.net, lacking);
  }
  if (single_reached) return {true, Clause::E1, Fen(0)};
  if (lacking == Fen(0)) return {true, Clause::E2, Fen(0)};
  const Fen to_single = policy.single - paid;
  if (to_single <= lacking) return {false, Clause::E1, to_single};
  return {false, Clause::E2, lacking};
}

}  // namespace vip::terminal
