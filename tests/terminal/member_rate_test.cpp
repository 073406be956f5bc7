#include "terminal/rules/member_rate.h"

#include <doctest/doctest.h>

#include "tests/terminal/show_rules.h"

namespace vip::terminal {
namespace {

Day day(std::string_view text) { return read_day(text).value(); }

TEST_CASE("D1-D4: exactly one member rate, the best that the member may have") {
  struct Row {
    const char* name;
    std::int64_t accumulated, balance;
    bool birthday, document;
    Rate rate;
    Clause why;
  };
  const Row rows[] = {
      {"D1: every member", 0, 0, false, false, Rate(9000), Clause::D1},
      {"D2: one point short", 29, 29, false, false, Rate(9000), Clause::D1},
      {"D2: enough points", 30, 30, false, false, Rate(8500), Clause::D2},
      {"D2: one above", 31, 31, false, false, Rate(8500), Clause::D2},
      {"D2: points spent on gifts count", 30, 0, false, false, Rate(8500), Clause::D2},
      {"D2: also where the card owes", 30, -5, false, false, Rate(8500), Clause::D2},
      {"D2: the balance is not what counts", 29, 40, false, false, Rate(9000), Clause::D1},
      {"D3: birthday, document shown", 0, 0, true, true, Rate(6000), Clause::D3},
      {"D3: birthday, document not shown", 0, 0, true, false, Rate(9000), Clause::D1},
      {"D3: birthday, not shown, enough points", 30, 0, true, false, Rate(8500), Clause::D2},
      {"D3: document shown, not the birthday", 0, 0, false, true, Rate(9000), Clause::D1},
      {"D4: birthday and enough points do not stack", 30, 30, true, true, Rate(6000), Clause::D3},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const GrantedRate granted = member_rate({.accumulated = Points(row.accumulated),
                                             .balance = Points(row.balance),
                                             .birthday_today = row.birthday,
                                             .birthday_document_shown = row.document},
                                            Fen(10000), Policy::Rates{});
    CHECK(granted.rate == row.rate);
    CHECK(granted.why == row.why);
  }
}

TEST_CASE("D2: by the switch the current balance counts") {
  const Policy::Rates rates{.level_basis = LevelBasis::balance};
  const auto why = [&](std::int64_t accumulated, std::int64_t balance) {
    return member_rate({.accumulated = Points(accumulated), .balance = Points(balance)}, Fen(10000),
                       rates)
        .why;
  };
  CHECK(why(100, 29) == Clause::D1);
  CHECK(why(0, 30) == Clause::D2);
  CHECK(why(100, -30) == Clause::D1);
}

TEST_CASE("D4, A28: the lowest rate, of equal rates the lower clause") {
  struct Row {
    const char* name;
    std::int32_t member, level, birthday;
    std::int32_t rate;
    Clause why;
  };
  // A member with everything: enough points, birthday, document shown.
  const Row rows[] = {
      {"as published", 9000, 8500, 6000, 6000, Clause::D3},
      {"all equal", 9000, 9000, 9000, 9000, Clause::D1},
      {"level equal to member", 9000, 9000, 9500, 9000, Clause::D1},
      {"birthday equal to level", 9000, 8500, 8500, 8500, Clause::D2},
      {"birthday equal to member", 9000, 9500, 9000, 9000, Clause::D1},
      {"level dearer than member is never picked", 9000, 9001, 10000, 9000, Clause::D1},
      {"birthday dearer than level", 9000, 8500, 8501, 8500, Clause::D2},
      {"birthday a ten-thousandth cheaper", 9000, 8500, 8499, 8499, Clause::D3},
      {"level a ten-thousandth cheaper", 9000, 8999, 10000, 8999, Clause::D2},
      {"nothing comes off", 10000, 10000, 10000, 10000, Clause::D1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const GrantedRate granted = member_rate(
        {.accumulated = Points(30), .birthday_today = true, .birthday_document_shown = true},
        Fen(10000),
        {.member = Rate(row.member), .level = Rate(row.level), .birthday = Rate(row.birthday)});
    CHECK(granted.rate == Rate(row.rate));
    CHECK(granted.why == row.why);
  }
}

TEST_CASE("D3, A29: a sale that would pass a cap is priced by D1 or D2 as a whole") {
  struct Row {
    const char* name;
    std::optional<std::int64_t> max_uses;
    std::optional<Fen> max_amount;
    std::int64_t uses, amount, gross, accumulated;
    Clause why;
  };
  const Row rows[] = {
      {"no caps", {}, {}, 1000, 1'000'000'000'000, 1'000'000'000'000, 0, Clause::D3},
      {"the first of one use", 1, {}, 0, 0, 100, 0, Clause::D3},
      {"the second of one use", 1, {}, 1, 0, 100, 0, Clause::D1},
      {"the third of three uses", 3, {}, 2, 0, 100, 0, Clause::D3},
      {"the fourth of three uses", 3, {}, 3, 0, 100, 0, Clause::D1},
      {"no use at all", 0, {}, 0, 0, 100, 0, Clause::D1},
      {"no use left, nothing eligible", 1, {}, 1, 0, 0, 0, Clause::D1},
      {"up to the amount", {}, Fen(10000), 5, 0, 10000, 0, Clause::D3},
      {"a fen above the amount", {}, Fen(10000), 5, 0, 10001, 0, Clause::D1},
      {"up to what is left of it", {}, Fen(10000), 1, 4000, 6000, 0, Clause::D3},
      {"a fen above what is left of it", {}, Fen(10000), 1, 4000, 6001, 0, Clause::D1},
      {"all gone, nothing eligible", {}, Fen(10000), 1, 10000, 0, 0, Clause::D3},
      {"the uses hold, the amount does not", 2, Fen(10000), 1, 9999, 2, 0, Clause::D1},
      {"the amount holds, the uses do not", 1, Fen(10000), 1, 1, 2, 0, Clause::D1},
      {"both hold", 2, Fen(10000), 1, 9999, 1, 0, Clause::D3},
      {"capped, with enough points", 1, {}, 1, 0, 100, 30, Clause::D2},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const GrantedRate granted = member_rate(
        {.accumulated = Points(row.accumulated),
         .birthday_today = true,
         .birthday_document_shown = true,
         .birthday_uses = row.uses,
         .birthday_amount = Fen(row.amount)},
        Fen(row.gross), {.birthday_max_uses = row.max_uses, .birthday_max_amount = row.max_amount});
    CHECK(granted.why == row.why);
  }
}

TEST_CASE("D3: the birthday, and how far it is (S3)") {
  struct Row {
    const char* born;
    const char* today;
    LeapDay leap_day;
    int days;  // 0: today
  };
  const auto feb = LeapDay::february_28;
  const auto mar = LeapDay::march_1;
  const Row rows[] = {
      {"1990-11-22", "2026-11-21", feb, 1},
      {"1990-11-22", "2026-11-22", feb, 0},
      {"1990-11-22", "2026-11-23", feb, 364},
      {"1990-11-22", "2026-11-15", feb, 7},
      {"1990-11-22", "2026-11-14", feb, 8},
      {"1990-01-01", "2026-12-31", feb, 1},
      {"1990-12-31", "2026-01-01", feb, 364},
      {"1990-11-22", "2027-11-23", feb, 365},
      // Born on 29 February, 2026 and 2027 have none, 2028 has.
      {"2000-02-29", "2026-02-27", feb, 1},
      {"2000-02-29", "2026-02-28", feb, 0},
      {"2000-02-29", "2026-03-01", feb, 364},
      {"2000-02-29", "2026-02-28", mar, 1},
      {"2000-02-29", "2026-03-01", mar, 0},
      {"2000-02-29", "2026-03-02", mar, 364},
      {"2000-02-29", "2028-02-28", feb, 1},
      {"2000-02-29", "2028-02-29", feb, 0},
      {"2000-02-29", "2028-03-01", feb, 364},
      {"2000-02-29", "2028-02-28", mar, 1},
      {"2000-02-29", "2028-02-29", mar, 0},
      {"2000-02-29", "2028-03-01", mar, 365},
      {"2000-02-29", "2027-03-01", feb, 365},
      {"2000-02-29", "2100-02-28", feb, 0},
      {"2000-02-29", "2100-03-01", mar, 0},
      // Born on 28 February or 1 March: the switch is not about them.
      {"1999-02-28", "2026-02-28", mar, 0},
      {"1999-03-01", "2026-02-28", feb, 1},
      {"1999-02-28", "2028-02-28", feb, 0},
      {"1999-02-28", "2028-02-29", feb, 365},
      // The year after the last there is.
      {"1990-01-01", "2199-12-31", feb, 1},
      {"2000-02-29", "2199-12-31", feb, 59},
      {"2000-02-29", "2199-12-31", mar, 60},
  };
  for (const Row& row : rows) {
    CAPTURE(row.born);
    CAPTURE(row.today);
    CHECK(days_to_birthday(day(row.born), day(row.today), row.leap_day) == row.days);
    CHECK(is_birthday(day(row.born), day(row.today), row.leap_day) == (row.days == 0));
  }
}

}  // namespace
}  // namespace vip::terminal
