#include "terminal/door/receipt_model.h"

#include <utility>

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"
#include "terminal/counter/blank_desk.h"
#include "terminal/counter/gift_desk.h"
#include "terminal/door/messages.h"
#include "terminal/rules/card_life.h"

namespace vip::terminal {
namespace {

Receipt frame(const Desk& desk, const Config& config, const Stamp& stamp,
              const Position& position) {
  const Store& store = desk.store;
  std::vector<std::string> header = config.receipt.header;
  if (!config.shop_name.empty()) header.insert(header.begin(), config.shop_name);
  return {.training = store.identity().training,
          .header = std::move(header),
          .footer = config.receipt.footer,
          .store = store.identity().store,
          .time = store.zone().local_text(stamp.at),
          .operator_no = stamp.staff,
          .lane = stamp.lane,
          .head = hex(position.head)};
}

// Until when other stores' acts are in the points, where the account lives at another store:
// when head office was last heard about it. Nothing where it was heard of since.
std::string as_of(const Desk& desk, card::Number number, std::int64_t at) {
  const auto card = desk.store.books().card(number);
  if (!card) return {};
  const auto heard = desk.store.heard().of(card->account);
  if (!heard) return only_met(desk, *card) ? "仅本店 this store alone" : std::string();
  if (heard->home || heard->at > at) return {};
  return desk.store.zone().local_text(heard->at);
}

// Why a card gave no benefits, told again from the clause that the event keeps (A15).
std::vector<std::string> remarks_of(const Desk& desk, const SaleEvent& sale) {
  if (!sale.withheld) return {};
  const Withheld& withheld = *sale.withheld;
  const Facts card_alone{{"card", withheld.card.masked()}};
  if (withheld.clause == Clause::C8) {
    return {receipt_remark({Clause::C8, "holder_check_failed", card_alone})};
  }
  if (withheld.clause == Clause::X2) {
    return {receipt_remark({Clause::X2, "own_card", card_alone})};
  }
  const auto card = desk.store.books().card(withheld.card);
  if (!card) return {};
  CardState state = card->state;
  if (withheld.clause == Clause::C3) state = CardState::expired;
  if (withheld.clause == Clause::C6) state = CardState::blocked;
  const auto against = objection(state);
  if (!against || against->clause != withheld.clause) return {};
  return {receipt_remark(refusal_of(*against, *card))};
}

// The rate of the sale, by the rules that priced it. None where the rules of that day have become
// others since: a receipt says no rate that nobody can check.
std::optional<ReceiptRate> rate_of(const Desk& desk, Day day, const SaleEvent& sale) {
  if (!sale.member) return std::nullopt;
  const Policy& policy = desk.store.books().policy_on(day);
  const Priced priced = price(sale.basket, sale.member->facts, sale.choice, policy);
  if (policy.version != sale.policy_version || !priced.chosen.rate) return std::nullopt;
  return ReceiptRate{priced.chosen.rate->why, priced.chosen.rate->rate.text()};
}

Receipt sale_again(const Desk& desk, const Config& config, const Stamp& stamp,
                   const Position& position, const SaleEvent& sale) {
  Stamp then = stamp;
  if (sale.history) then.at = sale.history->at;
  SaleSlip slip{.stamp = then, .position = position, .sale = sale};
  slip.remarks = remarks_of(desk, sale);
  if (sale.member) {
    slip.rate = rate_of(desk, then.day, sale);
    if (const auto card = desk.store.books().card(sale.member->card)) {
      slip.last_day = card->last_day;
      if (const auto address = address_of(desk, *card)) slip.address = address->zh;
    }
  }
  return sale_receipt(desk, config, std::move(slip));
}

// What the event at that place moved on the account.
std::optional<Movement> movement_at(const Desk& desk, card::Number card, Seq seq) {
  const auto explained = explain_points(desk, Shown{.card = card});
  if (!explained) return std::nullopt;
  for (const Movement& movement : explained->movements) {
    if (movement.seq == seq) return movement;
  }
  return std::nullopt;
}

Receipt return_again(const Desk& desk, const Config& config, const Stamp& stamp,
                     const Position& position, const ReturnEvent& event) {
  Returned done{
      .sale = sale_id(desk.store, event.sale), .lines = event.lines, .position = position};
  for (const ReturnedUnits& units : event.lines) done.refund += units.refund;
  const auto sale = desk.store.books().sale(event.sale);
  if (sale && sale->card) {
    if (const auto movement = movement_at(desk, *sale->card, position.seq)) {
      done.points = Returned::PointsPart{.before = movement->balance + event.taken,
                                         .taken = event.taken,
                                         .after = movement->balance,
                                         .owed = event.owed_after,
                                         .carry_after = event.carry_after};
    }
  }
  Desk then{desk.store, stamp};
  if (event.history) then.stamp.at = event.history->at;
  return return_receipt(then, config, done);
}

Receipt gift_receipt(const Desk& desk, const Config& config, const Stamp& stamp,
                     const Position& position, const RedeemEvent& event) {
  Receipt receipt = frame(desk, config, stamp, position);
  receipt.kind = Receipt::Kind::gift;
  receipt.sale = sale_id(desk.store, position.seq);
  const auto gift = desk.store.books().gift(event.gift);
  receipt.lines.push_back({.sku = event.gift, .name = gift ? gift->name : std::string()});
  ReceiptMember member{.card = event.card.masked()};
  if (const auto card = desk.store.books().card(event.card)) {
    member.last_day = card->last_day;
    if (const auto address = address_of(desk, *card)) member.address = address->zh;
  }
  if (const auto movement = movement_at(desk, event.card, position.seq)) {
    member.points = ReceiptPoints{.before = movement->balance + event.points,
                                  .earned = -event.points,
                                  .after = movement->balance,
                                  .carry_before = movement->carry,
                                  .carry_after = movement->carry};
    member.as_of = as_of(desk, event.card, stamp.at);
  }
  receipt.member = std::move(member);
  receipt.remarks = {"礼品一经兑换不退不换，积分不退回。(G3, G4)"};
  return receipt;
}

}  // namespace

std::string receipt_remark(const Refusal& notice) {
  const Message text = message(notice.clause, notice.word, notice.facts);
  return text.zh + " (" + std::string(name(notice.clause)) + ")";
}

Receipt sale_receipt(const Desk& desk, const Config& config, SaleSlip slip) {
  const SaleEvent& sale = slip.sale;
  Receipt receipt = frame(desk, config, slip.stamp, slip.position);
  receipt.receipt_no = sale.receipt_no;
  receipt.sale = sale_id(desk.store, slip.position.seq);
  for (std::size_t i = 0; i < sale.basket.lines.size(); ++i) {
    const BasketLine& line = sale.basket.lines[i];
    const Fen whole = gross(line);
    receipt.lines.push_back({.sku = line.sku,
                             .name = line.name,
                             .qty = line.qty,
                             .unit_price = line.unit_price,
                             .gross = whole,
                             .reduction = whole - sale.paid[i],
                             .paid = sale.paid[i],
                             .clause = sale.clauses[i]});
    receipt.gross += whole;
    receipt.paid += sale.paid[i];
  }
  receipt.reduction = receipt.gross - receipt.paid;
  if (sale.way == Way::coupon) {
    for (const Coupon& coupon : sale.basket.coupons) {
      receipt.coupons.push_back({coupon.id, coupon.amount});
    }
  }
  if (sale.member) {
    const MemberFacts& facts = sale.member->facts;
    receipt.member =
        ReceiptMember{.card = sale.member->card.masked(),
                      .address = std::move(slip.address),
                      .rate = std::move(slip.rate),
                      .points = ReceiptPoints{.before = facts.balance,
                                              .earned = sale.member->earned,
                                              .after = facts.balance + sale.member->earned,
                                              .carry_before = facts.carry,
                                              .carry_after = sale.member->carry_after},
                      .last_day = slip.last_day,
                      .as_of = as_of(desk, sale.member->card, slip.stamp.at)};
  } else if (sale.withheld) {
    receipt.member = ReceiptMember{.card = sale.withheld->card.masked()};
  }
  receipt.remarks = std::move(slip.remarks);
  return receipt;
}

Receipt return_receipt(const Desk& desk, const Config& config, const Returned& done) {
  const auto shown = show_sale(desk, SaleName{.sale = done.sale});
  ensure(shown.has_value(), "a return is of a sale that is known here");
  Receipt receipt = frame(desk, config, desk.stamp, done.position);
  receipt.kind = Receipt::Kind::goods_returned;
  receipt.receipt_no = shown->row.receipt_no;
  receipt.sale = done.sale;
  for (const ReturnedUnits& units : done.lines) {
    const BasketLine& line = shown->event.basket.lines[units.line];
    receipt.lines.push_back({.sku = line.sku,
                             .name = line.name,
                             .qty = units.qty,
                             .unit_price = line.unit_price,
                             .paid = units.refund,
                             .clause = shown->event.clauses[units.line]});
  }
  receipt.paid = done.refund;
  if (shown->row.card && done.points) {
    receipt.member =
        ReceiptMember{.card = shown->row.card->masked(),
                      .points = ReceiptPoints{.before = done.points->before,
                                              .earned = -done.points->taken,
                                              .after = done.points->after,
                                              .owed = done.points->owed,
                                              .carry_before = done.points->carry_before,
                                              .carry_after = done.points->carry_after},
                      .as_of = as_of(desk, *shown->row.card, desk.stamp.at)};
  }
  return receipt;
}

Answer<Receipt> receipt_at(const Desk& desk, const Config& config, Seq seq,
                           std::string_view pointer) {
  if (const auto entry = desk.store.journal().at(seq)) {
    const auto event = decode(entry->body);
    if (!event) throw StorageError(StorageError::Kind::damaged, "the journal is damaged");
    const Position position{desk.store.identity().genesis.epoch, seq, entry->head};
    if (const auto* sale = std::get_if<SaleEvent>(&event->act)) {
      return sale_again(desk, config, event->stamp, position, *sale);
    }
    if (const auto* back = std::get_if<ReturnEvent>(&event->act)) {
      return return_again(desk, config, event->stamp, position, *back);
    }
    if (const auto* gift = std::get_if<RedeemEvent>(&event->act)) {
      return gift_receipt(desk, config, event->stamp, position, *gift);
    }
  }
  return fault(Fault::Code::not_found, std::string(pointer), "not_found",
               {{"what", "receipt"}, {"id", sale_id(desk.store, seq)}});
}

}  // namespace vip::terminal
