// Month's end: the registry of a month is closed, by a manager on its last day or later, else by
// the terminal itself with the first act of a later month (R1). No job has to run for it.
//
// A closing says how many cards were issued, renewed and replaced in the month. Whoever issues one
// more on the last day, after a manager closed it, has the month closed once more when it is over:
// the later closing counts, so that a closed registry is a complete one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "terminal/counter/counter.h"

namespace vip::terminal {

struct MonthClosed {
  MonthRow row;
  std::int64_t at = 0;
  std::string staff;  // empty: the terminal itself
};
// No value: still open.
std::optional<MonthClosed> month_closed(const Desk& desk, Day month);

struct Closing {
  MonthRow row;
  bool was_closed = false;  // with as many registrations: nothing was recorded
  Position position;        // of the closing, also where it was before
};
// Refusals: R1 month_not_over, before the last day. Faults: not_found for a month before the
// store's first act.
Answer<Closing> close_month(const Desk& desk, Day month);

// Months that are over since the latest event, and not closed with all they have. Requires: as
// record(); called before anything else of a request is recorded.
void close_past_months(const Desk& desk);

// R2: how late the registry of a month is, which head office has not been heard to have.
// `acked`: as far as it confirmed the journal. No value: not late, or there.
std::optional<std::int64_t> days_late(const Desk& desk, Day due,
                                      const std::optional<MonthClosed>& closed, Seq acked);

}  // namespace vip::terminal
