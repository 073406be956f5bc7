#include "tests/simulation/explain.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <deque>

#include "cardformat/ensure.h"
#include "tests/simulation/shrink.h"

namespace vip::simulation {
namespace {

constexpr std::size_t lines_kept = 40;

std::deque<std::string>& last_lines() {
  static std::deque<std::string> lines;
  return lines;
}

void print_last_lines() {
  std::printf("\nThe last things that happened:\n");
  for (const std::string& line : last_lines()) std::printf("  %s\n", line.c_str());
}

// ensure() raises the signal from ordinary code, so that ordinary code may run here.
void on_abort(int) {
  print_last_lines();
  std::printf("  and then the program stopped itself\n");
  std::fflush(stdout);
  _exit(1);
}

// In a process of its own, because a program that stops itself takes its process with it.
void replay(Chain& chain, std::uint64_t seed, const Weather& weather,
            const std::vector<Step>& schedule) {
  std::fflush(nullptr);
  const pid_t child = fork();
  ensure(child >= 0, "a process can be made");
  if (child == 0) {
    signal(SIGABRT, on_abort);
    const Outcome again = run(chain, seed, weather, schedule, [](const std::string& line) {
      if (last_lines().size() == lines_kept) last_lines().pop_front();
      last_lines().push_back(line);
    });
    print_last_lines();
    if (again.broken) {
      std::printf("  BROKEN %s: %s\n", again.broken->law.c_str(), again.broken->what.c_str());
    }
    std::fflush(stdout);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
}

std::string replay_command(const Named& run, const std::vector<Step>& only) {
  std::string command = "build/dev/tests/simulation/simulation --seed " + std::to_string(run.seed) +
                        " --steps " + std::to_string(run.steps);
  if (run.stores != 0) command += " --stores " + std::to_string(run.stores);
  const char* before = " --only ";
  for (const Step& step : only) {
    command += before + std::to_string(step.at);
    before = ",";
  }
  return command;
}

}  // namespace

std::vector<Step> schedule_of(const Named& run, const Weather& weather, const Only& only) {
  std::vector<Step> schedule = schedule_of(run.seed, weather, run.steps);
  if (only.empty()) return schedule;
  std::erase_if(schedule, [&](const Step& step) {
    return !std::binary_search(only.begin(), only.end(), step.at);
  });
  return schedule;
}

void explain(Chain& chain, const BrokenRun& broken, const Only& only, bool shrinks) {
  const auto& [run, what] = broken;
  std::printf("\nBROKEN %s: %s\nseed %llu, step %zu of %zu; again: %s\n", what.law.c_str(),
              what.what.c_str(), static_cast<unsigned long long>(run.seed), what.step, run.steps,
              replay_command(run, {}).c_str());
  std::fflush(stdout);
  const Weather weather = weather_of(run.seed, run.stores);
  std::vector<Step> schedule = schedule_of(run, weather, only);
  schedule.resize(std::min(what.step + 1, schedule.size()));
  if (shrinks) {
    schedule = shrink(chain, run.seed, weather, std::move(schedule), what.law);
    std::printf("\n%zu of %zu steps are enough, in a chain of %zu stores:\n", schedule.size(),
                what.step + 1, weather.stores);
    for (const Step& step : schedule) {
      std::printf("  %6zu %s\n", step.at, std::string(name(step.act)).c_str());
    }
    std::printf("again: %s --trail\n", replay_command(run, schedule).c_str());
  }
  replay(chain, run.seed, weather, schedule);
}

}  // namespace vip::simulation
