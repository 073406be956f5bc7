// Amounts: money in fen, points in points, and nothing that would mix them.
//
// An Amount is an int64 within +-max (4 * 10^18 / 4 = 10^18): every sum or difference of two
// amounts is exact in 64 bits, and one that leaves the limits is a broken invariant (ensure),
// because what comes from outside was measured long before (A20: a basket is at most 10^12 fen).
//
// Deliberately absent: Fen + Points (P6: points are never money), Fen * Fen, Fen / n (money is
// shared out, see terminal/rules/share_out.h), anything from or to floating point.
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>

#include "cardformat/ensure.h"

namespace vip {

template <class Unit>
class Amount {
 public:
  static constexpr std::int64_t max = 1'000'000'000'000'000'000;

  constexpr Amount() = default;
  constexpr explicit Amount(std::int64_t count) : count_(count) {
    ensure(-max <= count && count <= max, "an amount is within its limits");
  }
  template <std::floating_point F>
  Amount(F) = delete;

  constexpr std::int64_t count() const { return count_; }

  friend constexpr Amount operator+(Amount a, Amount b) { return Amount(a.count_ + b.count_); }
  friend constexpr Amount operator-(Amount a, Amount b) { return Amount(a.count_ - b.count_); }
  constexpr Amount operator-() const { return Amount(-count_); }
  constexpr Amount& operator+=(Amount other) { return *this = *this + other; }
  constexpr Amount& operator-=(Amount other) { return *this = *this - other; }
  friend constexpr auto operator<=>(Amount, Amount) = default;

 private:
  std::int64_t count_ = 0;
};

using Fen = Amount<struct FenUnit>;        // 1 yuan = 100 fen
using Points = Amount<struct PointsUnit>;  // P6: points are never money

}  // namespace vip
