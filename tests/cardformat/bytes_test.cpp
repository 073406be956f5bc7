#include "cardformat/bytes.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/property.h"

namespace vip {
namespace {

TEST_CASE("hex: two digits a byte, read in either case, nothing else read") {
  const std::string bytes("\x00\x7f\x80\xff", 4);
  CHECK(hex(bytes) == "007f80ff");
  CHECK(hex("") == "");
  CHECK(hex(std::array<std::uint8_t, 2>{0x0a, 0xf0}) == "0af0");
  CHECK(read_hex("007f80ff") == bytes);
  CHECK(read_hex("007F80Ff") == bytes);
  CHECK(read_hex("") == "");
  for (const char* text : {"0", "007", "0g", "g0", " 00", "0x00", "00\n"}) {
    CAPTURE(text);
    CHECK_FALSE(read_hex(text));
  }
}

TEST_CASE("base64: the vectors of RFC 4648 section 10") {
  struct Row {
    const char* bytes;
    const char* text;
  };
  const Row rows[] = {{"", ""},
                      {"f", "Zg=="},
                      {"fo", "Zm8="},
                      {"foo", "Zm9v"},
                      {"foob", "Zm9vYg=="},
                      {"fooba", "Zm9vYmE="},
                      {"foobar", "Zm9vYmFy"}};
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    CHECK(base64(std::string_view(row.bytes)) == row.text);
    CHECK(read_base64(row.text) == row.bytes);
  }
  CHECK(base64(std::array<std::uint8_t, 3>{0xfb, 0xff, 0xfe}) == "+//+");
  CHECK(read_base64("+//+") == "\xfb\xff\xfe");
}

TEST_CASE("base64: no two texts stand for the same bytes") {
  struct Row {
    const char* name;
    const char* text;
  };
  const Row rows[] = {{"padding left out", "Zg"},
                      {"half of the padding left out", "Zg="},
                      {"padding too long", "Z==="},
                      {"nothing but padding", "===="},
                      {"padding inside", "Zg==Zg=="},
                      {"a stray bit after one byte", "Zh=="},
                      {"a stray bit after two bytes", "Zm9="},
                      {"a line break", "Zm9v\n"},
                      {"four with a line break", "Zm9\n"},
                      {"a space", "Zm 9"},
                      {"the alphabet for addresses", "-__-"},
                      {"text after padding", "Zg=a"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK_FALSE(read_base64(row.text));
  }
}

TEST_CASE("every byte comes back from hex and from base64, at every length") {
  std::string bytes;
  for (int value = 0; value < 256; ++value) {
    CHECK(read_hex(hex(bytes)) == bytes);
    CHECK(read_base64(base64(bytes)) == bytes);
    bytes.push_back(static_cast<char>(value));
  }
}

TEST_CASE("a text that is read is the text that would be written") {
  CHECK(holds("base64", 100'000, [](const std::string& text) {
    const auto bytes = read_base64(text);
    if (bytes) RC_ASSERT(base64(*bytes) == text);
    RC_ASSERT(read_base64(base64(text)) == text);
  }));
}

TEST_CASE("integers are big-endian and of fixed width") {
  std::string bytes;
  append_u32(bytes, 0x01020304);
  append_u64(bytes, 0xFFEEDDCCBBAA9988);
  CHECK(hex(bytes) == "01020304ffeeddccbbaa9988");
  CHECK(u32_at(bytes, 0) == 0x01020304);
  CHECK(u64_at(bytes, 4) == 0xFFEEDDCCBBAA9988);
  CHECK(u32_at(bytes, 8) == 0xBBAA9988);
}

TEST_CASE("array_of: exactly the size, or nothing") {
  CHECK(array_of<3>("abc") == std::array<std::uint8_t, 3>{'a', 'b', 'c'});
  CHECK_FALSE(array_of<3>("ab"));
  CHECK_FALSE(array_of<3>("abcd"));
  CHECK(raw(*array_of<3>("abc")) == "abc");
}

}  // namespace
}  // namespace vip
