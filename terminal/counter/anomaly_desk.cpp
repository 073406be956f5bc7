#include "terminal/counter/anomaly_desk.h"

namespace vip::terminal {
namespace {

std::optional<Stamp> stamp_of(const Desk& desk, Seq seq) {
  const auto entry = desk.store.journal().at(seq);
  const auto event = entry ? decode(entry->body) : Unexpected{EventProblem::malformed};
  return event ? std::optional(event->stamp) : std::nullopt;
}

}  // namespace

std::vector<AnomalyShown> anomalies(const Desk& desk) {
  TerminalBooks& books = desk.store.books();
  std::vector<AnomalyShown> shown;
  for (const AnomalyRow& row : books.anomalies()) {
    AnomalyShown one{.row = row};
    if (const auto stamp = stamp_of(desk, row.seq)) {
      one.at = stamp->at;
      one.staff = stamp->staff;
      one.lane = stamp->lane;
    }
    if (row.anomaly.about != 0) one.sale = books.sale(row.anomaly.about);
    if (const auto state = books.anomaly_state(row.seq)) {
      one.state = state->state;
      if (const auto stamp = stamp_of(desk, state->seq)) {
        one.settled_by = stamp->staff;
        one.settled_at = stamp->at;
      }
      one.why = desk.store.people().remark(state->seq).value_or(std::string());
    }
    shown.push_back(std::move(one));
  }
  return shown;
}

Answer<Settled> settle(const Desk& desk, Seq anomaly, AnomalyState state, const std::string& why) {
  const auto row = desk.store.books().anomaly(anomaly);
  if (!row) {
    return fault(Fault::Code::not_found, "/seq", "not_found",
                 {{"what", "anomaly"}, {"id", static_cast<std::int64_t>(anomaly)}});
  }
  const auto stamp = stamp_of(desk, anomaly);
  const bool own =
      row->anomaly.card && stamp && !stamp->staff.empty() && stamp->staff == desk.stamp.staff;
  if (own) {
    return refuse(Clause::X1, "own_anomaly", {{"operator", desk.stamp.staff}});
  }
  const Position position = record(desk, AnomalyStateEvent{anomaly, state});
  const auto card = row->anomaly.card ? desk.store.books().card(*row->anomaly.card) : std::nullopt;
  desk.store.people().remark(position.seq, why, card ? card->person : 0);
  return Settled{*row, state, position};
}

}  // namespace vip::terminal
