#include "terminal/history/row_fields.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include "cardformat/utf8.h"
#include "terminal/json/fields.h"
#include "terminal/rules/registration.h"

namespace vip::terminal {
namespace {

constexpr std::size_t max_name = 200;           // bytes
constexpr std::int64_t max_qty = 1'000'000;     // A20
constexpr Fen max_unit_price{100'000'000'000};  // A20
constexpr std::size_t max_whole_digits = 15;    // of yuan; far beyond every limit

// Exactly `width` digits at `at`, as a number; no value where there are none.
std::optional<int> digits_at(std::string_view text, std::size_t at, std::size_t width) {
  if (text.size() < at + width || !all_digits(text.substr(at, width))) return {};
  int value = 0;
  for (std::size_t i = at; i < at + width; ++i) value = value * 10 + (text[i] - '0');
  return value;
}

}  // namespace

void RowFields::reject(RejectReason reason, Details details) {
  if (!rejection_) rejection_ = Rejection{record_.line, reason, std::move(details), record_.text};
}

std::string_view RowFields::text(std::size_t column) const {
  return place_[column] ? trimmed(record_.fields[*place_[column]]) : std::string_view();
}

std::string RowFields::key(std::size_t column, bool must) {
  const std::string_view found = text(column);
  if (must && found.empty()) reject(RejectReason::field_missing, {name_detail(column)});
  measure(column, max_key);
  return std::string(found);
}

std::string RowFields::name(std::size_t column) {
  const std::string_view found = text(column);
  measure(column, max_name);
  return std::string(found);
}

std::int64_t RowFields::quantity(std::size_t column) {
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

Fen RowFields::money(std::size_t column) {
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

Day RowFields::day(std::size_t column) {
  const auto found = read_day(text(column));
  if (!found) reject(RejectReason::not_a_date, about(column));
  return found.value_or(Day());
}

Details RowFields::about(std::size_t column) const {
  return {name_detail(column), Detail{"text", std::string(text(column).substr(0, max_key))}};
}

void RowFields::measure(std::size_t column, std::size_t most) {
  if (text(column).size() > most) reject(RejectReason::field_too_long, {name_detail(column)});
  if (has_control(text(column))) {
    reject(RejectReason::control_character, {name_detail(column)});
  }
}

Detail RowFields::name_detail(std::size_t column) const {
  return {"column", std::string(columns_[column].name)};
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return '0' <= c && c <= '9'; });
}

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

}  // namespace vip::terminal
