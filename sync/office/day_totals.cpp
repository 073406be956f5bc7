#include "sync/office/day_totals.h"

#include <array>
#include <concepts>
#include <string>
#include <string_view>

namespace vip::sync {
namespace {

using terminal::Database;
using terminal::Reading;
using terminal::StorageError;
using terminal::Tally;

// A field of the tally, and the column that it is kept in.
struct Column {
  std::string_view name;
  std::int64_t (*get)(const Tally&);
  void (*add)(Tally&, std::int64_t);
};

template <auto field>
constexpr Column column(std::string_view name) {
  using Value = std::remove_reference_t<decltype(Tally().*field)>;
  if constexpr (std::same_as<Value, std::int64_t>) {
    return {name, [](const Tally& t) { return t.*field; },
            [](Tally& t, std::int64_t value) { t.*field += value; }};
  } else {
    return {name, [](const Tally& t) { return (t.*field).count(); },
            [](Tally& t, std::int64_t value) { t.*field += Value(value); }};
  }
}

// Names are on disk: add, never rename.
const std::array columns = {
    column<&Tally::sales>("sales"),
    column<&Tally::member_sales>("member_sales"),
    column<&Tally::gross>("gross"),
    column<&Tally::reduction>("reduction"),
    column<&Tally::paid>("paid"),
    column<&Tally::returns>("returns"),
    column<&Tally::refunded>("refunded"),
    column<&Tally::history_sales>("history_sales"),
    column<&Tally::history_paid>("history_paid"),
    column<&Tally::history_returns>("history_returns"),
    column<&Tally::history_refunded>("history_refunded"),
    column<&Tally::earned>("earned"),
    column<&Tally::taken>("taken"),
    column<&Tally::redemptions>("redemptions"),
    column<&Tally::redeemed>("redeemed"),
    column<&Tally::corrections>("corrections"),
    column<&Tally::corrected>("corrected"),
    column<&Tally::cards_issued>("cards_issued"),
    column<&Tally::cards_blocked>("cards_blocked"),
    column<&Tally::cards_replaced>("cards_replaced"),
    column<&Tally::cards_renewed>("cards_renewed"),
    column<&Tally::cards_closed>("cards_closed"),
    column<&Tally::anomalies>("anomalies"),
    column<&Tally::events>("events"),
};
static_assert(sizeof(Tally) == columns.size() * sizeof(std::int64_t),
              "every field of the tally has its column");

// `each` is written for every column, {} standing for its name.
std::string for_columns(std::string_view each, std::string_view between) {
  std::string text;
  for (const Column& column : columns) {
    if (!text.empty()) text += between;
    for (std::size_t at = 0; at < each.size(); ++at) {
      if (each.substr(at, 2) == "{}") {
        text += column.name;
        ++at;
      } else {
        text += each[at];
      }
    }
  }
  return text;
}

}  // namespace

void create_day_totals_table(Database& database) {
  database.execute(
      "CREATE TABLE day_total(tid INTEGER NOT NULL, epoch INTEGER NOT NULL, day INTEGER NOT "
      "NULL, " +
      for_columns("{} INTEGER NOT NULL", ", ") + ", PRIMARY KEY(tid, epoch, day)) WITHOUT ROWID");
}

DayTotals::DayTotals(Database& database)
    : add_(database, "INSERT INTO day_total(tid, epoch, day, " + for_columns("{}", ", ") +
                         ") VALUES(?, ?, ?, " + for_columns("?", ", ") +
                         ") ON CONFLICT(tid, epoch, day) DO UPDATE SET " +
                         for_columns("{}={}+excluded.{}", ", ")),
      of_terminal_(database, "SELECT day, " + for_columns("sum({})", ", ") +
                                 " FROM day_total WHERE tid=? GROUP BY day ORDER BY day") {}

void DayTotals::add(std::uint32_t tid, std::uint32_t epoch, Day day, const Tally& part) {
  add_.bind(1, tid).bind(2, epoch).bind(3, std::int64_t{day.number()});
  int at = 3;
  for (const Column& column : columns) add_.bind(++at, column.get(part));
  add_.run();
}

std::vector<DayTotal> DayTotals::of(std::uint32_t tid) {
  std::vector<DayTotal> days;
  const Reading reading(of_terminal_);
  of_terminal_.bind(1, tid);
  while (of_terminal_.step()) {
    const auto day = Day::from_number(of_terminal_.integer(0));
    if (!day) throw StorageError(StorageError::Kind::damaged, "a stored day is no day");
    DayTotal total{*day, {}};
    int at = 0;
    for (const Column& column : columns) column.add(total.tally, of_terminal_.integer(++at));
    days.push_back(total);
  }
  return days;
}

void add_to(Tally& sum, const Tally& part) {
  for (const Column& column : columns) column.add(sum, column.get(part));
}

}  // namespace vip::sync
