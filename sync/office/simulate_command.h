// SimulateCommand: `vip-office policy simulate`, as far as files and words go.
#pragma once

#include <string>

#include "sync/office/manner.h"

namespace vip::sync {

struct SimulateWish {
  std::string file;  // the draft
  std::string from;  // YYYY-MM-DD; empty: the first day there is
  std::string to;    // that day included; empty: the last
  bool quiet = false;
};

// Reads the books, also while another process serves them; writes nothing.
Exit simulate_draft(const Manner& manner, const SimulateWish& wish);

}  // namespace vip::sync
