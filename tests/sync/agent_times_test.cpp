#include "sync/agent_times.h"

#include <doctest/doctest.h>

#include <limits>

namespace vip::sync {
namespace {

constexpr std::uint32_t least = 0;
constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();

TEST_CASE("design 7: full jitter, from nothing to a limit that doubles and then stays") {
  const AgentTimes times;
  struct Row {
    int failures;
    std::int64_t limit_ms;
  };
  const Row rows[] = {{0, 2'000},   {1, 2'000},   {2, 4'000},    {3, 8'000},
                      {8, 256'000}, {9, 512'000}, {10, 600'000}, {1'000, 600'000}};
  for (const Row& row : rows) {
    CAPTURE(row.failures);
    CHECK(wait_after_failure_ms(times, row.failures, 0, least) == 0);
    CHECK(wait_after_failure_ms(times, row.failures, 0, most) == row.limit_ms);
    CHECK(wait_after_failure_ms(times, row.failures, 0, most / 2) == row.limit_ms / 2);
  }
}

TEST_CASE("design 7: Retry-After is obeyed, and who waited for it does not come all at once") {
  const AgentTimes times;
  CHECK(wait_after_failure_ms(times, 1, 120'000, least) == 120'000);
  CHECK(wait_after_failure_ms(times, 1, 120'000, most) == 122'000);
}

TEST_CASE("design 7: uniform inside the nightly window") {
  CHECK(in_window(1'000, 8'200, least) == 1'000);
  CHECK(in_window(1'000, 8'200, most) == 8'200);
  CHECK(in_window(1'000, 8'200, most / 2) == 4'600);
  CHECK(in_window(1'000, 1'000, most) == 1'000);
  CHECK(in_window(1'000, 900, most) == 1'000);
}

}  // namespace
}  // namespace vip::sync
