// Member desk: finding, showing and correcting what is held about a member (R3, R4).
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "terminal/counter/card_desk.h"
#include "terminal/counter/counter.h"

namespace vip::terminal {

struct MemberShown {
  PersonId person = 0;
  std::optional<Registration> registration;  // in full only where `full`; else masked by the door
  Consent consent;
  std::optional<std::string> phone;
  bool full = false;
  std::vector<CardRow> cards;
  Day today;
};

// By phone or card. Fault not_found where nobody is known.
Answer<MemberShown> find_member(const Desk& desk, const Shown& shown);

// R3: with a reason in full, and then the look is recorded, with its reason beside the people's
// data. Requires: whoever asks may.
Answer<MemberShown> show_member(const Desk& desk, const Shown& shown,
                                const std::optional<std::string>& reason);

struct MemberEdited {
  MemberShown member;
  std::vector<std::string> changed;  // names of fields
  Position position;
};
// R4. Fields left out stay. Refusals: E5 field (pointer), E6 has_card where the new phone is
// another member's.
Answer<MemberEdited> edit_member(const Desk& desk, const Shown& shown, const Form5& fields);

// R4: everything that is held of them, for one file. In full only with a reason; recorded either
// way, because it leaves the terminal.
struct MemberExport {
  MemberShown member;
  std::optional<std::string> customer;  // key of the former system
  struct Act {
    Seq seq = 0;
    Stamp stamp;
    std::string body;                   // the event, JSON, as the journal has it
    std::optional<std::string> remark;  // free text of staff beside it
  };
  std::vector<Act> acts;       // every event that is about them, in order
  std::vector<SaleRow> sales;  // their purchases, with and without the card
  Position position;
};
Answer<MemberExport> export_member(const Desk& desk, const Shown& shown,
                                   const std::optional<std::string>& reason);

// R4, A52: their cards are closed and their data is destroyed; the ledger stays. What it says of
// them afterwards is a number.
struct MemberErased {
  PersonId person = 0;
  std::vector<CardRow> closed;
  Points given_up;  // with the cards
  Position position;
};
Answer<MemberErased> erase_member(const Desk& desk, const Shown& shown);

// The same on head office's order, for the member of an account: here, or of another store, of whom
// the form of address was known.
Position erase_told(const Desk& desk, card::Number account, InboxNo inbox);

// Whose data this terminal holds: after a leak, at once (reliability notes, section 1b).
struct Affected {
  PersonId person = 0;
  bool member = false;     // registered; else a prospect: a phone or a former customer key
  std::int64_t since = 0;  // of the consent; 0: not known
  std::string phone;       // masked, may be empty
  std::string name;        // masked, may be empty
  std::vector<CardRow> cards;
};
struct AffectedAll {
  std::vector<Affected> people;
  std::int64_t addresses = 0;  // members of other stores, of whom the form of address is known
  Position position;
};
Answer<AffectedAll> affected(const Desk& desk);

// Persons whose data is kept for nothing any more: prospects who bought nothing since `prospects`,
// members whose last card ended and who bought nothing since `members`.
struct Unseen {
  Day prospects;
  Day members;
};
// In pieces, so that one transaction stays short.
struct ForgetPiece {
  PersonId after = 0;  // looks at whom comes after this one
  std::int64_t look_at = std::numeric_limits<std::int64_t>::max();
  std::int64_t forget = 500;
};
struct Forgotten {
  std::int64_t prospects = 0;
  std::int64_t members = 0;
  PersonId looked_at = 0;  // the last one
  bool all = false;        // nobody comes after them
  std::optional<Position> position;
};
Forgotten forget_unseen(const Desk& desk, const Unseen& unseen, const ForgetPiece& piece);
// Evidence that everybody was looked at on that day, and how many were forgotten.
Position forgot_unseen(const Desk& desk, std::int64_t count);

}  // namespace vip::terminal
