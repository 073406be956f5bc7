// C1: a virtual card on paper: what stands there, and a code that other people's programs read.
#include "terminal/receipt/card_slip.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "cardformat/card_payload.h"
#include "terminal/receipt/escpos.h"
#include "terminal/receipt/svg.h"
#include "tests/folder.h"
#include "tests/judge.h"
#include "tests/terminal/receipt/escpos_decoder.h"

namespace vip::terminal {
namespace {

std::string payload_text() {
  const auto key = SigningKey::from_seed(std::array<std::uint8_t, 32>{7});
  return card::text_of(card::sign_card(key, 9156, card::make_number(9156, 81234567890),
                                       card::Secret(std::array<std::uint8_t, 16>{1, 2, 3}), 1,
                                       *read_day("2031-11-22")));
}

CardSlip slip(std::string token) {
  return {.header = {"示例美妆"},
          .store = "S01",
          .time = "2026-11-22 10:42",
          .number = card::make_number(9156, 81234567890),
          .address = "王女士",
          .last_day = *read_day("2028-11-22"),
          .token = std::move(token)};
}

TEST_CASE("C1: a card's slip, row by row") {
  CHECK(text_of(lay_out(slip(payload_text()), 48)) ==
        "                    示例美妆\n"
        "            VIP 会员卡 Member's card\n"
        "------------------------------------------------\n"
        "卡号 Card                    9156 8123 4567 8909\n"
        "会员 Member                               王女士\n"
        "有效期至 Valid through                2028-11-22\n"
        "门店 Store S01                  2026-11-22 10:42\n"
        "\n"
        "\n"
        "* 结账前请出示此码。它就是会员卡，请妥善保管，限\n"
        "本人使用。 Show this code before you pay. It is\n"
        "the card: keep it safe; it is for you alone.\n");
}

TEST_CASE("C1: a slip says what its code cannot do, and that a card is for training") {
  const std::string number_alone = text_of(lay_out(slip("9156812345678909"), 32));
  CHECK(number_alone.find("此码只含卡号") != std::string::npos);
  CHECK(text_of(lay_out(slip(payload_text()), 32)).find("此码只含卡号") == std::string::npos);
  CardSlip training = slip("9156812345678909");
  training.training = true;
  const std::string text = text_of(lay_out(training, 32));
  CHECK(text.find("此码只含卡号") == std::string::npos);
  CHECK(text.starts_with("     *** 培训 TRAINING ***\n"));
}

TEST_CASE("C1: a card is a QR code on every printer, whatever a receipt's code is there") {
  const std::string token = payload_text();
  const auto rows = lay_out(slip(token), 48);
  Glyphs glyphs(std::vector<std::filesystem::path>{});
  for (const auto code :
       {PrinterProfile::Code::none, PrinterProfile::Code::code128, PrinterProfile::Code::qr}) {
    const std::string bytes = escpos(rows, {.code = code}, glyphs);
    const test::Printed printed =
        test::decode_escpos(bytes, [](std::string_view) { return std::string("?"); });
    CHECK(printed.wrong == std::vector<std::string>{});
    REQUIRE(printed.codes.size() == 1);
    CHECK(printed.codes[0].kind == "qr");
    CHECK(printed.codes[0].text == token);
  }
  // The narrowest paper has room for it, drawn: 57 modules of 5 dots.
  const std::string drawn = escpos(rows, {.dots = 384, .draws_codes = true}, glyphs);
  const test::Printed printed =
      test::decode_escpos(drawn, [](std::string_view) { return std::string("?"); });
  REQUIRE(printed.codes.size() == 1);
  CHECK(printed.codes[0].kind == "drawn");
  CHECK(printed.codes[0].width == 288);  // 285 dots, in whole bytes
}

TEST_CASE("C1: the slip as a picture, drawn at 203 and 300 dpi, is read back") {
  const Folder folder;
  const std::string token = payload_text();
  const std::string file =
      folder.write("slip.svg", svg(lay_out(slip(token), 48), 48, PrinterProfile::Code::none))
          .string();
  for (const std::string dpi : {"203", "300"}) {
    CAPTURE(dpi);
    const std::string drawn = folder.path("slip-" + dpi + ".png").string();
    output_of("rsvg-convert --dpi-x " + dpi + " --dpi-y " + dpi + " -o " + drawn + " " + file);
    CHECK(output_of("zbarimg --quiet --raw " + drawn) == token);
  }
}

}  // namespace
}  // namespace vip::terminal
