#include "terminal/receipt/serial_line.h"

#include <termios.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace vip::terminal {
namespace {

struct Speed {
  int baud;
  speed_t speed;
};
constexpr std::array speeds = {Speed{9600, B9600}, Speed{19200, B19200}, Speed{38400, B38400},
                               Speed{57600, B57600}, Speed{115200, B115200}};

}  // namespace

bool is_serial_speed(int baud) {
  return std::any_of(speeds.begin(), speeds.end(), [&](Speed one) { return one.baud == baud; });
}

int set_serial_line(int handle, int baud) {
  termios line = {};
  if (tcgetattr(handle, &line) != 0) return errno;
  cfmakeraw(&line);
  line.c_cflag |= CLOCAL | CREAD;
  line.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | HUPCL);
  for (const Speed& one : speeds) {
    if (one.baud == baud) cfsetspeed(&line, one.speed);
  }
  return tcsetattr(handle, TCSANOW, &line) == 0 ? 0 : errno;
}

}  // namespace vip::terminal
