#include "terminal/history/history_rows.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/terminal/text_bytes.h"

namespace vip::terminal {
namespace {

std::vector<std::string> fields_of(std::string_view line) {
  TextBytes bytes{std::string(line)};
  CsvReader reader(bytes);
  CsvRecord record;
  REQUIRE(reader.next(record));
  return record.fields;
}

HeaderProblem problem(std::string_view header, std::optional<Layout> layout = {}) {
  const auto rows = HistoryRows::from_header(fields_of(header), layout);
  REQUIRE_FALSE(rows.has_value());
  return rows.error();
}

Result<HistoryRow, Rejection> read(std::string_view header, std::string_view line) {
  const auto rows = HistoryRows::from_header(fields_of(header));
  REQUIRE(rows.has_value());
  TextBytes bytes{std::string(line)};
  CsvReader reader(bytes);
  CsvRecord record;
  REQUIRE(reader.next(record));
  return rows->read(record);
}

constexpr std::string_view retail =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
constexpr std::string_view receipts =
    "receipt_no,date,time,sku,name,qty,unit_price,promotion,coupon,reduction,customer,phone,"
    "return_of\n";

std::string reason(std::string_view header, std::string_view line) {
  const auto row = read(header, line);
  return row ? "" : std::string(word(row.error().reason));
}

TEST_CASE("the header tells the layout, in any order of columns") {
  CHECK(HistoryRows::from_header(fields_of(retail))->layout() == Layout::online_retail);
  CHECK(HistoryRows::from_header(fields_of(receipts))->layout() == Layout::receipts);
  CHECK(HistoryRows::from_header(fields_of("customer,date,units,amount\n"))->layout() ==
        Layout::purchases);
  CHECK(HistoryRows::from_header(fields_of("sku,unit_price,qty,date,receipt_no\n"))->layout() ==
        Layout::receipts);
}

TEST_CASE("a header that is wrong is an error that names the column") {
  using Kind = HeaderProblem::Kind;
  struct Row {
    const char* name;
    std::string_view header;
    Kind kind;
    const char* found;
    const char* meant;
    std::size_t column;
  };
  const Row rows[] = {
      {"misspelt",
       "InvoiceNo,StockCode,Description,Quantity,InvoceDate,UnitPrice,CustomerID,Country",
       Kind::unknown_column, "InvoceDate", "InvoiceDate", 5},
      {"unknown", "receipt_no,date,sku,qty,unit_price,colour", Kind::unknown_column, "colour", "",
       6},
      {"missing", "receipt_no,date,sku,qty", Kind::missing_column, "", "unit_price", 0},
      {"twice", "customer,date,units,amount,date", Kind::twice, "date", "", 5},
      {"another file", "id,when,what", Kind::unknown_layout, "id", "", 1},
      {"other letters are another name", "Customer,date,units,amount", Kind::unknown_column,
       "Customer", "customer", 1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const HeaderProblem found = problem(row.header);
    CHECK(found.kind == row.kind);
    CHECK(found.found == row.found);
    CHECK(found.meant == row.meant);
    CHECK(found.column == row.column);
  }
  CHECK(problem(retail, Layout::purchases).found == "InvoiceNo");
}

TEST_CASE("online-retail: a sale's row") {
  const auto row =
      read(retail, "536365,85123A,\"HEART, WHITE\",6,01/12/2010 08:26,2.55,17850,United Kingdom\n");
  REQUIRE(row.has_value());
  CHECK(row->receipt_no == "536365");
  CHECK(row->sku == "85123A");
  CHECK(row->name == "HEART, WHITE");
  CHECK(row->qty == 6);
  CHECK_FALSE(row->comes_back);
  CHECK(row->at == Moment{*Day::from_civil(2010, 12, 1), 506});
  CHECK(row->unit_price == Fen(255));
  CHECK(row->customer == "17850");
}

TEST_CASE("online-retail: a cancellation's row has its units, and comes back") {
  const auto row =
      read(retail, "C536379,D,Discount,-1,01/12/2010 09:41,27.5,14527,United Kingdom\n");
  REQUIRE(row.has_value());
  CHECK(row->comes_back);
  CHECK(row->qty == 1);
  CHECK(row->unit_price == Fen(2750));
}

TEST_CASE("online-retail: no customer and price zero are lawful") {
  const auto row = read(retail, "536414,22139,,56,01/12/2010 11:52,0,,United Kingdom\n");
  REQUIRE(row.has_value());
  CHECK(row->customer.empty());
  CHECK(row->unit_price == Fen(0));
  CHECK(row->name.empty());
}

TEST_CASE("online-retail: what is rejected, and why") {
  struct Row {
    const char* why;
    std::string_view line;
  };
  const Row rows[] = {
      {"cut_off", "539650,84347,R"},
      {"field_count", "539650,84347,R\n"},
      {"field_count", "536365,a,b,6,01/12/2010 08:26,2.55,17850,United Kingdom,more"},
      {"not_a_sale", "A563185,B,Adjust bad debt,1,12/08/2011 14:50,11062.06,,United Kingdom\n"},
      {"below_zero", "563186,B,Adjust bad debt,1,12/08/2011 14:51,-11062.06,,United Kingdom\n"},
      {"stock_adjustment", "536589,21777,,-10,01/12/2010 16:50,0,,United Kingdom\n"},
      {"sale_in_cancellation", "C536589,21777,,10,01/12/2010 16:50,0,,United Kingdom\n"},
      {"quantity_zero", "536365,a,b,0,01/12/2010 08:26,2.55,17850,United Kingdom\n"},
      {"not_a_number", "536365,a,b,six,01/12/2010 08:26,2.55,17850,United Kingdom\n"},
      {"not_a_number", "536365,a,b,1.5,01/12/2010 08:26,2.55,17850,United Kingdom\n"},
      {"not_a_number", "536365,a,b,1,01/12/2010 08:26,,17850,United Kingdom\n"},
      {"too_large", "536365,a,b,1000001,01/12/2010 08:26,2.55,17850,United Kingdom\n"},
      {"too_large", "536365,a,b,99999999999999999999,01/12/2010 08:26,2.55,1,United Kingdom\n"},
      {"not_whole_fen", "536365,a,b,1,01/12/2010 08:26,2.555,17850,United Kingdom\n"},
      {"not_a_date", "536365,a,b,1,31/11/2010 08:26,2.55,17850,United Kingdom\n"},
      {"not_a_date", "536365,a,b,1,12/1/2010 8:26,2.55,17850,United Kingdom\n"},
      {"not_a_date", "536365,a,b,1,01/12/2010 24:00,2.55,17850,United Kingdom\n"},
      {"not_a_date", "536365,a,b,1,01/12/2010,2.55,17850,United Kingdom\n"},
      {"field_missing", ",a,b,1,01/12/2010 08:26,2.55,17850,United Kingdom\n"},
      {"field_missing", "536365,,b,1,01/12/2010 08:26,2.55,17850,United Kingdom\n"},
      {"control_character", "536365,a,b\x07,1,01/12/2010 08:26,2.55,17850,United Kingdom\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.line);
    CHECK(reason(retail, row.line) == row.why);
  }
  CHECK(reason(retail, "536365," + std::string(65, 'a') + ",b,1,01/12/2010 08:26,2.55,1,UK\n") ==
        "field_too_long");
  CHECK(reason(retail, "536365," + std::string(64, 'a') + ",b,1,01/12/2010 08:26,2.55,1,UK\n")
            .empty());
}

TEST_CASE("receipts: our own layout, whole") {
  const auto row = read(receipts,
                        "S01-000017,2026-11-02,18:05:33,LIP-204,丝绒口红 204,2,189.00,yes,C-7,20.5,"
                        "K0031,+86 138 0000 0031,\n");
  REQUIRE(row.has_value());
  CHECK(row->receipt_no == "S01-000017");
  CHECK(row->at == Moment{*Day::from_civil(2026, 11, 2), 1085});
  CHECK(row->name == "丝绒口红 204");
  CHECK(row->qty == 2);
  CHECK(row->unit_price == Fen(18900));
  CHECK(row->promotion);
  CHECK(row->coupon == "C-7");
  CHECK(row->reduction == Fen(2050));
  CHECK(row->customer == "K0031");
  CHECK(row->phone == "13800000031");
}

TEST_CASE("receipts: columns that may be left out have their defaults") {
  const auto row = read("receipt_no,date,sku,qty,unit_price\n", "7,2026-11-02,A,-3,1\n");
  REQUIRE(row.has_value());
  CHECK(row->at.minute == 0);
  CHECK(row->comes_back);
  CHECK(row->qty == 3);
  CHECK(row->reduction == Fen(0));
  CHECK_FALSE(row->promotion);
  CHECK(row->customer.empty());
}

TEST_CASE("receipts: a customer without a key is known by the phone") {
  const auto row =
      read("receipt_no,date,sku,qty,unit_price,phone\n", "7,2026-11-02,A,1,1,13800000031\n");
  REQUIRE(row.has_value());
  CHECK(row->customer == "13800000031");
}

TEST_CASE("receipts: what is rejected, and why") {
  CHECK(reason(receipts, "7,2026-11-31,,A,,1,1,,,,,,\n") == "not_a_date");
  CHECK(reason(receipts, "7,1899-12-31,,A,,1,1,,,,,,\n") == "not_a_date");
  CHECK(reason(receipts, "7,2026-11-30,8:00,A,,1,1,,,,,,\n") == "not_a_date");
  CHECK(reason(receipts, "7,2026-11-30,,A,,1,1,maybe,,,,,\n") == "not_yes_or_no");
  CHECK(reason(receipts, "7,2026-11-30,,A,,2,1.50,,,3.01,,,\n") == "reduction_too_large");
  CHECK(reason(receipts, "7,2026-11-30,,A,,2,1.50,,,3.00,,,\n").empty());
  CHECK(reason(receipts, "7,2026-11-30,,A,,2,1.50,,,-1,,,\n") == "below_zero");
  CHECK(reason(receipts, "7,2026-11-30,,A,,1,1,,,,,12345,\n") == "not_a_phone");
}

TEST_CASE("purchases: one row a purchase, known by customer, date and line") {
  const auto row = read("customer,date,units,amount\n", "00002,2021-01-12,5,77.00\r\n");
  REQUIRE(row.has_value());
  CHECK(row->receipt_no == "00002-2021-01-12-L1");
  CHECK(row->qty == 1);
  CHECK(row->unit_price == Fen(7700));
  CHECK(row->name == "5 units");
  CHECK(reason("customer,date,units,amount\n", ",2021-01-12,5,77.00\n") == "field_missing");
  CHECK(reason("customer,date,units,amount\n", "1,2021-01-12,-5,77.00\n") == "stock_adjustment");
}

TEST_CASE("layouts are known by name") {
  for (const Layout layout : {Layout::receipts, Layout::online_retail, Layout::purchases}) {
    CHECK(read_layout(name(layout)) == layout);
  }
  CHECK_FALSE(read_layout("retail").has_value());
}

}  // namespace
}  // namespace vip::terminal
