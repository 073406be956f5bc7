#include "terminal/counter/history_books.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

#include "terminal/books/store.h"
#include "terminal/history/import_history.h"
#include "tests/terminal/history_files.h"
#include "tests/terminal/remembered_history.h"

namespace vip::terminal {
namespace {

constexpr std::string_view header =
    "receipt_no,date,time,sku,qty,unit_price,reduction,customer,return_of\n";

Day day(int year, int month, int day_of_month) {
  return *Day::from_civil(year, month, day_of_month);
}

// A store on disk, and the same imports into memory beside it: the two must always say the same.
class Both {
 public:
  Both() {
    ensure(create_store(folder_.path("store"), {.store = "S01", .training = true, .seed = 1}),
           "a store is made");
    store_.emplace(folder_.path("store"), *Zone::named("Asia/Shanghai"));
  }

  HistoryReport import(const std::filesystem::path& file) {
    HistoryOrder order;
    order.file = file;
    order.rejects = folder_.path("rejects.csv");
    order.today = day(2026, 11, 22);
    order.as_of = day(2010, 12, 20);
    const auto there = import_history(order, memory_);
    Desk desk{*store_, {.at = 1'795'312'800, .day = order.today, .staff = "1001"}};
    HistoryBooks books(desk);
    const auto here = import_history(order, books);
    REQUIRE(here.has_value());
    REQUIRE(there.has_value());
    compare(*here, *there);
    return *here;
  }

  HistoryReport import_text(const std::string& text) {
    return import(folder_.write("history.csv", text));
  }

  void reopen() {
    store_.reset();
    store_.emplace(folder_.path("store"), *Zone::named("Asia/Shanghai"));
  }

  Store& store() { return *store_; }

 private:
  static void compare(const HistoryReport& here, const HistoryReport& there) {
    CHECK(here.rows.read == there.rows.read);
    CHECK(here.rows.accepted == there.rows.accepted);
    CHECK(here.rows.already_here == there.rows.already_here);
    CHECK(here.rows.rejected == there.rows.rejected);
    CHECK(here.sales == there.sales);
    CHECK(here.lines == there.lines);
    CHECK(here.returns == there.returns);
    CHECK(here.customers == there.customers);
    CHECK(here.qualified_count == there.qualified_count);
    REQUIRE(here.qualified.size() == there.qualified.size());
    // In whatever order each tells its customers.
    for (const Qualified& one : here.qualified) {
      const auto other =
          std::find_if(there.qualified.begin(), there.qualified.end(),
                       [&](const Qualified& each) { return each.customer == one.customer; });
      REQUIRE(other != there.qualified.end());
      CHECK(one.clause == other->clause);
      CHECK(one.sum == other->sum);
      CHECK(one.receipts == other->receipts);
    }
  }

  Folder folder_;
  std::optional<Store> store_;
  RememberedHistory memory_;
};

TEST_CASE("E3, E4: the books keep an import as memory does; a second import changes nothing") {
  Both both;
  const std::string text = std::string(header) +
                           "1,2010-12-01,08:00,A,2,600.00,,7,\n"
                           "2,2010-12-02,08:00,A,1,600.00,100.00,7,\n"
                           "2,2010-12-02,08:00,B,3,333.33,,7,\n"
                           "3,2010-12-03,08:00,A,1,1000.00,,,\n"
                           "4,2010-12-04,08:00,A,-2,600.00,,7,\n"
                           "5,2010-12-04,08:00,A,-1,1000.00,,,3\n"
                           "6,2010-12-04,08:00,A,-2,600.00,,7,\n";
  const HistoryReport first = both.import_text(text);
  CHECK(first.returns == 2);
  CHECK(first.rows.rejected == 1);
  both.reopen();
  const HistoryReport second = both.import_text(text);
  CHECK(second.rows.already_here == 6);
  CHECK(second.sales == 0);
  CHECK(second.returns == 0);
}

TEST_CASE(
    "E4: a return's number used twice is two returns: by the customer, by the sale it names") {
  Both both;
  const std::string text = std::string(header) +
                           "1,2010-12-01,08:00,A,1,600.00,,7,\n"
                           "2,2010-12-01,08:00,A,1,600.00,,8,\n"
                           "9,2010-12-02,08:00,A,-1,600.00,,7,\n"
                           "3,2010-12-01,08:00,B,1,600.00,,,\n"
                           "9,2010-12-02,08:00,A,-1,600.00,,8,\n"
                           "4,2010-12-01,08:00,B,1,600.00,,,\n"
                           "10,2010-12-02,08:00,B,-1,600.00,,,3\n"
                           "5,2010-12-01,08:00,B,1,600.00,,,\n"
                           "10,2010-12-02,08:00,B,-1,600.00,,,4\n";
  const HistoryReport first = both.import_text(text);
  CHECK(first.returns == 2);
  CHECK(first.rows.rejected == 2);
  both.reopen();
  const HistoryReport second = both.import_text(text);
  CHECK(second.rows.already_here == 7);
  CHECK(second.returns == 0);
  CHECK(second.rows.rejected == 2);
}

TEST_CASE("a return takes the latest purchase back, also where the file is not in order of time") {
  Both both;
  both.import_text(std::string(header) +
                   "2,2010-12-02,08:00,A,1,1100.00,,7,\n"
                   "1,2010-12-01,08:00,A,1,1100.00,,7,\n"
                   "3,2010-12-03,08:00,A,-1,1100.00,,7,\n");
}

TEST_CASE("any history: the books and memory agree, twice") {
  CHECK(rc::check("random histories in both", [] {
    std::string text(header);
    const int rows = *rc::gen::inRange(1, 25);
    for (int i = 0; i < rows; ++i) {
      text += std::to_string(*rc::gen::inRange(1, 14)) + ",2010-12-0" +
              std::to_string(*rc::gen::inRange(1, 5)) + ",08:00," +
              *rc::gen::element<std::string>("A", "B") + ',' +
              std::to_string(*rc::gen::inRange(-3, 6)) + ",400.00," +
              *rc::gen::element<std::string>("", "0.01") + ',' +
              *rc::gen::element<std::string>("", "7", "8") + ',' +
              *rc::gen::element<std::string>("", "", "3") + '\n';
    }
    Both both;
    both.import_text(text);
    both.import_text(text);
  }));
}

TEST_CASE("the retail file in the books is the retail file in memory") {
  const std::filesystem::path file =
      std::filesystem::path(VIP_SHARED_DATA) / "retail-2010-12.csv.gz";
  if (!std::filesystem::exists(file)) {
    std::cout << "skipped: retail-2010-12.csv.gz does not lie beside this checkout\n";
    return;
  }
  Both both;
  const HistoryReport report = both.import(file);
  CHECK(report.sales == 1'525);
  CHECK(report.returns == 255);
  CHECK(report.qualified_count == 74);
}

}  // namespace
}  // namespace vip::terminal
