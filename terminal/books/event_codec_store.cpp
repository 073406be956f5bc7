// Bytes of events: policy, people, staff and what is found amiss (event_fields.h).

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "terminal/books/event_fields.h"

namespace vip::terminal {
namespace {

// Names as they are written. Add, never rename.
constexpr std::array<std::string_view, 10> operator_changes = {
    "", "added", "role", "card", "pin", "off", "on", "unlocked", "pin_wrong", "pin_right"};
constexpr std::array<std::string_view, 9> audit_kinds = {
    "", "look", "refusal", "approval", "copied", "setting", "correction", "session", "erasing"};
constexpr std::array<std::string_view, 4> erase_reasons = {"", "asked", "unseen", "told"};
constexpr std::array<std::string_view, 12> anomaly_kinds = {"",
                                                            "benefit_on_void_card",
                                                            "identity_check_failed",
                                                            "birthday_many_purchases",
                                                            "many_purchases_a_day",
                                                            "same_card_same_operator",
                                                            "qualifying_purchase_returned",
                                                            "clock_set_back",
                                                            "false_receipt",
                                                            "own_card",
                                                            "birthday_without_document",
                                                            "journal_broken"};
constexpr std::array<std::string_view, 4> anomaly_states = {"", "open", "explained", "punished"};

}  // namespace

void write_fields(EventWriter& out, const PolicyAdoptedEvent& e) {
  out.json.field("doc", e.document);
  if (!e.key.empty()) out.json.field("key", e.key).field("sig", e.signature);
}

void read_fields(EventReader& in, PolicyAdoptedEvent& e) {
  e.document = in.text("doc");
  if (in.has("key")) {
    e.key = in.text("key");
    e.signature = in.text("sig");
  }
}

void write_fields(EventWriter& out, const MemberEditEvent& e) {
  out.json.field("who", e.person).field("reg", e.registration_hash);
}

void read_fields(EventReader& in, MemberEditEvent& e) {
  e.person = in.integer("who", 1, Fen::max);
  e.registration_hash = in.text("reg");
}

void write_fields(EventWriter& out, const EraseEvent& e) {
  out.inbox(e.inbox);
  out.json.field("who", e.person).field("why", name(e.reason));
  out.json.key("accts").begin_array();
  for (const card::Number account : e.accounts) {
    out.json.begin_array().integer(static_cast<std::int64_t>(account.value())).end_array();
  }
  out.json.end_array();
}

void read_fields(EventReader& in, EraseEvent& e) {
  e.person = in.integer("who", 0, Fen::max);
  e.reason = in.among(among_names<EraseReason>(erase_reasons, in.text("why")), EraseReason::asked);
  in.rows("accts", 1, 1, [&](const Json& row) { e.accounts.push_back(in.card(&row[0])); });
  e.inbox = in.inbox();
}

void write_fields(EventWriter& out, const TimeStepEvent& e) {
  out.json.field("wall", e.wall_clock);
}

void read_fields(EventReader& in, TimeStepEvent& e) {
  e.wall_clock = in.integer("wall", -Fen::max, Fen::max);
}

void write_fields(EventWriter& out, const MonthCloseEvent& e) {
  out.json.field("month", e.month.text()).field("n", e.registrations);
}

void read_fields(EventReader& in, MonthCloseEvent& e) {
  e.month = in.day("month");
  e.registrations = in.integer("n", 0, Fen::max);
}

void write_fields(EventWriter& out, const OperatorEvent& e) {
  out.json.field("what", name(e.change)).field("no", e.number);
  if (e.role != Role::nobody) out.json.field("role", name(e.role));
  if (e.card) out.number("card", *e.card);
  if (!e.credential.empty()) out.json.field("cred", e.credential);
  if (!e.boot.empty()) out.json.field("boot", e.boot).field("up", e.boot_seconds);
}

void read_fields(EventReader& in, OperatorEvent& e) {
  e.change = in.among(among_names<OperatorChange>(operator_changes, in.text("what")),
                      OperatorChange::added);
  e.number = in.text("no");
  in.require(!e.number.empty());
  if (in.has("role")) e.role = in.among(role_named(in.text("role")), Role::nobody);
  if (in.has("card")) e.card = in.card("card");
  e.credential = in.optional_text("cred");
  if (in.has("boot")) {
    e.boot = in.text("boot");
    e.boot_seconds = in.integer("up", 0, Fen::max);
  }
  const bool has_role = e.change == OperatorChange::added || e.change == OperatorChange::role;
  in.require((e.role != Role::nobody) == has_role);
  in.require(!e.boot.empty() == (e.change == OperatorChange::pin_wrong));
}

void write_fields(EventWriter& out, const AuditEvent& e) {
  out.json.field("what", name(e.kind)).field("act", e.method);
  if (!e.word.empty()) out.json.field("word", e.word);
  if (e.card) out.number("card", *e.card);
  if (e.person != 0) out.json.field("who", e.person);
  if (!e.second_staff.empty()) out.json.field("op2", e.second_staff);
  if (e.count != 0) out.json.field("n", e.count);
}

void read_fields(EventReader& in, AuditEvent& e) {
  e.kind = in.among(audit_kind_named(in.text("what")), AuditKind::look);
  e.method = in.text("act");
  e.word = in.optional_text("word");
  if (in.has("card")) e.card = in.card("card");
  if (in.has("who")) e.person = in.integer("who", 1, Fen::max);
  e.second_staff = in.optional_text("op2");
  if (in.has("n")) e.count = in.integer("n", 1, Fen::max);
}

void write_fields(EventWriter& out, const AnomalyEvent& e) {
  out.json.field("kind", name(e.kind)).field("clause", name(e.clause));
  if (e.card) out.number("card", *e.card);
  if (e.about != 0) out.json.field("about", e.about);
  if (e.count != 0) out.json.field("n", e.count);
}

void read_fields(EventReader& in, AnomalyEvent& e) {
  e.kind = in.among(among_names<AnomalyKind>(anomaly_kinds, in.text("kind")),
                    AnomalyKind::benefit_on_void_card);
  e.clause = in.among(clause_named(in.text("clause")), Clause::X2);
  if (in.has("card")) e.card = in.card("card");
  if (in.has("about")) e.about = in.seq(in.find("about"));
  if (in.has("n")) e.count = in.integer("n", 0, Fen::max);
}

void write_fields(EventWriter& out, const AnomalyStateEvent& e) {
  out.json.field("of", e.anomaly).field("state", name(e.state));
}

void read_fields(EventReader& in, AnomalyStateEvent& e) {
  e.anomaly = in.seq(in.find("of"));
  e.state =
      in.among(among_names<AnomalyState>(anomaly_states, in.text("state")), AnomalyState::open);
}

std::string_view name(OperatorChange change) {
  return operator_changes[static_cast<std::size_t>(change)];
}

std::string_view name(AuditKind kind) { return audit_kinds[static_cast<std::size_t>(kind)]; }

std::optional<AuditKind> audit_kind_named(std::string_view text) {
  return among_names<AuditKind>(audit_kinds, text);
}

std::string_view name(EraseReason reason) {
  return erase_reasons[static_cast<std::size_t>(reason)];
}

std::string_view name(AnomalyKind kind) { return anomaly_kinds[static_cast<std::size_t>(kind)]; }

std::string_view name(AnomalyState state) {
  return anomaly_states[static_cast<std::size_t>(state)];
}

}  // namespace vip::terminal
