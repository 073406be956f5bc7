// XLSX: a sheet as a workbook (ECMA-376), by libxlsxwriter.
//
// Texts are strings and never formulas, whatever they begin with. Amounts are numbers of yuan with
// two places, so that they can be added up; the library takes them as binary fractions, which hold
// every amount of up to 15 digits as it is shown. Titles stay in view when scrolled.
//
// The library keeps parts of the workbook in files on the way. They are made in memory (a file
// system without a disk) where the machine has one, else in `scratch`, without names: they hold
// what the report holds.
//
// Throws StorageError where there is no room for that.
#pragma once

#include <filesystem>
#include <string>

#include "terminal/reports/sheet.h"

namespace vip::terminal {

std::string xlsx_file(const Sheet& sheet, const std::filesystem::path& scratch);

}  // namespace vip::terminal
