// Policy reader: head office's document, from JSON to a Policy or to every problem in it, by
// pointer.
//
// Strict to the letter of the document's schema: every field may be left out and then has its
// default, an unknown one is refused, null is taken by rates.birthday.max_uses and max_amount
// alone, numbers are integers within their ranges, a rate is text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/day.h"
#include "cardformat/result.h"
#include "terminal/json/problem.h"
#include "terminal/json/strict_json.h"
#include "terminal/policy/policy.h"
#include "terminal/rules/clause.h"

namespace vip::terminal {

// The head (format, version, from): needed in what head office publishes, may be left out in
// policy.evaluate and in training.
enum class Head : std::uint8_t { required, optional };

// `pointer` is where the document stands in the request. Problems stand in the document's order,
// unknown fields of an object after its known ones; there is at least one.
Result<Policy, Problems> read_policy(const Json& document, Head head, std::string pointer = "");

// The whole document with every field, in the document's order, without white space. Read again it
// is the same Policy, and the same Policy is always the same text.
std::string to_json(const Policy& policy);

// What is allowed and yet probably not meant (policy.check).
struct PolicyWarning {
  Clause clause;
  std::string_view word;  // level_dearer, birthday_dearer, from_in_past, per_changed
  Problem text;
};

// `in_force` is the policy in force on `today`; without it nothing can have changed. `pointer` is
// where the document stands in the request.
std::vector<PolicyWarning> policy_warnings(const Policy& policy, Day today,
                                           const std::optional<Policy>& in_force,
                                           const std::string& pointer = "");

}  // namespace vip::terminal
