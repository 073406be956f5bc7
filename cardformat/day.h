// Day: a calendar date in the store's zone, and the law's counting of months and years.
//
// A date is a date, never an instant: it has no zone and no time of day. Dates of this project lie
// from 1900-01-01 to 2199-12-31 (A53), proleptic Gregorian.
//
// Months are counted as the Civil Code of China counts them (articles 201 and 202), which C2 and E2
// follow: the corresponding day of the other month, or that month's last day where there is none.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vip {

class Day {
 public:
  static constexpr int first_year = 1900;
  static constexpr int last_year = 2199;

  // 1900-01-01.
  constexpr Day() = default;

  // No value where there is no such day, or it lies outside A53's years.
  static std::optional<Day> from_civil(int year, int month, int day);
  // Days since 1970-01-01, which is 0. Same limits.
  static std::optional<Day> from_number(std::int64_t days_since_1970);

  int year() const;
  int month() const;         // 1 to 12
  int day_of_month() const;  // 1 to 31
  std::int32_t number() const { return number_; }

  std::string text() const;  // "2026-11-22" (RFC 3339 full-date)

  friend auto operator<=>(Day, Day) = default;

 private:
  constexpr explicit Day(std::int32_t number) : number_(number) {}
  std::int32_t number_ = -25567;  // days since 1970-01-01
};

enum class DayError : std::uint8_t {
  not_a_date = 1,    // not YYYY-MM-DD
  no_such_day,       // 2026-02-30
  outside_1900_2199  // A53
};

// Exactly YYYY-MM-DD.
std::optional<Day> read_day(std::string_view text);
// Why read_day(text) has no value. Requires: it has none.
DayError why_no_day(std::string_view text);

bool is_leap_year(int year);
int days_in_month(int year, int month);

// `months` may be negative. The result is clamped to A53's last or first day.
Day plus_months(Day day, int months);
// The result is clamped to A53's last or first day.
Day plus_days(Day day, std::int64_t days);
// later - earlier, in days.
std::int64_t days_between(Day earlier, Day later);

Day first_of_month(Day day);
Day last_of_month(Day day);

}  // namespace vip
