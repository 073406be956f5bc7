// SVG: a receipt as a picture, for looking at it before it is printed, or instead.
//
// Laid out from the same rows as the printer's bytes, in the printer's dots (203 dpi, 0.125 mm): a
// column is 12 dots wide, a row 30 dots high, so that what stands under what else does so here too,
// whatever font the viewer has. One file, nothing fetched from anywhere; black on white.
#pragma once

#include <string>
#include <vector>

#include "terminal/receipt/escpos.h"
#include "terminal/receipt/receipt.h"

namespace vip::terminal {

// Requires: the rows were laid out for so many columns.
std::string svg(const std::vector<PaperRow>& rows, int columns, PrinterProfile::Code code);

}  // namespace vip::terminal
