// The exchange's methods at the terminal's door: sync.enrol, sync.run, sync.status.
//
//   sync.enrol  {office, code, ca_fingerprint?}   first contact with head office (enrolment.h)
//   sync.run    {}                                exchanges until head office has everything
//   sync.status {}                                what waits, since when, last acknowledgement
//
// A member whose points or whose card are elsewhere is asked after at head office, within the
// policy's budget (want.h, Door::on_wanted).
//
// Where the line fails the answer is error `unreachable` (exit 8): nothing is lost, everything
// waits. Where head office refuses, it is `conflict` or `not_allowed` with head office's own word,
// and a person must look.
//
// They add themselves to the door in the composition root, because the door knows no network.
#pragma once

#include "terminal/books/store.h"
#include "terminal/door/door.h"

namespace vip::sync {

// Requires: `store` outlives `door`.
void add_sync_methods(terminal::Door& door, terminal::Store& store);

}  // namespace vip::sync
