#include "tests/simulation/run.h"

namespace vip::simulation {
namespace {

volatile Standing at;

}  // namespace

const volatile Standing& standing() { return at; }

Outcome run(Chain& chain, std::uint64_t seed, const Weather& weather,
            const std::vector<Step>& schedule,
            const std::function<void(const std::string&)>& trail) {
  Outcome outcome;
  at.seed = seed;
  at.step = 0;
  World world(chain, seed, weather, trail);
  try {
    for (const Step& step : schedule) {
      at.step = outcome.steps;
      world.take(step);
      ++outcome.steps;
    }
    world.come_to_rest();
  } catch (const Violation& violation) {
    outcome.broken = Broken{violation.law(), violation.what(), outcome.steps};
  }
  outcome.digest = world.digest();
  outcome.events = world.events();
  outcome.counts = world.counts();
  for (const auto& [what, times] : world.event_counts()) outcome.counts[what] += times;
  return outcome;
}

}  // namespace vip::simulation
