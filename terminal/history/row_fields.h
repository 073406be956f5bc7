// RowFields: the fields of one record of a history file, read into values.
//
// The first thing that is wrong is remembered and makes the row a rejection; what is read after it
// does not count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/amount.h"
#include "cardformat/day.h"
#include "cardformat/result.h"
#include "terminal/history/csv.h"
#include "terminal/history/history_sink.h"
#include "terminal/history/rejection.h"

namespace vip::terminal {

constexpr std::size_t max_key = 64;  // bytes of a receipt number, an article, a customer

struct HistoryColumn {
  std::string_view name;
  bool must = false;
};

class RowFields {
 public:
  // `place`: where each of `columns` stands in the record, if at all. Requires: all outlive this.
  RowFields(const CsvRecord& record, std::span<const HistoryColumn> columns,
            const std::vector<std::optional<std::size_t>>& place)
      : record_(record), columns_(columns), place_(place) {}

  bool good() const { return !rejection_; }
  Rejection rejection() const { return *rejection_; }
  void reject(RejectReason reason, Details details);

  // Each of the column with this number. What cannot be read rejects the row.
  std::string_view text(std::size_t column) const;  // empty where the file has no such column
  std::string key(std::size_t column, bool must);
  std::string name(std::size_t column);
  std::int64_t quantity(std::size_t column);  // below zero where goods come back; never zero
  Fen money(std::size_t column);
  Day day(std::size_t column);

  // The column and what stands there, for a rejection.
  Details about(std::size_t column) const;

 private:
  void measure(std::size_t column, std::size_t most);
  Detail name_detail(std::size_t column) const;

  const CsvRecord& record_;
  std::span<const HistoryColumn> columns_;
  const std::vector<std::optional<std::size_t>>& place_;
  std::optional<Rejection> rejection_;
};

bool all_digits(std::string_view text);  // and not empty

// "08:26", or "08:26:59": files have seconds, receipts do not need them. The minute of the day.
std::optional<int> read_minute(std::string_view text);

// "01/12/2010 08:26": the first of December.
std::optional<Moment> read_british(std::string_view text);

// "12.5" -> 1250. No value: not a number. More decimals than two must be zeros.
enum class MoneyFault : std::uint8_t { not_a_number = 1, not_whole_fen, too_large };
Result<Fen, MoneyFault> read_yuan(std::string_view text);

}  // namespace vip::terminal
