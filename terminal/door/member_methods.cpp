// member.find, member.show, member.edit, member.export, member.erase, member.affected,
// member.forget_unseen.

#include <algorithm>
#include <array>

#include "cardformat/mask.h"
#include "terminal/counter/member_desk.h"
#include "terminal/door/copies.h"
#include "terminal/door/method.h"
#include "terminal/door/retention.h"

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

std::string time_of(MethodCall& call, std::int64_t at) {
  return call.desk.store.zone().rfc3339(at);
}

void write_consent(MethodCall& call, const Consent& consent) {
  JsonWriter& out = call.result;
  out.key("consent").begin_object();
  out.field("given", consent.at != 0);
  if (consent.at != 0) out.field("at", time_of(call, consent.at));
  if (!consent.version.empty()) out.field("version", consent.version);
  out.field("messages", consent.messages_at != 0);
  if (consent.messages_at != 0) out.field("messages_at", time_of(call, consent.messages_at));
  if (consent.no_messages) out.field("messages_refused", true);
  if (consent.guardian_at != 0) out.field("guardian_at", time_of(call, consent.guardian_at));
  out.end_object();
}

void write_purchases(MethodCall& call, const std::vector<SaleRow>& sales) {
  JsonWriter& out = call.result;
  out.key("purchases").begin_array();
  for (const SaleRow& sale : sales) {
    out.begin_object().field("sale", sale_id(call.desk.store, sale.seq));
    out.field("receipt_no", sale.receipt_no).field("at", time_of(call, sale.at));
    if (sale.card) out.field("card", sale.card->masked());
    out.field("gross", sale.gross.count()).field("paid", sale.paid.count());
    out.field("refunded", sale.refunded.count()).end_object();
  }
  out.end_array();
}

void write_accounts(MethodCall& call, const std::vector<CardRow>& cards) {
  JsonWriter& out = call.result;
  out.key("accounts").begin_array();
  std::vector<card::Number> seen;
  for (const CardRow& card : cards) {
    if (std::find(seen.begin(), seen.end(), card.account) != seen.end()) continue;
    seen.push_back(card.account);
    const auto account = call.desk.store.books().account(card.account);
    if (!account) continue;
    out.begin_object().field("account", card.account.masked());
    out.field("balance", account->balance().count()).field("carry", account->carry.count());
    out.field("accumulated", account->accumulated.count()).field("spend", account->spend.count());
    out.end_object();
  }
  out.end_array();
}

Answer<Done> member_export(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  const auto reason = read_free_text(call.fields, "reason", false);
  call.fields.known("request_id");  // it changes nothing: it is no act to be done once
  if (const auto bad = call.check(); !bad) return bad;
  if (const auto may = may_copy(call); !may) return may;
  if (reason) {
    if (const auto may = call.gate.allow_look(call.desk, call.caller); !may) return may;
  }
  const auto all = export_member(call.desk, shown, reason);
  if (!all) return Unexpected{all.error()};
  call.position = all->position;
  JsonWriter& out = call.result;
  out.field("store", call.desk.store.identity().store);
  out.field("at", time_of(call, call.desk.stamp.at));
  write_member(out, all->member);
  if (all->customer && all->member.full) out.field("customer", *all->customer);
  write_consent(call, all->member.consent);
  write_accounts(call, all->member.cards);
  write_purchases(call, all->sales);
  out.key("events").begin_array();
  for (const MemberExport::Act& act : all->acts) {
    out.begin_object().field("seq", act.seq).field("at", time_of(call, act.stamp.at));
    if (act.remark && all->member.full) out.field("remark", *act.remark);
    out.key("event").raw(act.body).end_object();
  }
  out.end_array();
  return Done{};
}

Answer<Done> member_erase(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  // Why is not kept: it might name whom nothing is kept of any more.
  read_free_text(call.fields, "reason", false);
  if (const auto bad = call.check(); !bad) return bad;
  const auto erased = erase_member(call.desk, shown);
  if (!erased) return Unexpected{erased.error()};
  call.position = erased->position;
  JsonWriter& out = call.result;
  out.field("person", erased->person).field("erased", true);
  out.key("cards").begin_array();
  for (const CardRow& card : erased->closed) {
    out.begin_object().field("card", card.number.masked()).field("state", name(card.state));
    out.end_object();
  }
  out.end_array();
  out.field("points_given_up", erased->given_up.count());
  return Done{};
}

Answer<Done> member_affected(MethodCall& call) {
  if (const auto bad = call.check(); !bad) return bad;
  if (const auto may = may_copy(call); !may) return may;
  const auto found = affected(call.desk);
  if (!found) return Unexpected{found.error()};
  const AffectedAll& all = *found;
  call.position = all.position;
  JsonWriter& out = call.result;
  out.field("store", call.desk.store.identity().store);
  out.field("at", time_of(call, call.desk.stamp.at));
  out.field("key", call.desk.store.key_name());
  out.field("count", all.people.size()).field("addresses", all.addresses);
  out.key("people").begin_array();
  for (const Affected& one : all.people) {
    out.begin_object().field("person", one.person).field("member", one.member);
    if (!one.name.empty()) out.field("name", one.name);
    if (!one.phone.empty()) out.field("phone", one.phone);
    if (one.since != 0) out.field("since", time_of(call, one.since));
    out.key("cards").begin_array();
    for (const CardRow& card : one.cards) out.text(card.number.masked());
    out.end_array().end_object();
  }
  out.end_array();
  return Done{};
}

Answer<Done> member_forget_unseen(MethodCall& call) {
  if (const auto bad = call.check(); !bad) return bad;
  const Unseen unseen = unseen_on(call.desk.stamp.day, call.config.retention);
  const Forgotten forgotten = forget_unseen(call.desk, unseen, {});
  call.position = forgotten.position;
  JsonWriter& out = call.result;
  out.field("prospects", forgotten.prospects).field("members", forgotten.members);
  out.field("prospects_unseen_since", unseen.prospects.text());
  out.field("members_unseen_since", unseen.members.text());
  out.field("more", !forgotten.all);
  return Done{};
}

constexpr std::array methods = {
    Method{"member.find", Access::reads, member_find},
    Method{"member.show", Access::reads, member_show},
    Method{"member.edit", Access::writes, member_edit},
    Method{"member.export", Access::reads, member_export},
    Method{"member.erase", Access::writes, member_erase},
    Method{"member.affected", Access::reads, member_affected},
    Method{"member.forget_unseen", Access::writes, member_forget_unseen}};

}  // namespace

std::span<const Method> member_methods() { return methods; }

}  // namespace vip::terminal
