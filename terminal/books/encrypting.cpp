#include "terminal/books/encrypting.h"

#include <algorithm>
#include <type_traits>
#include <variant>

#include "terminal/books/heard.h"
#include "terminal/books/journal.h"
#include "terminal/json/strict_json.h"

namespace vip::terminal {
namespace {

constexpr std::string_view batch = "1000";
// A row of `meta` while something is left to do.
constexpr std::string_view flag = "encrypting";

bool has_table(Database& database, std::string_view name) {
  Statement row(database, "SELECT 1 FROM sqlite_schema WHERE type='table' AND name=?");
  return row.bind(1, name).step();
}

void set_flag(Database& database) {
  Statement put(database, "INSERT OR REPLACE INTO meta(name, value) VALUES(?, '1')");
  put.bind(1, flag).run();
}

// Moves `table` in batches: `select` gives rows in the order of the key, its first column.
class Mover {
 public:
  Mover(Database& database, std::string_view table, std::string_view key, std::string_view columns)
      : database_(database),
        table_(table),
        get_(database, "SELECT " + std::string(key) + ", " + std::string(columns) + " FROM " +
                           table_ + " ORDER BY " + std::string(key) + " LIMIT " +
                           std::string(batch)),
        drop_(database, "DELETE FROM " + table_ + " WHERE " + std::string(key) + "<=?") {}

  template <class Move>
  void run(Move move) {
    for (bool more = true; more;) {
      more = false;
      Transaction transaction(database_);
      {
        const Reading reading(get_);
        std::string last_text;
        std::int64_t last = 0;
        while (get_.step()) {
          move(get_);
          last_text = get_.text(0);
          last = get_.integer(0);
          more = true;
        }
        if (more && text_key) {
          drop_.bind(1, last_text);
        } else if (more) {
          drop_.bind(1, last);
        }
      }
      if (more) drop_.run();
      transaction.commit();
    }
  }

  bool text_key = false;

 private:
  Database& database_;
  std::string table_;
  Statement get_, drop_;
};

Person person_of(const Statement& row) {
  Person person{.id = row.integer(0)};
  if (!row.is_null(1)) person.phone = std::string(row.text(1));
  if (!row.is_null(2)) person.customer = std::string(row.text(2));
  if (!row.is_null(3)) {
    const auto birthday = Day::from_number(row.integer(6));
    if (!birthday) throw StorageError(StorageError::Kind::damaged, "a stored birthday is no day");
    person.registration = Registration{.surname = std::string(row.text(3)),
                                       .given_name = std::string(row.text(4)),
                                       .form = static_cast<Form>(row.integer(5)),
                                       .phone = person.phone.value_or(std::string()),
                                       .birthday = *birthday,
                                       .note = std::string(row.text(7))};
    person.consent.at = row.integer(8);
    person.salt = std::string(row.blob(9));
  }
  return person;
}

std::vector<PersonId> people_at(const PlainRows& rows, Seq seq) {
  const auto entry = rows.journal.at(seq);
  const auto event = entry ? decode(entry->body) : Unexpected{EventProblem::malformed};
  if (!event) return {};
  return people_of(event->act, rows.books);
}

// The place in the journal that a kept answer names; 0: none.
Seq position_in(std::string_view answer) {
  const auto json = read_json(answer);
  if (!json || !json->is_object()) return 0;
  const auto position = json->find("position");
  if (position == json->end() || !position->is_object()) return 0;
  const auto seq = position->find("seq");
  if (seq == position->end() || !seq->is_number_integer()) return 0;
  return static_cast<Seq>(seq->get<std::int64_t>());
}

}  // namespace

std::vector<PersonId> people_of(const Act& act, TerminalBooks& books) {
  std::vector<PersonId> found;
  const auto person = [&](PersonId id) {
    if (id > 0 && std::find(found.begin(), found.end(), id) == found.end()) found.push_back(id);
  };
  const auto of_card = [&](const std::optional<card::Number>& number) {
    const auto card = number ? books.card(*number) : std::nullopt;
    if (card) person(card->person);
  };
  const auto of_sale = [&](Seq seq) {
    const auto sale = books.sale(seq);
    if (!sale) return;
    person(sale->person);
    of_card(sale->card);
  };
  std::visit(
      [&](const auto& e) {
        using E = std::decay_t<decltype(e)>;
        if constexpr (requires { e.person; }) person(e.person);
        if constexpr (requires { of_card(e.card); }) of_card(e.card);
        if constexpr (requires { e.old_card; }) of_card(e.old_card);
        if constexpr (requires { e.account; }) of_card(e.account);
        if constexpr (requires { e.referrer; }) of_card(e.referrer);
        if constexpr (std::is_same_v<E, SaleEvent>) {
          if (e.member) of_card(e.member->card);
          if (e.withheld) of_card(e.withheld->card);
        }
        if constexpr (std::is_same_v<E, ReturnEvent>) of_sale(e.sale);
      },
      act);
  return found;
}

void set_plain_tables_aside(Database& database) {
  for (const std::string table : {"person", "remark", "answer"}) {
    database.execute("ALTER TABLE " + table + " RENAME TO plain_" + table);
  }
  if (has_table(database, "heard")) {
    database.execute("DROP INDEX heard_pending; ALTER TABLE heard RENAME TO plain_heard");
  }
  set_flag(database);
}

void encrypt_plain_rows(const PlainRows& rows) {
  Database& database = rows.database;
  if (!has_table(database, "plain_person")) return;
  Mover(database, "plain_person", "id",
        "phone, customer, surname, given_name, form, birthday, note, consent_at, salt")
      .run([&](const Statement& row) { rows.people.bring_in(person_of(row)); });
  Mover(database, "plain_remark", "seq", "text").run([&](const Statement& row) {
    const Seq seq = static_cast<Seq>(row.integer(0));
    const auto about = people_at(rows, seq);
    rows.people.remark(seq, row.text(1), about.empty() ? 0 : about.front());
  });
  Mover answers(database, "plain_answer", "id", "fingerprint, text");
  answers.text_key = true;
  answers.run([&](const Statement& row) {
    const Seq seq = position_in(row.text(2));
    // Without a place in the journal nobody knows whom it names: it goes with the first who goes.
    const auto named = seq == 0 ? std::vector<PersonId>() : people_at(rows, seq);
    rows.people.bring_in(row.text(0), row.blob(1), row.text(2), named, seq == 0);
  });
  if (has_table(database, "plain_heard")) {
    Mover(database, "plain_heard", "account",
          "lineage, version, at, home, pending, told, places, zh, en")
        .run([&](const Statement& row) { rows.heard.bring_in(row); });
  }
  Transaction transaction(database);
  database.execute(
      "DROP TABLE plain_person; DROP TABLE plain_remark; DROP TABLE plain_answer;"
      "DROP TABLE IF EXISTS plain_heard");
  transaction.commit();
}

bool must_be_cleaned(Database& database) {
  Statement row(database, "SELECT 1 FROM meta WHERE name=?");
  return row.bind(1, flag).step();
}

bool clean_after_encrypting(Database& database) {
  try {
    database.rewrite();
    database.clean_log();
  } catch (const StorageError& error) {
    if (error.kind() != StorageError::Kind::full) throw;
    return false;
  }
  Transaction transaction(database);
  Statement drop(database, "DELETE FROM meta WHERE name=?");
  drop.bind(1, flag).run();
  transaction.commit();
  return true;
}

}  // namespace vip::terminal
