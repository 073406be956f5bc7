// CsvReader: the records of a comma-separated file (RFC 4180), one at a time, each with the number
// of the line where it begins.
//
// Read: fields in quotes with commas, doubled quotes and line ends inside; LF and CRLF; a byte
// order mark; a quote in the middle of a field that does not begin with one (it is a character
// there); empty lines (no records). A last line without a line end is a record that says so,
// because it may be cut off.
//
// What is wrong is a record too, with a fault, and costs one line only: the reader goes on with the
// next line of the file, also where a quote was opened and never closed. Nothing is passed over in
// silence: the lines of all records and the empty ones are the lines of the file.
//
// Memory: one record (at most 16 KiB) and one piece of the file.
//
// Text comes out as valid UTF-8: a record that is not valid UTF-8 is read as Latin-1 (ISO 8859-1),
// decided record by record, so that it does not matter how far down the first such letter stands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/history/byte_source.h"

namespace vip::terminal {

enum class CsvFault : std::uint8_t {
  none = 1,
  quote_open,        // a quote is opened and never closed
  text_after_quote,  // "abc"def
  too_long,          // the record is longer than max_record bytes
  nul,               // a zero byte: not a text file, or a damaged one
};

struct CsvRecord {
  std::uint64_t line = 0;  // from 1
  CsvFault fault = CsvFault::none;
  bool without_line_end = false;    // the file ends with it
  std::vector<std::string> fields;  // empty where there is a fault
  std::string text;                 // as it stands in the file, without its line end
};

class CsvReader {
 public:
  static constexpr std::size_t max_record = 16 * 1024;

  // Requires: `bytes` outlives the reader.
  explicit CsvReader(ByteSource& bytes) : bytes_(bytes) {}

  // False at the end of the file; `record` is then as it was.
  bool next(CsvRecord& record);

 private:
  struct Scan;
  bool more();
  Scan scan();
  void take_first_line(CsvFault fault, CsvRecord& record);

  ByteSource& bytes_;
  std::string held_;  // read and not yet given out, from begin_ on
  std::size_t begin_ = 0;
  bool over_ = false;       // bytes_ is at its end
  bool started_ = false;    // the byte order mark was looked for
  std::uint64_t line_ = 1;  // of held_[begin_]
  std::vector<std::string> fields_;
};

// Each byte the character of that number.
std::string utf8_from_latin1(std::string_view text);

}  // namespace vip::terminal
