#include "cardformat/card_number.h"

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"
#include "cardformat/seal.h"

namespace vip::card {
namespace {

constexpr std::uint64_t numbers = 10'000'000'000'000'000;  // 10^16
constexpr std::uint64_t prefix_unit = 1'000'000'000'000;   // 10^12
constexpr std::uint64_t serial_unit = 10;

// ISO/IEC 7812-1: every second digit from the right, beginning beside the check digit, is doubled
// and its digits added; with the check digit the sum is a multiple of ten.
int luhn_sum(std::uint64_t value) {
  int sum = 0;
  for (bool doubled = false; value != 0; value /= 10, doubled = !doubled) {
    const int digit = static_cast<int>(value % 10) * (doubled ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum;
}

}  // namespace

Number Number::from_value(std::uint64_t value) {
  ensure(value < numbers, "a card number has sixteen digits");
  Number number;
  number.value_ = value;
  return number;
}

std::string Number::text() const {
  std::string text(16, '0');
  std::uint64_t rest = value_;
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, rest /= 10) {
    *digit = static_cast<char>('0' + rest % 10);
  }
  return text;
}

std::string Number::grouped() const {
  const std::string digits = text();
  return digits.substr(0, 4) + ' ' + digits.substr(4, 4) + ' ' + digits.substr(8, 4) + ' ' +
         digits.substr(12);
}

std::string Number::masked() const {
  const std::string digits = text();
  return digits.substr(0, 4) + " **** **** " + digits.substr(12);
}

bool Number::check_digit_holds() const { return luhn_sum(value_) % 10 == 0; }

bool Number::has_prefix(int prefix) const {
  return value_ / prefix_unit == static_cast<std::uint64_t>(prefix);
}

bool Number::is_training() const {
  return value_ % prefix_unit / serial_unit >= first_training_serial;
}

std::optional<Number> read_number(std::string_view text) {
  std::uint64_t value = 0;
  int digits = 0;
  bool space_allowed = false;
  for (const char c : text) {
    if (c == ' ' && space_allowed) {
      space_allowed = false;
      continue;
    }
    if (c < '0' || c > '9' || digits == 16) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
    ++digits;
    space_allowed = digits % 4 == 0 && digits < 16;
  }
  if (digits != 16) return std::nullopt;
  return Number::from_value(value);
}

Number make_number(int prefix, std::uint64_t serial) {
  ensure(0 <= prefix && prefix < 10000, "a chain prefix has four digits");
  ensure(serial < end_of_serials, "a serial has eleven digits");
  const std::uint64_t body =
      static_cast<std::uint64_t>(prefix) * prefix_unit + serial * serial_unit;
  const int sum = luhn_sum(body);
  return Number::from_value(body + static_cast<std::uint64_t>((10 - sum % 10) % 10));
}

Number random_number(int prefix, int first_digit) {
  ensure(0 <= first_digit && first_digit <= 8, "a serial that begins with 9 is a training card's");
  constexpr std::uint64_t tenth = end_of_serials / 10;
  constexpr std::uint64_t fair = ~std::uint64_t{0} / tenth * tenth;  // none likelier than another
  std::uint64_t random = fair;
  while (random >= fair) random = u64_at(random_bytes(8), 0);
  return make_number(prefix, static_cast<std::uint64_t>(first_digit) * tenth + random % tenth);
}

bool prefix_allowed(int prefix) {
  if (prefix < 1000 || prefix > 9999) return false;
  const int two = prefix / 100;
  const int one = prefix / 1000;
  const bool payment_code = (10 <= two && two <= 15) || (25 <= two && two <= 30);
  const bool bank_card = two == 62 || one == 3 || one == 4 || one == 5;
  return !payment_code && !bank_card;
}

}  // namespace vip::card
