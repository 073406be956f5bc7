// Greetings: whom the store writes to, when and why (S6).
//
// Birthdays ahead, cards about to expire, and what the caller has to tell: a new product, a
// promotion. On the list stands who agreed to it, has a card that is active today, and was not on a
// list for the same thing before; nobody stands on it twice: who has several reasons has them in
// one row, at the earliest day.
//
// Handing the list over takes the phone numbers out of the terminal, so it is an export; from then
// on its members count as greeted for these things.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "terminal/counter/counter.h"

namespace vip::terminal {

struct GreetingReason {
  std::string word;   // "birthday", "card_expiring", or "news"
  std::string about;  // which one: the day of the birthday, the card's last day, the news' name
  Day when;           // the day that it is about; of news: today
};

struct Greeting {
  PersonId person = 0;
  card::Number card;
  Address address;
  std::string name;
  std::string phone;                    // whole
  Day when;                             // the earliest
  std::vector<GreetingReason> reasons;  // at least one, by day
};

struct GreetingWish {
  bool birthdays = true;
  bool expiring = true;
  std::optional<std::string> news;  // its name
  Day from;                         // a birthday, a last day from here ...
  Day through;                      // ... through here
};

struct Greetings {
  std::vector<Greeting> rows;  // by day, then by person
  std::int64_t without_consent = 0;
  std::int64_t greeted_before = 0;
};

Greetings greetings(const Desk& desk, const GreetingWish& wish);

// They count as greeted, and that the list left the terminal is recorded.
Position hand_over(const Desk& desk, const Greetings& list);

}  // namespace vip::terminal
