// Samples: how long each of many acts took, and the order statistics of that.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace vip::bench {

using Clock = std::chrono::steady_clock;

inline double microseconds(Clock::duration duration) {
  return std::chrono::duration<double, std::micro>(duration).count();
}

class Samples {
 public:
  void add(double us) { us_.push_back(us); }
  void add(const Samples& others) { us_.insert(us_.end(), others.us_.begin(), others.us_.end()); }
  std::size_t size() const { return us_.size(); }

  // The sample below which `share` of them lie. 0 where there are none.
  double quantile(double share) const {
    if (us_.empty()) return 0;
    std::vector<double> sorted = us_;
    const auto rank =
        std::min(static_cast<std::size_t>(share * static_cast<double>(us_.size())), us_.size() - 1);
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(rank),
                     sorted.end());
    return sorted[rank];
  }
  double median() const { return quantile(0.5); }

 private:
  std::vector<double> us_;
};

// Runs `act` and adds what it took.
template <class Act>
void timed(Samples& samples, Act act) {
  const auto begun = Clock::now();
  act();
  samples.add(microseconds(Clock::now() - begun));
}

}  // namespace vip::bench
