// Explain: tells people of a run that broke a law: what, how to see it again, the few steps that
// are enough, and what happened in them.
#pragma once

#include "tests/simulation/chain.h"
#include "tests/simulation/report.h"

namespace vip::simulation {

// Steps of the seed's schedule by their place in it; in order. Empty: all of them.
using Only = std::vector<std::size_t>;

std::vector<Step> schedule_of(const Named& run, const Weather& weather, const Only& only);

// Prints. `shrinks`: looks for fewer steps that are enough, which takes up to 120 runs.
void explain(Chain& chain, const BrokenRun& broken, const Only& only, bool shrinks);

}  // namespace vip::simulation
