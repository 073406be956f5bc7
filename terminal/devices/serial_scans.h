// Serial scans: scans out of the bytes of a scanner on a serial line.
//
// CR or LF ends a scan, and so does silence, for scanners that send no end. STX and ETX, which some
// put around, are left to whoever reads the scan (cardformat/scan/wedge.h), with every other byte.
//
// Pure but for the function that it is given. Threads: one at a time.
#pragma once

#include <string_view>
#include <utility>

#include "terminal/devices/scan_text.h"

namespace vip::terminal {

class SerialScans {
 public:
  explicit SerialScans(TakeScan take) : take_(std::move(take)) {}

  void hear(std::string_view bytes);
  void silence() { text_.end(take_); }
  bool waits() const { return !text_.empty(); }

 private:
  TakeScan take_;
  ScanText text_;
};

}  // namespace vip::terminal
