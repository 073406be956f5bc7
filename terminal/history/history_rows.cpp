#include "terminal/history/history_rows.h"

#include <algorithm>
#include <span>
#include <utility>

#include "cardformat/ensure.h"
#include "terminal/history/row_fields.h"
#include "terminal/json/fields.h"
#include "terminal/rules/registration.h"

namespace vip::terminal {
namespace {

// The columns of each layout; the enums below name their places.
constexpr HistoryColumn receipts_columns[] = {
    {"receipt_no", true}, {"date", true}, {"time"},   {"sku", true}, {"name"},     {"qty", true},
    {"unit_price", true}, {"promotion"},  {"coupon"}, {"reduction"}, {"customer"}, {"phone"},
    {"return_of"}};
enum ReceiptsColumn : std::size_t {
  r_receipt_no,
  r_date,
  r_time,
  r_sku,
  r_name,
  r_qty,
  r_unit_price,
  r_promotion,
  r_coupon,
  r_reduction,
  r_customer,
  r_phone,
  r_return_of
};

constexpr HistoryColumn online_retail_columns[] = {
    {"InvoiceNo", true},   {"StockCode", true}, {"Description", true}, {"Quantity", true},
    {"InvoiceDate", true}, {"UnitPrice", true}, {"CustomerID", true},  {"Country"}};
enum OnlineRetailColumn : std::size_t {
  o_invoice,
  o_stock_code,
  o_description,
  o_quantity,
  o_date,
  o_price,
  o_customer
};

constexpr HistoryColumn purchases_columns[] = {
    {"customer", true}, {"date", true}, {"units", true}, {"amount", true}};
enum PurchasesColumn : std::size_t { p_customer, p_date, p_units, p_amount };

constexpr Layout layouts[] = {Layout::receipts, Layout::online_retail, Layout::purchases};

std::span<const HistoryColumn> columns_of(Layout layout) {
  switch (layout) {
    case Layout::receipts:
      return receipts_columns;
    case Layout::online_retail:
      return online_retail_columns;
    case Layout::purchases:
      return purchases_columns;
  }
  ensure(false, "a layout is one of the layouts");
  return {};
}

std::size_t matches(const std::vector<std::string>& header, Layout layout) {
  std::size_t count = 0;
  for (const HistoryColumn& column : columns_of(layout)) {
    for (const std::string& found : header) count += trimmed(found) == column.name ? 1U : 0U;
  }
  return count;
}

void set_quantity(HistoryRow& row, std::int64_t qty) {
  row.comes_back = qty < 0;
  row.qty = qty < 0 ? -qty : qty;
}

void read_receipts(RowFields& fields, HistoryRow& row) {
  row.receipt_no = fields.key(r_receipt_no, true);
  row.at.day = fields.day(r_date);
  if (!fields.text(r_time).empty()) {
    const auto minute = read_minute(fields.text(r_time));
    if (!minute) fields.reject(RejectReason::not_a_date, fields.about(r_time));
    row.at.minute = minute.value_or(0);
  }
  row.sku = fields.key(r_sku, true);
  row.name = fields.name(r_name);
  set_quantity(row, fields.quantity(r_qty));
  row.unit_price = fields.money(r_unit_price);
  const std::string_view promotion = fields.text(r_promotion);
  row.promotion = promotion == "yes";
  if (!promotion.empty() && promotion != "yes" && promotion != "no") {
    fields.reject(RejectReason::not_yes_or_no, fields.about(r_promotion));
  }
  row.coupon = fields.key(r_coupon, false);
  if (!fields.text(r_reduction).empty()) row.reduction = fields.money(r_reduction);
  row.customer = fields.key(r_customer, false);
  if (!fields.text(r_phone).empty()) {
    const auto phone = read_phone(fields.text(r_phone));
    if (!phone) fields.reject(RejectReason::not_a_phone, {});
    row.phone = phone.value_or("");
  }
  // A customer without a key of the former system is known by the phone alone.
  if (row.customer.empty()) row.customer = row.phone;
  row.return_of = fields.key(r_return_of, false);
}

void read_online_retail(RowFields& fields, HistoryRow& row) {
  row.receipt_no = fields.key(o_invoice, true);
  const std::string_view number = row.receipt_no;
  const bool cancellation = number.starts_with('C');
  if (!all_digits(cancellation ? number.substr(1) : number)) {
    fields.reject(RejectReason::not_a_sale, {{"text", std::string(number)}});
  }
  row.sku = fields.key(o_stock_code, true);
  row.name = fields.name(o_description);
  set_quantity(row, fields.quantity(o_quantity));
  const auto at = read_british(fields.text(o_date));
  if (!at) fields.reject(RejectReason::not_a_date, fields.about(o_date));
  row.at = at.value_or(Moment());
  row.unit_price = fields.money(o_price);
  row.customer = fields.key(o_customer, false);
  if (cancellation && !row.comes_back) fields.reject(RejectReason::sale_in_cancellation, {});
  if (!cancellation && row.comes_back) fields.reject(RejectReason::stock_adjustment, {});
}

// A purchase is one line that cost its amount: what its units cost each is not told.
void read_purchases(RowFields& fields, HistoryRow& row) {
  row.customer = fields.key(p_customer, true);
  row.at.day = fields.day(p_date);
  const std::int64_t units = fields.quantity(p_units);
  if (units < 0) fields.reject(RejectReason::stock_adjustment, {});
  row.sku = "purchase";
  row.name = std::to_string(units) + (units == 1 ? " unit" : " units");
  row.unit_price = fields.money(p_amount);
}

}  // namespace

std::string_view name(Layout layout) {
  switch (layout) {
    case Layout::receipts:
      return "receipts";
    case Layout::online_retail:
      return "online-retail";
    case Layout::purchases:
      return "purchases";
  }
  ensure(false, "a layout is one of the layouts");
  return {};
}

std::optional<Layout> read_layout(std::string_view text) {
  for (const Layout layout : layouts) {
    if (name(layout) == text) return layout;
  }
  return {};
}

Result<HistoryRows, HeaderProblem> HistoryRows::from_header(const std::vector<std::string>& header,
                                                            std::optional<Layout> layout) {
  using Kind = HeaderProblem::Kind;
  if (!layout) {
    std::size_t most = 0;
    for (const Layout candidate : layouts) {
      // Of layouts with as many columns in common, the one that needs fewer others.
      const std::size_t count = matches(header, candidate);
      const bool better =
          count > most ||
          (count == most && most > 0 && columns_of(candidate).size() < columns_of(*layout).size());
      if (better) {
        most = count;
        layout = candidate;
      }
    }
  }
  if (!layout) {
    const std::string found = header.empty() ? std::string() : header.front();
    return Unexpected{HeaderProblem{Kind::unknown_layout, found.substr(0, max_key), "", 1}};
  }
  HistoryRows rows;
  rows.layout_ = *layout;
  rows.columns_ = header.size();
  const std::span<const HistoryColumn> columns = columns_of(*layout);
  rows.place_.resize(columns.size());
  std::vector<std::size_t> strangers;
  for (std::size_t place = 0; place < header.size(); ++place) {
    const std::string_view found = trimmed(header[place]);
    const auto column = std::find_if(columns.begin(), columns.end(),
                                     [&](const HistoryColumn& each) { return each.name == found; });
    if (column == columns.end()) {
      strangers.push_back(place);
      continue;
    }
    auto& slot = rows.place_[static_cast<std::size_t>(column - columns.begin())];
    if (slot) {
      return Unexpected{HeaderProblem{Kind::twice, std::string(found), "", place + 1}};
    }
    slot = place;
  }
  if (!strangers.empty()) {
    const std::string_view found = trimmed(header[strangers.front()]).substr(0, max_key);
    std::vector<std::string_view> missing;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!rows.place_[i]) missing.push_back(columns[i].name);
    }
    const std::string_view meant = nearest_word(found, missing).value_or("");
    return Unexpected{HeaderProblem{Kind::unknown_column, std::string(found), std::string(meant),
                                    strangers.front() + 1}};
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].must && !rows.place_[i]) {
      return Unexpected{HeaderProblem{Kind::missing_column, "", std::string(columns[i].name), 0}};
    }
  }
  return rows;
}

