#include "terminal/books/store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <type_traits>
#include <utility>

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"
#include "terminal/books/blank_stock.h"
#include "terminal/books/encrypting.h"
#include "terminal/books/rotation.h"
#include "terminal/books/schema.h"

namespace vip::terminal {
namespace {

namespace fs = std::filesystem;

std::string failed(const std::string& doing, const fs::path& file) {
  return doing + ' ' + file.string() + ": " + std::strerror(errno);
}

[[noreturn]] void fail_writing(const std::string& doing, const fs::path& file) {
  const bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
  throw StorageError(full ? StorageError::Kind::full : StorageError::Kind::read_only,
                     failed(doing, file));
}

SigningKey read_signing_key(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto bytes = read_hex(std::string_view(text).substr(0, 64));
  const auto seed = bytes ? array_of<32>(*bytes) : std::nullopt;
  if (!seed) {
    throw StorageError(StorageError::Kind::damaged,
                       "the journal's key is missing or damaged: " + file.string());
  }
  return SigningKey::from_seed(*seed);
}

std::string number_text(std::uint64_t number) { return std::to_string(number); }

}  // namespace

bool create_store(const fs::path& directory, const NewStore& wanted) {
  std::error_code error;
  fs::create_directories(directory / "keys", error);
  if (error) {
    throw StorageError(StorageError::Kind::read_only,
                       "make " + directory.string() + ": " + error.message());
  }
  fs::permissions(directory / "keys", fs::perms::owner_all, error);
  const fs::path file = directory / "store.db";
  if (fs::exists(file)) {
    Database database(file.string(), Database::Mode::open);
    if (database.integer("PRAGMA application_id") != 0) return false;
  }
  // What an earlier, interrupted attempt left is no store: its tables and its last word, the
  // application_id, come in one transaction below.
  fs::remove(directory / "keys" / "journal.key", error);
  const SigningKey key = SigningKey::generate();
  write_secret_file(directory / "keys" / "journal.key", hex(key.seed()) + '\n');
  const TerminalKey data_key = TerminalKey::make(directory / "keys");

  // Nobody else reads members' data (R3): SQLite gives its log the permissions of this file.
  close(open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  Database database(file.string(), Database::Mode::create);
  Transaction transaction(database);
  create_tables(database);
  Statement put(database, "INSERT INTO meta(name, value) VALUES(?,?)");
  const auto keep = [&](std::string_view name, std::string_view value) {
    put.bind(1, name).bind(2, value).run();
  };
  keep("store", wanted.store);
  keep("training", wanted.training ? "1" : "0");
  keep("card_prefix", std::to_string(wanted.card_prefix));
  keep("seed", hex(wanted.seed ? raw(sha256(number_text(*wanted.seed))) : random_bytes(32)));
  keep("tid", number_text(tid_of_store(wanted.store)));
  keep("epoch", number_text(wanted.epoch));
  keep("lineage", "0");
  keep("public_key", hex(key.public_key()));
  keep("nonce", hex(random_bytes(16)));
  keep("data_key", data_key.id());
  make_keyring(database, data_key);
  transaction.commit();
  return true;
}

Store::Store(const fs::path& directory, Zone zone) : directory_(directory), zone_(std::move(zone)) {
  const fs::path file = directory / "store.db";
  if (!fs::exists(file)) {
    throw StorageError(StorageError::Kind::missing, "no store in " + directory.string());
  }
  lock_ = open((directory / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) fail_writing("open", directory / "lock");
  if (flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    close(lock_);
    throw StorageError(StorageError::Kind::locked,
                       "another process has the store open: " + directory.string());
  }
  try {
    database_ = std::make_unique<Database>(file.string(), Database::Mode::open);
    check_version(*database_);
    get_meta_ = std::make_unique<Statement>(*database_, "SELECT value FROM meta WHERE name=?");
    put_meta_ = std::make_unique<Statement>(*database_,
                                            "INSERT OR REPLACE INTO meta(name, value) VALUES(?,?)");
    const auto text = [&](std::string_view name) {
      const auto value = meta(name);
      if (!value) {
        throw StorageError(StorageError::Kind::damaged, "the store lacks " + std::string(name));
      }
      return *value;
    };
    const auto number = [&](std::string_view name) { return std::stoull(text(name)); };
    const auto bytes = [&]<std::size_t size>(std::string_view name,
                                             std::array<std::uint8_t, size>& into) {
      const auto raw_bytes = read_hex(text(name));
      const auto array = raw_bytes ? array_of<size>(*raw_bytes) : std::nullopt;
      if (!array) {
        throw StorageError(StorageError::Kind::damaged, "damaged: " + std::string(name));
      }
      into = *array;
    };
    identity_.store = text("store");
    identity_.training = text("training") == "1";
    identity_.card_prefix = static_cast<int>(number("card_prefix"));
    identity_.seed = text("seed");
    identity_.genesis.tid = static_cast<std::uint32_t>(number("tid"));
    identity_.genesis.epoch = static_cast<std::uint32_t>(number("epoch"));
    identity_.genesis.lineage = number("lineage");
    bytes("public_key", identity_.genesis.key);
    bytes("nonce", identity_.genesis.nonce);

    provisional_ = meta("provisional");
    open_key();
    journal_ = std::make_unique<Journal>(*database_, identity_.genesis);
    upgrade();
    close_open_blanks();
    create_heard_tables(*database_);
    create_tombstone_table(*database_);
    vault_ = std::make_unique<Vault>(*database_, *data_key_);
    heard_ = std::make_unique<Heard>(*database_, *vault_);
    books_ = std::make_unique<TerminalBooks>(*database_, heard_.get());
    people_ = std::make_unique<People>(*database_, *vault_);
    encrypt();
    tombstones_ = std::make_unique<Tombstones>(directory / "erased", *database_, *vault_, *people_);
    tombstones_->settle();
    if (rotation_begun(*database_)) rotate_key();
    staff_ = std::make_unique<StaffBook>(*database_, identity_.training);
    staff_secrets_ = std::make_unique<StaffSecrets>(*database_);
    pins_ = std::make_unique<PinKeeper>(vault_->pepper());
    anchor_ = std::make_unique<Anchor>(directory / "anchor");
    key_ = std::make_unique<SigningKey>(read_signing_key(directory / "keys" / "journal.key"));
    if (key_->public_key() != identity_.genesis.key) {
      throw StorageError(StorageError::Kind::damaged, "the journal's key is another one");
    }
    const auto last = journal_->at(journal_->last().seq);
    if (last) {
      if (const auto event = decode(last->body)) recorded_at_ = event->stamp.at;
    }
    if (const auto& mark = anchor_->at_start();
        mark && mark->position.epoch == identity_.genesis.epoch) {
      locked_ = mark->position.seq > journal_->last().seq;
      if (identity_.training) told_at_ = mark->seen_at;
    }
  } catch (...) {
    close(lock_);
    throw;
  }
}

void Store::open_key() {
  const fs::path keys = directory_ / "keys";
  if (const auto id = meta("data_key")) {
    data_key_ = std::make_unique<TerminalKey>(TerminalKey::open(keys, *id));
    TerminalKey::settle(keys, *id);  // a rotation that was cut off at its last step
    return;
  }
  // A store of before: nothing in it hangs on a key yet, so a file that is there is one whose id an
  // interrupted start did not come to keep.
  data_key_ = std::make_unique<TerminalKey>(TerminalKey::make(keys));
  Transaction transaction(*database_);
  set_meta("data_key", data_key_->id());
  transaction.commit();
}

void Store::upgrade() {
  Transaction transaction(*database_);
  const int version = upgrade_tables(*database_);
  if (version == schema_version) return;  // rolled back: nothing was done
  make_keyring(*database_, *data_key_);
  if (version < 2) {
    StaffBook staff(*database_, identity_.training);
    journal_->each(1, [&](const Journal::Entry& entry) {
      const auto event = decode(entry.body);
      if (!event) throw StorageError(StorageError::Kind::damaged, "the journal is damaged");
      staff.apply(entry.seq, *event);
      return true;
    });
  }
  transaction.commit();
}

std::optional<std::int64_t> Store::rotate_key() {
  return terminal::rotate_key({*database_, *vault_, *people_, directory_ / "keys"}, data_key_);
}

void Store::encrypt() {
  if (!must_be_cleaned(*database_)) return;
  encrypt_plain_rows({*database_, *journal_, *books_, *people_, *heard_});
  clean_after_encrypting(*database_);
}

void Store::close_open_blanks() {
  Transaction transaction(*database_);
  create_blank_tables(*database_);
  const bool closed = BlankStock(*database_, derive(BlankStock::purpose)).close_open_payloads();
  transaction.commit();
  if (closed) database_->execute("PRAGMA wal_checkpoint(TRUNCATE)");  // nor is it in the old log
}

Store::~Store() {
  // The database first: the lock says that nobody has it open.
  put_meta_.reset();
  get_meta_.reset();
  staff_secrets_.reset();
  staff_.reset();
  tombstones_.reset();
  people_.reset();
  books_.reset();
  heard_.reset();
  vault_.reset();
  journal_.reset();
  database_.reset();
  close(lock_);
}

Position Store::record(const Event& event) {
  const auto account = account_of(event.act);
  if (const auto told = account ? heard_->pending(*account) : std::nullopt) {
    append(Event{event.stamp, *told});
    heard_->relied_on(*account);
  }
  return append(event);
}

std::optional<card::Number> Store::account_of(const Act& act) {
  const auto of_card = [&](card::Number number) -> std::optional<card::Number> {
    const auto card = books_->card(number);
    if (!card) return std::nullopt;
    return card->account;
  };
  if (const auto* sale = std::get_if<SaleEvent>(&act)) {
    return sale->member ? std::optional(sale->member->account) : std::nullopt;
  }
  if (const auto* returned = std::get_if<ReturnEvent>(&act)) {
    const auto sale = books_->sale(returned->sale);
    return sale ? sale->account : std::nullopt;
  }
  return std::visit(
      [&](const auto& e) -> std::optional<card::Number> {
        using E = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<E, AnomalyEvent>) {
          return std::nullopt;
        } else if constexpr (requires { e.account; }) {
          return e.account;
        } else if constexpr (requires { e.old_card; }) {
          return of_card(e.old_card);
        } else if constexpr (requires { of_card(e.card); }) {
          return of_card(e.card);
        } else {
          return std::nullopt;
        }
      },
      act);
}

Position Store::append(const Event& event) {
  ensure(!locked_, "a locked store records nothing");
  const std::string body = encode(event);
  const auto posted = post(journal_->last().seq + 1, event, *books_);
  if (!posted) ensure_failed(posted.error().what.c_str(), __FILE__, __LINE__);
  staff_->apply(journal_->last().seq + 1, event);
  recorded_at_ = std::max(recorded_at_, event.stamp.at);
  return journal_->append(body);
}

void Store::saw(std::int64_t at) {
  ensure(identity_.training, "only a training store is told the time");
  if (at <= told_at_) return;
  // The anchor waits for the commit: it may claim no event that a power cut would still undo, and
  // who asks again after one, with the same `at`, is to be told the same.
  told_at_ = at;
  told_moved_ = true;
}

std::optional<std::string> Store::meta(std::string_view name) {
  const Reading reading(*get_meta_);
  get_meta_->bind(1, name);
  if (!get_meta_->step()) return std::nullopt;
  return std::string(get_meta_->text(0));
}

void Store::set_meta(std::string_view name, std::string_view value) {
  put_meta_->bind(1, name).bind(2, value).run();
}

void Store::opened_by_office(std::string_view place) {
  Transaction transaction(*database_);
  set_meta("place", place);
  database_->execute("DELETE FROM meta WHERE name IN ('provisional', 'doubt')");
  transaction.commit();
  provisional_.reset();
}

void Store::doubt(std::string_view word) {
  Transaction transaction(*database_);
  set_meta("doubt", word);
  transaction.commit();
  doubted_ = true;
}

void Store::renumber(std::uint32_t epoch) {
  ensure(provisional_.has_value(), "a number that head office gave is never changed");
  Genesis genesis = identity_.genesis;
  genesis.epoch = epoch;
  Transaction transaction(*database_);
  Statement put(*database_, "UPDATE journal SET hash=? WHERE seq=?");
  Digest head = chain_start(genesis);
  journal_->each(1, [&](const Journal::Entry& entry) {
    head = chain_next(head, genesis.tid, genesis.epoch, entry.seq, entry.body);
    put.bind_blob(1, raw(head)).bind(2, static_cast<std::int64_t>(entry.seq)).run();
    return true;
  });
  set_meta("epoch", std::to_string(epoch));
  transaction.commit();
  identity_.genesis = genesis;
  journal_ = std::make_unique<Journal>(*database_, genesis);
}

std::string Store::sign(std::string_view text) const { return std::string(raw(key_->sign(text))); }

void Store::committed() {
  anchor_->write({journal_->last(), told_at_});
  told_moved_ = false;
  tombstones_->committed();
}

void Store::rolled_back() {
  vault_->forget();
  journal_->reload();
  books_->reload();
}

Unit::Unit(Store& store, Flush flush) : store_(store), begun_at_(store.journal_->last().seq) {
  if (flush == Flush::later) later_.emplace(*store.database_);
  transaction_.emplace(*store.database_);
}

Unit::~Unit() {
  if (!transaction_) return;
  transaction_.reset();
  try {
    undo(begun_at_);
  } catch (const StorageError&) {
    // The store is to be given up and opened again anyway: see Store.
  }
}

void Unit::undo(Seq before) {
  if (store_.journal_->last().seq != before) store_.rolled_back();
}

void Unit::commit() {
  transaction_->commit();
  transaction_.reset();
  const bool anchored = store_.journal_->last().seq != begun_at_ || store_.told_moved_;
  if (anchored && later_) later_->done();  // the anchor is never ahead of the disk
  later_.reset();
  if (anchored) store_.committed();
}

}  // namespace vip::terminal
