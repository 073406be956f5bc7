#include "terminal/counter/verify.h"

#include <array>
#include <map>
#include <set>
#include <string_view>

#include "cardformat/bytes.h"
#include "terminal/books/schema.h"

namespace vip::terminal {
namespace {

constexpr std::size_t most_findings = 100;

// Every derived table, with its key's columns to sort by.
struct Table {
  std::string_view name;
  std::string_view key;
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
                               Table{"id_check", "card, lane"},
                               Table{"operator", "number"},
                               Table{"audit", "seq"},
                               Table{"anomaly_state", "anomaly"},
                               Table{"month_close", "month"}};

class Verifier {
 public:
  explicit Verifier(Store& store)
      : store_(store),
        rebuilt_(":memory:", Database::Mode::create),
        books_(make_books()),
        staff_(rebuilt_, store.identity().training) {}

  Verified run(const std::function<void(Seq)>& progress) {
    replay(progress);
    for (const Table& table : tables) compare(table);
    check_laws();
    check_people();
    check_file();
    return std::move(result_);
  }

 private:
  TerminalBooks make_books() {
    create_ledger_tables(rebuilt_);
    return TerminalBooks(rebuilt_);
  }

  void find(std::string what, std::string where, std::string detail) {
    if (result_.findings.size() < most_findings) {
      result_.findings.push_back({std::move(what), std::move(where), std::move(detail)});
    }
  }

  void replay(const std::function<void(Seq)>& progress) {
    const Genesis& genesis = store_.identity().genesis;
    Digest head = chain_start(genesis);
    Seq expected = 1;
    Transaction transaction(rebuilt_);
    store_.journal().each(1, [&](const Journal::Entry& entry) {
      const std::string where = "journal " + std::to_string(entry.seq);
      if (entry.seq != expected) find("chain", where, "the sequence has a gap");
      expected = entry.seq + 1;
      head = chain_next(head, genesis.tid, genesis.epoch, entry.seq, entry.body);
      if (head != entry.head) {
        find("chain", where, "the hash is not that of the events up to here");
        head = entry.head;
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
      if (progress && result_.events % 1000 == 0) progress(result_.events);
      return true;
    });
    transaction.commit();
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
  static std::string row_text(const Statement& row, int columns) {
    std::string text;
    for (int i = 0; i < columns; ++i) {
      if (i != 0) text += '|';
      text += row.is_null(i) ? std::string_view("-") : row.text(i);
    }
    return text;
  }

  void compare(const Table& table) {
    const std::string sql =
        "SELECT * FROM " + std::string(table.name) + " ORDER BY " + std::string(table.key);
    Statement kept(store_.database(), sql);
    Statement made(rebuilt_, sql);
    const int columns = kept.columns();
    bool more_kept = kept.step();
    bool more_made = made.step();
    std::uint64_t row = 0;
    while (more_kept || more_made) {
      ++row;
      const std::string kept_text = more_kept ? row_text(kept, columns) : "no row";
      const std::string made_text = more_made ? row_text(made, columns) : "no row";
      if (kept_text != made_text) {
        find("ledger", std::string(table.name) + " row " + std::to_string(row),
             "stored " + kept_text + ", from the journal " + made_text);
      }
      more_kept = more_kept && kept.step();
      more_made = more_made && made.step();
    }
    result_.rows += row;
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
    Statement check(store_.database(), "PRAGMA integrity_check(20)");
    while (check.step()) {
      if (check.text(0) != "ok") find("file", "store.db", std::string(check.text(0)));
    }
  }

  Store& store_;
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
