#include "terminal/counter/gift_desk.h"

#include <algorithm>
#include <set>

#include "cardformat/ensure.h"
#include "terminal/counter/blank_desk.h"
#include "terminal/rules/redemption.h"

namespace vip::terminal {
namespace {

// The movements of one account, event by event, carried along by the figures that events hold.
class Teller {
 public:
  Teller(const Desk& desk, card::Number account) : desk_(desk), account_(account) {}

  void tell(Seq seq, const Event& event) {
    seq_ = seq;
    stamp_ = &event.stamp;
    kind_ = kind_name(event.act);
    std::visit(*this, event.act);
  }
  std::vector<Movement> take() { return std::move(movements_); }

  void operator()(const IssueEvent& e) {
    if (e.card != account_) return;
    Points earned;
    Fen net;
    for (const auto& earning : e.earnings) {
      earned += earning.earned;
      net += earning.net;
      carry_ = earning.carry_after;
      sales_.insert(earning.sale);
    }
    balance_ += earned;
    add(e.card.masked(), net, earned);
  }
  void operator()(const SaleEvent& e) {
    if (!e.member || e.member->account != account_) return;
    Fen paid;
    for (const Fen line : e.paid) paid += line;
    sales_.insert(seq_);
    carry_ = e.member->carry_after;
    balance_ += e.member->earned;
    add(e.receipt_no, paid, e.member->earned);
  }
  void operator()(const ReturnEvent& e) {
    if (!sales_.contains(e.sale)) return;
    Fen refund;
    for (const auto& units : e.lines) refund += units.refund;
    carry_ = e.carry_after;
    balance_ -= e.taken;
    add(sale_id(desk_.store, e.sale), -refund, -e.taken);
  }
  void operator()(const RedeemEvent& e) {
    if (e.account != account_) return;
    balance_ -= e.points;
    add(e.gift, Fen(0), -e.points);
  }
  void operator()(const ReplaceEvent& e) {
    if (e.account != account_) return;
    Points voided;
    if (e.points == ReplacementPoints::void_) {
      voided = std::max(balance_, Points(0));
      balance_ -= voided;
      carry_ = Fen(0);
    }
    add(e.new_card.masked(), Fen(0), -voided);
  }
  void operator()(const RenewEvent& e) {
    if (e.new_card == account_) add(e.new_card.masked(), Fen(0), Points(0));
  }
  void operator()(const CorrectEvent& e) {
    if (e.account != account_) return;
    balance_ += e.delta;
    add(desk_.store.people().remark(seq_).value_or(std::string()), Fen(0), e.delta);
  }
  void operator()(const ToldEvent& e) {  // what other stores did meanwhile
    if (e.account != account_) return;
    balance_ += e.points - elsewhere_;
    elsewhere_ = e.points;
    add({}, Fen(0), Points(0));
  }
  void operator()(const GrantAcceptedEvent& e) {
    if (e.account != account_) return;
    balance_ += e.earned;
    carry_ = e.carry_after;
    add({}, Fen(0), e.earned);
  }
  void operator()(const ReleaseEvent& e) {
    if (e.account != account_) return;
    carry_ -= e.carry;
    add({}, Fen(0), Points(0));
  }
  template <class Other>
  void operator()(const Other&) {}

 private:
  void add(std::string detail, Fen amount, Points points) {
    movements_.push_back({.seq = seq_,
                          .stamp = *stamp_,
                          .what = kind_,
                          .detail = std::move(detail),
                          .amount = amount,
                          .points = points,
                          .balance = balance_,
                          .carry = carry_});
  }

