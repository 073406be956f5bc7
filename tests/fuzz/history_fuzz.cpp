#include <string>
#include <string_view>

#include "cardformat/utf8.h"
#include "terminal/history/csv.h"
#include "terminal/history/history_receipts.h"
#include "tests/fuzz/fuzz.h"
#include "tests/terminal/text_bytes.h"

using namespace vip;
using namespace vip::terminal;

namespace {

// Every record, whatever it is: lines rise, text is UTF-8, faults have no fields.
void read_records(std::string_view text, std::size_t piece) {
  TextBytes bytes{std::string(text), piece};
  CsvReader csv(bytes);
  std::uint64_t line = 0;
  for (CsvRecord record; csv.next(record);) {
    ensure(record.line > line, "a record begins below the one before");
    line = record.line;
    ensure(record.text.size() <= 2 * CsvReader::max_record, "a record has a limit");
    ensure(is_utf8(record.text), "text comes out as UTF-8");
    ensure(record.fields.empty() == (record.fault != CsvFault::none), "a fault has no fields");
    for (const std::string& field : record.fields) ensure(is_utf8(field), "fields too");
  }
}

// Every receipt that the header allows: rows are accounted for, sales keep to their limits.
void read_receipts(std::string_view text) {
  TextBytes bytes{std::string(text)};
  CsvReader csv(bytes);
  CsvRecord header;
  if (!csv.next(header)) return;
  const auto rows = HistoryRows::from_header(header.fields);
  if (!rows) return;
  std::uint64_t rejected = 0;
  std::uint64_t taken = 0;
  HistoryReceipts receipts(csv, *rows, *Day::from_civil(2026, 11, 22), [&](const Rejection& why) {
    ++rejected;
    ensure(!explain(why).en.empty(), "a rejection says why");
  });
  for (HistoryReceipt receipt; receipts.next(receipt);) {
    taken += receipt.sold.size() + receipt.back.size();
    if (receipt.sold.empty()) continue;
    const HistorySale sale = sale_of(receipt);
    ensure(sale.lines.size() <= HistoryReceipts::max_lines, "A20: at most 1000 lines");
    for (const HistoryLine& line : sale.lines) {
      ensure(line.qty >= 1 && line.qty <= 1'000'000, "A20: quantities");
      ensure(line.paid >= Fen(0), "nobody is paid for buying");
    }
  }
  ensure(taken + rejected == receipts.rows_read(), "every row is taken or rejected");
}

}  // namespace

FUZZ_INPUT(text) {
  read_records(text, 3);
  read_records(text, 64 * 1024);
  read_receipts(text);
}
