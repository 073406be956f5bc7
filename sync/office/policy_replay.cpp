#include "sync/office/policy_replay.h"

#include <algorithm>
#include <utility>

#include "terminal/rules/eligibility.h"
#include "terminal/rules/pricing.h"
#include "terminal/rules/share_out.h"

namespace vip::sync {

using terminal::Clause;
using terminal::Policy;
using terminal::Stamp;

PolicyReplay::PolicyReplay(PolicyOn policy_on, const std::set<EventPlace>& needed, Day from)
    : policy_on_(std::move(policy_on)), needed_(needed), from_(from) {}

void PolicyReplay::one(const EventPlace& place, const terminal::Event& event) {
  const Stamp& stamp = event.stamp;
  counted_ = stamp.day >= from_;
  if (const auto* e = std::get_if<terminal::SaleEvent>(&event.act)) return sale(place, stamp, *e);
  if (const auto* e = std::get_if<terminal::IssueEvent>(&event.act)) return issue(place, stamp, *e);
  if (const auto* e = std::get_if<terminal::ReturnEvent>(&event.act)) return returned(place, *e);
  if (const auto* e = std::get_if<terminal::RedeemEvent>(&event.act)) return redeem(stamp, *e);
  if (const auto* e = std::get_if<terminal::ReplaceEvent>(&event.act)) {
    return replace(place, stamp, *e);
  }
  if (const auto* e = std::get_if<terminal::RenewEvent>(&event.act)) return renew(place, stamp, *e);
  if (const auto* e = std::get_if<terminal::CorrectEvent>(&event.act)) return correct(*e);
}

PolicyReplay::Card* PolicyReplay::card(card::Number number) {
  for (auto before = still_.find(number); before != still_.end(); before = still_.find(number)) {
    number = before->second;
  }
  const auto found = cards_.find(number);
  return found == cards_.end() ? nullptr : &found->second;
}

void PolicyReplay::earn_on(card::Number id, Fen paid, const terminal::EarningStep& step) {
  Account& account = accounts_[id];
  const terminal::Earned earned = terminal::earn(account.carry, paid, step);
  account.carry = earned.carry;
  account.balance += earned.points;
  account.accumulated += earned.points;
  if (counted_) figures_.earned += earned.points;
}

void PolicyReplay::issue(const EventPlace& place, const Stamp& stamp,
                         const terminal::IssueEvent& event) {
  const Policy& policy = policy_on_(place.tid, place.epoch, stamp.day);
  std::vector<terminal::Purchase> purchases;
  for (const Seq seq : event.proof.sales) {
    const auto sale = sales_.find({place.tid, place.epoch, seq});
    if (sale == sales_.end()) continue;
    purchases.push_back({sale->second.day, sale->second.paid - sale->second.refunded});
  }
  if (policy.join.unverified_receipts) {  // E3
    for (const auto& receipt : event.proof.receipts)
      purchases.push_back({receipt.day, receipt.paid});
  }
  if (!terminal::eligibility(purchases, stamp.day, policy.join).qualifies) {
    refused_.insert(event.card);
    if (counted_) ++figures_.cards_refused;
    return;
  }
  if (counted_) ++figures_.cards_issued;
  accounts_[event.card] = {};
  cards_[event.card] = {.account = event.card,
                        .last_day = terminal::last_valid_day(stamp.day, policy.card.months)};
  if (!policy.join.qualifying_purchase_earns) return;
  for (const Seq seq : event.proof.sales) {  // E8, A31
    const auto found = sales_.find({place.tid, place.epoch, seq});
    if (found == sales_.end() || found->second.day != stamp.day) continue;
    Sale& sale = found->second;
    sale.booked = sale.paid - sale.refunded;
    sale.account = event.card;
    earn_on(event.card, sale.booked, sale.step);
  }
}

void PolicyReplay::sale(const EventPlace& place, const Stamp& stamp,
                        const terminal::SaleEvent& event) {
  const Policy& policy = policy_on_(place.tid, place.epoch, stamp.day);
  Sale row{.day = event.history ? event.history->day : stamp.day,
           .step = policy.earning,
           .history = event.history.has_value()};
  Fen recorded;
  for (const Fen paid : event.paid) recorded += paid;
  const auto count = [&](Fen gross, Fen paid) {
    row.paid = paid;
    if (needed_.contains(place)) sales_.emplace(place, row);
    if (!counted_ || event.history) return;
    ++figures_.sales;
    figures_.gross += gross;
    figures_.paid += paid;
    figures_.stores[place.tid].paid += paid;
    if (paid != recorded) ++figures_.priced_otherwise;
  };
  if (event.history) {  // it was paid at what it was paid at
    for (std::size_t i = 0; i < event.paid.size(); ++i) {
      row.lines.push_back({event.basket.lines[i].qty, event.paid[i]});
    }
    return count(terminal::gross(event.basket), recorded);
  }

  // Whose benefits: those of the card that was shown, where it is good in this replay. A card that
  // was past its days then may be within them here (C2).
  std::optional<card::Number> shown;
  if (event.member) shown = event.member->card;
  if (event.withheld && event.withheld->clause == Clause::C3) shown = event.withheld->card;
  Card* member = shown ? card(*shown) : nullptr;
  if (member == nullptr && event.member && !refused_.contains(*shown)) {
    // Issued before the events that are here: what its store knew of it is where it begins.
    const auto& facts = event.member->facts;
    accounts_.emplace(event.member->account,
                      Account{facts.balance, facts.accumulated, facts.carry});
    member = &cards_[*shown];
    *member = {.account = event.member->account,
               .last_day = *Day::from_civil(Day::last_year, 12, 31)};
  }
  if (member != nullptr && stamp.day > member->last_day) member = nullptr;  // C3
  std::optional<terminal::MemberFacts> facts;
  if (member != nullptr) {
    const Account& account = accounts_[member->account];
    const bool same = member->birthday_day == stamp.day;
    facts = {.accumulated = account.accumulated,
             .balance = account.balance,
             .carry = account.carry,
             .birthday_uses = same ? member->birthday_uses : 0,
             .birthday_amount = same ? member->birthday_amount : Fen(0)};
    if (event.member) {
      facts->birthday_today = event.member->facts.birthday_today;
      facts->birthday_document_shown = event.member->facts.birthday_document_shown;
    }
  }
  const terminal::PricedWay way = terminal::price(event.basket, facts, event.choice, policy).chosen;
  for (std::size_t i = 0; i < way.lines.size(); ++i) {
    row.lines.push_back({event.basket.lines[i].qty, way.lines[i].paid});
    const terminal::PricedLine& line = way.lines[i];
    if (!counted_ || line.reduction == Fen(0)) continue;
    ClauseFigures& clause = figures_.clauses[line.clause];
    ++clause.lines;
    clause.reduction += line.reduction;
  }
  if (member != nullptr) {
    earn_on(member->account, way.paid, policy.earning);
    row.account = member->account;
    row.booked = way.paid;
    if (way.birthday_used) {  // A29
      member->birthday_uses = facts->birthday_uses + 1;
      member->birthday_amount = facts->birthday_amount + way.birthday_gross;
      member->birthday_day = stamp.day;
    }
    if (counted_) ++figures_.sales_with_benefits;
  }
  count(way.gross, way.paid);
}

void PolicyReplay::returned(const EventPlace& place, const terminal::ReturnEvent& event) {
  const auto found = sales_.find({place.tid, place.epoch, event.sale});
  if (found == sales_.end()) return;
  Sale& sale = found->second;
  Fen refund;
  for (const terminal::ReturnedUnits& units : event.lines) {
    if (units.line >= sale.lines.size()) return;
    Line& line = sale.lines[units.line];
    if (units.qty > line.qty - line.returned) return;
    refund += terminal::paid_for_units(line.paid, line.qty, line.returned + units.qty) -
              terminal::paid_for_units(line.paid, line.qty, line.returned);
    line.returned += units.qty;
  }
  sale.refunded += refund;
  if (counted_ && !sale.history) {
    figures_.refunded += refund;
    figures_.stores[place.tid].refunded += refund;
  }
  if (!sale.account) return;
  Account& account = accounts_[*sale.account];
  const terminal::TakenBack back =
      terminal::take_back(account.carry, sale.booked - sale.booked_refunded, refund, sale.step);
  sale.booked_refunded += refund;
  account.carry = back.carry;
  account.balance -= back.points;
  account.accumulated -= back.points;
  if (counted_) figures_.taken += back.points;
}

void PolicyReplay::redeem(const Stamp& stamp, const terminal::RedeemEvent& event) {
  const Card* holder = card(event.card);
  Account* account = holder == nullptr ? nullptr : &accounts_[holder->account];
  const bool reached =
      account != nullptr && stamp.day <= holder->last_day && account->balance >= event.points;
  if (reached) account->balance -= event.points;
  if (!counted_) return;
  if (!reached) {
    ++figures_.gifts_out_of_reach;
    return;
  }
  ++figures_.gifts;
  figures_.redeemed += event.points;
}

void PolicyReplay::replace(const EventPlace& place, const Stamp& stamp,
                           const terminal::ReplaceEvent& event) {
  const Card* old_card = card(event.old_card);
  if (old_card == nullptr) {
    refused_.insert(event.new_card);
    return;
  }
  const Card replacement = *old_card;
  cards_[event.new_card] = replacement;
  const auto points = policy_on_(place.tid, place.epoch, stamp.day).card.replacement_points;
  if (points == terminal::ReplacementPoints::move) return;
  Account& account = accounts_[replacement.account];  // C7, A22
  const Points voided = std::max(account.balance, Points(0));
  account = {.balance = account.balance - voided};
  if (counted_) figures_.voided += voided;
}

void PolicyReplay::renew(const EventPlace& place, const Stamp& stamp,
                         const terminal::RenewEvent& event) {
  const Card* old_card = card(event.old_card);
  if (old_card == nullptr) {
    refused_.insert(event.new_card);
    return;
  }
  const Policy& policy = policy_on_(place.tid, place.epoch, stamp.day);
  const auto objection = terminal::renewal_objection(
      terminal::CardState::active, old_card->last_day, stamp.day, policy.card.grace_days);
  if (objection && objection->word == "not_yet") {
    still_.emplace(event.new_card, event.old_card);
    if (counted_) ++figures_.renewals_too_early;
  } else if (objection) {
    refused_.insert(event.new_card);
    if (counted_) ++figures_.renewals_too_late;
  } else {
    accounts_[event.new_card] = {};  // C5
    cards_[event.new_card] = {.account = event.new_card,
                              .last_day = terminal::last_valid_day(stamp.day, policy.card.months)};
    if (counted_) ++figures_.renewed;
  }
}

void PolicyReplay::correct(const terminal::CorrectEvent& event) {
  const Card* holder = card(event.card);
  if (holder != nullptr) accounts_[holder->account].balance += event.delta;
}

}  // namespace vip::sync
