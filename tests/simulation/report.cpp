#include "tests/simulation/report.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>
#include <utility>

namespace vip::simulation {
namespace {

constexpr std::string_view stopped_itself = "a program stopped itself";

// What somebody or something did to the chain on purpose: acts of the schedule, and what befell a
// request on its way or a machine at a write.
constexpr std::array<std::string_view, 35> faults = {"answer cut",
                                                     "answer lost",
                                                     "answered by a storage error",
                                                     "backup failed",
                                                     "checkpoint failed",
                                                     "clock_trouble",
                                                     "days_pass",
                                                     "disk copied, both go on",
                                                     "disk_fault",
                                                     "disk_lost",
                                                     "exchange broken by a disk",
                                                     "head office came back from an old copy",
                                                     "head office came back from the latest copy",
                                                     "head office could not be started",
                                                     "head office killed at a write",
                                                     "head office's power cut at a write",
                                                     "image put back",
                                                     "image_restored",
                                                     "killed",
                                                     "killed at a write",
                                                     "late_request",
                                                     "line_cut",
                                                     "lost disk turned up",
                                                     "office_disk_fault",
                                                     "office_killed",
                                                     "office_power_cut",
                                                     "office_restored",
                                                     "office_restored_old",
                                                     "power cut at a write",
                                                     "power_cut",
                                                     "refused on the way",
                                                     "request doubled",
                                                     "request held up",
                                                     "request lost",
                                                     "terminal died while exchanging"};

bool is_fault(const std::string& what) {
  return std::find(faults.begin(), faults.end(), what) != faults.end();
}

bool is_act(const std::string& what) {
  for (std::size_t act = 0; act < act_count; ++act) {
    if (name(static_cast<Act>(act)) == what) return true;
  }
  return false;
}

bool is_event(const std::string& what) { return what.starts_with("event "); }

template <class Wanted>
void print_those(const char* title, const Counts& counts, Wanted wanted) {
  std::uint64_t all = 0;
  for (const auto& [what, times] : counts) all += wanted(what) ? times : 0;
  std::printf("%s: %llu\n", title, static_cast<unsigned long long>(all));
  for (const auto& [what, times] : counts) {
    if (!wanted(what)) continue;
    std::printf("  %-44s %llu\n", what.c_str(), static_cast<unsigned long long>(times));
  }
}

}  // namespace

void Sum::add(const Outcome& outcome) {
  ++runs;
  steps += outcome.steps;
  events += outcome.events;
  for (const auto& [what, times] : outcome.counts) counts[what] += times;
}

void Sum::add(const Sum& other) {
  runs += other.runs;
  steps += other.steps;
  events += other.events;
  for (const auto& [what, times] : other.counts) counts[what] += times;
  broken.insert(broken.end(), other.broken.begin(), other.broken.end());
}

std::string lines_of(const Sum& sum) {
  std::ostringstream out;
  out << "sum " << sum.runs << ' ' << sum.steps << ' ' << sum.events << '\n';
  for (const auto& [what, times] : sum.counts) out << "count " << times << ' ' << what << '\n';
  for (const auto& [run, broken] : sum.broken) {
    out << "broken " << run.seed << ' ' << run.steps << ' ' << run.stores << ' ' << broken.step
        << ' ' << broken.law << ' ' << broken.what << '\n';
  }
  return out.str();
}

std::size_t broken_line(char* into, std::size_t size, const Named& run, std::size_t step) {
  const int written = std::snprintf(into, size, "broken %llu %zu %zu %zu ensure %s\n",
                                    static_cast<unsigned long long>(run.seed), run.steps,
                                    run.stores, step, stopped_itself.data());
  return std::min(size, static_cast<std::size_t>(std::max(written, 0)));
}

Sum sum_of(std::string_view lines) {
  Sum sum;
  std::istringstream in{std::string(lines)};
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string kind;
    words >> kind;
    const auto rest = [&words] {
      std::string text;
      std::getline(words >> std::ws, text);
      return text;
    };
    if (kind == "sum") {
      words >> sum.runs >> sum.steps >> sum.events;
    } else if (kind == "count") {
      std::uint64_t times = 0;
      words >> times;
      sum.counts[rest()] += times;
    } else if (kind == "broken") {
      BrokenRun one;
      words >> one.run.seed >> one.run.steps >> one.run.stores >> one.broken.step >> one.broken.law;
      one.broken.what = rest();
      sum.broken.push_back(std::move(one));
    }
  }
  return sum;
}

void print(const Sum& sum, double seconds, double processor_s) {
  print_those("steps by kind", sum.counts,
              [](const std::string& what) { return is_act(what) && !is_fault(what); });
  print_those("faults by kind", sum.counts, is_fault);
  print_those("events by kind", sum.counts, is_event);
  print_those("what came of it", sum.counts, [](const std::string& what) {
    return !is_act(what) && !is_fault(what) && !is_event(what);
  });
  std::printf(
      "%llu runs, %llu steps, %llu events, %.1f s, %.0f steps a second, %.0f for each second of a "
      "processor\n",
      static_cast<unsigned long long>(sum.runs), static_cast<unsigned long long>(sum.steps),
      static_cast<unsigned long long>(sum.events), seconds,
      static_cast<double>(sum.steps) / seconds, static_cast<double>(sum.steps) / processor_s);
  std::printf(sum.broken.empty() ? "all laws held\n" : "BROKEN\n");
}

}  // namespace vip::simulation
