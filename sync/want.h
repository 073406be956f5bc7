// Want: a member stands at the counter and needs points that are elsewhere (G5, design 6).
//
// What waits here goes up, head office is asked, and what it grants comes down, until this terminal
// holds enough, nothing more is coming, or the budget is over. Head office recalls what others
// hold; where their line is up it comes back within the budget. Whatever comes later stays here
// until the next exchange, which releases it.
//
// Nothing here decides about a gift: whoever asked asks the counter again.
//
// Threads: those of the outbox. Throws StorageError of the outbox.
#pragma once

#include <cstdint>
#include <functional>

#include "sync/exchange.h"

namespace vip::sync {

struct WantBudget {
  std::function<std::int64_t()> left_ms;  // 0 or less: over
  Pause pause;
};

// True where `right_here` says at last that there are enough; false: as much as could be had is
// here. With points 0: true where head office knows the card and has told of it.
bool fetch_points(Outbox& outbox, Transport& transport, card::Number card, Points points,
                  const std::function<Points()>& right_here, std::int64_t now,
                  const WantBudget& budget);

}  // namespace vip::sync
