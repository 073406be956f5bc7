// Qr: digits as a QR code (ISO/IEC 18004), by the library qrcodegen.
//
// Error correction Q: a quarter of the codewords may be unreadable. A payload's 237 digits are a
// symbol of version 8, 49 x 49 modules, which with a stain over any tenth of its data is still
// read.
#pragma once

#include <string_view>

#include "cardformat/codes/modules.h"

namespace vip::card {

// Numeric mode, a quiet zone of four modules. Requires: digits, at most 237.
Modules qr(std::string_view digits);

// Alphanumeric or byte mode, as the text needs. Requires: ASCII, at most 300.
Modules qr_text(std::string_view text);

}  // namespace vip::card
