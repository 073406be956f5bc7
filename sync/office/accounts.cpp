#include "sync/office/accounts.h"

#include <utility>

#include "sync/office/rows.h"
#include "terminal/books/sold_lines.h"
#include "terminal/json/strict_json.h"
#include "terminal/policy/policy_reader.h"

namespace vip::sync {
namespace {

using terminal::Account;
using terminal::CardRow;
using terminal::Database;
using terminal::read_sold_lines;
using terminal::Reading;
using terminal::SaleRow;
using terminal::Seq;
using terminal::sold_lines_text;
using terminal::SoldLine;
using terminal::Statement;
using terminal::StorageError;

constexpr std::string_view holding_columns =
    "tid, epoch, account, points, owed, carry, accumulated, spend, earned, taken, redeemed, "
    "corrected, voided, granted, released, carry_in, carry_out, told_points, told_accumulated";
constexpr std::string_view card_columns =
    "tid, epoch, number, account, person, state, blocked_for, issued, last_day, replaced_by, "
    "renewed_by, renewal_of, issued_by, birthday_day, birthday_uses, birthday_amount, handbook";
constexpr std::string_view sale_columns =
    "tid, epoch, seq, receipt_no, at, day, staff, lane, person, card, account, step_earn, "
    "step_per, step_dropped, gross, paid, refunded, booked, booked_refunded, proof_of, origin, "
    "birthday, lines";
constexpr std::string_view gift_columns =
    "tid, epoch, id, name, points, stock, first_day, last_day";

std::optional<terminal::Policy> policy_of(std::string_view document) {
  const auto json = terminal::read_json(document);
  if (!json) return std::nullopt;
  const auto policy = terminal::read_policy(*json, terminal::Head::optional);
  if (!policy) return std::nullopt;
  return *policy;
}

std::string select(std::string_view columns, std::string_view rest) {
  return "SELECT " + std::string(columns) + " FROM " + std::string(rest);
}

std::string insert(std::string_view table, std::string_view columns,
                   std::string_view verb = "INSERT") {
  std::string sql =
      std::string(verb) + " INTO " + std::string(table) + "(" + std::string(columns) + ") VALUES(?";
  for (const char c : columns) {
    if (c == ',') sql += ",?";
  }
  return sql + ")";
}

std::string replace(std::string_view table, std::string_view columns) {
  return insert(table, columns, "INSERT OR REPLACE");
}

}  // namespace

void create_account_tables(Database& database) {
  database.execute(R"(
    CREATE TABLE holding(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, account INTEGER NOT NULL,
      points INTEGER NOT NULL, owed INTEGER NOT NULL, carry INTEGER NOT NULL,
      accumulated INTEGER NOT NULL, spend INTEGER NOT NULL, earned INTEGER NOT NULL,
      taken INTEGER NOT NULL, redeemed INTEGER NOT NULL, corrected INTEGER NOT NULL,
      voided INTEGER NOT NULL, granted INTEGER NOT NULL, released INTEGER NOT NULL,
      carry_in INTEGER NOT NULL, carry_out INTEGER NOT NULL, told_points INTEGER NOT NULL,
      told_accumulated INTEGER NOT NULL, PRIMARY KEY(tid, epoch, account)) WITHOUT ROWID;
    CREATE TABLE inbox_consumed(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, number INTEGER NOT NULL,
      PRIMARY KEY(tid, epoch)) WITHOUT ROWID;
    CREATE TABLE accepted(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, account INTEGER NOT NULL,
      lineage INTEGER NOT NULL, number INTEGER NOT NULL, inbox INTEGER NOT NULL,
      points INTEGER NOT NULL, carry INTEGER NOT NULL,
      PRIMARY KEY(tid, epoch, account, lineage, number)) WITHOUT ROWID;
    CREATE TABLE touched(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, account INTEGER NOT NULL,
      PRIMARY KEY(tid, epoch, account)) WITHOUT ROWID;
    CREATE TABLE card(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, number INTEGER NOT NULL,
      account INTEGER NOT NULL, person INTEGER NOT NULL, state INTEGER NOT NULL,
      blocked_for INTEGER, issued INTEGER NOT NULL, last_day INTEGER NOT NULL,
      replaced_by INTEGER, renewed_by INTEGER, renewal_of INTEGER, issued_by INTEGER NOT NULL,
      birthday_day INTEGER, birthday_uses INTEGER NOT NULL, birthday_amount INTEGER NOT NULL,
      handbook INTEGER NOT NULL, PRIMARY KEY(tid, epoch, number)) WITHOUT ROWID;
    CREATE INDEX card_of_account ON card(tid, epoch, account);
    CREATE TABLE sale(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
      receipt_no TEXT NOT NULL, at INTEGER NOT NULL, day INTEGER NOT NULL, staff TEXT NOT NULL,
      lane TEXT NOT NULL, person INTEGER NOT NULL, card INTEGER, account INTEGER,
      step_earn INTEGER NOT NULL, step_per INTEGER NOT NULL, step_dropped INTEGER NOT NULL,
      gross INTEGER NOT NULL, paid INTEGER NOT NULL, refunded INTEGER NOT NULL,
      booked INTEGER NOT NULL, booked_refunded INTEGER NOT NULL, proof_of INTEGER NOT NULL,
      origin INTEGER NOT NULL, birthday INTEGER NOT NULL, lines TEXT NOT NULL,
      PRIMARY KEY(tid, epoch, seq)) WITHOUT ROWID;
    CREATE UNIQUE INDEX sale_receipt ON sale(tid, epoch, receipt_no);
    CREATE TABLE receipt_used(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, receipt_no TEXT NOT NULL,
      issue INTEGER NOT NULL, day INTEGER NOT NULL, paid INTEGER NOT NULL,
      PRIMARY KEY(tid, epoch, receipt_no)) WITHOUT ROWID;
    CREATE TABLE gift(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
      points INTEGER NOT NULL, stock INTEGER NOT NULL, first_day INTEGER NOT NULL,
      last_day INTEGER NOT NULL, PRIMARY KEY(tid, epoch, id)) WITHOUT ROWID;
    CREATE TABLE adopted_policy(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, number INTEGER NOT NULL,
      document TEXT NOT NULL, PRIMARY KEY(tid, epoch, number)) WITHOUT ROWID;
    CREATE TABLE store_anomaly(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, day INTEGER NOT NULL,
      kind INTEGER NOT NULL, clause INTEGER NOT NULL, card INTEGER, about INTEGER NOT NULL,
      count INTEGER NOT NULL, PRIMARY KEY(tid, epoch, seq)) WITHOUT ROWID;
    CREATE TABLE handover(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, card INTEGER NOT NULL,
      item INTEGER NOT NULL, issue TEXT NOT NULL, PRIMARY KEY(tid, epoch, seq)) WITHOUT ROWID;
    CREATE TABLE id_check(
      tid INTEGER NOT NULL, epoch INTEGER NOT NULL, card INTEGER NOT NULL, lane TEXT NOT NULL,
      day INTEGER NOT NULL, PRIMARY KEY(tid, epoch, card, lane)) WITHOUT ROWID;
  )");
}

struct OfficeBooks::Statements {
  explicit Statements(Database& db)
      : get_holding(db, select(holding_columns, "holding WHERE tid=? AND epoch=? AND account=?")),
        put_holding(db, replace("holding", holding_columns)),
        get_card(db, select(card_columns, "card WHERE tid=? AND epoch=? AND number=?")),
        put_card(db, replace("card", card_columns)),
        get_sale(db, select(sale_columns, "sale WHERE tid=? AND epoch=? AND seq=?")),
        put_sale(db, replace("sale", sale_columns)),
        sale_by_receipt(db, "SELECT 1 FROM sale WHERE tid=? AND epoch=? AND receipt_no=?"),
        get_receipt(db, "SELECT issue FROM receipt_used WHERE tid=? AND epoch=? AND receipt_no=?"),
        put_receipt(db, replace("receipt_used", "tid, epoch, receipt_no, issue, day, paid")),
        get_gift(db, select(gift_columns, "gift WHERE tid=? AND epoch=? AND id=?")),
        put_gift(db, replace("gift", gift_columns)),
        put_policy(
            db,
            "INSERT INTO adopted_policy(tid, epoch, number, document) SELECT ?1, ?2, "
            "coalesce(max(number), 0) + 1, ?3 FROM adopted_policy WHERE tid=?1 AND epoch=?2"),
        all_policies(db,
                     "SELECT document FROM adopted_policy WHERE tid=? AND epoch=? ORDER BY number"),
        put_anomaly(
            db, replace("store_anomaly", "tid, epoch, seq, day, kind, clause, card, about, count")),
        put_handover(db, replace("handover", "tid, epoch, seq, card, item, issue")),
        put_check(db, replace("id_check", "tid, epoch, card, lane, day")),
        clear_check(db, "DELETE FROM id_check WHERE tid=? AND epoch=? AND card=? AND lane=?"),
        get_inbox(db, "SELECT number FROM inbox_consumed WHERE tid=? AND epoch=?"),
        put_inbox(db, replace("inbox_consumed", "tid, epoch, number")),
        put_accepted(
            db, replace("accepted", "tid, epoch, account, lineage, number, inbox, points, carry")),
        put_touched(db, "INSERT OR IGNORE INTO touched(tid, epoch, account) VALUES(?,?,?)") {}

