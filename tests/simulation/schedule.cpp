#include "tests/simulation/schedule.h"

#include <numeric>

namespace vip::simulation {
namespace {

constexpr std::array<std::string_view, act_count> names = {"sale",
                                                           "return",
                                                           "redemption",
                                                           "issue",
                                                           "correction",
                                                           "card_life",
                                                           "rush",
                                                           "quote",
                                                           "ask_again",
                                                           "exchange",
                                                           "visit",
                                                           "want",
                                                           "late_request",
                                                           "time_passes",
                                                           "days_pass",
                                                           "clock_trouble",
                                                           "line_cut",
                                                           "idle",
                                                           "killed",
                                                           "power_cut",
                                                           "disk_fault",
                                                           "disk_mended",
                                                           "office_killed",
                                                           "office_power_cut",
                                                           "office_disk_fault",
                                                           "office_disk_mended",
                                                           "disk_lost",
                                                           "image_taken",
                                                           "image_restored",
                                                           "office_backed_up",
                                                           "office_restored",
                                                           "office_restored_old",
                                                           "verify",
                                                           "lanes_copy",
                                                           "disk_cloned",
                                                           "late_disk"};

// What is ordinary has its weight in every run; trouble has one in some.
struct Weight {
  Act act;
  std::int64_t least;
  std::int64_t most;
  std::int64_t present;  // in thousandths of runs
};
constexpr Weight weights[] = {
    {Act::sale, 200, 600, 1000},
    {Act::goods_returned, 10, 150, 900},
    {Act::redemption, 20, 200, 950},
    {Act::issue, 2, 30, 1000},
    {Act::correction, 1, 30, 500},
    {Act::card_life, 1, 30, 700},
    {Act::rush, 1, 100, 500},
    {Act::quote, 10, 100, 500},
    {Act::ask_again, 10, 100, 900},
    {Act::exchange, 20, 300, 1000},
    {Act::visit, 5, 60, 800},
    {Act::want, 5, 100, 800},
    {Act::late_request, 5, 60, 700},
    {Act::time_passes, 10, 100, 1000},
    {Act::days_of_silence, 1, 10, 500},
    {Act::clock_trouble, 1, 20, 500},
    {Act::line_cut, 1, 40, 500},
    {Act::idle, 1, 40, 800},
    {Act::terminal_killed, 1, 20, 500},
    {Act::terminal_loses_power, 1, 20, 500},
    {Act::terminal_disk_fault, 1, 30, 600},
    {Act::terminal_disk_mended, 20, 60, 1000},
    {Act::office_killed, 1, 10, 500},
    {Act::office_loses_power, 1, 10, 500},
    {Act::office_disk_fault, 1, 20, 600},
    {Act::office_disk_mended, 20, 60, 1000},
    {Act::terminal_disk_lost, 1, 6, 300},
    {Act::image_taken, 1, 10, 400},
    {Act::image_restored, 1, 4, 300},
    {Act::office_backed_up, 5, 60, 500},
    {Act::office_restored, 1, 8, 500},
    {Act::office_restored_old, 1, 6, 250},
    {Act::verify, 1, 2, 300},
    {Act::lanes_copy, 5, 40, 500},
    {Act::disk_cloned, 1, 4, 250},
    {Act::late_disk, 5, 30, 700},
};

std::int64_t sometimes(Dice& dice, std::int64_t most) {
  return dice.chance(500) ? dice.from(0, most) : 0;
}

}  // namespace

std::string_view name(Act act) { return names[static_cast<std::size_t>(act)]; }

Weather weather_of(std::uint64_t seed, std::size_t stores) {
  Dice dice(seed ^ 0x77ea7be27ea7be2U);
  Weather weather;
  weather.stores = stores != 0 ? stores : static_cast<std::size_t>(dice.from(1, 4));
  weather.members_at_start = static_cast<std::size_t>(dice.from(1, 8));
  for (const Weight& weight : weights) {
    const bool present = dice.chance(weight.present);
    const std::int64_t value = dice.from(weight.least, weight.most);
    weather.weights[static_cast<std::size_t>(weight.act)] = present ? value : 0;
  }
  weather.request_lost = sometimes(dice, 300);
  weather.answer_lost = sometimes(dice, 300);
  weather.answer_cut = sometimes(dice, 200);
  weather.doubled = sometimes(dice, 300);
  weather.held_up = sometimes(dice, 200);
  weather.refused = sometimes(dice, 100);
  weather.meanwhile = sometimes(dice, 400);
  weather.batch = dice.chance(700) ? static_cast<std::size_t>(dice.from(1, 40)) : 500;
  weather.elsewhere = dice.from(0, 400);
  if (dice.chance(600)) {  // small pages, snapshots of few
    weather.telling.states_a_page = static_cast<int>(dice.from(1, 6));
    weather.telling.worth_a_snapshot = static_cast<int>(dice.from(1, 4));
    weather.telling.rows_a_snapshot_page = static_cast<int>(dice.from(1, 3));
  }
  return weather;
}

std::vector<Step> schedule_of(std::uint64_t seed, const Weather& weather, std::size_t steps) {
  Dice dice(seed);
  const std::int64_t all =
      std::accumulate(weather.weights.begin(), weather.weights.end(), std::int64_t{0});
  std::vector<Step> schedule;
  schedule.reserve(steps);
  for (std::size_t i = 0; i < steps; ++i) {
    std::int64_t left = dice.from(0, all - 1);
    std::size_t act = 0;
    while (left >= weather.weights[act]) left -= weather.weights[act++];
    schedule.push_back({static_cast<Act>(act), dice.next(), i});
  }
  return schedule;
}

}  // namespace vip::simulation
