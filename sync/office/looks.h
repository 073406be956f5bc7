// Looks: what people at head office did with members' data, in the file `looks` of head office's
// directory, a line of JSON each (R3): who opened forms, who had a member erased, and why.
//
// Appended in one write and on the disk before anything else happens; 0600. Nothing personal but
// what people type as the reason.
#pragma once

#include <string>

#include "sync/office/office_directory.h"

namespace vip::sync {

// Throws StorageError: then nothing may be shown or done.
void append_look(const OfficeDirectory& directory, std::string line);

}  // namespace vip::sync
