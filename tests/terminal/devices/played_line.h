// Played line: a serial line whose other end the test holds, under a name that stays.
#pragma once

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <string_view>
#include <utility>

#include "cardformat/ensure.h"

namespace vip::terminal {

class PlayedLine {
 public:
  explicit PlayedLine(std::filesystem::path name) : name_(std::move(name)) { plug_in(); }
  ~PlayedLine() { unplug(); }
  PlayedLine(const PlayedLine&) = delete;
  PlayedLine& operator=(const PlayedLine&) = delete;
  void plug_in() {
    handle_ = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    ensure(handle_ >= 0 && grantpt(handle_) == 0 && unlockpt(handle_) == 0, "a line is made");
    std::filesystem::remove(name_);
    std::filesystem::create_symlink(ptsname(handle_), name_);
  }
  void unplug() {
    if (handle_ >= 0) close(handle_);
    handle_ = -1;
    std::filesystem::remove(name_);
  }
  void send(std::string_view bytes) const {
    ensure(write(handle_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
           "the line takes it");
  }

 private:
  std::filesystem::path name_;
  int handle_ = -1;
};

}  // namespace vip::terminal
