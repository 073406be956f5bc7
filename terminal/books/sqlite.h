// SQLite, as this project uses it: one connection that reads, writes and checkpoints, prepared
// statements, transactions that roll back by themselves.
//
// The only header through which the rest of the terminal sees SQLite; sqlite.cpp alone includes
// sqlite3.h. Settings: WAL, synchronous=FULL (a commit that returned survives a power cut),
// exclusive locking, checkpoints only when asked for (in idle moments) or when the log passes a
// bound. What is deleted is overwritten, and nothing goes to temporary files (R3, R4).
//
// Errors: whatever the machine cannot do is a StorageError. After one from commit() the transaction
// may or may not be on disk: close, open again, and look it up by its request id.
//
// Threads: none. One Database, one thread that owns it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace vip::terminal {

class StorageError : public std::runtime_error {
 public:
  enum class Kind : std::uint8_t {
    full = 1,       // no space left on the disk
    read_only,      // the directory or the file cannot be written
    locked,         // another process has the store open
    damaged,        // not a database, or a damaged one
    newer_version,  // written by a newer version of this program
    missing,        // no store in this directory
    key_lost,       // the file with the store's key is not there, or is another one
    tpm_absent,     // the store's key is sealed by a TPM that is not there, or does not answer
    tpm_other,      // ... that was cleared since, or is another machine's
    failed          // anything else the disk said
  };
  StorageError(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

class Database;

// A statement, kept and used again; prepared when it is first used, so that opening a store costs
// what is then asked of it. Bind from 1, then step() until it says false. Text and blobs read are
// valid until the next step() or reset().
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view text);
  Statement& bind_blob(int index, std::string_view bytes);
  Statement& bind_null(int index);
  Statement& bind(int index, const std::optional<std::int64_t>& value);

  bool step();   // true: a row is there
  void run();    // step to the end and reset
  void reset();  // keeps nothing bound

  std::int64_t integer(int column) const;
  std::string_view text(int column) const;
  std::string_view blob(int column) const;
  bool is_null(int column) const;
  int columns();
  std::optional<std::int64_t> optional_integer(int column) const;

 private:
  sqlite3_stmt* prepared();

  sqlite3_stmt* statement_ = nullptr;
  sqlite3* connection_ = nullptr;
  std::string sql_;
};

// Resets a statement when its scope ends, so that no read stays open over a commit.
class Reading {
 public:
  explicit Reading(Statement& statement) : statement_(statement) {}
  ~Reading() { statement_.reset(); }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

 private:
  Statement& statement_;
};

class Database {
 public:
  // `create` and `open` lock everybody else out. Head office's books are read while they are
  // served: `create_shared` and `open_shared` write and checkpoint as the only ones that may, and
  // leave reading to others, who open with `read`.
  enum class Mode : std::uint8_t { create, open, create_shared, open_shared, read };

  // Opens the file with the settings above. In memory where path is ":memory:".
  Database(const std::string& path, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void execute(std::string_view sql);  // one or more statements without results
  std::int64_t integer(std::string_view sql);

  // Moves what the log holds into the file. For idle moments: it takes milliseconds.
  void checkpoint();
  int log_frames() const { return log_frames_; }
  // Makes the log's file at least so large once: a log that must grow doubles the price of a
  // commit.
  void grow_log(std::int64_t bytes);

  // Cuts the log's file to nothing, its contents in the database file: of what was deleted nothing
  // is left in it (R4). Requires: no transaction, no open statement.
  void clean_log();
  // Writes the whole file anew, so that no free space keeps what once stood in it. Takes as much
  // room again. Requires: as clean_log().
  void rewrite();

  std::int64_t changes() const;
  sqlite3* handle() { return connection_; }

  static std::string_view library_version();

 private:
  friend class Transaction;
  friend class Savepoint;
  friend class OneFlush;
  struct Steps;  // of transactions, kept: every request takes them

  sqlite3* connection_ = nullptr;
  bool shared_ = false;
  int log_frames_ = 0;
  bool committed_ = false;  // something, since a OneFlush asked last
  std::unique_ptr<Steps> steps_;
};

// BEGIN IMMEDIATE ... COMMIT; rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

// SAVEPOINT inside a transaction; rolls back to it unless released.
class Savepoint {
 public:
  explicit Savepoint(Database& database);
  ~Savepoint();
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  void release();

 private:
  Database& database_;
  bool open_ = true;
};

// While it lives, commits are not flushed one by one: done() flushes all of them together. For work
// that is many transactions and of which nothing is told, and nothing done outside this file,
// before done() returned. A power cut before that leaves a beginning of the commits, in their order
// and each whole: the log is read up to the first frame that is not what was written.
//
// Others who read the file see each commit at once, before it is flushed. Where done() throws or is
// not reached, what was committed is there and may not be durable: open the file again, which
// makes durable what it finds. Requires: no transaction is open; one at a time.
class OneFlush {
 public:
  explicit OneFlush(Database& database);
  ~OneFlush();
  OneFlush(const OneFlush&) = delete;
  OneFlush& operator=(const OneFlush&) = delete;
  // No flush where nothing was committed. Throws StorageError.
  void done();

 private:
  Database& database_;
};

}  // namespace vip::terminal
