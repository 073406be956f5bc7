#include "terminal/books/ledger.h"

#include <algorithm>
#include <utility>

#include "terminal/rules/earning.h"
#include "terminal/rules/pricing.h"
#include "terminal/rules/share_out.h"

namespace vip::terminal {
namespace {

using Outcome = Result<Done, Disagreement>;

Unexpected<Disagreement> disagree(std::string what) {
  return Unexpected{Disagreement{std::move(what)}};
}

// What a return takes: from the right, and what that cannot cover is owed (P4, A10).
void take(Account& account, Points points) {
  const Points covered = std::min(account.right, points);
  account.right -= covered;
  account.owed += points - covered;
  account.taken += points;
  account.accumulated -= points;
}

void book_spend(Account& account, Fen net, const Earned& earned) {
  account.carry = earned.carry;
  account.spend += net;
  account.earned += earned.points;
  account.accumulated += earned.points;
  receive(account, earned.points);
}

class Posting {
 public:
  Posting(Seq seq, const Stamp& stamp, Books& books) : seq_(seq), stamp_(stamp), books_(books) {}

  Outcome operator()(const IssueEvent& issue) {
    if (books_.card(issue.card)) return disagree("card_known");
    const Policy& policy = books_.policy_on(stamp_.day);
    if (issue.last_day != last_valid_day(stamp_.day, policy.card.months)) {
      return disagree("last_day");
    }
    Account account{.id = issue.card};
    std::vector<SaleRow> used;
    for (const Seq seq : issue.proof.sales) {
      auto sale = books_.sale(seq);
      if (!sale) return disagree("proof_unknown");
      if (sale->proof_of != 0 || books_.receipt_used(sale->receipt_no)) {
        return disagree("proof_used");
      }
      sale->proof_of = seq_;
      used.push_back(std::move(*sale));
    }
    for (const auto& receipt : issue.proof.receipts) {
      if (books_.receipt_used(receipt.receipt_no)) return disagree("receipt_used");
    }
    for (const QualifyingEarning& earning : issue.earnings) {  // E8, A31
      const auto sale = std::find_if(used.begin(), used.end(),
                                     [&](const SaleRow& row) { return row.seq == earning.sale; });
      if (sale == used.end() || sale->account) return disagree("earning_sale");
      if (!policy.join.qualifying_purchase_earns || sale->net() != earning.net) {
        return disagree("earning_net");
      }
      const Earned earned = earn(account.carry, earning.net, sale->step);
      if (earned != Earned{earning.earned, earning.carry_after}) return disagree("earning_points");
      book_spend(account, earning.net, earned);
      sale->account = account.id;
      sale->booked = earning.net;
    }
    books_.put(account);
    books_.put(CardRow{.number = issue.card,
                       .account = account.id,
                       .person = issue.person,
                       .issued = stamp_.day,
                       .last_day = issue.last_day,
                       .issued_by = seq_});
    for (const SaleRow& sale : used) books_.put(sale);
    for (const auto& receipt : issue.proof.receipts) books_.use_receipt(receipt, seq_);
    return Done{};
  }

  Outcome operator()(const SaleEvent& sale) {
    if (books_.receipt_known(sale.receipt_no)) return disagree("receipt_known");
    const Policy& policy = books_.policy_on(stamp_.day);
    const auto priced = sale.history ? priced_in_history(sale) : priced_here(sale, policy);
    if (!priced) return Unexpected{priced.error()};
    const auto& lines = priced->lines;
    SaleRow row{.seq = seq_,
                .receipt_no = sale.receipt_no,
                .at = sale.history ? sale.history->at : stamp_.at,
                .day = sale.history ? sale.history->day : stamp_.day,
                .staff = stamp_.staff,
                .lane = stamp_.lane,
                .person = sale.person,
                .step = policy.earning,
                .gross = priced->gross,
                .paid = priced->paid,
                .origin = sale.history ? Origin::history : Origin::till};
    for (std::size_t i = 0; i < lines.size(); ++i) {
      row.lines.push_back({.qty = sale.basket.lines[i].qty, .paid = lines[i].paid});
    }
    if (sale.withheld && sale.withheld->clause == Clause::C8) {  // A41: from the next one alone
      books_.put_id_check(sale.withheld->card, true, stamp_.lane, stamp_.day);
      books_.put_id_check(sale.withheld->card, true, {}, stamp_.day);
    }
    if (!sale.member) {
      books_.put(row);
      return Done{};
    }
    return post_member_part(*sale.member, *priced, policy, row);
  }

