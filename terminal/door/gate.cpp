#include "terminal/door/gate.h"

#include <array>

#include "cardformat/secret.h"
#include "terminal/door/method.h"

namespace vip::terminal {
namespace {

constexpr std::size_t longest_secret = 64;

constexpr std::array<std::string_view, 4> proving = {"session", "pin", "badge", "second_pin"};

void wipe_value(std::optional<std::string>& secret) {
  if (secret) wipe(*secret);
}

Unexpected<No> not_allowed(std::string pointer, std::string word, Facts facts) {
  return fault(Fault::Code::not_allowed, std::move(pointer), std::move(word), std::move(facts));
}

Facts number_fact(const std::optional<Operator>& who) {
  return who ? Facts{{"operator", who->number}} : Facts{};
}

}  // namespace

Claim::~Claim() {
  for (auto* secret : {&session, &pin, &badge, &second_pin}) wipe_value(*secret);
}

std::span<const std::string_view> proving_fields() { return proving; }

Claim read_claim(Fields& fields, ClaimRules rules) {
  Claim claim;
  claim.number = read_staff(fields, "operator", rules.needs_number);
  claim.session = fields.optional_text("session", longest_secret);
  claim.pin = fields.optional_text("pin", longest_secret);
  claim.badge = fields.optional_text("badge", longest_secret);
  if (rules.takes_second) {
    claim.second = read_staff(fields, "second_operator", false);
    claim.second_pin = fields.optional_text("second_pin", longest_secret);
  }
  return claim;
}

SteadyTime Gate::now(const Desk& desk) const {
  if (store_.is_told_the_time()) return {"told", desk.stamp.at};
  return steady_time();
}

Answer<Done> Gate::try_pin(const Desk& desk, const Operator& who, const Tried& tried) {
  if (store_.locked()) return fault(Fault::Code::storage, "", "storage_behind_anchor");
  const SteadyTime now = this->now(desk);
  if (const std::int64_t seconds = locked_for(who, now); seconds > 0) {
    return not_allowed(tried.pointer, "operator_locked",
                       {{"operator", who.number}, {"minutes", (seconds + 59) / 60}});
  }
  const auto kept = store_.staff_secrets().find(who.number);
  if (!kept || kept->print() != who.credential) {
    return not_allowed(tried.pointer, "credential_damaged", {{"operator", who.number}});
  }
  const bool needs_badge = tried.badge != nullptr && !kept->badge.empty();
  const bool right_badge =
      !needs_badge || (*tried.badge && store_.pins().badge_is(*kept, who.number, **tried.badge));
  // Each try is in the journal before it is answered: no fault makes room for another.
  if (store_.pins().pin_is(*kept, who.number, tried.pin) && right_badge) {
    record(desk, OperatorEvent{.change = OperatorChange::pin_right, .number = who.number});
    return Done{};
  }
  record(desk, OperatorEvent{.change = OperatorChange::pin_wrong,
                             .number = who.number,
                             .boot = now.boot,
                             .boot_seconds = now.seconds});
  const std::int64_t left = tries - 1 - who.failures % tries;
  if (left == 0) {
    return not_allowed(tried.pointer, "operator_locked",
                       {{"operator", who.number}, {"minutes", lock_seconds / 60}});
  }
  return not_allowed(tried.pointer, "pin_wrong", {{"operator", who.number}, {"left", left}});
}

Answer<Done> Gate::prove_first(const Desk& desk, const Claim& claim, Caller& caller) {
  const Operator& who = *caller.who;
  if (!who.active) return not_allowed("/operator", "operator_off", number_fact(caller.who));
  const auto no_session = [&](Sessions::State state) {
    const bool asleep = state == Sessions::State::asleep;
    return not_allowed("/session", asleep ? "session_asleep" : "session_unknown",
                       number_fact(caller.who));
  };
  std::optional<Sessions::State> session;  // each use keeps it awake
  if (claim.session) session = sessions_.use(*claim.session, who.number, now(desk).seconds);
  if (!who.has_pin()) {
    // At their word, in training: but whoever went away has left the till like everybody else.
    if (session && *session != Sessions::State::open) return no_session(*session);
    return Done{};
  }
  if (claim.pin) {
    // A badge comes with the PIN that stands alone; where a session is open the PIN is enough.
    const bool by_session = session == Sessions::State::open;
    const auto tried = try_pin(
        desk, who,
        {.pin = *claim.pin, .badge = by_session ? nullptr : &claim.badge, .pointer = "/pin"});
    if (!tried && by_session) sessions_.close(*claim.session);  // somebody else sits there now
    if (!tried) return tried;
    caller.proved = caller.pin_now = true;
    return Done{};
  }
  if (!session) return not_allowed("/pin", "pin_needed", number_fact(caller.who));
  if (*session != Sessions::State::open) return no_session(*session);
  caller.proved = true;
  return Done{};
}

Answer<Done> Gate::prove_second(const Desk& desk, const Claim& claim, Caller& caller) {
  const Operator& second = *caller.second;
  // Nobody approves their own, and who is gone nothing: allow() says so, and no PIN is tried.
  if (!second.active || (caller.who && *caller.who == second)) return Done{};
  if (second.has_pin()) {
    if (!claim.second_pin) return Done{};
    const auto tried = try_pin(desk, second, {.pin = *claim.second_pin, .pointer = "/second_pin"});
    if (!tried) return tried;
  }
  caller.second_proved = true;
  return Done{};
}

Answer<Caller> Gate::prove(const Desk& desk, const Claim& claim) {
  Caller caller;
  if (claim.number) caller.who = store_.staff().find(*claim.number);
  if (caller.who) {
    if (const auto proved = prove_first(desk, claim, caller); !proved) {
      return Unexpected{proved.error()};
    }
  }
  if (claim.second) caller.second = store_.staff().find(*claim.second);
  if (caller.second) {
    if (const auto proved = prove_second(desk, claim, caller); !proved) {
      return Unexpected{proved.error()};
    }
  }
  return caller;
}

std::optional<Fault> Gate::unknown(const Claim& claim, const Caller& caller) {
  if (!claim.number || caller.who) return std::nullopt;
  return Fault{.code = Fault::Code::not_allowed,
               .pointer = "/operator",
               .word = "operator_unknown",
               .facts = {{"operator", *claim.number}},
               .problem = {}};
}

Answer<Done> Gate::allow(const Caller& caller, StaffAct act) {
  const Facts who = number_fact(caller.who);
  const bool managers = permission(Role::manager, act) != Permission::no;
  switch (permission(caller.role(), act)) {
    case Permission::no:
      return not_allowed("/operator", managers ? "manager_needed" : "not_allowed", who);
    case Permission::yes:
      if (asks_again(act) && !caller.at_their_word() && !caller.pin_now) {
        return not_allowed("/pin", "pin_again", who);
      }
      return Done{};
    case Permission::explained:
      if (caller.at_their_word()) {  // a word is enough for a manager alone
        if (caller.role() == Role::manager) return Done{};
        return not_allowed("/operator", "manager_needed", who);
      }
      if (!caller.pin_now) return not_allowed("/pin", "pin_again", who);
      return Done{};
    case Permission::approved:
      break;
  }
  if (caller.at_their_word()) return Done{};
  if (!caller.second) return not_allowed("/second_operator", "approval_needed", who);
  const Facts second = number_fact(caller.second);
  if (caller.second->number == caller.who->number) {
    return not_allowed("/second_operator", "own_approval", second);
  }
  if (permission(caller.second->role, act) != Permission::yes) {
    return not_allowed("/second_operator", "manager_needed", second);
  }
  if (!caller.second->active) return not_allowed("/second_operator", "operator_off", second);
  if (!caller.second_proved) return not_allowed("/second_pin", "pin_needed", second);
  return Done{};
}

Answer<Done> Gate::allow_look(const Desk& desk, const Caller& caller) {
  if (const auto allowed = allow(caller, StaffAct::unmask); !allowed) return allowed;
  if (store_.locked()) return fault(Fault::Code::storage, "", "storage_behind_anchor");
  if (store_.staff().looks(desk.stamp.staff, desk.stamp.day) >= looks_a_day) {
    return not_allowed("/operator", "look_cap",
                       {{"operator", desk.stamp.staff}, {"cap", looks_a_day}});
  }
  return Done{};
}

void Gate::record_refusal(const Desk& desk, const Caller& caller, std::string_view method,
                          std::string_view word) {
  if (store_.locked()) return;
  constexpr std::int64_t minute = 60;
  const std::int64_t now_minute = now(desk).seconds / minute;
  if (now_minute != minute_) {
    minute_ = now_minute;
    refused_.clear();
  }
  Desk as = desk;
  as.stamp.staff = caller.who ? caller.who->number : std::string();
  const std::string same = as.stamp.staff + '\n' + std::string(method) + '\n' + std::string(word);
  if (!refused_.insert(same).second) return;
  record(as,
         AuditEvent{
             .kind = AuditKind::refusal, .method = std::string(method), .word = std::string(word)});
}

void Gate::record_approval(const Desk& desk, const Caller& caller, std::string_view method,
                           StaffAct act) {
  if (!caller.second || !caller.second_proved || act == StaffAct::correct_points) return;
  record(desk, AuditEvent{.kind = AuditKind::approval,
                          .method = std::string(method),
                          .second_staff = caller.second->number});
}

}  // namespace vip::terminal
