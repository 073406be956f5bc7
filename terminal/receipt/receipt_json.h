// A receipt as JSON: the model itself, for a till that lays its own paper out.
//
// Money in fen, points whole; nothing that the other renderings mask is in it.
#pragma once

#include "terminal/json/json_writer.h"
#include "terminal/receipt/receipt.h"

namespace vip::terminal {

// One object.
void write_receipt(JsonWriter& out, const Receipt& receipt);

}  // namespace vip::terminal
