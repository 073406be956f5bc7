// Timeline: head office's own past: backups, coming back from one, and the end of a terminal's life
// (design 7, 8).
//
// A backup is a whole copy of the books. `backups` counts them in the books: it rises before the
// copy is made, so that whatever is written afterwards knows that it is not in it; once the copy is
// on the disk, what is older is `covered` and may leave head office (output commit): grants, and
// permission to forget (`safe`). Where no backups are made (meta `safe` is "committed"), nothing is
// safer than committed and nothing waits.
//
// Coming back from a copy begins a new lineage. Its number is kept beside the books as well, in the
// file `timeline`, so that it rises even where the copy knows nothing of the ones before. From the
// latest copy, all is as it was: whatever is missing never left. From any other one head office is
// RECOVERING: the journals of the terminals bring back what was forgotten, and until every open
// life has been heard of nobody is granted anything.
//
// Threads: none. Errors: StorageError. Requires: nobody else writes the books (OfficeLock).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "cardformat/result.h"
#include "sync/office/office_directory.h"
#include "sync/office/office_store.h"
#include "sync/office/rights_desk.h"

namespace vip::sync {

// Copies the books to `file`, which is replaced only by a whole copy. From now on grants wait for
// backups. Requires: no transaction is open.
void take_backup(const OfficeDirectory& directory, terminal::Database& database, OfficeStore& store,
                 const std::filesystem::path& file);

struct Restored {
  std::int64_t lineage = 0;
  bool recovering = false;  // the copy is not the latest that was made
};
// The books as they are are kept beside, under the name office.db.before-<lineage>. Done: there is
// no such file, or it is not the books of a head office.
Result<Restored, Done> restore_books(const OfficeDirectory& directory,
                                     const std::filesystem::path& file);

enum class CloseError : std::uint8_t {
  unknown = 1,  // no such epoch
  closed_before,
  events_missing  // the terminal said it has more than arrived; forced, they count as lost
};
// E1: a closed life holds nothing; what it held is free. Its late events are still taken, if its
// disk ever turns up.
Result<Done, CloseError> close_epoch(terminal::Database& database, OfficeStore& store,
                                     RightsDesk& rights, std::uint32_t tid, std::uint32_t epoch,
                                     bool forced, std::int64_t now);

}  // namespace vip::sync
