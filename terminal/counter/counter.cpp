#include "terminal/counter/counter.h"

#include <algorithm>
#include <charconv>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"

namespace vip::terminal {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The digits of a stripe track up to its separator: ";9156...=" or "%B9156...^".
std::optional<std::string_view> track_number(std::string_view raw) {
  std::string_view rest;
  if (raw.starts_with("%B") || raw.starts_with("%b")) {
    rest = raw.substr(2);
  } else if (raw.starts_with(";")) {
    rest = raw.substr(1);
  } else {
    return std::nullopt;
  }
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_digit);
  const auto length = static_cast<std::size_t>(end - rest.begin());
  if (end == rest.end() || (*end != '=' && *end != '^' && *end != '?')) return std::nullopt;
  return rest.substr(0, length);
}

constexpr std::uint64_t training_serials = card::end_of_serials - card::first_training_serial;

// A virtual blank of this store: random to whoever lacks the seed, the same on every run.
card::Number virtual_blank(const StoreIdentity& store, const std::string& name) {
  const Digest digest = hmac_sha256(store.seed, "blank " + name);
  std::uint64_t random = 0;
  for (int i = 0; i < 8; ++i) random = random << 8 | digest[static_cast<std::size_t>(i)];
  const std::uint64_t serial = store.training
                                   ? card::first_training_serial + random % training_serials
                                   : random % card::first_training_serial;
  return card::make_number(store.card_prefix, serial);
}

}  // namespace

std::optional<ScannedCard> card_in_scan(std::string_view raw) {
  const auto blank = [](char c) { return c == ' ' || c == '\r' || c == '\n' || c == '\t'; };
  while (!raw.empty() && blank(raw.front())) raw.remove_prefix(1);
  while (!raw.empty() && blank(raw.back())) raw.remove_suffix(1);
  if (const auto digits = track_number(raw)) {
    if (const auto number = card::read_number(*digits)) {
      return ScannedCard{ScannedCard::How::swipe, *number};
    }
    return std::nullopt;
  }
  if (const auto number = card::read_number(raw)) {
    return ScannedCard{ScannedCard::How::scan, *number};
  }
  return std::nullopt;
}

Answer<NamedCard> named_card(const Desk& desk, const Shown& shown) {
  TerminalBooks& books = desk.store.books();
  std::optional<CardRow> card;
  std::string pointer = "/card";
  if (shown.scan) {
    pointer = "/scan";
    if (const auto scanned = card_in_scan(*shown.scan)) card = books.card(scanned->number);
  } else if (shown.card) {
    card = books.card(*shown.card);
    if (!card && !shown.card->check_digit_holds()) {
      return fault(Fault::Code::not_found, pointer, "not_found",
                   {{"what", "card"}, {"id", shown.card->masked()}, {"check_digit", "wrong"}});
    }
  } else if (shown.phone) {
    pointer = "/phone";
    const auto phone = read_phone(*shown.phone);
    const auto person = phone ? desk.store.people().with_phone(*phone) : std::nullopt;
    if (person) {
      card = holding_card(desk, person->id);
      if (!card) {
        const auto cards = books.cards_of_person(person->id);
        if (!cards.empty()) card = cards.front();
      }
    }
  }
  if (!card) {
    Facts facts{{"what", "card"}};
    if (shown.card) facts.emplace_back("id", shown.card->masked());
    return fault(Fault::Code::not_found, pointer, "not_found", std::move(facts));
  }
  return NamedCard{*card, state_on(card->state, card->last_day, desk.stamp.day)};
}

Position record(const Desk& desk, Act act) {
  return desk.store.record(Event{desk.stamp, std::move(act)});
}

void raise(const Desk& desk, AnomalyKind kind, Clause clause, std::optional<card::Number> card,
           Seq about, std::int64_t count) {
  record(desk, AnomalyEvent{kind, clause, card, about, count});
}

std::string sale_id(const Store& store, Seq seq) {
  return store.identity().store + '-' + std::to_string(store.identity().genesis.epoch) + '-' +
         std::to_string(seq);
}

std::optional<Seq> read_sale_id(const Store& store, std::string_view text) {
  const std::string prefix =
      store.identity().store + '-' + std::to_string(store.identity().genesis.epoch) + '-';
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  Seq seq = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seq);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || text.front() == '0') {
    return std::nullopt;
  }
  if (seq > static_cast<Seq>(Fen::max)) return std::nullopt;
  return seq;
}

Answer<card::Number> take_blank(const Desk& desk, const std::optional<std::string>& scanned) {
  TerminalBooks& books = desk.store.books();
  const StoreIdentity& store = desk.store.identity();
  if (scanned) {
    const auto read = card_in_scan(*scanned);
    const bool ours =
        read && read->number.check_digit_holds() && read->number.has_prefix(store.card_prefix);
    if (!ours) return refuse(Clause::C1, "blank_unknown");
    if (books.card(read->number)) return refuse(Clause::C1, "blank_used");
    // Blanks made by head office come with the card's own work; a training store has blanks
    // without end (A37).
    if (!store.training) return refuse(Clause::C1, "blank_unknown");
    return read->number;
  }
  // The next event's place in the journal picks the number; one already given out is passed over.
  std::string name = std::to_string(desk.store.journal().last().seq + 1);
  card::Number number = virtual_blank(store, name);
  while (books.card(number)) number = virtual_blank(store, name += "+");
  return number;
}

Refusal refusal_of(const Objection& objection, const CardRow& card) {
  Facts facts{{"card", card.number.masked()}};
  if (objection.clause == Clause::C3) facts.emplace_back("last_day", card.last_day.text());
  if (objection.word == "card_replaced" && card.replaced_by) {
    facts.emplace_back("replaced_by", card.replaced_by->masked());
  }
  if (objection.word == "card_blocked" && card.blocked_for) {
    facts.emplace_back("reason", name(*card.blocked_for));
  }
  return {objection.clause, std::string(objection.word), std::move(facts)};
}

std::optional<CardRow> holding_card(const Desk& desk, PersonId person) {
  for (const CardRow& card : desk.store.books().cards_of_person(person)) {
    const CardState state = state_on(card.state, card.last_day, desk.stamp.day);
    if (state == CardState::active || state == CardState::blocked) return card;
  }
  return std::nullopt;
}

std::optional<Address> address_of(const Desk& desk, PersonId person) {
  return address_of(desk.store.people().find(person));
}

std::optional<Address> address_of(const std::optional<Person>& person) {
  if (!person || !person->registration) return std::nullopt;
  const Registration& form = *person->registration;
  return Address{address_zh(form.surname, form.form), address_en(form.surname, form.form)};
}

}  // namespace vip::terminal
