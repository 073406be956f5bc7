#include "sync/office/erasures.h"

#include <utility>
#include <variant>

#include "sync/office/rows.h"

namespace vip::sync {
namespace {

using terminal::Database;
using terminal::Reading;
using terminal::Statement;

}  // namespace

void create_erasure_tables(Database& database) {
  database.execute(R"(
    CREATE TABLE IF NOT EXISTS erasing(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, account INTEGER NOT NULL,
      seq INTEGER NOT NULL, at INTEGER NOT NULL, inbox INTEGER NOT NULL,
      PRIMARY KEY(tid, epoch, account)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS forgotten(
      account INTEGER PRIMARY KEY, tid INTEGER NOT NULL, epoch INTEGER NOT NULL,
      at INTEGER NOT NULL);
  )");
}

void fill_erasure_tables(Database& database) {
  Erasures erasures(database);
  Statement events(database,
                   "SELECT j.tid, j.epoch, j.seq, j.body FROM journal j JOIN epoch e ON "
                   "e.tid=j.tid AND e.epoch=j.epoch AND j.seq<=e.folded "
                   "WHERE instr(j.body, '\"k\":\"erase\"')>0");
  while (events.step()) {
    Columns row(events);
    const auto tid = static_cast<std::uint32_t>(row.integer());
    const auto epoch = static_cast<std::uint32_t>(row.integer());
    const terminal::Seq seq = row.seq();
    const auto event = terminal::decode(events.blob(3));
    const auto* erase = event ? std::get_if<terminal::EraseEvent>(&event->act) : nullptr;
    if (erase != nullptr) erasures.take(tid, epoch, seq, event->stamp.at, *erase);
  }
}

struct Erasures::Statements {
  explicit Statements(Database& db)
      : put_erased(db, "INSERT OR IGNORE INTO erased(tid, epoch, person, seq) VALUES(?,?,?,?)"),
        drop_form(db, "DELETE FROM registration WHERE tid=? AND epoch=? AND person=?"),
        put_erasing(db,
                    "INSERT OR REPLACE INTO erasing(tid, epoch, account, seq, at, inbox) "
                    "VALUES(?,?,?,?,?,?)"),
        all_erasing(db,
                    "SELECT account, seq, at, inbox FROM erasing WHERE tid=? AND epoch=? "
                    "ORDER BY account LIMIT ?"),
        drop_erasing(db, "DELETE FROM erasing WHERE tid=? AND epoch=? AND account=?"),
        get_forgotten(db, "SELECT account, tid, epoch, at FROM forgotten WHERE account=?"),
        all_forgotten(db,
                      "SELECT account, tid, epoch, at FROM forgotten ORDER BY at DESC, account"),
        of_home(db,
                "SELECT f.account FROM forgotten f JOIN account a ON a.account=f.account "
                "WHERE a.home_tid=? ORDER BY f.account"),
        put_forgotten(db,
                      "INSERT OR IGNORE INTO forgotten(account, tid, epoch, at) VALUES(?,?,?,?)"),
        get_member(db, "SELECT tid, epoch, person FROM member WHERE account=?") {}

  Statement put_erased, drop_form, put_erasing, all_erasing, drop_erasing;
  Statement get_forgotten, all_forgotten, of_home, put_forgotten, get_member;
};

Erasures::Erasures(Database& database) : sql_(std::make_unique<Statements>(database)) {}
Erasures::~Erasures() = default;

void Erasures::take(std::uint32_t tid, std::uint32_t epoch, terminal::Seq seq, std::int64_t at,
                    const terminal::EraseEvent& event) {
  if (event.person > 0) {
    Row erased(sql_->put_erased);
    erased << tid << epoch << event.person << seq;
    erased.run();
    Row form(sql_->drop_form);
    form << tid << epoch << event.person;
    form.run();
  }
  for (const card::Number account : event.accounts) {
    Row row(sql_->put_erasing);
    row << tid << epoch << account << seq << at << event.inbox;
    row.run();
  }
}

std::vector<Erasures::Waiting> Erasures::waiting(std::uint32_t tid, std::uint32_t epoch, int most) {
  std::vector<Waiting> waiting;
  Statement& all = sql_->all_erasing;
  const Reading reading(all);
  Row(all) << tid << epoch << std::int64_t{most};
  while (all.step()) {
    Columns row(all);
    Waiting one{.account = row.number()};
    one.seq = row.seq();
    one.at = row.integer();
    one.inbox = row.seq();
    waiting.push_back(one);
  }
  return waiting;
}

void Erasures::carried_over(std::uint32_t tid, std::uint32_t epoch, card::Number account) {
  Row row(sql_->drop_erasing);
  row << tid << epoch << account;
  row.run();
}

namespace {

Erasures::Forgotten forgotten_at(const Statement& statement) {
  Columns row(statement);
  Erasures::Forgotten forgotten{.account = row.number()};
  forgotten.tid = static_cast<std::uint32_t>(row.integer());
  forgotten.epoch = static_cast<std::uint32_t>(row.integer());
  forgotten.at = row.integer();
  return forgotten;
}

}  // namespace

std::optional<Erasures::Forgotten> Erasures::forgotten(card::Number account) {
  Statement& get = sql_->get_forgotten;
  const Reading reading(get);
  Row(get) << account;
  if (!get.step()) return std::nullopt;
  return forgotten_at(get);
}

std::vector<Erasures::Forgotten> Erasures::all_forgotten() {
  std::vector<Forgotten> found;
  Statement& all = sql_->all_forgotten;
  const Reading reading(all);
  while (all.step()) found.push_back(forgotten_at(all));
  return found;
}

std::vector<card::Number> Erasures::forgotten_of_home(std::uint32_t tid) {
  std::vector<card::Number> accounts;
  Statement& all = sql_->of_home;
  const Reading reading(all);
  Row(all) << tid;
  while (all.step()) accounts.push_back(Columns(all).number());
  return accounts;
}

void Erasures::forget(const Forgotten& forgotten) {
  Row row(sql_->put_forgotten);
  row << forgotten.account << forgotten.tid << forgotten.epoch << forgotten.at;
  row.run();
}

void Erasures::destroy_forms(card::Number account) {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  terminal::PersonId person = 0;
  {
    Statement& get = sql_->get_member;
    const Reading reading(get);
    Row(get) << account;
    if (!get.step()) return;
    Columns row(get);
    tid = static_cast<std::uint32_t>(row.integer());
    epoch = static_cast<std::uint32_t>(row.integer());
    person = row.integer();
  }
  Row erased(sql_->put_erased);
  erased << tid << epoch << person << std::int64_t{0};
  erased.run();
  Row form(sql_->drop_form);
  form << tid << epoch << person;
  form.run();
}

}  // namespace vip::sync
