// Tombstones: who was erased, kept beside the database (R4).
//
// A database that is put back from an older copy brings back the keys of members who were erased
// since. The file `erased` in the data directory has a line for each of them, "17 9f3a...": whose
// key, and the key's name; it outlives the copy, and when the store is opened those keys are
// destroyed again. A number that belongs to somebody else by then has another key, and is left
// alone. Head office keeps tombstones too, for a directory that is put back whole.
//
// A line is written after the erasing is committed and the log is cleaned of it. A crash in between
// leaves a tombstone in the database without its line; opening finishes that.
//
// Threads: none; the thread that owns the Database.
#pragma once

#include <filesystem>

#include "terminal/books/people.h"
#include "terminal/books/sqlite.h"
#include "terminal/people/vault.h"

namespace vip::terminal {

void create_tombstone_table(Database& database);  // where it is not there

class Tombstones {
 public:
  Tombstones(const std::filesystem::path& file, Database& database, Vault& vault, People& people)
      : file_(file), database_(database), vault_(vault), people_(people) {}

  // At opening: erases again whom the file knows and the database does not, and finishes what a
  // crash left. Throws StorageError.
  void settle();
  // After a commit that may have erased somebody. Never throws: what could not be done now is done
  // at the next opening.
  void committed() noexcept;

 private:
  void write_missing();

  std::filesystem::path file_;
  Database& database_;
  Vault& vault_;
  People& people_;
  std::int64_t written_ = 0;  // how many the database had when the file was last written
};

}  // namespace vip::terminal
