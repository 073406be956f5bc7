#include "terminal/history/import_history.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include "terminal/history/csv.h"
#include "terminal/history/history_receipts.h"
#include "terminal/history/rejects_file.h"
#include "terminal/history/waiting_rows.h"
#include "terminal/rules/eligibility.h"

namespace vip::terminal {
namespace {

// Receipts in one transaction: enough that the disk is not waited for at each, few enough that a
// lane is not kept waiting (design 11).
constexpr std::uint64_t batch = 256;
constexpr std::uint64_t looked_at_in_a_step = 1000;

// The file, open behind its header.
struct OpenFile {
  std::unique_ptr<ByteSource> bytes;
  std::unique_ptr<CsvReader> csv;
  std::optional<HistoryRows> rows;
};

Result<OpenFile, HistoryProblem> open_file(const HistoryOrder& order) {
  using Kind = HistoryProblem::Kind;
  const Detail file{"file", order.file.string()};
  auto bytes = open_bytes(order.file);
  if (!bytes) {
    return Unexpected{HistoryProblem{Kind::unreadable, {file, Detail{"why", bytes.error()}}, {}}};
  }
  OpenFile open{std::move(*bytes), nullptr, {}};
  open.csv = std::make_unique<CsvReader>(*open.bytes);
  CsvRecord header;
  if (!open.csv->next(header)) {
    if (open.bytes->how_it_ended() == FileEnd::unreadable) {
      return Unexpected{HistoryProblem{Kind::unreadable, {file, Detail{"why", "read error"}}, {}}};
    }
    return Unexpected{HistoryProblem{Kind::empty, {file}, {}}};
  }
  // UTF-16 has a zero in every second byte, behind a mark that is no UTF-8.
  if (header.fault == CsvFault::nul) {
    return Unexpected{HistoryProblem{Kind::utf16, {file}, {}}};
  }
  auto rows = HistoryRows::from_header(header.fields, order.layout);
  if (!rows) {
    const HeaderProblem& why = rows.error();
    return Unexpected{HistoryProblem{
        Kind::header,
        {file, {"found", why.found}, {"meant", why.meant}, {"column", std::to_string(why.column)}},
        why}};
  }
  open.rows = std::move(*rows);
  return open;
}

class Import {
 public:
  Import(const HistoryOrder& order, HistorySink& sink, RejectsFile& rejects)
      : order_(order), sink_(sink), rejects_(rejects), waiting_(order.rejects.parent_path()) {}

  void first_pass(OpenFile file) {
    report_.layout = file.rows->layout();
    HistoryReceipts receipts(*file.csv, *file.rows, order_.today,
                             [this](Rejection why) { reject(std::move(why)); });
    // next() asks when no byte is left, so the end of the bytes is known.
    receipts.last_row_is_cut_when([&] { return file.bytes->how_it_ended() != FileEnd::whole; });
    HistoryReceipt receipt;
    while (receipts.next(receipt)) {
      if (!receipt.sold.empty()) take_sale(receipt);
      for (const HistoryReceipt::Back& back : receipt.back) {
        take_return(back.row, back.what, false);
      }
      if (!a_step_is_done()) continue;
      sink_.keep();
      show({file.bytes->bytes_done(), file.bytes->bytes_total(), receipts.rows_read()});
    }
    sink_.keep();
    report_.rows.read = receipts.rows_read();
    report_.file_end = file.bytes->how_it_ended();
    if (receipts.ended_without_line_end()) line_without_end_ = receipts.last_line();
    show({file.bytes->bytes_done(), file.bytes->bytes_total(), report_.rows.read});
  }

  // Returned rows that found nothing in the first pass, now that every sale is in the books.
  void second_pass() {
    for (auto waiting = waiting_.next(); waiting; waiting = waiting_.next()) {
      take_return(waiting->place, waiting->row, true);
      if (!a_step_is_done()) continue;
      sink_.keep();
      show(shown_);
    }
    sink_.keep();
  }

