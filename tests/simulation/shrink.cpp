#include "tests/simulation/shrink.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "cardformat/ensure.h"

namespace vip::simulation {
namespace {

constexpr int most_tries = 120;

}  // namespace

std::string law_broken(Chain& chain, std::uint64_t seed, const Weather& weather,
                       const std::vector<Step>& schedule) {
  int ends[2];
  ensure(pipe(ends) == 0, "a pipe can be made");
  std::fflush(nullptr);
  const pid_t child = fork();
  ensure(child >= 0, "a process can be made");
  if (child == 0) {
    signal(SIGABRT, SIG_DFL);
    ensure(std::freopen("/dev/null", "w", stderr) != nullptr, "there is a /dev/null");
    const Outcome outcome = run(chain, seed, weather, schedule);
    const std::string law = outcome.broken ? outcome.broken->law : std::string();
    const auto written = write(ends[1], law.data(), law.size());
    _exit(written == static_cast<ssize_t>(law.size()) ? 0 : 1);
  }
  close(ends[1]);
  char text[64];
  const ssize_t size = read(ends[0], text, sizeof text);
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status)) return "ensure";
  return {text, static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

std::vector<Step> shrink(Chain& chain, std::uint64_t seed, const Weather& weather,
                         std::vector<Step> schedule, const std::string& law) {
  int tries = 0;
  for (std::size_t piece = schedule.size() / 2; piece > 0; piece /= 2) {
    for (std::size_t at = 0; at < schedule.size() && tries < most_tries;) {
      std::vector<Step> less(schedule.begin(), schedule.begin() + static_cast<std::ptrdiff_t>(at));
      const std::size_t end = std::min(at + piece, schedule.size());
      less.insert(less.end(), schedule.begin() + static_cast<std::ptrdiff_t>(end), schedule.end());
      ++tries;
      if (law_broken(chain, seed, weather, less) == law) {
        schedule = std::move(less);
      } else {
        at += piece;
      }
    }
  }
  return schedule;
}

}  // namespace vip::simulation
