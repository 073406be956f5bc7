// Sheet: a report as a table, before it is known what file it becomes.
//
// CSV (csv_file.h) and XLSX (xlsx_file.h) are made from the same sheet, so that no two of them can
// say different things. A cell is a text, a whole number or an amount; what it is, the writer of a
// file shows in that file's own way. Texts come from people and are never believed to be harmless:
// each writer says how it keeps a text from being taken for a formula.
//
// A value only.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "cardformat/amount.h"

namespace vip::terminal {

using Cell = std::variant<std::string, std::int64_t, Fen>;

struct Sheet {
  std::string name;                     // of the sheet: at most 31 characters, none of []:*?/\ .
  std::vector<std::string> heading;     // lines above the table
  std::vector<std::string> columns;     // titles
  std::vector<std::vector<Cell>> rows;  // each as long as the columns
  std::vector<std::string> conclusion;  // lines below it
};

}  // namespace vip::terminal
