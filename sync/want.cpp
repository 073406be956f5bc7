#include "sync/want.h"

#include <algorithm>

namespace vip::sync {
namespace {

constexpr int pause_ms = 100;

}  // namespace

bool fetch_points(Outbox& outbox, Transport& transport, card::Number card, Points points,
                  const std::function<Points()>& right_here, std::int64_t now,
                  const WantBudget& budget) {
  // One attempt at each request, and no release: what comes is for the member who waits.
  const ExchangeLimits once{.attempts = 1, .pause_limit_ms = 0, .settle = false, .snapshot = false};
  const Pause none = [](int) {};
  while (budget.left_ms() > 0) {
    if (!exchange_all(outbox, transport, now, none, once)) return false;
    if (points > Points(0) && right_here() >= points) return true;
    const auto reply = ask_for_points(outbox, transport, card, points);
    if (!reply || !reply->known) return false;
    const bool nothing_more = reply->coming == Points(0) && reply->asked == Points(0);
    if (points == Points(0) || nothing_more) {
      return exchange_all(outbox, transport, now, none, once).has_value() && right_here() >= points;
    }
    if (reply->coming == Points(0)) {
      budget.pause(static_cast<int>(std::clamp<std::int64_t>(budget.left_ms(), 0, pause_ms)));
    }
  }
  return right_here() >= points;
}

}  // namespace vip::sync
