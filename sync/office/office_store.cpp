#include "sync/office/office_store.h"

#include <memory>

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"
#include "sync/office/erasures.h"
#include "sync/office/meetings.h"
#include "sync/office/months.h"
#include "sync/office/registrations_desk.h"

namespace vip::sync {
namespace {

using terminal::Database;
using terminal::Reading;
using terminal::Statement;
using terminal::StorageError;

constexpr int office_id = 0x5649504f;  // "VIPO"

std::int64_t stored(Seq seq) { return static_cast<std::int64_t>(seq); }
Seq seq_at(const Statement& row, int column) { return static_cast<Seq>(row.integer(column)); }
std::uint32_t u32_column(const Statement& row, int column) {
  return static_cast<std::uint32_t>(row.integer(column));
}

template <std::size_t size>
std::array<std::uint8_t, size> array_at(const Statement& row, int column) {
  const auto array = array_of<size>(row.blob(column));
  if (!array) throw StorageError(StorageError::Kind::damaged, "stored bytes have a wrong length");
  return *array;
}

constexpr std::string_view epoch_columns =
    "tid, epoch, lineage, key, nonce, state, acked, head, last, folded, session, session_before, "
    "code_hash, opened_at, heard_at, safe, recovering, session_lost, "
    "registered";

std::string select_epochs(std::string_view rest) {
  return "SELECT " + std::string(epoch_columns) + " FROM epoch " + std::string(rest);
}

Epoch epoch_at(const Statement& row) {
  Epoch epoch;
  epoch.genesis = {.tid = u32_column(row, 0),
                   .epoch = u32_column(row, 1),
                   .lineage = static_cast<std::uint64_t>(row.integer(2)),
                   .key = array_at<32>(row, 3),
                   .nonce = array_at<16>(row, 4)};
  epoch.state = static_cast<EpochState>(row.integer(5));
  epoch.acked = seq_at(row, 6);
  epoch.head = array_at<32>(row, 7);
  epoch.last = seq_at(row, 8);
  epoch.folded = seq_at(row, 9);
  epoch.session = row.text(10);
  epoch.session_before = row.text(11);
  epoch.code_hash = row.text(12);
  epoch.opened_at = row.integer(13);
  epoch.heard_at = row.integer(14);
  epoch.safe = seq_at(row, 15);
  epoch.recovering = row.integer(16) != 0;
  epoch.session_lost = row.integer(17) != 0;
  epoch.registered = seq_at(row, 18);
  return epoch;
}

}  // namespace

std::string_view name(EpochState state) {
  switch (state) {
    case EpochState::open:
      return "open";
    case EpochState::frozen:
      return "frozen";
    case EpochState::closed:
      return "closed";
  }
  return "unknown";
}

std::string_view name(OfficeAnomalyKind kind) {
  switch (kind) {
    case OfficeAnomalyKind::fork:
      return "fork";
    case OfficeAnomalyKind::clone:
      return "clone";
    case OfficeAnomalyKind::rewound:
      return "rewound";
    case OfficeAnomalyKind::broken_chain:
      return "broken_chain";
  }
  return "unknown";
}

void create_office_tables(Database& database) {
  database.execute(R"(
    CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE terminal(
      tid INTEGER PRIMARY KEY, store TEXT NOT NULL UNIQUE, epoch INTEGER NOT NULL);
    CREATE TABLE epoch(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, lineage INTEGER NOT NULL, key BLOB NOT NULL,
      nonce BLOB NOT NULL, state INTEGER NOT NULL, acked INTEGER NOT NULL, head BLOB NOT NULL,
      last INTEGER NOT NULL, folded INTEGER NOT NULL, session TEXT NOT NULL,
      session_before TEXT NOT NULL, code_hash TEXT NOT NULL, opened_at INTEGER NOT NULL,
      heard_at INTEGER NOT NULL, safe INTEGER NOT NULL, recovering INTEGER NOT NULL,
      session_lost INTEGER NOT NULL, registered INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY(tid, epoch)) WITHOUT ROWID;
    CREATE INDEX epoch_code ON epoch(code_hash);
    CREATE TABLE journal(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL,
      hash BLOB NOT NULL, PRIMARY KEY(tid, epoch, seq)) WITHOUT ROWID;
    CREATE TABLE segment(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, through INTEGER NOT NULL,
      first INTEGER NOT NULL, head BLOB NOT NULL, signature BLOB NOT NULL,
      received_at INTEGER NOT NULL, arrival INTEGER NOT NULL,
      PRIMARY KEY(tid, epoch, through)) WITHOUT ROWID;
    CREATE INDEX segment_arrival ON segment(arrival);
    CREATE TABLE office_anomaly(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, number INTEGER NOT NULL,
      kind INTEGER NOT NULL, about INTEGER NOT NULL, at INTEGER NOT NULL,
      PRIMARY KEY(tid, epoch, number)) WITHOUT ROWID;
  )");
  database.execute("PRAGMA user_version=" + std::to_string(office_version) +
                   "; PRAGMA application_id=" + std::to_string(office_id));
}

void check_office_version(Database& database) {
  if (database.integer("PRAGMA application_id") != office_id) {
    throw StorageError(StorageError::Kind::damaged, "this is not a head office of this program");
  }
  const std::int64_t version = database.integer("PRAGMA user_version");
  if (version > office_version) {
    throw StorageError(StorageError::Kind::newer_version,
                       "head office's books have version " + std::to_string(version) +
                           ", this program knows up to " + std::to_string(office_version));
  }
}

void upgrade_office_books(const std::string& path) {
  {
    Database now(path, Database::Mode::read);
    check_office_version(now);
    if (now.integer("PRAGMA user_version") == office_version) return;
  }
  Database database(path, Database::Mode::open_shared);
  terminal::Transaction transaction(database);
  if (database.integer("PRAGMA user_version") < 2) {
    database.execute("ALTER TABLE epoch ADD COLUMN registered INTEGER NOT NULL DEFAULT 0");
    create_registration_tables(database);
    create_month_table(database);
    fill_month_table(database);
  }
  if (database.integer("PRAGMA user_version") < 3) {
    create_erasure_tables(database);
    fill_erasure_tables(database);
  }
  if (database.integer("PRAGMA user_version") < 4) {
    create_meeting_tables(database);
    if (database.integer("SELECT count(*) FROM pragma_table_info('registration') WHERE "
                         "name='consent'") == 0) {
      database.execute("ALTER TABLE registration ADD COLUMN consent BLOB NOT NULL DEFAULT x''");
      // Forms come again, with what was agreed to.
      database.execute("UPDATE epoch SET registered=0");
    }
  }
  database.execute("PRAGMA user_version=" + std::to_string(office_version));
  transaction.commit();
}

struct OfficeStore::Statements {
  explicit Statements(Database& db)
      : get_meta(db, "SELECT value FROM meta WHERE name=?"),
        put_meta(db, "INSERT OR REPLACE INTO meta(name, value) VALUES(?,?)"),
        get_terminal(db, "SELECT tid, store, epoch FROM terminal WHERE tid=?"),
        all_terminals(db, "SELECT tid, store, epoch FROM terminal ORDER BY store"),
        put_terminal(db, "INSERT OR REPLACE INTO terminal(tid, store, epoch) VALUES(?,?,?)"),
        get_epoch(db, select_epochs("WHERE tid=? AND epoch=?")),
        all_epochs(db, select_epochs("WHERE tid=? ORDER BY epoch")),
        epoch_by_code(db, select_epochs("WHERE code_hash=?")),
        put_epoch(db, "INSERT OR REPLACE INTO epoch(" + std::string(epoch_columns) +
                          ") VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
        append(db, "INSERT INTO journal(tid, epoch, seq, body, hash) VALUES(?,?,?,?,?)"),
        get_event(db, "SELECT body, hash FROM journal WHERE tid=? AND epoch=? AND seq=?"),
        events(db,
               "SELECT seq, body, hash FROM journal WHERE tid=? AND epoch=? AND seq>=? "
               "ORDER BY seq"),
        put_segment(db,
                    "INSERT INTO segment(tid, epoch, through, first, head, signature, "
                    "received_at, arrival) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, "
                    "coalesce(max(arrival), 0) + 1 FROM segment"),
        all_segments(db,
                     "SELECT first, through, head, signature, received_at, arrival FROM segment "
                     "WHERE tid=? AND epoch=? ORDER BY through"),
        raise(db,
              "INSERT INTO office_anomaly(tid, epoch, number, kind, about, at) SELECT ?1, ?2, "
              "coalesce(max(number), 0) + 1, ?3, ?4, ?5 FROM office_anomaly "
              "WHERE tid=?1 AND epoch=?2"),
        all_anomalies(db,
                      "SELECT tid, epoch, number, kind, about, at FROM office_anomaly "
                      "ORDER BY at, tid, epoch, number") {}

  Statement get_meta, put_meta, get_terminal, all_terminals, put_terminal;
  Statement get_epoch, all_epochs, epoch_by_code, put_epoch;
  Statement append, get_event, events, put_segment, all_segments, raise, all_anomalies;
};

OfficeStore::OfficeStore(Database& database) : sql_(std::make_unique<Statements>(database)) {}
OfficeStore::~OfficeStore() = default;

std::optional<std::string> OfficeStore::meta(std::string_view name) {
  Statement& get = sql_->get_meta;
  const Reading reading(get);
  if (!get.bind(1, name).step()) return std::nullopt;
  return std::string(get.text(0));
}

void OfficeStore::set_meta(std::string_view name, std::string_view value) {
  sql_->put_meta.bind(1, name).bind(2, value).run();
}

std::optional<Terminal> OfficeStore::terminal(std::uint32_t tid) {
  Statement& get = sql_->get_terminal;
  const Reading reading(get);
  if (!get.bind(1, tid).step()) return std::nullopt;
  return Terminal{u32_column(get, 0), std::string(get.text(1)), u32_column(get, 2)};
}

std::vector<Terminal> OfficeStore::terminals() {
  std::vector<Terminal> terminals;
  Statement& all = sql_->all_terminals;
  const Reading reading(all);
  while (all.step()) {
    terminals.push_back({u32_column(all, 0), std::string(all.text(1)), u32_column(all, 2)});
  }
  return terminals;
}

void OfficeStore::put(const Terminal& terminal) {
  sql_->put_terminal.bind(1, terminal.tid).bind(2, terminal.store).bind(3, terminal.epoch).run();
}

std::optional<Epoch> OfficeStore::epoch(std::uint32_t tid, std::uint32_t epoch) {
  Statement& get = sql_->get_epoch;
  const Reading reading(get);
  if (!get.bind(1, tid).bind(2, epoch).step()) return std::nullopt;
  return epoch_at(get);
}

std::vector<Epoch> OfficeStore::epochs(std::uint32_t tid) {
  std::vector<Epoch> epochs;
  Statement& all = sql_->all_epochs;
  const Reading reading(all);
  all.bind(1, tid);
  while (all.step()) epochs.push_back(epoch_at(all));
  return epochs;
}

std::optional<Epoch> OfficeStore::opened_by(std::string_view code_hash) {
  Statement& get = sql_->epoch_by_code;
  const Reading reading(get);
  if (!get.bind(1, code_hash).step()) return std::nullopt;
  return epoch_at(get);
}

void OfficeStore::put(const Epoch& epoch) {
  sql_->put_epoch.bind(1, epoch.genesis.tid)
      .bind(2, epoch.genesis.epoch)
      .bind(3, static_cast<std::int64_t>(epoch.genesis.lineage))
      .bind_blob(4, raw(epoch.genesis.key))
      .bind_blob(5, raw(epoch.genesis.nonce))
      .bind(6, static_cast<std::int64_t>(epoch.state))
      .bind(7, stored(epoch.acked))
      .bind_blob(8, raw(epoch.head))
      .bind(9, stored(epoch.last))
      .bind(10, stored(epoch.folded))
      .bind(11, epoch.session)
      .bind(12, epoch.session_before)
      .bind(13, epoch.code_hash)
      .bind(14, epoch.opened_at)
      .bind(15, epoch.heard_at)
      .bind(16, stored(epoch.safe))
      .bind(17, std::int64_t{epoch.recovering})
      .bind(18, std::int64_t{epoch.session_lost})
      .bind(19, stored(epoch.registered))
      .run();
}

void OfficeStore::append(std::uint32_t tid, std::uint32_t epoch, Seq seq, std::string_view body,
                         const Digest& hash) {
  sql_->append.bind(1, tid)
      .bind(2, epoch)
      .bind(3, stored(seq))
      .bind_blob(4, body)
      .bind_blob(5, raw(hash))
      .run();
}

std::optional<std::string> OfficeStore::body(std::uint32_t tid, std::uint32_t epoch, Seq seq) {
  Statement& get = sql_->get_event;
  const Reading reading(get);
  if (!get.bind(1, tid).bind(2, epoch).bind(3, stored(seq)).step()) return std::nullopt;
  return std::string(get.blob(0));
}

std::optional<Digest> OfficeStore::hash(const Epoch& epoch, Seq seq) {
  if (seq == 0) return chain_start(epoch.genesis);
  Statement& get = sql_->get_event;
  const Reading reading(get);
  get.bind(1, epoch.genesis.tid).bind(2, epoch.genesis.epoch).bind(3, stored(seq));
  if (!get.step()) return std::nullopt;
  return array_at<32>(get, 1);
}

void OfficeStore::each_event(
    std::uint32_t tid, std::uint32_t epoch, Seq first,
    const std::function<bool(Seq, std::string_view, const Digest&)>& visit) {
  Statement& events = sql_->events;
  const Reading reading(events);
  events.bind(1, tid).bind(2, epoch).bind(3, stored(first));
  while (events.step()) {
    if (!visit(seq_at(events, 0), events.blob(1), array_at<32>(events, 2))) return;
  }
}

void OfficeStore::put(std::uint32_t tid, std::uint32_t epoch, const Segment& segment) {
  sql_->put_segment.bind(1, tid)
      .bind(2, epoch)
      .bind(3, stored(segment.through))
      .bind(4, stored(segment.first))
      .bind_blob(5, raw(segment.head))
      .bind_blob(6, raw(segment.signature))
      .bind(7, segment.received_at)
      .run();
}

std::vector<Segment> OfficeStore::segments(std::uint32_t tid, std::uint32_t epoch) {
  std::vector<Segment> segments;
  Statement& all = sql_->all_segments;
  const Reading reading(all);
  all.bind(1, tid).bind(2, epoch);
  while (all.step()) {
    segments.push_back({seq_at(all, 0), seq_at(all, 1), array_at<32>(all, 2), array_at<64>(all, 3),
                        all.integer(4), all.integer(5)});
  }
  return segments;
}

void OfficeStore::raise(std::uint32_t tid, std::uint32_t epoch, OfficeAnomalyKind kind, Seq about,
                        std::int64_t at) {
  sql_->raise.bind(1, tid)
      .bind(2, epoch)
      .bind(3, static_cast<std::int64_t>(kind))
      .bind(4, stored(about))
      .bind(5, at)
      .run();
}

std::vector<OfficeAnomaly> OfficeStore::anomalies() {
  std::vector<OfficeAnomaly> anomalies;
  Statement& all = sql_->all_anomalies;
  const Reading reading(all);
  while (all.step()) {
    anomalies.push_back({u32_column(all, 0), u32_column(all, 1), all.integer(2),
                         static_cast<OfficeAnomalyKind>(all.integer(3)), seq_at(all, 4),
                         all.integer(5)});
  }
  return anomalies;
}

}  // namespace vip::sync
