#include "terminal/rules/member_rate.h"

#include <chrono>

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

// The birthday's days since 1970-01-01 in `year`, which may be the one after A53's last.
std::int64_t birthday_number(Day birthday, int year, LeapDay leap_day) {
  using namespace std::chrono;
  int month_of_year = birthday.month();
  int day_of_month = birthday.day_of_month();
  if (month_of_year == 2 && day_of_month == 29 && !is_leap_year(year)) {
    if (leap_day == LeapDay::february_28) {
      day_of_month = 28;
    } else {
      month_of_year = 3;
      day_of_month = 1;
    }
  }
  const year_month_day date{std::chrono::year{year}, month{static_cast<unsigned>(month_of_year)},
                            day{static_cast<unsigned>(day_of_month)}};
  return sys_days{date}.time_since_epoch().count();
}

bool has_level(const MemberFacts& facts, const Policy::Rates& policy) {
  switch (policy.level_basis) {
    case LevelBasis::accumulated:
      return facts.accumulated >= policy.level_points;
    case LevelBasis::balance:
      return facts.balance >= policy.level_points;
  }
  ensure(false, "a level's basis is one of the two");
  return false;
}

bool has_birthday_rate(const MemberFacts& facts, Fen eligible_gross, const Policy::Rates& policy) {
  if (!facts.birthday_today || !facts.birthday_document_shown) return false;
  if (policy.birthday_max_uses && facts.birthday_uses >= *policy.birthday_max_uses) return false;
  return !policy.birthday_max_amount ||
         facts.birthday_amount + eligible_gross <= *policy.birthday_max_amount;
}

}  // namespace

GrantedRate member_rate(const MemberFacts& facts, Fen eligible_gross, const Policy::Rates& policy) {
  GrantedRate best{policy.member, Clause::D1};
  if (has_level(facts, policy) && policy.level < best.rate) best = {policy.level, Clause::D2};
  if (has_birthday_rate(facts, eligible_gross, policy) && policy.birthday < best.rate) {
    best = {policy.birthday, Clause::D3};
  }
  return best;
}

bool is_birthday(Day birthday, Day today, LeapDay leap_day) {
  return birthday_number(birthday, today.year(), leap_day) == today.number();
}

int days_to_birthday(Day birthday, Day today, LeapDay leap_day) {
  std::int64_t next = birthday_number(birthday, today.year(), leap_day);
  if (next < today.number()) next = birthday_number(birthday, today.year() + 1, leap_day);
  return static_cast<int>(next - today.number());
}

}  // namespace vip::terminal
