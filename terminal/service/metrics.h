// Metrics: what a monitor may know, in Prometheus' text format 0.0.4. Counts and times, nobody's
// data; the labels are names of methods and statuses, of which there are few.
//
// Threads: any.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vip::terminal::service {

class Metrics {
 public:
  // `route`: one of a closed set. `took`: from the whole request to its answer.
  void answered(std::string_view route, int status, std::chrono::microseconds took);

  // Figures that somebody else keeps, in the order in which they are written.
  struct Figure {
    std::string_view name;  // "vip_outbox_rows"
    std::string_view help;
    bool counter = false;  // else a gauge
    std::int64_t value = 0;
    std::string labels{};  // R"({version="0.1.0"})", or empty
  };
  std::string text(const std::vector<Figure>& figures) const;

 private:
  // Upper bounds, in microseconds; the last bucket is all.
  static constexpr std::array<std::int64_t, 12> bounds = {
      100, 250, 500, 1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 250'000, 1'000'000, 5'000'000};

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::uint64_t> requests_;
  std::array<std::uint64_t, bounds.size() + 1> buckets_{};
  std::uint64_t sum_us_ = 0;
};

}  // namespace vip::terminal::service
