// Verify: are head office's books what the journals make of them?
//
// For every epoch: the journal has no gaps, every stored hash is that of the chain recomputed from
// the genesis (K1), acked and head are its end (X1), every signed segment carries a right signature
// over a head that the chain passes through. Then the accounts are rebuilt, from nothing, out of
// the stored events in the order in which they came, and compared row by row; and every account
// keeps its laws (H1, N1), by itself and over all terminals: shares, grants and recalls (shares.h).
//
// The second set of books is in memory: about as large as the first.
//
// Threads: none; reads only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sync/office/office_store.h"
#include "terminal/books/sqlite.h"

namespace vip::sync {

struct Verified {
  std::int64_t epochs = 0;
  std::int64_t events = 0;
  std::int64_t segments = 0;  // signatures that were checked
  std::int64_t rows = 0;      // that were compared
  // What differs, one sentence each, in English; the first hundred. Empty: nothing.
  std::vector<std::string> findings;
};

// `policy_key` as for Fold.
Verified verify(terminal::Database& database, OfficeStore& store,
                const std::optional<PublicKey>& policy_key);

}  // namespace vip::sync
