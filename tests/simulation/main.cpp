// simulation: runs seeds until a law breaks or there are enough steps, and says what it found.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <functional>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/run.h"
#include "tests/simulation/shrink.h"

namespace vip::simulation {
namespace {

constexpr std::string_view usage = R"(Usage: simulation [options]

Plays a chain of stores and its head office in bad weather, each run from one seed, and checks every
law of the design after every step. Exit 0: all of them held. Exit 1: one did not; the last steps
before it, the seed and a shrunk schedule are printed.

  --seed N     the first seed; unless told, as VIP_SEED says or a fresh one
  --runs N     so many seeds, one after the other; 1 unless told
  --steps M    steps of each run; 2000 unless told
  --stores K   stores, 1 to 8; drawn from the seed unless told
  --total M    runs seeds until there were so many steps
  --seconds S  or until so many seconds have gone by
  --jobs J     processes; 1 unless told
  --twice      runs each seed twice: both must come to the same
  --trail      says everything that happens
  --pinned F   the runs that a file names: a line for each, with seed, steps and stores (0: drawn)
  --no-shrink  leaves a broken schedule as it is
)";

struct Wanted {
  std::uint64_t seed = 0;
  std::uint64_t runs = 1;
  std::size_t steps = 2000;
  std::size_t stores = 0;
  std::uint64_t total = 0;
  std::int64_t seconds = 0;
  unsigned jobs = 1;
  bool twice = false;
  bool trail = false;
  bool shrinks = true;
  struct Pinned {
    std::uint64_t seed;
    std::size_t steps;
    std::size_t stores;
  };
  std::vector<Pinned> pinned;
};

// Lines of three numbers; what follows them, and lines that begin with #, is for people.
bool read_pinned(const char* file, Wanted& wanted) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream numbers(line);
    Wanted::Pinned one{};
    if (!(numbers >> one.seed >> one.steps >> one.stores) || one.steps == 0 ||
        one.stores > most_stores) {
      return false;
    }
    wanted.pinned.push_back(one);
  }
  wanted.runs = wanted.pinned.size();
  return !wanted.pinned.empty();
}

// Where seeds begin: VIP_SEED of the environment, as tests/run sets it, otherwise somewhere fresh.
std::uint64_t first_seed() {
  const char* told = std::getenv("VIP_SEED");
  return (told != nullptr ? std::strtoull(told, nullptr, 10) : std::random_device()()) *
         1'000'000ULL;
}

bool read(int argc, char** argv, Wanted& wanted) {
  wanted.seed = first_seed();
  for (int i = 1; i < argc; ++i) {
    const std::string_view option = argv[i];
    if (option == "--twice") {
      wanted.twice = true;
    } else if (option == "--trail") {
      wanted.trail = true;
    } else if (option == "--no-shrink") {
      wanted.shrinks = false;
    } else {
      if (++i == argc) return false;
      if (option == "--pinned") {
        if (!read_pinned(argv[i], wanted)) return false;
        continue;
      }
      const std::string_view text = argv[i];
      std::uint64_t value = 0;
      const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
      if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return false;
      if (option == "--seed")
        wanted.seed = value;
      else if (option == "--runs")
        wanted.runs = value;
      else if (option == "--steps")
        wanted.steps = value;
      else if (option == "--stores" && value <= most_stores)
        wanted.stores = value;
      else if (option == "--total")
        wanted.total = value;
      else if (option == "--seconds")
        wanted.seconds = static_cast<std::int64_t>(value);
      else if (option == "--jobs" && value >= 1 && value <= 64)
        wanted.jobs = static_cast<unsigned>(value);
      else
        return false;
    }
  }
  return wanted.steps > 0;
}

// A program that stops itself still says which seed it was.
void on_abort(int) {
  char text[160];
  const volatile Standing& now = standing();
  const int size =
      std::snprintf(text, sizeof text, "a program stopped itself: seed %llu, step %zu\n",
                    static_cast<unsigned long long>(now.seed), now.step);
  [[maybe_unused]] const auto written = write(STDERR_FILENO, text, static_cast<std::size_t>(size));
  _exit(1);
}

std::string replay_command(const Wanted::Pinned& one) {
  return "build/dev/tests/simulation/simulation --seed " + std::to_string(one.seed) + " --steps " +
         std::to_string(one.steps) +
         (one.stores != 0 ? " --stores " + std::to_string(one.stores) : std::string());
}

