// Receipt model: what a receipt says of an event of the journal (S8).
//
// A sale, a return and a redemption each have one, filled in from the event alone and from what is
// kept of the card, so that a receipt printed again says what the first one said.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "terminal/counter/sale_desk.h"
#include "terminal/door/config.h"
#include "terminal/receipt/receipt.h"

namespace vip::terminal {

// What is known of a sale besides its event. A till that has just committed it knows all of it.
struct SaleSlip {
  const Stamp& stamp;
  const Position& position;
  const SaleEvent& sale;
  std::string address;  // S2; empty: not known
  std::optional<Day> last_day;
  std::optional<ReceiptRate> rate;
  std::vector<std::string> remarks;
};
Receipt sale_receipt(const Desk& desk, const Config& config, SaleSlip slip);

// Requires: `done` was recorded under the desk's own stamp.
Receipt return_receipt(const Desk& desk, const Config& config, const Returned& done);

// The receipt of the sale, return or redemption at that place in the journal. Fault not_found where
// there is none, at `pointer`.
Answer<Receipt> receipt_at(const Desk& desk, const Config& config, Seq seq,
                           std::string_view pointer);

// "card expired ... (C3)"
std::string receipt_remark(const Refusal& notice);

}  // namespace vip::terminal
