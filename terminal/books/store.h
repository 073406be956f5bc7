// Store: one terminal's data directory, opened.
//
//   store.db   journal, ledger, people (schema.h)
//   anchor     how far the journal had come (anchor.h)
//   erased     whose data was destroyed (tombstones.h)
//   keys/      journal.key: the Ed25519 seed that signs segments; data.key or data.tpm: what
//   people's
//              data and PINs hang on (terminal_key.h); made on the device, 0600
//   lock       held while a process has the store open
//   vip.toml   configuration, optional
//
// Writing: one Unit is one transaction; each request in it runs under its own savepoint, so that a
// refusal or a mistake in one leaves the others as they are, and one commit makes all of them
// durable (group commit). After a StorageError from commit() the store must be given up and opened
// again: what was in the unit may or may not be there.
//
// Threads: none. One process, one Store, one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "cardformat/seal.h"
#include "terminal/books/anchor.h"
#include "terminal/books/clock.h"
#include "terminal/books/heard.h"
#include "terminal/books/journal.h"
#include "terminal/books/people.h"
#include "terminal/books/terminal_books.h"
#include "terminal/books/tombstones.h"
#include "terminal/people/terminal_key.h"
#include "terminal/people/vault.h"
#include "terminal/staff/staff_book.h"

namespace vip::terminal {

struct StoreIdentity {
  std::string store;  // "S01"
  bool training = false;
  int card_prefix = card::default_prefix;
  std::string seed;  // a training store's card numbers follow from it
  Genesis genesis;
};

struct NewStore {
  std::string store;
  bool training = false;
  int card_prefix = card::default_prefix;
  std::optional<std::uint64_t> seed;  // training only: the same seed gives the same card numbers
  std::uint32_t epoch = 1;            // which life of this store's disk; head office counts them
};

// Makes a data directory. Refuses (false) where a store already is. Throws StorageError.
bool create_store(const std::filesystem::path& directory, const NewStore& wanted);

class Store {
 public:
  // Throws StorageError: missing, locked (another process has it), read_only, newer_version,
  // damaged; key_lost, tpm_absent, tpm_other (the key of its data is gone: no other is made).
  Store(const std::filesystem::path& directory, Zone zone);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  const StoreIdentity& identity() const { return identity_; }
  const std::filesystem::path& directory() const { return directory_; }
  const Zone& zone() const { return zone_; }
  Database& database() { return *database_; }
  Journal& journal() { return *journal_; }
  TerminalBooks& books() { return *books_; }
  Heard& heard() { return *heard_; }
  People& people() { return *people_; }
  StaffBook& staff() { return *staff_; }
  StaffSecrets& staff_secrets() { return *staff_secrets_; }
  const PinKeeper& pins() const { return *pins_; }
  // Of the terminal's key, under which members' keys are: 16 hex digits.
  std::string key_name() const { return data_key_->id(); }
  TerminalKey::Place key_place() const { return data_key_->place(); }
  // Another terminal key over everything (rotation.h); how many members' keys were wrapped anew. No
  // value: the key is a credential of systemd, which gives no next one. Requires: no Unit is open.
  std::optional<std::int64_t> rotate_key();

  // Confirmed sales vanished: the anchor is ahead of the journal. Nothing may be written.
  bool locked() const { return locked_; }
  // This life is not known to head office yet: it is a provisional journal (counter/next_life.h).
  // What speaks against the life before it: "behind", "moved", ...
  const std::optional<std::string>& provisional() const { return provisional_; }
  // Head office opened this life. Requires: no Unit is open.
  void opened_by_office(std::string_view place);
  // Head office does not know this life as it is: the store is to be opened again, which begins
  // the next one. Requires: no Unit is open.
  void doubt(std::string_view word);
  bool doubted() const { return doubted_; }
  // Another number for a life that head office has not opened. Requires: it is provisional; no Unit
  // is open.
  void renumber(std::uint32_t epoch);
  const std::optional<Anchor::Mark>& anchor_at_start() const { return anchor_->at_start(); }

