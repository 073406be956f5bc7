// Copies: what leaves the terminal has a limit for each operator and day (R3), as looks at members
// in full have (gate.h). Every export counts, of whatever and however large; a store's month needs
// a handful.
#pragma once

#include "terminal/door/method.h"

namespace vip::terminal {

inline constexpr std::int64_t copies_a_day = 50;

// Whether one more export is theirs to take. Faults: those of StaffAct::export_data, and copy_cap.
Answer<Done> may_copy(const MethodCall& call);

}  // namespace vip::terminal
