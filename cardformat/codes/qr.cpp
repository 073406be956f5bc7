#include "cardformat/codes/qr.h"

#include <algorithm>
#include <qrcodegen/qrcodegen.hpp>
#include <string>

#include "cardformat/card_payload.h"
#include "cardformat/ensure.h"

namespace vip::card {

namespace {

Modules modules_of(const qrcodegen::QrCode& code) {
  constexpr int quiet = 4;
  const auto side = static_cast<std::size_t>(code.getSize() + 2 * quiet);
  Modules modules{side, side, std::vector<bool>(side * side)};
  for (int y = 0; y < code.getSize(); ++y) {
    for (int x = 0; x < code.getSize(); ++x) {
      modules
          .dark[static_cast<std::size_t>(y + quiet) * side + static_cast<std::size_t>(x + quiet)] =
          code.getModule(x, y);
    }
  }
  return modules;
}

}  // namespace

Modules qr(std::string_view digits) {
  ensure(digits.size() <= payload_digits &&
             std::all_of(digits.begin(), digits.end(), [](char c) { return '0' <= c && c <= '9'; }),
         "a QR code here is a payload's or a number's digits");
  using qrcodegen::QrCode;
  using qrcodegen::QrSegment;
  const QrCode code = QrCode::encodeSegments({QrSegment::makeNumeric(std::string(digits).c_str())},
                                             QrCode::Ecc::QUARTILE, 1, 40, -1, false);
  return modules_of(code);
}

Modules qr_text(std::string_view text) {
  ensure(text.size() <= 300 &&
             std::all_of(text.begin(), text.end(), [](char c) { return 0x20 <= c && c < 0x7f; }),
         "a QR code of a text is ASCII");
  using qrcodegen::QrCode;
  using qrcodegen::QrSegment;
  return modules_of(QrCode::encodeSegments(QrSegment::makeSegments(std::string(text).c_str()),
                                           QrCode::Ecc::QUARTILE, 1, 40, -1, false));
}

}  // namespace vip::card
