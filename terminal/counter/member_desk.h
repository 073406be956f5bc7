// Member desk: finding, showing and correcting what is held about a member (R3, R4).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "terminal/counter/card_desk.h"
#include "terminal/counter/counter.h"

namespace vip::terminal {

struct MemberShown {
  PersonId person = 0;
  std::optional<Registration> registration;  // in full only where `full`; else masked by the door
  std::optional<std::string> phone;
  bool full = false;
  std::vector<CardRow> cards;
  Day today;
};

// By phone or card. Fault not_found where nobody is known.
Answer<MemberShown> find_member(const Desk& desk, const Shown& shown);

// R3: with a reason in full, and then the look is recorded, with its reason beside the people's
// data. Requires: whoever asks may.
Answer<MemberShown> show_member(const Desk& desk, const Shown& shown,
                                const std::optional<std::string>& reason);

struct MemberEdited {
  MemberShown member;
  std::vector<std::string> changed;  // names of fields
  Position position;
};
// R4. Fields left out stay. Refusals: E5 field (pointer), E6 has_card where the new phone is
// another member's.
Answer<MemberEdited> edit_member(const Desk& desk, const Shown& shown, const Form5& fields);

}  // namespace vip::terminal
