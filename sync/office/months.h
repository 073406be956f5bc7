// Months: which registries the stores have closed (R1): one row for each month_close event.
//
// By (tid, epoch, seq), in the terminal's family; derived from the journals as the ledger's rows
// are, and compared by verify.
//
// Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>
#include <optional>

#include "cardformat/day.h"
#include "terminal/books/event.h"
#include "terminal/books/sqlite.h"

namespace vip::sync {

void create_month_table(terminal::Database& database);
// From journals that are stored already. Requires: the table is empty.
void fill_month_table(terminal::Database& database);

class Months {
 public:
  // Requires: the table is there; `database` outlives this.
  explicit Months(terminal::Database& database);

  // Nothing where the event closes none.
  void add(std::uint32_t tid, std::uint32_t epoch, terminal::Seq seq, const terminal::Event& event);

  struct Closed {
    std::int64_t registrations = 0;  // that the store says it had
    std::int64_t at = 0;             // seconds since 1970
  };
  // The latest close of the month that begins on `first`; no value: none arrived.
  std::optional<Closed> closed(std::uint32_t tid, Day first);

 private:
  terminal::Statement add_;
  terminal::Statement closed_;
};

}  // namespace vip::sync
