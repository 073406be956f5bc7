#include "terminal/devices/serial_scans.h"

namespace vip::terminal {

void SerialScans::hear(std::string_view bytes) {
  for (const char c : bytes) {
    if (c == '\r' || c == '\n') {
      text_.end(take_);
    } else {
      text_.put(c);
    }
  }
}

}  // namespace vip::terminal
