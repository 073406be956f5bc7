// Check digits: the last character of a number, made from those before it, so that a slip of the
// hand is seen.
//
// Each function takes ASCII digits, the check digit last; anything else does not hold, nor does a
// text of fewer than two characters. Any length; nothing is allocated.
#pragma once

#include <string_view>

namespace vip {

// ISO/IEC 7812-1 annex B (Luhn): cards. Finds every wrong digit, and every swap of neighbours but
// 09 and 90.
bool luhn_holds(std::string_view digits);

// GS1 General Specifications, "standard check digit calculations": GTIN, EAN, UPC, GSRN. From the
// right, beside the check digit, weights 3 1 3 1 ... Finds every wrong digit, and every swap of
// neighbours that do not differ by five.
bool gs1_check_holds(std::string_view digits);
// Requires: digits, without the check digit.
char gs1_check_digit(std::string_view digits);

// ISO/IEC 7064 MOD 11-2: resident identity cards (GB 11643). The last may be X for ten, or x, which
// is how people write it. Finds every wrong digit and every swap of any two.
bool mod_11_2_holds(std::string_view characters);

}  // namespace vip
