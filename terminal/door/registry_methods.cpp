// report.registry, registry.close: each month's registrations, closed with the month (R1, R2).

#include <array>
#include <charconv>

#include "terminal/counter/month_end.h"
#include "terminal/door/copies.h"
#include "terminal/door/method.h"
#include "terminal/door/report_format.h"
#include "terminal/door/report_text.h"

namespace vip::terminal {
namespace {

Day due_day(const MethodCall& call, Day month) {  // R2
  return *Day::from_number(std::int64_t{plus_months(month, 1).number()} +
                           call.desk.policy().registry_due_day - 1);
}

// As far as head office confirmed the journal; no value: this store has no head office.
std::optional<Seq> acked(Store& store) {
  const auto text = store.meta("acked");
  if (!text && !store.meta("office_url")) return std::nullopt;
  Seq seq = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), seq);
  return seq;
}

Answer<Done> report_registry(MethodCall& call) {
  const Day month = read_month(call);
  const ReportFormat format = read_format(call.fields, every_format);
  const auto reason = read_free_text(call.fields, "reason", false);
  if (const auto bad = call.check(); !bad) return bad;
  if (const auto may = may_export(call, format); !may) return may;
  if (reason) {  // R3: names and phones in full
    if (const auto may = may_copy(call); !may) return may;
  }
  Store& store = call.desk.store;
  if (!store.locked() && last_of_month(month) < call.desk.stamp.day) {
    close_past_months(call.desk);  // R1: nobody sold anything since
  }
  const auto rows = registry(call.desk, month, reason.has_value());
  const Day due = due_day(call, month);
  const auto closed = month_closed(call.desk, month);
  JsonWriter& out = call.result;
  const std::string label = month.text().substr(0, 7);
  out.field("store", store.identity().store).field("month", label);
  out.field("complete", call.desk.stamp.day > last_of_month(month)).field("due", due.text());
  out.field("state", closed ? "closed" : "open");
  if (closed) {
    out.key("closed").begin_object().field("at", store.zone().rfc3339(closed->at));
    if (!closed->staff.empty()) out.field("operator", closed->staff);
    out.field("registrations", closed->row.registrations).end_object();
  }
  if (const auto confirmed = acked(store)) {
    out.field("at_office", closed && closed->row.seq <= *confirmed);
    if (const auto days = days_late(call.desk, due, closed, *confirmed)) {
      out.field("days_late", *days);
    }
  }
  out.field("masked", !reason.has_value()).field("count", rows.size());
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
  if (format == ReportFormat::text) {
    out.field("text", registry_text(store.identity().store, label, rows));
  }
  write_file(
      call, format, {"registry", label},
      [&] { return registry_sheet(store.identity().store, label, rows, closed.has_value()); },
      static_cast<std::int64_t>(rows.size()));
  if (reason) {
    if (!is_file(format)) {
      call.position =
          record(call.desk, AuditEvent{.kind = AuditKind::copied,
                                       .method = "report.registry",
                                       .count = static_cast<std::int64_t>(rows.size())});
    }
    store.people().remark(call.position->seq, *reason, 0);
  }
  return Done{};
}

Answer<Done> registry_close(MethodCall& call) {
  const bool named = call.fields.has("month");
  Day month = read_month(call);
  if (const auto bad = call.check(); !bad) return bad;
  // Left out: the month that ends today, else the one before.
  if (!named && call.desk.stamp.day != last_of_month(call.desk.stamp.day)) {
    month = plus_months(month, -1);
  }
  const auto done = close_month(call.desk, month);
  if (!done) return Unexpected{done.error()};
  call.position = done->position;
  JsonWriter& out = call.result;
  out.field("store", call.desk.store.identity().store);
  out.field("month", month.text().substr(0, 7)).field("state", "closed");
  out.field("registrations", done->row.registrations).field("was_closed", done->was_closed);
  out.field("due", due_day(call, month).text());
  return Done{};
}

constexpr std::array methods = {Method{"report.registry", Access::reads, report_registry},
                                Method{"registry.close", Access::writes, registry_close}};

}  // namespace

std::span<const Method> registry_methods() { return methods; }

}  // namespace vip::terminal
