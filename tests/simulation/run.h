// Run: one seed from beginning to end.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/schedule.h"
#include "tests/simulation/world.h"

namespace vip::simulation {

struct Broken {
  std::string law;       // "H1"; "ensure" where a program stopped itself
  std::string what;      // for people
  std::size_t step = 0;  // during which it was seen; the schedule's size: while coming to rest
};

struct Outcome {
  std::optional<Broken> broken;
  std::string digest;  // two runs of one seed have one digest
  std::uint64_t steps = 0;
  std::uint64_t events = 0;
  Counts counts;
};

Outcome run(Chain& chain, std::uint64_t seed, const Weather& weather,
            const std::vector<Step>& schedule,
            const std::function<void(const std::string&)>& trail = {});

// Where the run that is under way stands, for who must say it in a signal's handler.
struct Standing {
  std::uint64_t seed = 0;
  std::size_t step = 0;
};
const volatile Standing& standing();

}  // namespace vip::simulation
