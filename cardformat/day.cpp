#include "cardformat/day.h"

#include <algorithm>
#include <chrono>

#include "cardformat/ensure.h"

namespace vip {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

year_month_day civil(std::int32_t number) {
  return year_month_day{sys_days{std::chrono::days{number}}};
}

std::int64_t number_of(int year, int month, int day) {
  const year_month_day ymd{std::chrono::year{year},
                           std::chrono::month{static_cast<unsigned>(month)},
                           std::chrono::day{static_cast<unsigned>(day)}};
  return sys_days{ymd}.time_since_epoch().count();
}

std::int64_t clamp_number(std::int64_t number) {
  return std::clamp(number, number_of(Day::first_year, 1, 1), number_of(Day::last_year, 12, 31));
}

struct Digits {
  bool well_formed = false;
  int year = 0;
  int month = 0;
  int day = 0;
};

Digits digits_of(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i != 4 && i != 7 && (text[i] < '0' || text[i] > '9')) return {};
  }
  const auto two = [&](std::size_t i) { return (text[i] - '0') * 10 + (text[i + 1] - '0'); };
  return {true, two(0) * 100 + two(2), two(5), two(8)};
}

}  // namespace

bool is_leap_year(int year) { return std::chrono::year{year}.is_leap(); }

int days_in_month(int year, int month) {
  ensure(1 <= month && month <= 12, "months are numbered 1 to 12");
  static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

std::optional<Day> Day::from_civil(int year, int month, int day) {
  if (year < first_year || year > last_year || month < 1 || month > 12) return std::nullopt;
  if (day < 1 || day > days_in_month(year, month)) return std::nullopt;
  return Day(static_cast<std::int32_t>(number_of(year, month, day)));
}

std::optional<Day> Day::from_number(std::int64_t days_since_1970) {
  if (clamp_number(days_since_1970) != days_since_1970) return std::nullopt;
  return Day(static_cast<std::int32_t>(days_since_1970));
}

int Day::year() const { return static_cast<int>(civil(number_).year()); }
int Day::month() const { return static_cast<int>(static_cast<unsigned>(civil(number_).month())); }
int Day::day_of_month() const {
  return static_cast<int>(static_cast<unsigned>(civil(number_).day()));
}

std::string Day::text() const {
  const year_month_day ymd = civil(number_);
  const int year = static_cast<int>(ymd.year());
  const auto month = static_cast<unsigned>(ymd.month());
  const auto day = static_cast<unsigned>(ymd.day());
  const auto digit = [](unsigned n) { return static_cast<char>('0' + n % 10); };
  const auto y = static_cast<unsigned>(year);
  return {digit(y / 1000),   digit(y / 100), digit(y / 10), digit(y),        '-',
          digit(month / 10), digit(month),   '-',           digit(day / 10), digit(day)};
}

std::optional<Day> read_day(std::string_view text) {
  const Digits digits = digits_of(text);
  if (!digits.well_formed) return std::nullopt;
  return Day::from_civil(digits.year, digits.month, digits.day);
}

DayError why_no_day(std::string_view text) {
  ensure(!read_day(text), "why_no_day() is asked only of a text that is no day");
  const Digits digits = digits_of(text);
  if (!digits.well_formed) return DayError::not_a_date;
  const bool exists = 1 <= digits.month && digits.month <= 12 && 1 <= digits.day &&
                      digits.day <= days_in_month(digits.year, digits.month);
  return exists ? DayError::outside_1900_2199 : DayError::no_such_day;
}

Day plus_months(Day day, int months) {
  const std::int64_t index =
      std::int64_t{day.year()} * 12 + (day.month() - 1) + std::int64_t{months};
  if (index < std::int64_t{Day::first_year} * 12) return *Day::from_civil(Day::first_year, 1, 1);
  if (index > std::int64_t{Day::last_year} * 12 + 11)
    return *Day::from_civil(Day::last_year, 12, 31);
  const int year = static_cast<int>(index / 12);
  const int month = static_cast<int>(index % 12) + 1;
  return *Day::from_civil(year, month, std::min(day.day_of_month(), days_in_month(year, month)));
}

Day plus_days(Day day, std::int64_t days) {
  const std::int64_t span = std::clamp<std::int64_t>(days, -200'000, 200'000);  // > A53's range
  return *Day::from_number(clamp_number(day.number() + span));
}

std::int64_t days_between(Day earlier, Day later) {
  return std::int64_t{later.number()} - earlier.number();
}

Day first_of_month(Day day) { return *Day::from_civil(day.year(), day.month(), 1); }

Day last_of_month(Day day) {
  return *Day::from_civil(day.year(), day.month(), days_in_month(day.year(), day.month()));
}

}  // namespace vip
