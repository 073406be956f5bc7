#include "sync/office/mailbox.h"

#include <algorithm>

#include "cardformat/ensure.h"
#include "sync/office/rows.h"

namespace vip::sync {

using terminal::Database;
using terminal::InboxNo;
using terminal::Reading;
using terminal::Statement;

void create_mailbox_tables(Database& database) {
  database.execute(R"(
    CREATE TABLE inbox(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, number INTEGER NOT NULL,
      since INTEGER NOT NULL, account INTEGER NOT NULL, lineage INTEGER NOT NULL,
      errand INTEGER NOT NULL, line TEXT NOT NULL, PRIMARY KEY(tid, epoch, number)) WITHOUT ROWID;
    CREATE UNIQUE INDEX inbox_errand ON inbox(tid, epoch, account, lineage, errand);
    CREATE TABLE dirty(
      tid INTEGER NOT NULL, account INTEGER NOT NULL, version INTEGER NOT NULL,
      page TEXT NOT NULL, page_version INTEGER NOT NULL,
      PRIMARY KEY(tid, account)) WITHOUT ROWID;
    CREATE INDEX dirty_page ON dirty(tid, page) WHERE page<>'';
  )");
}

struct Mailbox::Statements {
  explicit Statements(Database& db)
      : known(db,
              "SELECT number FROM inbox WHERE tid=? AND epoch=? AND account=? AND lineage=? AND "
              "errand=?"),
        length(db,
               "SELECT max((SELECT coalesce(max(number), 0) FROM inbox WHERE tid=?1 AND epoch=?2),"
               " (SELECT coalesce(max(number), 0) FROM inbox_consumed WHERE tid=?1 AND epoch=?2))"),
        append(db,
               "INSERT INTO inbox(tid, epoch, number, since, account, lineage, errand, line) "
               "VALUES(?,?,?,?,?,?,?,?)"),
        entries(db,
                "SELECT line FROM inbox WHERE tid=? AND epoch=? AND number>? AND since<? "
                "ORDER BY number LIMIT ?"),
        forget(db, "DELETE FROM inbox WHERE tid=? AND epoch=? AND number<=?"),
        mark(db,
             "INSERT INTO dirty(tid, account, version, page, page_version) VALUES(?,?,?,'',0) "
             "ON CONFLICT(tid, account) DO UPDATE SET version=excluded.version "
             "WHERE dirty.version<excluded.version"),
        dirty(db, "SELECT account, version FROM dirty WHERE tid=? ORDER BY account LIMIT ?"),
        sent(db, "UPDATE dirty SET page=?3, page_version=?4 WHERE tid=?1 AND account=?2"),
        confirmed(db, "DELETE FROM dirty WHERE tid=? AND page=? AND page_version>=version") {}

  Statement known, length, append, entries, forget, mark, dirty, sent, confirmed;
};

Mailbox::Mailbox(Database& database) : sql_(std::make_unique<Statements>(database)) {}
Mailbox::~Mailbox() = default;

InboxNo Mailbox::append(std::uint32_t tid, std::uint32_t epoch, const Key& key, InboxEntry entry,
                        std::int64_t since) {
  {
    Statement& known = sql_->known;
    const Reading reading(known);
    Row(known) << tid << epoch << key.account << key.id.lineage << key.id.number;
    if (known.step()) return static_cast<InboxNo>(known.integer(0));
  }
  entry.number = length(tid, epoch) + 1;
  Row row(sql_->append);
  row << tid << epoch << entry.number << since << key.account << key.id.lineage << key.id.number
      << std::string_view(write_entry(entry));
  row.run();
  return entry.number;
}

InboxNo Mailbox::length(std::uint32_t tid, std::uint32_t epoch) {
  Statement& length = sql_->length;
  const Reading reading(length);
  Row(length) << tid << epoch;
  ensure(length.step(), "an aggregate has one row");
  return static_cast<InboxNo>(length.integer(0));
}

std::vector<InboxEntry> Mailbox::entries(std::uint32_t tid, std::uint32_t epoch, InboxNo after,
                                         std::int64_t before, int most) {
  std::vector<InboxEntry> entries;
  Statement& all = sql_->entries;
  const Reading reading(all);
  Row(all) << tid << epoch << after << before << std::int64_t{most};
  while (all.step()) {
    auto line = read_downlink(all.text(0));
    auto* entry = line && *line ? std::get_if<InboxEntry>(&**line) : nullptr;
    if (entry == nullptr) {
      throw terminal::StorageError(terminal::StorageError::Kind::damaged,
                                   "a stored entry of an inbox is damaged");
    }
    if (entry->number != after + 1) break;  // gapless: what is not covered yet holds up the rest
    after = entry->number;
    entries.push_back(std::move(*entry));
  }
  return entries;
}

void Mailbox::forget(std::uint32_t tid, std::uint32_t epoch, InboxNo through) {
  Row row(sql_->forget);
  row << tid << epoch << through;
  row.run();
}

void Mailbox::mark(std::uint32_t tid, card::Number account, std::int64_t version) {
  Row row(sql_->mark);
  row << tid << account << version;
  row.run();
}

std::vector<Mailbox::Dirty> Mailbox::dirty(std::uint32_t tid, int most) {
  std::vector<Dirty> found;
  Statement& all = sql_->dirty;
  const Reading reading(all);
  Row(all) << tid << std::int64_t{most};
  while (all.step()) {
    Columns row(all);
    const card::Number account = row.number();
    found.push_back({account, row.integer()});
  }
  return found;
}

void Mailbox::sent(std::uint32_t tid, const Dirty& dirty, std::string_view page) {
  Row row(sql_->sent);
  row << tid << dirty.account << page << dirty.version;
  row.run();
}

void Mailbox::confirmed(std::uint32_t tid, std::string_view page) {
  Row row(sql_->confirmed);
  row << tid << page;
  row.run();
}

}  // namespace vip::sync
