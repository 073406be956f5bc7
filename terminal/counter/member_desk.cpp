#include "terminal/counter/member_desk.h"

#include <algorithm>
#include <set>

#include "cardformat/ensure.h"
#include "cardformat/mask.h"
#include "terminal/books/encrypting.h"

namespace vip::terminal {
namespace {

MemberShown shown_person(const Desk& desk, const Person& person, bool full) {
  return {.person = person.id,
          .registration = person.registration,
          .consent = person.consent,
          .phone = person.phone,
          .full = full,
          .cards = desk.store.books().cards_of_person(person.id),
          .today = desk.stamp.day};
}

// A look or a copy that cannot be written down is not given.
std::optional<Fault> cannot_record(const Desk& desk) {
  if (!desk.store.locked()) return std::nullopt;
  return Fault{.code = Fault::Code::storage, .word = "storage_behind_anchor"};
}

Answer<Person> person_named(const Desk& desk, const Shown& shown) {
  if (shown.phone && !shown.card && !shown.scan) {
    const auto phone = read_phone(*shown.phone);
    const auto person = phone ? desk.store.people().with_phone(*phone) : std::nullopt;
    if (person) return *person;
    return fault(Fault::Code::not_found, "/phone", "not_found", {{"what", "member"}});
  }
  const auto named = named_card(desk, shown);
  if (!named) return Unexpected{named.error()};
  const auto person = desk.store.people().find(named->card.person);
  if (person && !person->erased) return *person;
  return fault(Fault::Code::not_found, shown.scan ? "/scan" : "/card", "not_found",
               {{"what", "member"}});
}

}  // namespace

Answer<MemberShown> find_member(const Desk& desk, const Shown& shown) {
  return show_member(desk, shown, std::nullopt);
}

Answer<MemberShown> show_member(const Desk& desk, const Shown& shown,
                                const std::optional<std::string>& reason) {
  const auto person = person_named(desk, shown);
  if (!person) return Unexpected{person.error()};
  if (reason) {
    if (auto fault = cannot_record(desk)) return Unexpected{No(std::move(*fault))};
    const Position look = record(
        desk, AuditEvent{.kind = AuditKind::look, .method = "member.show", .person = person->id});
    desk.store.people().remark(look.seq, *reason, person->id);
  }
  return shown_person(desk, *person, reason.has_value());
}

Answer<MemberEdited> edit_member(const Desk& desk, const Shown& shown, const Form5& fields) {
  const auto person = person_named(desk, shown);
  if (!person) return Unexpected{person.error()};
  if (!person->registration) {
    return fault(Fault::Code::not_found, "/phone", "not_found", {{"what", "member"}});
  }
  const Registration& before = *person->registration;
  Form5 whole{.surname = fields.surname.value_or(before.surname),
              .form = fields.form.value_or(before.form == Form::ms ? "ms" : "mr"),
              .phone = fields.phone.value_or(before.phone),
              .birthday = fields.birthday.value_or(before.birthday.text()),
              .consent = true,
              .note = fields.note.value_or(before.note)};
  if (fields.given_name) {
    whole.given_name = fields.given_name;
  } else if (!before.given_name.empty()) {
    whole.given_name = before.given_name;
  }
  const auto after = check_form(whole, desk.stamp.day, "/registration");
  if (!after) return refuse(Clause::E5, "field", {{"pointer", after.error()}});
  if (after->phone != before.phone) {  // E6: a phone names one person
    if (const auto other = desk.store.people().with_phone(after->phone)) {
      if (const auto card = holding_card(desk, other->id)) {
        return refuse(Clause::E6, "has_card", {{"card", card->number.masked()}});
      }
      return fault(Fault::Code::conflict, "/registration/phone", "conflict");
    }
  }
  MemberEdited edited;
  const auto note = [&](bool differs, const char* field) {
    if (differs) edited.changed.emplace_back(field);
  };
  note(after->surname != before.surname, "surname");
  note(after->given_name != before.given_name, "given_name");
  note(after->form != before.form, "form");
  note(after->phone != before.phone, "phone");
  note(after->birthday != before.birthday, "birthday");
  note(after->note != before.note, "note");
  const Consent consent = consent_of(fields, person->consent, desk.stamp.at);
  note(consent.version != person->consent.version, "consent_version");
  note((consent.messages_at != 0) != (person->consent.messages_at != 0) ||
           consent.no_messages != person->consent.no_messages,
       "messages");
  note((consent.guardian_at != 0) != (person->consent.guardian_at != 0), "guardian");
  const std::string hash = desk.store.people().register_person(person->id, *after, consent);
  edited.position = record(desk, MemberEditEvent{person->id, hash});
  edited.member = shown_person(desk, *desk.store.people().find(person->id), false);
  return edited;
}

namespace {

// Events of the journal that are about one person. Most bodies are passed over by a search for the
// numbers that such an event must have in it; what remains is read.
class ActsOf {
 public:
  ActsOf(const Desk& desk, PersonId person, const std::vector<CardRow>& cards)
      : desk_(desk), person_(person) {
    needles_.push_back("\"who\":" + std::to_string(person));
    needles_.emplace_back(R"("k":"return")");  // names the sale alone
    for (const CardRow& card : cards) {
      needles_.push_back(std::to_string(card.number.value()));
      needles_.push_back(std::to_string(card.account.value()));
    }
  }

