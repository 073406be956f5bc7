// CardNumber: the sixteen digits on a member's card.
//
//   offset  digits  meaning
//        0       4  chain prefix (configuration; our default is 9156)
//        4      11  serial; a first digit of 9 marks a training card
//       15       1  Luhn check digit over the fifteen before it (ISO/IEC 7812-1 annex B)
//
// A chain prefix never begins with 10-15, 25-30, 62, 3, 4 or 5: those numbers are other people's
// (payment codes, UnionPay, bank cards).
//
// A CardNumber holds any sixteen digits; whether the check digit is right and the prefix ours is
// asked of it, because what a cashier typed must be told apart: mistyped, another chain's, unknown.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vip::card {

class Number {
 public:
  constexpr Number() = default;
  // Requires: value < 10^16.
  static Number from_value(std::uint64_t value);

  constexpr std::uint64_t value() const { return value_; }
  std::string text() const;     // "9156000000000018"
  std::string grouped() const;  // "9156 0000 0000 0018", as it is printed
  std::string masked() const;   // "9156 **** **** 0018" (R3)
  bool check_digit_holds() const;
  // Requires: prefix < 10000.
  bool has_prefix(int prefix) const;
  bool is_training() const;  // the mark of a training card

  friend constexpr auto operator<=>(Number, Number) = default;

 private:
  std::uint64_t value_ = 0;
};

// Sixteen ASCII digits; single spaces between groups of four are allowed, nothing else.
std::optional<Number> read_number(std::string_view text);

// Requires: prefix < 10000, serial < 10^11.
Number make_number(int prefix, std::uint64_t serial);

// Serials of training cards run from here to 10^11 - 1.
inline constexpr std::uint64_t first_training_serial = 90'000'000'000;
inline constexpr std::uint64_t end_of_serials = 100'000'000'000;

// A number that nobody can guess, by the operating system's generator. Its serial begins with
// `first_digit`, 0 to 8 (ean13.h says why the chain has one). Requires: prefix < 10000.
Number random_number(int prefix, int first_digit);

inline constexpr int default_prefix = 9156;
bool prefix_allowed(int prefix);

}  // namespace vip::card
