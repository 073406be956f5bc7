// HistoryBooks: the books as an import of history sees them (history_sink.h).
//
// Sales and returns of the time before become events like any other, marked with when they
// happened; whose they were stays in the people store. Beside them a small index finds the line
// that a return gives back; it holds only lines that are still out.
#pragma once

#include <optional>

#include "terminal/counter/counter.h"
#include "terminal/history/history_sink.h"

namespace vip::terminal {

class HistoryBooks final : public HistorySink {
 public:
  // Requires: no Unit is open on the store while this lives, but between keep() and what is posted
  // next.
  explicit HistoryBooks(const Desk& desk);

  Known known(const HistorySale& sale) override;
  Known known(const HistoryReturn& row) override;
  void post(const HistorySale& sale) override;
  void post(const HistoryReturn& row) override;
  std::vector<LineOut> lines_out(const LinesWanted& wanted) override;
  void keep() override;
  void each_customer(const std::function<void(const HistoryCustomer&)>& visit) override;

 private:
  Unit& unit();
  PersonId person_of(const HistorySale& sale);
  std::optional<PersonId> known_person(const std::string& customer);
  SaleEvent sale_event(Seq seq);
  Seq sale_named(const HistoryReturn& row);

  Desk desk_;
  std::optional<Unit> unit_;
  Statement put_line_, drop_line_, lines_of_;
  Statement put_return_, get_return_;
};

}  // namespace vip::terminal
