// A card's life: its states, its two years, what may be done when (C2 to C6, C9).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "cardformat/day.h"
#include "terminal/policy/policy.h"
#include "terminal/rules/clause.h"

namespace vip::terminal {

// C9. Numbers are on disks and wires: add, never renumber. `expired` is never stored: a date says
// it (C3, "with no job having to run").
enum class CardState : std::uint8_t {
  blank = 0,
  active = 1,
  blocked = 2,
  replaced = 3,
  expired = 4,
  closed = 5
};

std::string_view name(CardState state);
std::optional<CardState> card_state_named(std::string_view name);

// C2: the last valid day, that day included.
Day last_valid_day(Day issued, int months);

// A27: past its last day an active or blocked card is expired; replaced and closed stay.
CardState state_on(CardState stored, Day last_day, Day today);

// Why a card in this state gives no benefits: clause and word (A15, A18), none when active.
// C3 card_expired, C6 card_blocked, C9 card_replaced, card_closed, card_blank.
struct Objection {
  Clause clause;
  std::string_view word;
  friend bool operator==(const Objection&, const Objection&) = default;
};
std::optional<Objection> objection(CardState state_today);

// C4, A21, A27: may the card be renewed today? `stored` as of C9 without expiry.
// Objections: C9 card_replaced, card_closed, card_blank; C4 not_yet, grace_over.
std::optional<Objection> renewal_objection(CardState stored, Day last_day, Day today,
                                           int grace_days);

// C6, A45: may it be replaced today? Objections: C9 card_replaced, card_closed, card_blank,
// C3 card_expired, C6 card_frozen.
std::optional<Objection> replacement_objection(CardState stored, bool frozen, Day last_day,
                                               Day today);

}  // namespace vip::terminal
