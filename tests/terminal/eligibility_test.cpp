#include "terminal/rules/eligibility.h"

#include <doctest/doctest.h>

#include <vector>

#include "tests/terminal/show_rules.h"

namespace vip::terminal {
namespace {

Day day(std::string_view text) { return read_day(text).value(); }

Purchase bought(std::string_view on, std::int64_t net) { return {day(on), Fen(net)}; }

TEST_CASE("E1, E2, A13, A14: who qualifies, by which clause, and what is missing") {
  const char* today = "2026-08-31";
  struct Row {
    const char* name;
    std::vector<Purchase> purchases;
    bool qualifies;
    Clause clause;
    std::int64_t missing;
  };
  const Row rows[] = {
      {"nothing bought yet", {}, false, Clause::E1, 100000},
      {"E1: one fen short, today", {bought(today, 99999)}, false, Clause::E1, 100000},
      {"E1: reached", {bought(today, 100000)}, true, Clause::E1, 0},
      {"E1: one fen above", {bought(today, 100001)}, true, Clause::E1, 0},
      {"E1, A14: however long ago", {bought("1999-01-01", 100000)}, true, Clause::E1, 0},
      {"A14: bought tomorrow is not bought",
       {bought("2026-09-01", 100000)},
       false,
       Clause::E1,
       100000},
      {"E2: one fen short",
       {bought(today, 99999), bought(today, 99999), bought(today, 1)},
       false,
       Clause::E2,
       1},
      {"E2: reached",
       {bought(today, 99999), bought(today, 99999), bought(today, 2)},
       true,
       Clause::E2,
       0},
      {"E2: one fen above",
       {bought(today, 99999), bought(today, 99999), bought(today, 3)},
       true,
       Clause::E2,
       0},
      {"both: E1", {bought(today, 100000), bought(today, 100000)}, true, Clause::E1, 0},
      {"E2: the window's first day counts",
       {bought("2026-02-28", 99999), bought(today, 99999), bought(today, 2)},
       true,
       Clause::E2,
       0},
      {"E2: the day before it does not",
       {bought("2026-02-27", 99999), bought(today, 99999), bought(today, 2)},
       false,
       Clause::E2,
       99999},
      {"A14: tomorrow's does not count towards E2",
       {bought("2026-09-01", 99999), bought(today, 99999), bought(today, 2)},
       false,
       Clause::E2,
       99999},
      {"A13: what either lacks is the same: E1",
       {bought(today, 50000), bought(today, 50000)},
       false,
       Clause::E1,
       100000},
      {"A13: one fen less in the window: E1 lacks less",
       {bought(today, 50000), bought(today, 49999)},
       false,
       Clause::E1,
       100000},
      {"A13: one fen more in the window: E2 lacks less",
       {bought(today, 50000), bought(today, 50001)},
       false,
       Clause::E2,
       99999},
      {"E4: returned in part, the net counts", {bought(today, 99999)}, false, Clause::E1, 100000},
      {"E4: returned in full", {bought(today, 0)}, false, Clause::E1, 100000},
      {"sums beyond every limit still only qualify",
       std::vector<Purchase>(2'000'000, bought(today, 99'999)), true, Clause::E2, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Eligibility found = eligibility(row.purchases, day(today), Policy{}.join);
    CHECK(found.qualifies == row.qualifies);
    CHECK(found.clause == row.clause);
    CHECK(found.missing == Fen(row.missing));
  }
}

TEST_CASE("E1, E2: amounts of 10^12 fen, the most there is, add up without harm") {
  const Policy::Join join{.single = Fen(1'000'000'000'000), .cumulative = Fen(1'000'000'000'000)};
  const std::vector<Purchase> purchases(2'000'000, bought("2026-08-31", 999'999'999'999));
  CHECK(eligibility(purchases, day("2026-08-31"), join) == Eligibility{true, Clause::E2, Fen(0)});
}

TEST_CASE("E2: the window is calendar months back, that day included") {
  struct Row {
    const char* application;
    int months;
    const char* first;
  };
  const Row rows[] = {
      {"2026-08-31", 6, "2026-02-28"},   {"2028-08-31", 6, "2028-02-29"},
      {"2026-08-30", 6, "2026-02-28"},   {"2026-08-28", 6, "2026-02-28"},
      {"2026-08-27", 6, "2026-02-27"},   {"2026-11-22", 6, "2026-05-22"},
      {"2026-03-31", 1, "2026-02-28"},   {"2026-05-31", 1, "2026-04-30"},
      {"2026-01-31", 1, "2025-12-31"},   {"2026-02-28", 6, "2025-08-28"},
      {"2026-11-22", 120, "2016-11-22"}, {"2028-02-29", 12, "2027-02-28"},
      {"2028-02-29", 48, "2024-02-29"},  {"2026-06-30", 18, "2024-12-30"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.application);
    CAPTURE(row.months);
    CHECK(window_start(day(row.application), row.months) == day(row.first));
  }
}

TEST_CASE("E1, E2: thresholds and months are the policy's") {
  const Policy::Join join{.single = Fen(50000), .cumulative = Fen(60000), .months = 1};
  const Day today = day("2026-03-31");
  const auto of = [&](std::vector<Purchase> purchases) {
    return eligibility(purchases, today, join);
  };
  CHECK(of({bought("2026-03-31", 49999)}) == Eligibility{false, Clause::E2, Fen(10001)});
  CHECK(of({bought("2026-03-31", 50000)}) == Eligibility{true, Clause::E1, Fen(0)});
  CHECK(of({bought("2026-02-28", 30000), bought("2026-03-01", 29999)}) ==
        Eligibility{false, Clause::E2, Fen(1)});
  CHECK(of({bought("2026-02-28", 30000), bought("2026-03-01", 30000)}) ==
        Eligibility{true, Clause::E2, Fen(0)});
  CHECK(of({bought("2026-02-27", 30000), bought("2026-03-01", 30000)}) ==
        Eligibility{false, Clause::E2, Fen(30000)});
}

TEST_CASE("S4, A13: with a basket open its total counts first, towards both") {
  struct Row {
    const char* name;
    std::vector<Purchase> purchases;
    std::int64_t basket;
    bool qualifies;
    Clause clause;
    std::int64_t missing;
  };
  const char* today = "2026-11-22";
  const Row rows[] = {
      {"120.00 more today makes you a VIP",
       {bought(today, 75000), bought(today, 75000)},
       38000,
       false,
       Clause::E2,
       12000},
      {"E1 is nearer", {}, 88000, false, Clause::E1, 12000},
      {"E1: one fen short", {}, 99999, false, Clause::E1, 1},
      {"E1: the basket itself qualifies", {}, 100000, true, Clause::E1, 0},
      {"E2: one fen short",
       {bought(today, 75000), bought(today, 75000)},
       49999,
       false,
       Clause::E2,
       1},
      {"E2: with the basket",
       {bought(today, 75000), bought(today, 75000)},
       50000,
       true,
       Clause::E2,
       0},
      {"both: E1", {bought(today, 99999), bought(today, 1)}, 100000, true, Clause::E1, 0},
      {"the same lacks: E1",
       {bought(today, 50000), bought(today, 50000)},
       60000,
       false,
       Clause::E1,
       40000},
      {"out of the window only E1 is helped",
       {bought("2026-05-21", 99999)},
       40000,
       false,
       Clause::E1,
       60000},
      {"an earlier purchase qualifies already",
       {bought("2020-01-01", 100000)},
       1,
       true,
       Clause::E1,
       0},
      {"a basket beyond E2 by itself", {}, 1'000'000'000'000, true, Clause::E1, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Eligibility found =
        eligibility_with_basket(row.purchases, Fen(row.basket), day(today), Policy{}.join);
    CHECK(found.qualifies == row.qualifies);
    CHECK(found.clause == row.clause);
    CHECK(found.missing == Fen(row.missing));
  }
}

TEST_CASE("S4: where E2 takes less than E1, a basket of E2's sum qualifies by E2") {
  const Policy::Join join{.single = Fen(300000), .cumulative = Fen(200000)};
  CHECK(eligibility_with_basket({}, Fen(199999), day("2026-11-22"), join) ==
        Eligibility{false, Clause::E2, Fen(1)});
  CHECK(eligibility_with_basket({}, Fen(200000), day("2026-11-22"), join) ==
        Eligibility{true, Clause::E2, Fen(0)});
  CHECK(eligibility_with_basket({}, Fen(250000), day("2026-11-22"), join) ==
        Eligibility{true, Clause::E2, Fen(0)});
}

}  // namespace
}  // namespace vip::terminal