  std::vector<MemberExport::Act> read() {
    std::vector<MemberExport::Act> acts;
    desk_.store.journal().each(1, [&](const Journal::Entry& entry) {
      const std::string_view body = entry.body;
      const bool may_be = std::any_of(
          needles_.begin(), needles_.end(),
          [&](const std::string& needle) { return body.find(needle) != std::string_view::npos; });
      if (!may_be) return true;
      const auto event = decode(body);
      if (!event) return true;
      const auto people = people_of(event->act, desk_.store.books());
      if (std::find(people.begin(), people.end(), person_) == people.end()) return true;
      acts.push_back({.seq = entry.seq,
                      .stamp = event->stamp,
                      .body = std::string(body),
                      .remark = desk_.store.people().remark(entry.seq)});
      return true;
    });
    return acts;
  }

 private:
  const Desk& desk_;
  PersonId person_;
  std::vector<std::string> needles_;
};

// Accounts that other terminals may hold.
std::vector<card::Number> accounts_of(const std::vector<CardRow>& cards) {
  std::vector<card::Number> accounts;
  for (const CardRow& card : cards) {
    if (std::find(accounts.begin(), accounts.end(), card.account) == accounts.end()) {
      accounts.push_back(card.account);
    }
  }
  return accounts;
}

MemberErased erase_person(const Desk& desk, PersonId person, EraseReason reason, InboxNo inbox) {
  MemberErased erased{.person = person};
  const auto cards = desk.store.books().cards_of_person(person);
  for (const card::Number account : accounts_of(cards)) {
    const auto held = desk.store.books().account(account);
    if (held) erased.given_up += held->balance();
  }
  for (const CardRow& card : cards) {
    if (card.state != CardState::active && card.state != CardState::blocked) continue;
    record(desk, CloseEvent{card.number});  // A52
    erased.closed.push_back(*desk.store.books().card(card.number));
  }
  erased.position = record(
      desk,
      EraseEvent{
          .person = person, .reason = reason, .accounts = accounts_of(cards), .inbox = inbox});
  desk.store.people().erase(person);
  // What head office said of how to address them.
  for (const card::Number account : accounts_of(cards)) {
    desk.store.people().erase(-static_cast<KeyOwner>(account.value()));
  }
  return erased;
}

}  // namespace

Answer<MemberExport> export_member(const Desk& desk, const Shown& shown,
                                   const std::optional<std::string>& reason) {
  if (auto fault = cannot_record(desk)) return Unexpected{No(std::move(*fault))};
  const auto person = person_named(desk, shown);
  if (!person) return Unexpected{person.error()};
  MemberExport all{
      .member = shown_person(desk, *person, reason.has_value()),
      .customer = person->customer,
      .acts = ActsOf(desk, person->id, desk.store.books().cards_of_person(person->id)).read()};
  std::set<Seq> seen;
  const auto add = [&](const SaleRow& sale) {
    if (seen.insert(sale.seq).second) all.sales.push_back(sale);
  };
  for (const SaleRow& sale : desk.store.books().sales_of_person(person->id)) add(sale);
  for (const MemberExport::Act& act : all.acts) {
    if (const auto sale = desk.store.books().sale(act.seq)) add(*sale);
  }
  std::sort(all.sales.begin(), all.sales.end(),
            [](const SaleRow& a, const SaleRow& b) { return a.seq < b.seq; });
  if (reason) {  // it is seen in full as well, and counts as such
    record(desk,
           AuditEvent{.kind = AuditKind::look, .method = "member.export", .person = person->id});
  }
  all.position = record(
      desk,
      AuditEvent{
          .kind = AuditKind::copied, .method = "member.export", .person = person->id, .count = 1});
  if (reason) desk.store.people().remark(all.position.seq, *reason, person->id);
  return all;
}

Answer<MemberErased> erase_member(const Desk& desk, const Shown& shown) {
  const auto person = person_named(desk, shown);
  if (!person) return Unexpected{person.error()};
  for (const CardRow& card : desk.store.books().cards_of_person(person->id)) {
    if (!is_own_card(desk, desk.stamp.staff, card)) continue;
    return refuse(Clause::X2, "own_card", {{"card", card.number.masked()}});
  }
  return erase_person(desk, person->id, EraseReason::asked, 0);
}

Position erase_told(const Desk& desk, card::Number account, InboxNo inbox) {
  const auto card = desk.store.books().card(account);
  if (card && card->person > 0) {
    return erase_person(desk, card->person, EraseReason::told, inbox).position;
  }
  const Position position =
      record(desk, EraseEvent{.reason = EraseReason::told, .accounts = {account}, .inbox = inbox});
  desk.store.people().erase(-static_cast<KeyOwner>(account.value()));
  return position;
}

Answer<AffectedAll> affected(const Desk& desk) {
  if (auto fault = cannot_record(desk)) return Unexpected{No(std::move(*fault))};
  AffectedAll all;
  desk.store.people().each([&](const Person& person) {
    Affected one{.person = person.id,
                 .member = person.registration.has_value(),
                 .since = person.consent.at,
                 .phone = person.phone ? mask_phone(*person.phone) : std::string(),
                 .cards = desk.store.books().cards_of_person(person.id)};
    if (person.registration) {
      one.name = mask_name(person.registration->surname + person.registration->given_name);
    }
    all.people.push_back(std::move(one));
  });
  all.addresses = desk.store.heard().addresses();
  all.position = record(desk, AuditEvent{.kind = AuditKind::copied,
                                         .method = "member.affected",
                                         .count = static_cast<std::int64_t>(all.people.size())});
  return all;
}

Forgotten forget_unseen(const Desk& desk, const Unseen& unseen, const ForgetPiece& piece) {
  TerminalBooks& books = desk.store.books();
  const auto last_sale = [&](PersonId person, Day last) {
    for (const SaleRow& sale : books.sales_of_person(person)) last = std::max(last, sale.day);
    return last;
  };
  struct Found {
    PersonId person;
    bool member;
  };
  std::vector<Found> found;
  Forgotten forgotten{.looked_at = piece.after, .all = true};
  std::int64_t looked_at = 0;
  // Numbers of persons have no gaps: who was erased keeps theirs.
  for (PersonId id = piece.after + 1; const auto known = desk.store.people().find(id); ++id) {
    if (looked_at == piece.look_at || std::cmp_greater_equal(found.size(), piece.forget)) {
      forgotten.all = false;
      break;
    }
    ++looked_at;
    forgotten.looked_at = id;
    if (known->erased) continue;
    const Person& person = *known;
    const auto cards = books.cards_of_person(person.id);
    Day seen;
    bool holds = false;
    for (const CardRow& card : cards) {
      const CardState state = state_on(card.state, card.last_day, desk.stamp.day);
      holds = holds || state == CardState::active || state == CardState::blocked;
      seen = std::max({seen, card.issued, std::min(card.last_day, desk.stamp.day)});
    }
    if (holds) continue;
    const bool member = person.registration.has_value();
    if (last_sale(person.id, seen) < (member ? unseen.members : unseen.prospects)) {
      found.push_back({person.id, member});
    }
  }
  for (const Found& one : found) {
    forgotten.position = erase_person(desk, one.person, EraseReason::unseen, 0).position;
    ++(one.member ? forgotten.members : forgotten.prospects);
  }
  return forgotten;
}

Position forgot_unseen(const Desk& desk, std::int64_t count) {
  return record(
      desk,
      AuditEvent{.kind = AuditKind::erasing, .method = "member.forget_unseen", .count = count});
}

}  // namespace vip::terminal
