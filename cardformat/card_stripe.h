// Card stripe: what a member's card carries on tracks 1 and 2.
//
//   track 1   %B number ^ VIP MEMBER ^ YYMM 702 secret ?   77 characters, 78 with the LRC
//   track 2   ; number = YYMM 702 ?                        25 characters, 26 with the LRC
//
// YYMM is the month of the last day that the card's blank allows; 702 is ISO/IEC 7813's service
// code of a private card, for goods and services alone, so that a bank's terminal hands it back.
// The secret stands on track 1 as 39 digits: seven bytes in 17 digits, the next seven in 17, the
// last two in 5, each big-endian: the writing of the payload in the QR. There is no signature on a
// stripe: 64 bytes have no room. There is no name: it would be somebody's.
//
// What is read may be older or another's: tracks of this chain's number without the rest are read
// too (";9156000000000018?"), and then have no secret.
#pragma once

#include <optional>
#include <string>

#include "cardformat/card_number.h"
#include "cardformat/card_payload.h"
#include "cardformat/day.h"
#include "cardformat/stripe.h"

namespace vip::card {

// With sentinels and without LRC, as card printers take them.
std::string card_track_one(Number number, const Secret& secret, Day last_day);
std::string card_track_two(Number number, Day last_day);

struct CardTrack {
  Number number;                 // any sixteen digits: whose they are is not asked here
  std::optional<Secret> secret;  // track 1 alone
};

// The sixteen digits that a frame begins with, up to its separator or end. No value: other digits,
// more or fewer of them, or none.
std::optional<CardTrack> read_card_track(const Frame& frame);

}  // namespace vip::card
