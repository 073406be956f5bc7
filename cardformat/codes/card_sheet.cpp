#include "cardformat/codes/card_sheet.h"

#include "cardformat/codes/bars.h"
#include "cardformat/codes/draw.h"
#include "cardformat/codes/qr.h"
#include "cardformat/ean13.h"
#include "cardformat/ensure.h"

namespace vip::card {
namespace {

// Micrometres.
constexpr std::int64_t page_width = 210'000;
constexpr std::int64_t page_height = 297'000;
constexpr std::int64_t card_width = 85'600;
constexpr std::int64_t card_height = 53'980;
constexpr std::int64_t left = (page_width - 2 * card_width) / 2;
constexpr std::int64_t top = (page_height - 5 * card_height) / 2;
constexpr std::int64_t module_width = 375;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string text_at(std::int64_t x, std::int64_t y, std::string_view size_mm,
                    std::string_view text) {
  return "<text x=\"" + millimetres(x) + "\" y=\"" + millimetres(y) + "\" font-size=\"" +
         std::string(size_mm) + "\">" + escaped(text) + "</text>\n";
}

std::string card(const Payload& payload, std::string_view title, std::int64_t x, std::int64_t y) {
  const std::string number = payload.number.text();
  std::string out = "<rect x=\"" + millimetres(x) + "\" y=\"" + millimetres(y) + "\" width=\"" +
                    millimetres(card_width) + "\" height=\"" + millimetres(card_height) +
                    "\" rx=\"3.18\" fill=\"#fff\" stroke=\"#999\" stroke-width=\"0.1\"/>\n";
  out += text_at(x + 5'000, y + 7'000, "4", title);
  out += svg_path(qr(text_of(payload)), x + 61'500, y + 2'500, module_width, module_width);
  // EAN-13 beside the QR, Code 128 below them with the number as it is encoded.
  const std::string ean = ean13_of(payload.number);
  out += svg_path(ean13(ean), x + 5'000, y + 10'000, module_width, 11'000);
  out += text_at(x + 15'000, y + 24'500, "3", ean);
  out += svg_path(code128(number), x + 5'000, y + 30'000, module_width, 12'000);
  out += text_at(x + 9'000, y + 47'500, "4.5", payload.number.grouped());
  return out;
}

}  // namespace

std::string card_sheet(std::span<const Payload> payloads, std::string_view title) {
  ensure(!payloads.empty() && payloads.size() <= cards_on_sheet, "a sheet has one to ten cards");
  std::string out =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"210mm\" height=\"297mm\" "
      "viewBox=\"0 0 210 297\" font-family=\"'Noto Sans CJK SC','DejaVu Sans',sans-serif\">\n"
      "<rect width=\"210\" height=\"297\" fill=\"#fff\"/>\n";
  std::int64_t place = 0;
  for (const Payload& payload : payloads) {
    out += card(payload, title, left + place % 2 * card_width, top + place / 2 * card_height);
    ++place;
  }
  return out + "</svg>\n";
}

}  // namespace vip::card
