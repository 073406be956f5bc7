// Meetings: one card's purchases at two stores too far apart in too short a time (X2).
//
// No store sees it, so head office does: each purchase on an account is laid beside those of the
// same account at other stores, and two that are less than the policy's `two_stores_minutes` apart
// are an anomaly, whichever of them is heard of first and however late. The policy is that of the
// account's home on the day of the later purchase; time is the terminals' word.
//
//   purchase     by account, under its own number: where and when, of the last 100 days heard of
//   two_stores   by account: what was found, once for each later purchase
//   purchasing   by (tid, epoch, seq): what a journal said and was not carried over yet
//
// Nothing here is a transaction by itself. Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "terminal/books/event.h"
#include "terminal/books/sqlite.h"

namespace vip::sync {

void create_meeting_tables(terminal::Database& database);  // where they are not there

struct Purchase {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  terminal::Seq seq = 0;
  std::int64_t at = 0;  // seconds since 1970
  friend bool operator==(const Purchase&, const Purchase&) = default;
};

struct TwoStores {
  card::Number account;
  Purchase first;
  Purchase then;  // at another store, not before the first
  friend bool operator==(const TwoStores&, const TwoStores&) = default;
};

class Meetings {
 public:
  explicit Meetings(terminal::Database& database);
  ~Meetings();

  // A member's purchase, in the transaction that folds it. Those of the time before this system
  // (history.import) say nothing of a card and are left out.
  void take(std::uint32_t tid, std::uint32_t epoch, terminal::Seq seq, std::int64_t at,
            const terminal::SaleEvent& sale);

  struct Waiting {
    card::Number account;  // by the name that it has there
    Purchase purchase;
  };
  std::vector<Waiting> waiting(std::uint32_t tid, std::uint32_t epoch, int most);
  void carried_over(const Purchase& purchase);

  // Lays one beside the others. Again changes nothing. `account`: its own number.
  void compare(card::Number account, const Purchase& purchase, std::int64_t minutes);

  std::vector<TwoStores> found();  // by time

 private:
  struct Statements;
  std::unique_ptr<Statements> sql_;
};

}  // namespace vip::sync
