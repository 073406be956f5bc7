// PolicySimulation: a policy that is only a draft, tried on what the chain really did.
//
// All journals that head office has are replayed twice (policy_replay.h), by the time of their
// events: under the policies that each store went by, and with the draft in force from a day on.
// Parked events have no effect here either. A draft that says what was in force anyway makes no
// difference at all.
//
// Cost: one reading of the journals for what is spoken of later, one for the replay; memory for
// accounts, cards and the sales that were returned or proved something, not for the others.
//
// Threads: none; reads only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/office/fold.h"
#include "sync/office/office_store.h"
#include "sync/office/policy_replay.h"

namespace vip::sync {

struct SimulationWish {
  terminal::Policy draft;
  std::optional<Day> from;  // first day of the draft and of the figures; none: of the first event
  std::optional<Day> to;    // the last, that day included; none: of the last event
};

struct PolicySimulation {
  std::optional<Day> from;  // none: there were no events at all
  std::optional<Day> to;
  std::int64_t events = 0;  // dated within
  ReplayFigures before;
  ReplayFigures after;
  std::map<std::uint32_t, std::string> stores;  // names by tid
  // The draft differs here from what was in force on `to`, and that is not worked out.
  bool presence_differs = false;  // D8
  bool leap_day_differs = false;  // D3
};

using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

// Requires: a transaction that reads one state of the books is open.
PolicySimulation simulate_policy(OfficeStore& store, const std::vector<Parked>& parked,
                                 const SimulationWish& wish, const Progress& progress);

}  // namespace vip::sync
