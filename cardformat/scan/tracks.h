// Tracks: a swipe, out of whatever the reader typed around it.
//
// One swipe comes as a burst of up to three tracks, each between its sentinels, with or without
// LRC, with line ends or something else between them, in small letters where Caps Lock was on.
// Frames are looked for anywhere in the text. Track 3 (ISO/IEC 4909, after ';', '+' or '#') is
// looked at only to know a bank's card.
//
// The first of these that applies is the answer:
//
//   (1) a bank's number on any track            bank_card
//   (2) two different numbers of ours           read_error
//   (3) a number of ours, on any track          own_card, with the secret if track 1 has it
//   (4) a reader's error, a track cut short or
//       damaged, a wrong check digit            read_error
//   (5) tracks of something else                nothing
//   (6) nothing that is a track                 no value: it was not a swipe
#pragma once

#include <optional>
#include <string_view>

#include "cardformat/scan/scan.h"

namespace vip::card {

std::optional<Scanned> read_tracks(std::string_view text, const Own& own);

}  // namespace vip::card
