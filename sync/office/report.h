// Report: what the chain sold, took back and gave in points, by store and day, and what stands in
// its accounts, as head office's own books say.
//
// Counted with the store's own Tally and Standing, so that both reports can stand side by side:
// equal to the fen and the point where everything was exchanged and nothing is parked.
//
// Threads: none; reads only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sync/office/day_totals.h"
#include "sync/office/office_store.h"
#include "terminal/books/sqlite.h"
#include "terminal/books/tally.h"
#include "terminal/counter/reports.h"

namespace vip::sync {

struct StoreReport {
  std::string store;
  std::uint32_t tid = 0;
  Seq events = 0;  // stored, of all its epochs
  Seq parked = 0;  // of them without effect
  terminal::Tally total;
  // Card states are those of the store's last day in the books: a card past its last day has
  // expired (A27).
  terminal::Standing standing;
  std::vector<DayTotal> days;
};

struct Report {
  std::vector<StoreReport> stores;  // by name
  terminal::Tally total;
  terminal::Standing standing;
};

Report make_report(terminal::Database& database, OfficeStore& store);

}  // namespace vip::sync
