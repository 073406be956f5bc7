// Schedule: what happens in one run, step by step, and how bad the weather is. Both follow from the
// seed.
//
// Each step carries dice of its own, so that a schedule from which steps were taken out still does
// much the same in those that stay: that is what makes it possible to shrink one (shrink.h).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sync/office/rights_desk.h"
#include "tests/simulation/dice.h"

namespace vip::simulation {

enum class Act : std::uint8_t {
  // at the counter
  sale,
  goods_returned,
  redemption,
  issue,
  correction,
  card_life,  // block, replace, renew, close, identity check, handover
  rush,       // several lanes at once, one commit
  quote,
  ask_again,  // a request that was answered, or whose answer was lost
  // between a terminal and head office
  exchange,
  visit,         // a member of another store: the terminal asks who that is
  want,          // and needs points here, now
  late_request,  // one that was held up on its way arrives after all
  // the world
  time_passes,
  days_of_silence,
  clock_trouble,
  line_cut,  // and healed
  idle,      // checkpoints
  // machines
  terminal_killed,
  terminal_loses_power,
  terminal_disk_fault,  // armed: power at the n-th write, an error, full
  terminal_disk_mended,
  office_killed,
  office_loses_power,
  office_disk_fault,
  office_disk_mended,
  terminal_disk_lost,  // for good: the life is closed by force, the next one begins
  image_taken,
  image_restored,  // of a terminal's disk, and somebody must notice
  office_backed_up,
  office_restored,      // from the latest copy
  office_restored_old,  // from one before it
  verify,
  lanes_copy,   // what is not safe yet, for a disk that dies
  disk_cloned,  // two of them go on
  late_disk,    // one that was lost turns up
};
inline constexpr std::size_t act_count = static_cast<std::size_t>(Act::late_disk) + 1;
std::string_view name(Act act);

struct Step {
  Act act = Act::sale;
  std::uint64_t dice = 0;
  std::size_t at = 0;  // in the schedule that the seed makes
};

// Swarm: each seed has weather of its own, most kinds of it absent in most runs.
struct Weather {
  std::size_t stores = 3;
  std::size_t members_at_start = 4;
  std::array<std::int64_t, act_count> weights{};
  // In thousandths, of each request on the line.
  std::int64_t request_lost = 0;
  std::int64_t answer_lost = 0;
  std::int64_t answer_cut = 0;
  std::int64_t doubled = 0;
  std::int64_t held_up = 0;      // and delivered much later
  std::int64_t refused = 0;      // by something in between: 429, 503, a page for people
  std::int64_t meanwhile = 0;    // something else happens while it is on its way
  std::size_t batch = 500;       // events of a request
  sync::TellingLimits telling;   // of head office
  std::int64_t elsewhere = 100;  // in thousandths: members who shop at another store than theirs
};

Weather weather_of(std::uint64_t seed, std::size_t stores);
std::vector<Step> schedule_of(std::uint64_t seed, const Weather& weather, std::size_t steps);

}  // namespace vip::simulation
