// RegistrationsDesk: sealed registrations as head office keeps them (R1, R4, design 9).
//
// A form is stored as it came, sealed, and opened by the one command that shows people
// (registry.h). What is opened here is only how a member is addressed, for the terminal that is
// told of their account, with a key of its own.
//
//   registration  by (tid, epoch, person): the newest form, the event that it fits and its hash;
//                 an older one is gone
//   erased        who was erased (R4, erasures.h): no form is taken any more, wherever it comes
//   from
//                 and however late
//   member        by account: whose it is, and which form was last told of. In the accounts'
//                 family (shares.h)
//
// Keys, made when they are first needed, in head office's directory:
//
//   keys/people.key   X25519, hex, 0600: opens forms. May be kept elsewhere; people.pub stays
//   keys/people.pub   its public half
//   keys/address.key  X25519, hex, 0600: opens addresses
//
// Threads: none; the thread that owns the Database. Errors: StorageError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include "cardformat/hpke.h"
#include "sync/office/office_store.h"
#include "sync/registrations.h"
#include "sync/wire.h"
#include "terminal/books/sqlite.h"
#include "terminal/counter/counter.h"

namespace vip::sync {

void create_registration_tables(terminal::Database& database);

class SealKeys {
 public:
  // Makes what is missing. Requires: `directory` is head office's.
  explicit SealKeys(const std::filesystem::path& directory);
  const OfficeSeals& seals() const { return seals_; }
  const OpeningKey& address() const { return address_; }

 private:
  OpeningKey address_;
  OfficeSeals seals_;
};

// The key that opens forms. No value where there is none in that file. Throws StorageError where it
// is damaged.
std::optional<OpeningKey> people_key(const std::filesystem::path& file);
std::filesystem::path people_key_file(const std::filesystem::path& directory);

struct StoredRegistration {
  SealedRegistration sealed;
  std::string hash;  // in the event, hex
};

class RegistrationsDesk {
 public:
  // Requires: the tables are there; `database` outlives this.
  RegistrationsDesk(terminal::Database& database, OfficeStore& store);
  ~RegistrationsDesk();

  // Takes what a request brings, as far as it follows what is here, and marks the accounts that it
  // is about. Requires: an open transaction, in which `epoch` is then written; the events are
  // stored.
  void take(Epoch& epoch, const ExchangeRequest& request);

  std::optional<StoredRegistration> of(std::uint32_t tid, std::uint32_t epoch,
                                       terminal::PersonId person);
  bool erased(std::uint32_t tid, std::uint32_t epoch, terminal::PersonId person);
  // How the account's member is addressed; no value: not known, or erased.
  std::optional<terminal::Address> address_of(card::Number account, const OpeningKey& key);

 private:
  struct Statements;
  OfficeStore& store_;
  std::unique_ptr<Statements> sql_;
};

}  // namespace vip::sync
