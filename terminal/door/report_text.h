// Reports as text for a printer or a screen: 48 columns, a Chinese character counts two.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "terminal/books/tally.h"
#include "terminal/counter/reports.h"
#include "terminal/door/report_sheets.h"

namespace vip::terminal {

// `period`: "2026-11-22", "2026-11"; empty: everything so far.
std::string tally_text(std::string_view store, std::string_view period, const Tally& tally);
std::string registry_text(std::string_view store, std::string_view month,
                          const std::vector<Registered>& rows);
std::string greetings_text(std::string_view store, const std::vector<GreetingLine>& lines);
std::string anomalies_text(std::string_view store, const std::vector<AnomalyLine>& lines);

}  // namespace vip::terminal
