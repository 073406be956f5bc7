// Report format: what a report is asked as, and how its file stands in the answer.
//
//   json   the fields alone
//   text   and "text": 48 columns, for a printer or a screen
//   csv    and "csv": the file's text
//   xlsx   and "xlsx": the file's bytes, base64
//
// A file leaves the terminal: it needs the right to export, and that it left is in the journal
// (R3).
#pragma once

#include <functional>
#include <span>
#include <string>

#include "terminal/door/method.h"
#include "terminal/reports/sheet.h"

namespace vip::terminal {

enum class ReportFormat : std::uint8_t { json, text, csv, xlsx };

inline constexpr std::array<Word<ReportFormat>, 4> every_format = {{{"json", ReportFormat::json},
                                                                    {"text", ReportFormat::text},
                                                                    {"csv", ReportFormat::csv},
                                                                    {"xlsx", ReportFormat::xlsx}}};

ReportFormat read_format(Fields& fields, std::span<const Word<ReportFormat>> formats);
inline bool is_file(ReportFormat format) {
  return format == ReportFormat::csv || format == ReportFormat::xlsx;
}

// "2026-11"; left out: this month.
Day read_month(MethodCall& call);

// Fault not_allowed where the format is a file and whoever asks may not export.
Answer<Done> may_export(const MethodCall& call, ReportFormat format);

struct ReportName {
  std::string_view report;  // "registry"
  std::string period;       // "2026-11"
};
// "file" and "csv" or "xlsx" where that was asked, and the event that says so; `sheet` is made then
// alone. Requires: may_export().
void write_file(MethodCall& call, ReportFormat format, const ReportName& name,
                const std::function<Sheet()>& sheet, std::int64_t members = 0);

}  // namespace vip::terminal
