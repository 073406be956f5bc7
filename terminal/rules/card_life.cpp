#include "terminal/rules/card_life.h"

#include <array>

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 6> names = {"blank",    "active",  "blocked",
                                                   "replaced", "expired", "closed"};

constexpr Objection card_blank{Clause::C9, "card_blank"};
constexpr Objection card_replaced{Clause::C9, "card_replaced"};
constexpr Objection card_closed{Clause::C9, "card_closed"};
constexpr Objection card_expired{Clause::C3, "card_expired"};
constexpr Objection card_blocked{Clause::C6, "card_blocked"};

}  // namespace

std::string_view name(CardState state) {
  const auto index = static_cast<std::size_t>(state);
  ensure(index < names.size(), "a card's state is one of C9's");
  return names[index];
}

std::optional<CardState> card_state_named(std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text) return static_cast<CardState>(i);
  }
  return std::nullopt;
}

Day last_valid_day(Day issued, int months) { return plus_months(issued, months); }

CardState state_on(CardState stored, Day last_day, Day today) {
  const bool can_expire = stored == CardState::active || stored == CardState::blocked;
  return can_expire && today > last_day ? CardState::expired : stored;
}

std::optional<Objection> objection(CardState state_today) {
  switch (state_today) {
    case CardState::blank:
      return card_blank;
    case CardState::active:
      return std::nullopt;
    case CardState::blocked:
      return card_blocked;
    case CardState::replaced:
      return card_replaced;
    case CardState::expired:
      return card_expired;
    case CardState::closed:
      return card_closed;
  }
  ensure(false, "a card's state is one of C9's");
  return std::nullopt;
}

std::optional<Objection> renewal_objection(CardState stored, Day last_day, Day today,
                                           int grace_days) {
  switch (stored) {
    case CardState::blank:
    case CardState::replaced:
    case CardState::closed:
      return objection(stored);
    case CardState::active:
    case CardState::blocked:
    case CardState::expired:
      break;
  }
  if (today <= last_day) return Objection{Clause::C4, "not_yet"};
  if (days_between(last_day, today) > grace_days) return Objection{Clause::C4, "grace_over"};
  return std::nullopt;
}

std::optional<Objection> replacement_objection(CardState stored, bool frozen, Day last_day,
                                               Day today) {
  const CardState state = state_on(stored, last_day, today);
  switch (state) {
    case CardState::blank:
    case CardState::replaced:
    case CardState::closed:
    case CardState::expired:
      return objection(state);
    case CardState::active:
    case CardState::blocked:
      break;
  }
  if (frozen) return Objection{Clause::C6, "card_frozen"};
  return std::nullopt;
}

}  // namespace vip::terminal
