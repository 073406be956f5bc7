#include "terminal/counter/verify.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "cardformat/bytes.h"
#include "terminal/books/schema.h"

namespace vip::terminal {
namespace {

constexpr std::size_t most_findings = 100;
constexpr Seq events_of_a_step = 250;
constexpr std::int64_t rows_of_a_step = 500;
// Beyond this the file is checked table by table: without what is free in it, but in steps.
constexpr std::int64_t checked_at_once = 64 << 20;

// Every derived table, with its key's columns to sort by.
struct Table {
  std::string_view name;
  std::string_view key;
  int key_columns = 1;
};
constexpr std::array tables = {Table{"account", "id"},
                               Table{"card", "number"},
                               Table{"sale", "seq"},
                               Table{"receipt_used", "receipt_no"},
                               Table{"gift", "id"},
                               Table{"inbox", "one"},
                               Table{"policy", "id"},
                               Table{"anomaly", "seq"},
                               Table{"handover", "seq"},
                               Table{"id_check", "card, lane", 2},
                               Table{"operator", "number"},
                               Table{"audit", "seq"},
                               Table{"anomaly_state", "anomaly"},
                               Table{"month_close", "month"}};

class Verifier {
 public:
  explicit Verifier(Store& store)
      : store_(store),
        head_(chain_start(store.identity().genesis)),
        rebuilt_(":memory:", Database::Mode::create),
        books_(make_books()),
        staff_(rebuilt_, store.identity().training) {}

  Verified run(const std::function<void(Seq)>& progress) {
    progress_ = progress;
    while (replay(events_of_a_step)) pause();
    check_anchor();
    for (const Table& table : tables) compare(table);
    next_step();
    check_laws();
    next_step();
    check_people();
    next_step();
    check_file();
    return std::move(result_);
  }

 private:
  TerminalBooks make_books() {
    create_ledger_tables(rebuilt_);
    return TerminalBooks(rebuilt_);
  }

  // Requires: no statement of the store is open.
  void pause() {
    if (progress_) progress_(result_.events);
  }
  void next_step() {
    pause();
    while (replay(events_of_a_step)) {
    }
  }

  void find(std::string what, std::string where, std::string detail) {
    if (result_.findings.size() < most_findings) {
      result_.findings.push_back({std::move(what), std::move(where), std::move(detail)});
    }
  }

  // The next events of the journal, so many at most; false: there are none left.
  bool replay(Seq most) {
    const Genesis& genesis = store_.identity().genesis;
    Seq done = 0;
    Transaction transaction(rebuilt_);
    store_.journal().each(expected_, [&](const Journal::Entry& entry) {
      const std::string where = "journal " + std::to_string(entry.seq);
      if (entry.seq != expected_) find("chain", where, "the sequence has a gap");
      expected_ = entry.seq + 1;
      head_ = chain_next(head_, genesis.tid, genesis.epoch, entry.seq, entry.body);
      if (head_ != entry.head) {
        find("chain", where, "the hash is not that of the events up to here");
        head_ = entry.head;
      }
      const auto event = decode(entry.body);
      if (!event) {
        find("event", where, "the event cannot be read");
      } else if (const auto posted = post(entry.seq, *event, books_); !posted) {
        find("event", where,
             "its figures are not what the rules make of it: " + posted.error().what);
      } else {
        staff_.apply(entry.seq, *event);
        if (const auto* issue = std::get_if<IssueEvent>(&event->act)) {
          registrations_[issue->person] = issue->registration_hash;
        } else if (const auto* edit = std::get_if<MemberEditEvent>(&event->act)) {
          registrations_[edit->person] = edit->registration_hash;
        } else if (const auto* erase = std::get_if<EraseEvent>(&event->act)) {
          erased_.insert(erase->person);
        }
      }
      ++result_.events;
      return ++done < most;
    });
    transaction.commit();
    return done == most;
  }

  void check_anchor() {
    const Genesis& genesis = store_.identity().genesis;
    const auto& anchor = store_.anchor_at_start();
    if (anchor && anchor->position.epoch == genesis.epoch) {
      const auto entry = store_.journal().at(anchor->position.seq);
      if (anchor->position.seq > store_.journal().last().seq) {
        find("anchor", "journal " + std::to_string(anchor->position.seq),
             "the journal ends before the last event that was confirmed");
      } else if (entry && entry->head != anchor->position.head) {
        find("anchor", "journal " + std::to_string(anchor->position.seq),
             "the journal is not the one that was confirmed");
      }
    }
  }

  // Every row of the table as text, in the order of its key.
  static std::string row_text(const Statement& row, int first, int columns) {
    std::string text;
    for (int i = first; i < columns; ++i) {
      if (i != first) text += '|';
      text += row.is_null(i) ? std::string_view("-") : row.text(i);
    }
    return text;
  }

