// Report: what many runs came to, told to people; and as lines between the processes that ran them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/run.h"

namespace vip::simulation {

// What names a run: all of it follows.
struct Named {
  std::uint64_t seed = 0;
  std::size_t steps = 2000;
  std::size_t stores = 0;  // 0: drawn from the seed
};

struct BrokenRun {
  Named run;
  Broken broken;
};

struct Sum {
  std::uint64_t runs = 0;
  std::uint64_t steps = 0;
  std::uint64_t events = 0;
  Counts counts;
  std::vector<BrokenRun> broken;

  void add(const Outcome& outcome);
  void add(const Sum& other);
};

// A line for each thing in it. Lines that say nothing of the kind are passed over.
std::string lines_of(const Sum& sum);
Sum sum_of(std::string_view lines);
// As lines_of() says it of one run, for who has no time for more (a signal's handler); what fits.
std::size_t broken_line(char* into, std::size_t size, const Named& run, std::size_t step);

// Steps by kind, faults by kind, events, and what came of it all. `processor_s`: what all jobs
// together had of the processors, which says more than the clock where others want them as well.
void print(const Sum& sum, double seconds, double processor_s);

}  // namespace vip::simulation