  Outcome operator()(const ReturnEvent& returned) {
    auto sale = books_.sale(returned.sale);
    if (!sale) return disagree("sale_unknown");
    Fen refund;
    for (const ReturnedUnits& units : returned.lines) {
      if (units.line >= sale->lines.size()) return disagree("line_unknown");
      SoldLine& line = sale->lines[units.line];
      if (units.qty < 1 || units.qty > line.qty - line.returned)
        return disagree("returned_too_much");
      const Fen due = paid_for_units(line.paid, line.qty, line.returned + units.qty) -
                      paid_for_units(line.paid, line.qty, line.returned);
      if (due != units.refund) return disagree("refund");
      line.returned += units.qty;
      refund += due;
    }
    sale->refunded += refund;
    if (!sale->account) {
      if (returned.taken != Points(0)) return disagree("taken");
      books_.put(*sale);
      return Done{};
    }
    auto account = books_.account(*sale->account);
    if (!account) return disagree("account_unknown");
    const TakenBack back =
        take_back(account->carry, sale->booked - sale->booked_refunded, refund, sale->step);
    account->carry = back.carry;
    account->spend -= refund;
    take(*account, back.points);
    sale->booked_refunded += refund;
    if (back.points != returned.taken) return disagree("taken");
    if (account->carry != returned.carry_after) return disagree("carry_after");
    if (account->owed != returned.owed_after) return disagree("owed_after");
    return put(*account, [&] { books_.put(*sale); });
  }

  Outcome operator()(const RedeemEvent& redeem) {
    const auto card = books_.card(redeem.card);
    if (!card || card->account != redeem.account) return disagree("card_unknown");
    if (state_on(card->state, card->last_day, stamp_.day) != CardState::active) {
      return disagree("card_state");
    }
    auto account = books_.account(redeem.account);
    auto gift = books_.gift(redeem.gift);
    if (!account) return disagree("account_unknown");
    if (!gift) return disagree("gift_unknown");
    if (gift->points != redeem.points) return disagree("gift_points");
    if (gift->stock < 1) return disagree("gift_out_of_stock");
    if (account->right < redeem.points) return disagree("points_short");
    gift->stock -= 1;
    account->right -= redeem.points;
    account->redeemed += redeem.points;
    return put(*account, [&] { books_.put(*gift); });
  }

  Outcome operator()(const BlockEvent& block) {
    auto card = books_.card(block.card);
    if (!card) return disagree("card_unknown");
    if (card->state != CardState::active && card->state != CardState::blocked) {
      return disagree("card_state");
    }
    card->state = CardState::blocked;
    card->blocked_for = block.reason;
    books_.put(*card);
    return Done{};
  }

  Outcome operator()(const ReplaceEvent& replace) {
    auto old_card = books_.card(replace.old_card);
    if (!old_card || old_card->account != replace.account) return disagree("card_unknown");
    if (books_.card(replace.new_card)) return disagree("card_known");
    const bool frozen = old_card->blocked_for == BlockReason::frozen;
    if (replacement_objection(old_card->state, frozen, old_card->last_day, stamp_.day)) {
      return disagree("card_state");
    }
    auto account = books_.account(replace.account);
    if (!account) return disagree("account_unknown");
    if (replace.points != books_.policy_on(stamp_.day).card.replacement_points) {
      return disagree("replacement_points");
    }
    if (replace.points == ReplacementPoints::void_) {  // A22
      account->voided += account->right;
      account->right = Points(0);
      account->accumulated = Points(0);
      account->spend -= account->carry;
      account->carry = Fen(0);
    }
    old_card->state = CardState::replaced;
    old_card->replaced_by = replace.new_card;
    CardRow new_card{.number = replace.new_card,
                     .account = old_card->account,
                     .person = old_card->person,
                     .issued = stamp_.day,
                     .last_day = old_card->last_day,
                     .issued_by = seq_,
                     .birthday_day = old_card->birthday_day,
                     .birthday_uses = old_card->birthday_uses,
                     .birthday_amount = old_card->birthday_amount,
                     .handbook = old_card->handbook};
    return put(*account, [&] {
      books_.put(*old_card);
      books_.put(new_card);
    });
  }

