#include "cardformat/codes/bars.h"

#include <doctest/doctest.h>

#include <string>

#include "cardformat/codes/qr.h"
#include "tests/death.h"

namespace vip::card {
namespace {

std::string drawn(const Modules& row) {
  std::string text;
  for (std::size_t x = 0; x < row.width; ++x) text += row.at(x, 0) ? '1' : '0';
  return text;
}

TEST_CASE("EAN-13: every module of a published example") {
  // 5 901234 123457: guard, the left half in sets A B B A A B, centre, the right half, guard.
  const std::string bars =
      "101"
      "0001011"
      "0100111"
      "0110011"
      "0010011"
      "0111101"
      "0011101"
      "01010"
      "1100110"
      "1101100"
      "1000010"
      "1011100"
      "1001110"
      "1000100"
      "101";
  const Modules row = ean13("5901234123457");
  CHECK(row.width == 113);
  CHECK(row.height == 1);
  CHECK(drawn(row) == std::string(11, '0') + bars + std::string(7, '0'));
}

TEST_CASE("Code 128: every module of a small example, worked out by hand") {
  // Start C (105), 12, 34, check (105 + 12 x 1 + 34 x 2) mod 103 = 185 mod 103 = 82, stop.
  const std::string bars =
      "11010011100"
      "10110011100"
      "10001011000"
      "10010011110"
      "1100011101011";
  const Modules row = code128("1234");
  CHECK(row.width == 77);
  CHECK(drawn(row) == std::string(10, '0') + bars + std::string(10, '0'));
}

TEST_CASE("sixteen digits of Code 128 are 143 modules, a payload's QR 57 x 57") {
  CHECK(code128("9156800000000014").width == 143);
  const Modules symbol = qr(std::string(237, '9'));
  CHECK(symbol.width == 57);  // version 8: 49, and four of quiet zone on each side
  CHECK(symbol.height == 57);
  for (std::size_t i = 0; i < 57; ++i) {
    for (const std::size_t quiet : {0UL, 1UL, 2UL, 3UL, 53UL, 54UL, 55UL, 56UL}) {
      CHECK_FALSE(symbol.at(i, quiet));
      CHECK_FALSE(symbol.at(quiet, i));
    }
  }
}

TEST_CASE("codes: what cannot be encoded stops the program") {
  CHECK(death_of([] { code128(""); }).aborted);
  CHECK(death_of([] { code128("123"); }).aborted);
  CHECK(death_of([] { code128("12A4"); }).aborted);
  CHECK(death_of([] { ean13("5901234123458"); }).aborted);
  CHECK(death_of([] { ean13("590123412345"); }).aborted);
  CHECK(death_of([] { qr(std::string(238, '0')); }).aborted);
  CHECK(death_of([] { qr("12A"); }).aborted);
}

}  // namespace
}  // namespace vip::card
