#include "terminal/counter/greetings.h"

#include <algorithm>
#include <map>

#include "terminal/books/greeted.h"
#include "terminal/rules/card_life.h"
#include "terminal/rules/member_rate.h"

namespace vip::terminal {
namespace {

// S6, R3: whoever did not agree is not written to.
// S6: who agreed to the use of their data, and did not say that they want no messages.
bool agreed(const Person& person) { return person.consent.at != 0 && !person.consent.no_messages; }

std::vector<GreetingReason> reasons_of(const Desk& desk, const GreetingWish& wish,
                                       const CardRow& card, const Registration& form) {
  std::vector<GreetingReason> reasons;
  if (wish.birthdays) {
    const int days = days_to_birthday(form.birthday, wish.from, desk.policy().rates.leap_day);
    const auto day = Day::from_number(std::int64_t{wish.from.number()} + days);
    if (day && *day <= wish.through) reasons.push_back({"birthday", day->text(), *day});
  }
  if (wish.expiring && wish.from <= card.last_day && card.last_day <= wish.through) {
    reasons.push_back({"card_expiring", card.last_day.text(), card.last_day});
  }
  if (wish.news) reasons.push_back({"news", *wish.news, desk.stamp.day});
  std::stable_sort(
      reasons.begin(), reasons.end(),
      [](const GreetingReason& a, const GreetingReason& b) { return a.when < b.when; });
  return reasons;
}

}  // namespace

Greetings greetings(const Desk& desk, const GreetingWish& wish) {
  std::map<PersonId, CardRow> cards;  // one for each person (E6)
  desk.store.books().each_card([&](const CardRow& card) {
    if (card.person == 0) return;  // registered at another store, which greets them
    if (state_on(card.state, card.last_day, desk.stamp.day) != CardState::active) return;
    cards.insert_or_assign(card.person, card);
  });
  Greeted greeted(desk.store.database());
  Greetings list;
  for (const auto& [id, card] : cards) {
    const auto person = desk.store.people().find(id);
    if (!person || !person->registration) continue;
    const Registration& form = *person->registration;
    std::vector<GreetingReason> reasons = reasons_of(desk, wish, card, form);
    if (reasons.empty()) continue;
    if (!agreed(*person)) {
      ++list.without_consent;
      continue;
    }
    std::erase_if(reasons, [&, id = id](const GreetingReason& reason) {
      return greeted.was(id, reason.word, reason.about);
    });
    if (reasons.empty()) {
      ++list.greeted_before;
      continue;
    }
    list.rows.push_back({.person = id,
                         .card = card.number,
                         .address = address_of(desk, card, person).value_or(Address{}),
                         .name = form.surname + form.given_name,
                         .phone = form.phone,
                         .when = reasons.front().when,
                         .reasons = std::move(reasons)});
  }
  std::stable_sort(list.rows.begin(), list.rows.end(),
                   [](const Greeting& a, const Greeting& b) { return a.when < b.when; });
  return list;
}

Position hand_over(const Desk& desk, const Greetings& list) {
  Greeted greeted(desk.store.database());
  for (const Greeting& row : list.rows) {
    for (const GreetingReason& reason : row.reasons) {
      greeted.put(row.person, reason.word, reason.about, desk.stamp.day);
    }
  }
  return record(desk, AuditEvent{.kind = AuditKind::copied,
                                 .method = "report.greetings",
                                 .count = static_cast<std::int64_t>(list.rows.size())});
}

}  // namespace vip::terminal
