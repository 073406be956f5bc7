// Dice: where every chance of the simulator comes from. One seed, one world.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vip::simulation {

// SplitMix64: small, quick, and any seed is a good one.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  // Uniform in [0, n). Requires: n > 0.
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
  // Uniform in [least, most].
  std::int64_t from(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(most - least + 1));
  }
  bool chance(std::int64_t in_thousand) { return from(0, 999) < in_thousand; }

 private:
  std::uint64_t state_;
};

}  // namespace vip::simulation
