// Ledger: what the journal adds up to, and the one function that adds it up.
//
// post() takes the next event, works every figure of it out again with the rules, and writes what
// follows from it through Books. The counter posts each event that it has decided on, verify()
// posts a whole journal into empty books and compares, head office posts what terminals send: one
// function, so that no two of them can ever disagree about what an event means.
//
// Laws. post() refuses an event that would break one (Disagreement), and changes nothing then.
//   (H1)  earned - taken + corrected - redeemed - voided + owed + granted - released = right,
//         per account here; so that over all terminals the points that somebody has are those that
//         were made, wherever grants and releases have brought them (design 6)
//   (N1)  right, owed, carry, stock are never negative; right > 0 only where owed = 0
//   (M1)  carried, at a constant step:
//         per x (earned - taken) / earn + carry = spend + carry_in - carry_out
//   (I1)  each entry of the inbox is consumed once, in order
//   (G2)  a redemption takes no more than the right
//   (P4)  only a return makes points owed; whatever reaches the account pays them first (A10)
//
// Threads: none. Time: none but the event's own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/result.h"
#include "terminal/books/event.h"
#include "terminal/policy/policy.h"
#include "terminal/rules/card_life.h"
#include "terminal/rules/earning.h"

namespace vip::terminal {

// Points and carry of an account, as far as this terminal holds them.
struct Account {
  card::Number id;     // number of its first card
  Points right;        // may be redeemed here, now
  Points owed;         // what returns took beyond the right (P4)
  Fen carry;           // paid, not yet points (P2)
  Points accumulated;  // earned less taken back here (A9)
  Fen spend;           // paid less refunded, while on this account

  // Totals for the books; they only grow.
  Points earned;
  Points taken;
  Points redeemed;
  Points corrected;  // may be negative
  Points voided;     // C7 void
  Points granted;    // from head office, accepted here
  Points released;   // to head office
  Fen carry_in;      // the same of the carry
  Fen carry_out;

  // What head office said last, as far as this journal relies on it (ToldEvent): the account's
  // points and D2's figure at all other terminals together.
  Points told_points;
  Points told_accumulated;

  // What was made and used here, wherever it is now.
  Points net() const { return earned - taken + corrected - redeemed - voided; }
  Points balance() const { return net() + told_points; }             // last known (A46)
  Points reached() const { return accumulated + told_accumulated; }  // last known; D2 reads it
  friend bool operator==(const Account&, const Account&) = default;
};

struct CardRow {
  card::Number number;
  card::Number account;
  PersonId person = 0;
  CardState state = CardState::active;  // never `expired`: state_on() says that
  std::optional<BlockReason> blocked_for;
  Day issued;
  Day last_day;
  std::optional<card::Number> replaced_by;  // C6
  std::optional<card::Number> renewed_by;   // C4
  std::optional<card::Number> renewal_of;
  Seq issued_by = 0;  // the event that made it
  // D3, A29: uses on the birthday of that day.
  std::optional<Day> birthday_day;
  std::int64_t birthday_uses = 0;
  Fen birthday_amount;
  bool handbook = false;  // E7
  friend bool operator==(const CardRow&, const CardRow&) = default;
};

struct SoldLine {
  std::int64_t qty = 1;
  Fen paid;
  std::int64_t returned = 0;  // units
  friend bool operator==(const SoldLine&, const SoldLine&) = default;
};

enum class Origin : std::uint8_t { till = 0, history = 1 };

struct SaleRow {
  Seq seq = 0;
  std::string receipt_no;
  std::int64_t at = 0;
  Day day;
  std::string staff;
  std::string lane;
  PersonId person = 0;
  std::optional<card::Number> card;     // the card that it was priced with
  std::optional<card::Number> account;  // what a return is booked on (A54); E8 may add one later
  EarningStep step;                     // in force at the sale (A11)
  Fen gross;
  Fen paid;
  Fen refunded;
  Fen booked;           // of `paid`, what was booked on the account (E8: the net at the issue)
  Fen booked_refunded;  // refunds booked on the account since
  Seq proof_of = 0;     // the issue that used it up (E3); 0: unused
  Origin origin = Origin::till;
  bool birthday = false;  // priced by D3
  std::vector<SoldLine> lines;