  // Appends the event and posts it to the ledger. Where it is of an account of which head office
  // has said something that no event relies on yet, that goes before it as a ToldEvent. Requires:
  // an open savepoint; the event is one that the rules make (a Disagreement here is a broken
  // invariant).
  Position record(const Event& event);

  // Whose points or card the act is about; no value: nobody's.
  std::optional<card::Number> account_of(const Act& act);

  // The highest time seen, 0 where none was: that of the journal (design 8); in training, once a
  // request was told one, the latest `at` of any request (A37).
  std::int64_t time_mark() const { return is_told_the_time() ? told_at_ : recorded_at_; }
  std::int64_t recorded_at() const { return recorded_at_; }  // of the latest event; 0: none
  bool is_told_the_time() const { return told_at_ != Anchor::never; }
  // Training: a request came with this `at`. Kept with the commit of the unit that it belongs to.
  void saw(std::int64_t at);

  std::optional<std::string> meta(std::string_view name);
  void set_meta(std::string_view name, std::string_view value);

  std::string sign(std::string_view text) const;  // 64 bytes, by the journal key
  // The key for one purpose, of the terminal's key (people/terminal_key.h).
  SecretKey derive(std::string_view purpose) const { return data_key_->derive(purpose); }

 private:
  friend class Unit;
  void open_key();  // the data key; an older store gets its first
  void upgrade();   // an older store's tables, and what is derived in them
  void encrypt();   // what an older store kept in the clear
  void close_open_blanks();
  Position append(const Event& event);
  void committed();    // after a commit: the anchor
  void rolled_back();  // after a rollback: what is kept in memory is read again

  std::filesystem::path directory_;
  Zone zone_;
  int lock_ = -1;
  std::unique_ptr<Database> database_;
  StoreIdentity identity_;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<TerminalKey> data_key_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<Heard> heard_;
  std::unique_ptr<TerminalBooks> books_;
  std::unique_ptr<People> people_;
  std::unique_ptr<Tombstones> tombstones_;
  std::unique_ptr<StaffBook> staff_;
  std::unique_ptr<StaffSecrets> staff_secrets_;
  std::unique_ptr<PinKeeper> pins_;
  std::unique_ptr<Anchor> anchor_;
  std::unique_ptr<SigningKey> key_;
  std::unique_ptr<Statement> get_meta_;
  std::unique_ptr<Statement> put_meta_;
  bool locked_ = false;
  std::optional<std::string> provisional_;
  bool doubted_ = false;
  std::int64_t recorded_at_ = 0;  // the highest time of an event
  std::int64_t told_at_ = Anchor::never;
  bool told_moved_ = false;  // since the anchor was last written
};

// One transaction over a store; rolls back unless committed. See Store.
class Unit {
 public:
  // `later`: what appended no event is durable with the next unit that flushes, and until then a
  // power cut takes the last of it back, in order. For what comes again where it was lost.
  enum class Flush : std::uint8_t { now, later };
  explicit Unit(Store& store, Flush flush = Flush::now);
  ~Unit();
  Unit(const Unit&) = delete;
  Unit& operator=(const Unit&) = delete;

  // Runs one request under its own savepoint. What it wrote stays only where it returns true and
  // throws nothing.
  template <class Request>
  void run(Request request) {
    const Seq before = store_.journal_->last().seq;
    try {
      Savepoint savepoint(*store_.database_);
      if (request()) {
        savepoint.release();
        return;
      }
    } catch (...) {
      store_.rolled_back();  // whatever was half done: memory may be ahead without an event
      throw;
    }
    undo(before);
  }

  // Everything that the requests wrote is durable when this returns; see Flush.
  void commit();

 private:
  void undo(Seq before);  // what memory keeps of the journal goes back with the savepoint

  Store& store_;
  std::optional<OneFlush> later_;
  std::optional<Transaction> transaction_;
  Seq begun_at_;
};

}  // namespace vip::terminal