  void tell_who_qualifies() {
    report_.as_of = order_.as_of;
    sink_.each_customer([this](const HistoryCustomer& customer) {
      ++report_.customers;
      std::vector<Purchase> purchases;
      purchases.reserve(customer.purchases.size());
      for (const HistoryPurchase& each : customer.purchases) {
        purchases.push_back({each.day, each.net});
      }
      const Eligibility found = eligibility(purchases, order_.as_of, order_.join);
      if (!found.qualifies) return;
      ++report_.qualified_count;
      if (report_.qualified.size() < HistoryReport::shown_qualified) {
        report_.qualified.push_back(proof(customer, found.clause));
      }
    });
  }

  HistoryReport finish(bool rejects_written) {
    if (rejects_written) report_.rejects = order_.rejects;
    report_.last_line_without_end = line_without_end_ > last_rejected_;
    return std::move(report_);
  }

  std::uint64_t rejected() const { return report_.rows.rejected; }

 private:
  Qualified proof(const HistoryCustomer& customer, Clause clause) const {
    Qualified one{customer.customer, customer.phone, clause, Fen(0), {}};
    const Day from = window_start(order_.as_of, order_.join.months);
    for (const HistoryPurchase& each : customer.purchases) {
      if (each.day > order_.as_of || each.net == Fen(0)) continue;
      if (clause == Clause::E1) {
        if (each.net > one.sum) {
          one.sum = each.net;
          one.receipts = {each.receipt_no};
        }
      } else if (each.day >= from) {
        one.sum += each.net;
        one.receipts.push_back(each.receipt_no);
      }
    }
    return one;
  }

  void take_sale(const HistoryReceipt& receipt) {
    const HistorySale sale = sale_of(receipt);
    switch (sink_.known(sale)) {
      case Known::no:
        sink_.post(sale);
        ++unkept_;
        ++report_.sales;
        report_.lines += sale.lines.size();
        report_.rows.accepted += sale.lines.size();
        break;
      case Known::same:
        ++report_.sales_already_here;
        report_.rows.already_here += sale.lines.size();
        break;
      case Known::other:
        for (const HistoryRow& row : receipt.sold) {
          reject({row.line,
                  RejectReason::known_otherwise,
                  {Detail{"receipt_no", row.receipt_no}},
                  row.text});
        }
        return;
    }
    saw(receipt.at.day);
  }

  // Where the goods are not out, the row waits for the second pass; there it is rejected. (So it is
  // at once where the disk has no room for it to wait.)
  void take_return(std::size_t place, const HistoryRow& row, bool for_good) {
    // Judged first: what nobody can have bought was never posted, whatever has the same number.
    if (row.customer.empty() && row.return_of.empty()) {
      return reject({row.line, RejectReason::nobody_to_return_from, {}, row.text});
    }
    HistoryReturn what{row.receipt_no,
                       place,
                       row.at,
                       row.sku,
                       row.unit_price,
                       row.qty,
                       row.return_of,
                       row.return_of.empty() ? row.customer : std::string(),
                       {}};
    switch (sink_.known(what)) {
      case Known::no:
        break;
      case Known::same:
        ++report_.returns_already_here;
        ++report_.rows.already_here;
        return saw(row.at.day);
      case Known::other:
        return reject(
            {row.line, RejectReason::known_otherwise, {{"receipt_no", row.receipt_no}}, row.text});
    }
    std::int64_t missing = row.qty;
    for (const LineOut& line :
         sink_.lines_out({row.customer, row.sku, row.unit_price, row.at, row.return_of, row.qty})) {
      const std::int64_t units = std::min(missing, line.out);
      if (units > 0) what.parts.push_back({line.sale_receipt_no, line.line, units});
      missing -= units;
    }
    if (missing > 0) {
      if (!for_good && waiting_.add({place, row})) return;
      return reject(
          {row.line,
           RejectReason::nothing_to_return,
           {{"wanted", std::to_string(row.qty)}, {"out", std::to_string(row.qty - missing)}},
           row.text});
    }
    sink_.post(what);
    ++unkept_;
    ++report_.returns;
    ++report_.rows.accepted;
    saw(row.at.day);
  }

