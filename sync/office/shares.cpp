#include "sync/office/shares.h"

#include <utility>

#include "sync/office/rows.h"

namespace vip::sync {
namespace {

using terminal::Account;
using terminal::CardRow;
using terminal::Database;
using terminal::Reading;
using terminal::Statement;
using terminal::ToldCard;

constexpr std::string_view figures =
    "points, owed, carry, accumulated, spend, earned, taken, redeemed, corrected, voided, granted, "
    "released, carry_in, carry_out";

std::string with_figures(std::string_view before, std::string_view after) {
  return std::string(before) + std::string(figures) + std::string(after);
}

Account figures_of(Columns& row) {
  Account a;
  a.right = row.points();
  a.owed = row.points();
  a.carry = row.fen();
  a.accumulated = row.points();
  a.spend = row.fen();
  a.earned = row.points();
  a.taken = row.points();
  a.redeemed = row.points();
  a.corrected = row.points();
  a.voided = row.points();
  a.granted = row.points();
  a.released = row.points();
  a.carry_in = row.fen();
  a.carry_out = row.fen();
  return a;
}

ToldCard card_of(Columns& row) {
  ToldCard card;
  card.number = row.number();
  card.state = static_cast<terminal::CardState>(row.integer());
  const auto reason = row.maybe(&Columns::integer);
  if (reason) card.blocked_for = static_cast<terminal::BlockReason>(*reason);
  card.issued = row.day();
  card.last_day = row.day();
  card.replaced_by = row.maybe(&Columns::number);
  card.renewed_by = row.maybe(&Columns::number);
  return card;
}

// The card after one terminal's journal is joined to it, as a terminal joins what it is told.
ToldCard joined(const ToldCard& known, const ToldCard& more) {
  const CardRow row = with(CardRow{.number = known.number,
                                   .state = known.state,
                                   .blocked_for = known.blocked_for,
                                   .issued = known.issued,
                                   .last_day = known.last_day,
                                   .replaced_by = known.replaced_by,
                                   .renewed_by = known.renewed_by},
                           more);
  return {row.number,     row.state,       row.blocked_for, known.issued,
          known.last_day, row.replaced_by, row.renewed_by};
}

ErrandRow errand_of(Columns& row) {
  ErrandRow errand;
  errand.id.lineage = row.integer();
  errand.id.number = row.integer();
  errand.errand.kind = static_cast<Errand::Kind>(row.integer());
  errand.errand.tid = static_cast<std::uint32_t>(row.integer());
  errand.errand.epoch = static_cast<std::uint32_t>(row.integer());
  errand.errand.points = row.points();
  errand.errand.carry = row.fen();
  errand.inbox = row.seq();
  errand.done = row.flag();
  return errand;
}

constexpr std::string_view errand_columns =
    "lineage, number, kind, tid, epoch, points, carry, inbox, done";

}  // namespace

void create_share_tables(Database& database) {
  database.execute(R"(
    CREATE TABLE account(
      account INTEGER PRIMARY KEY, home_tid INTEGER NOT NULL, version INTEGER NOT NULL,
      fanned INTEGER NOT NULL);
    CREATE INDEX account_home ON account(home_tid, account);
    CREATE INDEX account_unfanned ON account(account) WHERE fanned<version;
    CREATE TABLE share(
      account INTEGER NOT NULL, tid INTEGER NOT NULL, epoch INTEGER NOT NULL,
      mark INTEGER NOT NULL, closed INTEGER NOT NULL, points INTEGER NOT NULL,
      owed INTEGER NOT NULL, carry INTEGER NOT NULL, accumulated INTEGER NOT NULL,
      spend INTEGER NOT NULL, earned INTEGER NOT NULL, taken INTEGER NOT NULL,
      redeemed INTEGER NOT NULL, corrected INTEGER NOT NULL, voided INTEGER NOT NULL,
      granted INTEGER NOT NULL, released INTEGER NOT NULL, carry_in INTEGER NOT NULL,
      carry_out INTEGER NOT NULL, PRIMARY KEY(account, tid, epoch)) WITHOUT ROWID;
    CREATE INDEX share_restless ON share(account)
      WHERE released>0 OR carry_out>0 OR owed>0 OR closed=1;
    CREATE TABLE chain_card(
      account INTEGER NOT NULL, number INTEGER NOT NULL, state INTEGER NOT NULL,
      blocked_for INTEGER, issued INTEGER NOT NULL, last_day INTEGER NOT NULL,
      replaced_by INTEGER, renewed_by INTEGER, PRIMARY KEY(account, number)) WITHOUT ROWID;
    CREATE TABLE card_account(number INTEGER PRIMARY KEY, account INTEGER NOT NULL);
    CREATE TABLE errand(
      account INTEGER NOT NULL, lineage INTEGER NOT NULL, number INTEGER NOT NULL,
      kind INTEGER NOT NULL, tid INTEGER NOT NULL, epoch INTEGER NOT NULL,
      points INTEGER NOT NULL, carry INTEGER NOT NULL, inbox INTEGER NOT NULL,
      done INTEGER NOT NULL, PRIMARY KEY(account, lineage, number)) WITHOUT ROWID;
    CREATE INDEX errand_unsent ON errand(account) WHERE inbox=0 AND done=0;
    CREATE TABLE want(
      account INTEGER NOT NULL, tid INTEGER NOT NULL, epoch INTEGER NOT NULL,
      points INTEGER NOT NULL, until INTEGER NOT NULL,
      PRIMARY KEY(account, tid, epoch)) WITHOUT ROWID;
  )");
}

struct Shares::Statements {
  explicit Statements(Database& db)
      : get_holding(db, with_figures("SELECT ",
                                     " FROM holding WHERE tid=? AND epoch=? AND "
                                     "account=?")),
        get_cards(db,
                  "SELECT number, state, blocked_for, issued, last_day, replaced_by, renewed_by, "
                  "issued_by, person FROM card WHERE tid=? AND epoch=? AND account=?"),
        get_accepted(db,
                     "SELECT lineage, number, inbox, points, carry FROM accepted "
                     "WHERE tid=? AND epoch=? AND account=?"),
        get_share(db, with_figures("SELECT mark, closed, ",
                                   " FROM share WHERE account=? AND tid=? AND epoch=?")),
        put_share(db, with_figures("INSERT OR REPLACE INTO share(account, tid, epoch, mark, "
                                   "closed, ",
                                   ") VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")),
        all_shares(db,
                   with_figures("SELECT tid, epoch, closed, ",
                                ", (SELECT coalesce(sum(e.points), 0) FROM errand e WHERE "
                                "e.account=s.account AND e.tid=s.tid AND e.epoch=s.epoch AND "
                                "e.kind=1), (SELECT coalesce(sum(e.carry), 0) FROM errand e WHERE "
                                "e.account=s.account AND e.tid=s.tid AND e.epoch=s.epoch AND "
                                "e.kind=1) FROM share s WHERE account=? ORDER BY tid, epoch")),
        get_card(db,
                 "SELECT number, state, blocked_for, issued, last_day, replaced_by, renewed_by "
                 "FROM chain_card WHERE account=? AND number=?"),
        put_card(db,
                 "INSERT OR REPLACE INTO chain_card(account, number, state, blocked_for, issued, "
                 "last_day, replaced_by, renewed_by) VALUES(?,?,?,?,?,?,?,?)"),
        all_cards(db,
                  "SELECT number, state, blocked_for, issued, last_day, replaced_by, renewed_by "
                  "FROM chain_card WHERE account=? ORDER BY issued, number"),
        get_names(db,
                  "SELECT number FROM chain_card c WHERE account=? AND number<>account AND "
                  "EXISTS(SELECT 1 FROM card_account a WHERE a.number=c.number AND "
                  "a.account=c.account) AND "
                  "EXISTS(SELECT 1 FROM share s WHERE s.account=c.number) ORDER BY number"),
        get_account_of(db, "SELECT account FROM card_account WHERE number=?"),
        get_member(db, "SELECT tid, epoch, person, seq FROM member WHERE account=?"),
        put_member(db,
                   "INSERT OR REPLACE INTO member(account, tid, epoch, person, seq) "
                   "VALUES(?,?,?,?,?)"),
        get_registered(db, "SELECT seq FROM registration WHERE tid=? AND epoch=? AND person=?"),
        put_account_of(db, "INSERT OR REPLACE INTO card_account(number, account) VALUES(?,?)"),
        get_row(db, "SELECT home_tid, version, fanned FROM account WHERE account=?"),
        put_row(db,
                "INSERT OR REPLACE INTO account(account, home_tid, version, fanned) "
                "VALUES(?,?,?,?)"),
        restless(db,
                 "SELECT account FROM (SELECT account FROM share WHERE (released>0 OR carry_out>0 "
                 "OR owed>0 OR closed=1) UNION SELECT account FROM account WHERE fanned<version) "
                 "WHERE account>? ORDER BY account LIMIT ?"),
        by_home(db,
                "SELECT account FROM account WHERE home_tid=? AND account>? ORDER BY account "
                "LIMIT ?"),
        held_by(db,
                "SELECT h.account, EXISTS(SELECT 1 FROM account a WHERE a.account=h.account AND "
                "a.home_tid=h.tid) FROM holding h WHERE tid=? AND epoch=? AND account>? "
                "ORDER BY account LIMIT ?"),
        put_want(db,
                 "INSERT OR REPLACE INTO want(account, tid, epoch, points, until) "
                 "VALUES(?,?,?,?,?)"),
        all_wants(db,
                  "SELECT tid, epoch, points FROM want WHERE account=? AND until>=? "
                  "ORDER BY tid, epoch"),
        drop_want(db, "DELETE FROM want WHERE account=? AND tid=? AND epoch=?"),
        open_errands(db, "SELECT " + std::string(errand_columns) +
                             " FROM errand WHERE account=? AND done=0 ORDER BY lineage, number"),
        next_errand(db,
                    "SELECT coalesce(max(number), 0) + 1 FROM errand WHERE account=? AND "
                    "lineage=?"),
        put_errand(db, "INSERT OR REPLACE INTO errand(account, " + std::string(errand_columns) +
                           ") VALUES(?,?,?,?,?,?,?,?,?,?)"),
        done(db,
             "UPDATE errand SET done=1 WHERE account=? AND tid=? AND epoch=? AND inbox>0 AND "
             "inbox<=? AND done=0 AND kind<>3"),
        erasing_errands(db, "SELECT " + std::string(errand_columns) +
                                " FROM errand WHERE account=? AND kind=3 ORDER BY lineage, number"),
        erased_there(db,
                     "UPDATE errand SET done=1 WHERE account=? AND tid=? AND epoch=? AND kind=3 "
                     "AND inbox>0 AND inbox<=?"),
        unsent(db, "SELECT account, " + std::string(errand_columns) +
                       " FROM errand WHERE inbox=0 AND done=0 ORDER BY account LIMIT ?") {}

