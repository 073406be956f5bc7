#include "terminal/books/terminal_books.h"

#include <string>
#include <utility>

#include "cardformat/ensure.h"
#include "terminal/books/sold_lines.h"
#include "terminal/json/strict_json.h"
#include "terminal/policy/policy_reader.h"

namespace vip::terminal {
namespace {

std::int64_t stored(card::Number number) { return static_cast<std::int64_t>(number.value()); }
std::int64_t stored(Seq seq) { return static_cast<std::int64_t>(seq); }

std::optional<std::int64_t> stored(const std::optional<card::Number>& number) {
  if (!number) return std::nullopt;
  return stored(*number);
}

card::Number number_at(const Statement& row, int column) {
  return card::Number::from_value(static_cast<std::uint64_t>(row.integer(column)));
}

std::optional<card::Number> optional_number_at(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return number_at(row, column);
}

Day day_at(const Statement& row, int column) {
  const auto day = Day::from_number(row.integer(column));
  if (!day) throw StorageError(StorageError::Kind::damaged, "a stored day is no day");
  return *day;
}

constexpr std::string_view account_columns =
    "id, points, owed, carry, accumulated, spend, earned, taken, redeemed, corrected, voided, "
    "granted, released, carry_in, carry_out, told_points, told_accumulated";
constexpr std::string_view card_columns =
    "number, account, person, state, blocked_for, issued, last_day, replaced_by, renewed_by, "
    "renewal_of, issued_by, birthday_day, birthday_uses, birthday_amount, handbook";
constexpr std::string_view sale_columns =
    "seq, receipt_no, at, day, staff, lane, person, card, account, step_earn, step_per, "
    "step_dropped, gross, paid, refunded, booked, booked_refunded, proof_of, origin, birthday, "
    "lines";

std::string select(std::string_view columns, std::string_view rest) {
  return "SELECT " + std::string(columns) + " FROM " + std::string(rest);
}

std::string insert(std::string_view table, std::string_view columns) {
  std::string sql = "INSERT INTO " + std::string(table) + "(" + std::string(columns) + ") VALUES(?";
  for (const char c : columns) {
    if (c == ',') sql += ",?";
  }
  return sql + ")";
}

// For tables whose only key is their first column.
std::string replace(std::string_view table, std::string_view columns) {
  std::string sql = insert(table, columns);
  return sql.replace(0, 6, "INSERT OR REPLACE");
}

Account account_at(const Statement& row) {
  return {.id = number_at(row, 0),
          .right = Points(row.integer(1)),
          .owed = Points(row.integer(2)),
          .carry = Fen(row.integer(3)),
          .accumulated = Points(row.integer(4)),
          .spend = Fen(row.integer(5)),
          .earned = Points(row.integer(6)),
          .taken = Points(row.integer(7)),
          .redeemed = Points(row.integer(8)),
          .corrected = Points(row.integer(9)),
          .voided = Points(row.integer(10)),
          .granted = Points(row.integer(11)),
          .released = Points(row.integer(12)),
          .carry_in = Fen(row.integer(13)),
          .carry_out = Fen(row.integer(14)),
          .told_points = Points(row.integer(15)),
          .told_accumulated = Points(row.integer(16))};
}

CardRow card_at(const Statement& row) {
  CardRow card{.number = number_at(row, 0),
               .account = number_at(row, 1),
               .person = row.integer(2),
               .state = static_cast<CardState>(row.integer(3)),
               .issued = day_at(row, 5),
               .last_day = day_at(row, 6),
               .replaced_by = optional_number_at(row, 7),
               .renewed_by = optional_number_at(row, 8),
               .renewal_of = optional_number_at(row, 9),
               .issued_by = static_cast<Seq>(row.integer(10)),
               .birthday_uses = row.integer(12),
               .birthday_amount = Fen(row.integer(13)),
               .handbook = row.integer(14) != 0};
  if (!row.is_null(4)) card.blocked_for = static_cast<BlockReason>(row.integer(4));
  if (!row.is_null(11)) card.birthday_day = day_at(row, 11);
  return card;
}

SaleRow sale_at(const Statement& row) {
  return {.seq = static_cast<Seq>(row.integer(0)),
          .receipt_no = std::string(row.text(1)),
          .at = row.integer(2),
          .day = day_at(row, 3),
          .staff = std::string(row.text(4)),
          .lane = std::string(row.text(5)),
          .person = row.integer(6),
          .card = optional_number_at(row, 7),
          .account = optional_number_at(row, 8),
          .step = {Points(row.integer(9)), Fen(row.integer(10)),
                   row.integer(11) != 0 ? Remainder::dropped : Remainder::carried},
          .gross = Fen(row.integer(12)),
          .paid = Fen(row.integer(13)),
          .refunded = Fen(row.integer(14)),
          .booked = Fen(row.integer(15)),
          .booked_refunded = Fen(row.integer(16)),
          .proof_of = static_cast<Seq>(row.integer(17)),
          .origin = static_cast<Origin>(row.integer(18)),
          .birthday = row.integer(19) != 0,
          .lines = read_sold_lines(row.text(20))};
}

Gift gift_at(const Statement& row) {
  return {.id = std::string(row.text(0)),
          .name = std::string(row.text(1)),
          .points = Points(row.integer(2)),
          .stock = row.integer(3),
          .first_day = day_at(row, 4),
          .last_day = day_at(row, 5)};
}

std::optional<Policy> policy_of(std::string_view document) {
  const auto json = read_json(document);
  if (!json) return std::nullopt;
  auto policy = read_policy(*json, Head::required);
  if (!policy) return std::nullopt;
  return *policy;
}

constexpr std::string_view gift_columns = "id, name, points, stock, first_day, last_day";

AnomalyRow anomaly_at(const Statement& row) {
  return {.seq = static_cast<Seq>(row.integer(0)),
          .day = day_at(row, 1),
          .anomaly = {.kind = static_cast<AnomalyKind>(row.integer(2)),
                      .clause = static_cast<Clause>(row.integer(3)),
                      .card = optional_number_at(row, 4),
                      .about = static_cast<Seq>(row.integer(5)),
                      .count = row.integer(6)}};
}

}  // namespace

struct TerminalBooks::Statements {
  explicit Statements(Database& db)
      : get_account(db, select(account_columns, "account WHERE id=?")),
        put_account(db, replace("account", account_columns)),
        all_accounts(db, select(account_columns, "account ORDER BY id")),
        get_card(db, select(card_columns, "card WHERE number=?")),
        put_card(db, replace("card", card_columns)),
        cards_of_person(db, select(card_columns, "card WHERE person=? ORDER BY issued_by DESC")),
        cards_of_account(db, select(card_columns, "card WHERE account=? ORDER BY issued_by")),
        all_cards(db, select(card_columns, "card ORDER BY number")),
        get_sale(db, select(sale_columns, "sale WHERE seq=?")),
        put_sale(db, insert("sale", sale_columns)),
        update_sale(db,
                    "UPDATE sale SET account=?2, refunded=?3, booked=?4, booked_refunded=?5, "
                    "proof_of=?6, lines=?7 WHERE seq=?1"),
        sale_by_receipt(db, "SELECT seq FROM sale WHERE receipt_no=?"),
        sales_of_person(db, select(sale_columns, "sale WHERE person=? ORDER BY seq")),
        all_sales(db, select(sale_columns, "sale ORDER BY seq")),
        sales_on(db, select(sale_columns, "sale WHERE day BETWEEN ? AND ? ORDER BY seq")),
        count_purchases(db,
                        "SELECT count(*), coalesce(sum(staff=?3), 0) FROM sale "
                        "WHERE card=?1 AND day=?2"),
        get_receipt(db, "SELECT issue FROM receipt_used WHERE receipt_no=?"),
        put_receipt(db, replace("receipt_used", "receipt_no, issue, day, paid")),
        get_gift(db, select(gift_columns, "gift WHERE id=?")),
        put_gift(db, replace("gift", gift_columns)),
        all_gifts(db, select(gift_columns, "gift ORDER BY points, id")),
        put_policy(db, insert("policy", "document")),
        all_policies(db, "SELECT document FROM policy ORDER BY id"),
        put_anomaly(db, replace("anomaly", "seq, day, kind, clause, card, about, count")),
        all_anomalies(db,
                      "SELECT seq, day, kind, clause, card, about, count FROM anomaly "
                      "ORDER BY seq"),
        one_anomaly(db,
                    "SELECT seq, day, kind, clause, card, about, count FROM anomaly WHERE seq=?"),
        anomaly_since(db, "SELECT 1 FROM anomaly WHERE kind=? AND card=? AND day>=? LIMIT 1"),
        put_anomaly_state(db, replace("anomaly_state", "anomaly, state, seq")),
        get_anomaly_state(db, "SELECT state, seq FROM anomaly_state WHERE anomaly=?"),
        put_month(db, replace("month_close", "month, seq, day, registrations")),
        get_month(db, "SELECT seq, day, registrations FROM month_close WHERE month=?"),
        count_made(db, "SELECT count(*) FROM card WHERE issued BETWEEN ? AND ? AND issued_by<>0"),
        count_by(db, "SELECT count(*) FROM sale WHERE card=? AND day BETWEEN ? AND ? AND staff=?"),
        anomaly_about(db, "SELECT 1 FROM anomaly WHERE kind=? AND about=?"),
        last_magazine(db, "SELECT issue FROM handover WHERE item=2 ORDER BY seq DESC LIMIT 1"),
        put_handover(db, replace("handover", "seq, card, item, issue")),
        get_magazine(db, "SELECT 1 FROM handover WHERE card=? AND item=2 AND issue=?"),
        put_check(db, replace("id_check", "card, lane, day")),
        clear_check(db, "DELETE FROM id_check WHERE card=? AND lane=?"),
        get_inbox(db, "SELECT consumed FROM inbox"),
        put_inbox(db, "INSERT OR REPLACE INTO inbox(one, consumed) VALUES(1, ?)"),
        get_check(db,
                  "SELECT 1 FROM id_check WHERE card=?1 AND day=?2 AND "
                  "(lane='' OR ?3 IS NULL OR lane=?3)") {}

