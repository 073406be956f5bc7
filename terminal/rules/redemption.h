// Redemption: may this card have this gift, here and now (G1, G2, G5, P4, C8; A18, A46, A48)?
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "cardformat/amount.h"
#include "cardformat/day.h"
#include "terminal/rules/card_life.h"
#include "terminal/rules/clause.h"

namespace vip::terminal {

// A gift on the poster (G1). Price at least 1 point, both days included (A48).
struct GiftOffer {
  Points points;
  std::int64_t stock = 0;
  Day first_day;
  Day last_day;
};

struct RedemptionFacts {
  CardState card_state = CardState::active;  // today, by state_on()
  bool holder_refused = false;               // C8, A41: a check of the holder failed
  std::optional<GiftOffer> gift;             // no value: there is no such gift
  Points balance;                            // last known; below 0 where the card owes points (P4)
  Points here;                               // the right: what may be redeemed here and now (G5)
};

// A lawful no. The figures are those of points_owed, points_short and points_elsewhere.
struct RedemptionRefusal {
  Clause clause;
  std::string_view word;
  Points balance;
  Points needed;
  Points short_by;  // needed - balance
  Points here;
  friend bool operator==(const RedemptionRefusal&, const RedemptionRefusal&) = default;
};

// The first that applies (A18): C3 card_expired, C6 card_blocked, C9 card_replaced, card_closed,
// card_blank; C8 holder_check_failed; G1 gift_unknown, gift_not_on_offer; P4 points_owed; G2
// points_short or, where the balance is enough and the right here is not, G5 points_elsewhere; G2
// gift_out_of_stock. No value: the gift may be handed over.
//
// A right covers its gift also where another terminal's return is still owed (A10).
std::optional<RedemptionRefusal> redemption_refusal(const RedemptionFacts& facts, Day today);

}  // namespace vip::terminal
