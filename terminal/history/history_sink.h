// HistorySink: where the sales of the time before this system go: the books, seen from an import.
//
// The importer decides what a file says; a sink decides how it is kept. The counter is the real
// one. History has no card and earns nothing: it makes receipts and purchases that prove E1 and E2
// (E3), and returns that leave their sum (E4).
//
// Once only: a sale is named by its receipt number, a row of a return by its receipt number and its
// place among that receipt's rows. What is known is never posted again, so that a file imported
// twice, or from the start after a kill, changes nothing the second time.
//
// Batches: what was posted since the last keep() is durable when keep() returns, and gone as a
// whole after a kill before that. Look-ups see what was posted, kept or not.
//
// Personal data: `customer` is the key of the former system and `phone` a phone number. Both belong
// to the people, never to the journal (R3, R4).
//
// A machine that breaks (disk full, database damaged) is the sink's StorageError.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cardformat/amount.h"
#include "cardformat/day.h"

namespace vip::terminal {

// A minute of the store's clock, as files have it: no zone, no seconds.
struct Moment {
  Day day;
  int minute = 0;  // of the day, 0 to 1439
  friend auto operator<=>(const Moment&, const Moment&) = default;
};

struct HistoryLine {
  std::string sku;
  std::string name;      // may be empty; valid UTF-8
  std::int64_t qty = 1;  // 1 to 10^6
  Fen unit_price;        // 0 to 10^11
  Fen paid;              // 0 to qty * unit_price: what the line was really paid at
  friend bool operator==(const HistoryLine&, const HistoryLine&) = default;
};

struct HistorySale {
  std::string receipt_no;  // 1 to 64 bytes of valid UTF-8
  Moment at;
  std::string customer;            // empty: nobody knows whose purchase it was
  std::string phone;               // eleven digits, or empty
  std::vector<HistoryLine> lines;  // 1 to 1000; a line's number is its index
  friend bool operator==(const HistorySale&, const HistorySale&) = default;
};

// Units that come back from one line of one sale.
struct ReturnedPart {
  std::string sale_receipt_no;
  std::size_t line = 0;
  std::int64_t qty = 1;
  friend bool operator==(const ReturnedPart&, const ReturnedPart&) = default;
};

// One row of a return, with the sale lines that it takes back: each part is paid back exactly what
// those units were paid at (A4).
struct HistoryReturn {
  std::string receipt_no;  // of the return itself
  std::size_t row = 0;     // its place among the rows of that receipt, from 0
  Moment at;
  std::string sku;
  Fen unit_price;
  std::int64_t qty = 1;             // the sum of its parts
  std::string return_of;            // the receipt of the sale, where the row names it
  std::string customer;             // whose purchases they were, where it names no receipt
  std::vector<ReturnedPart> parts;  // at least one, of different sale lines
  friend bool operator==(const HistoryReturn&, const HistoryReturn&) = default;
};

// Whose sale lines a return may take back.
struct LinesWanted {
  std::string customer;  // compared unless sale_receipt_no is given
  std::string sku;
  Fen unit_price;
  Moment not_after;             // nothing comes back before it was bought
  std::string sale_receipt_no;  // empty: any imported sale of the customer
  std::int64_t qty = 1;         // how many units are looked for
};

struct LineOut {
  std::string sale_receipt_no;
  std::size_t line = 0;
  std::int64_t out = 1;  // units bought and not returned, at least 1
  friend bool operator==(const LineOut&, const LineOut&) = default;
};

enum class Known : std::uint8_t {
  no = 1,
  same,   // it is in the books, with this content
  other,  // its number is in the books with other content
};

struct HistoryPurchase {
  std::string receipt_no;
  Day day;
  Fen net;  // paid less returned (E4), >= 0
  friend bool operator==(const HistoryPurchase&, const HistoryPurchase&) = default;
};

struct HistoryCustomer {
  std::string customer;
  std::string phone;                       // the last one that history told, or empty
  std::vector<HistoryPurchase> purchases;  // ascending by day, then as they were imported
};

class HistorySink {
 public:
  virtual ~HistorySink() = default;

  // Whether the receipt number is in the books, also from this system's own sales. What the books
  // do not keep of a history sale (names of goods, the phone) is not compared.
  virtual Known known(const HistorySale& sale) = 0;
  // The same for a row of a return; its parts are not compared, only their sum and whose they were:
  // a number that comes twice in a file may stand for two returns.
  virtual Known known(const HistoryReturn& row) = 0;

  // Requires: known(sale) is Known::no.
  virtual void post(const HistorySale& sale) = 0;
  // Requires: known(row) is Known::no; every part is out.
  virtual void post(const HistoryReturn& row) = 0;

  // The lines of imported sales that are wanted and still out: the latest sale first, within a sale
  // the last line first. Only so many as cover `wanted.qty` units, or all when they do not.
  virtual std::vector<LineOut> lines_out(const LinesWanted& wanted) = 0;

  virtual void keep() = 0;

  // Every customer of imported sales once, in an order that stays, with the purchases not yet used
  // as proof (E3). One at a time, so that memory does not grow with their number.
  virtual void each_customer(const std::function<void(const HistoryCustomer&)>& visit) = 0;

 protected:
  HistorySink() = default;
  HistorySink(const HistorySink&) = default;
  HistorySink& operator=(const HistorySink&) = default;
};

}  // namespace vip::terminal
