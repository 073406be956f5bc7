// Shrink: from a schedule that breaks a law, the few steps that are enough to break it.
//
// Leaves out halves, quarters, ... single steps, as long as the same law is still broken. Each try
// is a process of its own, because a program that stops itself (ensure) takes its process with it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/simulation/run.h"

namespace vip::simulation {

// The law that this schedule breaks; empty where all hold.
std::string law_broken(Chain& chain, std::uint64_t seed, const Weather& weather,
                       const std::vector<Step>& schedule);

// Requires: the schedule breaks `law`.
std::vector<Step> shrink(Chain& chain, std::uint64_t seed, const Weather& weather,
                         std::vector<Step> schedule, const std::string& law);

}  // namespace vip::simulation
