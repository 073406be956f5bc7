// Recovery: a terminal's disk died, and its lanes still have the events that never arrived (design
// 8, P1): copies that they were handed by sync.copies, kept until head office was safe.
//
// A file of copies is lines of JSON: {"epoch":3,"seq":881,"head":"<64 hex>","body":"<the event>"},
// in any order and more than once, or whole answers of sync.copies, which hold such. Those of other
// lives of the store, and blank lines, are passed over.
//
// What is taken are the events that follow what is here, one after another without a gap, each
// leading to the head that the lane was told with it. They count as any other event does (X1); no
// key signs for the last of them, as for a prefix (exchange_desk.h), so a person confirms the head,
// of which a receipt shows the first letters. Copies that disagree with what is here, or with each
// other, are of another history: nothing is taken.
//
// Threads: none; the thread that owns the books.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cardformat/result.h"
#include "sync/certificate.h"
#include "sync/office/fold.h"
#include "sync/office/office_store.h"
#include "sync/office/rights_desk.h"

namespace vip::sync {

struct Recovered {
  Seq before = 0;     // head office had the events 1 .. before
  Seq through = 0;    // and has these now
  Digest head{};      // after the last of them
  Seq last_copy = 0;  // the last of the copies; above `through`: events between are missing
};

enum class RecoveryError : std::uint8_t {
  unknown = 1,      // no such epoch
  frozen,           // two histories under one name already: a person must look first
  malformed,        // line `at` is no copy
  another_history,  // event `at` differs from what is here or from another copy
  broken_chain      // event `at` does not lead to the head that came with it
};
struct RecoveryFailure {
  RecoveryError error = RecoveryError::unknown;
  Seq at = 0;
};

// Throws StorageError.
Result<Recovered, RecoveryFailure> recover_events(terminal::Database& database, OfficeStore& store,
                                                  Fold& fold, RightsDesk& rights,
                                                  const TerminalName& who, std::string_view copies,
                                                  std::int64_t now);

}  // namespace vip::sync
