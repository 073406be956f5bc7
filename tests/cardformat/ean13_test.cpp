#include "cardformat/ean13.h"

#include <doctest/doctest.h>

#include <string>

#include "cardformat/check_digits.h"
#include "tests/show.h"

namespace vip::card {
namespace {

TEST_CASE("GS1's check digit, by published examples") {
  CHECK(gs1_check_digit("629104150021") == '3');       // GTIN-13, GS1 General Specifications 7.9
  CHECK(gs1_check_digit("37610425002123456") == '9');  // SSCC, the same table
  CHECK(gs1_check_digit("590123412345") == '7');       // EAN-13
  CHECK(gs1_check_digit("978030640615") == '7');       // an ISBN, ISO 2108 annex
  CHECK(gs1_check_digit("03600029145") == '2');        // UPC-A
  CHECK(gs1_check_digit("9638507") == '4');            // EAN-8
  CHECK(gs1_check_holds("6291041500213"));
  CHECK_FALSE(gs1_check_holds("6291041500214"));
  CHECK_FALSE(gs1_check_holds(""));
  CHECK_FALSE(gs1_check_holds("0"));
  CHECK_FALSE(gs1_check_holds("629104150021X"));
}

TEST_CASE("EAN-13: a member's number there and back, worked out by hand") {
  // Serial 80000000001: 280000000001; from the right 1x3, and 8x3 in second place, 2x1: 29, so 1.
  const Number number = make_number(9156, 80'000'000'001);
  CHECK(ean13_of(number) == "2800000000011");
  CHECK(read_ean13("2800000000011", 9156, 28).value() == number);
  // The chain's prefix is not in it: another chain's till reads it as its own, if its range is.
  CHECK(read_ean13("2800000000011", 7000, 28).value() == make_number(7000, 80'000'000'001));
}

TEST_CASE("EAN-13: mistyped, a product, another range") {
  const auto why = [](std::string_view text) { return read_ean13(text, 9156, 28).error(); };
  CHECK(why("") == Ean13Error::not_ean13);
  CHECK(why("280000000001") == Ean13Error::not_ean13);
  CHECK(why("28000000000111") == Ean13Error::not_ean13);
  CHECK(why("280000000001X") == Ean13Error::not_ean13);
  CHECK(why("2800000000012") == Ean13Error::mistyped);
  CHECK(why("6291041500214") == Ean13Error::mistyped);
  CHECK(why("6291041500213") == Ean13Error::not_a_member);
  CHECK(why("2700000000014") == Ean13Error::not_a_member);  // 2+7x3+1x3 = 26, so 4
  CHECK(read_ean13(ean13_of(make_number(9156, 90'000'000'000)), 9156, 28).value().is_training());
}

TEST_CASE("EAN-13: every single wrong digit is found") {
  const std::string right = ean13_of(make_number(9156, 81'234'567'890));
  for (std::size_t place = 0; place < right.size(); ++place) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string typed = right;
      typed[place] = digit;
      CAPTURE(typed);
      CHECK(gs1_check_holds(typed) == (typed == right));
    }
  }
}

TEST_CASE("EAN-13: swaps of neighbours are found, except of digits that differ by five") {
  for (char a = '0'; a <= '9'; ++a) {
    for (char b = '0'; b <= '9'; ++b) {
      for (std::size_t place = 0; place + 1 < 12; ++place) {
        std::string digits = "280000000000";
        digits[place] = a;
        digits[place + 1] = b;
        std::string right = digits + gs1_check_digit(digits);
        std::swap(right[place], right[place + 1]);
        const int difference = a > b ? a - b : b - a;
        CAPTURE(right);
        CHECK(gs1_check_holds(right) == (difference == 0 || difference == 5));
      }
    }
  }
}

TEST_CASE("EAN-13: the ranges that a chain may keep for its members") {
  for (int range = 0; range < 100; ++range) {
    CHECK(member_range_allowed(range) == (range >= 20 && range <= 28));
  }
}

}  // namespace
}  // namespace vip::card
