#include "sync/office/shedding.h"

#include <doctest/doctest.h>

#include "sync/wire.h"

namespace vip::sync {
namespace {

constexpr SheddingLimits limits{.connections = 300, .bulk_bytes = 1000, .longest_s = 60};
constexpr std::uint32_t lowest = 0;
constexpr std::uint32_t highest = 0xffffffff;

TEST_CASE("only bulk is turned away, and only where it is full") {
  CHECK_FALSE(turned_away(exchange_path, 1000, 299, lowest, limits));
  CHECK(turned_away(exchange_path, 1000, 300, lowest, limits) == 1);
  CHECK_FALSE(turned_away(exchange_path, 999, 900, highest, limits));
  CHECK_FALSE(turned_away(want_path, 5000, 900, highest, limits));
  CHECK_FALSE(turned_away(enrol_path, 5000, 900, highest, limits));
}

TEST_CASE("the fuller it is, the later and the wider apart they come back, up to the limit") {
  CHECK(turned_away(exchange_path, 1000, 300, highest, limits) == 2);
  CHECK(turned_away(exchange_path, 1000, 400, lowest, limits) == 1);
  CHECK(turned_away(exchange_path, 1000, 400, highest, limits) == 22);
  CHECK(turned_away(exchange_path, 1000, 400, highest / 2, limits) == 11);
  CHECK(turned_away(exchange_path, 1000, 9000, highest, limits) == 60);
}

}  // namespace
}  // namespace vip::sync
