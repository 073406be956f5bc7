#include "terminal/people/vault.h"

#include <algorithm>
#include <utility>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "cardformat/ensure.h"
#include "cardformat/seal.h"

namespace vip::terminal {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t wrapped_bytes = key_bytes + Box::overhead;
constexpr std::size_t index_bytes = 16;

// Of the contents of boxes. Rises when what is closed changes its form.
constexpr std::string_view form = "1";

constexpr std::string_view ring[] = {"store", "prints", "pepper"};

[[noreturn]] void damaged(const Place& place) {
  throw StorageError(StorageError::Kind::damaged,
                     "personal data does not open: " + std::string(place.table) + '.' +
                         std::string(place.column) + " of row " + std::string(place.row));
}

void add(std::string& bound, std::string_view part) {
  append_u32(bound, static_cast<std::uint32_t>(part.size()));
  bound += part;
}

// Written into one string that is kept, because every record read makes one.
void bind_to(std::string& bound, const Place& place, std::span<const KeyOwner> owners,
             std::string_view key_id) {
  bound = "VIP-B1";
  for (const std::string_view part : {place.table, place.column, place.row, key_id, form}) {
    add(bound, part);
  }
  for (const KeyOwner owner : owners) append_u64(bound, static_cast<std::uint64_t>(owner));
}

SecretKey key_from(std::string& bytes) {
  const auto key = array_of<key_bytes>(bytes);
  wipe(bytes);
  ensure(key.has_value(), "a key that opened has its size");
  return *key;
}

std::string wrap(Box& box, const SecretKey& by, const Place& place, KeyOwner owner,
                 std::string_view key_id, const SecretKey& key) {
  std::string bound;
  bind_to(bound, place, std::span(&owner, owner == 0 ? 0 : 1), key_id);
  return box.close(by, bound, raw(key));
}

std::optional<SecretKey> unwrapped(Box& box, const SecretKey& by, const Place& place,
                                   KeyOwner owner, std::string_view key_id,
                                   std::string_view wrapped, std::string& bound) {
  bind_to(bound, place, std::span(&owner, owner == 0 ? 0 : 1), key_id);
  auto bytes = box.open(by, bound, wrapped);
  if (!bytes || bytes->size() != key_bytes) return std::nullopt;
  return key_from(*bytes);
}

std::string index_with(const SecretKey& key, std::string_view what, std::string_view value) {
  std::string text(what);
  text += '\0';
  text += value;
  const Digest digest = hmac_sha256(raw(key), text);
  wipe(text);
  return std::string(raw(digest).substr(0, index_bytes));
}

SecretKey random_key() {
  std::string bytes = random_bytes(key_bytes);
  return key_from(bytes);
}

constexpr Place place_of_list_key = {"person_key", "wrapped", "0"};

Place place_of_ring(std::string_view name) { return {"keyring", "box", name}; }

SecretKey ring_key(Database& database, Box& box, const SecretKey& wrap_key, std::string_view key_id,
                   std::string_view name) {
  Statement row(database, "SELECT box FROM keyring WHERE name=?");
  row.bind(1, name);
  if (!row.step()) damaged(place_of_ring(name));
  std::string bound;
  const auto key = unwrapped(box, wrap_key, place_of_ring(name), 0, key_id, row.blob(0), bound);
  if (!key) damaged(place_of_ring(name));
  return *key;
}

}  // namespace

void create_vault_tables(Database& database) {
  database.execute(R"(
    CREATE TABLE person_key(id INTEGER PRIMARY KEY, wrapped BLOB NOT NULL);
    CREATE TABLE keyring(name TEXT PRIMARY KEY, box BLOB NOT NULL);
  )");
}

