#include "sync/office/registry.h"

#include <algorithm>

#include "sync/office/months.h"
#include "sync/office/rows.h"

namespace vip::sync {
namespace {

using terminal::Zone;

class Making {
 public:
  Making(OfficeBooksOpen& books, Day month, Day on, const OpeningKey* key)
      : books_(books),
        months_(books.database),
        policies_(books.database),
        cards_(books.database,
               "SELECT number, account, person, renewal_of, issued, last_day, issued_by FROM card "
               "WHERE tid=? AND epoch=? AND issued_by>0 AND issued>=? AND issued<=? "
               "ORDER BY issued, issued_by"),
        zone_(*Zone::named("Asia/Shanghai")),
        month_(first_of_month(month)),
        on_(on),
        key_(key) {}

  std::optional<StoreRegistry> of(const Terminal& terminal) {
    StoreRegistry made{.store = terminal.store, .tid = terminal.tid};
    const Day last = last_of_month(month_);
    bool there = false;
    bool all_arrived = true;
    for (const Epoch& epoch : books_.store.epochs(terminal.tid)) {
      if (zone_.day_of(epoch.opened_at) <= last) there = true;
      made.heard_at = std::max(made.heard_at, epoch.heard_at);
      if (epoch.state != EpochState::closed && epoch.last > epoch.acked) all_arrived = false;
      add_rows(made, epoch);
    }
    if (!there && made.rows.empty()) return std::nullopt;
    if (const auto closed = months_.closed(terminal.tid, month_)) {
      made.closed = closed->registrations;
    }
    policies_.enter(terminal.tid, terminal.epoch);
    const int due_day = policies_.policy_on(last).registry_due_day;
    made.due = plus_days(last, due_day);
    const bool heard_since = made.heard_at != 0 && zone_.day_of(made.heard_at) > last;
    const auto counted = static_cast<std::int64_t>(made.rows.size());
    const bool whole = made.closed ? counted >= *made.closed : heard_since && all_arrived;
    if (on_ <= last && !made.closed) {
      made.state = RegistryState::running;
    } else if (whole && made.forms_missing == 0) {
      made.state = RegistryState::complete;
    } else if (on_ <= made.due) {
      made.state = RegistryState::waiting;
    } else {
      made.state = RegistryState::late;
      made.days_late = days_between(made.due, on_);
    }
    return made;
  }

 private:
  void add_rows(StoreRegistry& made, const Epoch& epoch) {
    const TerminalName life{epoch.genesis.tid, epoch.genesis.epoch};
    std::vector<std::pair<RegistryRow, std::pair<terminal::PersonId, Seq>>> found;
    {
      const terminal::Reading reading(cards_);
      Row(cards_) << life.tid << life.epoch << month_ << last_of_month(month_);
      while (cards_.step()) {
        Columns columns(cards_);
        RegistryRow row;
        row.card = columns.number();
        const card::Number account = columns.number();
        const terminal::PersonId person = columns.integer();
        const bool renewal = columns.maybe(&Columns::number).has_value();
        row.day = columns.day();
        row.last_day = columns.day();
        row.kind = renewal ? "renew" : account == row.card ? "issue" : "replace";
        found.emplace_back(row, std::pair(person, columns.seq()));
      }
    }
    for (auto& [row, about] : found) {
      const auto& [person, seq] = about;
      const auto body = books_.store.body(life.tid, life.epoch, seq);
      if (const auto event = body ? terminal::decode(*body)
                                  : Result<terminal::Event, terminal::EventProblem>(
                                        Unexpected{terminal::EventProblem::malformed})) {
        row.staff = event->stamp.staff;
        if (const auto* issue = std::get_if<terminal::IssueEvent>(&event->act)) {
          row.clause = terminal::name(issue->qualified_by);
        }
      }
      // Whom another store registered, that one's registry has the form of.
      if (person == 0) {
        row.form = FormState::sealed;
      } else {
        look(row, life, person);
      }
      if (row.form == FormState::missing) ++made.forms_missing;
      made.rows.push_back(std::move(row));
    }
  }

  void look(RegistryRow& row, const TerminalName& life, terminal::PersonId person) {
    const auto stored = books_.registrations.of(life.tid, life.epoch, person);
    if (!stored) {
      const bool erased = books_.registrations.erased(life.tid, life.epoch, person);
      row.form = erased ? FormState::erased : FormState::missing;
      return;
    }
    row.form = FormState::sealed;
    if (key_ == nullptr) return;
    auto form = open_form(*key_, life, stored->sealed, stored->hash);
    if (form) {
      row.form = FormState::opened;
      row.registration = std::move(*form);
      row.consent = open_consent(*key_, life, stored->sealed, stored->hash);
    } else {
      row.form = form.error() == OpeningError::another_text ? FormState::another_text
                                                            : FormState::unreadable;
    }
  }

  OfficeBooksOpen& books_;
  Months months_;
  OfficeBooks policies_;
  terminal::Statement cards_;
  Zone zone_;
  Day month_;
  Day on_;
  const OpeningKey* key_;
};

}  // namespace

std::string_view name(RegistryState state) {
  switch (state) {
    case RegistryState::running:
      return "running";
    case RegistryState::complete:
      return "complete";
    case RegistryState::waiting:
      return "waiting";
    case RegistryState::late:
      return "late";
  }
  return "unknown";
}

std::string_view name(FormState state) {
  switch (state) {
    case FormState::sealed:
      return "sealed";
    case FormState::opened:
      return "opened";
    case FormState::missing:
      return "missing";
    case FormState::erased:
      return "erased";
    case FormState::unreadable:
      return "unreadable";
    case FormState::another_text:
      return "another_text";
  }
  return "unknown";
}

Registry make_registry(OfficeBooksOpen& books, Day month, Day on, std::string_view store,
                       const OpeningKey* key) {
  Registry made{.month = first_of_month(month), .on = on};
  Making making(books, month, on, key);
  for (const Terminal& terminal : books.store.terminals()) {
    if (!store.empty() && terminal.store != store) continue;
    if (auto registry = making.of(terminal)) made.stores.push_back(std::move(*registry));
  }
  return made;
}

}  // namespace vip::sync
