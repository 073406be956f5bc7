// A sale's lines in one column: "qty:paid:returned" for each, with a space between lines; paid in
// fen.
//
// Store and head office keep them alike. Only what a sale line may still change by is kept here;
// what was sold stands in the journal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "terminal/books/ledger.h"

namespace vip::terminal {

std::string sold_lines_text(const std::vector<SoldLine>& lines);

// Throws StorageError (damaged) where the text is not one that sold_lines_text() makes.
std::vector<SoldLine> read_sold_lines(std::string_view text);

}  // namespace vip::terminal
