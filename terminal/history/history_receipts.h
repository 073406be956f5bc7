// HistoryReceipts: the rows of a history file, gathered into receipts.
//
// Neighbouring rows with the same receipt number are one receipt: one customer, one day, and the
// time of its first row. Rows whose goods come back are kept apart: each is a return of its own,
// and has its place among the receipt's rows (history_sink.h: once only).
//
// A row that is wrong goes to `rejected` and costs nothing but itself. A sale beyond A20's limits
// is rejected as a whole, row by row.
//
// Memory: one receipt of at most 1000 lines and 1000 returned rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cardformat/day.h"
#include "terminal/history/csv.h"
#include "terminal/history/history_rows.h"
#include "terminal/history/history_sink.h"
#include "terminal/history/rejection.h"

namespace vip::terminal {

struct HistoryReceipt {
  struct Back {
    std::size_t row = 0;  // place among the receipt's rows, from 0
    HistoryRow what;
  };

  std::string receipt_no;
  Moment at;
  std::string customer;          // empty: nobody knows
  std::string phone;             // the first one that a row tells
  std::vector<HistoryRow> sold;  // the lines of the sale; may be empty
  std::vector<Back> back;
};

// Requires: it sold something.
HistorySale sale_of(const HistoryReceipt& receipt);

class HistoryReceipts {
 public:
  static constexpr std::size_t max_lines = 1000;  // A20

  // Rows dated after `today` are rejected. Requires: `csv` outlives this, and its next record is
  // the one after the header. `rejected` is called while next() runs.
  HistoryReceipts(CsvReader& csv, HistoryRows rows, Day today,
                  std::function<void(Rejection)> rejected)
      : csv_(csv), rows_(std::move(rows)), today_(today), rejected_(std::move(rejected)) {}

  // The file may have been cut off by what carried it (gzip): then its last row is, too.
  // Asked after the last record was read.
  using WasCut = std::function<bool()>;
  void last_row_is_cut_when(WasCut was_cut) { was_cut_ = std::move(was_cut); }

  // False at the end of the file.
  bool next(HistoryReceipt& receipt);

  std::uint64_t rows_read() const { return rows_read_; }    // without header and empty lines
  std::uint64_t last_line() const { return record_.line; }  // where the last row begins
  bool ended_without_line_end() const { return record_.without_line_end; }

 private:
  std::optional<HistoryRow> next_row();
  void add(HistoryRow row, HistoryReceipt& receipt);
  void reject(const HistoryRow& row, RejectReason reason, Details details = {});
  void reject_sold(RejectReason reason, HistoryReceipt& receipt);

  CsvReader& csv_;
  HistoryRows rows_;
  Day today_;
  std::function<void(Rejection)> rejected_;
  WasCut was_cut_;
  CsvRecord record_;
  std::optional<HistoryRow> waiting_;  // the first row of the next receipt
  std::uint64_t rows_read_ = 0;

  // Of the receipt being gathered.
  std::size_t place_ = 0;
  Fen gross_;
  std::optional<RejectReason> refused_;  // its sale, as a whole
};

}  // namespace vip::terminal
