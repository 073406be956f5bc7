#include "cardformat/mask.h"

#include <doctest/doctest.h>

namespace vip {
namespace {

TEST_CASE("R3: a phone is shown with its middle hidden, anything else hidden whole") {
  CHECK(mask_phone("13812341234") == "138****1234");
  CHECK(mask_phone("19900000007") == "199****0007");
  for (const char* text :
       {"", "1381234123", "138123412345", "1381234123a", "138 1234123", "+8613812341234"}) {
    CAPTURE(text);
    CHECK(mask_phone(text) == "****");
  }
}

TEST_CASE("R3: of a name the first character is shown, whatever the length of the rest") {
  CHECK(mask_name("王") == "王**");
  CHECK(mask_name("王芳") == "王**");
  CHECK(mask_name("欧阳修文") == "欧**");
  CHECK(mask_name("Anna") == "A**");
  CHECK(mask_name("Émile") == "É**");
  CHECK(mask_name("𠮷田") == "𠮷**");  // four bytes
}

TEST_CASE("R3: a name in broken UTF-8 is hidden whole") {
  for (const char* text :
       {"", "\x80", "\xC1\x81", "\xE7\x8E", "\xE7\x8E\x41", "\xE0\x80\x80", "\xED\xA0\x80",
        "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    CAPTURE(text);
    CHECK(mask_name(text) == "**");
  }
}

}  // namespace
}  // namespace vip
