#include "terminal/books/blank_stock.h"

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

std::int64_t stored(card::Number number) { return static_cast<std::int64_t>(number.value()); }

card::Number read_stored(std::int64_t number) {
  return card::Number::from_value(static_cast<std::uint64_t>(number));
}

template <std::size_t size>
std::array<std::uint8_t, size> must_be(std::string_view blob) {
  const auto array = array_of<size>(blob);
  if (!array) throw StorageError(StorageError::Kind::damaged, "damaged: a blank");
  return *array;
}

card::BlankKind read_kind(std::int64_t kind) {
  return kind == static_cast<std::int64_t>(card::BlankKind::virtual_) ? card::BlankKind::virtual_
                                                                      : card::BlankKind::printed;
}

Day read_stored_day(std::int64_t number) {
  const auto day = Day::from_number(number);
  if (!day) throw StorageError(StorageError::Kind::damaged, "damaged: a blank's last day");
  return *day;
}

// A box opens for the blank that it was closed for alone.
std::string bound_to(card::Number number) { return "blank payload " + number.text(); }

// What is deleted meanwhile is overwritten, not only taken off the list of what is there.
class Overwriting {
 public:
  explicit Overwriting(Database& database) : database_(database) {
    database_.execute("PRAGMA secure_delete=ON");
  }
  ~Overwriting() {
    try {
      database_.execute("PRAGMA secure_delete=OFF");
    } catch (const StorageError&) {
      // Then more is overwritten than need be.
    }
  }
  Overwriting(const Overwriting&) = delete;
  Overwriting& operator=(const Overwriting&) = delete;

 private:
  Database& database_;
};

}  // namespace

