// Rejection: a row of a history file that was not taken, and why, in words for people.
//
// Every row that is read is taken, already here, or rejected with one of these reasons: none is
// dropped in silence. The words stand in rejects files and answers: add, never rename.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vip::terminal {

enum class RejectReason : std::uint8_t {
  cut_off = 1,           // the last line of the file stops in the middle
  quote_open,            // a quote is opened and never closed
  text_after_quote,      // "abc"def
  row_too_long,          // beyond CsvReader::max_record
  zero_byte,             // not text
  field_count,           // more or fewer fields than the header has columns
  field_missing,         // a column that must have a value is empty
  field_too_long,        // receipt numbers, goods, customers: see history_rows.h
  not_a_number,          // quantity or money that cannot be read
  not_whole_fen,         // more than two decimals, and not zeros
  below_zero,            // a price or reduction below zero
  too_large,             // A20's limits
  quantity_zero,         // neither bought nor brought back
  not_a_date,            // no such day or time, or outside A53's years
  after_today,           // history lies before today
  not_a_phone,           // A35
  not_yes_or_no,         // promotion
  reduction_too_large,   // more than the line costs
  not_a_sale,            // an accounting entry: its number is neither a sale's nor a cancellation's
  stock_adjustment,      // a negative quantity that is no cancellation
  sale_in_cancellation,  // a positive quantity in a cancellation
  other_customer,        // another customer than the receipt's first row
  other_day,             // another day than the receipt's first row
  receipt_too_long,      // a sale of more than 1000 lines
  receipt_too_large,     // a sale of more than 10^12 fen
  known_otherwise,       // this receipt is here already, with other content
  nobody_to_return_from,  // a return that names neither customer nor sale
  nothing_to_return,      // the goods that come back are not out
  control_character,      // in a receipt number, an article, a name or a customer
};

// What a text is told with: the column, the figure, the text that stands there.
struct Detail {
  std::string name;
  std::string value;
  friend bool operator==(const Detail&, const Detail&) = default;
};
using Details = std::vector<Detail>;

// The same in Chinese and in English.
struct Words {
  std::string zh;
  std::string en;
  friend bool operator==(const Words&, const Words&) = default;
};

// "{column} is empty" with its details filled in; a detail that is not there shows as "?".
std::string fill(std::string_view text, const Details& details);

// "cut_off"; the file's own word for each.
std::string_view word(RejectReason reason);

struct Rejection {
  std::uint64_t line = 0;  // of the file, from 1: where the row begins
  RejectReason reason = RejectReason::cut_off;
  Details details;  // "column", "text", "wanted", "out", ... as the reason has them
  std::string row;  // as it stands in the file
};

Words explain(const Rejection& rejection);

}  // namespace vip::terminal
