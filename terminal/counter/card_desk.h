// Card desk: the card's life at the counter: issue, show, block, replace, renew, close, holder
// check, handbook and magazine (C, E5 to E8, S5, S7).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "terminal/counter/counter.h"
#include "terminal/counter/proofs.h"

namespace vip::terminal {

// The form of E5 as it was filled in; what is missing or malformed is found by the rule, in this
// order. Texts may be anything.
struct Form5 {
  std::optional<std::string> surname;
  std::optional<std::string> given_name;
  std::optional<std::string> form;
  std::optional<std::string> phone;
  std::optional<std::string> birthday;
  std::optional<bool> consent;
  std::optional<std::string> note;
  // Beyond the contract's form: what else was agreed to (E5, S6).
  std::optional<std::string> consent_version;  // of the text that was shown
  std::optional<bool> messages;
  std::optional<bool> guardian;  // consents, for a member under fourteen
};

struct IssueRequest {
  ProofRequest proof;
  Form5 form;
  std::optional<card::Number> referrer;
  std::optional<card::Scanned> blank;
};

struct NewCard {
  card::Number number;
  Day last_day;
  Address address;
  std::vector<Notice> prompts;  // S5, E7
  std::optional<Clause> qualified_by;
  Points points;
  Fen carry;
  Position position;
};

// Refusals, in this order (A47): E5 field, E6 has_card, E3 receipt_used, receipt_unverified, E1/E2
// threshold_not_reached, C1 as blank_desk.h says.
Answer<NewCard> issue_card(const Desk& desk, const IssueRequest& request);

struct ShownCard {
  CardRow card;
  CardState state;
  std::optional<Account> account;  // none for a replaced card (A34)
  Points here;                     // what can be redeemed here now
  std::optional<Address> address;
  std::optional<std::string> phone;  // masked
};
Answer<ShownCard> show_card(const Desk& desk, const Shown& shown);

// C1: a virtual card to be shown, printed or sent to a phone. Refusals: C3, C6, C9, as the card is.
struct CardCode {
  CardRow card;
  std::optional<Address> address;
  std::string token;  // as blank_desk.h says: the payload's digits on the day of issue
};
Answer<CardCode> card_code(const Desk& desk, const Shown& shown);

struct CardAct {
  CardRow card;  // as it is now
  CardState state;
  Position position;
};

// C6. Refusals: C3 card_expired, C9 card_replaced, card_closed.
Answer<CardAct> block_card(const Desk& desk, const Shown& shown, BlockReason reason);
// C6, C7, A45. `reason`, where there is one, is kept beside the event. Refusals: C9, C3
// card_expired, C6 card_frozen, not_issuing_store.
Answer<NewCard> replace_card(const Desk& desk, const Shown& shown,
                             const std::optional<card::Scanned>& blank, std::string_view reason);
// C4, C5, A21. Refusals: C9, C4 not_yet, grace_over, already_renewed, E6 has_card.
Answer<NewCard> renew_card(const Desk& desk, const Shown& shown,
                           const std::optional<card::Scanned>& blank);
Answer<CardAct> close_card(const Desk& desk, const Shown& shown, std::string_view reason);
// C8, A41.
Answer<CardAct> check_holder(const Desk& desk, const Shown& shown, bool passed);
// E7, S7: one of each.
Answer<CardAct> hand_over(const Desk& desk, const Shown& shown, Handover item,
                          const std::string& issue);

// What was agreed to by that form, after `before`: what is not said stays as it was.
Consent consent_of(const Form5& form, const Consent& before, std::int64_t at);

// The law asks for a guardian's consent under fourteen, and none was recorded.
bool lacks_guardian(const Registration& form, const Consent& consent, Day today);

// E5, A35. The error is the pointer of the first field that is missing or malformed, under
// `pointer`.
Result<Registration, std::string> check_form(const Form5& form, Day today,
                                             const std::string& pointer);

}  // namespace vip::terminal
