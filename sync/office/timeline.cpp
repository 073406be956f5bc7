#include "sync/office/timeline.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "cardformat/bytes.h"
#include "sync/files.h"

namespace vip::sync {
namespace {

namespace fs = std::filesystem;
using terminal::Database;
using terminal::Statement;
using terminal::StorageError;
using terminal::Transaction;

// What is kept beside the books.
struct Beside {
  std::int64_t lineage = 1;  // the highest that there was
  std::int64_t covered = 0;  // number of the latest backup
};

std::int64_t number_of(std::string_view text, std::int64_t otherwise) {
  std::int64_t number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Beside read_beside(const OfficeDirectory& directory) {
  const auto text = read_file(directory.path() / "timeline");
  if (!text) return {};
  const std::size_t blank = text->find(' ');
  if (blank == std::string::npos) return {};
  return {number_of(*text, 1), number_of(std::string_view(*text).substr(blank + 1), 0)};
}

void write_beside(const OfficeDirectory& directory, const Beside& beside) {
  write_file(directory.path() / "timeline",
             std::to_string(beside.lineage) + " " + std::to_string(beside.covered) + "\n");
}

std::int64_t meta_number(OfficeStore& store, std::string_view name, std::int64_t otherwise) {
  const auto text = store.meta(name);
  return text ? number_of(*text, otherwise) : otherwise;
}

std::string quoted(const std::string& text) {
  std::string sql = "'";
  for (const char c : text) {
    sql += c;
    if (c == '\'') sql += c;
  }
  return sql + "'";
}

void remove_books(const fs::path& file) {
  for (const char* rest : {"", "-wal", "-shm"}) fs::remove(file.string() + rest);
}

}  // namespace

void take_backup(const OfficeDirectory& directory, Database& database, OfficeStore& store,
                 const fs::path& file) {
  const std::int64_t number = meta_number(store, "backups", 0) + 1;
  {
    Transaction begins(database);
    store.set_meta("safe", "backup");
    store.set_meta("backups", std::to_string(number));
    begins.commit();
  }
  const fs::path making = file.string() + ".new";
  remove_books(making);
  database.execute("VACUUM INTO " + quoted(making.string()));
  sync_file(making);
  fs::rename(making, file);
  sync_file(file.has_parent_path() ? file.parent_path() : fs::path("."));

  Beside beside = read_beside(directory);
  beside.lineage = std::max(beside.lineage, meta_number(store, "lineage_number", 1));
  beside.covered = number;
  write_beside(directory, beside);
  Transaction done(database);
  store.set_meta("covered", std::to_string(number));
  for (const Terminal& terminal : store.terminals()) {
    for (Epoch epoch : store.epochs(terminal.tid)) {
      epoch.safe = epoch.acked;
      store.put(epoch);
    }
  }
  done.commit();
}

Result<Restored, Done> restore_books(const OfficeDirectory& directory, const fs::path& file) {
  if (!fs::exists(file)) return Unexpected{Done{}};
  Beside beside = read_beside(directory);
  const fs::path books = directory.books_path();
  const fs::path making = books.string() + ".restored";
  remove_books(making);
  fs::copy_file(file, making);
  Restored restored;
  try {
    upgrade_office_books(making.string());
    Database database(making.string(), Database::Mode::open_shared);
    check_office_version(database);
    OfficeStore store(database);
    restored.lineage = std::max(beside.lineage, meta_number(store, "lineage_number", 1)) + 1;
    const bool latest = store.meta("safe") == "backup" && beside.covered > 0 &&
                        meta_number(store, "backups", 0) == beside.covered &&
                        meta_number(store, "lineage_number", 1) == beside.lineage;
    restored.recovering = !latest;
    Transaction transaction(database);
    store.set_meta("lineage_number", std::to_string(restored.lineage));
    store.set_meta("lineage_id", hex(random_bytes(16)));
    store.set_meta("covered", store.meta("backups").value_or("0"));
    for (const Terminal& terminal : store.terminals()) {
      for (Epoch epoch : store.epochs(terminal.tid)) {
        epoch.session = hex(random_bytes(16));  // that no request from before can know
        epoch.session_before.clear();
        epoch.session_lost = true;
        // A copy made while it was still recovering is no less behind for being the latest.
        epoch.recovering =
            (epoch.recovering || restored.recovering) && epoch.state == EpochState::open;
        epoch.safe = epoch.acked;
        store.put(epoch);
      }
    }
    // Every holder is told again: its word is of a timeline that is no more.
    database.execute("UPDATE account SET fanned=version-1; UPDATE dirty SET page=''");
    transaction.commit();
    database.checkpoint();
  } catch (const StorageError& error) {
    remove_books(making);
    if (error.kind() == StorageError::Kind::damaged) return Unexpected{Done{}};
    throw;
  }
  for (const char* rest : {"-wal", "-shm"}) fs::remove(making.string() + rest);
  // The number first: a lineage may be skipped, never used twice.
  beside.lineage = restored.lineage;
  write_beside(directory, beside);
  if (fs::exists(books)) {
    fs::rename(books, books.string() + ".before-" + std::to_string(restored.lineage));
  }
  for (const char* rest : {"-wal", "-shm"}) fs::remove(books.string() + rest);
  fs::permissions(making, fs::perms::owner_read | fs::perms::owner_write);
  fs::rename(making, books);
  sync_file(directory.path());
  return restored;
}

Result<Done, CloseError> close_epoch(Database& database, OfficeStore& store, RightsDesk& rights,
                                     std::uint32_t tid, std::uint32_t number, bool forced,
                                     std::int64_t now) {
  auto epoch = store.epoch(tid, number);
  if (!epoch) return Unexpected{CloseError::unknown};
  if (epoch->state == EpochState::closed) return Unexpected{CloseError::closed_before};
  if (!forced && epoch->acked != epoch->last) return Unexpected{CloseError::events_missing};
  epoch->state = EpochState::closed;
  epoch->recovering = false;
  {
    Transaction transaction(database);
    store.put(*epoch);
    database.execute(
        "INSERT OR IGNORE INTO touched SELECT tid, epoch, account FROM holding WHERE "
        "tid=" +
        std::to_string(tid) + " AND epoch=" + std::to_string(number));
    transaction.commit();
  }
  rights.sweep(now);
  return Done{};
}

}  // namespace vip::sync
