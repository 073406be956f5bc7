// Serial line: raw bytes, eight bits, no parity, one stop bit (8N1), nobody waiting for a carrier.
//
// Threads: any.
#pragma once

namespace vip::terminal {

bool is_serial_speed(int baud);  // 9600, 19200, 38400, 57600 or 115200

// Sets up the open device. Returns 0, or errno. Requires: is_serial_speed(baud).
int set_serial_line(int handle, int baud);

}  // namespace vip::terminal
