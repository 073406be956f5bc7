#include "terminal/receipt/svg.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "cardformat/codes/bars.h"
#include "cardformat/codes/draw.h"
#include "cardformat/codes/qr.h"
#include "cardformat/ensure.h"
#include "cardformat/utf8.h"
#include "terminal/door/columns.h"

namespace vip::terminal {
namespace {

// Micrometres.
constexpr std::int64_t dot = 125;
constexpr std::int64_t column = 12 * dot;
constexpr std::int64_t row_height = 30 * dot;
constexpr std::int64_t baseline = 23 * dot;
constexpr std::int64_t margin = 24 * dot;
constexpr std::int64_t bar_height = 80 * dot;

std::string mm(std::int64_t um) { return card::millimetres(um); }

void append_escaped(std::string& out, std::string_view text) {
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view before = rest;
    const auto character = take_character(rest);
    ensure(character.has_value(), "a row of a receipt is UTF-8");
    if (*character == '&') {
      out += "&amp;";
    } else if (*character == '<') {
      out += "&lt;";
    } else if (*character == '>') {
      out += "&gt;";
    } else if (*character == 0xfffe || *character == 0xffff) {
      out += "\uFFFD";  // no characters of XML
    } else {
      out += before.substr(0, before.size() - rest.size());
    }
  }
}

// Runs of characters of one width, each set to the room that it has on paper.
void append_text(std::string& out, std::string_view text, std::int64_t y) {
  std::size_t at = 0;  // columns
  while (!text.empty()) {
    std::string_view rest = text;
    std::size_t width = 0;  // of each character of the run
    std::size_t columns = 0;
    std::size_t bytes = 0;
    while (!rest.empty()) {
      std::string_view next = rest;
      take_character(next);
      const std::size_t one = columns_of(rest.substr(0, rest.size() - next.size()), Medium::paper);
      if (one != 0 && width != 0 && one != width) break;
      if (one != 0) width = one;
      columns += one;
      bytes += rest.size() - next.size();
      rest = next;
    }
    const std::string_view run = text.substr(0, bytes);
    if (run.find_first_not_of(' ') != std::string_view::npos) {
      out += "<text x=\"" + mm(margin + static_cast<std::int64_t>(at) * column) + "\" y=\"" +
             mm(y + baseline) + "\" textLength=\"" +
             mm(static_cast<std::int64_t>(columns) * column) +
             "\" lengthAdjust=\"spacingAndGlyphs\">";
      append_escaped(out, run);
      out += "</text>\n";
    }
    at += columns;
    text = rest;
  }
}

struct Symbol {
  card::Modules modules;
  std::int64_t width = 0;   // of a module
  std::int64_t height = 0;  // of a module
};

Symbol symbol_of(std::string_view text, PrinterProfile::Code code) {
  if (code == PrinterProfile::Code::qr) return {card::qr_text(text), 5 * dot, 5 * dot};
  return {card::code128_text(text), 2 * dot, bar_height};
}

}  // namespace

std::string svg(const std::vector<PaperRow>& rows, int columns, PrinterProfile::Code code) {
  const std::int64_t paper = columns * column;
  std::string body;
  std::int64_t y = margin;
  for (const PaperRow& row : rows) {
    if (row.kind == PaperRow::Kind::text) {
      append_text(body, row.text, y);
      y += row_height;
      continue;
    }
    const auto drawn = row.kind == PaperRow::Kind::card ? PrinterProfile::Code::qr : code;
    if (drawn == PrinterProfile::Code::none) continue;
    const Symbol symbol = symbol_of(row.text, drawn);
    const std::int64_t width = static_cast<std::int64_t>(symbol.modules.width) * symbol.width;
    if (width > paper) continue;
    y += row_height / 2;
    body += card::svg_path(symbol.modules, margin + (paper - width) / 2, y, symbol.width,
                           symbol.height);
    y += static_cast<std::int64_t>(symbol.modules.height) * symbol.height;
  }
  const std::string width = mm(paper + 2 * margin);
  const std::string height = mm(y + margin);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "mm\" height=\"" + height +
         "mm\" viewBox=\"0 0 " + width + " " + height +
         "\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
         "<g font-family=\"'Noto Sans Mono CJK SC','Sarasa Mono SC',monospace\" font-size=\"" +
         mm(24 * dot) + "\" xml:space=\"preserve\">\n" + body + "</g>\n</svg>\n";
}

}  // namespace vip::terminal
