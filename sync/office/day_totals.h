// DayTotals: what each store's day came to, counted with the store's own Tally.
//
// One row per (tid, epoch, day), in the terminal's family of tables. Only events that had their
// effect are counted: a parked one stands in no total.
//
// Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>
#include <vector>

#include "cardformat/day.h"
#include "terminal/books/sqlite.h"
#include "terminal/books/tally.h"

namespace vip::sync {

void create_day_totals_table(terminal::Database& database);

struct DayTotal {
  Day day;
  terminal::Tally tally;
};

class DayTotals {
 public:
  // Requires: the table is there; `database` outlives this.
  explicit DayTotals(terminal::Database& database);

  void add(std::uint32_t tid, std::uint32_t epoch, Day day, const terminal::Tally& part);
  // All epochs together, in the order of days.
  std::vector<DayTotal> of(std::uint32_t tid);

 private:
  terminal::Statement add_;
  terminal::Statement of_terminal_;
};

// Field by field.
void add_to(terminal::Tally& sum, const terminal::Tally& part);

}  // namespace vip::sync
