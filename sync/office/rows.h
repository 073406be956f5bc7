// Rows: binding and reading the columns of a statement one after the other.
//
// Requires: what is read has the types that were written; a day that is none is damage.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/amount.h"
#include "cardformat/card_number.h"
#include "cardformat/day.h"
#include "terminal/books/event.h"
#include "terminal/books/sqlite.h"

namespace vip::sync {

// Binds one value after the other, in the order of the columns.
class Row {
 public:
  explicit Row(terminal::Statement& statement) : statement_(statement) {}

  Row& operator<<(std::int64_t value) {
    statement_.bind(++at_, value);
    return *this;
  }
  Row& operator<<(std::string_view text) {
    statement_.bind(++at_, text);
    return *this;
  }
  Row& operator<<(card::Number number) {
    return *this << static_cast<std::int64_t>(number.value());
  }
  Row& operator<<(terminal::Seq seq) { return *this << static_cast<std::int64_t>(seq); }
  Row& operator<<(std::uint32_t number) { return *this << std::int64_t{number}; }
  Row& operator<<(Day day) { return *this << std::int64_t{day.number()}; }
  Row& operator<<(bool fact) { return *this << std::int64_t{fact}; }
  template <class Unit>
  Row& operator<<(Amount<Unit> amount) {
    return *this << amount.count();
  }
  template <class Value>
  Row& operator<<(const std::optional<Value>& value) {
    if (value) return *this << *value;
    statement_.bind_null(++at_);
    return *this;
  }
  void run() { statement_.run(); }

 private:
  terminal::Statement& statement_;
  int at_ = 0;
};

// Reads one value after the other, in the order of the columns.
class Columns {
 public:
  explicit Columns(const terminal::Statement& statement) : statement_(statement) {}

  std::int64_t integer() { return statement_.integer(++at_); }
  std::string text() { return std::string(statement_.text(++at_)); }
  bool flag() { return integer() != 0; }
  terminal::Seq seq() { return static_cast<terminal::Seq>(integer()); }
  Fen fen() { return Fen(integer()); }
  Points points() { return Points(integer()); }
  card::Number number() { return card::Number::from_value(static_cast<std::uint64_t>(integer())); }
  Day day() {
    const auto day = Day::from_number(integer());
    if (!day)
      throw terminal::StorageError(terminal::StorageError::Kind::damaged, "a stored day is no day");
    return *day;
  }
  // The next column by `read`, unless it is null.
  template <class Value>
  std::optional<Value> maybe(Value (Columns::*read)()) {
    if (statement_.is_null(at_ + 1)) {
      ++at_;
      return std::nullopt;
    }
    return (this->*read)();
  }

 private:
  const terminal::Statement& statement_;
  int at_ = -1;
};

}  // namespace vip::sync
