// member.find, member.show, member.edit.

#include <array>

#include "cardformat/mask.h"
#include "terminal/counter/member_desk.h"
#include "terminal/door/method.h"

namespace vip::terminal {
namespace {

void write_member(JsonWriter& out, const MemberShown& member) {
  out.field("person", member.person).field("member", member.registration.has_value());
  if (member.registration) {
    const Registration& form = *member.registration;
    write_address(out, {address_zh(form.surname, form.form), address_en(form.surname, form.form)});
    if (member.full) {
      out.field("surname", form.surname);
      if (!form.given_name.empty()) out.field("given_name", form.given_name);
      out.field("phone", form.phone).field("birthday", form.birthday.text());
      if (!form.note.empty()) out.field("note", form.note);
    } else {
      out.field("name", mask_name(form.surname + form.given_name));
      out.field("phone", mask_phone(form.phone));
    }
    out.field("form", form.form == Form::ms ? "ms" : "mr");
  } else if (member.phone) {
    out.field("phone", member.full ? *member.phone : mask_phone(*member.phone));
  }
  out.field("masked", !member.full);
  out.key("cards").begin_array();
  for (const CardRow& card : member.cards) {
    out.begin_object().field("card", card.number.masked());
    out.field("state", name(state_on(card.state, card.last_day, member.today)));
    out.field("issued", card.issued.text()).field("last_day", card.last_day.text());
    out.end_object();
  }
  out.end_array();
}

Answer<Done> member_find(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  if (const auto bad = call.check(); !bad) return bad;
  const auto member = find_member(call.desk, shown);
  if (!member) return Unexpected{member.error()};
  write_member(call.result, *member);
  return Done{};
}

Answer<Done> member_show(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  const auto reason = read_free_text(call.fields, "reason", false);
  if (const auto bad = call.check(); !bad) return bad;
  if (reason) {  // R3: in full only to the role that needs it
    const auto allowed = call.gate.allow_look(call.desk, call.caller);
    if (!allowed) return allowed;
  }
  const auto member = show_member(call.desk, shown, reason);
  if (!member) return Unexpected{member.error()};
  write_member(call.result, *member);
  return Done{};
}

Answer<Done> member_edit(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  Form5 form;
  if (auto fields = call.fields.object("registration")) {
    form = read_form(*fields);
    fields->finish();
  }
  const auto reason = read_free_text(call.fields, "reason", false);
  if (const auto bad = call.check(); !bad) return bad;
  if (form.phone || form.birthday) {
    if (const auto allowed = call.require(StaffAct::correct_contact); !allowed) return allowed;
  }
  const auto edited = edit_member(call.desk, shown, form);
  if (!edited) return Unexpected{edited.error()};
  if (reason) call.desk.store.people().remark(edited->position.seq, *reason, edited->member.person);
  call.position = edited->position;
  write_member(call.result, edited->member);
  call.result.key("changed").begin_array();
  for (const std::string& field : edited->changed) call.result.text(field);
  call.result.end_array();
  return Done{};
}

constexpr std::array methods = {Method{"member.find", Access::reads, member_find},
                                Method{"member.show", Access::reads, member_show},
                                Method{"member.edit", Access::writes, member_edit}};

}  // namespace

std::span<const Method> member_methods() { return methods; }

}  // namespace vip::terminal
