// Gift desk: the poster, redemptions, corrections, and how every point came to be (G, P8).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "terminal/counter/counter.h"

namespace vip::terminal {

struct GiftPut {
  Gift gift;
  Position position;
};
GiftPut put_gift(const Desk& desk, const Gift& gift);

struct Redeemed {
  Gift gift;  // its stock is what is left
  card::Number card;
  Points before;  // last known balance
  Points after;
  Points here;  // the right left here (A46)
  Position position;
};
// Refusals in the order of A18.
Answer<Redeemed> redeem(const Desk& desk, const Shown& shown, const std::string& gift,
                        const std::optional<std::string>& lane);

struct Corrected {
  card::Number card;
  Points before;
  Points delta;
  Points after;
  Position position;
};
// P8, A33. Refusals: P8 second_operator_needed, points_short.
Answer<Corrected> correct_points(const Desk& desk, const Shown& shown, Points delta,
                                 const std::string& reason, const std::string& second_staff);

// One event of an account, with what it left.
struct Movement {
  Seq seq = 0;
  Stamp stamp;
  std::string_view what;  // the event's kind
  std::string detail;     // receipt number, gift, new card (masked)
  Fen amount;             // paid, or refunded as a negative number
  Points points;          // earned, or taken as a negative number
  Points balance;         // afterwards
  Fen carry;              // afterwards
};
struct Explanation {
  CardRow card;
  std::vector<Movement> movements;
};
Answer<Explanation> explain_points(const Desk& desk, const Shown& shown);

}  // namespace vip::terminal
