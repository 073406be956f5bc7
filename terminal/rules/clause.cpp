#include "terminal/rules/clause.h"

#include <array>

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 53> names = {
    "none",                                                  //
    "E1",   "E2", "E3", "E4", "E5", "E6", "E7", "E8",        //
    "D1",   "D2", "D3", "D4", "D5", "D6", "D7", "D8",        //
    "P1",   "P2", "P3", "P4", "P5", "P6", "P7", "P8",        //
    "G1",   "G2", "G3", "G4", "G5",                          //
    "C1",   "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9",  //
    "R1",   "R2", "R3", "R4",                                //
    "S1",   "S2", "S3", "S4", "S5", "S6", "S7", "S8",        //
    "X1",   "X2"};

}  // namespace

std::string_view name(Clause clause) {
  const auto index = static_cast<std::size_t>(clause);
  ensure(index < names.size(), "a clause is one of the policy's");
  return names[index];
}

std::optional<Clause> clause_named(std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text) return static_cast<Clause>(i);
  }
  return std::nullopt;
}

}  // namespace vip::terminal
