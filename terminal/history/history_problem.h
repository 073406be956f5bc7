// HistoryProblem: why a file of sales is not imported at all.
#pragma once

#include <cstdint>
#include <string_view>

#include "terminal/history/history_rows.h"
#include "terminal/history/rejection.h"

namespace vip::terminal {

struct HistoryProblem {
  enum class Kind : std::uint8_t {
    unreadable = 1,      // details: file, why
    empty,               // not even a header
    utf16,               // saved as UTF-16
    header,              // see `header`
    rejects_unwritable,  // details: file, why
  };
  Kind kind = Kind::unreadable;
  Details details;
  HeaderProblem header;
};

std::string_view word(const HistoryProblem& problem);  // "history_header", ...
Words explain(const HistoryProblem& problem);          // a sentence, and that nothing was imported

}  // namespace vip::terminal