void make_keyring(Database& database, const TerminalKey& key) {
  Box box;
  SecretKey wrap_key = key.derive("wrap");
  Statement put(database, "INSERT OR IGNORE INTO keyring(name, box) VALUES(?,?)");
  for (const std::string_view name : ring) {
    // The pepper is what PINs of before hang on.
    SecretKey made = name == "pepper" ? key.derive("pin pepper") : random_key();
    put.bind(1, name)
        .bind_blob(2, wrap(box, wrap_key, place_of_ring(name), 0, key.id(), made))
        .run();
    wipe(made);
  }
  Statement put_key(database, "INSERT OR IGNORE INTO person_key(id, wrapped) VALUES(?,?)");
  SecretKey made = random_key();
  put_key.bind(1, Vault::lists)
      .bind_blob(2, wrap(box, wrap_key, place_of_list_key, Vault::lists, key.id(), made))
      .run();
  wipe(made);
  wipe(wrap_key);
}

Vault::Vault(Database& database, const TerminalKey& key)
    : database_(database),
      get_(database, "SELECT wrapped FROM person_key WHERE id=?"),
      put_(database, "INSERT INTO person_key(id, wrapped) VALUES(?,?)"),
      set_(database, "UPDATE person_key SET wrapped=?2 WHERE id=?1"),
      destroy_(database, "UPDATE person_key SET wrapped=zeroblob(length(wrapped)) WHERE id=?") {
  use(key);
}

Vault::~Vault() = default;

void Vault::use(const TerminalKey& key) {
  forget();
  key_id_ = key.id();
  keys_->wrap = key.derive("wrap");
  keys_->index = key.derive("index");
  keys_->store = ring_key(database_, box_, keys_->wrap, key_id_, "store");
  keys_->prints = ring_key(database_, box_, keys_->wrap, key_id_, "prints");
  keys_->pepper = ring_key(database_, box_, keys_->wrap, key_id_, "pepper");
}

void Vault::take_ring_over(const TerminalKey& next) {
  SecretKey wrap_key = next.derive("wrap");
  Statement set(database_, "UPDATE keyring SET box=?2 WHERE name=?1");
  for (const std::string_view name : ring) {
    SecretKey key = ring_key(database_, box_, keys_->wrap, key_id_, name);
    set.bind(1, name)
        .bind_blob(2, wrap(box_, wrap_key, place_of_ring(name), 0, next.id(), key))
        .run();
    wipe(key);
  }
  wipe(wrap_key);
}

std::optional<std::string> Vault::wrapped_by(const TerminalKey& next, KeyOwner owner,
                                             std::string_view wrapped) {
  if (std::all_of(wrapped.begin(), wrapped.end(), [](char c) { return c == 0; })) {
    return std::nullopt;
  }
  const std::string row = std::to_string(owner);
  const Place place{"person_key", "wrapped", row};
  SecretKey wrap_key = next.derive("wrap");
  std::optional<std::string> made;
  if (auto key = unwrapped(box_, keys_->wrap, place, owner, key_id_, wrapped, bound_)) {
    made = wrap(box_, wrap_key, place, owner, next.id(), *key);
    wipe(*key);
  } else if (!unwrapped(box_, wrap_key, place, owner, next.id(), wrapped, bound_)) {
    damaged(place);
  }
  wipe(wrap_key);
  return made;
}

std::string Vault::index_under(const TerminalKey& key, std::string_view what,
                               std::string_view value) {
  SecretKey index_key = key.derive("index");
  std::string made = index_with(index_key, what, value);
  wipe(index_key);
  return made;
}

void Vault::forget() {
  wipe(keys_->cached);
  cached_owner_ = nobody;
}

Vault::State Vault::state(KeyOwner owner) {
  const Reading reading(get_);
  if (!get_.bind(1, owner).step()) return State::none;
  const std::string_view wrapped = get_.blob(0);
  const bool zero = std::all_of(wrapped.begin(), wrapped.end(), [](char c) { return c == 0; });
  return zero ? State::destroyed : State::held;
}

void Vault::make_key(KeyOwner owner) {
  const std::string row = std::to_string(owner);
  keys_->cached = random_key();
  cached_wrapped_ =
      wrap(box_, keys_->wrap, {"person_key", "wrapped", row}, owner, key_id_, keys_->cached);
  cached_owner_ = owner;
  put_.bind(1, owner).bind_blob(2, cached_wrapped_).run();
}

