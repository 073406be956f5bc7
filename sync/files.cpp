#include "sync/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "terminal/books/sqlite.h"

namespace vip::sync {
namespace {

using terminal::StorageError;

[[noreturn]] void fail(const std::filesystem::path& path, std::string_view doing) {
  const int error = errno;
  const auto kind = error == ENOSPC ? StorageError::Kind::full
                    : error == EROFS || error == EACCES || error == EPERM
                        ? StorageError::Kind::read_only
                        : StorageError::Kind::failed;
  throw StorageError(kind, std::string(doing) + " " + path.string() + ": " + std::strerror(error));
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

std::optional<std::string> read_file(const std::filesystem::path& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    if (!std::filesystem::exists(path)) return std::nullopt;
    fail(path, "read");
  }
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad()) fail(path, "read");
  return std::move(text).str();
}

void write_file(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::path beside = path;
  beside += ".new";
  {
    const Descriptor file(open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (file.number() < 0 || fchmod(file.number(), 0600) != 0) fail(beside, "write");
    for (std::size_t at = 0; at < text.size();) {
      const ssize_t written = write(file.number(), text.data() + at, text.size() - at);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(beside, "write");
      at += static_cast<std::size_t>(written);
    }
    if (fsync(file.number()) != 0) fail(beside, "write");
  }
  if (rename(beside.c_str(), path.c_str()) != 0) fail(path, "write");
  const Descriptor folder(open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.number() >= 0) fsync(folder.number());
}

void sync_file(const std::filesystem::path& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0 || fsync(file.number()) != 0) fail(path, "write");
}

}  // namespace vip::sync
