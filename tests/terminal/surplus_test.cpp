#include "terminal/rules/surplus.h"

#include <doctest/doctest.h>

namespace vip::terminal {
namespace {

const Policy::Rights normal;  // home keeps all, a visited store nothing

Policy::Rights keeps(std::optional<std::int64_t> home, std::optional<std::int64_t> visited) {
  Policy::Rights rights;
  rights.home.at_most = home ? std::optional(Points(*home)) : std::nullopt;
  rights.visited.at_most = visited ? std::optional(Points(*visited)) : std::nullopt;
  return rights;
}

TEST_CASE("design 6: what is beyond the target is released, and the carry lives at home") {
  struct Row {
    const char* name;
    Stay stay;
    Policy::Rights policy;
    Surplus released;
  };
  const Stay home{.home = true, .usable = true};
  const Stay visited{.home = false, .usable = true};
  const Row rows[] = {
      {"home keeps all", home, normal, {Points(0), Fen(0)}},
      {"a visited store keeps nothing", visited, normal, {Points(18), Fen(5000)}},
      {"no card can be used, at home", {.home = true}, normal, {Points(18), Fen(5000)}},
      {"no card can be used, visited", {}, keeps({}, {}), {Points(18), Fen(5000)}},
      {"home keeps 17", home, keeps(17, 0), {Points(1), Fen(0)}},
      {"home keeps 18", home, keeps(18, 0), {Points(0), Fen(0)}},
      {"home keeps none, and the carry", home, keeps(0, 0), {Points(18), Fen(0)}},
      {"visited keeps 10", visited, keeps({}, 10), {Points(8), Fen(5000)}},
      {"visited keeps all", visited, keeps({}, {}), {Points(0), Fen(0)}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(surplus(Points(18), Fen(5000), row.stay, row.policy) == row.released);
  }
  CHECK_FALSE(surplus(Points(0), Fen(0), visited, normal).any());
  CHECK(surplus(Points(0), Fen(1), visited, normal).any());
}

TEST_CASE("design 6: head office sends home what the target allows") {
  CHECK(sent_home(Points(18), Points(5), true, normal) == Points(18));
  CHECK(sent_home(Points(18), Points(5), false, normal) == Points(0));
  CHECK(sent_home(Points(18), Points(5), true, keeps(20, 0)) == Points(15));
  CHECK(sent_home(Points(18), Points(25), true, keeps(20, 0)) == Points(0));
  CHECK(sent_home(Points(3), Points(5), true, keeps(20, 0)) == Points(3));
  CHECK(sent_home(Points(18), Points(0), true, keeps(0, 0)) == Points(0));
}

}  // namespace
}  // namespace vip::terminal
