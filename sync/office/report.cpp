#include "sync/office/report.h"

#include "terminal/rules/card_life.h"

namespace vip::sync {
namespace {

using terminal::CardState;
using terminal::Database;
using terminal::Standing;
using terminal::Statement;
using terminal::StorageError;

Standing standing_of(Database& database, std::uint32_t tid, Day on) {
  Standing standing;
  Statement holdings(database,
                     "SELECT count(DISTINCT account), coalesce(sum(points), 0), "
                     "coalesce(sum(owed), 0), coalesce(sum(carry), 0), coalesce(sum(spend), 0) "
                     "FROM holding WHERE tid=?");
  holdings.bind(1, tid);
  if (holdings.step()) {
    standing.accounts = holdings.integer(0);
    standing.right = Points(holdings.integer(1));
    standing.owed = Points(holdings.integer(2));
    standing.balance = standing.right - standing.owed;
    standing.carry = Fen(holdings.integer(3));
    standing.spend = Fen(holdings.integer(4));
  }
  Statement cards(database, "SELECT state, last_day FROM card WHERE tid=? AND issued_by>0");
  cards.bind(1, tid);
  while (cards.step()) {
    const auto last_day = Day::from_number(cards.integer(1));
    if (!last_day) throw StorageError(StorageError::Kind::damaged, "a stored day is no day");
    const auto stored = static_cast<CardState>(cards.integer(0));
    ++standing.cards_by_state.at(
        static_cast<std::size_t>(terminal::state_on(stored, *last_day, on)));
  }
  return standing;
}

void add_to(Standing& sum, const Standing& part) {
  for (std::size_t i = 0; i < sum.cards_by_state.size(); ++i) {
    sum.cards_by_state[i] += part.cards_by_state[i];
  }
  sum.accounts += part.accounts;
  sum.balance += part.balance;
  sum.right += part.right;
  sum.owed += part.owed;
  sum.carry += part.carry;
  sum.spend += part.spend;
}

StoreReport report_of(Database& database, OfficeStore& store, DayTotals& totals,
                      const Terminal& terminal) {
  StoreReport report;
  report.store = terminal.store;
  report.tid = terminal.tid;
  for (const Epoch& epoch : store.epochs(terminal.tid)) report.events += epoch.acked;
  report.days = totals.of(terminal.tid);
  for (const DayTotal& day : report.days) vip::sync::add_to(report.total, day.tally);
  report.standing =
      standing_of(database, terminal.tid, report.days.empty() ? Day() : report.days.back().day);
  Statement parked(database, "SELECT count(*) FROM parked WHERE tid=?");
  parked.bind(1, terminal.tid);
  if (parked.step()) report.parked = static_cast<Seq>(parked.integer(0));
  return report;
}

}  // namespace

Report make_report(Database& database, OfficeStore& store) {
  Report report;
  DayTotals totals(database);
  for (const Terminal& terminal : store.terminals()) {
    report.stores.push_back(report_of(database, store, totals, terminal));
    vip::sync::add_to(report.total, report.stores.back().total);
    add_to(report.standing, report.stores.back().standing);
  }
  return report;
}

}  // namespace vip::sync
