#include "terminal/books/printed.h"

namespace vip::terminal {

void create_printed_table(Database& database) {
  database.execute("CREATE TABLE printed(seq INTEGER PRIMARY KEY, times INTEGER NOT NULL)");
}

std::int64_t Printed::times(Seq seq) {
  Statement get(database_, "SELECT times FROM printed WHERE seq=?");
  get.bind(1, static_cast<std::int64_t>(seq));
  return get.step() ? get.integer(0) : 0;
}

void Printed::put(Seq seq, std::int64_t times) {
  Statement put(database_, "INSERT OR REPLACE INTO printed VALUES(?, ?)");
  put.bind(1, static_cast<std::int64_t>(seq));
  put.bind(2, times);
  put.step();
}

}  // namespace vip::terminal
