// Surplus: what a terminal releases at an exchange, and how much head office sends to it (design
// 6; policy fields rights.home_keeps, rights.visited_keeps).
//
// The carry lives at home: a visited store releases all of it unless it keeps all, the home store
// keeps it. An account without a card that could be used keeps nothing anywhere: its points wait at
// head office for the new card (C6, C7).
#pragma once

#include "cardformat/amount.h"
#include "terminal/policy/policy.h"

namespace vip::terminal {

struct Stay {
  bool home = false;    // the account lives at this store
  bool usable = false;  // one of its cards is active
};

struct Surplus {
  Points points;
  Fen carry;
  bool any() const { return points > Points(0) || carry > Fen(0); }
  friend bool operator==(const Surplus&, const Surplus&) = default;
};

// Requires: right >= 0, carry >= 0.
Surplus surplus(Points right, Fen carry, const Stay& stay, const Policy::Rights& policy);

// How many of `free` points head office sends home of its own accord, where the home terminal has
// `right`, those on their way included. Requires: none below 0.
Points sent_home(Points free, Points right, bool usable, const Policy::Rights& policy);

}  // namespace vip::terminal
