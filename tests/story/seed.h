// The seed of a random test: VIP_SEED of the environment, as tests/run sets it, otherwise a fresh
// one. Whoever takes one prints it, so that a failure can be played again.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>

namespace vip::story {

inline std::uint64_t chosen_seed() {
  const char* told = std::getenv("VIP_SEED");
  return told != nullptr ? std::strtoull(told, nullptr, 10) : std::random_device()();
}

}  // namespace vip::story
