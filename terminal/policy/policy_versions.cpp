#include "terminal/policy/policy_versions.h"

#include <algorithm>

namespace vip::terminal {
namespace {

bool takes_over_later(Day day, const Policy& policy) { return day < policy.from; }

}  // namespace

void PolicyVersions::adopt(const Policy& policy) {
  const auto place = std::upper_bound(
      adopted_.begin(), adopted_.end(), policy, [](const Policy& a, const Policy& b) {
        return a.from != b.from ? a.from < b.from : a.version < b.version;
      });
  adopted_.insert(place, policy);
}

std::int64_t PolicyVersions::highest_version() const {
  std::int64_t highest = 0;
  for (const Policy& policy : adopted_) highest = std::max(highest, policy.version);
  return highest;
}

const Policy& PolicyVersions::in_force(Day day) const {
  const auto later = std::upper_bound(adopted_.begin(), adopted_.end(), day, takes_over_later);
  return later == adopted_.begin() ? built_in_ : *std::prev(later);
}

const Policy* PolicyVersions::next_after(Day day) const {
  const auto next = std::upper_bound(adopted_.begin(), adopted_.end(), day, takes_over_later);
  return next == adopted_.end() ? nullptr : &in_force(next->from);
}

}  // namespace vip::terminal