Result<HistoryRow, Rejection> HistoryRows::read(const CsvRecord& record) const {
  ensure(record.fault == CsvFault::none, "a record with a fault has no fields");
  if (record.fields.size() != columns_) {
    // The file's last line may have been cut off: too few fields, and no line end.
    const bool cut = record.without_line_end && record.fields.size() < columns_;
    return Unexpected{Rejection{
        record.line,
        cut ? RejectReason::cut_off : RejectReason::field_count,
        {{"found", std::to_string(record.fields.size())}, {"columns", std::to_string(columns_)}},
        record.text}};
  }
  HistoryRow row;
  row.line = record.line;
  row.text = record.text;
  RowFields fields(record, columns_of(layout_), place_);
  switch (layout_) {
    case Layout::receipts:
      read_receipts(fields, row);
      break;
    case Layout::online_retail:
      read_online_retail(fields, row);
      break;
    case Layout::purchases:
      read_purchases(fields, row);
      break;
  }
  if (!fields.good()) return Unexpected{fields.rejection()};
  if (layout_ == Layout::purchases) {
    row.receipt_no = row.customer + '-' + row.at.day.text() + "-L" + std::to_string(row.line);
    if (row.receipt_no.size() > max_key) {
      return Unexpected{Rejection{
          record.line, RejectReason::field_too_long, {{"column", "customer"}}, record.text}};
    }
  }
  if (row.reduction.count() > row.qty * row.unit_price.count()) {
    return Unexpected{Rejection{record.line, RejectReason::reduction_too_large, {}, record.text}};
  }
  return row;
}

}  // namespace vip::terminal
