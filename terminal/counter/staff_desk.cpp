#include "terminal/counter/staff_desk.h"

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

Answer<Operator> known(const Desk& desk, const std::string& number) {
  const auto who = desk.store.staff().find(number);
  if (who) return *who;
  return fault(Fault::Code::not_found, "/number", "not_found",
               {{"what", "operator"}, {"id", number}});
}

Unexpected<No> own_approval(const Desk& desk) {
  return fault(Fault::Code::not_allowed, "/number", "own_approval",
               {{"operator", desk.stamp.staff}});
}

std::optional<No> against_pin(const std::string& pin, const std::string& number) {
  const auto problem = pin_problem(pin, number);
  if (!problem) return std::nullopt;
  if (*problem == PinProblem::not_six_digits) {
    return invalid("/new_pin", "密码须为 6 位数字。", "A PIN has six digits.").reason;
  }
  return invalid("/new_pin", "这个密码太容易猜到，请换一个：不要用生日、重复或连续的数字。",
                 "This PIN is too easy to guess. Take another: no birthday, no digits that repeat "
                 "or run.")
      .reason;
}

Enrolled enrolled(const Desk& desk, const std::string& number, Position position) {
  const auto who = desk.store.staff().find(number);
  ensure(who.has_value(), "an operator just changed is known");
  return {.who = *who, .badge = {}, .position = position};
}

}  // namespace

Answer<Enrolled> add_operator(const Desk& desk, const NewOperator& wanted) {
  Store& store = desk.store;
  if (store.staff().find(wanted.number)) {
    return fault(Fault::Code::conflict, "/number", "operator_exists",
                 {{"operator", wanted.number}});
  }
  if (!store.staff().has_manager() &&
      (wanted.role != Role::manager || wanted.number != desk.stamp.staff)) {
    return fault(Fault::Code::not_allowed, "/role", "first_manager");
  }
  if (auto against = against_pin(wanted.pin, wanted.number)) return Unexpected{*against};
  Credential credential = store.pins().make(wanted.number, wanted.pin);
  std::optional<std::string> badge;
  if (wanted.badge) {
    const PinKeeper::Badge made = store.pins().make_badge(wanted.number);
    credential.badge = made.proof;
    badge = made.text;
  }
  const Position position = record(desk, OperatorEvent{.change = OperatorChange::added,
                                                       .number = wanted.number,
                                                       .role = wanted.role,
                                                       .card = wanted.card,
                                                       .credential = credential.print()});
  store.staff_secrets().put(wanted.number, credential);
  Enrolled made = enrolled(desk, wanted.number, position);
  made.badge = badge;
  return made;
}

Answer<Enrolled> set_pin(const Desk& desk, const std::string& number, const std::string& pin,
                         bool badge) {
  const auto who = known(desk, number);
  if (!who) return Unexpected{who.error()};
  if (auto against = against_pin(pin, number)) return Unexpected{*against};
  Store& store = desk.store;
  Credential credential = store.pins().make(number, pin);
  std::optional<std::string> text;
  if (badge) {
    const PinKeeper::Badge made = store.pins().make_badge(number);
    credential.badge = made.proof;
    text = made.text;
  } else if (const auto kept = store.staff_secrets().find(number)) {
    credential.badge = kept->badge;
  }
  const Position position = record(
      desk, OperatorEvent{
                .change = OperatorChange::pin, .number = number, .credential = credential.print()});
  store.staff_secrets().put(number, credential);
  Enrolled made = enrolled(desk, number, position);
  made.badge = text;
  return made;
}

Answer<Enrolled> edit_operator(const Desk& desk, const std::string& number,
                               const OperatorChanges& changes) {
  const auto who = known(desk, number);
  if (!who) return Unexpected{who.error()};
  const bool own = number == desk.stamp.staff;
  // To name one's own card binds oneself alone; to name another in its place does not.
  if (own && (changes.role || changes.active || (changes.card && who->card))) {
    return own_approval(desk);
  }
  std::optional<Position> position;
  const auto change = [&](OperatorEvent event) {
    event.number = number;
    position = record(desk, event);
  };
  if (changes.role && *changes.role != who->role) {
    change({.change = OperatorChange::role, .role = *changes.role});
  }
  if (changes.active && *changes.active != who->active) {
    change({.change = *changes.active ? OperatorChange::on : OperatorChange::off});
  }
  if (changes.card && changes.card != who->card) {
    change({.change = OperatorChange::card, .card = changes.card});
  }
  return enrolled(desk, number, position.value_or(desk.store.journal().last()));
}

Answer<Enrolled> unlock_operator(const Desk& desk, const std::string& number) {
  const auto who = known(desk, number);
  if (!who) return Unexpected{who.error()};
  if (number == desk.stamp.staff) return own_approval(desk);
  return enrolled(
      desk, number,
      record(desk, OperatorEvent{.change = OperatorChange::unlocked, .number = number}));
}

}  // namespace vip::terminal
