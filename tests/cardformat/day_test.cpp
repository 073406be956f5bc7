#include "cardformat/day.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "tests/death.h"
#include "tests/show.h"

namespace vip {
namespace {

// A day is neither a number nor a text.
static_assert(!std::is_constructible_v<Day, std::int32_t>);
static_assert(!std::is_convertible_v<Day, std::int32_t>);

Day day(std::string_view text) { return read_day(text).value(); }

// An almanac, written leaf by leaf: the independent calculation. It knows no formula of the
// calendar but the lengths of months and the leap rule, and finds by looking.
class Almanac {
 public:
  struct Leaf {
    int year, month, day;
    std::int32_t number;  // days since 1970-01-01
  };

  Almanac() {
    std::int32_t number = 0;
    for (int year = 1970; year > 1900; --year) number -= leap(year - 1) ? 366 : 365;
    for (int year = 1900; year <= 2199; ++year) {
      for (int month = 1; month <= 12; ++month) {
        first_leaf_of_month_.push_back(leaves_.size());
        const int last = length(year, month);
        for (int d = 1; d <= last; ++d) leaves_.push_back({year, month, d, number++});
      }
    }
    first_leaf_of_month_.push_back(leaves_.size());
  }

  const std::vector<Leaf>& leaves() const { return leaves_; }

  // The leaf of this day of the month, or the month's last. Months count from January 1900.
  const Leaf& corresponding(std::size_t month, int day) const {
    const Leaf* found = &leaf_of(month);
    for (std::size_t i = first_leaf_of_month_[month]; i < first_leaf_of_month_[month + 1]; ++i) {
      if (leaves_[i].day <= day) found = &leaves_[i];
    }
    return *found;
  }

  static bool leap(int year) {
    if (year % 400 == 0) return true;
    if (year % 100 == 0) return false;
    return year % 4 == 0;
  }

