// Key scans: scans out of the keys of a scanner that is a keyboard (linux/input.h).
//
// Enter, or Tab, ends a scan. Keys held down together with Ctrl, Alt or Meta type nothing; a key
// that repeats counts once. Where the kernel says that events were lost (SYN_DROPPED), what was
// being scanned is thrown away up to its end.
//
// Pure but for the function that it is given. Threads: one at a time.
#pragma once

#include <linux/input.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "terminal/devices/scan_text.h"

namespace vip::terminal {

class KeyScans {
 public:
  explicit KeyScans(TakeScan take) : take_(std::move(take)) {}

  // Events as they are read from a device: whole ones, but bytes may come in any pieces.
  void hear(std::string_view bytes);
  void hear(const input_event& event);
  // Nothing came for a while: what began and never ended is forgotten.
  void silence() { text_.forget(); }
  bool waits() const { return !text_.empty(); }

 private:
  void key(std::uint16_t code, bool down);

  TakeScan take_;
  ScanText text_;
  std::array<char, sizeof(input_event)> piece_{};
  std::size_t piece_size_ = 0;
  std::uint8_t shifts_ = 0;  // held down now: left 1, right 2
  std::uint8_t others_ = 0;  // Ctrl, Alt, Meta likewise
};

}  // namespace vip::terminal
