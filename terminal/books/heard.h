// Heard: what head office last said of each account that this terminal holds (design 7, card
// states).
//
// It comes in pages, in any order and more than once; what counts is (lineage of the answer,
// version), the higher wins (precedence). Nothing here follows from the journal. The moment an
// event relies on it, a ToldEvent puts it there first (store.h); until then it is `pending`, and
// TerminalBooks shows accounts and cards as they will be then.
//
// How members of other stores are addressed is personal data, and all of it that is here: it is
// encrypted under a key of the member's own (vault.h, minus the account), so that an erasing
// destroys it here as well.
//
// Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "terminal/books/event.h"
#include "terminal/books/sqlite.h"
#include "terminal/people/vault.h"

namespace vip::terminal {

// Where points of an account were when head office said so.
struct Whereabouts {
  std::string store;          // empty: free, at head office
  Points points;              // its right there
  std::int64_t heard_at = 0;  // when head office last heard of that store; seconds since 1970
  friend bool operator==(const Whereabouts&, const Whereabouts&) = default;
};

struct HeardOf {
  std::int64_t lineage = 1;  // of the answer that brought it
  std::int64_t version = 1;  // head office's, rises with each change
  std::int64_t at = 0;       // when head office said it, seconds since 1970
  bool home = false;         // the account lives at this store (C6: the issuing store)
  ToldEvent told;
  std::vector<Whereabouts> where;
  std::string address_zh;  // S2: 王女士; empty: not known, or erased
  std::string address_en;
  friend bool operator==(const HeardOf&, const HeardOf&) = default;
};

void create_heard_tables(Database& database);

class Heard {
 public:
  // Requires: the tables are there; `database` and `vault` outlive this.
  Heard(Database& database, Vault& vault);
  ~Heard();

  // `old`: something as new or newer is known already, and stays. `first`: nothing was known of
  // the account. Requires: an open transaction.
  enum class Put : std::uint8_t { old, first, newer };
  Put put(const HeardOf& heard);
  std::optional<HeardOf> of(card::Number account);
  std::optional<card::Number> account_of(card::Number card);
  // What no event relies on yet.
  std::optional<ToldEvent> pending(card::Number account);
  void relied_on(card::Number account);

  // Of how many the form of address is known.
  std::int64_t addresses();

  // For the upgrade of a store that was not encrypted: account, lineage, version, at, home,
  // pending, told, places, zh, en, as they stood there.
  void bring_in(const Statement& row);

 private:
  std::string address_box(card::Number account, std::string_view zh, std::string_view en);

  Vault& vault_;
  struct Statements;
  std::unique_ptr<Statements> sql_;
};

}  // namespace vip::terminal
