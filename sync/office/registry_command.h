// RegistryCommand: `vip-office registry`, as far as files and words go.
#pragma once

#include <string>

#include "sync/office/manner.h"

namespace vip::sync {

// As it was typed.
struct RegistryWish {
  std::string month;    // "2026-11"; empty: the month before this one
  std::string store;    // a line for each registration of it; empty: a line for each store
  std::string on;       // as of that day; empty: today
  bool people = false;  // open the forms; masked
  bool full = false;    // not masked; needs a reason, and is written down (R3)
  std::string reason;
  std::string people_key;  // a file; empty: the one in head office's directory
};

// A look at people in full is written to the file `looks` in head office's directory before
// anything is shown: when, which store and month, how many, why, by which user of this machine.
Exit show_registry(const Manner& manner, const RegistryWish& wish);

}  // namespace vip::sync
