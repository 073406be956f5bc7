// Retention: whom nobody needs to know any more is forgotten every day, with no person having to
// think of it (R4).
//
// It runs in the store's idle moments, a piece at a time, and once a day through everybody; who was
// forgotten is in the journal, and that everybody was looked at as well. A store that stays shut
// catches up at its next idle moment; how far today's round came is kept, so that it goes on after
// a restart. A training store lives in the time that it is told, and holds nobody's data: there it
// is done by member.forget_unseen alone.
#pragma once

#include <cstdint>

#include "terminal/counter/member_desk.h"
#include "terminal/door/config.h"

namespace vip::terminal {

Unseen unseen_on(Day today, const Config::Retention& keep);

// One piece, if today's round is not done yet. `at`: seconds since 1970. Throws StorageError: then
// the store is to be opened again.
void forget_some(Store& store, const Config::Retention& keep, std::int64_t at);

}  // namespace vip::terminal
