// audit.list: who did what with people's data, points by hand, settings and staff.
//
// A view of the journal: nothing is kept for it that the journal does not hold, and there is no
// personal data in it. Reasons, which are free text, lie with the people's data.

#include <array>

#include "terminal/door/method.h"

namespace vip::terminal {
namespace {

constexpr std::int64_t most_rows = 1000;

struct Describe {
  JsonWriter& out;
  const Store& store;

  void operator()(const AuditEvent& e) {
    out.field("method", e.method);
    if (!e.word.empty()) out.field("word", e.word);
    if (e.card) out.field("card", e.card->masked());
    if (e.person != 0) out.field("person", e.person);
    if (!e.second_staff.empty()) out.field("second_operator", e.second_staff);
    if (e.count != 0) out.field("count", e.count);
  }
  void operator()(const OperatorEvent& e) {
    out.field("method", "operator").field("word", name(e.change)).field("number", e.number);
    if (e.role != Role::nobody) out.field("role", name(e.role));
    if (e.card) out.field("card", e.card->masked());
  }
  void operator()(const CorrectEvent& e) {
    out.field("method", "points.correct").field("card", e.card.masked());
    out.field("delta", e.delta.count()).field("second_operator", e.second_staff);
  }
  void operator()(const GiftPutEvent& e) {
    out.field("method", "gift.put").field("gift", e.gift.id);
  }
  void operator()(const AnomalyStateEvent& e) {
    out.field("method", "anomaly.settle").field("anomaly", e.anomaly).field("word", name(e.state));
  }
  void operator()(const PolicyAdoptedEvent&) { out.field("method", "policy.adopt"); }
  void operator()(const MemberEditEvent& e) {
    out.field("method", "member.edit").field("person", e.person);
  }
  void operator()(const EraseEvent& e) {
    out.field("method", "member.erase").field("word", name(e.reason));
    if (e.person != 0) out.field("person", e.person);
  }
  template <class Other>
  void operator()(const Other&) {}
};

Answer<Done> audit_list(MethodCall& call) {
  StaffBook::AuditWish wish{.from = call.desk.stamp.day, .through = call.desk.stamp.day};
  if (const auto from = call.fields.optional_date("from")) wish.from = *from;
  const auto through = call.fields.optional_date("through");
  wish.through = through.value_or(std::max(wish.from, call.desk.stamp.day));
  if (through && *through < wish.from) {
    call.fields.problem("through", "最后一天早于第一天，请核对日期。",
                        "The last day is before the first. Check both.");
  }
  constexpr std::array<Word<AuditKind>, 8> kinds = {{{"look", AuditKind::look},
                                                     {"refusal", AuditKind::refusal},
                                                     {"approval", AuditKind::approval},
                                                     {"copied", AuditKind::copied},
                                                     {"setting", AuditKind::setting},
                                                     {"correction", AuditKind::correction},
                                                     {"session", AuditKind::session},
                                                     {"erasing", AuditKind::erasing}}};
  wish.kind = call.fields.optional_word<AuditKind>("kind", std::span(kinds));
  wish.staff = read_staff(call.fields, "by", false);
  wish.after = static_cast<Seq>(call.fields.integer("after", 0, Fen::max, 0));
  wish.most = call.fields.integer("most", 1, most_rows, most_rows);
  if (const auto bad = call.check(); !bad) return bad;

  Store& store = call.desk.store;
  JsonWriter& out = call.result;
  out.field("store", store.identity().store).field("from", wish.from.text());
  out.field("through", wish.through.text());
  const auto rows = store.staff().audit(wish);
  out.field("count", rows.size()).field("more", std::cmp_equal(rows.size(), wish.most));
  out.key("entries").begin_array();
  for (const StaffBook::AuditRow& row : rows) {
    const auto entry = store.journal().at(row.seq);
    if (!entry) throw StorageError(StorageError::Kind::damaged, "the journal has a gap");
    const auto event = decode(entry->body);
    if (!event) throw StorageError(StorageError::Kind::damaged, "the journal is damaged");
    out.begin_object().field("seq", row.seq).field("at", store.zone().rfc3339(event->stamp.at));
    out.field("kind", name(row.kind)).field("operator", event->stamp.staff);
    std::visit(Describe{out, store}, event->act);
    out.end_object();
  }
  out.end_array();
  return Done{};
}

constexpr std::array methods = {Method{"audit.list", Access::reads, audit_list}};

}  // namespace

std::span<const Method> audit_methods() { return methods; }

}  // namespace vip::terminal
