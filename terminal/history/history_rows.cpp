#include "terminal/history/history_rows.h"

#include <algorithm>
#include <charconv>
#include <span>
#include <utility>

#include "cardformat/ensure.h"
#include "cardformat/utf8.h"
#include "terminal/json/fields.h"
#include "terminal/rules/registration.h"

namespace vip::terminal {
namespace {

constexpr std::size_t max_key = 64;             // bytes of a receipt number, an article, a customer
constexpr std::size_t max_name = 200;           // bytes
constexpr std::int64_t max_qty = 1'000'000;     // A20
constexpr Fen max_unit_price{100'000'000'000};  // A20
constexpr std::size_t max_whole_digits = 15;    // of yuan; far beyond every limit

struct Column {
  std::string_view name;
  bool must = false;
};

// The columns of each layout; the enums below name their places.
constexpr Column receipts_columns[] = {
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

constexpr Column online_retail_columns[] = {
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

constexpr Column purchases_columns[] = {
    {"customer", true}, {"date", true}, {"units", true}, {"amount", true}};
enum PurchasesColumn : std::size_t { p_customer, p_date, p_units, p_amount };

constexpr Layout layouts[] = {Layout::receipts, Layout::online_retail, Layout::purchases};

std::span<const Column> columns_of(Layout layout) {
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

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return '0' <= c && c <= '9'; });
}

// Exactly `width` digits at `at`, as a number; no value where there are none.
std::optional<int> digits_at(std::string_view text, std::size_t at, std::size_t width) {
  if (text.size() < at + width || !all_digits(text.substr(at, width))) return {};
  int value = 0;
  for (std::size_t i = at; i < at + width; ++i) value = value * 10 + (text[i] - '0');
  return value;
}

// 08:26, or 08:26:59: files have seconds, receipts do not need them.
std::optional<int> read_minute(std::string_view text) {
  if (text.size() != 5 && text.size() != 8) return {};
  const auto hour = digits_at(text, 0, 2);
  const auto minute = digits_at(text, 3, 2);
  if (!hour || !minute || text[2] != ':' || *hour > 23 || *minute > 59) return {};
  if (text.size() == 8) {
    const auto second = digits_at(text, 6, 2);
    if (text[5] != ':' || !second || *second > 59) return {};
  }
  return *hour * 60 + *minute;
}

// 01/12/2010 08:26: the first of December.
std::optional<Moment> read_british(std::string_view text) {
  const auto day = digits_at(text, 0, 2);
  const auto month = digits_at(text, 3, 2);
  const auto year = digits_at(text, 6, 4);
  if (!day || !month || !year || text[2] != '/' || text[5] != '/') return {};
  if (text.size() < 11 || text[10] != ' ') return {};
  const auto date = Day::from_civil(*year, *month, *day);
  const auto minute = read_minute(text.substr(11));
  if (!date || !minute) return {};
  return Moment{*date, *minute};
}

std::size_t matches(const std::vector<std::string>& header, Layout layout) {
  std::size_t count = 0;
  for (const Column& column : columns_of(layout)) {
    for (const std::string& found : header) count += trimmed(found) == column.name ? 1U : 0U;
  }
  return count;
}

// Reads the fields of one record; remembers the first thing that is wrong.
class RowFields {
 public:
  RowFields(const CsvRecord& record, Layout layout,
            const std::vector<std::optional<std::size_t>>& place)
      : record_(record), columns_(columns_of(layout)), place_(place) {}

  bool good() const { return !rejection_; }
  Rejection rejection() const { return *rejection_; }

  void reject(RejectReason reason, Details details) {
    if (!rejection_) rejection_ = Rejection{record_.line, reason, std::move(details), record_.text};
  }

  std::string_view text(std::size_t column) const {
    return place_[column] ? trimmed(record_.fields[*place_[column]]) : std::string_view();
  }

  std::string key(std::size_t column, bool must) {
    const std::string_view found = text(column);
    if (must && found.empty()) reject(RejectReason::field_missing, {name_detail(column)});
    measure(column, max_key);
    return std::string(found);
  }

  std::string name(std::size_t column) {
    const std::string_view found = text(column);
    measure(column, max_name);
    return std::string(found);
  }

  // Below zero where goods come back; never zero.
  std::int64_t quantity(std::size_t column) {
    std::string_view found = text(column);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(found.data(), found.data() + found.size(), value);
    if (error == std::errc::result_out_of_range) {
      reject(RejectReason::too_large, about(column));
    } else if (error != std::errc() || end != found.data() + found.size()) {
      reject(RejectReason::not_a_number, about(column));
    } else if (value == 0) {
      reject(RejectReason::quantity_zero, {});
    } else if (value < -max_qty || value > max_qty) {
      reject(RejectReason::too_large, about(column));
    }
    return good() ? value : 1;
  }

  Fen money(std::size_t column) {
    const auto fen = read_yuan(text(column));
    if (!fen) {
      switch (fen.error()) {
        case MoneyFault::not_a_number:
          reject(RejectReason::not_a_number, about(column));
          break;
        case MoneyFault::not_whole_fen:
          reject(RejectReason::not_whole_fen, about(column));
          break;
        case MoneyFault::too_large:
          reject(RejectReason::too_large, about(column));
          break;
      }
      return Fen(0);
    }
    if (*fen < Fen(0)) reject(RejectReason::below_zero, about(column));
    if (*fen > max_unit_price) reject(RejectReason::too_large, about(column));
    return good() ? *fen : Fen(0);
  }

  Day day(std::size_t column) {
    const auto found = read_day(text(column));
    if (!found) reject(RejectReason::not_a_date, about(column));
    return found.value_or(Day());
  }

  Details about(std::size_t column) const {
    return {name_detail(column), Detail{"text", std::string(text(column).substr(0, max_key))}};
  }

 private:
  void measure(std::size_t column, std::size_t most) {
    if (text(column).size() > most) reject(RejectReason::field_too_long, {name_detail(column)});
    if (has_control(text(column))) {
      reject(RejectReason::control_character, {name_detail(column)});
    }
  }

  Detail name_detail(std::size_t column) const {
    return {"column", std::string(columns_[column].name)};
  }

  const CsvRecord& record_;
  std::span<const Column> columns_;
  const std::vector<std::optional<std::size_t>>& place_;
  std::optional<Rejection> rejection_;
};

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

Result<Fen, MoneyFault> read_yuan(std::string_view text) {
  const bool minus = text.starts_with('-');
  if (minus) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view decimals =
      point == std::string_view::npos ? std::string_view("0") : text.substr(point + 1);
  if (!all_digits(whole) || !all_digits(decimals)) return Unexpected{MoneyFault::not_a_number};
  if (decimals.find_first_not_of('0', std::min<std::size_t>(2, decimals.size())) !=
      std::string_view::npos) {
    return Unexpected{MoneyFault::not_whole_fen};
  }
  const std::size_t first = std::min(whole.find_first_not_of('0'), whole.size());
  if (whole.size() - first > max_whole_digits) return Unexpected{MoneyFault::too_large};
  std::int64_t fen = 0;
  for (const char c : whole.substr(first)) fen = fen * 10 + (c - '0');
  fen = fen * 100 + (decimals[0] - '0') * 10 + (decimals.size() > 1 ? decimals[1] - '0' : 0);
  return Fen(minus ? -fen : fen);
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
  const std::span<const Column> columns = columns_of(*layout);
  rows.place_.resize(columns.size());
  std::vector<std::size_t> strangers;
  for (std::size_t place = 0; place < header.size(); ++place) {
    const std::string_view found = trimmed(header[place]);
    const auto column = std::find_if(columns.begin(), columns.end(),
                                     [&](const Column& each) { return each.name == found; });
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
  RowFields fields(record, layout_, place_);
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
