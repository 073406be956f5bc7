// Earning: points out of spend, and not a fen left over (P1, P2, P4).
//
// An account has a carry: paid fen not yet turned into points. A purchase adds to it and turns
// every full step into points; a return takes from it and, where it would fall below zero, takes
// points back for it. So at a constant step, carried:  per x earned / earn + carry = spend, however
// buying and returning are sliced. Dropped: each sale by itself, rounded down (A11).
#pragma once

#include "cardformat/amount.h"
#include "terminal/policy/policy.h"

namespace vip::terminal {

struct Earned {
  Points points;  // made by this purchase, >= 0
  Fen carry;      // afterwards
  friend bool operator==(const Earned&, const Earned&) = default;
};

// P1, P2. Requires: carry >= 0, paid >= 0. Dropped: the carry stays as it was and is not used.
Earned earn(Fen carry, Fen paid, const EarningStep& step);

struct TakenBack {
  Points points;  // taken, >= 0
  Fen carry;      // afterwards, >= 0
  friend bool operator==(const TakenBack&, const TakenBack&) = default;
};

// P4, A11. `step` is that of the sale returned. `net_before` is what of the sale was still out
// before this return. Requires: 0 <= refund <= net_before, carry >= 0.
TakenBack take_back(Fen carry, Fen net_before, Fen refund, const EarningStep& step);

}  // namespace vip::terminal
