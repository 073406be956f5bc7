#include "terminal/counter/member_desk.h"

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

MemberShown shown_person(const Desk& desk, const Person& person, bool full) {
  return {.person = person.id,
          .registration = person.registration,
          .phone = person.phone,
          .full = full,
          .cards = desk.store.books().cards_of_person(person.id),
          .today = desk.stamp.day};
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
  if (person) return *person;
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
  const std::string hash =
      desk.store.people().register_person(person->id, *after, person->consent_at);
  edited.position = record(desk, MemberEditEvent{person->id, hash});
  edited.member = shown_person(desk, *desk.store.people().find(person->id), false);
  return edited;
}

}  // namespace vip::terminal
