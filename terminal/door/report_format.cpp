#include "terminal/door/report_format.h"

#include "cardformat/bytes.h"
#include "terminal/door/copies.h"
#include "terminal/reports/csv_file.h"
#include "terminal/reports/xlsx_file.h"

namespace vip::terminal {

ReportFormat read_format(Fields& fields, std::span<const Word<ReportFormat>> formats) {
  return fields.optional_word<ReportFormat>("format", formats).value_or(ReportFormat::json);
}

Day read_month(MethodCall& call) {
  const auto text = call.fields.optional_text("month", 16);
  if (!text) return first_of_month(call.desk.stamp.day);
  const auto day = read_day(*text + "-01");
  if (!day || text->size() != 7) {
    call.fields.problem("month", "月份应为 2026-11 的形式。", "A month looks like 2026-11.");
    return first_of_month(call.desk.stamp.day);
  }
  return *day;
}

Answer<Done> may_export(const MethodCall& call, ReportFormat format) {
  return is_file(format) ? may_copy(call) : Answer<Done>(Done{});
}

void write_file(MethodCall& call, ReportFormat format, const ReportName& name,
                const std::function<Sheet()>& sheet, std::int64_t members) {
  if (!is_file(format)) return;
  const bool csv = format == ReportFormat::csv;
  const std::string& store = call.desk.store.identity().store;
  std::string file = store + "-" + std::string(name.report) + "-" + name.period;
  call.result.field("file", file + (csv ? ".csv" : ".xlsx"));
  if (csv) {
    call.result.field("csv", csv_file(sheet()));
  } else {
    call.result.field("xlsx", base64(xlsx_file(sheet(), call.desk.store.directory())));
  }
  call.position = record(call.desk, AuditEvent{.kind = AuditKind::copied,
                                               .method = "report." + std::string(name.report),
                                               .count = members});
}

}  // namespace vip::terminal
