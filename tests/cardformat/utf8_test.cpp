#include "cardformat/utf8.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/death.h"

namespace vip {
namespace {

using namespace std::string_literals;

TEST_CASE("characters of one to four bytes, at both ends of each length") {
  struct Row {
    std::string text;
    char32_t character;
  };
  const Row rows[] = {
      {"\0"s, 0},
      {"\x7F", 0x7F},
      {"\xC2\x80", 0x80},
      {"\xDF\xBF", 0x7FF},
      {"\xE0\xA0\x80", 0x800},
      {"\xED\x9F\xBF", 0xD7FF},
      {"\xEE\x80\x80", 0xE000},
      {"\xEF\xBF\xBF", 0xFFFF},
      {"\xF0\x90\x80\x80", 0x10000},
      {"\xF4\x8F\xBF\xBF", 0x10FFFF},
      {"王", U'王'},
  };
  for (const Row& row : rows) {
    CAPTURE(row.character);
    const std::string and_more = row.text + "x";
    std::string_view text = and_more;
    CHECK(take_character(text) == row.character);
    CHECK(text == "x");
    CHECK(is_utf8(row.text));
  }
}

TEST_CASE("what is not UTF-8 is not a character, and stays where it was") {
  for (const char* bytes :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2\x7F", "\xC2\xC0", "\xE0\x9F\xBF",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xE1\x80", "\xE1\x80\xC0", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xFE", "\xF0\x90\x80"}) {
    std::string_view text = bytes;
    CHECK_FALSE(take_character(text).has_value());
    CHECK(text == bytes);
    CHECK_FALSE(is_utf8("a"s + bytes));
  }
  CHECK(is_utf8(""));
  CHECK(death_of([] {
          std::string_view empty;
          take_character(empty);
        }).aborted);
}

TEST_CASE("controls: ends of lines, turns of direction, what is not seen") {
  for (const unsigned c : {0x00U, 0x0AU, 0x1FU, 0x7FU, 0x80U, 0x9FU, 0x2028U, 0x2029U, 0x202AU,
                           0x202EU, 0x2066U, 0x2069U, 0xFEFFU}) {
    CAPTURE(c);
    CHECK(is_control(char32_t{c}));
  }
  for (const unsigned c :
       {0x20U, 0x7EU, 0xA0U, 0x2027U, 0x202FU, 0x2065U, 0x206AU, 0x3000U, 0x738BU}) {
    CAPTURE(c);
    CHECK_FALSE(is_control(char32_t{c}));
  }
  CHECK(has_control("王\n五"));
  CHECK_FALSE(has_control("王 五"));
  CHECK_FALSE(has_control(""));
}

}  // namespace
}  // namespace vip
