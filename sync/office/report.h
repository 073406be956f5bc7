// Report: what the chain sold, took back and gave in points, by store and day, as head office's own
// books say.
//
// The figures are those of a terminal's own report, worked out on the other side of the line: equal
// to the fen and the point where everything was exchanged.
//
// Threads: none; reads only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cardformat/amount.h"
#include "cardformat/day.h"
#include "sync/office/office_store.h"
#include "terminal/books/sqlite.h"

namespace vip::sync {

struct Figures {
  std::int64_t sales = 0;
  Fen gross;
  Fen paid;
  std::int64_t returns = 0;
  Fen refunds;
  Points earned;
  Points taken;  // taken back by returns (P4)
  std::int64_t redemptions = 0;
  Points redeemed;
  Points corrected;
  std::int64_t issued = 0;  // cards issued to new members

  Figures& operator+=(const Figures& other);
  friend bool operator==(const Figures&, const Figures&) = default;
};

struct DayFigures {
  Day day;
  Figures figures;
};

// What the accounts hold, and their cards.
struct Holdings {
  std::int64_t accounts = 0;
  Points right;
  Points owed;
  Fen carry;
  Fen spend;
  // States on the store's last day in the books: an active or blocked card past its last day has
  // expired (A27).
  std::int64_t active = 0;
  std::int64_t blocked = 0;
  std::int64_t expired = 0;
  std::int64_t replaced = 0;
  std::int64_t closed = 0;

  Holdings& operator+=(const Holdings& other);
  friend bool operator==(const Holdings&, const Holdings&) = default;
};

struct StoreReport {
  std::string store;
  std::uint32_t tid = 0;
  Seq events = 0;   // stored, of all its epochs
  Seq parked = 0;   // of them without effect
  Figures total;    // of the till
  Figures history;  // of imported history
  Holdings holdings;
  std::vector<DayFigures> days;  // of the till, in order
};

struct Report {
  std::vector<StoreReport> stores;  // by name
  Figures total;
  Figures history;
  Holdings holdings;
};

Report make_report(terminal::Database& database, OfficeStore& store);

}  // namespace vip::sync
