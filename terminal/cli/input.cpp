#include "terminal/cli/input.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <span>

#include "cardformat/scan/wedge.h"
#include "cardformat/wipe.h"

namespace vip::terminal::cli {
namespace {

constexpr int quiet_ms = 100;

// False at the end of the input.
bool read_more(int file, std::string& text) {
  std::array<char, 4096> bytes;
  const ssize_t count = read(file, bytes.data(), bytes.size());
  if (count < 0 && errno == EINTR) return true;
  if (count <= 0) return false;
  const auto size = static_cast<std::size_t>(count);
  text.append(bytes.data(), size);
  wipe(std::span(reinterpret_cast<std::uint8_t*>(bytes.data()), size));
  return true;
}

bool is_quiet(int file) {
  pollfd wanted{.fd = file, .events = POLLIN, .revents = 0};
  return poll(&wanted, 1, quiet_ms) == 0;
}

}  // namespace

std::string read_input(int file) {
  std::string text;
  while (read_more(file, text)) {
  }
  return text;
}

std::string read_burst(int file) {
  std::string text;
  while (text.size() <= card::Burst::longest && read_more(file, text)) {
    if (text.ends_with('\n') && is_quiet(file)) break;
  }
  return text;
}

}  // namespace vip::terminal::cli