  Outcome operator()(const RenewEvent& renew) {
    auto old_card = books_.card(renew.old_card);
    if (!old_card) return disagree("card_unknown");
    if (books_.card(renew.new_card)) return disagree("card_known");
    const Policy& policy = books_.policy_on(stamp_.day);
    if (old_card->renewed_by || renewal_objection(old_card->state, old_card->last_day, stamp_.day,
                                                  policy.card.grace_days)) {
      return disagree("card_state");
    }
    if (renew.last_day != last_valid_day(stamp_.day, policy.card.months)) {
      return disagree("last_day");
    }
    old_card->renewed_by = renew.new_card;
    books_.put(*old_card);
    books_.put(Account{.id = renew.new_card});  // C5: nothing moves
    books_.put(CardRow{.number = renew.new_card,
                       .account = renew.new_card,
                       .person = old_card->person,
                       .issued = stamp_.day,
                       .last_day = renew.last_day,
                       .renewal_of = renew.old_card,
                       .issued_by = seq_});
    return Done{};
  }

  Outcome operator()(const CloseEvent& close) {
    auto card = books_.card(close.card);
    if (!card) return disagree("card_unknown");
    if (card->state != CardState::active && card->state != CardState::blocked) {
      return disagree("card_state");
    }
    card->state = CardState::closed;
    books_.put(*card);
    return Done{};
  }

  Outcome operator()(const CorrectEvent& correct) {
    const auto card = books_.card(correct.card);
    if (!card || card->account != correct.account) return disagree("card_unknown");
    auto account = books_.account(correct.account);
    if (!account) return disagree("account_unknown");
    if (correct.delta == Points(0)) return disagree("delta");
    if (correct.second_staff.empty() || correct.second_staff == stamp_.staff) {
      return disagree("second_staff");
    }
    account->corrected += correct.delta;
    if (correct.delta > Points(0)) {
      receive(*account, correct.delta);
    } else if (account->right + correct.delta < Points(0)) {  // A33
      return disagree("points_short");
    } else {
      account->right += correct.delta;
    }
    return put(*account, [] {});
  }

  Outcome operator()(const IdCheckEvent& check) {
    if (!books_.card(check.card)) return disagree("card_unknown");
    books_.put_id_check(check.card, check.passed, stamp_.lane, stamp_.day);
    return Done{};
  }

  Outcome operator()(const HandoverEvent& handover) {
    auto card = books_.card(handover.card);
    if (!card) return disagree("card_unknown");
    books_.put_handover(handover.card, handover.item, handover.issue, seq_);
    if (handover.item == Handover::handbook) {
      card->handbook = true;
      books_.put(*card);
    }
    return Done{};
  }

  Outcome operator()(const GiftPutEvent& put) {
    if (put.gift.points < Points(1) || put.gift.stock < 0) return disagree("gift");
    books_.put(put.gift);
    return Done{};
  }

  Outcome operator()(const PolicyAdoptedEvent& adopted) {
    if (!books_.adopt(adopted)) return disagree("policy");
    return Done{};
  }

  Outcome operator()(const AnomalyEvent& anomaly) {
    books_.put(AnomalyRow{.seq = seq_, .day = stamp_.day, .anomaly = anomaly});
    return Done{};
  }

  Outcome operator()(const ToldEvent& told) {
    Account account = books_.account(told.account).value_or(Account{.id = told.account});
    std::vector<CardRow> cards;
    for (const ToldCard& card : told.cards) {
      const auto known = books_.card(card.number);
      // A replacement that was met by itself before anybody told whose it is stays what it was
      // here.
      if (known && known->account != told.account) continue;
      cards.push_back(
          with(known.value_or(CardRow{.number = card.number, .account = told.account}), card));
    }
    account.told_points = told.points;
    account.told_accumulated = told.accumulated;
    return put(account, [&] {
      for (const CardRow& card : cards) books_.put_told(card);
    });
  }

