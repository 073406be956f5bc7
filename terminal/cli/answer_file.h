// Answer file: a file that an answer holds: a picture, a table, a printer's bytes.
//
// It goes where the person wants it, as it is: to --output, or to standard output. Files are made
// for their owner alone (0600), since most of them hold what people may not see.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vip::terminal::cli {

struct AnswerFile {
  std::string bytes;
  bool for_people = false;  // a text: a screen can show it
};

// Of the answer's result, the first that is there: xlsx, csv, escpos, png, svg, text. No value:
// none is, or the answer is not ok.
std::optional<AnswerFile> file_in(std::string_view answer);

// Whole or not at all: a file of that name is replaced only by a complete one. False: `errno` says
// why.
bool write_file(const std::string& name, std::string_view bytes);

}  // namespace vip::terminal::cli