// The last things that happened, once more, and the shortest schedule that still breaks the law.
void explain(Chain& chain, const Wanted::Pinned& one, const Weather& weather,
             std::vector<Step> schedule, const Broken& broken, bool shrinks) {
  std::printf("\nBROKEN %s: %s\nseed %llu, step %zu of %zu; again: %s\n", broken.law.c_str(),
              broken.what.c_str(), static_cast<unsigned long long>(one.seed), broken.step,
              schedule.size(), replay_command(one).c_str());
  std::fflush(stdout);
  schedule.resize(std::min(broken.step + 1, schedule.size()));
  if (shrinks) schedule = shrink(chain, one.seed, weather, std::move(schedule), broken.law);
  std::deque<std::string> last;
  const Outcome again = run(chain, one.seed, weather, schedule, [&](const std::string& line) {
    if (last.size() == 40) last.pop_front();
    last.push_back(line);
  });
  std::printf("\n%zu steps are enough:", schedule.size());
  for (const Step& step : schedule) std::printf(" %s", std::string(name(step.act)).c_str());
  std::printf("\n\nThe last things that happened:\n");
  for (const std::string& line : last) std::printf("  %s\n", line.c_str());
  if (again.broken) {
    std::printf("  BROKEN %s: %s\n", again.broken->law.c_str(), again.broken->what.c_str());
  }
}

struct Sum {
  std::uint64_t runs = 0;
  std::uint64_t steps = 0;
  std::uint64_t events = 0;
  Counts counts;
  bool broken = false;
};

Sum work(const Wanted& wanted, unsigned job) {
  Chain chain;
  Sum sum;
  const auto started = std::chrono::steady_clock::now();
  const std::uint64_t share = wanted.total / wanted.jobs;
  for (std::uint64_t i = job;; i += wanted.jobs) {
    const auto gone = std::chrono::steady_clock::now() - started;
    const bool late = wanted.seconds != 0 && gone >= std::chrono::seconds(wanted.seconds);
    const bool enough = wanted.total != 0     ? sum.steps >= share
                        : wanted.seconds != 0 ? false
                                              : i >= wanted.runs;
    if (late || enough) break;
    const Wanted::Pinned one = wanted.pinned.empty()
                                   ? Wanted::Pinned{wanted.seed + i, wanted.steps, wanted.stores}
                                   : wanted.pinned[i];
    const Weather weather = weather_of(one.seed, one.stores);
    const auto schedule = schedule_of(one.seed, weather, one.steps);
    const auto trail = wanted.trail ? std::function<void(const std::string&)>(
                                          [](const std::string& line) { std::puts(line.c_str()); })
                                    : std::function<void(const std::string&)>();
    Outcome outcome = run(chain, one.seed, weather, schedule, trail);
    if (!outcome.broken && wanted.twice) {
      const Outcome again = run(chain, one.seed, weather, schedule);
      if (again.digest != outcome.digest || again.counts != outcome.counts) {
        outcome.broken = Broken{"seed", "two runs of one seed differ", schedule.size()};
      }
    }
    ++sum.runs;
    sum.steps += outcome.steps;
    sum.events += outcome.events;
    for (const auto& [what, times] : outcome.counts) sum.counts[what] += times;
    if (outcome.broken) {
      sum.broken = true;
      explain(chain, one, weather, schedule, *outcome.broken, wanted.shrinks);
      break;
    }
  }
  return sum;
}

void print(const Sum& sum, double seconds) {
  std::printf("%llu runs, %llu steps, %llu events, %.1f s, %.0f steps a second\n",
              static_cast<unsigned long long>(sum.runs), static_cast<unsigned long long>(sum.steps),
              static_cast<unsigned long long>(sum.events), seconds,
              static_cast<double>(sum.steps) / seconds);
  for (const auto& [what, times] : sum.counts) {
    std::printf("  %-36s %llu\n", what.c_str(), static_cast<unsigned long long>(times));
  }
  std::printf(sum.broken ? "BROKEN\n" : "all laws held\n");
}

int main_of(int argc, char** argv) {
  Wanted wanted;
  if (!read(argc, argv, wanted)) {
    std::fputs(usage.data(), stderr);
    return 2;
  }
  signal(SIGABRT, on_abort);
  if (wanted.pinned.empty()) {
    std::printf("simulation: seeds from %llu, %zu steps each\n",
                static_cast<unsigned long long>(wanted.seed), wanted.steps);
  } else {
    std::printf("simulation: %zu pinned runs\n", wanted.pinned.size());
  }
  const auto started = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  };
  std::fflush(stdout);
  std::vector<pid_t> children;
  for (unsigned job = 1; job < wanted.jobs; ++job) {
    const pid_t child = fork();
    if (child == 0) {
      const Sum sum = work(wanted, job);
      print(sum, seconds());
      std::fflush(stdout);
      std::exit(sum.broken ? 1 : 0);
    }
    children.push_back(child);
  }
  const Sum sum = work(wanted, 0);
  print(sum, seconds());
  bool broken = sum.broken;
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    broken |= status != 0;
  }
  return broken ? 1 : 0;
}

}  // namespace
}  // namespace vip::simulation

int main(int argc, char** argv) { return vip::simulation::main_of(argc, argv); }
