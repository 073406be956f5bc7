#include "terminal/rules/basket.h"

#include <doctest/doctest.h>

#include "tests/show.h"

namespace vip::terminal {
namespace {

BasketLine line(std::int64_t qty, std::int64_t unit_price) {
  return {.sku = "A", .qty = qty, .unit_price = Fen(unit_price)};
}

TEST_CASE("A20: gross is quantity times price, and the lines together") {
  CHECK(gross(line(2, 12900)) == Fen(25800));
  CHECK(gross(line(1, 0)) == Fen(0));
  CHECK(gross(line(1'000'000, 1'000'000)) == Fen(1'000'000'000'000));
  CHECK(gross(Basket{{line(2, 12900), line(1, 100), line(3, 0)}, {}}) == Fen(25900));
  CHECK(gross(Basket{}) == Fen(0));
}

TEST_CASE("A20: a basket comes to at most 10^12 fen, however its lines are cut") {
  CHECK(gross_within_limit(Basket{}));
  CHECK(gross_within_limit({{line(1'000'000, 1'000'000)}, {}}));
  CHECK_FALSE(gross_within_limit({{line(1'000'000, 1'000'000), line(1, 1)}, {}}));
  CHECK(gross_within_limit({{line(999'999, 1'000'000), line(1, 1'000'000)}, {}}));
  CHECK_FALSE(gross_within_limit({{line(1'000'000, 1'000'001)}, {}}));
  // Every line at its own limits: 10^20 fen.
  CHECK_FALSE(
      gross_within_limit({std::vector<BasketLine>(1000, line(1'000'000, 100'000'000'000)), {}}));
}

TEST_CASE("A20: the limits") {
  CHECK(limits::qty == 1000000);
  CHECK(limits::unit_price == Fen(100000000000));
  CHECK(limits::lines == 1000);
  CHECK(limits::basket_gross == Fen(1000000000000));
  CHECK(limits::coupons == 50);
  CHECK(limits::coupon_amount == Fen(1000000000000));
}

}  // namespace
}  // namespace vip::terminal
