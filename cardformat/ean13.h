// EAN-13: the member's number in a bar code that any till's scanner reads.
//
//   digit   meaning
//     1     2: GS1's range for numbers that mean something inside one company alone (20 to 29)
//   2-12    the card's serial; its first digit is the one that the chain keeps for members
//    13     check digit
//
// The chain keeps one of the ten ranges, 20 to 28, for its members, so that a weighed cheese (which
// its scales print into another) is never taken for a card: a serial of a blank begins with the
// second digit of that range. 29 are training cards.
//
// It says less than the number: the chain prefix is not in it, nor anything secret.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/card_number.h"
#include "cardformat/result.h"

namespace vip::card {

inline constexpr int default_member_range = 28;
// 20 to 28.
bool member_range_allowed(int range);

// Thirteen digits.
std::string ean13_of(Number number);

// Why thirteen digits are no member's: the first that applies, in this order.
enum class Ean13Error : std::uint8_t {
  not_ean13 = 1,  // not thirteen digits
  mistyped,       // its check digit is wrong
  not_a_member    // a product, or another range
};

// `range`: the chain's, 20 to 28; 29 is read besides, as a training card's.
Result<Number, Ean13Error> read_ean13(std::string_view text, int chain_prefix, int range);

}  // namespace vip::card
