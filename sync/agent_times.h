// Agent times: when the agent talks to head office (design 7, "When").
//
// Pure: random numbers and the time are given.
#pragma once

#include <cstdint>

namespace vip::sync {

struct AgentTimes {
  std::int64_t start_ms = 30'000;      // the first exchange comes within this after the start
  std::int64_t soon_ms = 2'000;        // what waits goes after this, while the line is up
  std::uint64_t enough = 20;           // so many events do not wait for it
  std::int64_t idle_ms = 300'000;      // with nothing to say: what does head office have for us?
  std::int64_t pace_ms = 200;          // between two exchanges, however much is said
  std::int64_t first_wait_ms = 2'000;  // after a failure
  std::int64_t longest_wait_ms = 600'000;
};

// How long to wait after that many failures in a row, at least one: full jitter, uniform in
// [0, min(longest, first * 2^(failures-1))]; never before head office asked to come back.
std::int64_t wait_after_failure_ms(const AgentTimes& times, int failures,
                                   std::int64_t retry_after_ms, std::uint32_t random);

// Uniform in [0, most].
std::int64_t within_ms(std::int64_t most, std::uint32_t random);

// A second of the nightly window, uniform; `begin` where it is empty.
std::int64_t in_window(std::int64_t begin, std::int64_t end, std::uint32_t random);

}  // namespace vip::sync