  Fen net() const { return paid - refunded; }
  friend bool operator==(const SaleRow&, const SaleRow&) = default;
};

struct AnomalyRow {
  Seq seq = 0;
  Day day;
  AnomalyEvent anomaly;
};

// X1: the latest word on an anomaly; without a row it is open.
struct AnomalyStateRow {
  Seq anomaly = 0;
  AnomalyState state = AnomalyState::open;
  Seq seq = 0;  // the event that says so
};

// R1: the latest closing of a month's registry.
struct MonthRow {
  Day month;
  Seq seq = 0;
  Day day;  // on which it was closed
  std::int64_t registrations = 0;
  friend bool operator==(const MonthRow&, const MonthRow&) = default;
};

// Where ledger rows live. The terminal keeps them in its store, head office in its own tables.
// A put replaces the row with the same key. All of one event's puts are one transaction of the
// caller's.
class Books {
 public:
  virtual ~Books() = default;

  virtual std::optional<Account> account(card::Number id) = 0;
  virtual void put(const Account& account) = 0;
  virtual std::optional<CardRow> card(card::Number number) = 0;
  virtual void put(const CardRow& card) = 0;
  // By hearsay: a ToldEvent says so, no act of this journal.
  virtual void put_told(const CardRow& card) = 0;
  virtual std::optional<SaleRow> sale(Seq seq) = 0;
  virtual void put(const SaleRow& sale) = 0;
  virtual bool receipt_known(std::string_view receipt_no) = 0;  // of a sale
  // E3: the issue that used a receipt of another store.
  virtual std::optional<Seq> receipt_used(std::string_view receipt_no) = 0;
  virtual void use_receipt(const UnverifiedReceipt& receipt, Seq issue) = 0;
  virtual std::optional<Gift> gift(std::string_view id) = 0;
  virtual void put(const Gift& gift) = 0;
  virtual const Policy& policy_on(Day day) = 0;  // A44
  // False where the document cannot be read.
  virtual bool adopt(const PolicyAdoptedEvent& adopted) = 0;
  virtual void put(const AnomalyRow& anomaly) = 0;
  // The store's own; whoever keeps no such rows leaves them out.
  virtual void put(const AnomalyStateRow&) {}
  virtual void put(const MonthRow&) {}
  virtual void put_handover(card::Number card, Handover item, std::string_view issue, Seq seq) = 0;
  // The last entry of the inbox that was consumed; 0: none was.
  virtual InboxNo inbox() = 0;
  virtual void put_inbox(InboxNo consumed) = 0;
  // The day of the latest failed check without a passed one after it, per lane (A41).
  virtual void put_id_check(card::Number card, bool passed, std::string_view lane, Day day) = 0;
};

// Why an event cannot be: the first figure or fact that is not what the rules make of it.
struct Disagreement {
  std::string what;  // "carry_after", "sale_unknown", ...; for people, in English
  friend bool operator==(const Disagreement&, const Disagreement&) = default;
};

// Requires: `seq` is the event's place in its journal.
Result<Done, Disagreement> post(Seq seq, const Event& event, Books& books);

// What arrives at an account (earnings, grants, corrections): owed is paid first (A10).
void receive(Account& account, Points points);

// What a card is after head office told of it. A card only goes forward in its life (C9): who heard
// of a block or a replacement earlier than head office did keeps it.
CardRow with(CardRow card, const ToldCard& told);

// Two parts of a carry joined (P2): what passes a full step becomes points.
Earned join_carry(Fen carry, Fen more, const EarningStep& step);

// H1, N1 of one account.
bool laws_hold(const Account& account);

}  // namespace vip::terminal
