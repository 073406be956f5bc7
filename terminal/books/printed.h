// Printed: how often the receipt of an event went to a printer, so that a reprint says "copy".
//
// What a printer does is no business act: nothing of it is in the journal, nothing follows from it,
// and verify() does not look at it. A store brought back from its journal alone prints originals
// again.
//
// Durability: the caller's transaction. Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>

#include "terminal/books/event.h"
#include "terminal/books/sqlite.h"

namespace vip::terminal {

void create_printed_table(Database& database);

class Printed {
 public:
  // Requires: the table is there; `database` outlives this.
  explicit Printed(Database& database) : database_(database) {}

  std::int64_t times(Seq seq);
  void put(Seq seq, std::int64_t times);

 private:
  Database& database_;
};

}  // namespace vip::terminal
