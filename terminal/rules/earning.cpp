#include "terminal/rules/earning.h"

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

Points points_for(std::int64_t steps, const EarningStep& step) {
  return Points(steps * step.earn.count());
}

}  // namespace

Earned earn(Fen carry, Fen paid, const EarningStep& step) {
  ensure(carry >= Fen(0) && paid >= Fen(0), "a purchase adds to what is carried");
  const std::int64_t per = step.per.count();
  switch (step.remainder) {
    case Remainder::carried: {
      const std::int64_t unturned = (carry + paid).count();
      return {points_for(unturned / per, step), Fen(unturned % per)};
    }
    case Remainder::dropped:
      return {points_for(paid.count() / per, step), carry};
  }
  ensure(false, "what is left is carried or dropped");
  return {};
}

TakenBack take_back(Fen carry, Fen net_before, Fen refund, const EarningStep& step) {
  ensure(carry >= Fen(0) && Fen(0) <= refund && refund <= net_before,
         "a return gives back at most what is still out");
  const std::int64_t per = step.per.count();
  switch (step.remainder) {
    case Remainder::carried: {
      const std::int64_t lacking = (refund - carry).count();
      if (lacking <= 0) return {Points(0), carry - refund};
      const std::int64_t steps = (lacking + per - 1) / per;
      return {points_for(steps, step), Fen(steps * per - lacking)};
    }
    case Remainder::dropped: {
      const std::int64_t before = net_before.count() / per;
      const std::int64_t after = (net_before - refund).count() / per;
      return {points_for(before - after, step), carry};
    }
  }
  ensure(false, "what is left is carried or dropped");
  return {};
}

}  // namespace vip::terminal
