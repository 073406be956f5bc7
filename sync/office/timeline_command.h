// TimelineCommand: `vip-office backup`, `restore` and `epoch close`, as far as files and words go.
//
// None of them runs while another process serves the books: that one is stopped first (exit 5).
// `serve --backup-to` makes backups while it serves.
#pragma once

#include <cstdint>
#include <string>

#include "sync/office/manner.h"

namespace vip::sync {

Exit back_up(const Manner& manner, const std::string& file);
Exit restore(const Manner& manner, const std::string& file);
// `epoch` 0: the store's latest.
Exit close_epoch_of(const Manner& manner, const std::string& store, std::uint32_t epoch,
                    bool forced);
// Takes events of a dead disk from the copies that lanes kept (recovery.h). `epoch` as above.
Exit recover_epoch_of(const Manner& manner, const std::string& store, std::uint32_t epoch,
                      const std::string& file);

}  // namespace vip::sync
