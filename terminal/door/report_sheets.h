// Report sheets: reports as tables, for files (terminal/reports/). Titles in both languages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "terminal/books/tally.h"
#include "terminal/counter/reports.h"
#include "terminal/reports/sheet.h"

namespace vip::terminal {

// One figure a row. `period`: "2026-11-22", "2026-11"; empty: everything so far.
Sheet tally_sheet(std::string_view store, std::string_view period, const Tally& tally);
// One day a row, and the month's sum.
Sheet month_sheet(std::string_view store, std::string_view month, const std::vector<DayTally>& days,
                  const Tally& whole);
Sheet registry_sheet(std::string_view store, std::string_view month,
                     const std::vector<Registered>& rows, bool closed);

struct GreetingLine {
  Day when;
  card::Number card;
  std::string address;
  std::string name;
  std::string phone;
  std::string reasons;
  std::string message;
};
Sheet greetings_sheet(std::string_view store, const std::vector<GreetingLine>& lines);

struct AnomalyLine {
  Day day;
  std::string kind;
  std::string clause;
  std::string card;  // masked, or empty
  std::string staff;
  std::string state;
  std::string message;
  std::string what_to_do;
};
Sheet anomalies_sheet(std::string_view store, const std::vector<AnomalyLine>& lines);

}  // namespace vip::terminal
