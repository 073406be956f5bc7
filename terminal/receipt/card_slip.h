// Card slip: a virtual card on paper, handed over as a plastic one is (C1).
//
// Whose it is, its number in full, through which day it is good, and its QR code, rendered like a
// receipt (receipt.h, escpos.h, svg.h). It is the card: it says so, and is kept like one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cardformat/card_number.h"
#include "cardformat/day.h"
#include "terminal/receipt/receipt.h"

namespace vip::terminal {

struct CardSlip {
  bool training = false;
  std::vector<std::string> header;  // as on a receipt
  std::string store;                // "S01"
  std::string time;                 // store-local, "2026-11-22 10:42"
  card::Number number;
  std::string address;  // S2: 王女士; may be empty
  Day last_day;
  std::string token;  // what the QR code says: the payload's digits or the number's
};

// Requires: columns is 32 or more; the token is 16 or 237 digits.
std::vector<PaperRow> lay_out(const CardSlip& slip, int columns = receipt_columns);

}  // namespace vip::terminal
