// Anomaly desk: what data shows of a breach, and what became of it (X1).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "terminal/counter/counter.h"

namespace vip::terminal {

// One anomaly with its evidence.
struct AnomalyShown {
  AnomalyRow row;
  std::int64_t at = 0;  // when it was raised
  std::string staff;    // under whom
  std::string lane;
  std::optional<SaleRow> sale;  // the sale that shows it, where it is one
  AnomalyState state = AnomalyState::open;
  std::string settled_by;  // who said the last word on it; empty: nobody did
  std::int64_t settled_at = 0;
  std::string why;  // in their words
};

// In the order of the journal.
std::vector<AnomalyShown> anomalies(const Desk& desk);

struct Settled {
  AnomalyRow row;
  AnomalyState state;
  Position position;
};
// Nobody settles what happened under their own hand: refusal X1 own_anomaly. Faults: not_found.
Answer<Settled> settle(const Desk& desk, Seq anomaly, AnomalyState state, const std::string& why);

}  // namespace vip::terminal