  Statement get_holding, put_holding, get_card, put_card;
  Statement get_sale, put_sale, sale_by_receipt, get_receipt, put_receipt;
  Statement get_gift, put_gift, put_policy, all_policies;
  Statement put_anomaly, put_handover, put_check, clear_check;
  Statement get_inbox, put_inbox, put_accepted, put_touched;
};

OfficeBooks::OfficeBooks(Database& database) : sql_(std::make_unique<Statements>(database)) {}
OfficeBooks::~OfficeBooks() = default;

void OfficeBooks::enter(std::uint32_t tid, std::uint32_t epoch) {
  tid_ = tid;
  epoch_ = epoch;
  policies_ = {};
  touched_.clear();
  Statement& all = sql_->all_policies;
  const Reading reading(all);
  Row(all) << tid_ << epoch_;
  while (all.step()) {
    const auto policy = policy_of(all.text(0));
    if (!policy) throw StorageError(StorageError::Kind::damaged, "a stored policy is damaged");
    policies_.adopt(*policy);
  }
}

std::optional<Account> OfficeBooks::account(card::Number id) {
  Statement& get = sql_->get_holding;
  const Reading reading(get);
  Row(get) << tid_ << epoch_ << id;
  if (!get.step()) return std::nullopt;
  Columns row(get);
  Account account;
  row.integer();  // tid
  row.integer();  // epoch
  account.id = row.number();
  account.right = row.points();
  account.owed = row.points();
  account.carry = row.fen();
  account.accumulated = row.points();
  account.spend = row.fen();
  account.earned = row.points();
  account.taken = row.points();
  account.redeemed = row.points();
  account.corrected = row.points();
  account.voided = row.points();
  account.granted = row.points();
  account.released = row.points();
  account.carry_in = row.fen();
  account.carry_out = row.fen();
  account.told_points = row.points();
  account.told_accumulated = row.points();
  return account;
}

void OfficeBooks::put(const Account& account) {
  Row row(sql_->put_holding);
  row << tid_ << epoch_ << account.id << account.right << account.owed << account.carry
      << account.accumulated << account.spend << account.earned << account.taken << account.redeemed
      << account.corrected << account.voided << account.granted << account.released
      << account.carry_in << account.carry_out << account.told_points << account.told_accumulated;
  row.run();
  touched_.insert(account.id.value());
}

std::optional<CardRow> OfficeBooks::card(card::Number number) {
  Statement& get = sql_->get_card;
  const Reading reading(get);
  Row(get) << tid_ << epoch_ << number;
  if (!get.step()) return std::nullopt;
  Columns row(get);
  CardRow card;
  row.integer();  // tid
  row.integer();  // epoch
  card.number = row.number();
  card.account = row.number();
  card.person = row.integer();
  card.state = static_cast<terminal::CardState>(row.integer());
  const auto reason = row.maybe(&Columns::integer);
  if (reason) card.blocked_for = static_cast<terminal::BlockReason>(*reason);
  card.issued = row.day();
  card.last_day = row.day();
  card.replaced_by = row.maybe(&Columns::number);
  card.renewed_by = row.maybe(&Columns::number);
  card.renewal_of = row.maybe(&Columns::number);
  card.issued_by = row.seq();
  card.birthday_day = row.maybe(&Columns::day);
  card.birthday_uses = row.integer();
  card.birthday_amount = row.fen();
  card.handbook = row.flag();
  return card;
}

void OfficeBooks::put(const CardRow& card) {
  std::optional<std::int64_t> reason;
  if (card.blocked_for) reason = static_cast<std::int64_t>(*card.blocked_for);
  Row row(sql_->put_card);
  row << tid_ << epoch_ << card.number << card.account << card.person
      << static_cast<std::int64_t>(card.state) << reason << card.issued << card.last_day
      << card.replaced_by << card.renewed_by << card.renewal_of << card.issued_by
      << card.birthday_day << card.birthday_uses << card.birthday_amount << card.handbook;
  row.run();
  touched_.insert(card.account.value());
}

std::optional<SaleRow> OfficeBooks::sale(Seq seq) {
  Statement& get = sql_->get_sale;
  const Reading reading(get);
  Row(get) << tid_ << epoch_ << seq;
  if (!get.step()) return std::nullopt;
  Columns row(get);
  SaleRow sale;
  row.integer();  // tid
  row.integer();  // epoch
  sale.seq = row.seq();
  sale.receipt_no = row.text();
  sale.at = row.integer();
  sale.day = row.day();
  sale.staff = row.text();
  sale.lane = row.text();
  sale.person = row.integer();
  sale.card = row.maybe(&Columns::number);
  sale.account = row.maybe(&Columns::number);
  sale.step.earn = row.points();
  sale.step.per = row.fen();
  sale.step.remainder = row.flag() ? terminal::Remainder::dropped : terminal::Remainder::carried;
  sale.gross = row.fen();
  sale.paid = row.fen();
  sale.refunded = row.fen();
  sale.booked = row.fen();
  sale.booked_refunded = row.fen();
  sale.proof_of = row.seq();
  sale.origin = static_cast<terminal::Origin>(row.integer());
  sale.birthday = row.flag();
  sale.lines = read_sold_lines(row.text());
  return sale;
}

void OfficeBooks::put(const SaleRow& sale) {
  Row row(sql_->put_sale);
  row << tid_ << epoch_ << sale.seq << std::string_view(sale.receipt_no) << sale.at << sale.day
      << std::string_view(sale.staff) << std::string_view(sale.lane) << sale.person << sale.card
      << sale.account << sale.step.earn << sale.step.per
      << (sale.step.remainder == terminal::Remainder::dropped) << sale.gross << sale.paid
      << sale.refunded << sale.booked << sale.booked_refunded << sale.proof_of
      << static_cast<std::int64_t>(sale.origin) << sale.birthday
      << std::string_view(sold_lines_text(sale.lines));
  row.run();
}

bool OfficeBooks::receipt_known(std::string_view receipt_no) {
  Statement& get = sql_->sale_by_receipt;
  const Reading reading(get);
  Row(get) << tid_ << epoch_ << receipt_no;
  return get.step();
}

std::optional<Seq> OfficeBooks::receipt_used(std::string_view receipt_no) {
  Statement& get = sql_->get_receipt;
  const Reading reading(get);
  Row(get) << tid_ << epoch_ << receipt_no;
  if (!get.step()) return std::nullopt;
  return static_cast<Seq>(get.integer(0));
}

void OfficeBooks::use_receipt(const terminal::UnverifiedReceipt& receipt, Seq issue) {
  Row row(sql_->put_receipt);
  row << tid_ << epoch_ << std::string_view(receipt.receipt_no) << issue << receipt.day
      << receipt.paid;
  row.run();
}

std::optional<terminal::Gift> OfficeBooks::gift(std::string_view id) {
  Statement& get = sql_->get_gift;
  const Reading reading(get);
  Row(get) << tid_ << epoch_ << id;
  if (!get.step()) return std::nullopt;
  Columns row(get);
  terminal::Gift gift;
  row.integer();  // tid
  row.integer();  // epoch
  gift.id = row.text();
  gift.name = row.text();
  gift.points = row.points();
  gift.stock = row.integer();
  gift.first_day = row.day();
  gift.last_day = row.day();
  return gift;
}

void OfficeBooks::put(const terminal::Gift& gift) {
  Row row(sql_->put_gift);
  row << tid_ << epoch_ << std::string_view(gift.id) << std::string_view(gift.name) << gift.points
      << gift.stock << gift.first_day << gift.last_day;
  row.run();
}

const terminal::Policy& OfficeBooks::policy_on(Day day) { return policies_.in_force(day); }

bool OfficeBooks::adopt(const terminal::PolicyAdoptedEvent& adopted) {
  const auto policy = policy_of(adopted.document);
  if (!policy) return false;
  Row row(sql_->put_policy);
  row << tid_ << epoch_ << std::string_view(adopted.document);
  row.run();
  policies_.adopt(*policy);
  return true;
}

void OfficeBooks::put(const terminal::AnomalyRow& anomaly) {
  Row row(sql_->put_anomaly);
  row << tid_ << epoch_ << anomaly.seq << anomaly.day
      << static_cast<std::int64_t>(anomaly.anomaly.kind)
      << static_cast<std::int64_t>(anomaly.anomaly.clause) << anomaly.anomaly.card
      << anomaly.anomaly.about << anomaly.anomaly.count;
  row.run();
}

void OfficeBooks::put_handover(card::Number card, terminal::Handover item, std::string_view issue,
                               Seq seq) {
  Row row(sql_->put_handover);
  row << tid_ << epoch_ << seq << card << static_cast<std::int64_t>(item) << issue;
  row.run();
}

void OfficeBooks::put_id_check(card::Number card, bool passed, std::string_view lane, Day day) {
  Row row(passed ? sql_->clear_check : sql_->put_check);
  row << tid_ << epoch_ << card << lane;
  if (!passed) row << day;
  row.run();
}

terminal::InboxNo OfficeBooks::inbox() {
  Statement& get = sql_->get_inbox;
  const Reading reading(get);
  Row(get) << tid_ << epoch_;
  return get.step() ? static_cast<terminal::InboxNo>(get.integer(0)) : 0;
}

void OfficeBooks::put_inbox(terminal::InboxNo consumed) {
  Row row(sql_->put_inbox);
  row << tid_ << epoch_ << consumed;
  row.run();
}

void OfficeBooks::put_accepted(const terminal::GrantAcceptedEvent& grant) {
  Row row(sql_->put_accepted);
  row << tid_ << epoch_ << grant.account << grant.grant.lineage << grant.grant.number << grant.inbox
      << grant.points << grant.carry;
  row.run();
}

void OfficeBooks::write_touched() {
  for (const std::uint64_t account : touched_) {
    Row row(sql_->put_touched);
    row << tid_ << epoch_ << account;
    row.run();
  }
  touched_.clear();
}

}  // namespace vip::sync
