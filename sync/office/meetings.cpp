#include "sync/office/meetings.h"

#include <utility>

#include "sync/office/rows.h"

namespace vip::sync {
namespace {

using terminal::Database;
using terminal::Reading;
using terminal::Statement;

constexpr std::int64_t kept_s = 100 * 86'400;

Purchase purchase_of(Columns& row) {
  Purchase purchase;
  purchase.tid = static_cast<std::uint32_t>(row.integer());
  purchase.epoch = static_cast<std::uint32_t>(row.integer());
  purchase.seq = row.seq();
  purchase.at = row.integer();
  return purchase;
}

}  // namespace

void create_meeting_tables(Database& database) {
  database.execute(R"(
    CREATE TABLE IF NOT EXISTS purchasing(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
      account INTEGER NOT NULL, PRIMARY KEY(tid, epoch, seq)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS purchase(
      account INTEGER NOT NULL, at INTEGER NOT NULL, tid INTEGER NOT NULL, epoch INTEGER NOT NULL,
      seq INTEGER NOT NULL, PRIMARY KEY(account, at, tid, epoch, seq)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS two_stores(
      account INTEGER NOT NULL, tid INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
      at INTEGER NOT NULL, first_tid INTEGER NOT NULL, first_epoch INTEGER NOT NULL,
      first_seq INTEGER NOT NULL, first_at INTEGER NOT NULL,
      PRIMARY KEY(account, tid, epoch, seq)) WITHOUT ROWID;
  )");
}

struct Meetings::Statements {
  explicit Statements(Database& db)
      : put_purchasing(db,
                       "INSERT OR REPLACE INTO purchasing(tid, epoch, seq, at, account) "
                       "VALUES(?,?,?,?,?)"),
        all_purchasing(db,
                       "SELECT account, tid, epoch, seq, at FROM purchasing WHERE tid=? AND "
                       "epoch=? ORDER BY seq LIMIT ?"),
        drop_purchasing(db, "DELETE FROM purchasing WHERE tid=? AND epoch=? AND seq=?"),
        put_purchase(db,
                     "INSERT OR IGNORE INTO purchase(account, tid, epoch, seq, at) "
                     "VALUES(?,?,?,?,?)"),
        drop_old(db, "DELETE FROM purchase WHERE account=? AND at<?"),
        before(db,
               "SELECT tid, epoch, seq, at FROM purchase WHERE account=? AND at BETWEEN ? AND ? "
               "AND tid<>? ORDER BY at DESC LIMIT 1"),
        after(db,
              "SELECT tid, epoch, seq, at FROM purchase WHERE account=? AND at BETWEEN ? AND ? "
              "AND tid<>? ORDER BY at LIMIT 1"),
        put_found(db,
                  "INSERT OR IGNORE INTO two_stores(account, tid, epoch, seq, at, first_tid, "
                  "first_epoch, first_seq, first_at) VALUES(?,?,?,?,?,?,?,?,?)"),
        all_found(db,
                  "SELECT account, first_tid, first_epoch, first_seq, first_at, tid, epoch, seq, "
                  "at FROM two_stores ORDER BY at, account") {}

  Statement put_purchasing, all_purchasing, drop_purchasing, put_purchase, drop_old;
  Statement before, after, put_found, all_found;
};

Meetings::Meetings(Database& database) : sql_(std::make_unique<Statements>(database)) {}
Meetings::~Meetings() = default;

void Meetings::take(std::uint32_t tid, std::uint32_t epoch, terminal::Seq seq, std::int64_t at,
                    const terminal::SaleEvent& sale) {
  if (!sale.member || sale.history) return;
  Row row(sql_->put_purchasing);
  row << tid << epoch << seq << at << sale.member->account;
  row.run();
}

std::vector<Meetings::Waiting> Meetings::waiting(std::uint32_t tid, std::uint32_t epoch, int most) {
  std::vector<Waiting> waiting;
  Statement& all = sql_->all_purchasing;
  const Reading reading(all);
  Row(all) << tid << epoch << std::int64_t{most};
  while (all.step()) {
    Columns row(all);
    const card::Number account = row.number();
    waiting.push_back({account, purchase_of(row)});
  }
  return waiting;
}

void Meetings::carried_over(const Purchase& purchase) {
  Row row(sql_->drop_purchasing);
  row << purchase.tid << purchase.epoch << purchase.seq;
  row.run();
}

void Meetings::compare(card::Number account, const Purchase& purchase, std::int64_t minutes) {
  const auto nearest = [&](Statement& some, std::int64_t from,
                           std::int64_t through) -> std::optional<Purchase> {
    const Reading reading(some);
    Row(some) << account << from << through << purchase.tid;
    if (!some.step()) return std::nullopt;
    Columns row(some);
    return purchase_of(row);
  };
  const std::int64_t within = minutes * 60;
  const auto find = [&](const Purchase& first, const Purchase& then) {
    Row row(sql_->put_found);
    row << account << then.tid << then.epoch << then.seq << then.at << first.tid << first.epoch
        << first.seq << first.at;
    row.run();
  };
  if (const auto before = nearest(sql_->before, purchase.at - within, purchase.at)) {
    find(*before, purchase);
  }
  // The other one may have been heard of first.
  if (const auto after = nearest(sql_->after, purchase.at + 1, purchase.at + within)) {
    find(purchase, *after);
  }
  Row put(sql_->put_purchase);
  put << account << purchase.tid << purchase.epoch << purchase.seq << purchase.at;
  put.run();
  Row drop(sql_->drop_old);
  drop << account << purchase.at - kept_s;
  drop.run();
}

std::vector<TwoStores> Meetings::found() {
  std::vector<TwoStores> found;
  Statement& all = sql_->all_found;
  const Reading reading(all);
  while (all.step()) {
    Columns row(all);
    TwoStores one{.account = row.number()};
    one.first = purchase_of(row);
    one.then = purchase_of(row);
    found.push_back(one);
  }
  return found;
}

}  // namespace vip::sync
