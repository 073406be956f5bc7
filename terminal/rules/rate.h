// Rate: the part of a price that a member pays, in ten-thousandths (0.90 is 9000).
//
// The policy document and the answers write it as text: one digit, a point, two to four digits, no
// zero at the end beyond two: "0.90", "0.875" (A56); above 0, at most "1.00".
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/ensure.h"

namespace vip::terminal {

class Rate {
 public:
  static constexpr std::int32_t whole = 10000;

  constexpr Rate() = default;  // pays in full
  // Requires: 1 <= ten_thousandths <= 10000.
  constexpr explicit Rate(std::int32_t ten_thousandths) : ten_thousandths_(ten_thousandths) {
    ensure(1 <= ten_thousandths && ten_thousandths <= whole, "a rate is above 0 and at most 1.00");
  }

  constexpr std::int32_t ten_thousandths() const { return ten_thousandths_; }
  std::string text() const;

  friend constexpr auto operator<=>(Rate, Rate) = default;

 private:
  std::int32_t ten_thousandths_ = whole;
};

std::optional<Rate> read_rate(std::string_view text);

}  // namespace vip::terminal