  Statement get_account, put_account, all_accounts;
  Statement get_card, put_card, cards_of_person, cards_of_account, all_cards;
  Statement get_sale, put_sale, update_sale, sale_by_receipt, sales_of_person, all_sales, sales_on;
  Statement count_purchases;
  Statement get_receipt, put_receipt;
  Statement get_gift, put_gift, all_gifts;
  Statement put_policy, all_policies;
  Statement put_anomaly, all_anomalies;
  Statement one_anomaly, anomaly_since, put_anomaly_state, get_anomaly_state;
  Statement put_month, get_month, count_made, count_by;
  Statement anomaly_about, last_magazine;
  Statement put_handover, get_magazine;
  Statement put_check, clear_check;
  Statement get_inbox, put_inbox;
  Statement get_check;
};

TerminalBooks::TerminalBooks(Database& database, Heard* heard)
    : database_(database), heard_(heard), sql_(std::make_unique<Statements>(database)) {
  reload();
}

void TerminalBooks::reload() {
  policies_ = PolicyVersions();
  gifts_.reset();
  Statement& row = sql_->all_policies;
  const Reading reading(row);
  while (row.step()) {
    const auto policy = policy_of(row.text(0));
    if (!policy) throw StorageError(StorageError::Kind::damaged, "a stored policy is damaged");
    policies_.adopt(*policy);
  }
}

TerminalBooks::~TerminalBooks() = default;

std::optional<Account> TerminalBooks::account(card::Number id) {
  Statement& row = sql_->get_account;
  const Reading reading(row);
  row.bind(1, stored(id));
  std::optional<Account> account;
  if (row.step()) account = account_at(row);
  if (const auto told = heard_ != nullptr ? heard_->pending(id) : std::nullopt) {
    if (!account) account = Account{.id = id};
    account->told_points = told->points;
    account->told_accumulated = told->accumulated;
  }
  return account;
}

void TerminalBooks::put(const Account& account) {
  sql_->put_account.bind(1, stored(account.id))
      .bind(2, account.right.count())
      .bind(3, account.owed.count())
      .bind(4, account.carry.count())
      .bind(5, account.accumulated.count())
      .bind(6, account.spend.count())
      .bind(7, account.earned.count())
      .bind(8, account.taken.count())
      .bind(9, account.redeemed.count())
      .bind(10, account.corrected.count())
      .bind(11, account.voided.count())
      .bind(12, account.granted.count())
      .bind(13, account.released.count())
      .bind(14, account.carry_in.count())
      .bind(15, account.carry_out.count())
      .bind(16, account.told_points.count())
      .bind(17, account.told_accumulated.count())
      .run();
}

std::optional<CardRow> TerminalBooks::card(card::Number number) {
  std::optional<CardRow> card = stored_card(number);
  if (heard_ == nullptr) return card;
  const auto account = card ? std::optional(card->account) : heard_->account_of(number);
  const auto told = account ? heard_->pending(*account) : std::nullopt;
  if (!told) return card;
  for (const ToldCard& of : told->cards) {
    if (of.number != number) continue;
    return with(card.value_or(CardRow{.number = number, .account = *account}), of);
  }
  return card;
}

std::optional<CardRow> TerminalBooks::stored_card(card::Number number) {
  Statement& row = sql_->get_card;
  const Reading reading(row);
  row.bind(1, stored(number));
  if (!row.step()) return std::nullopt;
  return card_at(row);
}

void TerminalBooks::put(const CardRow& card) {
  Statement& row = sql_->put_card;
  row.bind(1, stored(card.number)).bind(2, stored(card.account)).bind(3, card.person);
  row.bind(4, static_cast<std::int64_t>(card.state));
  row.bind(5, card.blocked_for ? std::optional(static_cast<std::int64_t>(*card.blocked_for))
                               : std::nullopt);
  row.bind(6, std::int64_t{card.issued.number()}).bind(7, std::int64_t{card.last_day.number()});
  row.bind(8, stored(card.replaced_by)).bind(9, stored(card.renewed_by));
  row.bind(10, stored(card.renewal_of)).bind(11, stored(card.issued_by));
  row.bind(12, card.birthday_day ? std::optional(std::int64_t{card.birthday_day->number()})
                                 : std::nullopt);
  row.bind(13, card.birthday_uses).bind(14, card.birthday_amount.count());
  row.bind(15, std::int64_t{card.handbook}).run();
}

std::optional<SaleRow> TerminalBooks::sale(Seq seq) {
  Statement& row = sql_->get_sale;
  const Reading reading(row);
  row.bind(1, stored(seq));
  if (!row.step()) return std::nullopt;
  return sale_at(row);
}

void TerminalBooks::put(const SaleRow& sale) {
  // What may change after the sale is changed in place: its receipt number is indexed once.
  Statement& update = sql_->update_sale;
  update.bind(1, stored(sale.seq)).bind(2, stored(sale.account)).bind(3, sale.refunded.count());
  update.bind(4, sale.booked.count()).bind(5, sale.booked_refunded.count());
  update.bind(6, stored(sale.proof_of)).bind(7, sold_lines_text(sale.lines)).run();
  if (database_.changes() == 1) return;

  Statement& row = sql_->put_sale;
  row.bind(1, stored(sale.seq)).bind(2, sale.receipt_no).bind(3, sale.at);
  row.bind(4, std::int64_t{sale.day.number()}).bind(5, sale.staff).bind(6, sale.lane);
  row.bind(7, sale.person == 0 ? std::nullopt : std::optional(sale.person));
  row.bind(8, stored(sale.card)).bind(9, stored(sale.account));
  row.bind(10, sale.step.earn.count()).bind(11, sale.step.per.count());
  row.bind(12, std::int64_t{sale.step.remainder == Remainder::dropped});
  row.bind(13, sale.gross.count()).bind(14, sale.paid.count()).bind(15, sale.refunded.count());
  row.bind(16, sale.booked.count()).bind(17, sale.booked_refunded.count());
  row.bind(18, stored(sale.proof_of)).bind(19, static_cast<std::int64_t>(sale.origin));
  row.bind(20, std::int64_t{sale.birthday}).bind(21, sold_lines_text(sale.lines)).run();
}

bool TerminalBooks::receipt_known(std::string_view receipt_no) {
  return sale_with_receipt(receipt_no).has_value();
}

std::optional<Seq> TerminalBooks::sale_with_receipt(std::string_view receipt_no) {
  Statement& row = sql_->sale_by_receipt;
  const Reading reading(row);
  row.bind(1, receipt_no);
  if (!row.step()) return std::nullopt;
  return static_cast<Seq>(row.integer(0));
}

std::optional<Seq> TerminalBooks::receipt_used(std::string_view receipt_no) {
  Statement& row = sql_->get_receipt;
  const Reading reading(row);
  row.bind(1, receipt_no);
  if (!row.step()) return std::nullopt;
  return static_cast<Seq>(row.integer(0));
}

void TerminalBooks::use_receipt(const UnverifiedReceipt& receipt, Seq issue) {
  sql_->put_receipt.bind(1, receipt.receipt_no)
      .bind(2, stored(issue))
      .bind(3, std::int64_t{receipt.day.number()})
      .bind(4, receipt.paid.count())
      .run();
}

std::optional<Gift> TerminalBooks::gift(std::string_view id) {
  Statement& row = sql_->get_gift;
  const Reading reading(row);
  row.bind(1, id);
  if (!row.step()) return std::nullopt;
  return gift_at(row);
}

void TerminalBooks::put(const Gift& gift) {
  gifts_.reset();
  sql_->put_gift.bind(1, gift.id)
      .bind(2, gift.name)
      .bind(3, gift.points.count())
      .bind(4, gift.stock)
      .bind(5, std::int64_t{gift.first_day.number()})
      .bind(6, std::int64_t{gift.last_day.number()})
      .run();
}

const std::vector<Gift>& TerminalBooks::gifts() {
  if (gifts_) return *gifts_;
  std::vector<Gift> read;
  Statement& row = sql_->all_gifts;
  const Reading reading(row);
  while (row.step()) read.push_back(gift_at(row));
  return gifts_.emplace(std::move(read));
}

const Policy& TerminalBooks::policy_on(Day day) { return policies_.in_force(day); }

bool TerminalBooks::adopt(const PolicyAdoptedEvent& adopted) {
  const auto policy = policy_of(adopted.document);
  if (!policy) return false;
  sql_->put_policy.bind(1, adopted.document).run();
  policies_.adopt(*policy);
  return true;
}

void TerminalBooks::put(const AnomalyRow& row) {
  sql_->put_anomaly.bind(1, stored(row.seq))
      .bind(2, std::int64_t{row.day.number()})
      .bind(3, static_cast<std::int64_t>(row.anomaly.kind))
      .bind(4, static_cast<std::int64_t>(row.anomaly.clause))
      .bind(5, stored(row.anomaly.card))
      .bind(6, stored(row.anomaly.about))
      .bind(7, row.anomaly.count)
      .run();
}

std::vector<AnomalyRow> TerminalBooks::anomalies() {
  std::vector<AnomalyRow> rows;
  Statement& row = sql_->all_anomalies;
  const Reading reading(row);
  while (row.step()) rows.push_back(anomaly_at(row));
  return rows;
}

std::optional<AnomalyRow> TerminalBooks::anomaly(Seq seq) {
  Statement& row = sql_->one_anomaly;
  const Reading reading(row);
  row.bind(1, stored(seq));
  return row.step() ? std::optional(anomaly_at(row)) : std::nullopt;
}

bool TerminalBooks::anomaly_raised_since(AnomalyKind kind, card::Number card, Day day) {
  Statement& row = sql_->anomaly_since;
  const Reading reading(row);
  row.bind(1, static_cast<std::int64_t>(kind)).bind(2, stored(card));
  row.bind(3, std::int64_t{day.number()});
  return row.step();
}

void TerminalBooks::put(const AnomalyStateRow& row) {
  sql_->put_anomaly_state.bind(1, stored(row.anomaly))
      .bind(2, static_cast<std::int64_t>(row.state))
      .bind(3, stored(row.seq))
      .run();
}

std::optional<AnomalyStateRow> TerminalBooks::anomaly_state(Seq anomaly) {
  Statement& row = sql_->get_anomaly_state;
  const Reading reading(row);
  row.bind(1, stored(anomaly));
  if (!row.step()) return std::nullopt;
  return AnomalyStateRow{anomaly, static_cast<AnomalyState>(row.integer(0)),
                         static_cast<Seq>(row.integer(1))};
}

void TerminalBooks::put(const MonthRow& row) {
  sql_->put_month.bind(1, std::int64_t{row.month.number()})
      .bind(2, stored(row.seq))
      .bind(3, std::int64_t{row.day.number()})
      .bind(4, row.registrations)
      .run();
}

std::optional<MonthRow> TerminalBooks::month(Day month) {
  Statement& row = sql_->get_month;
  const Reading reading(row);
  row.bind(1, std::int64_t{month.number()});
  if (!row.step()) return std::nullopt;
  return MonthRow{month, static_cast<Seq>(row.integer(0)), day_at(row, 1), row.integer(2)};
}

std::int64_t TerminalBooks::registrations(Day from, Day through) {
  Statement& row = sql_->count_made;
  const Reading reading(row);
  row.bind(1, std::int64_t{from.number()}).bind(2, std::int64_t{through.number()});
  ensure(row.step(), "an aggregate has one row");
  return row.integer(0);
}

std::int64_t TerminalBooks::purchases_by(card::Number card, Day from, Day through,
                                         std::string_view staff) {
  Statement& row = sql_->count_by;
  const Reading reading(row);
  row.bind(1, stored(card)).bind(2, std::int64_t{from.number()});
  row.bind(3, std::int64_t{through.number()}).bind(4, staff);
  ensure(row.step(), "an aggregate has one row");
  return row.integer(0);
}

void TerminalBooks::put_handover(card::Number card, Handover item, std::string_view issue,
                                 Seq seq) {
  sql_->put_handover.bind(1, stored(seq))
      .bind(2, stored(card))
      .bind(3, static_cast<std::int64_t>(item))
      .bind(4, issue)
      .run();
}

bool TerminalBooks::anomaly_raised(AnomalyKind kind, Seq about) {
  Statement& row = sql_->anomaly_about;
  const Reading reading(row);
  row.bind(1, static_cast<std::int64_t>(kind)).bind(2, stored(about));
  return row.step();
}

std::optional<std::string> TerminalBooks::latest_magazine() {
  Statement& row = sql_->last_magazine;
  const Reading reading(row);
  if (!row.step()) return std::nullopt;
  return std::string(row.text(0));
}

Day TerminalBooks::member_since(const CardRow& of) {
  if (of.number == of.account) return of.issued;
  const auto first = card(of.account);
  return first ? first->issued : of.issued;
}

bool TerminalBooks::magazine_given(card::Number card, std::string_view issue) {
  Statement& row = sql_->get_magazine;
  const Reading reading(row);
  row.bind(1, stored(card)).bind(2, issue);
  return row.step();
}

void TerminalBooks::put_id_check(card::Number card, bool passed, std::string_view lane, Day day) {
  if (passed) {
    sql_->clear_check.bind(1, stored(card)).bind(2, lane).run();
  } else {
    sql_->put_check.bind(1, stored(card)).bind(2, lane).bind(3, std::int64_t{day.number()}).run();
  }
}

bool TerminalBooks::check_failed(card::Number card, const std::optional<std::string>& lane,
                                 Day day) {
  Statement& row = sql_->get_check;
  const Reading reading(row);
  row.bind(1, stored(card)).bind(2, std::int64_t{day.number()});
  if (lane) {
    row.bind(3, std::string_view(*lane));
  } else {
    row.bind_null(3);
  }
  return row.step();
}

std::vector<SaleRow> TerminalBooks::sales_of_person(PersonId person) {
  std::vector<SaleRow> sales;
  Statement& row = sql_->sales_of_person;
  const Reading reading(row);
  row.bind(1, person);
  while (row.step()) sales.push_back(sale_at(row));
  return sales;
}

std::vector<CardRow> TerminalBooks::cards_of_person(PersonId person) {
  std::vector<CardRow> cards;
  {
    Statement& row = sql_->cards_of_person;
    const Reading reading(row);
    row.bind(1, person);
    while (row.step()) cards.push_back(card_at(row));
  }
  for (CardRow& known : cards) known = *card(known.number);
  return cards;
}

std::vector<CardRow> TerminalBooks::cards_of_account(card::Number account) {
  std::vector<CardRow> cards;
  {
    Statement& row = sql_->cards_of_account;
    const Reading reading(row);
    row.bind(1, stored(account));
    while (row.step()) cards.push_back(card_at(row));
  }
  const auto told = heard_ != nullptr ? heard_->pending(account) : std::nullopt;
  if (!told) return cards;
  for (CardRow& known : cards) known = *card(known.number);
  for (const ToldCard& of : told->cards) {
    if (!stored_card(of.number)) cards.push_back(*card(of.number));
  }
  return cards;
}

InboxNo TerminalBooks::inbox() {
  Statement& row = sql_->get_inbox;
  const Reading reading(row);
  return row.step() ? static_cast<InboxNo>(row.integer(0)) : 0;
}

void TerminalBooks::put_inbox(InboxNo consumed) {
  sql_->put_inbox.bind(1, static_cast<std::int64_t>(consumed)).run();
}

TerminalBooks::DayCount TerminalBooks::purchases(card::Number card, Day day,
                                                 std::string_view staff) {
  Statement& row = sql_->count_purchases;
  const Reading reading(row);
  row.bind(1, stored(card)).bind(2, std::int64_t{day.number()}).bind(3, staff);
  ensure(row.step(), "an aggregate has one row");
  return {row.integer(0), row.integer(1)};
}

void TerminalBooks::each_card(const std::function<void(const CardRow&)>& visit) {
  Statement& row = sql_->all_cards;
  const Reading reading(row);
  while (row.step()) visit(card_at(row));
}

void TerminalBooks::each_account(const std::function<void(const Account&)>& visit) {
  Statement& row = sql_->all_accounts;
  const Reading reading(row);
  while (row.step()) visit(account_at(row));
}

void TerminalBooks::each_sale(const std::function<void(const SaleRow&)>& visit) {
  Statement& row = sql_->all_sales;
  const Reading reading(row);
  while (row.step()) visit(sale_at(row));
}

void TerminalBooks::each_sale_on(Day from, Day through,
                                 const std::function<void(const SaleRow&)>& visit) {
  Statement& row = sql_->sales_on;
  const Reading reading(row);
  row.bind(1, std::int64_t{from.number()}).bind(2, std::int64_t{through.number()});
  while (row.step()) visit(sale_at(row));
}

}  // namespace vip::terminal