  static int length(int year, int month) {
    if (month == 2) return leap(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

 private:
  const Leaf& leaf_of(std::size_t month) const { return leaves_[first_leaf_of_month_[month]]; }

  std::vector<Leaf> leaves_;
  std::vector<std::size_t> first_leaf_of_month_;
};

std::string two(int n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); }
std::string text_of(const Almanac::Leaf& leaf) {
  return std::to_string(leaf.year) + "-" + two(leaf.month) + "-" + two(leaf.day);
}

const Almanac& almanac() {
  static const Almanac it;
  return it;
}

TEST_CASE("A53: every day from 1900 to 2199 is there, once, in order") {
  std::int64_t wrong = 0;
  std::int64_t count = 0;
  for (const Almanac::Leaf& leaf : almanac().leaves()) {
    const auto found = Day::from_civil(leaf.year, leaf.month, leaf.day);
    const bool right =
        found && found->number() == leaf.number && found->year() == leaf.year &&
        found->month() == leaf.month && found->day_of_month() == leaf.day &&
        found->text() == text_of(leaf) && read_day(text_of(leaf)) == found &&
        Day::from_number(leaf.number) == found &&
        is_leap_year(leaf.year) == Almanac::leap(leaf.year) &&
        days_in_month(leaf.year, leaf.month) == Almanac::length(leaf.year, leaf.month);
    if (!right) {
      MESSAGE("wrong: " << text_of(leaf));
      ++wrong;
    }
    ++count;
  }
  CHECK(wrong == 0);
  CHECK(count == 109'573);  // 300 years of 365 days and 73 leap days
  CHECK(Day::from_civil(1970, 1, 1)->number() == 0);
}

TEST_CASE("C2, E2: every day from 1940 to 2100, months and years forward and back") {
  // Every month from three years back to three years on, and the years to 40 either way.
  std::vector<int> steps;
  for (int months = -36; months <= 36; ++months) steps.push_back(months);
  for (int years = 4; years <= 40; ++years) {
    steps.push_back(years * 12);
    steps.push_back(-years * 12);
  }
  std::int64_t wrong = 0;
  std::int64_t count = 0;
  for (const Almanac::Leaf& leaf : almanac().leaves()) {
    if (leaf.year < 1940 || leaf.year > 2100) continue;
    const Day from = *Day::from_number(leaf.number);
    const int month = (leaf.year - 1900) * 12 + leaf.month - 1;
    for (const int step : steps) {
      const Almanac::Leaf& expected =
          almanac().corresponding(static_cast<std::size_t>(month + step), leaf.day);
      if (plus_months(from, step).number() != expected.number) {
        MESSAGE("wrong: " << text_of(leaf) << " and " << step << " months");
        ++wrong;
      }
      ++count;
    }
  }
  CHECK(wrong == 0);
  CHECK(count == 58'805 * 147);  // 161 years of 365 days and 40 leap days; 73 + 74 steps
}

TEST_CASE("A53: every day from 1940 to 2100, days forward and back") {
  std::int64_t wrong = 0;
  const auto& leaves = almanac().leaves();
  const int steps[] = {0, 1, 7, 28, 29, 30, 31, 90, 365, 366, 730, 731, 10'000};
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (leaves[i].year < 1940 || leaves[i].year > 2100) continue;
    const Day from = *Day::from_number(leaves[i].number);
    for (const int step : steps) {
      const auto& later = leaves[i + static_cast<std::size_t>(step)];
      const auto& earlier = leaves[i - static_cast<std::size_t>(step)];
      const Day after = day(text_of(later));
      const Day before = day(text_of(earlier));
      const bool right = plus_days(from, step) == after && plus_days(from, -step) == before &&
                         days_between(from, after) == step && days_between(from, before) == -step;
      if (!right) {
        MESSAGE("wrong: " << text_of(leaves[i]) << " and " << step << " days");
        ++wrong;
      }
    }
    const Day first = *Day::from_civil(leaves[i].year, leaves[i].month, 1);
    const Day last = *Day::from_civil(leaves[i].year, leaves[i].month,
                                      Almanac::length(leaves[i].year, leaves[i].month));
    if (first_of_month(from) != first || last_of_month(from) != last) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("C2: two years on, the corresponding day, or the month's last where there is none") {
  CHECK(plus_months(day("2026-11-22"), 24) == day("2028-11-22"));
  CHECK(plus_months(day("2028-02-29"), 24) == day("2030-02-28"));
  CHECK(plus_months(day("2026-02-28"), 24) == day("2028-02-28"));
  CHECK(plus_months(day("2024-02-29"), 48) == day("2028-02-29"));
  CHECK(plus_months(day("2026-12-31"), 24) == day("2028-12-31"));
  CHECK(plus_months(day("2026-08-31"), 18) == day("2028-02-29"));
  CHECK(plus_months(day("2098-02-28"), 24) == day("2100-02-28"));  // 2100 is no leap year
  CHECK(plus_months(day("2096-02-29"), 48) == day("2100-02-28"));
}

TEST_CASE("E2: the window of six months begins on the corresponding day, or that month's last") {
  CHECK(plus_months(day("2026-08-31"), -6) == day("2026-02-28"));
  CHECK(plus_months(day("2028-08-31"), -6) == day("2028-02-29"));
  CHECK(plus_months(day("2026-08-30"), -6) == day("2026-02-28"));
  CHECK(plus_months(day("2026-08-28"), -6) == day("2026-02-28"));
  CHECK(plus_months(day("2026-08-27"), -6) == day("2026-02-27"));
  CHECK(plus_months(day("2026-11-22"), -6) == day("2026-05-22"));
  CHECK(plus_months(day("2026-03-31"), -6) == day("2025-09-30"));
  CHECK(plus_months(day("2026-01-15"), -6) == day("2025-07-15"));
}

TEST_CASE("A53: arithmetic stays within 1900 and 2199") {
  const Day first = day("1900-01-01");
  const Day last = day("2199-12-31");
  CHECK(Day() == first);
  CHECK(plus_months(last, 1) == last);
  CHECK(plus_months(day("2199-11-30"), 1) == day("2199-12-30"));
  CHECK(plus_months(first, -1) == first);
  CHECK(plus_months(day("1900-02-15"), -1) == day("1900-01-15"));
  CHECK(plus_months(first, std::numeric_limits<int>::max()) == last);
  CHECK(plus_months(last, std::numeric_limits<int>::min()) == first);
  CHECK(plus_days(last, 1) == last);
  CHECK(plus_days(first, -1) == first);
  CHECK(plus_days(first, 109'571) == day("2199-12-30"));
  CHECK(plus_days(first, 109'572) == last);
  CHECK(plus_days(first, 109'573) == last);
  CHECK(plus_days(first, std::numeric_limits<std::int64_t>::max()) == last);
  CHECK(plus_days(last, std::numeric_limits<std::int64_t>::min()) == first);
  CHECK(Day::from_number(-25'567) == first);
  CHECK_FALSE(Day::from_number(-25'568));
  CHECK(Day::from_number(84'005) == last);
  CHECK_FALSE(Day::from_number(84'006));
  CHECK_FALSE(Day::from_number(std::numeric_limits<std::int64_t>::min()));
  CHECK_FALSE(Day::from_civil(1899, 12, 31));
  CHECK_FALSE(Day::from_civil(2200, 1, 1));
}

TEST_CASE("A53: a text is a day only as YYYY-MM-DD, and says why when it is not") {
  struct Row {
    const char* text;
    DayError why;
  };
  const Row rows[] = {{"", DayError::not_a_date},
                      {"2026-11-2", DayError::not_a_date},
                      {"2026-1-22", DayError::not_a_date},
                      {"2026-11-222", DayError::not_a_date},
                      {"2026/11/22", DayError::not_a_date},
                      {"20261122", DayError::not_a_date},
                      {" 2026-11-22", DayError::not_a_date},
                      {"2026-11-2 ", DayError::not_a_date},
                      {"2026-11-22T", DayError::not_a_date},
                      {"+026-11-22", DayError::not_a_date},
                      {"2026-1１-2", DayError::not_a_date},
                      {"2026-00-10", DayError::no_such_day},
                      {"2026-13-10", DayError::no_such_day},
                      {"2026-11-00", DayError::no_such_day},
                      {"2026-11-31", DayError::no_such_day},
                      {"2026-02-29", DayError::no_such_day},
                      {"2100-02-29", DayError::no_such_day},
                      {"1899-02-29", DayError::no_such_day},
                      {"1899-12-31", DayError::outside_1900_2199},
                      {"2200-01-01", DayError::outside_1900_2199},
                      {"0000-02-29", DayError::outside_1900_2199},
                      {"9999-12-31", DayError::outside_1900_2199}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK_FALSE(read_day(row.text));
    CHECK(why_no_day(row.text) == row.why);
  }
  CHECK(day("2028-02-29").text() == "2028-02-29");
  CHECK(day("2000-02-29").text() == "2000-02-29");
  CHECK(death_of([] { why_no_day("2026-11-22"); }).aborted);
}

TEST_CASE("days are in order") {
  CHECK(day("2026-11-22") < day("2026-11-23"));
  CHECK(day("2026-12-01") > day("2026-11-30"));
  CHECK(days_between(day("2026-11-22"), day("2028-11-22")) == 731);
}

}  // namespace
}  // namespace vip
