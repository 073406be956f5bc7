// vip-office member: a member's right to be erased, at head office (R4).
#pragma once

#include <string>

#include "sync/office/manner.h"

namespace vip::sync {

struct ErasureWish {
  std::string card;    // any card of the member's account
  std::string reason;  // the request it answers
};

// Destroys the sealed form here and orders every store that holds the member to destroy what it
// has. Written down first (looks.h). Again is harmless.
Exit erase_member_everywhere(const Manner& manner, const ErasureWish& wish);

// Every account whose member is forgotten; which stores said that theirs is destroyed, and whom
// that is still awaited from.
Exit show_erasures(const Manner& manner);

}  // namespace vip::sync
