#include "terminal/demo_driver/sales.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include "terminal/history/import_history.h"

namespace vip::terminal::demo {
namespace {

constexpr std::size_t shown_examples = 3;

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& field : fields) line += (line.empty() ? "" : ",") + field;
  return line + '\n';
}

}  // namespace

Sales read_sales(const std::filesystem::path& file, bool chinese) {
  const auto say = [&](const Words& words) {
    return std::runtime_error(chinese ? words.zh : words.en);
  };
  auto bytes = open_bytes(file);
  if (!bytes) {
    throw say({"打不开 " + file.string() + "：" + bytes.error(),
               "Cannot read " + file.string() + ": " + bytes.error()});
  }
  CsvReader csv(**bytes);
  CsvRecord header;
  const Words unusable = {file.string() + " 没有认得出的表头。",
                          file.string() + " has no header that is known here."};
  if (!csv.next(header)) throw say(unusable);
  auto rows = HistoryRows::from_header(header.fields);
  if (!rows) throw say(unusable);

  Sales sales;
  sales.layout = rows->layout();
  std::vector<HistoryReceipt> receipts;
  std::vector<Rejection> rejected;
  HistoryReceipts reader(csv, *rows, *Day::from_civil(Day::last_year, 12, 31),
                         [&](Rejection why) { rejected.push_back(std::move(why)); });
  reader.last_row_is_cut_when([&] { return (*bytes)->how_it_ended() != FileEnd::whole; });
  for (HistoryReceipt receipt; reader.next(receipt);) receipts.push_back(std::move(receipt));
  if (receipts.empty()) {
    throw say({file.string() + " 里没有销售。", file.string() + " has no sales in it."});
  }
  std::stable_sort(receipts.begin(), receipts.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
  sales.first_day = receipts.front().at.day;
  sales.last_day = receipts.back().at.day;
  sales.middle = plus_days(sales.first_day, days_between(sales.first_day, sales.last_day) / 2);

  std::map<std::uint64_t, std::string> first_half;  // by line
  std::uint64_t last_line = 0;
  for (HistoryReceipt& receipt : receipts) {
    if (!receipt.phone.empty()) sales.phones[receipt.customer] = receipt.phone;
    if (receipt.at.day > sales.middle) {
      sales.second_half.push_back(std::move(receipt));
      continue;
    }
    for (const HistoryRow& row : receipt.sold) first_half[row.line] = row.text;
    for (const HistoryReceipt::Back& back : receipt.back) {
      first_half[back.what.line] = back.what.text;
    }
    sales.first_half_receipts.push_back(std::move(receipt));
  }
  if (!first_half.empty()) last_line = first_half.rbegin()->first;
  // A row that could not be read stands in the half of the rows around it.
  for (Rejection& why : rejected) {
    if (why.line < last_line) {
      first_half[why.line] = why.row;
      continue;
    }
    ++sales.second_half_rejected;
    if (sales.examples.size() < shown_examples || why.reason == RejectReason::cut_off) {
      sales.examples.push_back(std::move(why));
    }
  }
  sales.first_half = csv_line(header.fields);
  for (const auto& [line, text] : first_half) sales.first_half += text + '\n';
  return sales;
}

void Goods::add(const HistoryReceipt& receipt) {
  for (std::size_t i = 0; i < receipt.sold.size(); ++i) {
    const HistoryRow& row = receipt.sold[i];
    sold_[{row.sku, row.unit_price}].push_back({receipt.receipt_no, receipt.customer, i, row.qty});
  }
}

std::vector<ReturnedPart> Goods::take(const HistoryReceipt& receipt, const HistoryRow& row) {
  if (receipt.customer.empty() && row.return_of.empty()) return {};
  std::vector<Sold>& sold = sold_[{row.sku, row.unit_price}];
  std::vector<std::pair<Sold*, std::int64_t>> taken;
  std::int64_t missing = row.qty;
  for (auto each = sold.rbegin(); each != sold.rend() && missing > 0; ++each) {
    const bool mine = row.return_of.empty() ? each->customer == receipt.customer
                                            : each->receipt_no == row.return_of;
    const std::int64_t units = mine ? std::min(missing, each->left) : 0;
    if (units > 0) taken.emplace_back(&*each, units);
    missing -= units;
  }
  if (missing > 0) return {};
  std::vector<ReturnedPart> parts;
  for (const auto& [from, units] : taken) {
    from->left -= units;
    parts.push_back({from->receipt_no, from->line, units});
  }
  return parts;
}

}  // namespace vip::terminal::demo
