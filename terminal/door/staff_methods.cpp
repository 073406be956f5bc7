// operator.*: who may act here, and how they prove it (acts.h has what each role may do).

#include <array>

#include "terminal/counter/staff_desk.h"
#include "terminal/door/method.h"

namespace vip::terminal {
namespace {

constexpr std::size_t longest_pin = 64;

// A staff number: up to nine digits, written as a number or as a text.
std::string read_number(Fields& fields) {
  const auto number = read_staff(fields, "number", true);
  const bool digits = number && !number->empty() && number->size() <= 9 &&
                      number->find_first_not_of("0123456789") == std::string::npos;
  if (number && !digits) {
    fields.problem("number", "工号是 1 至 9 位数字。", "A staff number has one to nine digits.");
  }
  return number.value_or(std::string());
}

std::optional<Role> read_role(Fields& fields, bool needed) {
  constexpr std::array<Word<Role>, 5> words = {{{"cashier", Role::cashier},
                                                {"manager", Role::manager},
                                                {"operations", Role::operations},
                                                {"privacy", Role::privacy},
                                                {"technician", Role::technician}}};
  return needed ? fields.word<Role>("role", std::span(words))
                : fields.optional_word<Role>("role", std::span(words));
}

void write_operator(MethodCall& call, const Operator& who) {
  JsonWriter& out = call.result;
  out.field("number", who.number).field("role", name(who.role)).field("active", who.active);
  out.field("pin", who.has_pin());
  if (who.card) out.field("card", who.card->masked());
  if (who.failures != 0) out.field("failures", who.failures);
  const std::int64_t seconds = locked_for(who, call.gate.now(call.desk));
  if (seconds > 0) out.field("locked_minutes", (seconds + 59) / 60);
}

void write_enrolled(MethodCall& call, const Enrolled& done) {
  call.position = done.position;
  write_operator(call, done.who);
  if (done.badge) call.result.field("badge", *done.badge);  // in full, this once
  call.gate.sessions().close_all_of(done.who.number);
}

Answer<Done> operator_add(MethodCall& call) {
  NewOperator wanted{.number = read_number(call.fields)};
  wanted.role = read_role(call.fields, true).value_or(Role::cashier);
  wanted.pin = call.fields.text("new_pin", longest_pin).value_or(std::string());
  wanted.badge = call.fields.boolean("badge_wanted", false);
  wanted.card = read_card(call.fields, "card");
  if (const auto bad = call.check(); !bad) return bad;
  const auto done = add_operator(call.desk, wanted);
  wipe(wanted.pin);
  if (!done) return Unexpected{done.error()};
  write_enrolled(call, *done);
  return Done{};
}

// Everybody's own to do, and a manager's for others.
Answer<Done> operator_pin(MethodCall& call) {
  const std::string number = read_number(call.fields);
  std::string pin = call.fields.text("new_pin", longest_pin).value_or(std::string());
  const bool badge = call.fields.boolean("badge_wanted", false);
  if (const auto bad = call.check(); !bad) return bad;
  if (number != call.desk.stamp.staff || badge) {
    if (const auto allowed = call.require(StaffAct::staff); !allowed) return allowed;
  } else if (!call.caller.at_their_word() && !call.caller.pin_now) {
    return fault(Fault::Code::not_allowed, "/pin", "pin_again", {{"operator", number}});
  }
  const auto done = set_pin(call.desk, number, pin, badge);
  wipe(pin);
  if (!done) return Unexpected{done.error()};
  write_enrolled(call, *done);
  return Done{};
}

Answer<Done> operator_edit(MethodCall& call) {
  const std::string number = read_number(call.fields);
  OperatorChanges changes;
  changes.role = read_role(call.fields, false);
  changes.active = call.fields.optional_boolean("active");
  changes.card = read_card(call.fields, "card");
  if (const auto bad = call.check(); !bad) return bad;
  const auto done = edit_operator(call.desk, number, changes);
  if (!done) return Unexpected{done.error()};
  write_enrolled(call, *done);
  return Done{};
}

Answer<Done> operator_unlock(MethodCall& call) {
  const std::string number = read_number(call.fields);
  if (const auto bad = call.check(); !bad) return bad;
  const auto done = unlock_operator(call.desk, number);
  if (!done) return Unexpected{done.error()};
  write_enrolled(call, *done);
  return Done{};
}

Answer<Done> operator_login(MethodCall& call) {
  if (!call.fields.has("operator")) read_staff(call.fields, "operator", true);  // it is missing
  if (const auto bad = call.check(); !bad) return bad;
  if (!call.caller.at_their_word() && !call.caller.pin_now) {
    return fault(Fault::Code::not_allowed, "/pin", "pin_needed",
                 {{"operator", call.desk.stamp.staff}});
  }
  const std::string& number = call.caller.who->number;
  const std::int64_t now = call.gate.now(call.desk).seconds;
  call.result.field("operator", number).field("role", name(call.caller.role()));
  call.result.field("session", call.gate.sessions().open(number, now));
  call.result.field("idle_seconds", Sessions::idle_seconds);
  return Done{};
}

Answer<Done> operator_logout(MethodCall& call) {
  if (!call.fields.has("session")) call.fields.text("session", longest_pin);  // it is missing
  if (const auto bad = call.check(); !bad) return bad;
  if (call.claim.session) call.gate.sessions().close(*call.claim.session);
  call.result.field("operator", call.desk.stamp.staff);
  return Done{};
}

Answer<Done> operator_list(MethodCall& call) {
  if (const auto bad = call.check(); !bad) return bad;
  JsonWriter& out = call.result;
  out.key("operators").begin_array();
  for (const Operator& who : call.desk.store.staff().all()) {
    out.begin_object();
    write_operator(call, who);
    out.end_object();
  }
  out.end_array();
  return Done{};
}

constexpr std::array methods = {Method{"operator.add", Access::writes, operator_add},
                                Method{"operator.pin", Access::writes, operator_pin},
                                Method{"operator.edit", Access::writes, operator_edit},
                                Method{"operator.unlock", Access::writes, operator_unlock},
                                Method{"operator.login", Access::reads, operator_login},
                                Method{"operator.logout", Access::reads, operator_logout},
                                Method{"operator.list", Access::reads, operator_list}};

}  // namespace

std::span<const Method> staff_methods() { return methods; }

}  // namespace vip::terminal
