#include "terminal/history/history_receipts.h"

#include <utility>

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

constexpr Fen max_gross{1'000'000'000'000};  // A20

RejectReason reason_for(CsvFault fault) {
  switch (fault) {
    case CsvFault::none:
      break;
    case CsvFault::quote_open:
      return RejectReason::quote_open;
    case CsvFault::text_after_quote:
      return RejectReason::text_after_quote;
    case CsvFault::too_long:
      return RejectReason::row_too_long;
    case CsvFault::nul:
      return RejectReason::zero_byte;
  }
  ensure(false, "only a record with a fault is rejected for one");
  return RejectReason::cut_off;
}

Fen gross_of(const HistoryRow& row) { return Fen(row.qty * row.unit_price.count()); }

}  // namespace

HistorySale sale_of(const HistoryReceipt& receipt) {
  ensure(!receipt.sold.empty(), "a sale has lines");
  HistorySale sale{receipt.receipt_no, receipt.at, receipt.customer, receipt.phone, {}};
  sale.lines.reserve(receipt.sold.size());
  for (const HistoryRow& row : receipt.sold) {
    sale.lines.push_back(
        {row.sku, row.name, row.qty, row.unit_price, gross_of(row) - row.reduction});
  }
  return sale;
}

std::optional<HistoryRow> HistoryReceipts::next_row() {
  if (waiting_) return std::exchange(waiting_, std::nullopt);
  while (csv_.next(record_)) {
    ++rows_read_;
    const bool cut = record_.without_line_end && was_cut_ && was_cut_();
    if (cut || (record_.without_line_end && record_.fault == CsvFault::quote_open)) {
      rejected_({record_.line, RejectReason::cut_off, {}, record_.text});
    } else if (record_.fault != CsvFault::none) {
      rejected_({record_.line, reason_for(record_.fault), {}, record_.text});
    } else if (auto row = rows_.read(record_); !row) {
      rejected_(row.error());
    } else if (row->at.day > today_) {
      rejected_({record_.line,
                 RejectReason::after_today,
                 {Detail{"day", row->at.day.text()}},
                 record_.text});
    } else {
      return std::move(*row);
    }
  }
  return {};
}

void HistoryReceipts::reject(const HistoryRow& row, RejectReason reason, Details details) {
  rejected_({row.line, reason, std::move(details), row.text});
}

void HistoryReceipts::reject_sold(RejectReason reason, HistoryReceipt& receipt) {
  refused_ = reason;
  for (const HistoryRow& row : receipt.sold) {
    reject(row, reason, {Detail{"receipt_no", receipt.receipt_no}});
  }
  receipt.sold.clear();
}

void HistoryReceipts::add(HistoryRow row, HistoryReceipt& receipt) {
  const std::size_t place = place_++;
  const Details number{Detail{"receipt_no", receipt.receipt_no}};
  if (row.customer != receipt.customer) return reject(row, RejectReason::other_customer);
  if (row.at.day != receipt.at.day) return reject(row, RejectReason::other_day);
  if (receipt.phone.empty()) receipt.phone = row.phone;
  if (row.comes_back) {
    if (receipt.back.size() == max_lines) {
      return reject(row, RejectReason::receipt_too_long, number);
    }
    receipt.back.push_back({place, std::move(row)});
    return;
  }
  if (refused_) return reject(row, *refused_, number);
  if (receipt.sold.size() == max_lines) {
    reject_sold(RejectReason::receipt_too_long, receipt);
    return reject(row, RejectReason::receipt_too_long, number);
  }
  gross_ += gross_of(row);
  receipt.sold.push_back(std::move(row));
  if (gross_ > max_gross) reject_sold(RejectReason::receipt_too_large, receipt);
}

bool HistoryReceipts::next(HistoryReceipt& receipt) {
  std::optional<HistoryRow> row = next_row();
  if (!row) return false;
  receipt = HistoryReceipt();
  receipt.receipt_no = row->receipt_no;
  receipt.at = row->at;
  receipt.customer = row->customer;
  place_ = 0;
  gross_ = Fen(0);
  refused_.reset();
  for (; row; row = next_row()) {
    if (row->receipt_no != receipt.receipt_no) {
      waiting_ = std::move(row);
      break;
    }
    add(std::move(*row), receipt);
  }
  return true;
}

}  // namespace vip::terminal
