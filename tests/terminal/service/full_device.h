// Full device: a device that takes bytes, full to the brim, so that who writes to it waits until
// somebody drains it.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "cardformat/ensure.h"

namespace vip::terminal::service {

class FullDevice {
 public:
  explicit FullDevice(const std::filesystem::path& path) {
    ensure(mkfifo(path.c_str(), 0600) == 0, "a device is made");
    reads_ = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    const int fills = open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    ensure(reads_ >= 0 && fills >= 0, "it opens");
    const std::string much(4096, '.');
    while (write(fills, much.data(), much.size()) > 0) {
    }
    close(fills);
  }
  ~FullDevice() { close(reads_); }
  FullDevice(const FullDevice&) = delete;
  FullDevice& operator=(const FullDevice&) = delete;

  // What lies in it is taken out; what was printed since, without what it was filled with.
  std::string drain() const {
    std::string all;
    char bytes[4096];
    for (ssize_t count = 0; (count = read(reads_, bytes, sizeof bytes)) > 0;) {
      all.append(bytes, static_cast<std::size_t>(count));
    }
    return all.substr(std::min(all.size(), all.find_first_not_of('.')));
  }

 private:
  int reads_ = -1;
};

}  // namespace vip::terminal::service
