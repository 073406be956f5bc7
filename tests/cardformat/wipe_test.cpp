#include "cardformat/wipe.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace vip {
namespace {

TEST_CASE("wipe: nothing of a text stays in its memory, nor of a longer one before it") {
  std::string text(200, 's');
  const char* memory = text.data();
  const std::size_t room = text.capacity();
  text = "short";
  REQUIRE(text.data() == memory);
  wipe(text);
  CHECK(text.empty());
  // The text's own memory still, up to its capacity.
  CHECK(std::all_of(memory, memory + room, [](char c) { return c == '\0'; }));
}

TEST_CASE("wipe: bytes") {
  std::array<std::uint8_t, 3> bytes{1, 2, 3};
  wipe(bytes);
  CHECK(bytes == std::array<std::uint8_t, 3>{});
}

}  // namespace
}  // namespace vip
