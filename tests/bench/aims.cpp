#include "tests/bench/aims.h"

#include <cstdio>
#include <optional>
#include <ostream>
#include <string_view>

namespace vip::bench {
namespace {

using Figures = std::map<std::string, double>;

std::optional<double> find(const Figures& figures, std::string_view bench, std::string_view name) {
  const auto found = figures.find(std::string(bench) + ' ' + std::string(name));
  if (found == figures.end()) return std::nullopt;
  return found->second;
}

enum class Is { at_most, at_least };

struct Aim {
  const char* what;
  const char* bench;
  const char* figure;
  Is is;
  double limit;
  const char* unit;
  const char* than_bench = nullptr;  // where the figure is divided by that of another bench
  double or_x_sqlite = 0;            // where to be so near to bare SQLite is enough
};

constexpr Aim aims[] = {
    {"commit, 1 lane: p50 against bare SQLite", "sale.commit/lanes:1", "x_sqlite", Is::at_most,
     1.25, "x"},
    {"commit, 1 lane: p99.9 against its own p50", "sale.commit/lanes:1", "p99.9_x_p50", Is::at_most,
     8, "x"},
    {"commit: throughput of 16 lanes against 1", "sale.commit/lanes:16", "per_s", Is::at_least, 4,
     "x", "sale.commit/lanes:1"},
    {"commit, 16 lanes: least served against most", "sale.commit/lanes:16", "least_x_most",
     Is::at_least, 0.5, "x"},
    {"quote of 10 lines: p50", "sale.quote/lines:10", "p50_us", Is::at_most, 15, "us"},
    {"a member's record opened against the bare read", "member.record", "x_bare", Is::at_most, 1.5,
     "x"},
    {"a member's checkout against one without encryption", "member.checkout", "x_without",
     Is::at_most, 1.1, "x"},
    {"a card's signature against the bare check of one", "card.believe", "x_bare", Is::at_most, 1.1,
     "x"},
    {"a scan classified and read, the slowest kind", "scan.classify", "slowest_us", Is::at_most, 2,
     "us"},
    {"first quote, warm: p50", "open_to_first_quote/warm", "p50_ms", Is::at_most, 20, "ms", nullptr,
     3},
    {"first quote, cold: p50", "open_to_first_quote/cold", "p50_ms", Is::at_most, 20, "ms", nullptr,
     3},
    {"first quote, after a kill: p50", "open_to_first_quote/killed", "p50_ms", Is::at_most, 20,
     "ms", nullptr, 3},
    {"first quote, after a kill, cold: p50", "open_to_first_quote/killed_cold", "p50_ms",
     Is::at_most, 20, "ms", nullptr, 3},
    {"HTTP, 1 lane: commit p50 against the door", "service/lanes:1", "x_door", Is::at_most, 1.5,
     "x"},
    {"HTTP, 64 lanes: throughput against 1", "service/lanes:64", "per_s", Is::at_least, 3, "x",
     "service/lanes:1"},
    {"HTTP, 16 lanes: p99 with 200 idle connections", "service/lanes:16", "idle_x_p99", Is::at_most,
     1.1, "x"},
    {"checkout while the agent exchanges: p99", "service/beside_an_exchange", "exchanging_x_p99",
     Is::at_most, 1.2, "x"},
    {"checkout while head office is dark: p99", "service/beside_an_exchange", "dark_x_p99",
     Is::at_most, 1.2, "x"},
    {"memory after 10,000 quotes", "memory/after_10000_quotes", "resident_MiB", Is::at_most, 48,
     "MiB"},
};

}  // namespace

void AimsReporter::ReportRuns(const std::vector<Run>& runs) {
  ConsoleReporter::ReportRuns(runs);
  for (const Run& run : runs) {
    for (const auto& [name, counter] : run.counters) {
      figures_[run.run_name.function_name + ' ' + name] = counter.value;
    }
  }
}

void AimsReporter::Finalize() {
  ConsoleReporter::Finalize();
  std::ostream& out = GetOutputStream();
  out << '\n';
  for (const Aim& aim : aims) {
    auto figure = find(figures_, aim.bench, aim.figure);
    if (!figure) continue;
    if (aim.than_bench != nullptr) {
      const auto than = find(figures_, aim.than_bench, aim.figure);
      if (!than) continue;
      *figure /= *than;
    }
    const auto to_sqlite = find(figures_, aim.bench, "x_sqlite");
    const bool near_sqlite = aim.or_x_sqlite > 0 && to_sqlite && *to_sqlite <= aim.or_x_sqlite;
    const bool within = aim.is == Is::at_most ? *figure <= aim.limit : *figure >= aim.limit;
    char line[160];
    std::snprintf(line, sizeof line, "%-46s %8.2f %-4s aim: at %s %g %s\n", aim.what, *figure,
                  aim.unit, aim.is == Is::at_most ? "most" : "least", aim.limit,
                  within        ? ""
                  : near_sqlite ? " or 3 x bare SQLite, which it is"
                                : " MISSED");
    out << line;
  }
}

}  // namespace vip::bench
