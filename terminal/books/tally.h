// Tally: what a run of events comes to, for reports. Store and head office count with the same
// code, so that their reports can stand side by side.
#pragma once

#include <cstdint>

#include "terminal/books/event.h"

namespace vip::terminal {

struct Tally {
  std::int64_t sales = 0;
  std::int64_t member_sales = 0;
  Fen gross;
  Fen reduction;
  Fen paid;
  std::int64_t returns = 0;
  Fen refunded;
  std::int64_t history_sales = 0;  // brought in by history.import; not in `sales` and `paid`
  Fen history_paid;
  std::int64_t history_returns = 0;
  Fen history_refunded;
  Points earned;
  Points taken;
  std::int64_t redemptions = 0;
  Points redeemed;
  std::int64_t corrections = 0;
  Points corrected;
  std::int64_t cards_issued = 0;
  std::int64_t cards_blocked = 0;
  std::int64_t cards_replaced = 0;
  std::int64_t cards_renewed = 0;
  std::int64_t cards_closed = 0;
  std::int64_t anomalies = 0;
  std::int64_t events = 0;

  void add(const Event& event);
  friend bool operator==(const Tally&, const Tally&) = default;
};

}  // namespace vip::terminal
