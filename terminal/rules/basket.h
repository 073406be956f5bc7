// Basket: what the customer lays on the counter, and the coupons beside it.
//
// Limits (A20) are measured where a basket comes in: qty 1 to 10^6, unit price 0 to 10^11 fen, 1 to
// 1000 lines, gross at most 10^12 fen, 0 to 50 coupons of 1 to 10^12 fen with distinct ids, their
// lines not empty, in range and distinct. Rules rely on them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cardformat/amount.h"

namespace vip::terminal {

struct BasketLine {
  std::string sku;
  std::string name;
  std::int64_t qty = 1;
  Fen unit_price;
  bool promotion = false;      // D5
  bool special_price = false;  // D5
  friend bool operator==(const BasketLine&, const BasketLine&) = default;
};

struct Coupon {
  std::string id;
  Fen amount;
  std::optional<std::vector<std::size_t>> lines;  // no value: the whole basket (A5)
  friend bool operator==(const Coupon&, const Coupon&) = default;
};

struct Basket {
  std::vector<BasketLine> lines;
  std::vector<Coupon> coupons;
  friend bool operator==(const Basket&, const Basket&) = default;
};

// A20.
namespace limits {
inline constexpr std::int64_t qty = 1'000'000;
inline constexpr Fen unit_price{100'000'000'000};
inline constexpr std::size_t lines = 1000;
inline constexpr Fen basket_gross{1'000'000'000'000};
inline constexpr std::size_t coupons = 50;
inline constexpr Fen coupon_amount{1'000'000'000'000};
}  // namespace limits

// Requires: the basket is within the limits.
Fen gross(const BasketLine& line);
Fen gross(const Basket& basket);

// For a basket just read: is its gross within the limit? Requires: each line by itself is within
// its own limits; the sum may be far outside.
bool gross_within_limit(const Basket& basket);

}  // namespace vip::terminal