  const Desk& desk_;
  card::Number account_;
  std::set<Seq> sales_;
  Points balance_;
  Points elsewhere_;  // of it, as head office said
  Fen carry_;
  std::vector<Movement> movements_;
  Seq seq_ = 0;
  const Stamp* stamp_ = nullptr;
  std::string_view kind_;
};

// Where head office last saw the rest: "S01 40, S03 2".
std::string where_of(const Desk& desk, card::Number account) {
  std::string where;
  const auto heard = desk.store.heard().of(account);
  if (!heard) return where;
  for (const Whereabouts& place : heard->where) {
    if (place.store.empty()) continue;
    where += (where.empty() ? "" : ", ") + place.store + " " + std::to_string(place.points.count());
  }
  if (where.empty()) return where;
  return where + ", " + desk.store.zone().local_text(heard->at);
}

// What each word of a refusal is told with.
Facts facts_of(const RedemptionRefusal& refused, const CardRow& card, const std::string& gift_id,
               const std::optional<Gift>& gift) {
  if (refused.clause == Clause::C8) return {{"card", card.number.masked()}};
  if (refused.clause == Clause::G5) {
    return {{"here", refused.here.count()},
            {"balance", refused.balance.count()},
            {"elsewhere", (refused.balance - refused.here).count()}};
  }
  if (refused.word == "points_owed" || refused.word == "points_short") {
    return {{"balance", refused.balance.count()},
            {"needed", refused.needed.count()},
            {"short", refused.short_by.count()}};
  }
  Facts facts{{"gift", gift_id}};
  if (refused.word == "gift_not_on_offer") {
    facts.emplace_back("first_day", gift->first_day.text());
    facts.emplace_back("last_day", gift->last_day.text());
  }
  return facts;
}

}  // namespace

GiftPut put_gift(const Desk& desk, const Gift& gift) {
  const Position position = record(desk, GiftPutEvent{gift});
  return {gift, position};
}

Answer<Redeemed> redeem(const Desk& desk, const Shown& shown, const std::string& gift_id,
                        const std::optional<std::string>& lane) {
  const auto named = named_card(desk, shown);
  if (!named) return Unexpected{named.error()};
  const CardRow& card = named->card;
  TerminalBooks& books = desk.store.books();
  if (const auto against = objection(named->state)) {
    return Unexpected{No(refusal_of(*against, card))};
  }
  const auto gift = books.gift(gift_id);
  const auto account = books.account(card.account);
  ensure(account.has_value(), "a card has its account");
  const Points balance = account->balance();
  RedemptionFacts facts{.card_state = named->state,
                        .holder_refused = books.check_failed(card.number, lane, desk.stamp.day),
                        .balance = balance,
                        .here = account->right};
  if (gift) facts.gift = {gift->points, gift->stock, gift->first_day, gift->last_day};
  const auto refused = redemption_refusal(facts, desk.stamp.day);
  const bool of_points = !refused || refused->word == "points_short";
  if (of_points && gift && only_met(desk, card)) {
    return refuse(Clause::G5, "account_unheard", {{"card", card.number.masked()}});
  }
  if (refused) {
    Facts told = facts_of(*refused, card, gift_id, gift);
    if (refused->clause == Clause::G5) {
      if (std::string where = where_of(desk, card.account); !where.empty()) {
        told.emplace_back("where", std::move(where));
      }
    }
    return refuse(refused->clause, refused->word, std::move(told));
  }
  if (is_own_card(desk, desk.stamp.staff, card)) {
    return refuse(Clause::X2, "own_card", {{"card", card.number.masked()}});
  }
  const Position position =
      record(desk, RedeemEvent{card.number, card.account, gift_id, gift->points});
  const auto after = books.account(card.account);
  return Redeemed{.gift = *books.gift(gift_id),
                  .card = card.number,
                  .before = balance,
                  .after = after->balance(),
                  .here = after->right,
                  .position = position};
}

Answer<Corrected> correct_points(const Desk& desk, const Shown& shown, Points delta,
                                 const std::string& reason, const std::string& second_staff) {
  const auto named = named_card(desk, shown);
  if (!named) return Unexpected{named.error()};
  if (second_staff == desk.stamp.staff) return refuse(Clause::P8, "second_operator_needed");
  const auto account = desk.store.books().account(named->card.account);
  ensure(account.has_value(), "a card has its account");
  if (const auto against = objection(named->state);
      against && against->clause == Clause::C9) {  // A34: no points to correct on these
    return Unexpected{No(refusal_of(*against, named->card))};
  }
  if (delta < Points(0) && account->right + delta < Points(0)) {  // A33
    return refuse(Clause::P8, "points_short",
                  {{"here", account->right.count()}, {"delta", delta.count()}});
  }
  if (is_own_card(desk, desk.stamp.staff, named->card) ||
      is_own_card(desk, second_staff, named->card)) {
    return refuse(Clause::X2, "own_card", {{"card", named->card.number.masked()}});
  }
  const Position position =
      record(desk, CorrectEvent{named->card.number, named->card.account, delta, second_staff});
  desk.store.people().remark(position.seq, reason, named->card.person);
  return Corrected{.card = named->card.number,
                   .before = account->balance(),
                   .delta = delta,
                   .after = desk.store.books().account(named->card.account)->balance(),
                   .position = position};
}

Answer<Explanation> explain_points(const Desk& desk, const Shown& shown) {
  const auto named = named_card(desk, shown);
  if (!named) return Unexpected{named.error()};
  Teller teller(desk, named->card.account);
  // An account's events begin with the one that made its first card.
  const auto first = desk.store.books().card(named->card.account);
  const Seq from = first ? std::max<Seq>(first->issued_by, 1) : 1;
  desk.store.journal().each(from, [&](const Journal::Entry& entry) {
    const auto event = decode(entry.body);
    if (!event) throw StorageError(StorageError::Kind::damaged, "the journal is damaged");
    teller.tell(entry.seq, *event);
    return true;
  });
  return Explanation{named->card, teller.take()};
}

}  // namespace vip::terminal
