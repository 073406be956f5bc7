#include "terminal/history/row_fields.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string_view>

namespace vip::terminal {
namespace {

TEST_CASE("money is read digit by digit: no floating point comes near it") {
  struct Row {
    std::string_view text;
    std::int64_t fen;
  };
  const Row rows[] = {
      {"0", 0},       {"0.00", 0},           {"2.55", 255},
      {"27.5", 2750}, {"1.10", 110},         {"0.29", 29},
      {"4.35", 435},  {"1.005000", -1},      {"1.00500", -1},
      {"8.70", 870},  {"1.250", 125},        {"007.1", 710},
      {"-1.5", -150}, {"13541.33", 1354133}, {"999999999999999.99", 99'999'999'999'999'999},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto fen = read_yuan(row.text);
    if (row.fen == -1) {
      REQUIRE_FALSE(fen.has_value());
      CHECK(fen.error() == MoneyFault::not_whole_fen);
    } else {
      REQUIRE(fen.has_value());
      CHECK(*fen == Fen(row.fen));
    }
  }
  for (const std::string_view text :
       {"", ".", "1.", ".5", "1,5", "1e3", "0x1", "+1", "--1", "1 ", "½"}) {
    CAPTURE(text);
    REQUIRE_FALSE(read_yuan(text).has_value());
    CHECK(read_yuan(text).error() == MoneyFault::not_a_number);
  }
  CHECK(read_yuan("1000000000000000").error() == MoneyFault::too_large);
}

TEST_CASE("times of a day, with seconds or without") {
  CHECK(read_minute("08:26") == 506);
  CHECK(read_minute("23:59:59") == 1439);
  for (const std::string_view text :
       {"", "8:26", "24:00", "08:60", "08:26:60", "08-26", "08:26 "}) {
    CAPTURE(text);
    CHECK_FALSE(read_minute(text).has_value());
  }
}

TEST_CASE("a British date has its day first") {
  const auto at = read_british("01/12/2010 08:26");
  REQUIRE(at.has_value());
  CHECK(at->day == *Day::from_civil(2010, 12, 1));
  CHECK(at->minute == 506);
  for (const std::string_view text : {"", "12/13/2010 08:26", "01/12/2010", "01-12-2010 08:26"}) {
    CAPTURE(text);
    CHECK_FALSE(read_british(text).has_value());
  }
}

}  // namespace
}  // namespace vip::terminal
