#include "terminal/history/import_history.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tests/terminal/history_files.h"
#include "tests/terminal/remembered_history.h"

namespace vip::terminal {
namespace {

constexpr std::string_view retail =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

Day day(int year, int month, int day_of_month) {
  return *Day::from_civil(year, month, day_of_month);
}

struct Fixture {
  Folder folder;
  RememberedHistory sink;

  HistoryOrder order(std::string_view content, std::string_view name = "history.csv") {
    HistoryOrder order;
    order.file = folder.write(name, content);
    order.rejects = folder.path("rejects.csv");
    order.today = day(2026, 11, 22);
    order.as_of = day(2010, 12, 20);
    return order;
  }

  HistoryReport import(std::string_view content) {
    auto report = import_history(order(content), sink);
    REQUIRE(report.has_value());
    const auto& rows = report->rows;
    CHECK(rows.read == rows.accepted + rows.already_here + rows.rejected);
    return *report;
  }

  Words refused(std::string_view content) {
    auto report = import_history(order(content), sink);
    REQUIRE_FALSE(report.has_value());
    CHECK(sink.posts() == 0);
    CHECK_FALSE(std::filesystem::exists(folder.path("rejects.csv")));
    return explain(report.error());
  }
};

std::vector<std::string> reasons(const HistoryReport& report) {
  std::vector<std::string> all;
  for (const Rejection& each : report.rejections) {
    all.push_back(std::to_string(each.line) + ' ' + std::string(word(each.reason)));
  }
  return all;
}

using Lines = std::vector<std::string>;

TEST_CASE("rows of one number are one sale, a cancellation is a return of the matching line") {
  Fixture f;
  const HistoryReport report = f.import(std::string(retail) +
                                        "536365,A,lamp,6,01/12/2010 08:26,2.55,17850,UK\n"
                                        "536365,B,vase,2,01/12/2010 08:26,3.39,17850,UK\n"
                                        "536366,C,heart,1,01/12/2010 08:28,0,,UK\n"
                                        "C536370,A,lamp,-4,02/12/2010 10:00,2.55,17850,UK\n");
  CHECK(report.layout == Layout::online_retail);
  CHECK(report.rows.read == 4);
  CHECK(report.rows.accepted == 4);
  CHECK(report.sales == 2);
  CHECK(report.lines == 3);
  CHECK(report.returns == 1);
  CHECK(report.customers == 1);
  CHECK(report.first_day == day(2010, 12, 1));
  CHECK(report.last_day == day(2010, 12, 2));
  CHECK_FALSE(report.rejects.has_value());
  CHECK_FALSE(std::filesystem::exists(f.folder.path("rejects.csv")));
  CHECK_FALSE(remark(report).has_value());
  REQUIRE(f.sink.books().returns.size() == 1);
  CHECK(f.sink.books().returns[0].parts == std::vector<ReturnedPart>{{"536365", 0, 4}});
  CHECK(f.sink.books().sales[0].out == std::vector<std::int64_t>{2, 2});
}

TEST_CASE("a returned row takes the customer's latest purchases first, and over several lines") {
  Fixture f;
  f.import(std::string(retail) +
           "1,A,,5,01/12/2010 08:00,2.00,7,UK\n"
           "2,A,,2,02/12/2010 08:00,2.00,7,UK\n"
           "2,A,,1,02/12/2010 08:00,2.00,7,UK\n"
           "3,A,,9,03/12/2010 08:00,2.10,7,UK\n"  // another price
           "4,A,,9,03/12/2010 08:00,2.00,8,UK\n"  // another customer
           "C5,A,,-4,04/12/2010 08:00,2.00,7,UK\n");
  REQUIRE(f.sink.books().returns.size() == 1);
  CHECK(f.sink.books().returns[0].parts ==
        std::vector<ReturnedPart>{{"2", 1, 1}, {"2", 0, 2}, {"1", 0, 1}});
}

TEST_CASE("a returned row is taken whole or rejected whole; goods come back only after they went") {
  Fixture f;
  const HistoryReport report = f.import(std::string(retail) +
                                        "1,A,,5,01/12/2010 08:00,2.00,7,UK\n"
                                        "C2,A,,-6,02/12/2010 08:00,2.00,7,UK\n"
                                        "C3,A,,-5,30/11/2010 08:00,2.00,7,UK\n"
                                        "C4,A,,-5,02/12/2010 08:00,2.00,,UK\n"
                                        "C5,A,,-5,01/12/2010 08:00,2.00,7,UK\n");
  CHECK(reasons(report) ==
        Lines{"3 nothing_to_return", "4 nothing_to_return", "5 nobody_to_return_from"});
  CHECK(explain(report.rejections[0]).en ==
        "6 to bring back, and 0 of this customer's at that price are out");
  CHECK(report.returns == 1);
}

TEST_CASE("a return before its sale in the file is found when the whole file was read") {
  Fixture f;
  const HistoryReport report = f.import(std::string(retail) +
                                        "C9,A,,-2,03/12/2010 08:00,2.00,7,UK\n"
                                        "C8,B,,-2,03/12/2010 08:00,2.00,7,UK\n"
                                        "1,A,,5,01/12/2010 08:00,2.00,7,UK\n");
  CHECK(report.returns == 1);
  CHECK(reasons(report) == Lines{"3 nothing_to_return"});
  CHECK(report.rows.accepted == 2);
}

TEST_CASE("return_of names the sale, whoever bought it") {
  Fixture f;
  const HistoryReport report = f.import(
      "receipt_no,date,sku,qty,unit_price,return_of,customer\n"
      "1,2010-12-01,A,3,2.00,,\n"
      "2,2010-12-02,A,3,2.00,,\n"
      "3,2010-12-03,A,-2,2.00,1,\n"
      "4,2010-12-03,A,-1,2.00,9,\n");
  CHECK(f.sink.books().returns.at(0).parts == std::vector<ReturnedPart>{{"1", 0, 2}});
  CHECK(reasons(report) == Lines{"5 nothing_to_return"});
}

TEST_CASE("what was paid is what counts: a reduction leaves the sum (E1, E2)") {
  Fixture f;
  auto order = f.order(
      "receipt_no,date,sku,qty,unit_price,reduction,customer\n"
      "1,2010-12-01,A,2,550.00,100.00,exactly\n"
      "2,2010-12-01,A,2,550.00,100.01,a fen short\n");
  const auto report = import_history(order, f.sink);
  REQUIRE(report.has_value());
  REQUIRE(report->qualified.size() == 1);
  CHECK(report->qualified[0].customer == "exactly");
  CHECK(report->qualified[0].sum == Fen(100000));
}

TEST_CASE("E1, E2: who qualifies on a day, by which clause, with which receipts") {
  Fixture f;
  auto order = f.order(
      "receipt_no,date,sku,qty,unit_price,customer\n"
      "1,2010-12-01,A,1,1000.00,one large\n"
      "2,2010-12-01,A,1,999.99,a fen short\n"
      "3,2010-06-20,A,1,999.99,six months\n"  // the window's first day
      "4,2010-12-20,A,1,999.99,six months\n"
      "5,2010-12-20,A,1,0.02,six months\n"
      "6,2010-06-19,A,1,999.99,a day early\n"
      "7,2010-12-20,A,1,999.99,a day early\n"
      "8,2010-12-20,A,1,0.02,a day early\n"
      "9,2010-12-21,A,1,5000.00,tomorrow\n"
      "10,2010-12-01,A,2,600.00,brought back\n"
      "11,2010-12-02,A,-1,600.00,brought back\n");
  const auto report = import_history(order, f.sink);
  REQUIRE(report.has_value());
  CHECK(report->customers == 6);
  CHECK(report->qualified_count == 2);
  REQUIRE(report->qualified.size() == 2);
  CHECK(report->qualified[0].customer == "one large");
  CHECK(report->qualified[0].clause == Clause::E1);
  CHECK(report->qualified[0].sum == Fen(100000));
  CHECK(report->qualified[0].receipts == Lines{"1"});
  CHECK(report->qualified[1].customer == "six months");
  CHECK(report->qualified[1].clause == Clause::E2);
  CHECK(report->qualified[1].sum == Fen(200000));
  CHECK(report->qualified[1].receipts == Lines{"3", "4", "5"});
}

TEST_CASE("a wrong row costs itself alone, and its receipt goes on") {
  Fixture f;
  const HistoryReport report = f.import(std::string(retail) +
                                        "1,A,,5,01/12/2010 08:00,2.00,7,UK\n"
                                        "1,B,,x,01/12/2010 08:00,2.00,7,UK\n"
                                        "1,C,,1,01/12/2010 08:01,2.00,7,UK\n"  // a minute later
                                        "1,D,,1,01/12/2010 08:00,2.00,8,UK\n"
                                        "1,E,,1,02/12/2010 08:00,2.00,7,UK\n"
                                        "1,\"F\"x,,1,01/12/2010 08:00,2.00,7,UK\n"
                                        "1,G,,1,01/12/2027 08:00,2.00,7,UK\n"
                                        "1,H,,1,01/12/2010 08:00,2.00,7,UK\n");
  CHECK(report.sales == 1);
  CHECK(report.lines == 3);
  CHECK(reasons(report) == Lines{"3 not_a_number", "5 other_customer", "6 other_day",
                                 "7 text_after_quote", "8 after_today"});
  CHECK(f.sink.books().sales[0].sale.at.minute == 480);
}

TEST_CASE("the cut last line is reported with its number and loses nothing else") {
  Fixture f;
  const std::string whole = std::string(retail) + "1,A,,5,01/12/2010 08:00,2.00,7,UK\n";
  CHECK(reasons(f.import(whole + "1,84347,R")) == Lines{"3 cut_off"});
  CHECK(f.sink.books().sales.size() == 1);
  CHECK(reasons(f.import(whole + "1,84347,\"R, red")) == Lines{"3 cut_off"});
}

TEST_CASE("a last line that may be whole is taken, and the report says so") {
  Fixture f;
  const HistoryReport report = f.import(std::string(retail) + "1,A,,5,01/12/2010 08:00,2.00,7,U");
  CHECK(report.rows.accepted == 1);
  CHECK(report.last_line_without_end);
  CHECK(remark(report)->en.starts_with("The last line has no line end"));
}

TEST_CASE("a truncated gzip file is reported, and the row it broke is rejected") {
  Fixture f;
  std::string text(retail);
  for (int i = 1; i <= 3000; ++i) {
    text += std::to_string(i) + ",A" + std::to_string(i * 7919 % 1000) +
            ",,1,01/12/2010 08:00,2.00,7,UK\n";
  }
  const std::string zip = gzipped(text);
  const HistoryReport report = f.import(zip.substr(0, zip.size() / 2));
  CHECK(report.file_end == FileEnd::truncated);
  CHECK(remark(report)->en.starts_with("The gzip file stops in the middle"));
  CHECK(report.rows.accepted > 1000);
  CHECK(report.rows.accepted < 2900);
  CHECK(report.rows.rejected <= 1);
  if (report.rows.rejected == 1) CHECK(report.rejections[0].reason == RejectReason::cut_off);
}

TEST_CASE("importing twice changes nothing, and reports the same rejections") {
  Fixture f;
  const std::string text = std::string(retail) +
                           "C9,A,,-1,03/12/2010 08:00,2.00,7,UK\n"
                           "1,A,,5,01/12/2010 08:00,2.00,7,UK\n"
                           "C2,A,,-3,02/12/2010 08:00,2.00,7,UK\n"
                           "C2,B,,-3,02/12/2010 08:00,2.00,7,UK\n"
                           "C2,A,,-1,02/12/2010 08:00,2.00,7,UK\n"
                           "C3,A,,-9,02/12/2010 08:00,2.00,7,UK\n";
  const HistoryReport first = f.import(text);
  CHECK(first.rows.accepted == 4);
  CHECK(reasons(first) == Lines{"5 nothing_to_return", "7 nothing_to_return"});
  const std::uint64_t posts = f.sink.posts();
  const HistoryReport second = f.import(text);
  CHECK(f.sink.posts() == posts);
  CHECK(second.sales == 0);
  CHECK(second.returns == 0);
  CHECK(second.sales_already_here == 1);
  CHECK(second.returns_already_here == 3);
  CHECK(second.rows.already_here == 4);
  CHECK(reasons(second) == reasons(first));
}

TEST_CASE("a receipt that is here with other content is rejected, row by row") {
  Fixture f;
  f.import(std::string(retail) +
           "1,A,,5,01/12/2010 08:00,2.00,7,UK\n"
           "C2,A,,-1,02/12/2010 08:00,2.00,7,UK\n");
  const HistoryReport report = f.import(std::string(retail) +
                                        "1,A,,5,01/12/2010 08:00,2.00,7,UK\n"
                                        "1,B,,1,01/12/2010 08:00,2.00,7,UK\n"
                                        "C2,A,,-2,02/12/2010 08:00,2.00,7,UK\n");
  CHECK(reasons(report) == Lines{"2 known_otherwise", "3 known_otherwise", "4 known_otherwise"});
  CHECK(f.sink.books().sales[0].out == std::vector<std::int64_t>{4});
}

TEST_CASE("killed at any moment, an import that is started again ends with the same books") {
  struct Killed {};
  std::string text(retail);
  for (int i = 1; i <= 900; ++i) {
    const std::string n = std::to_string(i);
    text += n + ",A,,3,01/12/2010 08:00,2.00," + std::to_string(i % 40) + ",UK\n";
    if (i % 3 == 0) {
      text += "C" + n + ",A,,-2,01/12/2010 09:00,2.00," + std::to_string(i % 40) + ",UK\n";
    }
  }
  class Killable final : public HistorySink {
   public:
    Killable(HistorySink& sink, int posts) : sink_(sink), posts_(posts) {}
    Known known(const HistorySale& sale) override { return sink_.known(sale); }
    Known known(const HistoryReturn& row) override { return sink_.known(row); }
    void post(const HistorySale& sale) override { count(), sink_.post(sale); }
    void post(const HistoryReturn& row) override { count(), sink_.post(row); }
    std::vector<LineOut> lines_out(const LinesWanted& wanted) override {
      return sink_.lines_out(wanted);
    }
    void keep() override { sink_.keep(); }
    void each_customer(const std::function<void(const HistoryCustomer&)>& visit) override {
      sink_.each_customer(visit);
    }

   private:
    void count() {
      if (posts_-- == 0) throw Killed();
    }
    HistorySink& sink_;
    int posts_;
  };
  Fixture undisturbed;
  const HistoryReport calm = undisturbed.import(text);
  CHECK(calm.sales == 900);
  CHECK(undisturbed.sink.keeps() >= 4);
  for (const int kill_after : {0, 1, 255, 256, 257, 700, 1199}) {
    CAPTURE(kill_after);
    Fixture f;
    const HistoryOrder order = f.order(text);
    Killable killable(f.sink, kill_after);
    CHECK_THROWS_AS((void)import_history(order, killable), const Killed&);
    f.sink.forget_unkept();
    const HistoryReport again = f.import(text);
    CHECK(again.sales + again.sales_already_here == calm.sales);
    CHECK(again.returns + again.returns_already_here == calm.returns);
    CHECK(f.sink.books().returns == undisturbed.sink.books().returns);
  }
}

TEST_CASE("A20: a sale beyond the limits is rejected row by row, its neighbours are not") {
  Fixture f;
  std::string text(retail);
  for (int i = 0; i < 1001; ++i) text += "1,A,,1,01/12/2010 08:00,2.00,7,UK\n";
  for (int i = 0; i < 1000; ++i) text += "2,A,,1,01/12/2010 08:00,2.00,7,UK\n";
  text += "3,A,,1000000,01/12/2010 08:00,10000.00,7,UK\n";  // 10^12 fen
  text += "4,A,,1000000,01/12/2010 08:00,10000.00,7,UK\n";
  text += "4,A,,1,01/12/2010 08:00,0.01,7,UK\n";  // and one more
  const HistoryReport report = f.import(text);
  CHECK(report.rows.rejected == 1003);
  CHECK(report.sales == 2);
  CHECK(report.lines == 1001);
  CHECK(report.rejections.size() == 20);
  CHECK(report.rejections[19].line == 21);
}

TEST_CASE("the rejects file has every rejected row, as CSV that this very reader reads") {
  Fixture f;
  const HistoryReport report = f.import(std::string(retail) +
                                        "1,\"A, \"\"b\"\"\",,x,01/12/2010 08:00,2.00,7,UK\n"
                                        "1,A,,1,01/12/2010 08:00,2.00,7,UK\n");
  CHECK(report.rejects == f.folder.path("rejects.csv"));
  CHECK(read_all(*report.rejects) ==
        "\xEF\xBB\xBFline,reason,原因,explanation,row\n"
        "2,not_a_number,\"Quantity 不是数字：x\",\"Quantity is not a number: x\","
        "\"1,\"\"A, \"\"\"\"b\"\"\"\"\"\",,x,01/12/2010 08:00,2.00,7,UK\"\n");
  using std::filesystem::perms;
  CHECK(std::filesystem::status(*report.rejects).permissions() ==
        (perms::owner_read | perms::owner_write));  // R3: rows have phone numbers
}

TEST_CASE("a file that cannot be imported is an error that says what to do; nothing is posted") {
  Fixture f;
  CHECK(f.refused("").en == f.folder.path("history.csv").string() +
                                " is empty: it has not even a header. Nothing was imported.");
  CHECK(f.refused(
             "InvoiceNo,StockCode,Description,Quantity,InvoceDate,UnitPrice,CustomerID,Country\n")
            .en ==
        "Column 5 of the header, \"InvoceDate\", is unknown; did you mean "
        "\"InvoiceDate\"? Nothing was imported.");
  CHECK(f.refused("customer,date,units\n").en ==
        "The header lacks the column \"amount\". Nothing was imported.");
  CHECK(f.refused("a,b\n").zh.starts_with("认不出表头：第 1 列叫“a”。"));
  CHECK(f.refused(std::string_view("\xFF\xFE"
                                   "a\0,\0b\0\n\0",
                                   10))
            .en.find("UTF-16") != std::string::npos);
  HistoryOrder order = f.order(retail);
  order.file = f.folder.path("absent.csv");
  CHECK(explain(import_history(order, f.sink).error()).en ==
        "Cannot read " + order.file.string() +
            ": No such file or directory. Nothing was imported.");
  order = f.order(retail);
  order.rejects = f.folder.path("absent/rejects.csv");
  CHECK(word(import_history(order, f.sink).error()) == "history_rejects_unwritable");
}

TEST_CASE("a file of nothing but a header is an import of nothing") {
  Fixture f;
  const HistoryReport report = f.import(retail);
  CHECK(report.rows.read == 0);
  CHECK_FALSE(report.first_day.has_value());
}

TEST_CASE(
    "a return's number used twice: each row is judged by itself, the second time as the first") {
  // Two returns under one number, apart in the file: nobody's, and somebody's.
  const std::string sold = "1,A,,1,01/12/2010 08:00,2.00,7,UK\n2,A,,1,01/12/2010 08:00,2.00,8,UK\n";
  const std::string nobodys = "C6,A,,-1,02/12/2010 08:00,2.00,,UK\n";
  const std::string of_7 = "C6,A,,-1,02/12/2010 08:00,2.00,7,UK\n";
  const std::string of_8 = "C6,A,,-1,02/12/2010 08:00,2.00,8,UK\n";
  const std::string between = "3,A,,1,01/12/2010 08:00,2.00,,UK\n";
  struct Case {
    std::string rows;
    std::uint64_t returns, rejected;
  };
  const std::vector<Case> cases = {{sold + nobodys + between + of_7, 1, 1},
                                   {sold + of_7 + between + nobodys, 1, 1},
                                   {sold + of_7 + between + of_8, 1, 1},
                                   {of_7 + sold + of_8, 1, 1}};
  for (const Case& each : cases) {
    CAPTURE(each.rows);
    Fixture f;
    const HistoryReport first = f.import(std::string(retail) + each.rows);
    CHECK(first.returns == each.returns);
    CHECK(first.rows.rejected == each.rejected);
    const HistoryReport second = f.import(std::string(retail) + each.rows);
    CHECK(second.returns == 0);
    CHECK(second.returns_already_here == each.returns);
    CHECK(second.rows.rejected == each.rejected);
  }
}

TEST_CASE("any rows at all: counts add up, and a second import posts nothing") {
  CHECK(rc::check("random histories", [] {
    std::string text(retail);
    const int rows = *rc::gen::inRange(0, 30);
    for (int i = 0; i < rows; ++i) {
      const bool back = *rc::gen::inRange(0, 3) == 0;
      text += (back ? "C" : "") + std::to_string(*rc::gen::inRange(1, 12)) + ",A,," +
              (back ? "-" : "") + std::to_string(*rc::gen::inRange(0, 5)) + ",0" +
              std::to_string(*rc::gen::inRange(0, 9)) + "/12/2010 08:00,2.00," +
              *rc::gen::element<std::string>("", "7", "8") + ",UK\n";
    }
    Fixture f;
    const HistoryReport first = f.import(text);
    const std::uint64_t posts = f.sink.posts();
    const HistoryReport second = f.import(text);
    RC_ASSERT(first.rows.read == static_cast<std::uint64_t>(rows));
    RC_ASSERT(f.sink.posts() == posts);
    RC_ASSERT(second.rows.rejected == first.rows.rejected);
  }));
}

}  // namespace
}  // namespace vip::terminal
