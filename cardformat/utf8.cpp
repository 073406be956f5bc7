#include "cardformat/utf8.h"

#include "cardformat/ensure.h"

namespace vip {
namespace {

// By the first byte; 0 where no character begins so.
std::size_t length_of(unsigned first) {
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return 2;
  if (first < 0xF0) return 3;
  return first < 0xF5 ? 4 : 0;
}

// Most texts are nothing but this, and nothing is to be asked of it.
void skip_ascii(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && static_cast<unsigned char>(text[length]) < 0x80) ++length;
  text.remove_prefix(length);
}

}  // namespace

std::optional<char32_t> take_character(std::string_view& text) {
  ensure(!text.empty(), "a character is taken out of a text that has one");
  const unsigned first = static_cast<unsigned char>(text[0]);
  const std::size_t length = length_of(first);
  if (length == 0 || length > text.size()) return std::nullopt;
  char32_t character = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80U) return std::nullopt;
    character = character << 6U | (next & 0x3FU);
  }
  const bool too_long = (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
  const bool surrogate = 0xD800 <= character && character <= 0xDFFF;
  if (too_long || surrogate || character > 0x10FFFF) return std::nullopt;
  text.remove_prefix(length);
  return character;
}

bool is_utf8(std::string_view text) {
  for (skip_ascii(text); !text.empty(); skip_ascii(text)) {
    if (!take_character(text)) return false;
  }
  return true;
}

bool is_control(char32_t c) {
  return c < 0x20 || (0x7F <= c && c < 0xA0) || c == 0x2028 || c == 0x2029 ||
         (0x202A <= c && c <= 0x202E) || (0x2066 <= c && c <= 0x2069) || c == 0xFEFF;
}

bool has_control(std::string_view text) {
  while (!text.empty()) {
    const auto first = static_cast<unsigned char>(text.front());
    if (0x20 <= first && first < 0x7F) {  // plain ASCII, the most usual
      text.remove_prefix(1);
      continue;
    }
    const std::optional<char32_t> character = take_character(text);
    ensure(character.has_value(), "only a text known to be UTF-8 is searched for controls");
    if (is_control(*character)) return true;
  }
  return false;
}

}  // namespace vip
