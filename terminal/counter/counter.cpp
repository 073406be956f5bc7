#include "terminal/counter/counter.h"

#include <charconv>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "cardformat/ensure.h"
#include "terminal/counter/blank_desk.h"

namespace vip::terminal {
namespace {

constexpr std::uint64_t training_serials = card::end_of_serials - card::first_training_serial;

// A virtual blank of a training store: random to whoever lacks the seed, the same on every run.
card::Number virtual_blank(const StoreIdentity& store, const std::string& name) {
  const Digest digest = hmac_sha256(store.seed, "blank " + name);
  std::uint64_t random = 0;
  for (int i = 0; i < 8; ++i) random = random << 8 | digest[static_cast<std::size_t>(i)];
  return card::make_number(store.card_prefix,
                           card::first_training_serial + random % training_serials);
}

}  // namespace

std::string_view scan_word(card::ScanClass what) {
  using card::ScanClass;
  switch (what) {
    case ScanClass::phone:
      return "scan_phone";
    case ScanClass::last_four:
      return "scan_last_four";
    case ScanClass::read_error:
      return "scan_read_error";
    case ScanClass::bank_card:
      return "scan_bank_card";
    case ScanClass::identity_card:
      return "scan_identity_card";
    case ScanClass::wechat_code:
    case ScanClass::alipay_code:
    case ScanClass::unionpay_code:
      return "scan_payment_code";
    case ScanClass::product:
      return "scan_product";
    case ScanClass::receipt:
      return "scan_receipt";
    case ScanClass::name:
      return "scan_name";
    case ScanClass::nothing:
      return "scan_not_a_card";
    case ScanClass::own_card:
    case ScanClass::own_gs1:
    case ScanClass::own_ean13:
      break;
  }
  ensure(false, "a card of ours has no word for what else it might be");
  return {};
}

std::vector<CardRow> cards_ending(const Desk& desk, std::string_view four, std::size_t most) {
  std::uint64_t tail = 0;
  for (const char digit : four) tail = tail * 10 + static_cast<std::uint64_t>(digit - '0');
  std::vector<CardRow> found;
  desk.store.books().each_card([&](const CardRow& card) {
    const bool over = card.state == CardState::replaced || card.state == CardState::closed;
    if (!over && found.size() < most && card.number.value() % 10'000 == tail) found.push_back(card);
  });
  return found;
}

PersonId chosen_by(const Desk& desk, const CardRow& card) {
  if (card.person != 0) return card.person;
  constexpr PersonId others = PersonId{1} << 48;
  constexpr int bytes = 6;
  const std::string key(raw(desk.store.identity().genesis.nonce));
  const Digest print = hmac_sha256(key, "chosen_by\n" + card.number.text());
  PersonId low = 0;
  for (int i = 0; i < bytes; ++i) low = (low << 8) | print.at(static_cast<std::size_t>(i));
  return others + low;
}

Answer<NamedCard> named_card(const Desk& desk, const Shown& shown) {
  TerminalBooks& books = desk.store.books();
  std::optional<CardRow> card;
  std::optional<card::Number> number = shown.card;
  std::optional<std::string_view> phone = shown.phone;
  std::string pointer = number ? "/card" : "/phone";
  if (shown.scan) {
    pointer = "/scan";
    number = shown.scan->number;
    if (shown.scan->what == card::ScanClass::phone) {
      phone = shown.scan->text;
    } else if (shown.scan->what == card::ScanClass::last_four) {
      const auto found = cards_ending(desk, shown.scan->text, 2);
      if (found.size() != 1)
        return fault(Fault::Code::not_found, pointer, std::string(scan_word(shown.scan->what)));
      card = found.front();
    } else if (!number) {
      return fault(Fault::Code::not_found, pointer, std::string(scan_word(shown.scan->what)));
    }
  }
  if (number) {
    if (shown.scan && judge_card(desk, *shown.scan).belief == Belief::forged) {
      return refuse(Clause::D8, "card_forged", {{"card", number->masked()}});
    }
    card = books.card(*number);
    if (!card) {
      Facts facts{{"what", "card"}, {"id", number->masked()}};
      if (!number->check_digit_holds()) facts.emplace_back("check_digit", "wrong");
      return fault(Fault::Code::not_found, pointer, "not_found", std::move(facts));
    }
  } else if (phone) {
    const auto read = read_phone(*phone);
    const auto person = read ? desk.store.people().with_phone(*read) : std::nullopt;
    if (person) {
      card = holding_card(desk, person->id);
      if (!card) {
        const auto cards = books.cards_of_person(person->id);
        if (!cards.empty()) card = cards.front();
      }
    }
  }
  if (!card) return fault(Fault::Code::not_found, pointer, "not_found", {{"what", "card"}});
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

Answer<card::Number> take_blank(const Desk& desk, const std::optional<card::Scanned>& scanned,
                                Day last_day) {
  TerminalBooks& books = desk.store.books();
  const StoreIdentity& store = desk.store.identity();
  if (scanned && !scanned->number && scanned->what != card::ScanClass::nothing) {
    return refuse(Clause::D8, std::string(scan_word(scanned->what)));
  }
  if (!store.training) return take_made_blank(desk, scanned, last_day);
  if (scanned) {
    const bool ours = scanned->number && scanned->number->check_digit_holds();
    if (!ours) return refuse(Clause::C1, "blank_unknown");
    if (books.card(*scanned->number)) return refuse(Clause::C1, "blank_used");
    return *scanned->number;
  }
  // The next event's place in the journal picks the number; one already given out is passed over.
  std::string name = std::to_string(desk.store.journal().last().seq + 1);
  card::Number number = virtual_blank(store, name);
  while (books.card(number)) number = virtual_blank(store, name += "+");
  return number;
}

bool is_own_card(const Desk& desk, std::string_view staff, const CardRow& card) {
  if (staff.empty()) return false;
  const auto who = desk.store.staff().find(staff);
  if (!who || !who->card) return false;
  if (*who->card == card.number || *who->card == card.account) return true;
  const auto own = desk.store.books().card(*who->card);
  return own && (own->account == card.account || (card.person != 0 && own->person == card.person));
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
  if (person == 0) return std::nullopt;  // registered at another store
  for (const CardRow& card : desk.store.books().cards_of_person(person)) {
    const CardState state = state_on(card.state, card.last_day, desk.stamp.day);
    if (state == CardState::active || state == CardState::blocked) return card;
  }
  return std::nullopt;
}

std::optional<Address> address_of(const Desk& desk, const CardRow& card) {
  return address_of(desk, card, desk.store.people().find(card.person));
}

std::optional<Address> address_of(const Desk& desk, const CardRow& card,
                                  const std::optional<Person>& person) {
  if (!person || !person->registration) {
    const auto heard = desk.store.heard().of(card.account);
    if (!heard || heard->address_zh.empty()) return std::nullopt;
    return Address{heard->address_zh, heard->address_en};
  }
  const Registration& form = *person->registration;
  return Address{address_zh(form.surname, form.form), address_en(form.surname, form.form)};
}

}  // namespace vip::terminal
