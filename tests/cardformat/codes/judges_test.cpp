// The judges: zbar and ZXing read what we write; zint writes what we read. At 203 dots to the inch,
// at a phone's resolution, turned, and damaged.
#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "cardformat/bytes.h"
#include "cardformat/card_payload.h"
#include "cardformat/codes/bars.h"
#include "cardformat/codes/card_sheet.h"
#include "cardformat/codes/draw.h"
#include "cardformat/codes/qr.h"
#include "cardformat/ean13.h"
#include "tests/folder.h"
#include "tests/judge.h"
#include "tests/show.h"

namespace vip::card {
namespace {

namespace fs = std::filesystem;

// What stands in the picture, without what kind of code it is. Both programs can tell every kind.
std::string zbar(const std::string& file) {
  return output_of(std::string(VIP_ZBARIMG) + " --quiet --raw -Sdisable -Sqrcode.enable " +
                   "-Scode128.enable -Sean13.enable " + file);
}
std::string zxing(const std::string& file) {
  const std::string lines = output_of(std::string(VIP_ZXINGREADER) + " " + file);
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) {
    const std::string label = "Text:";
    if (!line.starts_with(label)) continue;
    const std::size_t start = line.find('"');
    return line.substr(start + 1, line.rfind('"') - start - 1);
  }
  return "(nothing: " + lines + ")";
}

Payload sample() {
  const SigningKey key = SigningKey::from_seed(
      array_of<32>(
          read_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").value())
          .value());
  return sign_card(
      key, 9156, make_number(9156, 80'000'000'001),
      Secret(array_of<16>(read_hex("000102030405060708090a0b0c0d0e0f").value()).value()), 1,
      read_day("2031-11-22").value());
}

// The picture turned by some degrees on a larger white ground, each dot the mean of sixteen.
Picture turned(const Picture& from, double degrees) {
  const double angle = degrees * 3.14159265358979323846 / 180;
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  const auto w = static_cast<double>(from.width);
  const auto h = static_cast<double>(from.height);
  const auto width = static_cast<std::size_t>(std::abs(w * c) + std::abs(h * s)) + 20;
  const auto height = static_cast<std::size_t>(std::abs(w * s) + std::abs(h * c)) + 20;
  Picture to{width, height, std::vector<std::uint8_t>(width * height, 255)};
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      int sum = 0;
      for (int part = 0; part < 16; ++part) {
        const double dx =
            static_cast<double>(x) + (part % 4 + 0.5) / 4 - static_cast<double>(width) / 2;
        const double dy =
            static_cast<double>(y) + (part / 4 + 0.5) / 4 - static_cast<double>(height) / 2;
        const double fx = c * dx + s * dy + w / 2;
        const double fy = -s * dx + c * dy + h / 2;
        const bool inside = fx >= 0 && fy >= 0 && fx < w && fy < h;
        sum += inside ? from.shades[static_cast<std::size_t>(fy) * from.width +
                                    static_cast<std::size_t>(fx)]
                      : 255;
      }
      to.shades[y * width + x] = static_cast<std::uint8_t>(sum / 16);
    }
  }
  return to;
}

// Paint over a rectangle of dots, from (left, top) on.
void stain(Picture& picture, std::size_t left, std::size_t top, std::size_t width,
           std::size_t height, std::uint8_t shade) {
  for (std::size_t y = top; y < top + height; ++y) {
    for (std::size_t x = left; x < left + width; ++x) picture.shades[y * picture.width + x] = shade;
  }
}

struct Symbology {
  const char* name;
  std::string text;
  std::function<Picture(std::size_t dots)> draw;
};

std::vector<Symbology> symbologies() {
  const Payload payload = sample();
  const std::string qr_text = text_of(payload);
  const std::string number = payload.number.text();
  const std::string ean = ean13_of(payload.number);
  return {{"QR", qr_text, [=](std::size_t dots) { return picture(qr(qr_text), dots); }},
          {"Code 128", number,
           [=](std::size_t dots) { return picture(code128(number), dots, 32 * dots); }},
          {"EAN-13", ean, [=](std::size_t dots) { return picture(ean13(ean), dots, 32 * dots); }}};
}

TEST_CASE("we write, zbar and ZXing read: at 203 dpi, on a phone, turned") {
  const Folder folder;
  for (const Symbology& symbology : symbologies()) {
    CAPTURE(symbology.name);
    // Three dots of a 203 dpi printer a module, and seven of a phone's screen.
    for (const std::size_t dots : {std::size_t{3}, std::size_t{7}}) {
      for (const double degrees : {0.0, 5.0, 90.0, 180.0, 265.0}) {
        CAPTURE(dots);
        CAPTURE(degrees);
        const Picture straight = symbology.draw(dots);
        const std::string file = folder.write(
            "code.png", png(degrees == 0.0 ? straight : turned(straight, degrees), 8000));
        CHECK(zbar(file) == symbology.text);
        CHECK(zxing(file) == symbology.text);
      }
    }
  }
}

TEST_CASE("a QR at any angle") {
  const Folder folder;
  const Symbology symbology = symbologies()[0];
  for (const double degrees : {15.0, 30.0, 45.0, 123.0}) {
    CAPTURE(degrees);
    const std::string file =
        folder.write("code.png", png(turned(symbology.draw(5), degrees), 8000));
    CHECK(zbar(file) == symbology.text);
    CHECK(zxing(file) == symbology.text);
  }
}

TEST_CASE("a QR with a tenth of it stained, wherever its data lie, black or white") {
  // 16 x 16 modules are 10.7 % of 49 x 49. Finder patterns are for finding, not data: the stains
  // keep off the three corners that have them, and cover everything else between them.
  const Folder folder;
  const Symbology symbology = symbologies()[0];
  constexpr std::size_t dots = 4;
  constexpr std::size_t quiet = 4;
  for (const auto& corner : std::vector<std::pair<std::size_t, std::size_t>>{
           {33, 33}, {33, 17}, {17, 33}, {17, 17}, {25, 25}, {33, 9}, {9, 33}, {17, 9}, {9, 17}}) {
    const std::size_t x = corner.first;
    const std::size_t y = corner.second;
    for (const int shade : {0, 255}) {
      CAPTURE(x);
      CAPTURE(y);
      CAPTURE(shade);
      Picture damaged = symbology.draw(dots);
      stain(damaged, (x + quiet) * dots, (y + quiet) * dots, 16 * dots, 16 * dots,
            static_cast<std::uint8_t>(shade));
      const std::string file = folder.write("code.png", png(damaged, 8000));
      const bool by_zxing = zxing(file) == symbology.text;
      const bool by_zbar = zbar(file) == symbology.text;
      CHECK(by_zxing);
      CHECK(by_zbar);
    }
  }
}

TEST_CASE("a bar code with nine tenths of its height scratched away") {
  // Bar codes have no error correction but their height: any line across will do.
  const Folder folder;
  const auto all = symbologies();
  for (std::size_t i = 1; i < all.size(); ++i) {
    CAPTURE(all[i].name);
    Picture damaged = all[i].draw(4);
    const std::size_t kept = damaged.height / 10;
    stain(damaged, damaged.width / 3, 0, 40, damaged.height - kept, 0);
    const std::string file = folder.write("code.png", png(damaged, 8000));
    CHECK(zbar(file) == all[i].text);
    CHECK(zxing(file) == all[i].text);
  }
}

TEST_CASE("zint writes, we read: QR, Code 128, EAN-13") {
  const Folder folder;
  const std::string file = folder.path("zint.png");
  const Payload payload = sample();
  const auto zint = [&](const std::string& kind, const std::string& data) {
    output_of(std::string(VIP_ZINT) + " --barcode=" + kind + " --quietzones --scale=2 -o " + file +
              " -d " + data);
    REQUIRE(zbar(file) == zxing(file));
    return zbar(file);
  };
  const auto read = read_payload(zint("QRCODE", text_of(payload)));
  REQUIRE(read.has_value());
  CHECK(*read == payload);
  CHECK(read_number(zint("CODE128", payload.number.text())) == payload.number);
  // zint is given twelve digits and works the check digit out by itself.
  const auto member = read_ean13(zint("EANX", ean13_of(payload.number).substr(0, 12)), 9156, 28);
  REQUIRE(member.has_value());
  CHECK(*member == payload.number);
}

TEST_CASE("a page of cards prints at true size, and every code on it is read") {
  const Folder folder;
  // The same cards on every run: whether a reader finds a code must not hang on a throw of the
  // dice.
  std::vector<Payload> payloads;
  std::set<std::string> expected;
  for (std::uint8_t i = 0; i < 10; ++i) {
    const SigningKey key = SigningKey::from_seed(std::array<std::uint8_t, 32>{i});
    payloads.push_back(sign_card(key, 9156, make_number(9156, 81'234'567'890 + i * 7'654'321U),
                                 Secret({i, 17, 34}), 1, read_day("2031-11-22").value()));
    expected.insert(text_of(payloads.back()));
    expected.insert(payloads.back().number.text());
    expected.insert(ean13_of(payloads.back().number));
  }
  const std::string sheet = card_sheet(payloads, "A & B <VIP>");
  CHECK(sheet.find("width=\"210mm\" height=\"297mm\" viewBox=\"0 0 210 297\"") !=
        std::string::npos);
  CHECK(sheet.find("A &amp; B &lt;VIP&gt;") != std::string::npos);
  CHECK(sheet.find(payloads[0].number.grouped()) != std::string::npos);
  const std::string drawn = folder.write("sheet.svg", sheet);
  // As a printer of so many dots to the inch draws it.
  struct Row {
    int dots;
    std::uint32_t width, height;
  };
  const Row rows[] = {
      {203, 1679, 2374},  // 210 mm / 25.4 x 203 = 1678.3, 297 mm: 2373.7; drawn on whole dots
      {300, 2481, 3508},  // 2480.3, 3507.9
      {600, 4961, 7016},  // 4960.6, 7015.7
  };
  for (const Row& row : rows) {
    CAPTURE(row.dots);
    const std::string dots = std::to_string(row.dots);
    const std::string file = folder.path("sheet-" + dots + ".png");
    output_of(std::string(VIP_RSVG_CONVERT) + " -d " + dots + " -p " + dots + " -o " + file + " " +
              drawn);
    std::ifstream in(file, std::ios::binary);
    std::string header(24, '\0');
    in.read(header.data(), 24);
    CHECK(u32_at(header, 16) == row.width);
    CHECK(u32_at(header, 20) == row.height);
    std::set<std::string> found;
    std::istringstream lines(zbar(file));
    for (std::string line; std::getline(lines, line);) found.insert(line);
    CHECK(found == expected);
  }
}

}  // namespace
}  // namespace vip::card
