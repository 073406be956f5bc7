#include "terminal/door/retention.h"

#include <algorithm>
#include <sstream>
#include <string>

namespace vip::terminal {
namespace {

constexpr std::string_view round_name = "forget_round";
constexpr std::int64_t looked_at_once = 2000;  // about 10 ms
constexpr std::int64_t forgotten_at_once = 50;

// "2026-11-27 4000 3": the day, whom it looked at last, how many were forgotten; "done" for whom
// once nobody is left.
struct Round {
  std::string day;
  PersonId looked_at = 0;
  std::int64_t forgotten = 0;
  bool done = false;
};

Round round_of(Store& store, Day today) {
  Round round{.day = today.text()};
  std::istringstream words(store.meta(round_name).value_or(""));
  std::string day;
  std::string at;
  if (!(words >> day >> at >> round.forgotten) || day != round.day) return {.day = round.day};
  round.done = at == "done";
  if (!round.done) round.looked_at = std::stoll(at);
  return round;
}

}  // namespace

Unseen unseen_on(Day today, const Config::Retention& keep) {
  return {.prospects = plus_days(today, -keep.prospect_days),
          .members = plus_days(today, -keep.member_days)};
}

void forget_some(Store& store, const Config::Retention& keep, std::int64_t at) {
  if (store.identity().training || store.locked()) return;
  at = std::max(at, store.time_mark());
  const Day today = store.zone().day_of(at);
  Round round = round_of(store, today);
  if (round.done) return;
  Unit unit(store);
  unit.run([&] {
    const Desk desk{store, {.at = at, .day = today, .staff = "", .lane = ""}};
    const Forgotten piece = forget_unseen(
        desk, unseen_on(today, keep),
        {.after = round.looked_at, .look_at = looked_at_once, .forget = forgotten_at_once});
    round.forgotten += piece.members + piece.prospects;
    if (piece.all) forgot_unseen(desk, round.forgotten);
    const std::string looked_at = piece.all ? "done" : std::to_string(piece.looked_at);
    store.set_meta(round_name, round.day + ' ' + looked_at + ' ' + std::to_string(round.forgotten));
    return true;
  });
  unit.commit();
}

}  // namespace vip::terminal
