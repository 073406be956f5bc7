#include "terminal/devices/scanner.h"

#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cardformat/ensure.h"
#include "terminal/devices/key_scans.h"
#include "terminal/devices/serial_scans.h"
#include "terminal/receipt/serial_line.h"

namespace vip::terminal {
namespace {

namespace fs = std::filesystem;

constexpr int look_again_ms = 1000;
constexpr int forgotten_ms = 1000;  // half a scan of a keyboard

struct Opened {
  int handle = -1;
  int error = 0;
};

Opened open_device(const std::string& path) {
  const int handle = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  return {handle, handle < 0 ? errno : 0};
}

std::string name_of(int handle) {
  std::array<char, 256> name{};
  if (ioctl(handle, EVIOCGNAME(name.size() - 1), name.data()) < 0) return {};
  return name.data();
}

std::vector<std::string> names_in(const fs::path& folder, std::string_view end = {}) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), none; !error && at != none; at.increment(error)) {
    std::string name = at->path().string();
    if (name.ends_with(end)) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

// A keyboard by its file, or by the name that it gives itself.
Opened open_keyboard(const std::string& where) {
  if (where.starts_with('/')) return open_device(where);
  int error = ENODEV;
  for (const std::string& path : names_in("/dev/input")) {
    if (path.find("/event") == std::string::npos) continue;
    const Opened one = open_device(path);
    if (one.handle < 0) {
      if (one.error == EACCES) error = EACCES;
      continue;
    }
    if (name_of(one.handle) == where) return one;
    close(one.handle);
  }
  return {-1, error};
}

Opened open_source(const ScannerSource& source) {
  return source.kind == ScannerSource::Kind::evdev ? open_keyboard(source.where)
                                                   : open_device(source.where);
}

// Ours alone. 0, or what is wrong.
int take_over(const ScannerSource& source, int handle) {
  if (source.kind == ScannerSource::Kind::evdev) {
    return ioctl(handle, EVIOCGRAB, 1) == 0 ? 0 : errno;
  }
  if (const int error = set_serial_line(handle, source.baud); error != 0) return error;
  return ioctl(handle, TIOCEXCL) == 0 ? 0 : errno;
}

// True: the device is gone.
template <class Scans>
bool read_all(Scans& scans, int handle, int stop, int pause_ms) {
  std::array<char, 4096> bytes;
  for (;;) {
    std::array<pollfd, 2> both = {pollfd{handle, POLLIN, 0}, pollfd{stop, POLLIN, 0}};
    const int ready = poll(both.data(), both.size(), scans.waits() ? pause_ms : -1);
    if (ready < 0 && errno != EINTR) return true;
    if (both[1].revents != 0) return false;
    if (ready == 0) scans.silence();
    if (ready <= 0 || both[0].revents == 0) continue;
    const ssize_t count = read(handle, bytes.data(), bytes.size());
    if (count > 0) {
      scans.hear({bytes.data(), static_cast<std::size_t>(count)});
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
      return true;
    }
    wipe({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  }
}

}  // namespace

bool read_scans(const ScannerSource& source, int handle, int stop, const TakeScan& take) {
  if (source.kind == ScannerSource::Kind::evdev) {
    KeyScans scans(take);
    return read_all(scans, handle, stop, forgotten_ms);
  }
  SerialScans scans(take);
  return read_all(scans, handle, stop, source.pause_ms);
}

std::string problem_of(const ScannerSource& source) {
  if (source.kind == ScannerSource::Kind::none) return {};
  const Opened opened = open_source(source);
  if (opened.handle < 0) return std::strerror(opened.error);
  close(opened.handle);
  return {};
}

std::vector<std::string> scanners_found() {
  std::vector<std::string> found;
  for (const std::string& path : names_in("/dev/input/by-id", "-event-kbd")) {
    found.push_back("evdev:" + path);
  }
  for (const std::string& path : names_in("/dev/serial/by-id")) found.push_back("serial:" + path);
  return found;
}

Scanner::Scanner(ScannerSource source, TakeScan take, Tell tell)
    : source_(std::move(source)),
      take_(std::move(take)),
      tell_(std::move(tell)),
      stop_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  ensure(stop_ >= 0, "an event can be made");
  thread_ = std::thread([this] { serve(); });
}

Scanner::~Scanner() {
  eventfd_write(stop_, 1);
  thread_.join();
  close(stop_);
}

bool Scanner::stopped_within(int milliseconds) const {
  pollfd one{stop_, POLLIN, 0};
  return poll(&one, 1, milliseconds) > 0;
}

void Scanner::say(const std::string& problem) {
  is_read_ = problem.empty();
  if (said_ == problem) return;
  said_ = problem;
  if (tell_) tell_(problem);
}

void Scanner::serve() {
  if (source_.kind == ScannerSource::Kind::none) return;
  do {
    const Opened opened = open_source(source_);
    if (opened.handle < 0) {
      say(std::strerror(opened.error));
      continue;
    }
    bool gone = true;
    if (const int error = take_over(source_, opened.handle); error != 0) {
      say(std::strerror(error));
    } else {
      say({});
      gone = read_scans(source_, opened.handle, stop_, take_);
      say(std::strerror(ENODEV));
    }
    close(opened.handle);  // and with it goes the grab
    if (!gone) return;
  } while (!stopped_within(look_again_ms));
}

}  // namespace vip::terminal
