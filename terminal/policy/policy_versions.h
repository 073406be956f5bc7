// Policy versions: the documents that a terminal has adopted, and which one is in force when (A44).
//
// In force on a day is the document with the latest `from` not after it; among equal `from` the
// highest version, among equal versions the one adopted later. Before the first document's day, and
// without any, it is the written policy's own defaults.
#pragma once

#include <cstddef>
#include <vector>

#include "cardformat/day.h"
#include "terminal/policy/policy.h"

namespace vip::terminal {

class PolicyVersions {
 public:
  void adopt(const Policy& policy);

  // References hold until the next adopt().
  const Policy& in_force(Day day) const;
  // The document that takes over on the first day after `day` on which one does; nullptr: none.
  const Policy* next_after(Day day) const;

  std::int64_t highest_version() const;  // 0: none adopted

  std::size_t size() const { return adopted_.size(); }

 private:
  Policy built_in_;
  std::vector<Policy>
      adopted_;  // by from, version and turn: of those possible the last is in force
};

}  // namespace vip::terminal
