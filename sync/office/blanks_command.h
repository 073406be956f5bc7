// BlanksCommand: `vip-office blanks make` and `blanks list`, as far as files and words go.
#pragma once

#include <cstddef>
#include <string>

#include "sync/office/manner.h"

namespace vip::sync {

// As it was typed.
struct BlanksWish {
  std::string store;
  std::size_t count = 500;
  bool virtual_cards = false;
  std::string last_day;  // empty: five years from today
  std::string out = ".";
  bool sheet = false;  // a page of the first ten, to look at and to try readers on
  bool quiet = false;
};

// Writes blanks-BATCH-STORE.csv (a printed batch), .list, and .svg where wanted, mode 0600, into
// `out`; none of them is ever overwritten. Throws StorageError.
Exit make_blanks(const Manner& manner, const BlanksWish& wish);

Exit list_blanks(const Manner& manner);

}  // namespace vip::sync
