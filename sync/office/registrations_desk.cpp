#include "sync/office/registrations_desk.h"

#include "cardformat/bytes.h"
#include "cardformat/wipe.h"
#include "sync/files.h"
#include "sync/office/rows.h"

namespace vip::sync {
namespace {

namespace fs = std::filesystem;
using terminal::Database;
using terminal::PersonId;
using terminal::Reading;
using terminal::Statement;
using terminal::StorageError;

fs::path keys_of(const fs::path& directory) { return directory / "keys"; }

std::optional<std::array<std::uint8_t, 32>> read_key_file(const fs::path& file) {
  auto text = read_file(file);
  if (!text) return std::nullopt;
  while (text->ends_with('\n')) text->pop_back();
  auto bytes = read_hex(*text);
  const auto key = bytes ? array_of<32>(*bytes) : std::nullopt;
  wipe(*text);
  if (bytes) wipe(*bytes);
  if (!key) {
    throw StorageError(StorageError::Kind::damaged, file.string() + " is damaged or not ours");
  }
  return key;
}

OpeningKey made(const fs::path& file) {
  OpeningKey key = OpeningKey::generate();
  write_file(file, hex(key.bytes()) + "\n");
  return key;
}

OpeningKey address_key(const fs::path& directory) {
  const fs::path file = keys_of(directory) / "address.key";
  const auto bytes = read_key_file(file);
  return bytes ? OpeningKey::from_bytes(*bytes) : made(file);
}

SealingKey people_seal(const fs::path& directory) {
  const fs::path file = keys_of(directory) / "people.pub";
  if (const auto known = read_key_file(file)) return *known;
  const fs::path secret = people_key_file(directory);
  const auto kept = people_key(secret);
  const SealingKey seal = kept ? kept->public_key() : made(secret).public_key();
  write_file(file, hex(seal) + "\n");
  return seal;
}

}  // namespace

void create_registration_tables(Database& database) {
  database.execute(R"(
    CREATE TABLE registration(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, person INTEGER NOT NULL,
      seq INTEGER NOT NULL, hash TEXT NOT NULL, form BLOB NOT NULL, address BLOB NOT NULL,
      consent BLOB NOT NULL DEFAULT x'', PRIMARY KEY(tid, epoch, person)) WITHOUT ROWID;
    CREATE TABLE erased(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, person INTEGER NOT NULL,
      seq INTEGER NOT NULL, PRIMARY KEY(tid, epoch, person)) WITHOUT ROWID;
    CREATE TABLE member(
      account INTEGER PRIMARY KEY, tid INTEGER NOT NULL, epoch INTEGER NOT NULL,
      person INTEGER NOT NULL, seq INTEGER NOT NULL);
    CREATE INDEX card_of_person ON card(tid, epoch, person) WHERE person<>0;
  )");
}

SealKeys::SealKeys(const fs::path& directory)
    : address_(address_key(directory)),
      seals_{.form = people_seal(directory), .address = address_.public_key()} {}

std::optional<OpeningKey> people_key(const fs::path& file) {
  auto bytes = read_key_file(file);
  if (!bytes) return std::nullopt;
  OpeningKey key = OpeningKey::from_bytes(*bytes);
  wipe(*bytes);
  return key;
}

fs::path people_key_file(const fs::path& directory) { return keys_of(directory) / "people.key"; }

struct RegistrationsDesk::Statements {
  explicit Statements(Database& db)
      : get(db,
            "SELECT seq, form, address, hash, consent FROM registration WHERE tid=? AND epoch=? "
            "AND "
            "person=?"),
        put(db,
            "INSERT OR REPLACE INTO registration(tid, epoch, person, seq, hash, form, address, "
            "consent) VALUES(?,?,?,?,?,?,?,?)"),
        is_erased(db, "SELECT seq FROM erased WHERE tid=? AND epoch=? AND person=?"),
        touch(db,
              "INSERT OR IGNORE INTO touched(tid, epoch, account) SELECT tid, epoch, account FROM "
              "card WHERE tid=? AND epoch=? AND person=? AND person<>0"),
        member(db, "SELECT tid, epoch, person FROM member WHERE account=?") {}

