#include "terminal/rules/rate.h"

#include <doctest/doctest.h>

#include <type_traits>

#include "tests/death.h"
#include "tests/terminal/show_rules.h"

namespace vip::terminal {
namespace {

// A rate is not a number: nobody multiplies with it but the function that names its rounding.
static_assert(!std::is_convertible_v<std::int32_t, Rate>);
static_assert(!std::is_convertible_v<Rate, std::int32_t>);

TEST_CASE("A56: a rate is one digit, a point, two to four digits, no zero at the end beyond two") {
  struct Row {
    const char* text;
    std::int32_t ten_thousandths;
  };
  const Row rows[] = {
      {"0.90", 9000}, {"0.85", 8500},   {"0.60", 6000},   {"1.00", 10000},
      {"0.10", 1000}, {"0.01", 100},    {"0.001", 10},    {"0.0001", 1},
      {"0.99", 9900}, {"0.999", 9990},  {"0.9999", 9999}, {"0.875", 8750},
      {"0.05", 500},  {"0.8005", 8005}, {"0.105", 1050},  {"0.1001", 1001},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(read_rate(row.text) == Rate(row.ten_thousandths));
    CHECK(Rate(row.ten_thousandths).text() == row.text);
  }
}

TEST_CASE("A56: whatever else is no rate") {
  for (const char* text :
       {"",       "0",    "1",       "0.",     "0.9",   ".90",   "0.900",  "0.8750",
        "0.9000", "0.00", "0.000",   "0.0000", "1.01",  "1.001", "1.0001", "1.000",
        "1.0",    "2.00", "0.12345", "00.90",  "0,90",  "-0.90", "+0.90",  " 0.90",
        "0.90 ",  "0.9a", "90%",     "0.9O",   "０.90", "1e-1",  "9.00"}) {
    CAPTURE(text);
    CHECK_FALSE(read_rate(text).has_value());
  }
}

TEST_CASE("A56: every rate is read as it is written") {
  for (std::int32_t n = 1; n <= Rate::whole; ++n) {
    const Rate rate(n);
    if (read_rate(rate.text()) != rate) FAIL_CHECK(rate.text());
  }
}

TEST_CASE("a rate left alone pays in full; the lower rate pays less") {
  CHECK(Rate() == Rate(10000));
  CHECK(Rate(8500) < Rate(9000));
}

TEST_CASE("a rate is above 0 and at most 1.00") {
  CHECK(death_of([] { Rate(0); }).aborted);
  CHECK(death_of([] { Rate(10001); }).aborted);
}

}  // namespace
}  // namespace vip::terminal
