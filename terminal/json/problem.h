// Problem: what is wrong with a JSON text from outside, where, and in words a person understands.
//
// The pointer (RFC 6901) names the offending value, "" the whole text; of a field that is missing,
// the place where it should stand. Messages are one sentence or two, for the programmer of a till
// or the author of a policy.
#pragma once

#include <string>
#include <vector>

namespace vip::terminal {

struct Problem {
  std::string pointer;
  std::string message_zh;
  std::string message_en;
  friend bool operator==(const Problem&, const Problem&) = default;
};

// In the order found; the first is the one that a request is refused for.
using Problems = std::vector<Problem>;

}  // namespace vip::terminal