  // One side's rows of a table, some at a time, each time from behind the last one.
  class Rows {
   public:
    Rows(Database& database, const Table& table) : key_columns_(table.key_columns) {
      const std::string key(table.key);
      const std::string from = "SELECT " + key + ", * FROM " + std::string(table.name);
      const std::string order = " ORDER BY " + key + " LIMIT " + std::to_string(rows_of_a_step);
      first_.emplace(database, from + order);
      later_.emplace(database, from + " WHERE (" + key + ") > (" +
                                   (key_columns_ == 1 ? "?" : "?, ?") + ")" + order);
    }
    std::vector<std::string> next() {
      Statement& rows = last_.empty() ? *first_ : *later_;
      const Reading reading(rows);
      for (std::size_t i = 0; i < last_.size(); ++i) {
        rows.bind(static_cast<int>(i) + 1, std::string_view(last_[i]));
      }
      std::vector<std::string> texts;
      while (rows.step()) {
        texts.push_back(row_text(rows, key_columns_, rows.columns()));
        last_.clear();
        for (int i = 0; i < key_columns_; ++i) last_.emplace_back(rows.text(i));
      }
      return texts;
    }

   private:
    int key_columns_;
    std::optional<Statement> first_, later_;
    std::vector<std::string> last_;  // its key
  };

  void compare(const Table& table) {
    Rows kept(store_.database(), table);
    Rows made(rebuilt_, table);
    for (std::uint64_t row = 0;;) {
      next_step();
      const std::vector<std::string> kept_rows = kept.next();
      const std::vector<std::string> made_rows = made.next();
      const std::size_t count = std::max(kept_rows.size(), made_rows.size());
      for (std::size_t i = 0; i < count; ++i) {
        ++row;
        const auto text_in = [i](const std::vector<std::string>& rows) {
          return i < rows.size() ? std::string_view(rows[i]) : std::string_view("no row");
        };
        const std::string_view kept_text = text_in(kept_rows);
        const std::string_view made_text = text_in(made_rows);
        if (kept_text == made_text) continue;
        find("ledger", std::string(table.name) + " row " + std::to_string(row),
             "stored " + std::string(kept_text) + ", from the journal " + std::string(made_text));
      }
      result_.rows += count;
      if (count < static_cast<std::size_t>(rows_of_a_step)) return;
    }
  }

  void check_laws() {
    store_.books().each_account([&](const Account& account) {
      if (!laws_hold(account)) {
        find("law", "account " + account.id.masked(), "H1 or N1 does not hold");
      }
    });
  }

  // What does not open is named; and a form that was put back from an older copy is not the one
  // that the journal saw last.
  void check_people() {
    store_.people().check(
        [&](const std::string& where, const std::string& what) { find("person", where, what); });
    for (const auto& [id, hash] : registrations_) {
      const auto person = readable(id);
      if (person && person->erased != erased_.contains(id)) {
        find("person", "person " + std::to_string(id),
             person->erased ? "it was erased, and the journal does not say so"
                            : "it was erased, and is here again");
      }
      if (person && person->registration &&
          registration_hash(person->salt, *person->registration) != hash) {
        find("person", "person " + std::to_string(id),
             "its form is not the one that the journal saw last");
      }
    }
    store_.books().each_card([&](const CardRow& card) {
      if (card.issued_by == 0) return;  // another store's: told of, its member is registered there
      if (card.person != 0 && !is_known(card.person)) {
        find("person", "card " + card.number.masked(), "its member's record is missing");
      }
    });
  }

  // No value: it is not there, or does not open, which check() has said.
  std::optional<Person> readable(PersonId id) {
    try {
      return store_.people().find(id);
    } catch (const StorageError& error) {
      if (error.kind() != StorageError::Kind::damaged) throw;
      return std::nullopt;
    }
  }

  bool is_known(PersonId id) {
    try {
      return store_.people().find(id).has_value();
    } catch (const StorageError& error) {
      if (error.kind() != StorageError::Kind::damaged) throw;
      return true;
    }
  }

  void check_file() {
    Database& database = store_.database();
    const std::int64_t bytes =
        database.integer("PRAGMA page_count") * database.integer("PRAGMA page_size");
    if (bytes <= checked_at_once) return check_file("20");
    std::vector<std::string> names;
    {
      Statement all(database, "SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name");
      while (all.step()) names.emplace_back(all.text(0));
    }
    for (const std::string& name : names) {
      next_step();
      check_file('"' + name + '"');
    }
  }

  void check_file(const std::string& what) {
    Statement check(store_.database(), "PRAGMA integrity_check(" + what + ")");
    while (check.step()) {
      if (check.text(0) != "ok") find("file", "store.db", std::string(check.text(0)));
    }
  }

  Store& store_;
  std::function<void(Seq)> progress_;
  Digest head_;
  Seq expected_ = 1;
  Database rebuilt_;
  TerminalBooks books_;
  StaffBook staff_;
  std::map<PersonId, std::string> registrations_;  // hash of each person's last form
  std::set<PersonId> erased_;
  Verified result_;
};

}  // namespace

Verified verify(Store& store, const std::function<void(Seq)>& progress) {
  return Verifier(store).run(progress);
}

}  // namespace vip::terminal
