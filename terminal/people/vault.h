// Vault: what keeps personal data unreadable to whoever has the disk (R3, R4; design 9).
//
// Every member has a key of their own: 256 random bits, in one row of person_key, wrapped by the
// terminal's key. What is written of a member is closed under that key, so that destroying one row
// destroys all of it: the record, the answers and the remarks that name them, wherever copies of
// them lie. A row that was destroyed stays, as a tombstone. Members of other stores, of whom only
// the form of address is known here, have a key too: theirs are numbered below zero.
//
// What names nobody in particular is closed under keys of the store's own, which lie in `keyring`,
// wrapped in the same way. What names too many to say is under a key that every erasing renews.
//
// Each box (AES-256-GCM) is bound to its place: table, column, row, whose it is, the number of the
// key and the form of its contents. A box that was changed, or moved to another row or column, does
// not open: StorageError, damaged.
//
// Look-up: an HMAC under a key of this terminal alone, cut to 128 bits. Two stolen stores cannot be
// joined by it, and without the terminal's key nobody can try telephone numbers.
//
// person_key's rows never change their size and are added in the order of their ids, so SQLite
// writes them in place and never leaves an old copy of one in the free space of a page.
//
// Durability: what the caller's transaction has. Threads: none; the thread that owns the Database.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cardformat/secret.h"
#include "terminal/books/sqlite.h"
#include "terminal/people/locked.h"
#include "terminal/people/terminal_key.h"

namespace vip::terminal {

// Whose key: a person of this store (from 1), or minus the account of another store's member.
using KeyOwner = std::int64_t;

// Where a box lies.
struct Place {
  std::string_view table;
  std::string_view column;
  std::string_view row;
};

void create_vault_tables(Database& database);
// The store's own keys, random, where they are not there yet. `pepper`: that of the PINs that are
// there already. Requires: an open transaction.
void make_keyring(Database& database, const TerminalKey& key);

class Vault {
 public:
  // Requires: the tables are there, with a keyring; `database` and `key` outlive this. Throws
  // StorageError where a key of the ring does not open.
  Vault(Database& database, const TerminalKey& key);
  ~Vault();
  Vault(const Vault&) = delete;
  Vault& operator=(const Vault&) = delete;

  enum class State : std::uint8_t { none, held, destroyed };
  State state(KeyOwner owner);
  // Requires: none yet. For persons in the order of their ids.
  void make_key(KeyOwner owner);
  // For good: nothing that was closed under it opens again. Requires: one was made.
  void destroy_key(KeyOwner owner);
  // 16 hex digits that name the key and tell nothing of it. Requires: it is held.
  std::string name_of_key(KeyOwner owner);
  // Owner of what names too many to say; what was closed under its key until now is gone.
  static constexpr KeyOwner lists = 0;
  void renew_list_key();

  // Under the keys of all of them, so that destroying any one is enough; under the store's own key
  // where there are none. Requires: every key is held.
  std::string close(const Place& place, std::span<const KeyOwner> owners, std::string_view text);
  // No value: a key of theirs was destroyed. Throws StorageError damaged where the box is not what
  // was closed for this place.
  std::optional<std::string> open(const Place& place, std::span<const KeyOwner> owners,
                                  std::string_view box);

  // The same for one member whose wrapped key was read together with the box.
  std::optional<std::string> open(const Place& place, KeyOwner owner, std::string_view wrapped,
                                  std::string_view box);

  // 16 bytes under which a value is found again.
  std::string index(std::string_view what, std::string_view value) const;
  // 32 bytes that stand for a value which could be guessed at.
  std::string print(std::string_view value) const;
  const SecretKey& pepper() const { return keys_->pepper; }

  // A new terminal key, step by step (rotation.h). What is under `next` already stays as it is.
  // The wrapped key of a member, wrapped by `next`; no value: it is already, or was destroyed.
  std::optional<std::string> wrapped_by(const TerminalKey& next, KeyOwner owner,
                                        std::string_view wrapped);
  static std::string index_under(const TerminalKey& key, std::string_view what,
                                 std::string_view value);
  // The store's own keys come under `next`. Requires: an open transaction.
  void take_ring_over(const TerminalKey& next);
  // From here on `key` is the terminal's. Requires: everything is under it.
  void use(const TerminalKey& key);

  // What was cached of members' keys is overwritten: after a rollback, which may have taken a key
  // back.
  void forget();

 private:
  static constexpr KeyOwner nobody = std::numeric_limits<KeyOwner>::min();

  std::optional<SecretKey> key_of(KeyOwner owner);
  std::optional<SecretKey> unwrap(KeyOwner owner, std::string_view wrapped);
  std::optional<SecretKey> key_of(std::span<const KeyOwner> owners);
  std::string opened(const Place& place, std::span<const KeyOwner> owners, const SecretKey& key,
                     std::string_view box);

  struct Keys {
    SecretKey wrap, index, store, prints, pepper;
    SecretKey cached;
  };

  Database& database_;
  Box box_;
  Locked<Keys> keys_;
  std::string key_id_;
  // The last one used: a sale opens a record and closes an answer.
  KeyOwner cached_owner_ = nobody;
  std::string cached_wrapped_;  // as it was when it opened: another one is opened anew
  std::string bound_;
  Statement get_, put_, set_, destroy_;
};

}  // namespace vip::terminal
