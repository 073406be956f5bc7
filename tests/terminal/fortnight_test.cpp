#include "terminal/demo_data/fortnight.h"

#include <doctest/doctest.h>

#include <string>

#include "terminal/history/import_history.h"
#include "tests/terminal/history_files.h"
#include "tests/terminal/remembered_history.h"

namespace vip::terminal {
namespace {

const std::filesystem::path shipped = VIP_SOURCE_ROOT "/terminal/demo_data/fortnight.csv";

TEST_CASE("the fortnight that ships is what its generator writes, byte for byte") {
  CHECK(fortnight(fortnight_seed) == read_all(shipped));
  CHECK(fortnight(fortnight_seed + 1) != read_all(shipped));
}

TEST_CASE("every row of the fortnight is lawful history") {
  const Folder folder;
  RememberedHistory sink;
  HistoryOrder order;
  order.file = shipped;
  order.rejects = folder.path("rejects.csv");
  order.today = *Day::from_civil(2026, 11, 22);
  order.as_of = *Day::from_civil(2026, 11, 15);
  const auto report = import_history(order, sink);
  REQUIRE(report.has_value());
  CHECK(report->rows.read == 1250);
  CHECK(report->rows.rejected == 0);
  CHECK(report->sales == 589);
  CHECK(report->first_day == *Day::from_civil(2026, 11, 2));
  CHECK(report->last_day == *Day::from_civil(2026, 11, 15));
  std::size_t by_single = 0;
  for (const Qualified& each : report->qualified) by_single += each.clause == Clause::E1 ? 1U : 0U;
  CHECK(by_single >= 10);
  CHECK(report->qualified_count - by_single >= 10);
  for (const auto& [sale, out] : sink.books().sales) {
    CHECK((sale.phone.empty() || sale.phone.starts_with("1380000")));  // invented people
  }
}

}  // namespace
}  // namespace vip::terminal