void Vault::destroy_key(KeyOwner owner) {
  if (cached_owner_ == owner) forget();
  destroy_.bind(1, owner).run();
}

std::string Vault::name_of_key(KeyOwner owner) {
  auto key = key_of(owner);
  ensure(key.has_value(), "a key that was destroyed has no name");
  const std::string name = hex(hmac_sha256(raw(*key), "name")).substr(0, 16);
  wipe(*key);
  return name;
}

void Vault::renew_list_key() {
  if (cached_owner_ == lists) forget();
  SecretKey key = random_key();
  set_.bind(1, lists)
      .bind_blob(2, wrap(box_, keys_->wrap, place_of_list_key, lists, key_id_, key))
      .run();
  wipe(key);
}

std::optional<SecretKey> Vault::unwrap(KeyOwner owner, std::string_view wrapped) {
  const bool destroyed = std::all_of(wrapped.begin(), wrapped.end(), [](char c) { return c == 0; });
  if (destroyed && wrapped.size() == wrapped_bytes) return std::nullopt;
  if (cached_owner_ == owner && cached_wrapped_ == wrapped) return keys_->cached;
  const std::string row = std::to_string(owner);
  const Place place{"person_key", "wrapped", row};
  const auto key = unwrapped(box_, keys_->wrap, place, owner, key_id_, wrapped, bound_);
  if (!key) damaged(place);
  keys_->cached = *key;
  cached_owner_ = owner;
  cached_wrapped_ = wrapped;
  return key;
}

std::optional<SecretKey> Vault::key_of(KeyOwner owner) {
  if (cached_owner_ == owner) return keys_->cached;
  const Reading reading(get_);
  if (!get_.bind(1, owner).step()) {
    const std::string row = std::to_string(owner);
    damaged({"person_key", "wrapped", row});
  }
  return unwrap(owner, get_.blob(0));
}

std::optional<SecretKey> Vault::key_of(std::span<const KeyOwner> owners) {
  if (owners.empty()) return keys_->store;
  auto key = key_of(owners.front());
  for (std::size_t i = 1; i < owners.size() && key; ++i) {
    auto next = key_of(owners[i]);
    if (!next) return std::nullopt;
    key = hmac_sha256(raw(*key), raw(*next));
    wipe(*next);
  }
  return key;
}

std::string Vault::close(const Place& place, std::span<const KeyOwner> owners,
                         std::string_view text) {
  auto key = key_of(owners);
  ensure(key.has_value(), "nothing is written of somebody who was erased");
  bind_to(bound_, place, owners, owners.empty() ? "store" : "own");
  std::string made = box_.close(*key, bound_, text);
  wipe(*key);
  return made;
}

std::string Vault::opened(const Place& place, std::span<const KeyOwner> owners,
                          const SecretKey& key, std::string_view box) {
  bind_to(bound_, place, owners, owners.empty() ? "store" : "own");
  auto text = box_.open(key, bound_, box);
  if (!text) damaged(place);
  return std::move(*text);
}

std::optional<std::string> Vault::open(const Place& place, std::span<const KeyOwner> owners,
                                       std::string_view box) {
  auto key = key_of(owners);
  if (!key) return std::nullopt;
  std::string text = opened(place, owners, *key, box);
  wipe(*key);
  return text;
}

std::optional<std::string> Vault::open(const Place& place, KeyOwner owner, std::string_view wrapped,
                                       std::string_view box) {
  auto key = unwrap(owner, wrapped);
  if (!key) return std::nullopt;
  std::string text = opened(place, std::span(&owner, 1), *key, box);
  wipe(*key);
  return text;
}

std::string Vault::index(std::string_view what, std::string_view value) const {
  return index_with(keys_->index, what, value);
}

std::string Vault::print(std::string_view value) const {
  return std::string(raw(hmac_sha256(raw(keys_->prints), value)));
}

}  // namespace vip::terminal
