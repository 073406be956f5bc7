#include "cardformat/scan/words.h"

#include <algorithm>
#include <optional>

#include "cardformat/utf8.h"

namespace vip::card {
namespace {

bool is_digit(char c) { return '0' <= c && c <= '9'; }
bool is_ascii_letter(char32_t c) { return ('A' <= c && c <= 'Z') || ('a' <= c && c <= 'z'); }

// Scripts that names are written in; signs and pictures lie elsewhere.
bool is_letter_beyond_ascii(char32_t c) {
  return (0x00C0 <= c && c <= 0x024F && c != 0x00D7 && c != 0x00F7) ||  // Latin
         (0x0370 <= c && c <= 0x1FFF) ||                                // Greek to Greek Extended
         (0x3005 <= c && c <= 0x3007) ||                                // 々 〆 〇
         (0x3041 <= c && c <= 0x30FF) ||                                // kana
         (0x3400 <= c && c <= 0x9FFF) ||                                // Chinese
         (0xAC00 <= c && c <= 0xD7A3) ||                                // Korean
         (0xF900 <= c && c <= 0xFAFF) || (0x20000 <= c && c <= 0x323AF);
}

bool is_between(char32_t c) { return c == ' ' || c == 0x00B7 || c == '-' || c == '.' || c == '\''; }

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

}  // namespace

bool is_receipt_number(std::string_view text) {
  const std::size_t first = text.find('-');
  if (first == std::string_view::npos || first == 0 || first > 16) return false;
  const std::size_t second = text.find('-', first + 1);
  if (second == std::string_view::npos) return false;
  const std::string_view store = text.substr(0, first);
  const std::string_view epoch = text.substr(first + 1, second - first - 1);
  const std::string_view seq = text.substr(second + 1);
  const auto in_store = [](char c) {
    return is_digit(c) || is_ascii_letter(static_cast<unsigned char>(c));
  };
  const bool has_letter = std::any_of(store.begin(), store.end(), [](char c) {
    return is_ascii_letter(static_cast<unsigned char>(c));
  });
  return has_letter && std::all_of(store.begin(), store.end(), in_store) && !epoch.empty() &&
         epoch.size() <= 10 && all_digits(epoch) && !seq.empty() && seq.size() <= 19 &&
         all_digits(seq);
}

bool looks_like_name(std::string_view text) {
  constexpr int longest = 40;
  int characters = 0;
  int ascii_letters = 0;
  int other_letters = 0;
  while (!text.empty()) {
    const std::optional<char32_t> c = take_character(text);
    if (!c || ++characters > longest) return false;
    if (is_ascii_letter(*c)) {
      ++ascii_letters;
    } else if (is_letter_beyond_ascii(*c)) {
      ++other_letters;
    } else if (!is_between(*c) || characters == 1) {
      return false;
    }
  }
  return other_letters >= 1 || ascii_letters >= 2;
}

}  // namespace vip::card
