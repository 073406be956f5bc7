#include "terminal/counter/reports.h"

#include "cardformat/mask.h"

namespace vip::terminal {
namespace {

Event event_of(const Journal::Entry& entry) {
  auto event = decode(entry.body);
  if (!event) {
    throw StorageError(StorageError::Kind::damaged,
                       "entry " + std::to_string(entry.seq) + " of the journal is damaged");
  }
  return *event;
}

// Time never goes back in the journal, so the first event of a day is found by halving.
Seq first_on(const Desk& desk, Day day) {
  Journal& journal = desk.store.journal();
  Seq low = 1;
  Seq high = journal.last().seq + 1;
  while (low < high) {
    const Seq middle = low + (high - low) / 2;
    const auto entry = journal.at(middle);
    if (!entry) throw StorageError(StorageError::Kind::damaged, "the journal has a gap");
    if (event_of(*entry).stamp.day < day) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

template <class Visit>
void each_event(const Desk& desk, Day first, Day last, Visit visit) {
  // A training store may have been told any time after its first events: all of it is read.
  const bool in_order = !desk.store.identity().training;
  const Seq from = in_order ? first_on(desk, first) : 1;
  desk.store.journal().each(from, [&](const Journal::Entry& entry) {
    const Event event = event_of(entry);
    if (event.stamp.day > last) return !in_order;
    if (event.stamp.day >= first) visit(event);
    return true;
  });
}

}  // namespace

Tally tally_of(const Desk& desk, Day first, Day last) {
  Tally tally;
  each_event(desk, first, last, [&](const Event& event) { tally.add(event); });
  return tally;
}

std::vector<DayTally> tally_by_day(const Desk& desk, Day first, Day last) {
  std::vector<DayTally> days;
  each_event(desk, first, last, [&](const Event& event) {
    if (days.empty() || days.back().day != event.stamp.day) days.push_back({event.stamp.day, {}});
    days.back().tally.add(event);
  });
  return days;
}

Tally tally_of_all(const Desk& desk) {
  return tally_of(desk, Day(), *Day::from_civil(Day::last_year, 12, 31));
}

Standing standing(const Desk& desk) {
  Standing standing;
  TerminalBooks& books = desk.store.books();
  books.each_card([&](const CardRow& card) {
    const CardState state = state_on(card.state, card.last_day, desk.stamp.day);
    ++standing.cards_by_state[static_cast<std::size_t>(state)];
  });
  books.each_account([&](const Account& account) {
    ++standing.accounts;
    standing.balance += account.balance();
    standing.right += account.right;
    standing.owed += account.owed;
    standing.carry += account.carry;
    standing.spend += account.spend;
  });
  return standing;
}

std::vector<Registered> registry(const Desk& desk, Day month, bool full) {
  std::vector<Registered> rows;
  const auto add = [&](const Stamp& stamp, std::string_view kind, card::Number number) {
    Registered row{.day = stamp.day, .kind = kind, .card = number, .staff = stamp.staff};
    if (const auto card = desk.store.books().card(number)) {
      row.last_day = card->last_day;
      const auto person = desk.store.people().find(card->person);
      if (person && person->registration) {
        const Registration& form = *person->registration;
        row.name = form.surname + form.given_name;
        row.phone = form.phone;
        if (!full) {
          row.name = mask_name(row.name);
          row.phone = mask_phone(row.phone);
        }
      }
    }
    rows.push_back(std::move(row));
  };
  each_event(desk, first_of_month(month), last_of_month(month), [&](const Event& event) {
    if (const auto* issue = std::get_if<IssueEvent>(&event.act)) {
      add(event.stamp, "issue", issue->card);
      rows.back().clause = name(issue->qualified_by);
      rows.back().referrer = issue->referrer;
    } else if (const auto* renew = std::get_if<RenewEvent>(&event.act)) {
      add(event.stamp, "renew", renew->new_card);
    } else if (const auto* replace = std::get_if<ReplaceEvent>(&event.act)) {
      add(event.stamp, "replace", replace->new_card);
    }
  });
  return rows;
}

}  // namespace vip::terminal
