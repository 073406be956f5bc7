// TerminalBooks: the ledger's rows in the terminal's own SQLite tables (schema.h).
//
// Policies and gifts are kept in memory: they are few, and every sale asks.
//
// Accounts and cards are shown as they are once head office's latest word is in the journal
// (heard.h): whoever relies on one records that word first (store.h).
//
// Threads: none; the thread that owns the Database.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "terminal/books/heard.h"
#include "terminal/books/ledger.h"
#include "terminal/books/sqlite.h"
#include "terminal/policy/policy_versions.h"

namespace vip::terminal {

class TerminalBooks final : public Books {
 public:
  // Requires: the ledger tables are there; `database` outlives this.
  // `heard` outlives this too; none: what the journal says alone.
  explicit TerminalBooks(Database& database, Heard* heard = nullptr);
  ~TerminalBooks() override;

  std::optional<Account> account(card::Number id) override;
  void put(const Account& account) override;
  std::optional<CardRow> card(card::Number number) override;
  void put(const CardRow& card) override;
  void put_told(const CardRow& card) override { put(card); }
  std::optional<SaleRow> sale(Seq seq) override;
  void put(const SaleRow& sale) override;
  bool receipt_known(std::string_view receipt_no) override;
  std::optional<Seq> receipt_used(std::string_view receipt_no) override;
  void use_receipt(const UnverifiedReceipt& receipt, Seq issue) override;
  std::optional<Gift> gift(std::string_view id) override;
  void put(const Gift& gift) override;
  const Policy& policy_on(Day day) override;
  bool adopt(const PolicyAdoptedEvent& adopted) override;
  void put(const AnomalyRow& anomaly) override;
  void put(const AnomalyStateRow& state) override;
  void put(const MonthRow& month) override;
  void put_handover(card::Number card, Handover item, std::string_view issue, Seq seq) override;
  void put_id_check(card::Number card, bool passed, std::string_view lane, Day day) override;
  InboxNo inbox() override;
  void put_inbox(InboxNo consumed) override;

  // Reads again what is kept in memory: after a rollback.
  void reload();

  // What the counter asks beyond the ledger's own needs.
  std::optional<Seq> sale_with_receipt(std::string_view receipt_no);
  std::vector<SaleRow> sales_of_person(PersonId person);
  // The person's card that is active or blocked as stored, newest first; expired ones included.
  std::vector<CardRow> cards_of_person(PersonId person);
  std::vector<CardRow> cards_of_account(card::Number account);
  // A41: a check failed today at that lane or at none; without a lane, at any.
  bool check_failed(card::Number card, const std::optional<std::string>& lane, Day day);
  // X2: purchases of one card on a day; by one operator.
  struct DayCount {
    std::int64_t purchases = 0;
    std::int64_t by_operator = 0;
  };
  DayCount purchases(card::Number card, Day day, std::string_view staff);
  // By one operator, of the days from the first through the last.
  std::int64_t purchases_by(card::Number card, Day from, Day through, std::string_view staff);
  const std::vector<Gift>& gifts();  // cheapest first; valid until the next put of one
  void each_card(const std::function<void(const CardRow&)>& visit);
  void each_account(const std::function<void(const Account&)>& visit);
  void each_sale(const std::function<void(const SaleRow&)>& visit);
  void each_sale_on(Day from, Day through, const std::function<void(const SaleRow&)>& visit);
  std::vector<AnomalyRow> anomalies();
  bool anomaly_raised(AnomalyKind kind, Seq about);
  bool anomaly_raised_since(AnomalyKind kind, card::Number card, Day day);
  std::optional<AnomalyRow> anomaly(Seq seq);
  std::optional<AnomalyStateRow> anomaly_state(Seq anomaly);
  std::optional<MonthRow> month(Day month);
  // R1: cards that this store made: issued, renewed and replaced.
  std::int64_t registrations(Day from, Day through);
  bool magazine_given(card::Number card, std::string_view issue);
  std::optional<std::string> latest_magazine();  // the issue last handed to anybody (S3)
  Day member_since(const CardRow& card);         // the account's first card was issued

  const PolicyVersions& policies() const { return policies_; }

 private:
  struct Statements;
  std::optional<CardRow> stored_card(card::Number number);

  Database& database_;
  Heard* heard_;
  std::unique_ptr<Statements> sql_;
  PolicyVersions policies_;
  std::optional<std::vector<Gift>> gifts_;  // none: to be read
};

}  // namespace vip::terminal
