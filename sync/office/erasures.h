// Erasures: members whose data was destroyed, and who has still to destroy what they hold of them
// (R4; sync/PROTOCOL.md, section 4, `erase`).
//
// An erasing begins at the store where the account lives (its journal says so), or here
// (vip-office member erase). From then on the account is forgotten, for good:
//
//   forgotten  by account, under its own number: since when, and where it began. In the accounts'
//              family (shares.h); never removed, so that whoever turns up later is told as well
//   erased     by (tid, epoch, person): no form of theirs is taken any more, wherever it comes from
//              and however late (registrations_desk.h)
//   erasing    by (tid, epoch, account): what a journal said and was not carried over yet
//
// Every open life that holds the account, and the present life of its home, is sent one order to
// erase (an errand, rights_desk.h) and answers it with an event of its own. A life that came later
// gets its own order: an old disk or a late copy is told again.
//
// A journal is believed about the accounts that live at its store alone: another store cannot have
// a member forgotten. Head office come back from an old copy hears it again, from the journals.
//
// Nothing here is a transaction by itself. Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "terminal/books/event.h"
#include "terminal/books/sqlite.h"

namespace vip::sync {

void create_erasure_tables(terminal::Database& database);  // where they are not there
// For books in which erasings had no effect yet: reads all journals.
void fill_erasure_tables(terminal::Database& database);

class Erasures {
 public:
  explicit Erasures(terminal::Database& database);
  ~Erasures();

  // What an event says, in the transaction that folds it: the form of that person is destroyed.
  void take(std::uint32_t tid, std::uint32_t epoch, terminal::Seq seq, std::int64_t at,
            const terminal::EraseEvent& event);

  struct Waiting {
    card::Number account;
    terminal::Seq seq = 0;
    std::int64_t at = 0;          // seconds since 1970, the terminal's
    terminal::InboxNo inbox = 0;  // the order that it answers; 0: the store's own act
  };
  std::vector<Waiting> waiting(std::uint32_t tid, std::uint32_t epoch, int most);
  void carried_over(std::uint32_t tid, std::uint32_t epoch, card::Number account);

  // Where it began. tid 0: at head office.
  struct Forgotten {
    card::Number account;
    std::uint32_t tid = 0;
    std::uint32_t epoch = 0;
    std::int64_t at = 0;
  };
  std::optional<Forgotten> forgotten(card::Number account);
  std::vector<Forgotten> all_forgotten();  // the newest first
  std::vector<card::Number> forgotten_of_home(std::uint32_t tid);
  void forget(const Forgotten& forgotten);  // once: the first one stays
  // The forms of the account's member, whatever life they came from.
  void destroy_forms(card::Number account);

 private:
  struct Statements;
  std::unique_ptr<Statements> sql_;
};

}  // namespace vip::sync