  Outcome operator()(const GrantAcceptedEvent& grant) {
    auto account = books_.account(grant.account);
    if (!account) return disagree("account_unknown");
    const Earned joined =
        join_carry(account->carry, grant.carry, books_.policy_on(stamp_.day).earning);
    if (joined != Earned{grant.earned, grant.carry_after}) return disagree("earned");
    account->granted += grant.points;
    account->carry_in += grant.carry;
    account->carry = joined.carry;
    account->earned += joined.points;
    account->accumulated += joined.points;
    receive(*account, grant.points + joined.points);
    return put(*account, [] {});
  }

  Outcome operator()(const ReleaseEvent& release) {
    auto account = books_.account(release.account);
    if (!account) return disagree("account_unknown");
    if (account->right < release.points) return disagree("points_short");
    if (account->carry < release.carry) return disagree("carry_short");
    account->right -= release.points;
    account->released += release.points;
    account->carry -= release.carry;
    account->carry_out += release.carry;
    return put(*account, [] {});
  }

  Outcome operator()(const LiftEvent& lift) {
    auto card = books_.card(lift.card);
    if (!card) return disagree("card_unknown");
    if (card->state == CardState::blocked && card->blocked_for == BlockReason::frozen) {
      card->state = CardState::active;
      card->blocked_for = std::nullopt;
      books_.put(*card);
    }
    return Done{};
  }

  Outcome operator()(const RangeAcceptedEvent&) { return Done{}; }
  Outcome operator()(const NackEvent&) { return Done{}; }
  Outcome operator()(const MemberEditEvent&) { return Done{}; }
  Outcome operator()(const EraseEvent&) { return Done{}; }  // the ledger stays (A52)
  Outcome operator()(const TimeStepEvent&) { return Done{}; }
  Outcome operator()(const MonthCloseEvent& close) {
    if (close.month != first_of_month(close.month)) return disagree("month");
    books_.put(MonthRow{close.month, seq_, stamp_.day, close.registrations});
    return Done{};
  }
  Outcome operator()(const AnomalyStateEvent& judged) {
    if (judged.anomaly == 0 || judged.anomaly >= seq_) return disagree("anomaly");
    books_.put(AnomalyStateRow{judged.anomaly, judged.state, seq_});
    return Done{};
  }
  Outcome operator()(const OperatorEvent&) { return Done{}; }  // staff_book.h
  Outcome operator()(const AuditEvent&) { return Done{}; }

 private:
  // The basket at the rules, and the event's figures held to it.
  static Result<PricedWay, Disagreement> priced_here(const SaleEvent& sale, const Policy& policy) {
    const std::optional<MemberFacts> facts =
        sale.member ? std::optional(sale.member->facts) : std::nullopt;
    Priced priced = price(sale.basket, facts, sale.choice, policy);
    if (priced.choice != sale.way) return disagree("way");
    const auto& lines = priced.chosen.lines;
    if (lines.size() != sale.paid.size() || lines.size() != sale.clauses.size()) {
      return disagree("lines");
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].paid != sale.paid[i]) return disagree("paid");
      if (lines[i].clause != sale.clauses[i]) return disagree("clause");
    }
    return std::move(priced.chosen);
  }

  // A sale of the time before: it was paid at what it was paid at, by nobody's card.
  static Result<PricedWay, Disagreement> priced_in_history(const SaleEvent& sale) {
    if (sale.member || sale.basket.lines.size() != sale.paid.size()) return disagree("lines");
    PricedWay way;
    for (std::size_t i = 0; i < sale.paid.size(); ++i) {
      const Fen whole = gross(sale.basket.lines[i]);
      if (sale.paid[i] < Fen(0) || sale.paid[i] > whole) return disagree("paid");
      way.lines.push_back(
          {.gross = whole, .reduction = whole - sale.paid[i], .paid = sale.paid[i]});
      way.gross += whole;
      way.paid += sale.paid[i];
    }
    way.reduction = way.gross - way.paid;
    return way;
  }

