#include "cardformat/check_digits.h"

#include <algorithm>

#include "cardformat/ensure.h"

namespace vip {
namespace {

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return '0' <= c && c <= '9'; });
}

// Requires: digits. From the right; the first has weight 3.
int gs1_sum(std::string_view digits) {
  int sum = 0;
  int weight = 3;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, weight = 4 - weight) {
    sum += (*digit - '0') * weight;
  }
  return sum;
}

}  // namespace

bool luhn_holds(std::string_view digits) {
  if (digits.size() < 2 || !all_digits(digits)) return false;
  int sum = 0;
  bool doubled = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, doubled = !doubled) {
    const int value = (*digit - '0') * (doubled ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
    sum %= 10;
  }
  return sum == 0;
}

bool gs1_check_holds(std::string_view digits) {
  if (digits.size() < 2 || !all_digits(digits)) return false;
  return gs1_check_digit(digits.substr(0, digits.size() - 1)) == digits.back();
}

char gs1_check_digit(std::string_view digits) {
  ensure(all_digits(digits), "a check digit is made from digits");
  return static_cast<char>('0' + (10 - gs1_sum(digits) % 10) % 10);
}

bool mod_11_2_holds(std::string_view characters) {
  if (characters.size() < 2) return false;
  const std::string_view digits = characters.substr(0, characters.size() - 1);
  if (!all_digits(digits)) return false;
  const char last = characters.back();
  const bool ten = last == 'X' || last == 'x';
  if (!ten && (last < '0' || last > '9')) return false;
  // The pure system's own recipe: what is there so far, and the next, doubled.
  int rest = 0;
  for (const char digit : digits) rest = (rest + (digit - '0')) * 2 % 11;
  return (rest + (ten ? 10 : last - '0')) % 11 == 1;
}

}  // namespace vip
