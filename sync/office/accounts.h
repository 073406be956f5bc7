// OfficeBooks: the ledger's rows of terminals' lives in head office's tables.
//
// Head office posts what terminals send with the terminal's own post() (terminal/books/ledger.h),
// so that the two can never disagree about what an event means. A journal says for itself what its
// terminal relied on (ToldEvent), so the rows of one life here are exactly the rows of the terminal
// after the same events (L1). What an account is over all terminals, shares.h adds up.
//
// All tables begin with (tid, epoch): holding, card, sale, gift, receipt_used, store_anomaly,
// handover, id_check, adopted_policy, inbox_consumed, accepted; and `touched`: the accounts whose
// share is still to be carried over to shares.h. One event's rows are one transaction; `folded` in
// the epoch rises in that same transaction, so that no event acts twice.
//
// Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "terminal/books/ledger.h"
#include "terminal/books/sqlite.h"
#include "terminal/policy/policy_versions.h"

namespace vip::sync {

void create_account_tables(terminal::Database& database);

class OfficeBooks final : public terminal::Books {
 public:
  // Requires: the tables are there; `database` outlives this.
  explicit OfficeBooks(terminal::Database& database);
  ~OfficeBooks() override;

  // Whose rows are meant from here on. Asked before anything else, and again after a rollback.
  void enter(std::uint32_t tid, std::uint32_t epoch);

  using terminal::Books::put;  // rows that are the store's own are left out

  std::optional<terminal::Account> account(card::Number id) override;
  void put(const terminal::Account& account) override;
  std::optional<terminal::CardRow> card(card::Number number) override;
  void put(const terminal::CardRow& card) override;
  void put_told(const terminal::CardRow& card) override { put(card); }
  std::optional<terminal::SaleRow> sale(terminal::Seq seq) override;
  void put(const terminal::SaleRow& sale) override;
  bool receipt_known(std::string_view receipt_no) override;
  std::optional<terminal::Seq> receipt_used(std::string_view receipt_no) override;
  void use_receipt(const terminal::UnverifiedReceipt& receipt, terminal::Seq issue) override;
  std::optional<terminal::Gift> gift(std::string_view id) override;
  void put(const terminal::Gift& gift) override;
  const terminal::Policy& policy_on(Day day) override;
  bool adopt(const terminal::PolicyAdoptedEvent& adopted) override;
  void put(const terminal::AnomalyRow& anomaly) override;
  void put_handover(card::Number card, terminal::Handover item, std::string_view issue,
                    terminal::Seq seq) override;
  void put_id_check(card::Number card, bool passed, std::string_view lane, Day day) override;
  terminal::InboxNo inbox() override;
  void put_inbox(terminal::InboxNo consumed) override;

  // A grant that its terminal says it took.
  void put_accepted(const terminal::GrantAcceptedEvent& grant);
  // Writes down which accounts the puts since enter() touched. Requires: the transaction of those
  // puts is open.
  void write_touched();

 private:
  struct Statements;
  std::uint32_t tid_ = 0;
  std::uint32_t epoch_ = 0;
  std::unique_ptr<Statements> sql_;
  terminal::PolicyVersions policies_;
  std::set<std::uint64_t> touched_;
};

}  // namespace vip::sync
