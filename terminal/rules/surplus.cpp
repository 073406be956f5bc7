#include "terminal/rules/surplus.h"

#include <algorithm>

namespace vip::terminal {
namespace {

Points above(Points right, const Keeps& keeps) {
  if (!keeps.at_most) return Points(0);
  return std::max(right - *keeps.at_most, Points(0));
}

}  // namespace

Surplus surplus(Points right, Fen carry, const Stay& stay, const Policy::Rights& policy) {
  if (!stay.usable) return {right, carry};
  if (stay.home) return {above(right, policy.home), Fen(0)};
  return {above(right, policy.visited), policy.visited.at_most ? carry : Fen(0)};
}

Points sent_home(Points free, Points right, bool usable, const Policy::Rights& policy) {
  if (!usable) return Points(0);
  if (!policy.home.at_most) return free;
  return std::min(free, std::max(*policy.home.at_most - right, Points(0)));
}

}  // namespace vip::terminal
