#include "terminal/books/schema.h"

#include <string>

#include "terminal/books/encrypting.h"
#include "terminal/books/greeted.h"
#include "terminal/books/heard.h"
#include "terminal/books/people.h"
#include "terminal/books/printed.h"
#include "terminal/people/vault.h"
#include "terminal/staff/staff_book.h"

namespace vip::terminal {

namespace {

void create_settled_tables(Database& database) {
  database.execute(R"(
    CREATE TABLE anomaly_state(
      anomaly INTEGER PRIMARY KEY, state INTEGER NOT NULL, seq INTEGER NOT NULL);
    CREATE TABLE month_close(
      month INTEGER PRIMARY KEY, seq INTEGER NOT NULL, day INTEGER NOT NULL,
      registrations INTEGER NOT NULL);
  )");
}

}  // namespace

void create_ledger_tables(Database& database) {
  database.execute(R"(
    CREATE TABLE account(
      id INTEGER PRIMARY KEY, points INTEGER NOT NULL, owed INTEGER NOT NULL,
      carry INTEGER NOT NULL, accumulated INTEGER NOT NULL, spend INTEGER NOT NULL,
      earned INTEGER NOT NULL, taken INTEGER NOT NULL, redeemed INTEGER NOT NULL,
      corrected INTEGER NOT NULL, voided INTEGER NOT NULL, granted INTEGER NOT NULL,
      released INTEGER NOT NULL, carry_in INTEGER NOT NULL, carry_out INTEGER NOT NULL,
      told_points INTEGER NOT NULL, told_accumulated INTEGER NOT NULL);
    CREATE TABLE inbox(one INTEGER PRIMARY KEY CHECK(one=1), consumed INTEGER NOT NULL);
    CREATE TABLE card(
      number INTEGER PRIMARY KEY, account INTEGER NOT NULL, person INTEGER NOT NULL,
      state INTEGER NOT NULL, blocked_for INTEGER, issued INTEGER NOT NULL,
      last_day INTEGER NOT NULL, replaced_by INTEGER, renewed_by INTEGER, renewal_of INTEGER,
      issued_by INTEGER NOT NULL, birthday_day INTEGER, birthday_uses INTEGER NOT NULL,
      birthday_amount INTEGER NOT NULL, handbook INTEGER NOT NULL);
    CREATE INDEX card_person ON card(person);
    CREATE INDEX card_account ON card(account);
    CREATE TABLE sale(
      seq INTEGER PRIMARY KEY, receipt_no TEXT NOT NULL, at INTEGER NOT NULL, day INTEGER NOT NULL,
      staff TEXT NOT NULL, lane TEXT NOT NULL, person INTEGER, card INTEGER, account INTEGER,
      step_earn INTEGER NOT NULL, step_per INTEGER NOT NULL, step_dropped INTEGER NOT NULL,
      gross INTEGER NOT NULL, paid INTEGER NOT NULL, refunded INTEGER NOT NULL,
      booked INTEGER NOT NULL, booked_refunded INTEGER NOT NULL, proof_of INTEGER NOT NULL,
      origin INTEGER NOT NULL, birthday INTEGER NOT NULL, lines TEXT NOT NULL);
    CREATE UNIQUE INDEX sale_receipt ON sale(receipt_no);
    CREATE INDEX sale_person ON sale(person) WHERE person IS NOT NULL;
    CREATE INDEX sale_card ON sale(card, day) WHERE card IS NOT NULL;
    CREATE INDEX sale_day ON sale(day);
    CREATE TABLE receipt_used(
      receipt_no TEXT PRIMARY KEY, issue INTEGER NOT NULL, day INTEGER NOT NULL,
      paid INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE gift(
      id TEXT PRIMARY KEY, name TEXT NOT NULL, points INTEGER NOT NULL, stock INTEGER NOT NULL,
      first_day INTEGER NOT NULL, last_day INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE policy(id INTEGER PRIMARY KEY, document TEXT NOT NULL);
    CREATE TABLE anomaly(
      seq INTEGER PRIMARY KEY, day INTEGER NOT NULL, kind INTEGER NOT NULL,
      clause INTEGER NOT NULL, card INTEGER, about INTEGER NOT NULL, count INTEGER NOT NULL);
    CREATE INDEX anomaly_about ON anomaly(about, kind);
    CREATE TABLE handover(
      seq INTEGER PRIMARY KEY, card INTEGER NOT NULL, item INTEGER NOT NULL, issue TEXT NOT NULL);
    CREATE INDEX handover_item ON handover(item, seq);
    CREATE INDEX handover_card ON handover(card, item, issue);
    CREATE TABLE id_check(
      card INTEGER NOT NULL, lane TEXT NOT NULL, day INTEGER NOT NULL,
      PRIMARY KEY(card, lane)) WITHOUT ROWID;
  )");
  create_staff_tables(database);
  create_settled_tables(database);
}

void create_tables(Database& database) {
  // BLOB, because SQLite makes a number of what looks like one in a column of any other type but
  // TEXT: of a store called 0012, of an id like 12345e67.
  database.execute(R"(
    CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE journal(seq INTEGER PRIMARY KEY, body BLOB NOT NULL, hash BLOB NOT NULL);
    CREATE TABLE history_line(
      seq INTEGER NOT NULL, line INTEGER NOT NULL, person INTEGER NOT NULL, sku TEXT NOT NULL,
      unit_price INTEGER NOT NULL, PRIMARY KEY(person, sku, unit_price, seq, line)) WITHOUT ROWID;
    CREATE TABLE history_return(
      receipt_no TEXT NOT NULL, row INTEGER NOT NULL, sku TEXT NOT NULL,
      unit_price INTEGER NOT NULL, qty INTEGER NOT NULL, at INTEGER NOT NULL,
      sale INTEGER NOT NULL, person INTEGER NOT NULL, PRIMARY KEY(receipt_no, row)) WITHOUT ROWID;
  )");
  create_vault_tables(database);
  create_people_tables(database);
  create_ledger_tables(database);
  create_staff_secret_tables(database);
  create_heard_tables(database);
  create_printed_table(database);
  create_greeted_table(database);
  database.execute("PRAGMA user_version=" + std::to_string(schema_version) +
                   "; PRAGMA application_id=" + std::to_string(application_id));
}

int upgrade_tables(Database& database) {
  const auto version = static_cast<int>(database.integer("PRAGMA user_version"));
  if (version < 2) {
    create_staff_tables(database);
    create_staff_secret_tables(database);
  }
  if (version < 3) {
    set_plain_tables_aside(database);
    create_vault_tables(database);
    create_people_tables(database);
    create_printed_table(database);
  }
  if (version < 4) {  // no older journal says anything that would stand in them
    create_settled_tables(database);
    create_greeted_table(database);
  }
  if (version < schema_version) {
    database.execute("PRAGMA user_version=" + std::to_string(schema_version));
  }
  return version;
}

void check_version(Database& database) {
  if (database.integer("PRAGMA application_id") != application_id) {
    throw StorageError(StorageError::Kind::damaged, "this is not a store of this program");
  }
  const std::int64_t version = database.integer("PRAGMA user_version");
  if (version > schema_version) {
    throw StorageError(StorageError::Kind::newer_version,
                       "the store has version " + std::to_string(version) +
                           ", this program knows up to " + std::to_string(schema_version));
  }
}

}  // namespace vip::terminal
