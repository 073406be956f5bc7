// S8: a receipt as a picture: its rows, where they stand, and a code that a scanner reads.
#include "terminal/receipt/svg.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "tests/folder.h"
#include "tests/judge.h"

namespace vip::terminal {
namespace {

PaperRow row(const char* text) { return {PaperRow::Kind::text, text}; }

TEST_CASE("S8: each run of a row stands in its columns, a column 1.5 mm wide") {
  const std::string picture = svg({row("合计 A<&>")}, 32, PrinterProfile::Code::none);
  // A margin of 3 mm; two characters of two columns, then a blank and four letters.
  CHECK(picture.find("<text x=\"3\" y=\"5.875\" textLength=\"6\" "
                     "lengthAdjust=\"spacingAndGlyphs\">合计</text>") != std::string::npos);
  CHECK(picture.find("<text x=\"9\" y=\"5.875\" textLength=\"7.5\" "
                     "lengthAdjust=\"spacingAndGlyphs\"> A&lt;&amp;&gt;</text>") !=
        std::string::npos);
  CHECK(picture.find("width=\"54mm\"") != std::string::npos);  // 32 columns and the margins
  CHECK(svg({row("\uffff")}, 32, PrinterProfile::Code::none).find("\uffff") == std::string::npos);
  CHECK(svg({row("   ")}, 32, PrinterProfile::Code::none).find("<text") == std::string::npos);
}

TEST_CASE("S8: drawn at 203 dpi, the code is read back") {
  const Folder folder;
  for (const auto code : {PrinterProfile::Code::code128, PrinterProfile::Code::qr}) {
    const std::string picture =
        svg({row("示例美妆"), {PaperRow::Kind::code, "S01-1-42"}}, 48, code);
    const std::string file = folder.write("receipt.svg", picture).string();
    const std::string drawn = folder.path("receipt.png").string();
    const std::string said =
        output_of("rsvg-convert --dpi-x 406 --dpi-y 406 -o " + drawn + " " + file);
    CAPTURE(said);
    CHECK(output_of("zbarimg --quiet --raw " + drawn) == "S01-1-42");
  }
}

}  // namespace
}  // namespace vip::terminal
