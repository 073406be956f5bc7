#include "cardformat/day.h"

#include "tests/fuzz/fuzz.h"

using namespace vip;

FUZZ_INPUT(text) {
  const auto day = read_day(text);
  if (!day) {
    const DayError why = why_no_day(text);
    ensure(why == DayError::not_a_date || text.size() == 10, "only ten characters look like a day");
    return;
  }
  ensure(day->text() == text, "what was read is written the same");
  ensure(Day::from_number(day->number()) == day, "a day has one number");
  ensure(Day::from_civil(day->year(), day->month(), day->day_of_month()) == day, "and one date");
  ensure(first_of_month(*day) <= *day && *day <= last_of_month(*day), "a month is in order");
  ensure(plus_months(*day, 24) >= *day && plus_months(*day, -6) <= *day, "months go one way");
}
