// Greeted: for what a member was put on a list of greetings already, so that nobody is greeted
// twice for the same thing (S6).
//
// `about` says which time it is: the year of a birthday, the last day of a card, the name of a
// promotion. Nothing here follows from the journal, and there is no personal data: a person is a
// number.
//
// Durability: the caller's transaction. Threads: none; the thread that owns the Database.
#pragma once

#include <string_view>

#include "terminal/books/event.h"
#include "terminal/books/sqlite.h"

namespace vip::terminal {

void create_greeted_table(Database& database);

class Greeted {
 public:
  // Requires: the table is there; `database` outlives this.
  explicit Greeted(Database& database);

  bool was(PersonId person, std::string_view reason, std::string_view about);
  void put(PersonId person, std::string_view reason, std::string_view about, Day day);

 private:
  Statement get_;
  Statement put_;
};

}  // namespace vip::terminal
