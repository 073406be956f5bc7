// ByteSource: the bytes of a file, a piece at a time, whether it is plain or gzip.
//
// Memory does not grow with the file: a piece is at most 64 KiB. What is gzip is told by its first
// two bytes, never by its name. A gzip file that stops in the middle, or whose check sum is wrong,
// gives every byte that can be had and then says so: how_it_ended() is asked once next() is empty.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "cardformat/result.h"

namespace vip::terminal {

enum class FileEnd : std::uint8_t {
  whole = 1,
  truncated,   // gzip data stop in the middle
  damaged,     // gzip data contradict themselves, or are followed by something else
  unreadable,  // the system refused to read on
};

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // The next bytes, valid until the next call; empty at the end.
  virtual std::string_view next() = 0;
  // Requires: next() was empty.
  virtual FileEnd how_it_ended() const = 0;

  // How far the file itself has been read, in bytes as they lie on disk.
  virtual std::uint64_t bytes_done() const = 0;
  // 0 where nobody can know (a pipe).
  virtual std::uint64_t bytes_total() const = 0;

 protected:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
};

// No value where it cannot be opened, or is a directory: the system's words for why.
Result<std::unique_ptr<ByteSource>, std::string> open_bytes(const std::filesystem::path& file);

}  // namespace vip::terminal
