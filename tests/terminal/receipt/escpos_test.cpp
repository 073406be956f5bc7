// S8: a receipt as a printer's bytes, byte by byte, and decoded back to the text rendering.
#include "terminal/receipt/escpos.h"

#include <doctest/doctest.h>
#include <iconv.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/bytes.h"
#include "cardformat/codes/bars.h"
#include "cardformat/codes/qr.h"
#include "cardformat/utf8.h"
#include "terminal/door/columns.h"
#include "tests/property.h"
#include "tests/terminal/receipt/escpos_decoder.h"

namespace vip::terminal {
namespace {

using namespace std::string_literals;

PaperRow row(std::string_view text) { return {PaperRow::Kind::text, std::string(text)}; }
PaperRow code(std::string_view text) { return {PaperRow::Kind::code, std::string(text)}; }

std::string utf8(char32_t character) {
  std::string out;
  const auto add = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (character < 0x80) {
    add(character);
  } else if (character < 0x800) {
    add(0xc0 | character >> 6);
    add(0x80 | (character & 0x3f));
  } else if (character < 0x10000) {
    add(0xe0 | character >> 12);
    add(0x80 | (character >> 6 & 0x3f));
    add(0x80 | (character & 0x3f));
  } else {
    add(0xf0 | character >> 18);
    add(0x80 | (character >> 12 & 0x3f));
    add(0x80 | (character >> 6 & 0x3f));
    add(0x80 | (character & 0x3f));
  }
  return out;
}

std::string columns_of_dots(const Glyph& glyph) {
  std::string bytes;
  for (const std::uint32_t column : glyph.columns) {
    bytes += static_cast<char>(column >> 16);
    bytes += static_cast<char>(column >> 8);
    bytes += static_cast<char>(column);
  }
  return bytes;
}

// Has the machine the fonts that .ci/install installs? Elsewhere nothing can be drawn.
bool fonts_are_here() {
  if (std::filesystem::exists(usual_fonts()[0])) return true;
  MESSAGE("not here: " << usual_fonts()[0].string() << "; rare characters are not tried");
  return false;
}

const PrinterProfile plain{.cuts = false};
const std::vector<std::filesystem::path> no_fonts;

TEST_CASE("S8: ASCII as it is, Chinese as two bytes of GBK between FS & and FS .") {
  Glyphs glyphs{no_fonts};
  CHECK(hex(escpos({row("No. 1")}, plain, glyphs)) ==
        "1b40"
        "4e6f2e2031"
        "0a");
  // 合计 A: BACF BCC6
  CHECK(hex(escpos({row("合计 A")}, plain, glyphs)) ==
        "1b40"
        "1c26"
        "bacfbcc6"
        "1c2e"
        "2041"
        "0a");
  PrinterProfile no_mode = plain;
  no_mode.chinese_mode = false;
  CHECK(hex(escpos({row("合计")}, no_mode, glyphs)) ==
        "1b40"
        "bacfbcc6"
        "0a");
  CHECK(hex(escpos({row("")}, PrinterProfile{}, glyphs)) ==
        "1b40"
        "0a"
        "0a0a0a1d564200");
}

TEST_CASE("S8: the yen sign is the full-width one, whichever was written") {
  Glyphs glyphs{no_fonts};
  for (const char* yen : {"\u00a5", "\uffe5"}) {
    CHECK(hex(escpos({row(yen)}, plain, glyphs)) ==
          "1b40"
          "1c26"
          "a3a4"
          "1c2e"
          "0a");
  }
}

TEST_CASE("S8: the code of a sale, by the printer itself") {
  Glyphs glyphs{no_fonts};
  CHECK(hex(escpos({code("S1-2")}, plain, glyphs)) ==
        "1b40"
        "1b6101"
        "1d4800"
        "1d6850"
        "1d7702"
        "1d6b49067b4253312d32"
        "1b6100");
  PrinterProfile qr = plain;
  qr.code = PrinterProfile::Code::qr;
  CHECK(hex(escpos({code("S1-2")}, qr, glyphs)) ==
        "1b40"
        "1b6101"
        "1d286b040031413200"
        "1d286b0300314305"
        "1d286b0300314532"
        "1d286b070031503053312d32"
        "1d286b0300315130"
        "1b6100");
  qr.code = PrinterProfile::Code::none;
  CHECK(hex(escpos({code("S1-2")}, qr, glyphs)) == "1b40");
  // A brace is the printer's own sign for "another character set follows".
  CHECK(hex(escpos({code("{")}, plain, glyphs)).find("1d6b49047b427b7b") != std::string::npos);
  // 40 characters are 495 modules of two dots: not on 576.
  CHECK(hex(escpos({code(std::string(40, 'A'))}, plain, glyphs)) == "1b40");
}

TEST_CASE("S8: the code of a sale, drawn for a printer that has none") {
  Glyphs glyphs{no_fonts};
  for (const auto kind : {PrinterProfile::Code::code128, PrinterProfile::Code::qr}) {
    PrinterProfile printer = plain;
    printer.code = kind;
    printer.draws_codes = true;
    const test::Printed printed =
        test::decode_escpos(escpos({code("S01-1-42")}, printer, glyphs), {});
    CHECK(printed.wrong.empty());
    REQUIRE(printed.codes.size() == 1);
    const test::PrintedCode& drawn = printed.codes[0];
    const bool bars = kind == PrinterProfile::Code::code128;
    const card::Modules modules = bars ? card::code128_text("S01-1-42") : card::qr_text("S01-1-42");
    const std::size_t dots = bars ? 2 : 5;
    const std::size_t rows = bars ? 80 : 5;
    CHECK(drawn.kind == "drawn");
    CHECK(drawn.height == modules.height * rows);
    REQUIRE(drawn.width >= modules.width * dots);
    bool same = true;
    for (std::size_t y = 0; y < drawn.height; ++y) {
      for (std::size_t x = 0; x < drawn.width; ++x) {
        const bool dark = x / dots < modules.width && modules.at(x / dots, y / rows);
        same &= drawn.dark[y * drawn.width + x] == dark;
      }
    }
    CHECK(same);
  }
}

TEST_CASE("S8: every character of GB 2312 is its two bytes, on a printer of either kind") {
  const iconv_t gb2312 = iconv_open("UTF-8", "GB2312");
  const iconv_t gbk = iconv_open("UTF-8", "GBK");
  const auto converted = [](iconv_t converter, std::string_view bytes) {
    char in[2] = {bytes[0], bytes[1]};
    char out[8] = {};
    char *from = in, *to = out;
    std::size_t left = 2, room = sizeof out;
    iconv(converter, nullptr, nullptr, nullptr, nullptr);
    return iconv(converter, &from, &left, &to, &room) == 0 ? std::string(out, to) : std::string();
  };
  Glyphs none{no_fonts};
  int characters = 0;
  int wrong = 0;
  for (int first = 0xa1; first <= 0xf7; ++first) {
    for (int second = 0xa1; second <= 0xfe; ++second) {
      const std::string bytes = {static_cast<char>(first), static_cast<char>(second)};
      if (converted(gb2312, bytes).empty()) continue;
      const std::string text = converted(gbk, bytes);
      ++characters;
      for (const Charset charset : {Charset::gbk, Charset::gb2312}) {
        PrinterProfile printer = plain;
        printer.charset = charset;
        const std::string sent = escpos({row(text)}, printer, none);
        if (sent != "\x1b@\x1c&" + bytes + "\x1c.\n") ++wrong;
      }
    }
  }
  iconv_close(gb2312);
  iconv_close(gbk);
  CHECK(characters == 7445);  // 682 signs and 6763 Chinese characters
  CHECK(wrong == 0);
}

TEST_CASE("S8: what the printer's set has not is drawn; GB 2312 has less than GBK") {
  if (!fonts_are_here()) return;
  Glyphs glyphs;
  // 镕 (U+9555) is GBK E946, and not in GB 2312.
  CHECK(escpos({row("镕")}, plain, glyphs) == "\x1b@\x1c&\xe9\x46\x1c.\n");
  PrinterProfile old = plain;
  old.charset = Charset::gb2312;
  const auto glyph = glyphs.find(U'镕');
  REQUIRE(glyph.has_value());
  CHECK(escpos({row("镕")}, old, glyphs) ==
        "\x1b@\x1b*\x21\x18"s + '\0' + columns_of_dots(*glyph) + "\n");
  old.charset = Charset::none;
  CHECK(escpos({row("合")}, old, glyphs).starts_with("\x1b@\x1b*\x21\x18"));
}

TEST_CASE("S8: two thousand rare characters of names are drawn, and no two alike by chance") {
  if (!fonts_are_here()) return;
  Glyphs glyphs;
  std::vector<char32_t> rare = {U'䶮', U'㼆', U'𬭳'};
  for (char32_t c = 0x3400; c <= 0x4dbf && rare.size() < 1500; ++c) rare.push_back(c);
  for (char32_t c = 0x20000; c <= 0x2a6d6 && rare.size() < 2100; c += 71) rare.push_back(c);
  int drawn = 0;
  int empty = 0;
  std::set<std::string> shapes;
  const Gbk gbk;
  for (const char32_t character : rare) {
    if (gbk.two_bytes(character, Charset::gbk)) continue;
    const auto glyph = glyphs.find(character);
    if (!glyph) continue;
    const std::string dots = columns_of_dots(*glyph);
    empty += dots == std::string(72, '\0');
    shapes.insert(dots);
    const std::string sent = escpos({row(utf8(character))}, plain, glyphs);
    drawn += sent == "\x1b@\x1b*\x21\x18"s + '\0' + dots + "\n";
  }
  CHECK(drawn >= 2000);
  CHECK(empty == 0);
  CHECK(shapes.size() + 5 >= static_cast<std::size_t>(drawn));
}

TEST_CASE("S8: a character that nobody has is the mark for a missing one") {
  Glyphs none{no_fonts};
  // 〓 is A1FE.
  CHECK(escpos({row("王𬭳")}, plain, none) == "\x1b@\x1c&\xcd\xf5\xa1\xfe\x1c.\n");
  PrinterProfile ascii = plain;
  ascii.charset = Charset::none;
  CHECK(escpos({row("王")}, ascii, none) == "\x1b@??\n");
}

TEST_CASE("S8: a mark on the letter before it takes no room and is not printed") {
  Glyphs none{no_fonts};
  CHECK(escpos({row("a\u0301b\u200bc")}, plain, none) ==
        "\x1b@"
        "abc\n");
}

TEST_CASE("S8: the bytes decode back to the text, at every width, whatever goods are called") {
  if (!fonts_are_here()) return;
  Glyphs glyphs;
  std::map<std::string, std::string> known;
  const std::vector<std::string> pieces = {"口红",
                                           "A",
                                           "bc",
                                           " ",
                                           "，",
                                           "\n",
                                           "\x1b@",
                                           "\x1d(k",
                                           "\xff",
                                           "￥",
                                           "é",
                                           "“面霜”",
                                           "—",
                                           "䶮",
                                           "㼆",
                                           "𬭳",
                                           "镕",
                                           "長長的名字沒有空格",
                                           "Longwordwithoutanyblank",
                                           "\u0301",
                                           "😀"};
  for (const char32_t character : {U'é', U'䶮', U'㼆', U'𬭳', U'\ufffd', U'😀'}) {
    if (const auto glyph = glyphs.find(character)) {
      known[columns_of_dots(*glyph)] = utf8(character);
    }
  }
  const auto drawn = [&](std::string_view dots) {
    const auto found = known.find(std::string(dots));
    return found == known.end() ? std::string("unknown") : found->second;
  };
  const bool held = holds("decoded back", 2000, [&] {
    const auto text = [&] {
      std::string out;
      const int count = *rc::gen::inRange(0, 12);
      for (int i = 0; i < count; ++i) out += *rc::gen::elementOf(pieces);
      return out;
    };
    Receipt receipt;
    receipt.training = *rc::gen::arbitrary<bool>();
    receipt.copy = *rc::gen::arbitrary<bool>();
    receipt.header = {text()};
    receipt.footer = {text()};
    receipt.receipt_no = text();
    receipt.sale = "S01-1-42";
    receipt.time = "2026-11-22 10:42";
    receipt.lines = {{.sku = text(), .name = text(), .qty = 3, .clause = Clause::D1}};
    receipt.remarks = {text()};
    if (*rc::gen::arbitrary<bool>()) {
      receipt.member = ReceiptMember{.card = "9156 **** **** 0018", .address = text()};
      receipt.member->points = ReceiptPoints{.before = Points(3)};
      receipt.member->as_of = "2026-11-22 02:14";
    }
    receipt.head = "9f3a1c2b77d04e5f";
    const int columns = *rc::gen::element(32, 42, 44, 48);
    PrinterProfile printer;
    printer.chinese_mode = *rc::gen::arbitrary<bool>();
    printer.code = *rc::gen::element(PrinterProfile::Code::code128, PrinterProfile::Code::qr);

    const std::vector<PaperRow> rows = lay_out(receipt, columns);
    const test::Printed printed = test::decode_escpos(escpos(rows, printer, glyphs), drawn);
    RC_ASSERT(printed.wrong == std::vector<std::string>());
    RC_ASSERT(printed.cut);
    RC_ASSERT(printed.codes.size() == 1U);
    RC_ASSERT(printed.codes[0].text == "S01-1-42");
    std::string decoded;
    for (const std::string& one : printed.rows) decoded += one + '\n';
    std::string wanted;
    std::string all = text_of(rows);
    for (std::string_view rest = all; !rest.empty();) {
      const std::string_view before = rest;
      take_character(rest);
      const std::string_view one = before.substr(0, before.size() - rest.size());
      if (one == "\n" || columns_of(one, Medium::paper) > 0) wanted += one;
    }
    RC_ASSERT(decoded == wanted + "\n\n\n");
    for (const std::size_t dots : printed.dots) {
      RC_ASSERT(dots <= static_cast<std::size_t>(columns) * 12);
    }
  });
  CHECK(held);
}

}  // namespace
}  // namespace vip::terminal
