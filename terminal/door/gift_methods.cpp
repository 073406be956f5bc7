// gift.*, points.*.

#include <array>

#include "terminal/counter/gift_desk.h"
#include "terminal/door/method.h"

namespace vip::terminal {
namespace {

constexpr std::size_t longest_gift_id = 64;
constexpr std::int64_t most_points = 1'000'000'000;
constexpr std::int64_t largest_stock = 1'000'000'000;

// X2: what was refused because the card is the operator's own is recorded all the same.
Unexpected<No> note_own_card(MethodCall& call, const Shown& shown, const No& no) {
  const auto* refusal = std::get_if<Refusal>(&no);
  if (refusal != nullptr && refusal->clause == Clause::X2) {
    if (const auto named = named_card(call.desk, shown)) call.own_card = named->card.number;
  }
  return Unexpected{no};
}

void write_gift(JsonWriter& out, const Gift& gift) {
  out.field("id", gift.id).field("name", gift.name).field("points", gift.points.count());
  out.field("stock", gift.stock).field("first_day", gift.first_day.text());
  out.field("last_day", gift.last_day.text());
}

Answer<Done> gift_put(MethodCall& call) {
  Gift gift;
  if (auto fields = call.fields.object("gift")) {  // A48
    gift.id = fields->text("id", longest_gift_id).value_or(std::string());
    gift.name = fields->text("name", 200).value_or(std::string());
    gift.points = fields->points("points", Points(1), Points(most_points)).value_or(Points(1));
    gift.stock = fields->integer("stock", 0, largest_stock).value_or(0);
    gift.first_day = fields->date("first_day").value_or(Day());
    const auto last_day = fields->date("last_day");
    gift.last_day = last_day.value_or(gift.first_day);
    if (last_day && *last_day < gift.first_day) {
      fields->problem("last_day", "最后一天早于第一天，请核对日期。",
                      "The last day is before the first. Check both.");
    }
    fields->finish();
  }
  if (const auto bad = call.check(); !bad) return bad;
  const GiftPut put = put_gift(call.desk, gift);
  call.position = put.position;
  call.result.key("gift").begin_object();
  write_gift(call.result, put.gift);
  call.result.end_object();
  return Done{};
}

Answer<Done> gift_list(MethodCall& call) {
  if (const auto bad = call.check(); !bad) return bad;
  const Day today = call.desk.stamp.day;
  call.result.field("date", today.text());
  call.result.key("gifts").begin_array();
  for (const Gift& gift : call.desk.store.books().gifts()) {
    call.result.begin_object();
    write_gift(call.result, gift);
    call.result.field("on_offer",
                      gift.first_day <= today && today <= gift.last_day && gift.stock > 0);
    call.result.end_object();
  }
  call.result.end_array();
  return Done{};
}

Answer<Done> gift_redeem(MethodCall& call) {
  const auto gift = call.fields.text("gift", longest_gift_id);
  const Shown shown = read_shown(call, true);
  const auto lane = read_lane(call, false);
  if (const auto bad = call.check(); !bad) return bad;
  call.desk.stamp.lane = lane.value_or(std::string());
  const auto done = redeem(call.desk, shown, *gift, lane);
  if (!done) {
    want_if_unknown(call, shown);
    const auto* refusal = std::get_if<Refusal>(&done.error());
    if (refusal != nullptr && refusal->word == "points_elsewhere") {
      const auto card = named_card(call.desk, shown);
      const auto offer = call.desk.store.books().gift(*gift);
      if (card && offer) call.wanted = Wanted{card->card.number, offer->points};
    }
    return note_own_card(call, shown, done.error());
  }
  call.position = done->position;
  JsonWriter& out = call.result;
  out.field("card", done->card.masked());
  out.key("gift").begin_object().field("id", done->gift.id).field("name", done->gift.name);
  out.field("points", done->gift.points.count()).field("stock", done->gift.stock).end_object();
  out.key("points").begin_object();
  out.field("before", done->before.count()).field("spent", done->gift.points.count());
  out.field("after", done->after.count()).field("here", done->here.count()).end_object();
  out.field("stock", done->gift.stock);
  return Done{};
}

Answer<Done> points_correct(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  const auto delta = call.fields.integer("delta", -most_points, most_points);
  if (delta == 0) {
    call.fields.problem("delta", "更正的分数不能为 0。", "A correction cannot be 0.");
  }
  const auto reason = read_free_text(call.fields, "reason", true);
  const auto second = read_staff(call.fields, "second_operator", true);
  if (const auto bad = call.check(); !bad) return bad;
  const auto& approver = call.caller.second;
  if (!approver) {
    return fault(Fault::Code::not_allowed, "/second_operator", "operator_unknown",
                 {{"operator", *second}});
  }
  if (*second != call.desk.stamp.staff) {  // the same one is P8's own refusal
    if (call.caller.role() != Role::manager && approver->role != Role::manager) {  // P8
      return fault(Fault::Code::not_allowed, "/second_operator", "manager_needed",
                   {{"operator", *second}});
    }
    if (!approver->active) {
      return fault(Fault::Code::not_allowed, "/second_operator", "operator_off",
                   {{"operator", *second}});
    }
    if (!call.caller.second_proved) {
      return fault(Fault::Code::not_allowed, "/second_pin", "pin_needed", {{"operator", *second}});
    }
  }
  const auto done = correct_points(call.desk, shown, Points(*delta), *reason, *second);
  if (!done) return note_own_card(call, shown, done.error());
  call.position = done->position;
  call.result.field("card", done->card.masked());
  call.result.key("points").begin_object();
  call.result.field("before", done->before.count()).field("delta", done->delta.count());
  call.result.field("after", done->after.count()).end_object();
  return Done{};
}

Answer<Done> points_explain(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  if (const auto bad = call.check(); !bad) return bad;
  const auto explained = explain_points(call.desk, shown);
  if (!explained) return Unexpected{explained.error()};
  JsonWriter& out = call.result;
  out.field("card", explained->card.number.masked());
  out.field("account", explained->card.account.masked());
  out.key("events").begin_array();
  for (const Movement& m : explained->movements) {
    out.begin_object();
    out.field("seq", m.seq).field("at", call.desk.store.zone().rfc3339(m.stamp.at));
    out.field("day", m.stamp.day.text()).field("kind", m.what);
    if (!m.detail.empty()) out.field("detail", m.detail);
    if (!m.stamp.staff.empty()) out.field("operator", m.stamp.staff);
    out.field("amount", m.amount.count()).field("points", m.points.count());
    out.field("balance", m.balance.count()).field("carry", m.carry.count());
    out.end_object();
  }
  out.end_array();
  return Done{};
}

constexpr std::array methods = {Method{"gift.put", Access::sets_training, gift_put},
                                Method{"gift.list", Access::reads, gift_list},
                                Method{"gift.redeem", Access::writes, gift_redeem},
                                Method{"points.correct", Access::writes, points_correct},
                                Method{"points.explain", Access::reads, points_explain}};

}  // namespace

std::span<const Method> gift_methods() { return methods; }

}  // namespace vip::terminal
