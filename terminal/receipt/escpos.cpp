#include "terminal/receipt/escpos.h"

#include <algorithm>
#include <string_view>

#include "cardformat/codes/bars.h"
#include "cardformat/codes/qr.h"
#include "cardformat/ensure.h"
#include "cardformat/utf8.h"
#include "terminal/door/columns.h"

namespace vip::terminal {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view reset = "\x1b@"sv;
constexpr std::string_view chinese_on = "\x1c&"sv;
constexpr std::string_view chinese_off = "\x1c."sv;
constexpr std::string_view in_the_middle =
    "\x1b"
    "a\x01"sv;
constexpr std::string_view at_the_left =
    "\x1b"
    "a\x00"sv;
constexpr std::string_view cut = "\n\n\n\x1dV\x42\x00"sv;
constexpr char32_t geta = 0x3013;

constexpr std::size_t bar_rows = 80;    // dots: 10 mm
constexpr std::size_t bar_dots = 2;     // of the narrowest bar
constexpr std::size_t square_dots = 5;  // of a QR code's module

void put(std::string& out, std::size_t byte) { out += static_cast<char>(byte & 0xffU); }

void put_two(std::string& out, std::size_t number) {  // low byte first
  put(out, number);
  put(out, number >> 8U);
}

// Rows of text into bytes; remembers whether the printer is in its Chinese mode.
class RowWriter {
 public:
  RowWriter(std::string& out, const PrinterProfile& printer, Glyphs& glyphs)
      : out_(out), printer_(printer), glyphs_(glyphs) {}

  void row(std::string_view text) {
    while (!text.empty()) {
      const std::string_view before = text;
      const auto character = take_character(text);
      ensure(character.has_value(), "a row of a receipt is UTF-8");
      // What takes no room on paper (a mark on the letter before it) is not printed.
      const std::string_view bytes = before.substr(0, before.size() - text.size());
      if (columns_of(bytes, Medium::paper) > 0) write(*character);
    }
    mode(false);
    out_ += '\n';
  }

 private:
  void write(char32_t character) {
    if (character < 0x80) {
      ensure(0x20 <= character && character < 0x7f, "a row of a receipt has no commands in it");
      mode(false);
      return put(out_, character);
    }
    if (const auto bytes = gbk_.two_bytes(character, printer_.charset)) {
      mode(true);
      put(out_, (*bytes)[0]);
      return put(out_, (*bytes)[1]);
    }
    if (const auto glyph = glyphs_.find(character)) return draw(*glyph);
    if (const auto bytes = gbk_.two_bytes(geta, printer_.charset); bytes && character != geta) {
      mode(true);
      put(out_, (*bytes)[0]);
      return put(out_, (*bytes)[1]);
    }
    mode(false);
    out_ += "??";  // neither the character nor the mark for a missing one
  }

  void draw(const Glyph& glyph) {
    mode(false);
    out_ += "\x1b*\x21"sv;
    put_two(out_, glyph_dots);
    for (const std::uint32_t column : glyph.columns) {
      put(out_, column >> 16U);
      put(out_, column >> 8U);
      put(out_, column);
    }
  }

  void mode(bool chinese) {
    if (chinese != chinese_ && printer_.chinese_mode) out_ += chinese ? chinese_on : chinese_off;
    chinese_ = chinese;
  }

  std::string& out_;
  const PrinterProfile& printer_;
  Glyphs& glyphs_;
  Gbk gbk_;
  bool chinese_ = false;
};

// GS v 0: rows of dots, eight a byte.
void draw(std::string& out, const card::Modules& modules, std::size_t dots, std::size_t rows) {
  const std::size_t bytes = (modules.width * dots + 7) / 8;
  out += "\x1dv0\x00"sv;
  put_two(out, bytes);
  put_two(out, modules.height * rows);
  for (std::size_t y = 0; y < modules.height * rows; ++y) {
    for (std::size_t byte = 0; byte < bytes; ++byte) {
      std::size_t eight = 0;
      for (std::size_t x = byte * 8; x < byte * 8 + 8; ++x) {
        const bool dark = x / dots < modules.width && modules.at(x / dots, y / rows);
        eight = eight << 1U | (dark ? 1U : 0U);
      }
      put(out, eight);
    }
  }
}

void print_bars(std::string& out, std::string_view text) {
  out += "\x1dH\x00\x1dh"sv;  // the text stands above already
  put(out, bar_rows);
  out += "\x1dw"sv;
  put(out, bar_dots);
  std::string data = "{B";
  for (const char c : text) data += c == '{' ? std::string("{{") : std::string(1, c);
  out += "\x1dk\x49"sv;
  put(out, data.size());
  out += data;
}

void print_qr(std::string& out, std::string_view text) {
  out += "\x1d(k\x04\x00\x31\x41\x32\x00"sv;  // model 2
  out += "\x1d(k\x03\x00\x31\x43"sv;
  put(out, square_dots);
  out += "\x1d(k\x03\x00\x31\x45\x32"sv;  // error correction Q
  out += "\x1d(k"sv;
  put_two(out, text.size() + 3);
  out += "\x31\x50\x30"sv;
  out += text;
  out += "\x1d(k\x03\x00\x31\x51\x30"sv;
}

void print_code(std::string& out, std::string_view text, PrinterProfile::Code code,
                const PrinterProfile& printer) {
  if (code == PrinterProfile::Code::none) return;
  const bool bars = code == PrinterProfile::Code::code128;
  const card::Modules modules = bars ? card::code128_text(text) : card::qr_text(text);
  const std::size_t dots = bars ? bar_dots : square_dots;
  if (modules.width * dots > static_cast<std::size_t>(printer.dots)) return;
  out += in_the_middle;
  if (printer.draws_codes) {
    draw(out, modules, dots, bars ? bar_rows : square_dots);
  } else if (bars) {
    print_bars(out, text);
  } else {
    print_qr(out, text);
  }
  out += at_the_left;
}

}  // namespace

std::string escpos(const std::vector<PaperRow>& rows, const PrinterProfile& printer,
                   Glyphs& glyphs) {
  std::string out(reset);
  RowWriter writer(out, printer, glyphs);
  for (const PaperRow& row : rows) {
    switch (row.kind) {
      case PaperRow::Kind::text:
        writer.row(row.text);
        break;
      case PaperRow::Kind::code:
        print_code(out, row.text, printer.code, printer);
        break;
      case PaperRow::Kind::card:
        print_code(out, row.text, PrinterProfile::Code::qr, printer);
        break;
    }
  }
  if (printer.cuts) out += cut;
  return out;
}

}  // namespace vip::terminal
