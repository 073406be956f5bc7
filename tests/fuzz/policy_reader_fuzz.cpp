#include "terminal/policy/policy_reader.h"

#include "tests/fuzz/fuzz.h"

using namespace vip;
using namespace vip::terminal;

FUZZ_INPUT(text) {
  const auto json = read_json(text);
  if (!json) return;
  const auto policy = read_policy(*json, Head::optional, "/policy");
  if (!policy) {
    ensure(!policy.error().empty(), "a document that is refused has a problem");
    for (const Problem& problem : policy.error()) {
      ensure(problem.pointer.starts_with("/policy"), "a problem is in the document");
    }
    ensure(!read_policy(*json, Head::required), "no document is in order only as a whole");
    return;
  }
  const std::string written = to_json(*policy);
  const auto again = read_policy(*read_json(written), Head::required);
  ensure(again && *again == *policy, "a document says every field, the head too");
  ensure(to_json(*again) == written, "the same policy is always the same text");
  policy_warnings(*policy, Day(), *policy);
}
