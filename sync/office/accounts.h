// OfficeBooks: the ledger's rows of terminals' lives in head office's tables.
//
// Head office posts what terminals send with the terminal's own post() (terminal/books/ledger.h),
// so that the two can never disagree about what an event means. What an account has at one terminal
// is a holding; the account itself is the sum of its holdings (design: rights). Cards are known
// chain-wide: a card number that another terminal issued already is known here, and its second
// issue is parked.
//
//   by account   holding(account, tid, epoch), card(number)
//   by terminal  sale, gift, receipt_used, store_anomaly, handover, id_check, adopted_policy,
//   parked,
//                day_total: all (tid, epoch, ...)
//
// SQLite holds both families, and one event's rows are one transaction here. `folded` in the epoch
// rises in that same transaction, so that no event acts twice.
//
// Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
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

  std::optional<terminal::Account> account(card::Number id) override;
  void put(const terminal::Account& account) override;
  std::optional<terminal::CardRow> card(card::Number number) override;
  void put(const terminal::CardRow& card) override;
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

 private:
  struct Statements;
  std::uint32_t tid_ = 0;
  std::uint32_t epoch_ = 0;
  std::unique_ptr<Statements> sql_;
  terminal::PolicyVersions policies_;
};

}  // namespace vip::sync
