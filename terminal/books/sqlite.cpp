#include "terminal/books/sqlite.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

// The log may grow to this many 4 KiB frames (64 MB) before a commit checkpoints by itself.
constexpr int log_bound_frames = 16000;

StorageError::Kind kind_of(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return StorageError::Kind::full;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return StorageError::Kind::read_only;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return StorageError::Kind::locked;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return StorageError::Kind::damaged;
    default:
      return StorageError::Kind::failed;
  }
}

[[noreturn]] void fail(sqlite3* connection, int code, std::string_view doing) {
  std::string what = std::string(doing) + ": " + sqlite3_errstr(code);
  if (connection != nullptr) what += std::string(" (") + sqlite3_errmsg(connection) + ")";
  throw StorageError(kind_of(code), what);
}

sqlite3_file* log_of(sqlite3* connection) {
  sqlite3_file* log = nullptr;
  sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  return log == nullptr || log->pMethods == nullptr ? nullptr : log;
}

void sync_log(sqlite3* connection, sqlite3_file* log) {
  const int code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
  if (code != SQLITE_OK) fail(connection, code, "sync the log");
}

// What the file's last user wrote to the log may never have come to the disk: it was killed before
// it synced, or its sync failed, after which the system takes those pages for clean and no later
// sync writes them. Whoever opens the file now reads them all the same and would build on them, so
// that a power cut took them and every commit after them. They are written once more, as they are,
// and synced before anything is believed (design: nothing lost).
void write_log_again(sqlite3* connection) {
  constexpr sqlite3_int64 header = 32;
  constexpr int frame_header = 24;
  sqlite3_file* log = log_of(connection);
  if (log == nullptr) return;
  sqlite3_int64 size = 0;
  std::string bytes(header, '\0');
  const auto read = [&](sqlite3_int64 at) {
    const int code = log->pMethods->xRead(log, bytes.data(), static_cast<int>(bytes.size()), at);
    if (code != SQLITE_OK) fail(connection, code, "read the log");
  };
  const auto write = [&](sqlite3_int64 at) {
    const int code = log->pMethods->xWrite(log, bytes.data(), static_cast<int>(bytes.size()), at);
    if (code != SQLITE_OK) fail(connection, code, "write the log again");
  };
  if (log->pMethods->xFileSize(log, &size) != SQLITE_OK || size < header) return;
  read(0);
  const std::uint32_t page = u32_at(bytes, 8);
  const std::string salt = bytes.substr(16, 8);
  if (page < 512 || page > 65536) return;  // no log of ours
  const sqlite3_int64 frame = frame_header + static_cast<sqlite3_int64>(page);
  sqlite3_int64 written = 0;
  for (sqlite3_int64 at = header; at + frame <= size; at += frame) {
    bytes.resize(static_cast<std::size_t>(frame));
    read(at);
    if (std::string_view(bytes).substr(8, 8) != salt) break;  // of an earlier turn of the log
    write(at);
    ++written;
  }
  if (written == 0) return;
  bytes.resize(header);
  read(0);
  write(0);
  sync_log(connection, log);
}

}  // namespace

Statement::Statement(Database& database, std::string_view sql)
    : connection_(database.handle()), sql_(sql) {}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement::Statement(Statement&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)),
      connection_(other.connection_),
      sql_(std::move(other.sql_)) {}

