// Printer: where a receipt's bytes go.
//
//   none                  nowhere
//   tcp://192.168.1.50    a printer on the network, port 9100 unless told: tcp://host:9101
//   usb:/dev/usb/lp0      a device file that takes bytes
//   serial:/dev/ttyS0     a serial line, 8N1; its speed is a setting of its own
//   file:/var/spool/r     appended to, made if it is not there
//
// Printing ends within `timeout_ms`, whatever the printer does, and throws nothing: a sale was
// durable long before anybody printed it, and no printer can undo it. Part of a receipt may be out
// when it fails.
//
// Threads: any; each print() opens its target and closes it again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/result.h"

namespace vip::terminal {

struct PrinterTarget {
  enum class Kind : std::uint8_t { none, tcp, usb, serial, file };
  Kind kind = Kind::none;
  std::string where;         // host, or path
  int port = 9100;           // tcp
  int baud = 9600;           // serial (serial_line.h)
  int timeout_ms = 5000;     // of the whole print
  std::string text() const;  // as it is written above
  friend bool operator==(const PrinterTarget&, const PrinterTarget&) = default;
};

// No value: none of the forms above. Paths begin with a slash, ports are 1 to 65535.
std::optional<PrinterTarget> read_printer_target(std::string_view text);

struct PrintFailure {
  std::string detail;  // what the system said
  bool began = false;  // something may be on the paper
};

Result<Done, PrintFailure> print(const PrinterTarget& target, std::string_view bytes);

}  // namespace vip::terminal
