#include "cardformat/codes/draw.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include <string>

#include "cardformat/bytes.h"

namespace vip::card {
namespace {

const Modules two_by_two{2, 2, {true, false, false, true}};

TEST_CASE("picture: each module is so many dots") {
  const Picture made = picture(two_by_two, 2);
  CHECK(made.width == 4);
  CHECK(made.height == 4);
  const std::vector<std::uint8_t> shades = {0,   0,   255, 255, 0,   0,   255, 255,
                                            255, 255, 0,   0,   255, 255, 0,   0};
  CHECK(made.shades == shades);
  const Picture bars = picture(Modules{2, 1, {true, false}}, 1, 3);
  CHECK(bars.shades == std::vector<std::uint8_t>{0, 255, 0, 255, 0, 255});
}

TEST_CASE("PNG: signature, header, true size, and the shades in it") {
  const std::string file = png(picture(two_by_two, 1), 8000);
  CHECK(hex(file.substr(0, 8)) == "89504e470d0a1a0a");
  // 13 bytes IHDR: 2 x 2, 8 bits of grey; 9 bytes pHYs: 8000 a metre both ways.
  CHECK(hex(file.substr(8, 21)) == "0000000d4948445200000002000000020800000000");
  CHECK(hex(file.substr(33, 17)) ==
        "00000009704859730000"
        "1f40"
        "00001f40"
        "01");
  const std::uint32_t size = u32_at(file, 54);
  CHECK(file.substr(58, 4) == "IDAT");
  std::string lines(6, '?');
  uLongf length = lines.size();
  REQUIRE(uncompress(reinterpret_cast<Bytef*>(lines.data()), &length,
                     reinterpret_cast<const Bytef*>(file.data() + 62), size) == Z_OK);
  CHECK(length == 6);
  CHECK(hex(lines) == "0000ff00ff00");  // a filter byte, black, white; a filter byte, white, black
}

TEST_CASE("half blocks: two rows of modules a line, ink where a module is dark") {
  const Modules three_rows{4,
                           3,
                           {true, true, false, false,  //
                            true, false, true, false,  //
                            false, true, true, false}};
  CHECK(half_blocks(three_rows) == "█▀▄ \n ▀▀ \n");
}

TEST_CASE("SVG: true size in millimetres, whole micrometres") {
  CHECK(millimetres(0) == "0");
  CHECK(millimetres(375) == "0.375");
  CHECK(millimetres(85'600) == "85.6");
  CHECK(millimetres(21'000) == "21");
  CHECK(millimetres(1'005) == "1.005");
  CHECK(svg(two_by_two, 375, 375) ==
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0.75mm\" height=\"0.75mm\" "
        "viewBox=\"0 0 0.75 0.75\">\n"
        "<rect width=\"0.75\" height=\"0.75\" fill=\"#fff\"/>\n"
        "<path fill=\"#000\" shape-rendering=\"crispEdges\" "
        "d=\"M0 0h0.375v0.375h-0.375zM0.375 0.375h0.375v0.375h-0.375z\"/>\n"
        "</svg>\n");
}

}  // namespace
}  // namespace vip::card
