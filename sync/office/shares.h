// Shares: the tables of accounts, whose keys begin with the account (design 10).
//
//   share      what each terminal's life makes of the account: a copy of its holding (accounts.h),
//              whole figures and never differences, so that to copy again changes nothing
//   chain_card the account's cards, over all terminals: a card only goes forward in its life (C9)
//   errand     what was decided for it: grants, recalls, orders to erase. `inbox` 0: not yet in the
//   terminal's
//              inbox; `done`: the terminal's journal consumed it
//   want       a member waits at a terminal for points, until a time
//   account    home, version (rises with each change), fanned (the version its holders were marked
//              for)
//   member     whose the account is: (tid, epoch, person), and the form by which others were told
//   card_account  which account a card opens; by itself a third family
//
// An account may have several names (standing.h): its own number, and the number of each of its
// cards that some terminal met before it was told whose it is. share, errand, want and account have
// rows for each name; chain_card and the home are under its own number.
//
// Nothing here is a transaction by itself. Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "sync/office/standing.h"
#include "terminal/books/event.h"
#include "terminal/books/sqlite.h"

namespace vip::sync {

void create_share_tables(terminal::Database& database);

struct AccountRow {
  card::Number account;
  std::uint32_t home_tid = 0;  // 0: not known yet
  std::int64_t version = 0;
  std::int64_t fanned = 0;
};

struct ErrandRow {
  terminal::GrantId id;
  Errand errand;
  terminal::InboxNo inbox = 0;
  bool done = false;
};

class Shares {
 public:
  explicit Shares(terminal::Database& database);
  ~Shares();

  // Copies what the journal of (tid, epoch) makes of the account, up to its event `mark`. True
  // where anything that other terminals are told of changed: then all its names have a new version.
  bool absorb(std::uint32_t tid, std::uint32_t epoch, terminal::Seq mark, bool closed,
              terminal::InboxNo consumed, card::Number account);

  // The account's own number, by any of its names.
  card::Number root(card::Number name);
  // All its names, its own number first.
  std::vector<card::Number> names(card::Number name);
  // Under all its names.
  std::vector<Share> of(card::Number name);
  std::vector<terminal::ToldCard> cards(card::Number name);
  std::optional<card::Number> account_of(card::Number card);

  AccountRow row(card::Number account);
  void put(const AccountRow& row);
  bool holds(card::Number name, std::uint32_t tid, std::uint32_t epoch);
  // Makes the terminal a holder of the account, with nothing in it. True where it was none.
  bool hold(card::Number account, std::uint32_t tid, std::uint32_t epoch);
  // Every account in which head office may have something to do, in their order, after `after`.
  std::vector<card::Number> restless(card::Number after, int most);
  // Some of those that live at this store, in their order, after `after`.
  std::vector<card::Number> accounts_of_home(std::uint32_t tid, card::Number after, int most);
  // Accounts in the journal of a life, likewise; and whether each lives at its store.
  struct Held {
    card::Number account;
    bool at_home = false;
  };
  std::vector<Held> held_by(std::uint32_t tid, std::uint32_t epoch, card::Number after, int most);

  void want(card::Number account, std::uint32_t tid, std::uint32_t epoch, Points points,
            std::int64_t until);
  struct Want {
    std::uint32_t tid;
    std::uint32_t epoch;
    Points points;  // what the terminal needs to hold
  };
  std::vector<Want> wants(card::Number account, std::int64_t now);  // under this name alone
  void satisfied(card::Number account, std::uint32_t tid, std::uint32_t epoch);

  std::vector<ErrandRow> open_errands(card::Number name);  // not done; under all its names
  // Orders to erase, done or not; under all its names.
  std::vector<ErrandRow> erasing_errands(card::Number name);
  // That life's journal answered the order to erase with its event.
  void erased_there(card::Number account, std::uint32_t tid, std::uint32_t epoch,
                    terminal::InboxNo inbox);
  // All its names have a new version: whoever holds it is told again.
  void renew_version(card::Number name);
  terminal::GrantId next_errand(card::Number account, std::int64_t lineage);
  void put(card::Number account, const ErrandRow& row);
  // Errands of anybody that no inbox has yet.
  struct Unsent {
    card::Number account;
    ErrandRow row;
  };
  std::vector<Unsent> unsent(int most);

 private:
  card::Number root(card::Number name, card::Number otherwise);
  std::vector<ErrandRow> errands_of(terminal::Statement& some, card::Number name);
  std::optional<terminal::ToldCard> chain_card(card::Number account, card::Number number);
  bool tell_of(card::Number account, std::uint32_t tid, std::uint32_t epoch, std::int64_t person);

  struct Statements;
  std::unique_ptr<Statements> sql_;
};

}  // namespace vip::sync