void create_blank_tables(Database& database) {
  database.execute(R"(
    CREATE TABLE IF NOT EXISTS blank_batch(
      batch INTEGER PRIMARY KEY, digest BLOB NOT NULL, kind INTEGER NOT NULL,
      count INTEGER NOT NULL, last_day INTEGER NOT NULL, key_id BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS blank(
      number INTEGER PRIMARY KEY, secret_hash BLOB NOT NULL, batch INTEGER NOT NULL, payload TEXT);
    CREATE INDEX IF NOT EXISTS blank_in_batch ON blank(batch);
    CREATE INDEX IF NOT EXISTS blank_virtual ON blank(number) WHERE payload IS NOT NULL;
    CREATE INDEX IF NOT EXISTS blank_open ON blank(number) WHERE typeof(payload)='text';
    CREATE TABLE IF NOT EXISTS card_key(key BLOB PRIMARY KEY) WITHOUT ROWID;
  )");
}

BlankStock::BlankStock(Database& database, const SecretKey& key) : database_(database), key_(key) {}

BlankStock::~BlankStock() { wipe(key_); }

bool BlankStock::close_open_payloads() {
  struct Open {
    std::int64_t number;
    std::string payload;
  };
  std::vector<Open> open;
  Statement get(database_, "SELECT number, payload FROM blank WHERE typeof(payload)='text'");
  while (get.step()) open.push_back({get.integer(0), std::string(get.text(1))});
  if (open.empty()) return false;
  const Overwriting overwriting(database_);
  Statement put(database_, "UPDATE blank SET payload=? WHERE number=?");
  for (Open& one : open) {
    put.bind_blob(1, box_.close(key_, bound_to(read_stored(one.number)), one.payload));
    put.bind(2, one.number).run();
    wipe(one.payload);
  }
  return true;
}

std::optional<Digest> BlankStock::digest_of(std::uint32_t batch) {
  Statement get(database_, "SELECT digest FROM blank_batch WHERE batch=?");
  get.bind(1, std::int64_t{batch});
  if (!get.step()) return std::nullopt;
  return must_be<32>(get.blob(0));
}

void BlankStock::put(const card::BlankList& list, const Digest& digest) {
  ensure(list.kind != card::BlankKind::withheld, "a store takes no withheld list");
  const card::KeyId id = card::key_id(list.card_key);
  Statement batch(database_, "INSERT INTO blank_batch VALUES(?,?,?,?,?,?)");
  batch.bind(1, std::int64_t{list.batch}).bind_blob(2, raw(digest));
  batch.bind(3, static_cast<std::int64_t>(list.kind));
  batch.bind(4, static_cast<std::int64_t>(list.blanks.size()));
  batch.bind(5, std::int64_t{list.last_day.number()}).bind_blob(6, raw(id)).run();
  Statement key(database_, "INSERT OR IGNORE INTO card_key VALUES(?)");
  key.bind_blob(1, raw(list.card_key)).run();
  // Head office gives a number out once; if it ever did twice, the first stands.
  Statement blank(database_, "INSERT OR IGNORE INTO blank VALUES(?,?,?,?)");
  for (std::size_t i = 0; i < list.blanks.size(); ++i) {
    blank.bind(1, stored(list.blanks[i].number)).bind_blob(2, raw(list.blanks[i].secret_hash));
    blank.bind(3, std::int64_t{list.batch});
    if (list.payloads.empty()) {
      blank.bind_null(4);
    } else {
      std::string text = card::text_of(list.payloads[i]);
      blank.bind_blob(4, box_.close(key_, bound_to(list.blanks[i].number), text));
      wipe(text);
    }
    blank.run();
  }
}

std::optional<StockedBlank> BlankStock::find(card::Number number) {
  Statement get(database_,
                "SELECT b.secret_hash, b.batch, t.kind, t.last_day, t.key_id FROM blank b "
                "JOIN blank_batch t ON t.batch=b.batch WHERE b.number=?");
  get.bind(1, stored(number));
  if (!get.step()) return std::nullopt;
  return StockedBlank{{.number = number,
                       .secret_hash = must_be<32>(get.blob(0)),
                       .batch = static_cast<std::uint32_t>(get.integer(1)),
                       .key_id = must_be<4>(get.blob(4)),
                       .last_day = read_stored_day(get.integer(3))},
                      read_kind(get.integer(2))};
}

std::optional<card::Number> BlankStock::next_virtual(Day last_day) {
  Statement get(database_,
                "SELECT b.number FROM blank b JOIN blank_batch t ON t.batch=b.batch "
                "WHERE b.payload IS NOT NULL AND t.last_day>=? "
                "AND NOT EXISTS(SELECT 1 FROM card c WHERE c.number=b.number) "
                "ORDER BY b.number LIMIT 1");
  get.bind(1, std::int64_t{last_day.number()});
  if (!get.step()) return std::nullopt;
  return read_stored(get.integer(0));
}

std::optional<std::string> BlankStock::payload_of(card::Number number) {
  Statement get(database_, "SELECT payload FROM blank WHERE number=? AND payload IS NOT NULL");
  get.bind(1, stored(number));
  if (!get.step()) return std::nullopt;
  auto text = box_.open(key_, bound_to(number), get.blob(0));
  if (!text) throw StorageError(StorageError::Kind::damaged, "damaged: a virtual blank");
  return text;
}

void BlankStock::forget_payloads(Day today) {
  const Overwriting overwriting(database_);
  Statement forget(database_,
                   "UPDATE blank SET payload=NULL WHERE payload IS NOT NULL AND EXISTS("
                   "SELECT 1 FROM card c WHERE c.number=blank.number AND c.issued<?)");
  forget.bind(1, std::int64_t{today.number()}).run();
}

card::CardKeys BlankStock::keys() {
  card::CardKeys keys;
  Statement get(database_, "SELECT key FROM card_key");
  while (get.step()) keys.add(must_be<32>(get.blob(0)));
  return keys;
}

std::vector<StockedBatch> BlankStock::batches() {
  std::vector<StockedBatch> batches;
  Statement get(
      database_,
      "SELECT t.batch, t.kind, t.count, t.last_day, (SELECT count(*) FROM blank b "
      "WHERE b.batch=t.batch AND NOT EXISTS(SELECT 1 FROM card c WHERE c.number=b.number)) "
      "FROM blank_batch t ORDER BY t.batch");
  while (get.step()) {
    batches.push_back({static_cast<std::uint32_t>(get.integer(0)), read_kind(get.integer(1)),
                       get.integer(2), get.integer(4), read_stored_day(get.integer(3))});
  }
  return batches;
}

}  // namespace vip::terminal
