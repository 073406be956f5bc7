#include "sync/agent_times.h"

#include <algorithm>

namespace vip::sync {

std::int64_t within_ms(std::int64_t most, std::uint32_t random) {
  return static_cast<std::int64_t>(random) * (std::max<std::int64_t>(most, 0) + 1) >> 32;
}

std::int64_t wait_after_failure_ms(const AgentTimes& times, int failures,
                                   std::int64_t retry_after_ms, std::uint32_t random) {
  const int doublings = std::clamp(failures - 1, 0, 20);
  const std::int64_t most = std::min(times.longest_wait_ms, times.first_wait_ms << doublings);
  // Whoever is asked to come back comes spread out after that, never before.
  return std::max<std::int64_t>(retry_after_ms, 0) + within_ms(most, random);
}

std::int64_t in_window(std::int64_t begin, std::int64_t end, std::uint32_t random) {
  return begin + within_ms(std::max<std::int64_t>(end - begin, 0), random);
}

}  // namespace vip::sync
