// Journal: the terminal's events in order, hash-chained (design: journal and ledger).
//
// Append-only, gapless from 1. What append() wrote is durable when the caller's transaction is.
// After a rollback call reload(): last and head are kept in memory.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "terminal/books/chain.h"
#include "terminal/books/event.h"
#include "terminal/books/sqlite.h"

namespace vip::terminal {

// Where the journal stands: what an answer's "position" shows and the anchor file keeps.
struct Position {
  std::uint32_t epoch = 1;
  Seq seq = 0;
  Digest head{};
  friend bool operator==(const Position&, const Position&) = default;
};

class Journal {
 public:
  Journal(Database& database, const Genesis& genesis);

  // Requires: a transaction is open.
  Position append(std::string_view body);

  const Position& last() const { return last_; }
  void reload();

  struct Entry {
    Seq seq = 0;
    std::string body;
    Digest head{};  // of the chain, this event included
  };
  std::optional<Entry> at(Seq seq);
  // In order, from `from` on, until visit says false.
  void each(Seq from, const std::function<bool(const Entry&)>& visit);

  const Genesis& genesis() const { return genesis_; }

 private:
  Database& database_;
  Genesis genesis_;
  Statement append_;
  Statement at_;
  Statement last_row_;
  std::optional<Statement> each_;  // while nobody uses it
  Position last_;
};

}  // namespace vip::terminal
