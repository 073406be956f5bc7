// Messages: what a refusal, warning, prompt or error says to people, in Chinese and in English.
//
// A text says what happened, what was not affected, and what to do; it blames nobody. It belongs to
// a clause and a word, the same that stand in the answer; words of errors, which no clause of the
// policy speaks of, stand under Clause::none ("not_found", "storage_full").
//
//   message(Clause::G2, "points_short", {{"balance", 12}, {"needed", 30}, {"short", 18}}).en
//     -> "18 points short: this gift takes 30 and the card has 12. Nothing was redeemed. ..."
//
// Facts are shown as what they are: fen as yuan with two decimals ("120.00"), points and days with
// their unit, days of the calendar as they are. Facts that a text does not speak of are ignored; a
// fact that it needs and does not get shows as "?", because a message must never be the reason why
// a till stops.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "terminal/counter/facts.h"
#include "terminal/rules/clause.h"

namespace vip::terminal {

struct Message {
  std::string zh;  // "zh-CN" in answers
  std::string en;
  friend bool operator==(const Message&, const Message&) = default;
};

// A word that the catalogue does not have is shown itself, with its clause: see has_message().
Message message(Clause clause, std::string_view word, const Facts& facts = {});
bool has_message(Clause clause, std::string_view word);

// A text of the catalogue. A place for a fact is {name:kind}, kinds are those of show(); a part in
// [ ] stands only where all of its facts do.
struct KnownMessage {
  Clause clause;
  std::string_view word;
  std::string_view zh;
  std::string_view en;
};
// The catalogue: under clauses in the order of the policy, of breaches, of errors.
std::array<std::span<const KnownMessage>, 3> known_messages();

// 12000 -> "120.00", -5 -> "-0.05". For texts and receipts; never read back.
std::string yuan(std::int64_t fen);
// "1,234,567.00": what people read in a table or on a receipt.
std::string yuan_grouped(std::int64_t fen);

}  // namespace vip::terminal
