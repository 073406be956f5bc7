// report.day, report.month, report.totals.

#include <array>

#include "terminal/door/method.h"
#include "terminal/door/report_format.h"
#include "terminal/door/report_text.h"

namespace vip::terminal {
namespace {

using Format = ReportFormat;

Answer<Done> report_day(MethodCall& call) {
  const auto date = call.fields.optional_date("date");
  const auto format = read_format(call.fields, every_format);
  if (const auto bad = call.check(); !bad) return bad;
  const Day day = date.value_or(call.desk.stamp.day);
  if (const auto may = may_export(call, format); !may) return may;
  const Tally tally = tally_of(call.desk, day, day);
  const std::string& store = call.desk.store.identity().store;
  call.result.field("store", store).field("date", day.text());
  write_tally(call.result, tally);
  if (format == Format::text) call.result.field("text", tally_text(store, day.text(), tally));
  write_file(call, format, {"day", day.text()},
             [&] { return tally_sheet(store, day.text(), tally); });
  return Done{};
}

Answer<Done> report_month(MethodCall& call) {
  const Day month = read_month(call);
  const auto format = read_format(call.fields, every_format);
  if (const auto bad = call.check(); !bad) return bad;
  if (const auto may = may_export(call, format); !may) return may;
  const Tally tally = tally_of(call.desk, month, last_of_month(month));
  const std::string label = month.text().substr(0, 7);
  call.result.field("store", call.desk.store.identity().store).field("month", label);
  write_tally(call.result, tally);
  call.result.key("days").begin_array();
  const std::vector<DayTally> days = tally_by_day(call.desk, month, last_of_month(month));
  for (const DayTally& day : days) {
    call.result.begin_object().field("date", day.day.text());
    write_tally(call.result, day.tally);
    call.result.end_object();
  }
  call.result.end_array();
  if (format == Format::text) {
    call.result.field("text", tally_text(call.desk.store.identity().store, label, tally));
  }
  write_file(call, format, {"month", label},
             [&] { return month_sheet(call.desk.store.identity().store, label, days, tally); });
  return Done{};
}

Answer<Done> report_totals(MethodCall& call) {
  const auto format = read_format(call.fields, every_format);
  if (const auto bad = call.check(); !bad) return bad;
  if (const auto may = may_export(call, format); !may) return may;
  const Tally tally = tally_of_all(call.desk);
  const Standing now = standing(call.desk);
  call.result.field("store", call.desk.store.identity().store);
  call.result.field("date", call.desk.stamp.day.text());
  write_tally(call.result, tally);
  call.result.key("standing").begin_object();
  write_standing(call.result, now);
  call.result.end_object();
  if (format == Format::text) {
    call.result.field("text", tally_text(call.desk.store.identity().store, "", tally));
  }
  write_file(call, format, {"totals", call.desk.stamp.day.text()},
             [&] { return tally_sheet(call.desk.store.identity().store, "", tally); });
  return Done{};
}

constexpr std::array methods = {Method{"report.day", Access::reads, report_day},
                                Method{"report.month", Access::reads, report_month},
                                Method{"report.totals", Access::reads, report_totals}};

}  // namespace

std::span<const Method> report_methods() { return methods; }

}  // namespace vip::terminal