  Statement get_holding, get_cards, get_accepted, get_share, put_share, all_shares;
  Statement get_card, put_card, all_cards, get_names, get_account_of, get_member, put_member;
  Statement get_registered, put_account_of;
  Statement get_row, put_row, restless, by_home, held_by, put_want, all_wants, drop_want;
  Statement open_errands, next_errand, put_errand, done, erasing_errands, erased_there, unsent;
};

Shares::Shares(Database& database) : sql_(std::make_unique<Statements>(database)) {}
Shares::~Shares() = default;

bool Shares::absorb(std::uint32_t tid, std::uint32_t epoch, terminal::Seq mark, bool closed,
                    terminal::InboxNo consumed, card::Number account) {
  bool changed = false;
  AccountRow about = row(account);
  Account now;
  {
    Statement& get = sql_->get_holding;
    const Reading reading(get);
    Row(get) << tid << epoch << account;
    if (get.step()) {
      Columns columns(get);
      now = figures_of(columns);
    }
  }
  {
    Statement& get = sql_->get_share;
    const Reading reading(get);
    Row(get) << account << tid << epoch;
    if (get.step()) {
      Columns columns(get);
      if (columns.seq() > mark) return false;  // carried over later than this already
      const bool was_closed = columns.flag();
      closed = closed || was_closed;
      changed = closed != was_closed || figures_of(columns) != now;
    } else {
      changed = true;
    }
  }
  Row put_share(sql_->put_share);
  put_share << account << tid << epoch << mark << closed << now.right << now.owed << now.carry
            << now.accumulated << now.spend << now.earned << now.taken << now.redeemed
            << now.corrected << now.voided << now.granted << now.released << now.carry_in
            << now.carry_out;
  put_share.run();

  std::vector<std::pair<ToldCard, bool>> cards;  // and whether they were issued there
  std::int64_t person = 0;                       // whose the account is, where it began there
  {
    Statement& get = sql_->get_cards;
    const Reading reading(get);
    Row(get) << tid << epoch << account;
    while (get.step()) {
      Columns columns(get);
      ToldCard card = card_of(columns);
      cards.emplace_back(card, columns.integer() != 0);
      if (cards.back().second && card.number == account) person = columns.integer();
    }
  }
  for (const auto& [card, issued_here] : cards) {
    // The journal that issued it says whose it is; a name that another met it under does not.
    const card::Number place = issued_here ? account : root(card.number, account);
    std::optional<ToldCard> known = chain_card(place, card.number);
    if (issued_here && !known && place != card.number) {
      known = chain_card(card.number, card.number);  // what was heard of it under its own name
    }
    if (card.number == account && issued_here && about.home_tid == 0) {
      about.home_tid = tid;
      changed = true;
    }
    // A terminal that met a card before anybody told of it knows what stands on the card and no
    // more (A42): whose it is and how long it lasts, the journal that issued it says.
    if (!known && !issued_here && card.state == terminal::CardState::active) continue;
    ToldCard after = known ? joined(*known, card) : card;
    if (issued_here) {
      after.issued = card.issued;
      after.last_day = card.last_day;
    }
    if (known == after) continue;
    changed = true;
    Row put(sql_->put_card);
    std::optional<std::int64_t> reason;
    if (after.blocked_for) reason = static_cast<std::int64_t>(*after.blocked_for);
    put << place << after.number << static_cast<std::int64_t>(after.state) << reason << after.issued
        << after.last_day << after.replaced_by << after.renewed_by;
    put.run();
    if (issued_here) {
      Row put_account(sql_->put_account_of);
      put_account << after.number << account;
      put_account.run();
    }
  }

  if (person != 0 && tell_of(account, tid, epoch, person)) changed = true;

  // What its journal consumed is done; and a grant that it took and that a restored head office
  // has forgotten is known again.
  Row done(sql_->done);
  done << account << tid << epoch << consumed;
  done.run();
  if (now.granted > Points(0) || now.carry_in > Fen(0)) {
    std::vector<ErrandRow> taken;
    {
      Statement& get = sql_->get_accepted;
      const Reading reading(get);
      Row(get) << tid << epoch << account;
      while (get.step()) {
        Columns columns(get);
        ErrandRow errand;
        errand.id.lineage = columns.integer();
        errand.id.number = columns.integer();
        errand.inbox = columns.seq();
        errand.errand = {Errand::Kind::grant, tid, epoch, columns.points(), columns.fen(), account};
        errand.done = true;
        taken.push_back(errand);
      }
    }
    for (const ErrandRow& errand : taken) put(account, errand);
  }
  if (changed) {
    put(about);
    renew_version(account);
  }
  return changed;
}

std::optional<ToldCard> Shares::chain_card(card::Number account, card::Number number) {
  Statement& get = sql_->get_card;
  const Reading reading(get);
  Row(get) << account << number;
  if (!get.step()) return std::nullopt;
  Columns columns(get);
  return card_of(columns);
}

card::Number Shares::root(card::Number name, card::Number otherwise) {
  return account_of(name).value_or(otherwise);
}

card::Number Shares::root(card::Number name) { return root(name, name); }

std::vector<card::Number> Shares::names(card::Number name) {
  std::vector<card::Number> names{root(name)};
  Statement& all = sql_->get_names;
  const Reading reading(all);
  Row(all) << names.front();
  while (all.step()) names.push_back(Columns(all).number());
  return names;
}

// Whose the account is, and by which form others are told of them: true where that is news.
bool Shares::tell_of(card::Number account, std::uint32_t tid, std::uint32_t epoch,
                     std::int64_t person) {
  std::int64_t registered = 0;  // 0: none came yet, or they were erased
  {
    Statement& get = sql_->get_registered;
    const Reading reading(get);
    Row(get) << tid << epoch << person;
    if (get.step()) registered = get.integer(0);
  }
  bool known = false;
  bool news = registered != 0;
  {
    Statement& get = sql_->get_member;
    const Reading reading(get);
    Row(get) << account;
    if (get.step()) {
      known = get.integer(0) == tid && get.integer(1) == epoch && get.integer(2) == person &&
              get.integer(3) == registered;
      news = news || get.integer(3) != 0;
    }
  }
  if (known) return false;
  Row put(sql_->put_member);
  put << account << tid << epoch << person << registered;
  put.run();
  return news;
}

std::vector<Share> Shares::of(card::Number account) {
  std::vector<Share> shares;
  Statement& all = sql_->all_shares;
  for (const card::Number name : names(account)) {
    const Reading reading(all);
    Row(all) << name;
    while (all.step()) {
      Columns row(all);
      Share share;
      share.tid = static_cast<std::uint32_t>(row.integer());
      share.epoch = static_cast<std::uint32_t>(row.integer());
      share.closed = row.flag();
      share.figures = figures_of(row);
      share.figures.id = name;
      share.promised = row.points();
      share.promised_carry = row.fen();
      shares.push_back(share);
    }
  }
  return shares;
}

std::vector<ToldCard> Shares::cards(card::Number name) {
  std::vector<ToldCard> cards;
  Statement& all = sql_->all_cards;
  const Reading reading(all);
  Row(all) << root(name);
  while (all.step()) {
    Columns row(all);
    cards.push_back(card_of(row));
  }
  return cards;
}

std::optional<card::Number> Shares::account_of(card::Number card) {
  Statement& get = sql_->get_account_of;
  const Reading reading(get);
  Row(get) << card;
  if (!get.step()) return std::nullopt;
  return Columns(get).number();
}

AccountRow Shares::row(card::Number account) {
  Statement& get = sql_->get_row;
  const Reading reading(get);
  Row(get) << account;
  if (!get.step()) return {.account = account};
  Columns row(get);
  const auto home = static_cast<std::uint32_t>(row.integer());
  const std::int64_t version = row.integer();
  return {account, home, version, row.integer()};
}

void Shares::put(const AccountRow& about) {
  Row row(sql_->put_row);
  row << about.account << about.home_tid << about.version << about.fanned;
  row.run();
}

bool Shares::holds(card::Number name, std::uint32_t tid, std::uint32_t epoch) {
  Statement& get = sql_->get_share;
  const Reading reading(get);
  Row(get) << name << tid << epoch;
  return get.step();
}

bool Shares::hold(card::Number account, std::uint32_t tid, std::uint32_t epoch) {
  if (holds(account, tid, epoch)) return false;
  Row row(sql_->put_share);
  row << account << tid << epoch;
  for (int i = 0; i < 16; ++i) row << std::int64_t{0};
  row.run();
  return true;
}

std::vector<card::Number> Shares::restless(card::Number after, int most) {
  std::vector<card::Number> accounts;
  Statement& all = sql_->restless;
  const Reading reading(all);
  Row(all) << after << std::int64_t{most};
  while (all.step()) accounts.push_back(Columns(all).number());
  return accounts;
}

std::vector<card::Number> Shares::accounts_of_home(std::uint32_t tid, card::Number after,
                                                   int most) {
  std::vector<card::Number> accounts;
  Statement& all = sql_->by_home;
  const Reading reading(all);
  Row(all) << tid << after << std::int64_t{most};
  while (all.step()) accounts.push_back(Columns(all).number());
  return accounts;
}

std::vector<Shares::Held> Shares::held_by(std::uint32_t tid, std::uint32_t epoch,
                                          card::Number after, int most) {
  std::vector<Held> held;
  Statement& all = sql_->held_by;
  const Reading reading(all);
  Row(all) << tid << epoch << after << std::int64_t{most};
  while (all.step()) {
    Columns row(all);
    const card::Number account = row.number();
    held.push_back({account, row.flag()});
  }
  return held;
}

void Shares::want(card::Number account, std::uint32_t tid, std::uint32_t epoch, Points points,
                  std::int64_t until) {
  Row row(sql_->put_want);
  row << account << tid << epoch << points << until;
  row.run();
}

std::vector<Shares::Want> Shares::wants(card::Number account, std::int64_t now) {
  std::vector<Want> wants;
  Statement& all = sql_->all_wants;
  const Reading reading(all);
  Row(all) << account << now;
  while (all.step()) {
    Columns row(all);
    const auto tid = static_cast<std::uint32_t>(row.integer());
    const auto epoch = static_cast<std::uint32_t>(row.integer());
    wants.push_back({tid, epoch, row.points()});
  }
  return wants;
}

void Shares::satisfied(card::Number account, std::uint32_t tid, std::uint32_t epoch) {
  Row row(sql_->drop_want);
  row << account << tid << epoch;
  row.run();
}

void Shares::renew_version(card::Number account) {
  for (const card::Number name : names(account)) {
    AccountRow named = row(name);
    named.version += 1;
    put(named);
  }
}

std::vector<ErrandRow> Shares::open_errands(card::Number account) {
  return errands_of(sql_->open_errands, account);
}

std::vector<ErrandRow> Shares::erasing_errands(card::Number account) {
  return errands_of(sql_->erasing_errands, account);
}

void Shares::erased_there(card::Number account, std::uint32_t tid, std::uint32_t epoch,
                          terminal::InboxNo inbox) {
  Row row(sql_->erased_there);
  row << account << tid << epoch << inbox;
  row.run();
}

std::vector<ErrandRow> Shares::errands_of(Statement& all, card::Number account) {
  std::vector<ErrandRow> errands;
  for (const card::Number name : names(account)) {
    const Reading reading(all);
    Row(all) << name;
    while (all.step()) {
      Columns row(all);
      errands.push_back(errand_of(row));
      errands.back().errand.name = name;
    }
  }
  return errands;
}

terminal::GrantId Shares::next_errand(card::Number account, std::int64_t lineage) {
  Statement& get = sql_->next_errand;
  const Reading reading(get);
  Row(get) << account << lineage;
  get.step();
  return {lineage, get.integer(0)};
}

void Shares::put(card::Number account, const ErrandRow& errand) {
  Row row(sql_->put_errand);
  row << account << errand.id.lineage << errand.id.number
      << static_cast<std::int64_t>(errand.errand.kind) << errand.errand.tid << errand.errand.epoch
      << errand.errand.points << errand.errand.carry << errand.inbox << errand.done;
  row.run();
}

std::vector<Shares::Unsent> Shares::unsent(int most) {
  std::vector<Unsent> errands;
  Statement& all = sql_->unsent;
  const Reading reading(all);
  Row(all) << std::int64_t{most};
  while (all.step()) {
    Columns row(all);
    const card::Number account = row.number();
    errands.push_back({account, errand_of(row)});
  }
  return errands;
}

}  // namespace vip::sync
