// Member rate: exactly one, the best that the member may have (D1 to D4).
#pragma once

#include <cstdint>
#include <optional>

#include "cardformat/amount.h"
#include "cardformat/day.h"
#include "terminal/policy/policy.h"
#include "terminal/rules/clause.h"
#include "terminal/rules/rate.h"

namespace vip::terminal {

// What pricing must know of the card. There is one only where benefits are granted: an active card,
// within its days, not refused for its holder.
struct MemberFacts {
  Points accumulated{};  // before this purchase (D2, A9)
  Points balance{};      // may be below zero (P4)
  Fen carry{};           // P2
  bool birthday_today = false;
  bool birthday_document_shown = false;  // D3
  std::int64_t birthday_uses = 0;        // sales priced by D3 on this card on this birthday (A29)
  Fen birthday_amount{};                 // gross of their eligible lines
  friend bool operator==(const MemberFacts&, const MemberFacts&) = default;
};

struct GrantedRate {
  Rate rate;
  Clause why = Clause::D1;
  friend bool operator==(const GrantedRate&, const GrantedRate&) = default;
};

// The lowest rate that the member may have; of equal rates the lower clause number (A28).
// `eligible_gross` is the gross of the lines it would apply to: a sale that would pass D3's caps is
// priced by D1/D2 as a whole (A29). Uses that are all gone are gone for every sale, also for one
// without an eligible line.
GrantedRate member_rate(const MemberFacts& facts, Fen eligible_gross, const Policy::Rates& policy);

// The member's birthday in `today`'s year is today (D3; those born on 29 February: leap_day).
bool is_birthday(Day birthday, Day today, LeapDay leap_day);
// Days from `today` to the next birthday, 0 on the day itself. (S3)
int days_to_birthday(Day birthday, Day today, LeapDay leap_day);

}  // namespace vip::terminal
