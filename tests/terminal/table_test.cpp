// Table: columns line up, Chinese included.
#include "terminal/cli/table.h"

#include <doctest/doctest.h>

namespace vip::terminal::cli {
namespace {

TEST_CASE("Columns line up where Chinese takes two") {
  CHECK(table({{"货号"}, {"原价", Side::right}, {"依据"}},
              {{"A17", "258.00", "会员价 (D1)"}, {"面膜套装", "8.00", ""}, {"x"}}) ==
        "货号        原价  依据\n"
        "A17       258.00  会员价 (D1)\n"
        "面膜套装    8.00\n"
        "x\n");
  CHECK(table({{"a"}, {"b"}}, {}) == "a  b\n");
}

TEST_CASE("Names stand before their values, one under the other") {
  CHECK(pairs({{"card", "9156"}, {"积分余额", "12"}, {"note", ""}}) ==
        "card      9156\n"
        "积分余额  12\n"
        "note\n");
  CHECK(pairs({}) == "");
}

TEST_CASE("R3: what was typed cannot steer a screen") {
  CHECK(pairs({{"note", "a\x1b[31mb\nc"}}) == "note  a [31mb c\n");
}

}  // namespace
}  // namespace vip::terminal::cli
