// TemplateJournal: what a real store's day looks like as events, to be told again by any number of
// stores with cards of their own.
//
// The events are made once, by the real counter at its real door. Another store's are the same
// bytes, but for the card numbers, which it gets of its own; they stay true: head office works
// every figure out again, and parks what is wrong.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cardformat/card_number.h"
#include "terminal/books/event.h"

namespace vip::fleet {

class TemplateJournal {
 public:
  // A store's journal of at least `events` events: a card in ten acts, the rest sales to members,
  // some of them given back.
  explicit TemplateJournal(std::size_t events);

  std::size_t size() const { return pieces_.size(); }
  // The event `seq` as store number `store` tells it. Requires: 1 <= seq <= size().
  std::string event(std::uint32_t store, terminal::Seq seq) const;
  // The card that the event is about, as that store's; the last one before it where it is about
  // none.
  card::Number card_of(std::uint32_t store, terminal::Seq seq) const;
  // Bytes of all events as they were made.
  std::size_t bytes() const { return bytes_; }

 private:
  // Text, and then a card: as 16 digits, in the order in which cards were first met.
  struct Piece {
    std::string text;
    int card = -1;  // -1: no card follows, the event ends
  };
  std::vector<std::vector<Piece>> pieces_;
  std::size_t bytes_ = 0;
};

}  // namespace vip::fleet