sqlite3_stmt* Statement::prepared() {
  if (statement_ != nullptr) return statement_;
  const int code = sqlite3_prepare_v3(connection_, sql_.data(), static_cast<int>(sql_.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  if (code != SQLITE_OK) fail(connection_, code, "prepare");
  return statement_;
}

Statement& Statement::bind(int index, std::int64_t value) {
  const int code = sqlite3_bind_int64(prepared(), index, value);
  if (code != SQLITE_OK) fail(connection_, code, "bind");
  return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
  const int code = sqlite3_bind_text(prepared(), index, text.data(), static_cast<int>(text.size()),
                                     SQLITE_TRANSIENT);
  if (code != SQLITE_OK) fail(connection_, code, "bind");
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
  const int code = sqlite3_bind_blob(prepared(), index, bytes.data(),
                                     static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
  if (code != SQLITE_OK) fail(connection_, code, "bind");
  return *this;
}

Statement& Statement::bind_null(int index) {
  const int code = sqlite3_bind_null(prepared(), index);
  if (code != SQLITE_OK) fail(connection_, code, "bind");
  return *this;
}

Statement& Statement::bind(int index, const std::optional<std::int64_t>& value) {
  return value ? bind(index, *value) : bind_null(index);
}

bool Statement::step() {
  const int code = sqlite3_step(prepared());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3_reset(statement_);
  fail(connection_, code, "step");
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Statement::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

int Statement::columns() { return sqlite3_column_count(prepared()); }

std::optional<std::int64_t> Statement::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

struct Database::Steps {
  explicit Steps(Database& database)
      : begin(database, "BEGIN IMMEDIATE"),
        commit(database, "COMMIT"),
        savepoint(database, "SAVEPOINT request"),
        release(database, "RELEASE request") {}

  Statement begin, commit, savepoint, release;
};

Database::Database(const std::string& path, Mode mode) {
  const bool create = mode == Mode::create || mode == Mode::create_shared;
  shared_ = mode != Mode::create && mode != Mode::open;
  const int flags = SQLITE_OPEN_NOMUTEX |
                    (mode == Mode::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
                    (create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path.c_str(), &connection_, flags, nullptr);
  if (code != SQLITE_OK) {
    const std::string what = sqlite3_errmsg(connection_);
    sqlite3_close(connection_);
    throw StorageError(kind_of(code), "open " + path + ": " + what);
  }
  sqlite3_extended_result_codes(connection_, 1);
  try {
    if (mode != Mode::read && sqlite3_db_readonly(connection_, "main") == 1) {
      throw StorageError(StorageError::Kind::read_only, "open " + path + ": it is read-only");
    }
    sqlite3_db_config(connection_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(connection_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    if (shared_) {
      execute("PRAGMA busy_timeout=5000;");
    } else {
      execute("PRAGMA locking_mode=EXCLUSIVE;");
    }
    if (mode != Mode::read) {
      execute("PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON;");
    }
    execute(
        "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-8192;"
        "PRAGMA foreign_keys=OFF; PRAGMA temp_store=MEMORY;");
    // The log is grown once and kept: a log that must grow doubles the price of a commit.
    int keep = 1;
    sqlite3_file_control(connection_, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
    if (mode != Mode::read) {
      execute("SELECT count(*) FROM sqlite_schema");  // opens the log
      write_log_again(connection_);
    }
    sqlite3_wal_hook(
        connection_,
        [](void* self, sqlite3*, const char*, int frames) {
          auto* database = static_cast<Database*>(self);
          database->log_frames_ = frames;
          database->committed_ = true;
          return SQLITE_OK;
        },
        this);
    steps_ = std::make_unique<Steps>(*this);
  } catch (...) {
    sqlite3_close(connection_);
    throw;
  }
}

Database::~Database() {
  steps_.reset();
  sqlite3_close(connection_);
}

void Database::execute(std::string_view sql) {
  const int code = sqlite3_exec(connection_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(connection_, code, "execute");
}

std::int64_t Database::integer(std::string_view sql) {
  Statement statement(*this, sql);
  ensure(statement.step(), "a query for one integer has one row");
  return statement.integer(0);
}

void Database::checkpoint() {
  // Readers of a shared file are not waited for: what they still look at stays in the log.
  const int how = shared_ ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
  const int code = sqlite3_wal_checkpoint_v2(connection_, nullptr, how, nullptr, nullptr);
  if (code != SQLITE_OK) fail(connection_, code, "checkpoint");
  log_frames_ = 0;
}

void Database::grow_log(std::int64_t bytes) {
  const char* file = sqlite3_db_filename(connection_, "main");
  const char* log = file == nullptr ? nullptr : sqlite3_filename_wal(file);
  std::error_code error;
  const auto size = log == nullptr ? 0 : std::filesystem::file_size(log, error);
  if (log == nullptr || (!error && size >= static_cast<std::uintmax_t>(bytes))) return;
  // Written, and then taken back: the frames are free again, the file keeps its size.
  execute("PRAGMA cache_spill=1; BEGIN IMMEDIATE; CREATE TABLE log_filler(x)");
  try {
    execute("INSERT INTO log_filler VALUES(zeroblob(" + std::to_string(bytes) + "))");
  } catch (const StorageError&) {
    execute("ROLLBACK");
    throw;
  }
  execute("ROLLBACK");
}

void Database::clean_log() {
  constexpr std::int64_t least_kept = 1 << 20;
  constexpr std::int64_t most_kept = 32 << 20;
  const char* file = sqlite3_db_filename(connection_, "main");
  const char* log = file == nullptr ? nullptr : sqlite3_filename_wal(file);
  std::error_code error;
  const auto size = log == nullptr
                        ? std::int64_t{0}
                        : static_cast<std::int64_t>(std::filesystem::file_size(log, error));
  const int code =
      sqlite3_wal_checkpoint_v2(connection_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code != SQLITE_OK) fail(connection_, code, "clean the log");
  log_frames_ = 0;
  // As large as it was grown once, in zeros.
  if (size >= least_kept) grow_log(std::min(size, most_kept));
}

void Database::rewrite() {
  // Through a temporary file of SQLite's, which has no name: a store may be larger than the memory.
  execute("PRAGMA temp_store=FILE");
  try {
    execute("VACUUM");
  } catch (const StorageError&) {
    execute("PRAGMA temp_store=MEMORY");
    throw;
  }
  execute("PRAGMA temp_store=MEMORY");
}

std::int64_t Database::changes() const { return sqlite3_changes64(connection_); }

std::string_view Database::library_version() { return sqlite3_libversion(); }

Transaction::Transaction(Database& database) : database_(database) {
  database_.steps_->begin.run();
}

Transaction::~Transaction() {
  if (open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  database_.steps_->commit.run();
  open_ = false;
  if (database_.log_frames() > log_bound_frames) database_.checkpoint();
}

Savepoint::Savepoint(Database& database) : database_(database) {
  database_.steps_->savepoint.run();
}

Savepoint::~Savepoint() {
  if (!open_) return;
  sqlite3_exec(database_.handle(), "ROLLBACK TO request", nullptr, nullptr, nullptr);
  sqlite3_exec(database_.handle(), "RELEASE request", nullptr, nullptr, nullptr);
}

void Savepoint::release() {
  database_.steps_->release.run();
  open_ = false;
}

// With synchronous=NORMAL a commit writes its frames and syncs nothing; what the log still holds is
// synced before a checkpoint copies it, and the log's new beginning before anything follows it.
OneFlush::OneFlush(Database& database) : database_(database) {
  database_.execute("PRAGMA synchronous=NORMAL");
  database_.committed_ = false;
}

OneFlush::~OneFlush() {
  sqlite3_exec(database_.handle(), "PRAGMA synchronous=FULL", nullptr, nullptr, nullptr);
}

void OneFlush::done() {
  if (!database_.committed_) return;
  // The log itself: one more commit for the sake of its flush would write a page more.
  sqlite3_file* log = log_of(database_.handle());
  ensure(log != nullptr, "a database that is written to has a log");
  sync_log(database_.handle(), log);
  database_.committed_ = false;
}

}  // namespace vip::terminal