  Statement get, put, is_erased, touch, member;
};

RegistrationsDesk::RegistrationsDesk(Database& database, OfficeStore& store)
    : store_(store), sql_(std::make_unique<Statements>(database)) {}
RegistrationsDesk::~RegistrationsDesk() = default;

void RegistrationsDesk::take(Epoch& epoch, const ExchangeRequest& request) {
  const ExchangeHeader& header = request.header;
  // What does not follow is sent again: the answer says how far they are here.
  if (header.registrations_from > epoch.registered + 1 ||
      header.registrations_through <= epoch.registered) {
    return;
  }
  for (const SealedRegistration& sealed : request.registrations) {
    if (sealed.seq > epoch.acked || sealed.form.size() > sealed_limit ||
        sealed.address.size() > sealed_limit || sealed.consent.size() > sealed_limit) {
      continue;
    }
    const auto body = store_.body(header.tid, header.epoch, sealed.seq);
    const auto event = body ? terminal::decode(*body)
                            : Result<terminal::Event, terminal::EventProblem>(
                                  Unexpected{terminal::EventProblem::malformed});
    const auto about = event ? registration_of(*event) : std::nullopt;
    // Beside an event that has none it is nobody's, and stops nothing.
    if (!about || about->person == 0 || erased(header.tid, header.epoch, about->person)) continue;
    const auto known = of(header.tid, header.epoch, about->person);
    if (known && known->sealed.seq > sealed.seq) continue;
    sql_->put.bind(1, header.tid)
        .bind(2, header.epoch)
        .bind(3, about->person)
        .bind(4, static_cast<std::int64_t>(sealed.seq))
        .bind(5, about->hash)
        .bind_blob(6, sealed.form)
        .bind_blob(7, sealed.address)
        .bind_blob(8, sealed.consent)
        .run();
    // An event that is not folded yet touches its account by itself.
    sql_->touch.bind(1, header.tid).bind(2, header.epoch).bind(3, about->person).run();
  }
  epoch.registered = std::min(header.registrations_through, epoch.acked);
}

std::optional<StoredRegistration> RegistrationsDesk::of(std::uint32_t tid, std::uint32_t epoch,
                                                        PersonId person) {
  Statement& get = sql_->get;
  const Reading reading(get);
  if (!get.bind(1, tid).bind(2, epoch).bind(3, person).step()) return std::nullopt;
  return StoredRegistration{{static_cast<Seq>(get.integer(0)), std::string(get.blob(1)),
                             std::string(get.blob(2)), std::string(get.blob(4))},
                            std::string(get.text(3))};
}

bool RegistrationsDesk::erased(std::uint32_t tid, std::uint32_t epoch, PersonId person) {
  Statement& get = sql_->is_erased;
  const Reading reading(get);
  return get.bind(1, tid).bind(2, epoch).bind(3, person).step();
}

std::optional<terminal::Address> RegistrationsDesk::address_of(card::Number account,
                                                               const OpeningKey& key) {
  TerminalName name;
  PersonId person = 0;
  {
    Statement& member = sql_->member;
    const Reading reading(member);
    if (!member.bind(1, static_cast<std::int64_t>(account.value())).step()) return std::nullopt;
    name = {static_cast<std::uint32_t>(member.integer(0)),
            static_cast<std::uint32_t>(member.integer(1))};
    person = member.integer(2);
  }
  const auto stored = of(name.tid, name.epoch, person);
  if (!stored) return std::nullopt;
  const auto form = open_address(key, name, stored->sealed, stored->hash);
  if (!form) return std::nullopt;
  return terminal::Address{terminal::address_zh(form->surname, form->form),
                           terminal::address_en(form->surname, form->form)};
}

}  // namespace vip::sync
