// Anchor: a small file beside the database that remembers how far the journal had come.
//
// Written after each commit, one small write and no sync. At start, an anchor ahead of the database
// means that confirmed sales vanished (a database put back from a copy, a log cut off): the
// terminal must not go on as if nothing had been (design: locked mode). An anchor behind, torn or
// missing means nothing.
//
// A training store keeps the latest time seen in it as well, so that time never goes back between
// two runs although a quote writes nothing to the books (A37).
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>

#include "terminal/books/journal.h"

namespace vip::terminal {

class Anchor {
 public:
  static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::min();

  struct Mark {
    Position position;
    std::int64_t seen_at = never;
  };

  // Opens or makes the file. A file that cannot be written is a StorageError.
  explicit Anchor(const std::filesystem::path& file);
  ~Anchor();
  Anchor(const Anchor&) = delete;
  Anchor& operator=(const Anchor&) = delete;

  const std::optional<Mark>& at_start() const { return at_start_; }
  void write(const Mark& mark);

 private:
  int file_ = -1;
  std::optional<Mark> at_start_;
};

}  // namespace vip::terminal
