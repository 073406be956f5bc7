// Fold: what stored events mean for the accounts.
//
// Every event of a journal has its effect once, in order, through the terminal's own post()
// (terminal/books/ledger.h), which works every figure out again. What head office does not
// understand, or disagrees with, has no effect: it is parked with its reason for a person, and the
// next event is looked at as if it had not been (design: the exchange). Nothing here ever refuses
// an event: it is in the journal already.
//
// A policy counts only if head office signed it: a till that was tampered with cannot give itself
// cheaper rates.
//
// Beside the ledger's rows each event adds to the totals of its store's day (day_totals.h).
//
// Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/seal.h"
#include "sync/office/accounts.h"
#include "sync/office/day_totals.h"
#include "sync/office/erasures.h"
#include "sync/office/meetings.h"
#include "sync/office/months.h"
#include "sync/office/office_store.h"
#include "terminal/books/sqlite.h"

namespace vip::sync {

struct Parked {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  Seq seq = 0;
  std::string kind;    // "sale"; empty where it cannot even be read
  std::string reason;  // "unknown_kind", "carry_after", ...
};

void create_fold_tables(terminal::Database& database);

class Fold {
 public:
  // `policy_key`: who must have signed a policy that a store adopts; none in training (A37).
  // Requires: the tables are there; `database` outlives this.
  Fold(terminal::Database& database, const std::optional<PublicKey>& policy_key);

  // Whose events follow. Asked before the first of them, and again after a rollback.
  void enter(std::uint32_t tid, std::uint32_t epoch);
  // Requires: `seq` is the next event of that journal; a transaction is open.
  void one(Seq seq, std::string_view body);
  // After the last of them, in the same transaction: which accounts were touched.
  void end();

  std::vector<Parked> parked();

 private:
  bool signed_policy(const terminal::Event& event) const;
  void park(Seq seq, std::string_view kind, std::string_view reason);

  OfficeBooks books_;
  std::optional<PublicKey> policy_key_;
  terminal::Statement park_;
  terminal::Statement all_parked_;
  DayTotals days_;
  Months months_;
  Erasures erasures_;
  Meetings meetings_;
  std::uint32_t tid_ = 0;
  std::uint32_t epoch_ = 0;
};

// Folds what is stored of this epoch beyond `folded`, in transactions of at most 500 events.
// Requires: no transaction is open. Throws StorageError.
void fold_stored(terminal::Database& database, OfficeStore& store, Fold& fold, std::uint32_t tid,
                 std::uint32_t epoch);
// All epochs of all terminals: what a crash between storing and folding has left.
void fold_all_stored(terminal::Database& database, OfficeStore& store, Fold& fold);

}  // namespace vip::sync
