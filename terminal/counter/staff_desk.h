// Staff desk: enrolling operators and changing what is kept about them.
//
// Who may is the gate's to say; what holds whoever asks is said here: nobody changes their own
// role, switches or unlocks themselves, and a PIN is one that is not soon guessed.
#pragma once

#include <optional>
#include <string>

#include "terminal/counter/counter.h"
#include "terminal/staff/staff_book.h"

namespace vip::terminal {

struct NewOperator {
  std::string number;
  Role role = Role::cashier;
  std::string pin;
  bool badge = false;
  std::optional<card::Number> card;  // their own, as a member
};

struct Enrolled {
  Operator who;
  std::optional<std::string> badge;  // its text, this once
  Position position;
};

// Faults: conflict operator_exists; request_invalid at /new_pin. The first of a store (nobody may
// act in it yet) has to be a manager who enrols themselves: else not_allowed first_manager.
Answer<Enrolled> add_operator(const Desk& desk, const NewOperator& wanted);

// A new PIN, and with `badge` a new badge; without, the badge that there is stays. Faults:
// not_found, request_invalid at /new_pin.
Answer<Enrolled> set_pin(const Desk& desk, const std::string& number, const std::string& pin,
                         bool badge);

struct OperatorChanges {
  std::optional<Role> role;
  std::optional<bool> active;
  std::optional<card::Number> card;
};
// Faults: not_found; not_allowed own_approval for one's own role, switch, or a card in place of
// another.
Answer<Enrolled> edit_operator(const Desk& desk, const std::string& number,
                               const OperatorChanges& changes);

// Ends a lock before its time. Faults: not_found, not_allowed own_approval.
Answer<Enrolled> unlock_operator(const Desk& desk, const std::string& number);

}  // namespace vip::terminal
