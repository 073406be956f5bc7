#include "terminal/history/csv.h"

#include <algorithm>
#include <utility>

#include "cardformat/utf8.h"

namespace vip::terminal {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

// What lies at begin_: a record of `length` bytes (line end included), or why there is none.
struct CsvReader::Scan {
  CsvFault fault = CsvFault::none;
  std::size_t length = 0;       // with the line end
  std::size_t text_length = 0;  // without it
  std::uint64_t lines = 0;
  bool without_line_end = false;
};

bool CsvReader::more() {
  if (over_) return false;
  const std::string_view piece = bytes_.next();
  if (piece.empty()) {
    over_ = true;
    return false;
  }
  held_.erase(0, begin_);
  begin_ = 0;
  held_.append(piece);
  return true;
}

CsvReader::Scan CsvReader::scan() {
  enum class In { field_start, plain, quoted, after_quote };
  In in = In::field_start;
  Scan found;
  fields_.clear();
  std::string field;
  std::size_t at = 0;  // from begin_
  for (;; ++at) {
    if (at > max_record)
      return {.fault = in == In::quoted ? CsvFault::quote_open : CsvFault::too_long};
    if (begin_ + at >= held_.size() && !more()) {
      if (in == In::quoted) return {.fault = CsvFault::quote_open};
      found.without_line_end = true;
      found.text_length = at;
      if (in == In::plain && field.ends_with('\r')) field.pop_back();  // half a line end
      break;
    }
    const char c = held_[begin_ + at];
    if (c == '\0') return {.fault = CsvFault::nul};
    if (in == In::quoted) {
      if (c == '"') {
        in = In::after_quote;
      } else {
        if (c == '\n') ++found.lines;
        field += c;
      }
      continue;
    }
    if (c == '\n') {
      found.text_length = at;
      if (at > 0 && held_[begin_ + at - 1] == '\r') {
        --found.text_length;
        if (in == In::plain) field.pop_back();
      }
      ++found.lines;
      ++at;
      break;
    }
    if (c == ',') {
      fields_.push_back(std::exchange(field, {}));
      in = In::field_start;
    } else if (c == '"' && in == In::field_start) {
      in = In::quoted;
    } else if (c == '"' && in == In::after_quote) {
      field += '"';
      in = In::quoted;
    } else if (in == In::after_quote) {
      // A carriage return is the first half of a line end, or text like any other.
      const bool at_line_end =
          c == '\r' && (begin_ + at + 1 < held_.size() || more()) && held_[begin_ + at + 1] == '\n';
      if (!at_line_end) return {.fault = CsvFault::text_after_quote};
    } else {
      field += c;
      in = In::plain;
    }
  }
  fields_.push_back(std::move(field));
  found.length = at;
  return found;
}

void CsvReader::take_first_line(CsvFault fault, CsvRecord& record) {
  record.fault = fault;
  record.fields.clear();
  record.text.clear();
  record.without_line_end = false;
  for (;;) {
    const std::size_t end = held_.find('\n', begin_);
    const std::size_t stop = end == std::string::npos ? held_.size() : end;
    const std::size_t room = max_record - record.text.size();
    record.text.append(held_, begin_, std::min(stop - begin_, room));
    if (end != std::string::npos) {
      begin_ = end + 1;
      ++line_;
      break;
    }
    begin_ = held_.size();
    if (!more()) {
      record.without_line_end = true;
      break;
    }
  }
  if (!record.text.empty() && record.text.back() == '\r') record.text.pop_back();
  if (!is_utf8(record.text)) record.text = utf8_from_latin1(record.text);
}

bool CsvReader::next(CsvRecord& record) {
  if (!std::exchange(started_, true)) {
    while (held_.size() < byte_order_mark.size() && more()) {
    }
    if (held_.starts_with(byte_order_mark)) begin_ = byte_order_mark.size();
  }
  for (;;) {
    if (begin_ >= held_.size() && !more()) return false;
    const Scan found = scan();
    if (found.fault == CsvFault::none && found.text_length == 0) {
      begin_ += found.length;  // an empty line
      line_ += found.lines;
      continue;
    }
    record.line = line_;
    if (found.fault != CsvFault::none) {
      take_first_line(found.fault, record);
      return true;
    }
    record.fault = CsvFault::none;
    record.without_line_end = found.without_line_end;
    record.text.assign(held_, begin_, found.text_length);
    record.fields.swap(fields_);
    if (!is_utf8(record.text)) {
      record.text = utf8_from_latin1(record.text);
      for (std::string& field : record.fields) field = utf8_from_latin1(field);
    }
    begin_ += found.length;
    line_ += found.lines;
    return true;
  }
}

std::string utf8_from_latin1(std::string_view text) {
  std::string utf8;
  utf8.reserve(text.size() + text.size() / 4);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xC0U | (byte >> 6U));
      utf8 += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return utf8;
}

}  // namespace vip::terminal
