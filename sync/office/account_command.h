// AccountCommand: `vip-office account`: where an account's points are, as head office knows it
// (design 6).
#pragma once

#include <string>

#include "sync/office/manner.h"

namespace vip::sync {

// `card`: the number of any card of the account, as printed, spaces or not.
Exit show_account(const Manner& manner, const std::string& card);

}  // namespace vip::sync
