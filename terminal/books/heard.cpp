#include "terminal/books/heard.h"

#include <utility>

#include "cardformat/ensure.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"

namespace vip::terminal {
namespace {

std::int64_t stored(card::Number number) { return static_cast<std::int64_t>(number.value()); }

[[noreturn]] void damaged() {
  throw StorageError(StorageError::Kind::damaged, "what head office said is damaged");
}

// The event's own form is the form on the disk.
std::string text_of(const ToldEvent& told) { return encode(Event{{}, told}); }

ToldEvent told_of(std::string_view text) {
  auto event = decode(text);
  auto* told = event ? std::get_if<ToldEvent>(&event->act) : nullptr;
  if (told == nullptr) damaged();
  return std::move(*told);
}

std::string text_of(const std::vector<Whereabouts>& where) {
  JsonWriter json;
  json.begin_array();
  for (const Whereabouts& place : where) {
    json.begin_array().text(place.store).integer(place.points.count());
    json.integer(place.heard_at).end_array();
  }
  json.end_array();
  return json.take();
}

std::vector<Whereabouts> where_of(std::string_view text) {
  const auto json = read_json(text);
  if (!json || !json->is_array()) damaged();
  std::vector<Whereabouts> where;
  for (const Json& row : *json) {
    if (!row.is_array() || row.size() != 3) damaged();
    where.push_back({row[0].get<std::string>(), Points(row[1].get<std::int64_t>()),
                     row[2].get<std::int64_t>()});
  }
  return where;
}

}  // namespace

void create_heard_tables(Database& database) {
  database.execute(R"(
    CREATE TABLE IF NOT EXISTS heard(
      account INTEGER PRIMARY KEY, lineage INTEGER NOT NULL, version INTEGER NOT NULL,
      at INTEGER NOT NULL, home INTEGER NOT NULL, pending INTEGER NOT NULL, told TEXT NOT NULL,
      places TEXT NOT NULL, address BLOB NOT NULL);
    CREATE INDEX IF NOT EXISTS heard_pending ON heard(account) WHERE pending=1;
    CREATE TABLE IF NOT EXISTS heard_card(number INTEGER PRIMARY KEY, account INTEGER NOT NULL);
  )");
}

struct Heard::Statements {
  explicit Statements(Database& db)
      : get(db,
            "SELECT lineage, version, at, home, told, places, address FROM heard WHERE account=?"),
        get_known(db, "SELECT lineage, version, pending, told FROM heard WHERE account=?"),
        put(db,
            "INSERT OR REPLACE INTO heard(account, lineage, version, at, home, pending, told, "
            "places, address) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)"),
        put_card(db, "INSERT OR REPLACE INTO heard_card(number, account) VALUES(?,?)"),
        get_card(db, "SELECT account FROM heard_card WHERE number=?"),
        pending(db, "SELECT told FROM heard WHERE account=? AND pending=1"),
        relied_on(db, "UPDATE heard SET pending=0 WHERE account=?"),
        addresses(db,
                  "SELECT count(*) FROM heard h JOIN person_key k ON k.id=-h.account "
                  "WHERE length(h.address)>0 AND k.wrapped<>zeroblob(length(k.wrapped))") {}
  Statement get, get_known, put, put_card, get_card, pending, relied_on, addresses;
};

Heard::Heard(Database& database, Vault& vault)
    : vault_(vault), sql_(std::make_unique<Statements>(database)) {}
Heard::~Heard() = default;

std::string Heard::address_box(card::Number account, std::string_view zh, std::string_view en) {
  const KeyOwner owner = -stored(account);
  const Vault::State state = vault_.state(owner);
  if ((zh.empty() && en.empty()) || state == Vault::State::destroyed) return {};
  if (state == Vault::State::none) vault_.make_key(owner);
  std::string text(zh);
  text += '\n';
  text += en;
  return vault_.close({"heard", "address", account.text()}, std::span(&owner, 1), text);
}

std::int64_t Heard::addresses() {
  Statement& row = sql_->addresses;
  const Reading reading(row);
  row.step();
  return row.integer(0);
}

void Heard::bring_in(const Statement& row) {
  const auto account = card::Number::from_value(static_cast<std::uint64_t>(row.integer(0)));
  Statement& put = sql_->put;
  for (int i = 0; i < 6; ++i) put.bind(i + 1, row.integer(i));
  put.bind(7, row.text(6)).bind(8, row.text(7));
  put.bind_blob(9, address_box(account, row.text(8), row.text(9))).run();
}

Heard::Put Heard::put(const HeardOf& heard) {
  const card::Number account = heard.told.account;
  const std::string told = text_of(heard.told);
  bool first = true;
  bool news = true;
  {
    // The columns as they stand: a snapshot puts a million of them.
    Statement& row = sql_->get_known;
    const Reading reading(row);
    if (row.bind(1, stored(account)).step()) {
      if (std::pair(row.integer(0), row.integer(1)) >= std::pair(heard.lineage, heard.version)) {
        return Put::old;
      }
      first = false;
      news = row.integer(2) != 0 || row.text(3) != told;
    }
  }
  sql_->put.bind(1, stored(account)).bind(2, heard.lineage).bind(3, heard.version);
  sql_->put.bind(4, heard.at).bind(5, std::int64_t{heard.home}).bind(6, std::int64_t{news});
  sql_->put.bind(7, told).bind(8, text_of(heard.where));
  sql_->put.bind_blob(9, address_box(account, heard.address_zh, heard.address_en)).run();
  for (const ToldCard& card : heard.told.cards) {
    sql_->put_card.bind(1, stored(card.number)).bind(2, stored(account)).run();
  }
  return first ? Put::first : Put::newer;
}

std::optional<HeardOf> Heard::of(card::Number account) {
  Statement& row = sql_->get;
  const Reading reading(row);
  if (!row.bind(1, stored(account)).step()) return std::nullopt;
  HeardOf heard{.lineage = row.integer(0),
                .version = row.integer(1),
                .at = row.integer(2),
                .home = row.integer(3) != 0,
                .told = told_of(row.text(4)),
                .where = where_of(row.text(5))};
  if (row.blob(6).empty()) return heard;
  const KeyOwner owner = -stored(account);
  const auto address =
      vault_.open({"heard", "address", account.text()}, std::span(&owner, 1), row.blob(6));
  if (!address) return heard;
  const std::size_t end = address->find('\n');
  heard.address_zh = address->substr(0, end);
  heard.address_en = address->substr(end + 1);
  return heard;
}

std::optional<card::Number> Heard::account_of(card::Number card) {
  Statement& row = sql_->get_card;
  const Reading reading(row);
  if (!row.bind(1, stored(card)).step()) return std::nullopt;
  return card::Number::from_value(static_cast<std::uint64_t>(row.integer(0)));
}

std::optional<ToldEvent> Heard::pending(card::Number account) {
  Statement& row = sql_->pending;
  const Reading reading(row);
  if (!row.bind(1, stored(account)).step()) return std::nullopt;
  return told_of(row.text(0));
}

void Heard::relied_on(card::Number account) { sql_->relied_on.bind(1, stored(account)).run(); }

}  // namespace vip::terminal
