// A small file of the data directory that is its owner's alone, replaced whole or not at all.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace vip::terminal::service {

// No value: there is none. Throws StorageError where it cannot be read.
std::optional<std::string> read_private(const std::filesystem::path& file);

// Mode 0600, whatever the umask; on the disk when it returns. Throws StorageError.
void write_private(const std::filesystem::path& file, std::string_view text);

// Changes of one directory's small files, one process after another.
class DirectoryLock {
 public:
  explicit DirectoryLock(const std::filesystem::path& directory);  // waits; throws StorageError
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  int handle_ = -1;
};

}  // namespace vip::terminal::service
