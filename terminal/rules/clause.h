// Clause: the ids of the written policy, as they are printed in answers, events and tests.
//
// Written out on disks and wires by name(); add, never rename.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace vip::terminal {

// clang-format off
enum class Clause : std::uint8_t {
  none = 0,  // no clause: a line without any benefit
  E1, E2, E3, E4, E5, E6, E7, E8,
  D1, D2, D3, D4, D5, D6, D7, D8,
  P1, P2, P3, P4, P5, P6, P7, P8,
  G1, G2, G3, G4, G5,
  C1, C2, C3, C4, C5, C6, C7, C8, C9,
  R1, R2, R3, R4,
  S1, S2, S3, S4, S5, S6, S7, S8,
  X1, X2
};
// clang-format on

// "none", "E1", ...
std::string_view name(Clause clause);
// No value: no clause of that name.
std::optional<Clause> clause_named(std::string_view text);

}  // namespace vip::terminal