  void reject(Rejection why) {
    ++report_.rows.rejected;
    rejects_.write(why);
    last_rejected_ = std::max(last_rejected_, why.line);
    auto& shown = report_.rejections;
    const auto place = std::upper_bound(
        shown.begin(), shown.end(), why.line,
        [](std::uint64_t line, const Rejection& each) { return line < each.line; });
    if (shown.size() == HistoryReport::shown_rejections && place == shown.end()) return;
    shown.insert(place, std::move(why));
    if (shown.size() > HistoryReport::shown_rejections) shown.pop_back();
  }

  void saw(Day day) {
    if (!report_.first_day || day < *report_.first_day) report_.first_day = day;
    if (!report_.last_day || day > *report_.last_day) report_.last_day = day;
  }

  // So much was posted, or so many receipts only looked at, that others should have their turn.
  bool a_step_is_done() {
    if (++looked_at_ < looked_at_in_a_step && unkept_ < batch) return false;
    looked_at_ = 0;
    unkept_ = 0;
    return true;
  }

  // Requires: everything is kept.
  void show(const HistoryProgress& progress) {
    shown_ = progress;
    if (order_.progress) order_.progress(progress);
  }

  const HistoryOrder& order_;
  HistorySink& sink_;
  RejectsFile& rejects_;
  HistoryReport report_;
  WaitingRows waiting_;          // returned rows to be tried again
  std::uint64_t unkept_ = 0;     // posted since the last keep()
  std::uint64_t looked_at_ = 0;  // receipts, and rows that waited, of this step
  HistoryProgress shown_;
  std::uint64_t line_without_end_ = 0;
  std::uint64_t last_rejected_ = 0;
};

}  // namespace

std::optional<Words> remark(const HistoryReport& report) {
  switch (report.file_end) {
    case FileEnd::whole:
      break;
    case FileEnd::truncated:
      return Words{"压缩文件在中间断开：读得到的都导入了，后面的行没有。",
                   "The gzip file stops in the middle: what could be read was imported, the rows "
                   "behind it were not."};
    case FileEnd::damaged:
      return Words{"压缩文件已损坏：坏处之前的都导入了，后面的行没有，坏处附近的几行请核对。",
                   "The gzip file is damaged: what stands before the damage was imported, what "
                   "stands behind it was not; check the rows next to it."};
    case FileEnd::unreadable:
      return Words{"文件读到一半读不下去了：之前的都导入了，后面的行没有。",
                   "The file could not be read to its end: what could be read was imported, the "
                   "rows behind it were not."};
  }
  if (!report.last_line_without_end) return {};
  return Words{"最后一行没有换行符，按完整的一行导入了；如果文件被截断，请核对这一行。",
               "The last line has no line end and was taken as whole; check it if the file may "
               "have been cut off."};
}

Result<HistoryReport, HistoryProblem> import_history(const HistoryOrder& order, HistorySink& sink) {
  using Kind = HistoryProblem::Kind;
  const auto unwritable = [&](int error) {
    return Unexpected{HistoryProblem{Kind::rejects_unwritable,
                                     {Detail{"file", order.rejects.string()},
                                      Detail{"why", std::system_category().message(error)}},
                                     {}}};
  };
  auto file = open_file(order);
  if (!file) return Unexpected{file.error()};
  RejectsFile rejects(order.rejects);
  if (rejects.error() != 0) return unwritable(rejects.error());

  Import import(order, sink, rejects);
  import.first_pass(std::move(*file));
  import.second_pass();
  import.tell_who_qualifies();
  if (import.rejected() == 0) {
    rejects.remove();
  } else {
    rejects.flush();
    if (rejects.error() != 0) return unwritable(rejects.error());
  }
  return import.finish(import.rejected() > 0);
}

}  // namespace vip::terminal
