#include "terminal/service/private_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

#include "terminal/books/sqlite.h"

namespace vip::terminal::service {
namespace {

[[noreturn]] void fail(const char* doing, const std::filesystem::path& file) {
  const int why = errno;
  const auto kind = why == ENOSPC || why == EDQUOT || why == EFBIG ? StorageError::Kind::full
                    : why == ENOENT                                ? StorageError::Kind::missing
                                                                   : StorageError::Kind::read_only;
  throw StorageError(kind, std::string(doing) + ' ' + file.string() + ": " + std::strerror(why));
}

}  // namespace

std::optional<std::string> read_private(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    if (errno == ENOENT) return std::nullopt;
    fail("read", file);
  }
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

void write_private(const std::filesystem::path& file, std::string_view text) {
  const std::filesystem::path beside = file.string() + ".new";
  unlink(beside.c_str());  // of a process that ended midway
  const int handle = open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (handle < 0) fail("make", beside);
  const bool written =
      write(handle, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      fsync(handle) == 0;
  if (!written) {
    const int why = errno;
    close(handle);
    unlink(beside.c_str());
    errno = why;
    fail("write", beside);
  }
  close(handle);
  if (std::rename(beside.c_str(), file.c_str()) != 0) fail("replace", file);
  const int folder = open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    fsync(folder);
    close(folder);
  }
}

DirectoryLock::DirectoryLock(const std::filesystem::path& directory)
    : handle_(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (handle_ < 0) fail("open", directory);
  while (flock(handle_, LOCK_EX) != 0) {
    if (errno != EINTR) fail("lock", directory);
  }
}

DirectoryLock::~DirectoryLock() { close(handle_); }

}  // namespace vip::terminal::service
