#include "cardformat/mask.h"

#include <algorithm>

namespace vip {
namespace {

unsigned byte_at(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}

// Bytes of the first character in valid UTF-8 (Unicode table 3-7), 0 where there is none.
std::size_t first_character(std::string_view text) {
  if (text.empty()) return 0;
  const unsigned lead = byte_at(text, 0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte_at(text, i) & 0xC0) != 0x80) return 0;
  }
  const unsigned second = byte_at(text, 1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second > 0x9F;
  const bool beyond_unicode = lead == 0xF4 && second > 0x8F;
  return overlong || surrogate || beyond_unicode ? 0 : size;
}

}  // namespace

std::string mask_phone(std::string_view phone) {
  const bool digits =
      std::all_of(phone.begin(), phone.end(), [](char c) { return '0' <= c && c <= '9'; });
  if (phone.size() != 11 || !digits) return "****";
  return std::string(phone.substr(0, 3)) + "****" + std::string(phone.substr(7));
}

std::string mask_name(std::string_view name) {
  return std::string(name.substr(0, first_character(name))) + "**";
}

}  // namespace vip
