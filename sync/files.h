// Files: small files written whole or not at all.
//
// Errors: std::filesystem::filesystem_error and terminal::StorageError, with the path and what to
// do.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace vip::sync {

// The whole file; no value where there is none. Throws StorageError where it cannot be read.
std::optional<std::string> read_file(const std::filesystem::path& path);

// Written beside, flushed to the disk, and put in place by one rename: whoever reads sees the old
// file or the new one. Mode 0600, whatever the umask: keys are among them. Throws StorageError.
void write_file(const std::filesystem::path& path, std::string_view text);

// A file that somebody else wrote, or a folder, onto the disk. Throws StorageError.
void sync_file(const std::filesystem::path& path);

}  // namespace vip::sync
