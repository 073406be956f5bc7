#include "terminal/books/anchor.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <string>

#include "cardformat/bytes.h"

namespace vip::terminal {
namespace {

// One line of fixed width: "epoch seq head seen_at checksum\n", checksum over what stands before
// it.
constexpr std::size_t width = 10 + 1 + 20 + 1 + 64 + 1 + 20 + 1 + 8 + 1;

std::string line_of(const Anchor::Mark& mark) {
  char text[width + 1];
  std::snprintf(text, sizeof text, "%010" PRIu32 " %020" PRIu64 " %s %020" PRId64 " ",
                mark.position.epoch, mark.position.seq, hex(mark.position.head).c_str(),
                mark.seen_at);
  std::string line = text;
  line += hex(sha256(line)).substr(0, 8) + '\n';
  return line;
}

std::optional<Anchor::Mark> mark_of(const std::string& line) {
  Anchor::Mark mark;
  char head[65] = {};
  if (line.size() != width) return std::nullopt;
  if (std::sscanf(line.c_str(), "%" SCNu32 " %" SCNu64 " %64s %" SCNd64, &mark.position.epoch,
                  &mark.position.seq, head, &mark.seen_at) != 4) {
    return std::nullopt;
  }
  const auto bytes = read_hex(head);
  if (!bytes) return std::nullopt;
  const auto digest = array_of<32>(*bytes);
  if (!digest) return std::nullopt;
  mark.position.head = *digest;
  if (line_of(mark) != line) return std::nullopt;
  return mark;
}

}  // namespace

Anchor::Anchor(const std::filesystem::path& file) {
  file_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) {
    throw StorageError(StorageError::Kind::read_only,
                       "open " + file.string() + ": " + std::strerror(errno));
  }
  std::string line(width, '\0');
  const ssize_t got = pread(file_, line.data(), line.size(), 0);
  if (got == static_cast<ssize_t>(width)) at_start_ = mark_of(line);
}

Anchor::~Anchor() { close(file_); }

void Anchor::write(const Mark& mark) {
  const std::string line = line_of(mark);
  // An anchor that could not be written is one that is behind, which harms nothing.
  [[maybe_unused]] const ssize_t written = pwrite(file_, line.data(), line.size(), 0);
}

}  // namespace vip::terminal
