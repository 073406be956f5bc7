// Verify: the books worked out again from the journal, and compared (exit 10 where they differ).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "terminal/counter/counter.h"

namespace vip::terminal {

struct Finding {
  std::string what;   // "chain", "event", "ledger", "file", "law", "anchor", "person"
  std::string where;  // "journal 17", "account row 3"
  std::string detail;
};

struct Verified {
  std::uint64_t events = 0;
  std::uint64_t rows = 0;         // of the ledger, compared one by one
  std::vector<Finding> findings;  // the first hundred
};

// Reads only, in steps: so many events, so many rows. Between two of them `progress` is told the
// number of events done, and may write to the store; the journal is caught up with before the next
// step, so that both sides of every comparison stand at the same event. What happens to a row after
// it was compared is the next verification's.
Verified verify(Store& store, const std::function<void(Seq)>& progress = {});

}  // namespace vip::terminal
