// ProgressBar: how far a long work is, on standard error, when somebody is watching.
//
//   [=========>          ]  47 %  18,600 rows  92,000 rows/s  0:04 left
//
// Where standard error is not a terminal (a log, a pipe, a test) it says nothing. It redraws one
// line at most ten times a second and wipes it at the end.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace vip::terminal {

class ProgressBar {
 public:
  ProgressBar();
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // `total` 0: nobody knows how much there is.
  void show(std::uint64_t done, std::uint64_t total, std::uint64_t rows);

 private:
  using Clock = std::chrono::steady_clock;
  bool watched_;
  bool drawn_ = false;
  Clock::time_point began_ = Clock::now();
  Clock::time_point last_;
};

// The line itself, without the return to its beginning. `elapsed_ms` > 0.
std::string progress_line(std::uint64_t done, std::uint64_t total, std::uint64_t rows,
                          std::uint64_t elapsed_ms);

}  // namespace vip::terminal
