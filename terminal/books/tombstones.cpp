#include "terminal/books/tombstones.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace vip::terminal {
namespace {

using Lines = std::map<KeyOwner, std::string>;

Lines read_lines(const std::filesystem::path& file) {
  Lines lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    KeyOwner id = 0;
    std::string name;
    if (words >> id >> name) lines[id] = name;  // half a line is of a power cut, and written again
  }
  return lines;
}

void append(const std::filesystem::path& file, const std::string& text) {
  const int handle = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const bool written =
      handle >= 0 && write(handle, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      fsync(handle) == 0;
  const int error = errno;
  if (handle >= 0) close(handle);
  if (!written) {
    throw StorageError(error == ENOSPC ? StorageError::Kind::full : StorageError::Kind::read_only,
                       "write " + file.string() + ": " + std::strerror(error));
  }
}

}  // namespace

void create_tombstone_table(Database& database) {
  database.execute(
      "CREATE TABLE IF NOT EXISTS tombstone(id INTEGER PRIMARY KEY, key_name TEXT NOT NULL)");
}

void Tombstones::settle() {
  const Lines lines = read_lines(file_);
  for (const auto& [id, name] : lines) {
    if (vault_.state(id) != Vault::State::held || vault_.name_of_key(id) != name) continue;
    Transaction transaction(database_);
    people_.erase(id);
    transaction.commit();
    database_.clean_log();
  }
  write_missing();
}

void Tombstones::write_missing() {
  const std::int64_t count = database_.integer("SELECT count(*) FROM tombstone");
  if (count == written_) return;
  const Lines lines = read_lines(file_);
  std::string missing;
  Statement rows(database_, "SELECT id, key_name FROM tombstone ORDER BY id");
  while (rows.step()) {
    const auto line = lines.find(rows.integer(0));
    if (line != lines.end() && line->second == rows.text(1)) continue;
    missing += std::to_string(rows.integer(0)) + ' ' + std::string(rows.text(1)) + '\n';
  }
  rows.reset();
  if (!missing.empty()) {
    database_.clean_log();
    append(file_, '\n' + missing);  // a line of its own, whatever a power cut left before
  }
  written_ = count;
}

void Tombstones::committed() noexcept {
  try {
    write_missing();
  } catch (const std::exception&) {
    // The erasing itself is committed; its line and the log wait for the next opening.
  }
}

}  // namespace vip::terminal
