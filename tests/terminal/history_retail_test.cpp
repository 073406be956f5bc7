// The UCI "Online Retail" excerpt, as it is. The file is not ours to ship: it lies beside the
// checkout or nowhere, and then this test says so and passes over it. The figures were computed by
// another program from the file alone.
#include <doctest/doctest.h>

#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "terminal/history/import_history.h"
#include "tests/terminal/history_files.h"
#include "tests/terminal/remembered_history.h"

namespace vip::terminal {
namespace {

// The folder beside the checkout, told by the build.
const std::filesystem::path data_folder = VIP_SHARED_DATA;

bool is_here(const std::filesystem::path& file) {
  if (std::filesystem::exists(file)) return true;
  std::cout << "skipped: " << file.filename().string() << " does not lie beside this checkout\n";
  return false;
}

HistoryOrder order_for(const std::filesystem::path& file, const Folder& folder, Day as_of) {
  HistoryOrder order;
  order.file = file;
  order.rejects = folder.path("rejects.csv");
  order.today = *Day::from_civil(2026, 11, 22);
  order.as_of = as_of;
  return order;
}

TEST_CASE("the retail file is read as it is: Latin-1, gzip, quoted commas, a cut last line") {
  const std::filesystem::path file = data_folder / "retail-2010-12.csv.gz";
  if (!is_here(file)) return;
  const Folder folder;
  RememberedHistory sink;
  const HistoryOrder order = order_for(file, folder, *Day::from_civil(2010, 12, 20));
  const auto report = import_history(order, sink);
  REQUIRE(report.has_value());
  CHECK(report->layout == Layout::online_retail);
  CHECK(report->rows.read == 39'530);  // 39,529 whole ones, and the one that was cut off
  CHECK(report->rows.accepted == 39'035);
  CHECK(report->rows.rejected == 495);
  CHECK(report->sales == 1'525);
  CHECK(report->lines == 38'780);
  CHECK(report->returns == 255);
  CHECK(report->customers == 860);
  CHECK(report->first_day == *Day::from_civil(2010, 12, 1));
  CHECK(report->last_day == *Day::from_civil(2010, 12, 20));
  CHECK(report->qualified_count == 74);
  std::size_t by_single = 0;
  Fen single_sum;
  Fen cumulative_sum;
  for (const Qualified& each : report->qualified) {
    by_single += each.clause == Clause::E1 ? 1U : 0U;
    (each.clause == Clause::E1 ? single_sum : cumulative_sum) += each.sum;
  }
  CHECK(by_single == 68);
  CHECK(single_sum == Fen(13'995'009));
  CHECK(cumulative_sum == Fen(1'908'059));

  std::size_t without_customer = 0;
  std::size_t at_zero = 0;
  std::size_t sales_of_a_thousand = 0;
  Fen gross;
  bool voucher = false;
  for (const auto& [sale, out] : sink.books().sales) {
    Fen of_sale;
    for (const HistoryLine& line : sale.lines) {
      of_sale += line.paid;
      at_zero += line.unit_price == Fen(0) ? 1U : 0U;
      without_customer += sale.customer.empty() ? 1U : 0U;
      voucher = voucher || line.name == "Dotcomgiftshop Gift Voucher £40.00";
    }
    gross += of_sale;
    sales_of_a_thousand += of_sale >= Fen(100'000) ? 1U : 0U;
  }
  CHECK(without_customer == 13'661);
  CHECK(at_zero == 133);
  CHECK(sales_of_a_thousand == 132);
  CHECK(gross == Fen(75'571'718));
  CHECK(voucher);
  std::size_t parts = 0;
  for (const HistoryReturn& row : sink.books().returns) parts += row.parts.size();
  CHECK(parts == 256);

  REQUIRE(report->rejections.size() == 20);
  CHECK(report->rejections[0].line == 143);
  const std::string rejects = read_all(folder.path("rejects.csv"));
  CHECK(std::count(rejects.begin(), rejects.end(), '\n') == 496);
  CHECK(rejects.find("\n39531,cut_off,") != std::string::npos);
  CHECK(rejects.find("\"539650,84347,R\"\n") != std::string::npos);

  const std::uint64_t posts = sink.posts();
  const auto again = import_history(order, sink);
  REQUIRE(again.has_value());
  CHECK(sink.posts() == posts);
  CHECK(again->rows.already_here == 39'035);
  CHECK(again->rows.rejected == 495);
}

}  // namespace
}  // namespace vip::terminal
