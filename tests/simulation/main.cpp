// simulation: runs seeds until a law breaks or there are enough steps, and says what it found.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/ensure.h"
#include "tests/simulation/explain.h"
#include "tests/simulation/report.h"

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
  --minutes M  the same in minutes
  --jobs J     processes; 1 unless told
  --twice      runs each seed twice: both must come to the same
  --trail      says everything that happens
  --only LIST  of the schedule these steps alone, by their places in it: 3,17,41
  --pinned F   the runs that a file names: a line for each, with seed, steps and stores (0: drawn)
  --no-shrink  leaves a broken schedule as it is

Examples:
  simulation --seed 7 --steps 2000 --stores 4      one run
  simulation --seed 7 --trail                      everything that happens in it
  simulation --minutes 8 --jobs 2 --steps 1000     fresh seeds on two cores for eight minutes
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
  Only only;
  std::vector<Named> pinned;
};

// Lines of three numbers; what follows them, and lines that begin with #, is for people.
bool read_pinned(const char* file, Wanted& wanted) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream numbers(line);
    Named one;
    if (!(numbers >> one.seed >> one.steps >> one.stores) || one.steps == 0 ||
        one.stores > most_stores) {
      return false;
    }
    wanted.pinned.push_back(one);
  }
  wanted.runs = wanted.pinned.size();
  return !wanted.pinned.empty();
}

// "3,17,41" as numbers, in order.
bool read_only(std::string_view text, Only& only) {
  while (!text.empty()) {
    std::size_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc()) return false;
    only.push_back(value);
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    if (text.empty()) break;
    if (text.front() != ',' || text.size() == 1) return false;
    text.remove_prefix(1);
  }
  std::sort(only.begin(), only.end());
  return !only.empty();
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
      if (option == "--only") {
        if (!read_only(argv[i], wanted.only)) return false;
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
      else if (option == "--minutes")
        wanted.seconds = static_cast<std::int64_t>(value) * 60;
      else if (option == "--jobs" && value >= 1 && value <= 64)
        wanted.jobs = static_cast<unsigned>(value);
      else
        return false;
    }
  }
  return wanted.steps > 0;
}

// Where an abort is told, and of which run.
volatile int told_through = STDERR_FILENO;
volatile std::size_t steps_of_run = 0;
volatile std::size_t stores_of_run = 0;

// A program that stops itself still says which seed it was.
void on_abort(int) {
  char text[160];
  const volatile Standing& now = standing();
  const std::size_t size =
      broken_line(text, sizeof text, {now.seed, steps_of_run, stores_of_run}, now.step);
  [[maybe_unused]] const auto written = write(told_through, text, size);
  std::fflush(nullptr);  // raised by ensure() from ordinary code, so that this may be done
  _exit(1);
}

using Clock = std::chrono::steady_clock;

Sum work(const Wanted& wanted, unsigned job) {
  Chain chain;
  Sum sum;
  const auto started = Clock::now();
  const std::uint64_t share = wanted.total / wanted.jobs;
  for (std::uint64_t i = job;; i += wanted.jobs) {
    const bool late =
        wanted.seconds != 0 && Clock::now() - started >= std::chrono::seconds(wanted.seconds);
    const bool enough = wanted.total != 0     ? sum.steps >= share
                        : wanted.seconds != 0 ? false
                                              : i >= wanted.runs;
    if (late || enough) break;
    const Named one = wanted.pinned.empty() ? Named{wanted.seed + i, wanted.steps, wanted.stores}
                                            : wanted.pinned[i];
    steps_of_run = one.steps;
    stores_of_run = one.stores;
    const Weather weather = weather_of(one.seed, one.stores);
    const auto schedule = schedule_of(one, weather, wanted.only);
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
    sum.add(outcome);
    if (outcome.broken) {
      sum.broken.push_back({one, *outcome.broken});
      break;
    }
  }
  return sum;
}

// Each job is a process of its own, and says through a pipe what it came to.
struct Job {
  pid_t process = 0;
  int says = -1;
};

Job start_job(const Wanted& wanted, unsigned number) {
  int ends[2];
  ensure(pipe(ends) == 0, "a pipe can be made");
  std::fflush(nullptr);
  const pid_t process = fork();
  ensure(process >= 0, "a process can be made");
  if (process == 0) {
    close(ends[0]);
    told_through = ends[1];
    signal(SIGABRT, on_abort);
    const std::string all = lines_of(work(wanted, number));
    std::string_view lines = all;
    while (!lines.empty()) {
      const ssize_t written = write(ends[1], lines.data(), lines.size());
      if (written <= 0) break;
      lines.remove_prefix(static_cast<std::size_t>(written));
    }
    std::fflush(nullptr);
    _exit(lines.empty() ? 0 : 1);
  }
  close(ends[1]);
  return {process, ends[0]};
}

// False where it ended without a word of why.
bool end_job(const Job& job, Sum& sum) {
  std::string lines;
  char some[4096];
  for (ssize_t size = 0; (size = ::read(job.says, some, sizeof some)) > 0;) {
    lines.append(some, static_cast<std::size_t>(size));
  }
  close(job.says);
  int status = 0;
  waitpid(job.process, &status, 0);
  const Sum own = sum_of(lines);
  sum.add(own);
  return status == 0 || !own.broken.empty();
}

// Of all jobs that ended.
double processor_seconds() {
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

int main_of(int argc, char** argv) {
  Wanted wanted;
  if (!read(argc, argv, wanted)) {
    std::fputs(usage.data(), stderr);
    return 2;
  }
  if (wanted.pinned.empty()) {
    std::printf("simulation: seeds from %llu, %zu steps each\n",
                static_cast<unsigned long long>(wanted.seed), wanted.steps);
  } else {
    std::printf("simulation: %zu pinned runs\n", wanted.pinned.size());
  }
  const auto started = Clock::now();
  std::vector<Job> jobs;
  for (unsigned i = 0; i < wanted.jobs; ++i) jobs.push_back(start_job(wanted, i));
  Sum sum;
  bool well = true;
  for (const Job& job : jobs) well = end_job(job, sum) && well;
  print(sum, std::chrono::duration<double>(Clock::now() - started).count(), processor_seconds());
  if (!well) std::printf("a process ended without saying why\n");
  if (!sum.broken.empty()) {
    Chain chain;
    for (const BrokenRun& broken : sum.broken) explain(chain, broken, wanted.only, wanted.shrinks);
  }
  return well && sum.broken.empty() ? 0 : 1;
}

}  // namespace
}  // namespace vip::simulation

int main(int argc, char** argv) { return vip::simulation::main_of(argc, argv); }
