// Counter: where rules, people and ledger come together. It decides; post() in the ledger writes.
//
// Every act takes a Desk: the store and when, who and where of this request. An act first decides
// (reading only), then records its events; a Refusal or Fault is returned before anything was
// written. The caller has a Unit open and its request under a savepoint.
//
// Threads: none; whoever owns the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/scan/scan.h"
#include "terminal/books/store.h"
#include "terminal/counter/answer.h"

namespace vip::terminal {

// One request's place: the store, its effective time, who asks and where.
struct Desk {
  Store& store;
  Stamp stamp;

  const Policy& policy() const { return store.books().policy_on(stamp.day); }
};

// How a card was shown, or who the customer says to be. At most one of scan and card (A17).
struct Shown {
  std::optional<card::Scanned> scan;  // what the scanner or stripe reader delivered
  std::optional<card::Number> card;
  std::optional<std::string> phone;  // as it was typed
};

// The word under which D8 says what a scan is that is no card of ours ("scan_bank_card").
// Requires: it is none.
std::string_view scan_word(card::ScanClass what);

// Cards that are not yet closed or replaced and end in these four digits; at most `most`.
std::vector<CardRow> cards_ending(const Desk& desk, std::string_view four, std::size_t most);
// By whom one of them is chosen: the person who is registered here; else, for a member of another
// store, a number from 2^48 that stands for this card at this store alone and says nothing of it.
PersonId chosen_by(const Desk& desk, const CardRow& card);

// The card that a request other than a sale names: it must be known here. A scanned telephone
// number names it as a typed one does, four digits where one card alone ends so.
struct NamedCard {
  CardRow card;
  CardState state = CardState::active;  // today
};
Answer<NamedCard> named_card(const Desk& desk, const Shown& shown);

// Records, and answers with the place in the journal.
Position record(const Desk& desk, Act act);

// X1: an anomaly, in the same transaction as what shows it.
void raise(const Desk& desk, AnomalyKind kind, Clause clause, std::optional<card::Number> card,
           Seq about, std::int64_t count = 0);

// "S01-1-42": store, epoch, place in the journal.
std::string sale_id(const Store& store, Seq seq);
std::optional<Seq> read_sale_id(const Store& store, std::string_view text);

// C1: the next virtual blank of this terminal, or the one that was scanned; for a card that is
// valid through `last_day`. A training store has blanks without end (A37), any other those that
// head office made (blank_desk.h).
Answer<card::Number> take_blank(const Desk& desk, const std::optional<card::Scanned>& scanned,
                                Day last_day);

// X2: the operator's own card, or another of the same account or person.
bool is_own_card(const Desk& desk, std::string_view staff, const CardRow& card);

// Facts of an objection to a card (last day, replacement).
Refusal refusal_of(const Objection& objection, const CardRow& card);

// The active or blocked card under a person, if there is one today (E6).
std::optional<CardRow> holding_card(const Desk& desk, PersonId person);

struct Address {  // S2
  std::string zh;
  std::string en;
};
// As registered here; else as head office says, of a member of another store.
std::optional<Address> address_of(const Desk& desk, const CardRow& card);
std::optional<Address> address_of(const Desk& desk, const CardRow& card,
                                  const std::optional<Person>& person);

}  // namespace vip::terminal
