// Reports: what a day or a month came to, and the monthly registry (R1). They read the journal.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "terminal/books/tally.h"
#include "terminal/counter/counter.h"

namespace vip::terminal {

// What stands in the books now.
struct Standing {
  std::array<std::int64_t, 6> cards_by_state{};  // by CardState, as of today
  std::int64_t accounts = 0;
  Points balance;
  Points right;
  Points owed;
  Fen carry;
  Fen spend;
};

// Events recorded from the first day through the last.
Tally tally_of(const Desk& desk, Day first, Day last);

struct DayTally {
  Day day;
  Tally tally;
};
std::vector<DayTally> tally_by_day(const Desk& desk, Day first, Day last);

Tally tally_of_all(const Desk& desk);
Standing standing(const Desk& desk);

struct Registered {  // R1: one line of the registry
  Day day;
  std::string_view kind;  // "issue", "renew", "replace"
  card::Number card;
  Day last_day;
  std::string clause;  // E1, E2; empty for renewals and replacements
  std::string staff;
  std::optional<card::Number> referrer;
  std::string name;   // masked, unless asked for in full
  std::string phone;  // the same
};
// Requires: who asks for it in full may have it (R3), and that they did is recorded.
std::vector<Registered> registry(const Desk& desk, Day month, bool full = false);

}  // namespace vip::terminal
