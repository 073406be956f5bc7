#include "cardformat/ean13.h"

#include <algorithm>

#include "cardformat/check_digits.h"

namespace vip::card {
namespace {

constexpr std::size_t digits_of_ean13 = 13;
constexpr std::size_t digits_of_serial = 11;
constexpr int training_range = 29;

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return '0' <= c && c <= '9'; });
}

}  // namespace

bool member_range_allowed(int range) { return 20 <= range && range < training_range; }

std::string ean13_of(Number number) {
  std::string digits = '2' + number.text().substr(4, digits_of_serial);
  digits += gs1_check_digit(digits);
  return digits;
}

Result<Number, Ean13Error> read_ean13(std::string_view text, int chain_prefix, int range) {
  if (text.size() != digits_of_ean13 || !all_digits(text)) {
    return Unexpected{Ean13Error::not_ean13};
  }
  if (!gs1_check_holds(text)) return Unexpected{Ean13Error::mistyped};
  const int of_text = (text[0] - '0') * 10 + (text[1] - '0');
  if (of_text != range && of_text != training_range) return Unexpected{Ean13Error::not_a_member};
  std::uint64_t serial = 0;
  for (const char digit : text.substr(1, digits_of_serial)) {
    serial = serial * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return make_number(chain_prefix, serial);
}

}  // namespace vip::card
