#include "terminal/books/greeted.h"

namespace vip::terminal {

void create_greeted_table(Database& database) {
  database.execute(R"(
    CREATE TABLE greeted(
      person INTEGER NOT NULL, reason TEXT NOT NULL, about TEXT NOT NULL, day INTEGER NOT NULL,
      PRIMARY KEY(person, reason, about)) WITHOUT ROWID;
  )");
}

Greeted::Greeted(Database& database)
    : get_(database, "SELECT 1 FROM greeted WHERE person=? AND reason=? AND about=?"),
      put_(database, "INSERT OR IGNORE INTO greeted(person, reason, about, day) VALUES(?,?,?,?)") {}

bool Greeted::was(PersonId person, std::string_view reason, std::string_view about) {
  const Reading reading(get_);
  get_.bind(1, person).bind(2, reason).bind(3, about);
  return get_.step();
}

void Greeted::put(PersonId person, std::string_view reason, std::string_view about, Day day) {
  put_.bind(1, person).bind(2, reason).bind(3, about).bind(4, std::int64_t{day.number()}).run();
}

}  // namespace vip::terminal
