// Event: one business act, immutable, as it stands in the journal.
//
// An event says what was asked and what came of it, with every figure that a reader needs to work
// it out again: head office and verify() recompute each one with the same rules (ledger.h). There
// is no personal data in it: card and account numbers, amounts, staff numbers, and `person`, which
// is a number that means something only beside the people store of this terminal (R3, R4).
//
// The bytes that encode() makes are the truth: they are hashed, signed, sent and kept as they are,
// never made again from the value. decode() reads any bytes and believes nothing.
//
// Form: one JSON object without spaces or line breaks; "k" the kind, "v" its version, "t" seconds
// since 1970, "d" the store-local day, "op" the operator, "ln" the lane. Names of kinds and fields
// are on disks and wires: add, never rename.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cardformat/amount.h"
#include "cardformat/card_number.h"
#include "cardformat/day.h"
#include "cardformat/result.h"
#include "terminal/policy/policy.h"
#include "terminal/rules/basket.h"
#include "terminal/rules/card_life.h"
#include "terminal/rules/clause.h"
#include "terminal/rules/pricing.h"
#include "terminal/staff/acts.h"

namespace vip::terminal {

using Seq = std::uint64_t;      // place in the journal of this epoch, from 1
using PersonId = std::int64_t;  // number of a person in this terminal's people store, from 1
using InboxNo = std::uint64_t;  // place in this epoch's inbox (design 7), from 1; 0: none

// When, who, where. Order is the journal's; time is evidence.
struct Stamp {
  std::int64_t at = 0;  // seconds since 1970-01-01T00:00Z, the terminal's effective time
  Day day;              // the same in the store's zone
  std::string staff;    // operator's number; empty: the terminal itself
  std::string lane;     // empty: none
  friend bool operator==(const Stamp&, const Stamp&) = default;
};

// A receipt laid on the counter that this terminal does not know (E3).
struct UnverifiedReceipt {
  std::string receipt_no;
  Day day;
  Fen paid;
  friend bool operator==(const UnverifiedReceipt&, const UnverifiedReceipt&) = default;
};

// What proved that the applicant qualifies (E1 to E3). All of it is used up by the issue.
struct Proof {
  std::vector<Seq> sales;
  std::vector<UnverifiedReceipt> receipts;
  friend bool operator==(const Proof&, const Proof&) = default;
};

// E8, A31: a purchase of the proof that earns on the new card.
struct QualifyingEarning {
  Seq sale = 0;
  Fen net;
  Points earned;
  Fen carry_after;
  friend bool operator==(const QualifyingEarning&, const QualifyingEarning&) = default;
};

struct IssueEvent {   // C1
  card::Number card;  // names its account as well
  PersonId person = 0;
  Day last_day;  // C2
  Proof proof;
  Clause qualified_by = Clause::E1;
  std::string registration_hash;         // salted SHA-256 of the form, hex
  std::optional<card::Number> referrer;  // S5
  std::vector<QualifyingEarning> earnings;
  friend bool operator==(const IssueEvent&, const IssueEvent&) = default;
};

// A sale or return of the time before this system (history.import): when it happened. The stamp
// says when it was brought in.
struct Happened {
  std::int64_t at = 0;
  Day day;
  friend bool operator==(const Happened&, const Happened&) = default;
};

// What a member's sale did to the account. Facts are those before it.
struct MemberPart {
  card::Number card;
  card::Number account;
  MemberFacts facts;
  Points earned;
  Fen carry_after;
  friend bool operator==(const MemberPart&, const MemberPart&) = default;
};

// A card was shown, and gave no benefits: the sale is one without a card (A15).
struct Withheld {
  card::Number card;
  Clause clause = Clause::none;  // C3, C6, C8, C9
  friend bool operator==(const Withheld&, const Withheld&) = default;
};

struct SaleEvent {
  std::string receipt_no;
  PersonId person = 0;  // 0: nobody known
  Basket basket;
  std::optional<Way> choice;  // as asked
  Way way = Way::member;      // as taken
  std::vector<Fen> paid;      // line by line
  std::vector<Clause> clauses;
  std::int64_t policy_version = 1;
  std::optional<MemberPart> member;  // none: a sale without a card
  std::optional<Withheld> withheld;
  std::optional<Happened> history;
  friend bool operator==(const SaleEvent&, const SaleEvent&) = default;
};

struct ReturnedUnits {
  std::size_t line = 0;
  std::int64_t qty = 0;
  Fen refund;  // A4
  friend bool operator==(const ReturnedUnits&, const ReturnedUnits&) = default;
};

struct ReturnEvent {  // P4
  Seq sale = 0;
  std::vector<ReturnedUnits> lines;
  std::string receipt_no;  // the till's number of the return, may be empty
  Points taken;            // 0 where the sale is on no account
  Fen carry_after;
  Points owed_after;
  std::optional<Happened> history;
  friend bool operator==(const ReturnEvent&, const ReturnEvent&) = default;
};

struct RedeemEvent {  // G2, G3
  card::Number card;
  card::Number account;
  std::string gift;
  Points points;
  friend bool operator==(const RedeemEvent&, const RedeemEvent&) = default;
};

// C6. Written out: add, never renumber.
enum class BlockReason : std::uint8_t { lost = 1, stolen, damaged, frozen, other };
std::string_view name(BlockReason reason);
std::optional<BlockReason> block_reason_named(std::string_view name);

struct BlockEvent {
  card::Number card;
  BlockReason reason = BlockReason::lost;
  InboxNo inbox = 0;  // head office's order; 0: an act of this store
  friend bool operator==(const BlockEvent&, const BlockEvent&) = default;
};

struct ReplaceEvent {  // C6, C7: same account, same last day
  card::Number old_card;
  card::Number new_card;
  card::Number account;
  ReplacementPoints points = ReplacementPoints::move;
  friend bool operator==(const ReplaceEvent&, const ReplaceEvent&) = default;
};

struct RenewEvent {  // C4, C5: a new account
  card::Number old_card;
  card::Number new_card;
  Day last_day;
  friend bool operator==(const RenewEvent&, const RenewEvent&) = default;
};

struct CloseEvent {
  card::Number card;
  friend bool operator==(const CloseEvent&, const CloseEvent&) = default;
};

struct CorrectEvent {  // P8; its reason, free text, stands in the people store
  card::Number card;
  card::Number account;
  Points delta;
  std::string second_staff;
  friend bool operator==(const CorrectEvent&, const CorrectEvent&) = default;
};

struct IdCheckEvent {  // C8
  card::Number card;
  bool passed = false;
  friend bool operator==(const IdCheckEvent&, const IdCheckEvent&) = default;
};

enum class Handover : std::uint8_t { handbook = 1, magazine = 2 };

struct HandoverEvent {  // E7, S7
  card::Number card;
  Handover item = Handover::handbook;
  std::string issue;  // of the magazine
  friend bool operator==(const HandoverEvent&, const HandoverEvent&) = default;
};

struct Gift {  // G1, A48: the store's own poster
  std::string id;
  std::string name;
  Points points{1};
  std::int64_t stock = 0;
  Day first_day;
  Day last_day;
  friend bool operator==(const Gift&, const Gift&) = default;
};

struct GiftPutEvent {
  Gift gift;
  friend bool operator==(const GiftPutEvent&, const GiftPutEvent&) = default;
};

struct PolicyAdoptedEvent {
  std::string document;  // exact bytes of the policy document
  std::string key;       // who signed it, hex; empty in training
  std::string signature;
  friend bool operator==(const PolicyAdoptedEvent&, const PolicyAdoptedEvent&) = default;
};

struct MemberEditEvent {  // R4: that it was corrected, not what
  PersonId person = 0;
  std::string registration_hash;
  friend bool operator==(const MemberEditEvent&, const MemberEditEvent&) = default;
};

struct TimeStepEvent {  // the clock was found behind the terminal's time mark
  std::int64_t wall_clock = 0;
  friend bool operator==(const TimeStepEvent&, const TimeStepEvent&) = default;
};

// X2. Written out: add, never renumber.
enum class AnomalyKind : std::uint8_t {
  benefit_on_void_card = 1,
  identity_check_failed,
  birthday_many_purchases,
  many_purchases_a_day,
  same_card_same_operator,
  qualifying_purchase_returned,
  clock_set_back,
  false_receipt,
  own_card,
  birthday_without_document,
  journal_broken
};
std::string_view name(AnomalyKind kind);

struct AnomalyEvent {  // X1
  AnomalyKind kind = AnomalyKind::benefit_on_void_card;
  Clause clause = Clause::X2;  // the clause that was breached
  std::optional<card::Number> card;
  Seq about = 0;           // the event that shows it; 0: none
  std::int64_t count = 0;  // evidence: how many
  friend bool operator==(const AnomalyEvent&, const AnomalyEvent&) = default;
};

// X1: what became of it. Written out: add, never renumber.
enum class AnomalyState : std::uint8_t { open = 1, explained, punished };
std::string_view name(AnomalyState state);

struct AnomalyStateEvent {  // why, free text, stands in the people store
  Seq anomaly = 0;          // the event that raised it
  AnomalyState state = AnomalyState::open;
  friend bool operator==(const AnomalyStateEvent&, const AnomalyStateEvent&) = default;
};

struct MonthCloseEvent {  // R1; of two for one month the later counts
  Day month;              // its first day
  std::int64_t registrations = 0;
  friend bool operator==(const MonthCloseEvent&, const MonthCloseEvent&) = default;
};

// Staff: what changed about an operator, and each try of a PIN. Written out: add, never renumber.
enum class OperatorChange : std::uint8_t {
  added = 1,
  role,
  card,  // the operator's own card as a member
  pin,   // a new PIN or badge
  off,
  on,
  unlocked,
  pin_wrong,
  pin_right
};
std::string_view name(OperatorChange change);

struct OperatorEvent {
  OperatorChange change = OperatorChange::added;
  std::string number;        // whose; the stamp says who did it
  Role role = Role::nobody;  // added, role
  std::optional<card::Number> card;
  std::string credential;  // added, pin: print of what the terminal keeps (pin.h)
  // pin_wrong: by the clock that nobody sets (clock.h).
  std::string boot;
  std::int64_t boot_seconds = 0;
  friend bool operator==(const OperatorEvent&, const OperatorEvent&) = default;
};

// R3: what leaves no other event. Written out: add, never renumber.
enum class AuditKind : std::uint8_t {
  look = 1,    // a member's data in full
  refusal,     // somebody asked for what is not theirs to do
  approval,    // somebody stood by with their PIN
  copied,      // data left the terminal: an export
  setting,     // poster, policy, staff
  correction,  // of a member's data
  session,     // opened or ended
  erasing      // of a member's data (R4)
};
std::string_view name(AuditKind kind);
std::optional<AuditKind> audit_kind_named(std::string_view name);

struct AuditEvent {
  AuditKind kind = AuditKind::look;
  std::string method;
  std::string word;  // refusal: why; session: opened, closed
  std::optional<card::Number> card;
  PersonId person = 0;       // 0: nobody in particular
  std::string second_staff;  // approval: by whom
  std::int64_t count = 0;    // copied: how many members
  friend bool operator==(const AuditEvent&, const AuditEvent&) = default;
};

// What head office said of an account: its cards, and what other terminals have made of it. It is
// recorded just before the first event that relies on it, so that the journal alone says why each
// figure is what it is.
struct ToldCard {
  card::Number number;
  CardState state = CardState::active;
  std::optional<BlockReason> blocked_for;
  Day issued;
  Day last_day;
  std::optional<card::Number> replaced_by;
  std::optional<card::Number> renewed_by;
  friend bool operator==(const ToldCard&, const ToldCard&) = default;
};
struct ToldEvent {
  card::Number account;
  Points points;       // what the account came to at all other terminals; may be negative
  Points accumulated;  // the same of D2's figure
  std::vector<ToldCard> cards;
  friend bool operator==(const ToldEvent&, const ToldEvent&) = default;
};

// Rights (design 6): points and carry that move between a terminal and head office's free pool.
struct GrantId {  // head office's; per account
  std::int64_t lineage = 1;
  std::int64_t number = 0;
  friend auto operator<=>(const GrantId&, const GrantId&) = default;
};
struct GrantAcceptedEvent {
  InboxNo inbox = 0;
  GrantId grant;
  card::Number account;
  Points points;
  Fen carry;
  Points earned;  // made by joining the carries
  Fen carry_after;
  friend bool operator==(const GrantAcceptedEvent&, const GrantAcceptedEvent&) = default;
};
struct ReleaseEvent {
  card::Number account;
  Points points;  // may be 0: the answer to a recall of what is not here any more
  Fen carry;
  InboxNo inbox = 0;  // the recall that it answers; 0: of the terminal's own accord
  friend bool operator==(const ReleaseEvent&, const ReleaseEvent&) = default;
};

struct LiftEvent {  // A45: head office lifts a block for `frozen`
  card::Number card;
  InboxNo inbox = 0;
  friend bool operator==(const LiftEvent&, const LiftEvent&) = default;
};
// A list that head office signed: card numbers, blanks. What it means, its name says.
struct RangeAcceptedEvent {
  InboxNo inbox = 0;
  std::string list;
  std::string document;  // exact bytes that were signed
  std::string key;       // hex
  std::string signature;
  friend bool operator==(const RangeAcceptedEvent&, const RangeAcceptedEvent&) = default;
};
// R4: a person's data was destroyed here. Their sales and accounts stay; `accounts` are those whose
// other holders have to forget them too. Written out: add, never renumber.
enum class EraseReason : std::uint8_t {
  asked = 1,  // by the member
  unseen,     // not seen for the time of the policy
  told        // by head office
};
std::string_view name(EraseReason reason);

struct EraseEvent {
  PersonId person = 0;  // 0: a member of another store, of whom only the form of address was known
  EraseReason reason = EraseReason::asked;
  std::vector<card::Number> accounts;
  InboxNo inbox = 0;  // head office's order; 0: an act of this store
  friend bool operator==(const EraseEvent&, const EraseEvent&) = default;
};

// An entry of the inbox that this terminal does not understand, or cannot carry out.
struct NackEvent {
  InboxNo inbox = 0;
  std::string kind;
  std::string why;
  friend bool operator==(const NackEvent&, const NackEvent&) = default;
};

using Act =
    std::variant<IssueEvent, SaleEvent, ReturnEvent, RedeemEvent, BlockEvent, ReplaceEvent,
                 RenewEvent, CloseEvent, CorrectEvent, IdCheckEvent, HandoverEvent, GiftPutEvent,
                 PolicyAdoptedEvent, MemberEditEvent, TimeStepEvent, AnomalyEvent, MonthCloseEvent,
                 OperatorEvent, AuditEvent, ToldEvent, GrantAcceptedEvent, ReleaseEvent, LiftEvent,
                 RangeAcceptedEvent, NackEvent, AnomalyStateEvent, EraseEvent>;

struct Event {
  Stamp stamp;
  Act act;
  friend bool operator==(const Event&, const Event&) = default;
};

std::string encode(const Event& event);

enum class EventProblem : std::uint8_t {
  malformed = 1,    // not an object of the form above
  unknown_kind,     // perhaps of a later version
  unknown_version,  // of a kind that we know
  bad_field         // a field is missing, of a wrong type, out of range or unknown
};
Result<Event, EventProblem> decode(std::string_view body);

// The entry of the inbox that this event consumes; 0: none. Each entry is consumed by exactly one.
InboxNo inbox_of(const Act& act);

// The kind's name as it is written: "sale".
std::string_view kind_name(const Act& act);

}  // namespace vip::terminal
