// Bars: Code 128 (ISO/IEC 15417) and EAN-13 (ISO/IEC 15420) as one row of modules.
#pragma once

#include <string_view>

#include "cardformat/codes/modules.h"

namespace vip::card {

// Character set C, two digits a symbol character; quiet zones of ten modules. Sixteen digits are
// 143 modules wide. Requires: an even number of digits, at least two.
Modules code128(std::string_view digits);

// Character set B, one character a symbol character: 35 modules, 11 for each character, and the
// quiet zones. Requires: printable ASCII, at least one.
Modules code128_text(std::string_view text);

// Quiet zones of eleven modules before and seven after; 113 modules wide. Requires: thirteen digits
// of which the last is the check digit.
Modules ean13(std::string_view digits);

}  // namespace vip::card
