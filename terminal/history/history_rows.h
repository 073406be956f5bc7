// HistoryRows: what one record of a history file says, in each of the layouts that are known.
//
// The header tells the layout. Columns may stand in any order; one that is misspelt, unknown, twice
// or missing is an error that names it, before a single row is read.
//
// `receipts`: our own, one row a line of a receipt, rows of one receipt together.
//
//   column      must  meaning
//   receipt_no  yes   number of the receipt, 1 to 64 bytes
//   date        yes   2026-11-22, store-local
//   time              08:26, or 08:26:59; left out 00:00
//   sku         yes   article, 1 to 64 bytes
//   name              what it is called, at most 200 bytes
//   qty         yes   whole number, 1 to 1000000; below zero: it comes back
//   unit_price  yes   yuan with at most two decimals that are not zeros, 0 to 1000000000.00
//   promotion         yes, no or empty (D5)
//   coupon            id of a coupon that reduces this line (D6)
//   reduction         yuan off this line, 0 when empty: paid = qty * unit_price - reduction
//   customer          key of the customer in the former system, at most 64 bytes
//   phone             the customer's phone number (A35)
//   return_of         with qty below zero: number of the receipt that sold it
//
// `online-retail`:
//   InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
//   as the UCI data set of that name has it: dates 01/12/2010 08:26, cancellations with a number
//   that begins with C and negative quantities. An invoice number that is neither digits nor C and
//   digits is an accounting entry, a negative quantity elsewhere a stock adjustment: both are
//   rejected.
//
// `purchases`: customer,date,units,amount: one row a purchase. It has no receipt numbers; they are
//   made of customer, date and line ("00002-2021-01-12-L4"), so that two purchases of one day are
//   two. What is imported again must therefore be the same file, or one that grew at its end.
//
// Money is read digit by digit into fen; there is no floating point here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/amount.h"
#include "cardformat/result.h"
#include "terminal/history/csv.h"
#include "terminal/history/history_sink.h"
#include "terminal/history/rejection.h"

namespace vip::terminal {

enum class Layout : std::uint8_t { receipts = 1, online_retail, purchases };

std::string_view name(Layout layout);  // "receipts", "online-retail", "purchases"
std::optional<Layout> read_layout(std::string_view name);

struct HistoryRow {
  std::uint64_t line = 0;
  std::string receipt_no;
  Moment at;
  std::string sku;
  std::string name;
  bool comes_back = false;  // a row of a return
  std::int64_t qty = 1;     // 1 to 10^6
  Fen unit_price;
  Fen reduction;
  bool promotion = false;
  std::string coupon;
  std::string customer;
  std::string phone;
  std::string return_of;
  std::string text;  // the row as it stands in the file
};

// What is wrong with a header. `found` is the column as it stands there, `meant` the one that it
// seems to mean or that is missing; either may be empty.
struct HeaderProblem {
  enum class Kind : std::uint8_t { unknown_layout = 1, unknown_column, missing_column, twice };
  Kind kind = Kind::unknown_layout;
  std::string found;
  std::string meant;
  std::size_t column = 0;  // of `found`, from 1
};

class HistoryRows {
 public:
  // `layout`: the one that the caller knows it is; without it the header decides.
  static Result<HistoryRows, HeaderProblem> from_header(const std::vector<std::string>& header,
                                                        std::optional<Layout> layout = {});

  Layout layout() const { return layout_; }

  // Requires: the record has no fault.
  Result<HistoryRow, Rejection> read(const CsvRecord& record) const;

 private:
  HistoryRows() = default;

  Layout layout_ = Layout::receipts;
  std::size_t columns_ = 0;
  std::vector<std::optional<std::size_t>> place_;  // of each column of the layout, in the file
};

}  // namespace vip::terminal
