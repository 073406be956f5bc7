// Mailbox: what waits at head office for a terminal (design 7).
//
//   inbox  small, ordered and gapless per (tid, epoch); an entry stays until it was consumed, and
//          leaves head office only once a backup made after it covers it (`since`; output commit)
//   dirty  a set, per terminal, of accounts whose state changed since it last confirmed a page.
//          A change while a page is under way stays in it: what is deleted is what was sent, at the
//          version at which it was sent. No order, so nothing is lost by commits out of order
//
// All keys begin with tid. Nothing here is a transaction by itself. Threads: none.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sync/downlink.h"
#include "terminal/books/sqlite.h"

namespace vip::sync {

void create_mailbox_tables(terminal::Database& database);

class Mailbox {
 public:
  explicit Mailbox(terminal::Database& database);
  ~Mailbox();

  // What an entry is for: of one it is appended once, and again is the same number. Entries that
  // are no errand have account 0.
  struct Key {
    card::Number account;
    terminal::GrantId id;
  };
  // `entry.number` is given here. `since`: number of the latest backup.
  terminal::InboxNo append(std::uint32_t tid, std::uint32_t epoch, const Key& key, InboxEntry entry,
                           std::int64_t since);
  // The latest entry that was ever written or consumed.
  terminal::InboxNo length(std::uint32_t tid, std::uint32_t epoch);
  // Entries after `after`, in order; only those older than backup `before`.
  std::vector<InboxEntry> entries(std::uint32_t tid, std::uint32_t epoch, terminal::InboxNo after,
                                  std::int64_t before, int most);
  void forget(std::uint32_t tid, std::uint32_t epoch, terminal::InboxNo through);

  void mark(std::uint32_t tid, card::Number account, std::int64_t version);
  struct Dirty {
    card::Number account;
    std::int64_t version;
  };
  std::vector<Dirty> dirty(std::uint32_t tid, int most);
  void sent(std::uint32_t tid, const Dirty& dirty, std::string_view page);
  void confirmed(std::uint32_t tid, std::string_view page);

 private:
  struct Statements;
  std::unique_ptr<Statements> sql_;
};

}  // namespace vip::sync