  Outcome post_member_part(const MemberPart& part, const PricedWay& chosen, const Policy& policy,
                           SaleRow& row) {
    auto card = books_.card(part.card);
    if (!card || card->account != part.account) return disagree("card_unknown");
    if (state_on(card->state, card->last_day, stamp_.day) != CardState::active) {
      return disagree("card_state");
    }
    auto account = books_.account(part.account);
    if (!account) return disagree("account_unknown");
    if (part.facts.accumulated != account->reached()) return disagree("accumulated");
    if (part.facts.balance != account->balance()) return disagree("balance");
    if (part.facts.carry != account->carry) return disagree("carry");
    const bool same_birthday = card->birthday_day == stamp_.day;
    if (part.facts.birthday_uses != (same_birthday ? card->birthday_uses : 0) ||
        part.facts.birthday_amount != (same_birthday ? card->birthday_amount : Fen(0))) {
      return disagree("birthday_uses");
    }
    const Earned earned = earn(account->carry, chosen.paid, policy.earning);
    if (earned != Earned{part.earned, part.carry_after}) return disagree("earned");
    book_spend(*account, chosen.paid, earned);
    row.card = part.card;
    row.account = part.account;
    row.booked = chosen.paid;
    row.birthday = chosen.birthday_used;
    if (chosen.birthday_used) {  // A29
      card->birthday_uses = part.facts.birthday_uses + 1;
      card->birthday_amount = part.facts.birthday_amount + chosen.birthday_gross;
      card->birthday_day = stamp_.day;
    }
    return put(*account, [&] {
      if (chosen.birthday_used) books_.put(*card);
      books_.put(row);
    });
  }

  // The account, held to the laws, and then what goes with it.
  template <class Rest>
  Outcome put(const Account& account, Rest rest) {
    if (!laws_hold(account)) return disagree("laws");
    books_.put(account);
    rest();
    return Done{};
  }

  Seq seq_;
  const Stamp& stamp_;
  Books& books_;
};

}  // namespace

void receive(Account& account, Points points) {
  const Points paid_off = std::min(account.owed, points);
  account.owed -= paid_off;
  account.right += points - paid_off;
}

bool laws_hold(const Account& account) {
  const Points held = account.net() + account.owed + account.granted - account.released;
  const bool positive =
      account.right >= Points(0) && account.owed >= Points(0) && account.carry >= Fen(0);
  const bool one_sided = account.right == Points(0) || account.owed == Points(0);
  return held == account.right && positive && one_sided;
}

namespace {

// How far a card is in its life (C9).
int stage(CardState state) {
  switch (state) {
    case CardState::blank:
    case CardState::active:
    case CardState::expired:  // never stored
      return 0;
    case CardState::blocked:
      return 1;
    case CardState::closed:
      return 2;
    case CardState::replaced:
      return 3;
  }
  return 0;
}

}  // namespace

CardRow with(CardRow card, const ToldCard& told) {
  card.issued = told.issued;
  card.last_day = told.last_day;
  if (stage(told.state) > stage(card.state)) {
    card.state = told.state;
    card.blocked_for = told.blocked_for;
  }
  if (!card.replaced_by) card.replaced_by = told.replaced_by;
  if (!card.renewed_by) card.renewed_by = told.renewed_by;
  return card;
}

Earned join_carry(Fen carry, Fen more, const EarningStep& step) {
  if (step.remainder == Remainder::dropped) return {Points(0), carry + more};
  return earn(carry, more, step);
}

Result<Done, Disagreement> post(Seq seq, const Event& event, Books& books) {
  const InboxNo inbox = inbox_of(event.act);
  if (inbox != 0 && inbox != books.inbox() + 1) return disagree("inbox_order");  // I1
  auto posted = std::visit(Posting(seq, event.stamp, books), event.act);
  if (posted && inbox != 0) books.put_inbox(inbox);
  return posted;
}

}  // namespace vip::terminal
