#include "sync/office/report.h"

#include <algorithm>

#include "terminal/books/event.h"
#include "terminal/rules/card_life.h"

namespace vip::sync {
namespace {

using terminal::CardState;
using terminal::Database;
using terminal::Origin;
using terminal::Statement;
using terminal::StorageError;

Day day_at(const Statement& row, int column) {
  const auto day = Day::from_number(row.integer(column));
  if (!day) throw StorageError(StorageError::Kind::damaged, "a stored day is no day");
  return *day;
}

// Columns 2 on: sales, gross, paid, returns, refunds, earned, taken, redemptions, redeemed,
// corrected, issued.
Figures figures_at(const Statement& row) {
  Figures figures;
  figures.sales = row.integer(2);
  figures.gross = Fen(row.integer(3));
  figures.paid = Fen(row.integer(4));
  figures.returns = row.integer(5);
  figures.refunds = Fen(row.integer(6));
  figures.earned = Points(row.integer(7));
  figures.taken = Points(row.integer(8));
  figures.redemptions = row.integer(9);
  figures.redeemed = Points(row.integer(10));
  figures.corrected = Points(row.integer(11));
  figures.issued = row.integer(12);
  return figures;
}

void count_card(Holdings& holdings, CardState state) {
  switch (state) {
    case CardState::active:
      ++holdings.active;
      return;
    case CardState::blocked:
      ++holdings.blocked;
      return;
    case CardState::replaced:
      ++holdings.replaced;
      return;
    case CardState::expired:
      ++holdings.expired;
      return;
    case CardState::closed:
      ++holdings.closed;
      return;
    case CardState::blank:
      return;
  }
}

StoreReport report_of(Database& database, OfficeStore& store, const Terminal& terminal) {
  StoreReport report;
  report.store = terminal.store;
  report.tid = terminal.tid;
  for (const Epoch& epoch : store.epochs(terminal.tid)) report.events += epoch.acked;

  Statement days(database,
                 "SELECT day, origin, sum(sales), sum(gross), sum(paid), sum(returns), "
                 "sum(refunds), sum(earned), sum(taken), sum(redemptions), sum(redeemed), "
                 "sum(corrected), sum(issued) FROM day_total WHERE tid=? "
                 "GROUP BY day, origin ORDER BY day, origin");
  days.bind(1, terminal.tid);
  std::optional<Day> last;
  while (days.step()) {
    const Figures figures = figures_at(days);
    last = day_at(days, 0);
    if (static_cast<Origin>(days.integer(1)) == Origin::history) {
      report.history += figures;
      continue;
    }
    report.total += figures;
    report.days.push_back({*last, figures});
  }

  Statement holdings(database,
                     "SELECT count(DISTINCT account), coalesce(sum(points), 0), "
                     "coalesce(sum(owed), 0), coalesce(sum(carry), 0), coalesce(sum(spend), 0) "
                     "FROM holding WHERE tid=?");
  holdings.bind(1, terminal.tid);
  if (holdings.step()) {
    report.holdings.accounts = holdings.integer(0);
    report.holdings.right = Points(holdings.integer(1));
    report.holdings.owed = Points(holdings.integer(2));
    report.holdings.carry = Fen(holdings.integer(3));
    report.holdings.spend = Fen(holdings.integer(4));
  }

  Statement cards(database, "SELECT state, last_day FROM card WHERE tid=?");
  cards.bind(1, terminal.tid);
  while (cards.step()) {
    const auto stored = static_cast<CardState>(cards.integer(0));
    const Day last_day = day_at(cards, 1);
    count_card(report.holdings, terminal::state_on(stored, last_day, last.value_or(last_day)));
  }

  Statement parked(database, "SELECT count(*) FROM parked WHERE tid=?");
  parked.bind(1, terminal.tid);
  if (parked.step()) report.parked = static_cast<Seq>(parked.integer(0));
  return report;
}

}  // namespace

Figures& Figures::operator+=(const Figures& other) {
  sales += other.sales;
  gross += other.gross;
  paid += other.paid;
  returns += other.returns;
  refunds += other.refunds;
  earned += other.earned;
  taken += other.taken;
  redemptions += other.redemptions;
  redeemed += other.redeemed;
  corrected += other.corrected;
  issued += other.issued;
  return *this;
}

Holdings& Holdings::operator+=(const Holdings& other) {
  accounts += other.accounts;
  right += other.right;
  owed += other.owed;
  carry += other.carry;
  spend += other.spend;
  active += other.active;
  blocked += other.blocked;
  expired += other.expired;
  replaced += other.replaced;
  closed += other.closed;
  return *this;
}

Report make_report(Database& database, OfficeStore& store) {
  Report report;
  for (const Terminal& terminal : store.terminals()) {
    report.stores.push_back(report_of(database, store, terminal));
    const StoreReport& added = report.stores.back();
    report.total += added.total;
    report.history += added.history;
    report.holdings += added.holdings;
  }
  return report;
}

}  // namespace vip::sync
