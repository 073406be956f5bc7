// CSV: a sheet as text, for Excel and for whoever reads files by program (RFC 4180).
//
//   bytes EF BB BF            without them Excel takes Chinese for the machine's own code page
//   rows ended by CR LF       fields with , " CR LF or a blank at an end in quotes, " doubled
//   amounts                   yuan with a point: 1234.50
//   a text that begins with = + - @ TAB or CR, or blanks and then one of them, gets a ' in front:
//                             a spreadsheet would run it as a formula
#pragma once

#include <string>

#include "terminal/reports/sheet.h"

namespace vip::terminal {

std::string csv_file(const Sheet& sheet);

}  // namespace vip::terminal
