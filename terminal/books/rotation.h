// Rotation: another key of the terminal, taken into use over everything that hangs on the one
// before (design 9).
//
// Every member's key and the store's own keys are wrapped anew, and phones are indexed anew; what
// is closed under members' keys stays as it is. Five hundred members a transaction. A crash at any
// point leaves both keys in their files (terminal_key.h), and the next opening goes on where it
// was; the old key's file is gone only when nothing hangs on it any more.
//
// PINs keep their pepper, which is wrapped anew as well: who had the old key file and an old copy
// of the database can guess at PINs of that time until they are changed. The journal's key stays
// for its epoch: head office gives out a new one with a new epoch.
//
// Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "terminal/books/people.h"
#include "terminal/books/sqlite.h"
#include "terminal/people/terminal_key.h"
#include "terminal/people/vault.h"

namespace vip::terminal {

struct Rotation {
  Database& database;
  Vault& vault;
  People& people;
  std::filesystem::path keys;  // the folder
};

// Whether an earlier one was not finished.
bool rotation_begun(Database& database);

// Begins one, or goes on with it. `key` is the one in use and is replaced; returns how many
// members' keys were wrapped anew. No value: there is no next key (TerminalKey::make_next), nothing
// was done. Requires: no open transaction. Throws StorageError; opening the store then goes on with
// it.
std::optional<std::int64_t> rotate_key(const Rotation& rotation, std::unique_ptr<TerminalKey>& key);

}  // namespace vip::terminal
