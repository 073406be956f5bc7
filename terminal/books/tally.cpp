#include "terminal/books/tally.h"

namespace vip::terminal {
namespace {

struct Adding {
  Tally& tally;

  void operator()(const IssueEvent& e) {
    ++tally.cards_issued;
    for (const auto& earning : e.earnings) tally.earned += earning.earned;
  }
  void operator()(const SaleEvent& e) {
    Fen paid;
    for (const Fen line : e.paid) paid += line;
    if (e.history) {
      ++tally.history_sales;
      tally.history_paid += paid;
      return;
    }
    const Fen whole = gross(e.basket);
    ++tally.sales;
    tally.gross += whole;
    tally.paid += paid;
    tally.reduction += whole - paid;
    if (!e.member) return;
    ++tally.member_sales;
    tally.earned += e.member->earned;
  }
  void operator()(const ReturnEvent& e) {
    Fen refund;
    for (const auto& units : e.lines) refund += units.refund;
    if (e.history) {
      ++tally.history_returns;
      tally.history_refunded += refund;
      return;
    }
    ++tally.returns;
    tally.refunded += refund;
    tally.taken += e.taken;
  }
  void operator()(const RedeemEvent& e) {
    ++tally.redemptions;
    tally.redeemed += e.points;
  }
  void operator()(const CorrectEvent& e) {
    ++tally.corrections;
    tally.corrected += e.delta;
  }
  void operator()(const BlockEvent&) { ++tally.cards_blocked; }
  void operator()(const ReplaceEvent&) { ++tally.cards_replaced; }
  void operator()(const RenewEvent&) { ++tally.cards_renewed; }
  void operator()(const CloseEvent&) { ++tally.cards_closed; }
  void operator()(const AnomalyEvent&) { ++tally.anomalies; }
  void operator()(const IdCheckEvent&) {}
  void operator()(const HandoverEvent&) {}
  void operator()(const GiftPutEvent&) {}
  void operator()(const PolicyAdoptedEvent&) {}
  void operator()(const MemberEditEvent&) {}
  void operator()(const EraseEvent&) {}
  void operator()(const TimeStepEvent&) {}
  void operator()(const GrantAcceptedEvent& e) { tally.earned += e.earned; }
  void operator()(const ToldEvent&) {}
  void operator()(const ReleaseEvent&) {}
  void operator()(const LiftEvent&) {}
  void operator()(const RangeAcceptedEvent&) {}
  void operator()(const NackEvent&) {}
  void operator()(const MonthCloseEvent&) {}
  void operator()(const AnomalyStateEvent&) {}
  void operator()(const OperatorEvent&) {}
  void operator()(const AuditEvent&) {}
};

}  // namespace

void Tally::add(const Event& event) {
  ++events;
  std::visit(Adding{*this}, event.act);
}

}  // namespace vip::terminal
