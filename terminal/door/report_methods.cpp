// report.*.

#include <array>

#include "terminal/door/method.h"
#include "terminal/door/report_text.h"

namespace vip::terminal {
namespace {

bool wants_text(Fields& fields) {
  return fields.optional_word<bool>("format", {{"json", false}, {"text", true}}).value_or(false);
}

// "2026-11"
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

Answer<Done> report_day(MethodCall& call) {
  const auto date = call.fields.optional_date("date");
  const bool text = wants_text(call.fields);
  if (const auto bad = call.check(); !bad) return bad;
  const Day day = date.value_or(call.desk.stamp.day);
  const Tally tally = tally_of(call.desk, day, day);
  call.result.field("store", call.desk.store.identity().store).field("date", day.text());
  write_tally(call.result, tally);
  if (text)
    call.result.field("text", tally_text(call.desk.store.identity().store, day.text(), tally));
  return Done{};
}

Answer<Done> report_month(MethodCall& call) {
  const Day month = read_month(call);
  const bool text = wants_text(call.fields);
  if (const auto bad = call.check(); !bad) return bad;
  const Tally tally = tally_of(call.desk, month, last_of_month(month));
  const std::string label = month.text().substr(0, 7);
  call.result.field("store", call.desk.store.identity().store).field("month", label);
  write_tally(call.result, tally);
  call.result.key("days").begin_array();
  for (const DayTally& day : tally_by_day(call.desk, month, last_of_month(month))) {
    call.result.begin_object().field("date", day.day.text());
    write_tally(call.result, day.tally);
    call.result.end_object();
  }
  call.result.end_array();
  if (text) call.result.field("text", tally_text(call.desk.store.identity().store, label, tally));
  return Done{};
}

Answer<Done> report_registry(MethodCall& call) {  // R1
  const Day month = read_month(call);
  const bool text = wants_text(call.fields);
  if (const auto bad = call.check(); !bad) return bad;
  const auto rows = registry(call.desk, month);
  const Day due = *Day::from_number(std::int64_t{plus_months(month, 1).number()} +
                                    call.desk.policy().registry_due_day - 1);
  JsonWriter& out = call.result;
  const std::string label = month.text().substr(0, 7);
  out.field("store", call.desk.store.identity().store).field("month", label);
  out.field("complete", call.desk.stamp.day > last_of_month(month)).field("due", due.text());
  out.field("count", rows.size());
  out.key("registrations").begin_array();
  for (const Registered& row : rows) {
    out.begin_object().field("day", row.day.text()).field("kind", row.kind);
    out.field("card", row.card.masked()).field("last_day", row.last_day.text());
    out.field("name", row.name).field("phone", row.phone);
    if (!row.clause.empty()) out.field("clause", row.clause);
    if (row.referrer) out.field("referrer", row.referrer->masked());
    out.field("operator", row.staff).end_object();
  }
  out.end_array();
  if (text) out.field("text", registry_text(call.desk.store.identity().store, label, rows));
  return Done{};
}

Answer<Done> report_totals(MethodCall& call) {
  const bool text = wants_text(call.fields);
  if (const auto bad = call.check(); !bad) return bad;
  const Tally tally = tally_of_all(call.desk);
  const Standing now = standing(call.desk);
  call.result.field("store", call.desk.store.identity().store);
  call.result.field("date", call.desk.stamp.day.text());
  write_tally(call.result, tally);
  call.result.key("standing").begin_object();
  write_standing(call.result, now);
  call.result.end_object();
  if (text) call.result.field("text", tally_text(call.desk.store.identity().store, "", tally));
  return Done{};
}

Answer<Done> report_anomalies(MethodCall& call) {  // X1
  if (const auto bad = call.check(); !bad) return bad;
  JsonWriter& out = call.result;
  Store& store = call.desk.store;
  out.field("store", store.identity().store);
  out.key("anomalies").begin_array();
  for (const AnomalyRow& row : store.books().anomalies()) {
    out.begin_object().field("seq", row.seq).field("day", row.day.text());
    out.field("kind", name(row.anomaly.kind)).field("clause", name(row.anomaly.clause));
    Facts facts;
    if (row.anomaly.card) {
      out.field("card", row.anomaly.card->masked());
      facts.emplace_back("card", row.anomaly.card->masked());
    }
    if (row.anomaly.count != 0) {
      out.field("count", row.anomaly.count);
      facts.emplace_back("count", row.anomaly.count);
    }
    if (row.anomaly.about != 0) out.field("about", row.anomaly.about);
    if (const auto entry = store.journal().at(row.seq)) {
      if (const auto event = decode(entry->body)) out.field("operator", event->stamp.staff);
    }
    out.field("state", "open");
    write_message(out, message(Clause::X2, name(row.anomaly.kind), facts));
    out.end_object();
  }
  out.end_array();
  return Done{};
}

constexpr std::array methods = {Method{"report.day", Access::reads, report_day},
                                Method{"report.month", Access::reads, report_month},
                                Method{"report.registry", Access::reads, report_registry},
                                Method{"report.totals", Access::reads, report_totals},
                                Method{"report.anomalies", Access::reads, report_anomalies}};

}  // namespace

std::span<const Method> report_methods() { return methods; }

}  // namespace vip::terminal
