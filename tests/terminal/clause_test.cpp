#include "terminal/rules/clause.h"

#include <doctest/doctest.h>

#include "tests/terminal/show_rules.h"

namespace vip::terminal {
namespace {

TEST_CASE("every clause has the name that the written policy gives it") {
  struct Row {
    Clause clause;
    const char* text;
  };
  using enum Clause;
  const Row rows[] = {
      {none, "none"}, {E1, "E1"}, {E2, "E2"}, {E3, "E3"}, {E4, "E4"}, {E5, "E5"}, {E6, "E6"},
      {E7, "E7"},     {E8, "E8"}, {D1, "D1"}, {D2, "D2"}, {D3, "D3"}, {D4, "D4"}, {D5, "D5"},
      {D6, "D6"},     {D7, "D7"}, {D8, "D8"}, {P1, "P1"}, {P2, "P2"}, {P3, "P3"}, {P4, "P4"},
      {P5, "P5"},     {P6, "P6"}, {P7, "P7"}, {P8, "P8"}, {G1, "G1"}, {G2, "G2"}, {G3, "G3"},
      {G4, "G4"},     {G5, "G5"}, {C1, "C1"}, {C2, "C2"}, {C3, "C3"}, {C4, "C4"}, {C5, "C5"},
      {C6, "C6"},     {C7, "C7"}, {C8, "C8"}, {C9, "C9"}, {R1, "R1"}, {R2, "R2"}, {R3, "R3"},
      {R4, "R4"},     {S1, "S1"}, {S2, "S2"}, {S3, "S3"}, {S4, "S4"}, {S5, "S5"}, {S6, "S6"},
      {S7, "S7"},     {S8, "S8"}, {X1, "X1"}, {X2, "X2"},
  };
  CHECK(std::size(rows) == 53);
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(name(row.clause) == row.text);
    CHECK(clause_named(row.text) == row.clause);
  }
}

TEST_CASE("no clause is found by another name") {
  for (const char* text : {"", "D9", "d1", "D1 ", "None", "E0", "X3"}) {
    CAPTURE(text);
    CHECK_FALSE(clause_named(text).has_value());
  }
}

}  // namespace
}  // namespace vip::terminal
