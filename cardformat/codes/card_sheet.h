// CardSheet: a page of cards to look at, cut out and try readers on: SVG that prints at true size.
//
// An A4 page of ten cards in the size of ISO/IEC 7810 ID-1 (85.60 x 53.98 mm), each with its
// number, QR, Code 128 and EAN-13. Every module is 0.375 mm: three dots of a printer of 203 dots to
// the inch.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cardformat/card_payload.h"

namespace vip::card {

inline constexpr std::size_t cards_on_sheet = 10;

// `title` stands on every card. Requires: one to ten payloads.
std::string card_sheet(std::span<const Payload> payloads, std::string_view title);

}  // namespace vip::card
