// Scanner source: which scanner the service reads itself.
//
//   none                                              none: it types into the page
//   evdev:/dev/input/by-id/usb-NAME-event-kbd         a scanner that is a keyboard, by its file
//   evdev:Honeywell Scanning 1250g                    the same, by the name that it gives itself
//   serial:/dev/serial/by-id/usb-NAME                 a scanner on a serial line (also USB-COM)
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vip::terminal {

struct ScannerSource {
  enum class Kind : unsigned char { none, evdev, serial };
  Kind kind = Kind::none;
  std::string where;   // path, or the name of a device
  int baud = 9600;     // serial (serial_line.h)
  int pause_ms = 100;  // serial: silence after which a scan without a line end is whole

  std::string text() const;  // as it is written above
  friend bool operator==(const ScannerSource&, const ScannerSource&) = default;
};

// No value: none of the forms above. Paths begin with a slash; a name has 1 to 80 bytes, and no
// control characters.
std::optional<ScannerSource> read_scanner_source(std::string_view text);

}  // namespace vip::terminal
