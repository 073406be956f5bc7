// BlankDesk: cards that are nobody's yet, and how far a card that is shown is to be believed.
//
// Both need nothing but this store: the lists that head office sent it, and the keys that came with
// them. A terminal can make no card; a training store's numbers are its own affair (A37).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "cardformat/scan/scan.h"
#include "terminal/books/blank_stock.h"
#include "terminal/counter/counter.h"

namespace vip::terminal {

// A list of blanks as head office sent it (cardformat/blank_list.h), taken into stock. The same
// list again changes nothing. Refusals: C1 blanks_training, blanks_not_ours (another store's,
// another chain's, or head office's own record). Faults: blanks_no_office (never enrolled),
// blanks_signature, conflict blanks_batch (another list of the same number was taken), /list where
// it is no list.
Answer<StockedBatch> accept_blanks(const Desk& desk, std::string_view list);

std::vector<StockedBatch> stocked_blanks(const Desk& desk);

// C1: the blank that was scanned, or, where none was, the next virtual one; its cards must be
// allowed to be valid through `last_day`. Refusals, the first that applies: D8 what was scanned is
// no card; C1 blank_unknown (mistyped, or not ours), blank_used, blank_forged,
// blank_of_other_store, blank_unknown, blank_too_old; without a scan no_blanks.
Answer<card::Number> take_made_blank(const Desk& desk, const std::optional<card::Scanned>& scanned,
                                     Day last_day);

// What shows a card's virtual QR: its payload's digits while this store has them (the day on which
// it was given out), else the number.
std::string token_of(const Desk& desk, card::Number number);

enum class Belief : std::uint8_t {
  number_alone,  // nothing on it could be checked here: as good as typed
  genuine,       // head office's signature holds, or the secret is the one of this store's list
  forged         // it should and does not
};
// Of an own card. `blank` is what head office signed, where there was a signature.
struct Judged {
  Belief belief = Belief::number_alone;
  std::optional<card::Blank> blank;
};
Judged judge_card(const Desk& desk, const card::Scanned& scanned);

// A42: a card that this store meets for the first time, by what head office signed on it: active,
// an account of its own, through the last day on it. Nobody has said what else the account holds.
CardRow first_met(const card::Blank& blank, Day today);
// What goes into the journal before the first event that relies on it.
ToldEvent told_by_itself(const CardRow& met);
// G5: nobody but the card itself has spoken of this account yet, neither head office nor an act of
// this store: it buys at D1 and earns, and redeems nothing.
bool only_met(const Desk& desk, const CardRow& card);

}  // namespace vip::terminal
