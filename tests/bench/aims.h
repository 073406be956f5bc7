// Aims: what the figures should be, and a table of what they were, at the end of a run.
#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

namespace vip::bench {

// Prints every figure as it comes, as the library does, and the aims when all are there. A missed
// aim is told, and is no failure: figures of a loaded machine say little.
class AimsReporter : public benchmark::ConsoleReporter {
 public:
  AimsReporter() : ConsoleReporter(OO_Tabular) {}

  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

 private:
  std::map<std::string, double> figures_;  // "sale.commit/lanes:1 p50_us"
};

}  // namespace vip::bench
