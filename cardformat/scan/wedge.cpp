#include "cardformat/scan/wedge.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "cardformat/utf8.h"
#include "cardformat/wipe.h"

namespace vip::card {
namespace {

constexpr char group_separator = '\x1d';

bool is_plain(char c) { return 0x20 <= c && c < 0x7F; }
bool is_letter(char c) { return ('A' <= c && c <= 'Z') || ('a' <= c && c <= 'z'); }
bool is_digit(char c) { return '0' <= c && c <= '9'; }

bool is_unseen(char32_t c) { return c == 0xFEFF || (0x200B <= c && c <= 0x200F); }

// The key of a plain keyboard that types this under a Chinese input method; 0: none.
char key_of(char32_t c) {
  if (0xFF01 <= c && c <= 0xFF5E) return static_cast<char>(c - 0xFF01 + '!');  // ！ to ～
  switch (c) {
    case 0x3000:  // the wide space
    case 0x00A0:
      return ' ';
    case 0x3002:  // 。
      return '.';
    case 0x3001:  // 、
      return '/';
    case 0x3010:  // 【
      return '[';
    case 0x3011:  // 】
      return ']';
    case 0x300A:  // 《
      return '<';
    case 0x300B:  // 》
      return '>';
    case 0xFFE5:  // ￥
    case 0x00A5:  // ¥
      return '$';
    case 0x2026:  // …, two of them for one ^
      return '^';
    case 0x2014:  // —, two of them for one _
      return '_';
    case 0x2018:
    case 0x2019:
      return '\'';
    case 0x201C:
    case 0x201D:
      return '"';
    default:
      return 0;
  }
}

}  // namespace

Burst::Burst(std::string_view raw) {
  if (raw.size() > longest) {
    too_long_ = true;
    return;
  }
  char32_t before = 0;
  while (!raw.empty()) {
    if (is_plain(raw.front())) {  // nearly all of it, nearly always
      const auto end = std::find_if_not(raw.begin(), raw.end(), is_plain);
      std::copy(raw.begin(), end, buffer_.begin() + static_cast<std::ptrdiff_t>(size_));
      const auto length = static_cast<std::size_t>(end - raw.begin());
      size_ += length;
      raw.remove_prefix(length);
      before = 0;
      continue;
    }
    const std::string_view rest = raw;
    const std::optional<char32_t> character = take_character(raw);
    if (!character) {  // not UTF-8: as it is, byte by byte
      put(raw.front());
      raw.remove_prefix(1);
      before = 0;
      continue;
    }
    const bool second_half = *character == before && (before == 0x2026 || before == 0x2014);
    if (!second_half) put_character(*character, rest.substr(0, rest.size() - raw.size()));
    before = second_half ? 0 : *character;
  }
  text_ = {buffer_.data(), size_};
  const auto trim = [this] {
    const auto around = [](char c) { return c == ' ' || c == '\n' || c == group_separator; };
    while (!text_.empty() && around(text_.front())) text_.remove_prefix(1);
    while (!text_.empty() && around(text_.back())) text_.remove_suffix(1);
  };
  trim();
  if (text_.size() >= 3 && text_[0] == ']' && is_letter(text_[1]) &&
      (is_digit(text_[2]) || is_letter(text_[2]))) {
    // E and e are two codes; any other letter is known in either case.
    const char letter = text_[1] == 'c' || text_[1] == 'q' ? static_cast<char>(text_[1] - 'a' + 'A')
                        : text_[1] == 'D'                  ? 'd'
                                                           : text_[1];
    symbology_ = {letter, text_[2]};
    text_.remove_prefix(3);
    trim();
  }
}

Burst::~Burst() {
  wipe(std::span(reinterpret_cast<std::uint8_t*>(buffer_.data()), size_));
  wipe(std::span(reinterpret_cast<std::uint8_t*>(symbology_.data()), symbology_.size()));
}

void Burst::put(char c) { buffer_[size_++] = c; }

void Burst::put_character(char32_t character, std::string_view bytes) {
  if (is_unseen(character)) return;
  if (character == U'\x1d') return put(group_separator);
  if (is_control(character)) {
    if (size_ != 0 && buffer_[size_ - 1] != '\n') put('\n');
    return;
  }
  if (const char key = key_of(character)) return put(key);
  for (const char byte : bytes) put(byte);
}

}  // namespace vip::card
