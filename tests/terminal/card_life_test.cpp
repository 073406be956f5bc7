#include "terminal/rules/card_life.h"

#include <doctest/doctest.h>

#include "tests/terminal/show_rules.h"

namespace vip::terminal {
namespace {

using enum CardState;

Day day(std::string_view text) { return read_day(text).value(); }

TEST_CASE("C2: the last valid day is the corresponding day, or the last of its month") {
  struct Row {
    const char* issued;
    int months;
    const char* last_day;
  };
  const Row rows[] = {
      {"2026-11-22", 24, "2028-11-22"},  {"2028-02-29", 24, "2030-02-28"},
      {"2026-02-28", 24, "2028-02-28"},  {"2028-02-29", 48, "2032-02-29"},
      {"2026-12-31", 24, "2028-12-31"},  {"2026-01-01", 24, "2028-01-01"},
      {"2026-08-31", 6, "2027-02-28"},   {"2027-08-31", 6, "2028-02-29"},
      {"2026-01-31", 1, "2026-02-28"},   {"2026-01-31", 3, "2026-04-30"},
      {"2026-11-22", 120, "2036-11-22"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.issued);
    CAPTURE(row.months);
    CHECK(last_valid_day(day(row.issued), row.months) == day(row.last_day));
  }
}

TEST_CASE("C3, A27: on the day after its last an active or blocked card is expired") {
  struct Row {
    CardState stored, on_last_day, on_next_day;
  };
  const Row rows[] = {
      {blank, blank, blank},          {active, active, expired},   {blocked, blocked, expired},
      {replaced, replaced, replaced}, {expired, expired, expired}, {closed, closed, closed},
  };
  const Day last_day = day("2028-11-22");
  for (const Row& row : rows) {
    CAPTURE(row.stored);
    CHECK(state_on(row.stored, last_day, day("2026-11-22")) == row.on_last_day);
    CHECK(state_on(row.stored, last_day, last_day) == row.on_last_day);
    CHECK(state_on(row.stored, last_day, day("2028-11-23")) == row.on_next_day);
    CHECK(state_on(row.stored, last_day, day("2099-01-01")) == row.on_next_day);
  }
}

TEST_CASE("A15, A18: why a card gives no benefits") {
  CHECK_FALSE(objection(active).has_value());
  CHECK(objection(blocked) == Objection{Clause::C6, "card_blocked"});
  CHECK(objection(expired) == Objection{Clause::C3, "card_expired"});
  CHECK(objection(replaced) == Objection{Clause::C9, "card_replaced"});
  CHECK(objection(closed) == Objection{Clause::C9, "card_closed"});
  CHECK(objection(blank) == Objection{Clause::C9, "card_blank"});
}

TEST_CASE("C4, A21, A27: renewal from the day after the last through the last day of grace") {
  const Objection not_yet{Clause::C4, "not_yet"};
  const Objection grace_over{Clause::C4, "grace_over"};
  const Objection card_replaced{Clause::C9, "card_replaced"};
  const Objection card_closed{Clause::C9, "card_closed"};
  const Objection card_blank{Clause::C9, "card_blank"};
  struct Row {
    const char* name;
    CardState stored;
    const char* today;
    int grace_days;
    std::optional<Objection> objection;
  };
  const Row rows[] = {
      {"long before", active, "2026-11-22", 90, not_yet},
      {"on the last day", active, "2028-11-22", 90, not_yet},
      {"the day after", active, "2028-11-23", 90, {}},
      {"day 90 of the grace period", active, "2029-02-20", 90, {}},
      {"day 91", active, "2029-02-21", 90, grace_over},
      {"one day of grace", active, "2028-11-23", 1, {}},
      {"one day of grace, over", active, "2028-11-24", 1, grace_over},
      {"no grace at all", active, "2028-11-23", 0, grace_over},
      {"no grace, last day", active, "2028-11-22", 0, not_yet},
      {"A27: a blocked card past its days", blocked, "2028-11-23", 90, {}},
      {"a blocked card within its days", blocked, "2028-11-22", 90, not_yet},
      {"already said to be expired", expired, "2028-11-23", 90, {}},
      {"replaced, though not yet due", replaced, "2028-11-22", 90, card_replaced},
      {"replaced, though due", replaced, "2028-11-23", 90, card_replaced},
      {"closed, though grace is over", closed, "2029-02-21", 90, card_closed},
      {"blank", blank, "2028-11-23", 90, card_blank},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto found =
        renewal_objection(row.stored, day("2028-11-22"), day(row.today), row.grace_days);
    CHECK((found == row.objection));
  }
}

TEST_CASE("C4: a grace period may reach beyond the last date there is") {
  CHECK_FALSE(renewal_objection(active, day("2199-12-30"), day("2199-12-31"), 90).has_value());
}

TEST_CASE("C6, C9, A45: which card may be replaced") {
  struct Row {
    const char* name;
    CardState stored;
    bool frozen;
    const char* today;
    std::optional<Objection> objection;
  };
  const Objection card_expired{Clause::C3, "card_expired"};
  const Objection card_frozen{Clause::C6, "card_frozen"};
  const Row rows[] = {
      {"damaged: active", active, false, "2028-11-22", {}},
      {"lost: blocked", blocked, false, "2028-11-22", {}},
      {"blocked, and past its last day", blocked, false, "2028-11-23", card_expired},
      {"active, and past its last day", active, false, "2028-11-23", card_expired},
      {"said to be expired", expired, false, "2028-11-22", card_expired},
      {"frozen by head office", blocked, true, "2028-11-22", card_frozen},
      {"frozen, and past its last day", blocked, true, "2028-11-23", card_expired},
      {"replaced before", replaced, true, "2028-11-23", Objection{Clause::C9, "card_replaced"}},
      {"closed", closed, false, "2028-11-22", Objection{Clause::C9, "card_closed"}},
      {"blank", blank, false, "2028-11-22", Objection{Clause::C9, "card_blank"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto found =
        replacement_objection(row.stored, row.frozen, day("2028-11-22"), day(row.today));
    CHECK((found == row.objection));
  }
}

TEST_CASE("C9: states by name, and by number for ever") {
  struct Row {
    CardState state;
    const char* text;
    int number;
  };
  const Row rows[] = {{blank, "blank", 0},       {active, "active", 1},   {blocked, "blocked", 2},
                      {replaced, "replaced", 3}, {expired, "expired", 4}, {closed, "closed", 5}};
  for (const Row& row : rows) {
    CHECK(name(row.state) == row.text);
    CHECK(card_state_named(row.text) == row.state);
    CHECK(static_cast<int>(row.state) == row.number);
  }
  CHECK_FALSE(card_state_named("Active").has_value());
  CHECK_FALSE(card_state_named("").has_value());
}

}  // namespace
}  // namespace vip::terminal
