#include "tests/simulation/laws.h"

#include <algorithm>
#include <variant>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "sync/office/verify.h"
#include "terminal/counter/verify.h"

namespace vip::simulation {
namespace {

using terminal::Account;
using terminal::Seq;

constexpr std::int64_t fen_per_point = 10'000;  // P1

void hold(bool fact, const char* law, const std::string& what) {
  if (!fact) throw Violation(law, what);
}

std::string text(std::uint64_t number) { return std::to_string(number); }

}  // namespace

std::int64_t Sums::balance() const {
  return (spend + carry_moved - carry()) / fen_per_point - redeemed + corrected + points_moved;
}
std::int64_t Sums::carry() const {
  const std::int64_t rest = (spend + carry_moved) % fen_per_point;
  return rest < 0 ? rest + fen_per_point : rest;
}

std::string Laws::where(const Life& life) {
  return "terminal " + text(life.genesis.tid) + " epoch " + text(life.genesis.epoch) + ": ";
}

void Laws::begins(std::size_t index, TerminalMachine& terminal) {
  Life& life = lives_[index];
  life = Life{};
  life.genesis = terminal.store().identity().genesis;
  life.heads = {terminal::chain_start(life.genesis)};
  look_at(index, terminal);
}

void Laws::take(View& view, const Life& life, Seq through) {
  view.touched.clear();
  while (view.seq < through) {
    const Seq seq = ++view.seq;
    const auto event = terminal::decode(life.bodies[seq - 1]);
    hold(event.has_value(), "S1", where(life) + "event " + text(seq) + " cannot be read");
    const auto touch = [&](card::Number account) -> Sums& {
      view.touched.insert(account.value());
      return view.accounts[account.value()];
    };
    if (const auto* issue = std::get_if<terminal::IssueEvent>(&event->act)) {
      touch(issue->card);
    } else if (const auto* renew = std::get_if<terminal::RenewEvent>(&event->act)) {
      touch(renew->new_card);
    } else if (const auto* sale = std::get_if<terminal::SaleEvent>(&event->act)) {
      if (!sale->member) continue;
      std::int64_t paid = 0;
      for (const Fen line : sale->paid) paid += line.count();
      touch(sale->member->account).spend += paid;
      view.account_of_sale[seq] = sale->member->account.value();
    } else if (const auto* back = std::get_if<terminal::ReturnEvent>(&event->act)) {
      const auto account = view.account_of_sale.find(back->sale);
      if (account == view.account_of_sale.end()) continue;
      for (const auto& units : back->lines) {
        touch(card::Number::from_value(account->second)).spend -= units.refund.count();
      }
    } else if (const auto* redeem = std::get_if<terminal::RedeemEvent>(&event->act)) {
      Sums& sums = touch(redeem->account);
      hold(sums.balance() >= redeem->points.count(), "N1",
           where(life) + "event " + text(seq) + " redeems " +
               text(static_cast<std::uint64_t>(redeem->points.count())) + " of " +
               std::to_string(sums.balance()));
      sums.redeemed += redeem->points.count();
    } else if (const auto* correct = std::get_if<terminal::CorrectEvent>(&event->act)) {
      touch(correct->account).corrected += correct->delta.count();
    } else if (const auto* grant = std::get_if<terminal::GrantAcceptedEvent>(&event->act)) {
      Sums& sums = touch(grant->account);
      sums.points_moved += grant->points.count();
      sums.carry_moved += grant->carry.count();
    } else if (const auto* release = std::get_if<terminal::ReleaseEvent>(&event->act)) {
      Sums& sums = touch(release->account);
      sums.points_moved -= release->points.count();
      sums.carry_moved -= release->carry.count();
      hold(sums.balance() >= 0 || release->points.count() == 0, "N1",
           where(life) + "event " + text(seq) + " releases what is not there");
    }
  }
}

void Laws::compare(const std::string& where, std::uint64_t id,
                   const std::optional<Account>& account, const Sums& sums) {
  const std::string which = where + "account " + text(id) + ": ";
  hold(account.has_value(), "H1", which + "is not there");
  const std::int64_t balance = sums.balance();
  hold(account->right.count() >= 0 && account->owed.count() >= 0 && account->carry.count() >= 0,
       "N1", which + "a figure is negative");
  hold(account->right.count() == std::max<std::int64_t>(balance, 0) &&
           account->owed.count() == std::max<std::int64_t>(-balance, 0),
       "H1",
       which + "holds " + std::to_string(account->right.count()) + " and owes " +
           std::to_string(account->owed.count()) + "; its events make " + std::to_string(balance));
  hold(account->carry.count() == sums.carry() && account->spend.count() == sums.spend, "M1",
       which + "carries " + std::to_string(account->carry.count()) + " of a spend of " +
           std::to_string(account->spend.count()) + "; its events make " +
           std::to_string(sums.spend));
}

void Laws::look_at(std::size_t index, TerminalMachine& terminal) {
  Life& life = lives_[index];
  terminal::Store& store = terminal.store();
  const Seq last = store.journal().last().seq;
  const Seq known = life.bodies.size();
  hold(last >= known, "P1",
       where(life) + text(known) + " events were committed, " + text(last) + " are there");
  if (last == known) return;
  store.journal().each(known + 1, [&](const terminal::Journal::Entry& entry) {
    hold(entry.seq == life.bodies.size() + 1, "S1",
         where(life) + "event " + text(life.bodies.size() + 1) + " is missing");
    const Digest head = terminal::chain_next(life.heads.back(), life.genesis.tid,
                                             life.genesis.epoch, entry.seq, entry.body);
    hold(head == entry.head, "S1",
         where(life) + "event " + text(entry.seq) + " is not chained to those before it");
    life.bodies.push_back(entry.body);
    life.heads.push_back(head);
    return true;
  });
  hold(store.time_mark() >= life.time_mark, "T1", where(life) + "the time mark went back");
  life.time_mark = store.time_mark();
  take(life.terminal, life, last);
  for (const std::uint64_t id : life.terminal.touched) {
    compare(where(life), id, store.books().account(card::Number::from_value(id)),
            life.terminal.accounts[id]);
  }
}

void Laws::came_back(std::size_t index, TerminalMachine& terminal) {
  Life& life = lives_[index];
  terminal::Journal& journal = terminal.store().journal();
  hold(journal.last().seq >= life.confirmed, "P1",
       where(life) + text(life.confirmed) + " events were confirmed, " + text(journal.last().seq) +
           " are there");
  const Seq known = life.bodies.size();
  hold(journal.last().seq >= known, "P1",
       where(life) + text(known) + " events were committed, " + text(journal.last().seq) +
           " are there");
  if (known > 0) {
    const auto entry = journal.at(known);
    hold(entry && entry->head == life.heads[known], "S1",
         where(life) + "event " + text(known) + " has another body after the fall");
  }
  hold(!terminal.store().locked(), "P1", where(life) + "the anchor is ahead of the journal");
  look_at(index, terminal);
}

void Laws::confirmed(std::size_t index, Seq seq) {
  Life& life = lives_[index];
  life.confirmed = std::max(life.confirmed, seq);
  hold(seq <= life.bodies.size(), "S1",
       where(life) + "event " + text(seq) + " was confirmed and is not in the journal");
}

void Laws::look_at(std::size_t index, OfficeMachine& office) {
  Life& life = lives_[index];
  sync::OfficeBooksOpen& books = office.eye().books;
  const auto& genesis = life.genesis;
  const auto epoch = books.store.epoch(genesis.tid, genesis.epoch);
  const std::string here = "head office, " + where(life);
  hold(epoch.has_value(), "S1", here + "the epoch is not known");
  hold(epoch->state == sync::EpochState::open, "F1", here + "an honest terminal is not open");
  hold(epoch->acked >= life.acked, "X1",
       here + "acknowledged " + text(life.acked) + ", now has " + text(epoch->acked));
  hold(epoch->acked <= life.bodies.size(), "X1",
       here + "has " + text(epoch->acked) + " of " + text(life.bodies.size()) + " events");
  hold(epoch->head == life.heads[epoch->acked], "K1",
       here + "its head is not the chain over the first " + text(epoch->acked));
  if (epoch->acked > life.acked) {
    Seq next = life.acked + 1;
    books.store.each_event(genesis.tid, genesis.epoch, next,
                           [&](Seq seq, std::string_view body, const Digest& hash) {
                             hold(seq == next && seq <= epoch->acked, "X1",
                                  here + "event " + text(next) + " is missing");
                             hold(body == life.bodies[seq - 1] && hash == life.heads[seq], "X1",
                                  here + "event " + text(seq) + " is not the terminal's");
                             ++next;
                             return true;
                           });
    hold(next == epoch->acked + 1, "X1", here + "event " + text(next) + " is missing");
    life.acked = epoch->acked;
  }
  hold(epoch->folded <= epoch->acked && epoch->folded >= life.office.seq, "X1",
       here + "effects of " + text(epoch->folded) + " events");
  if (epoch->folded == life.office.seq) return;
  take(life.office, life, epoch->folded);
  if (life.office.touched.empty()) return;
  sync::OfficeBooks& accounts = office.eye().accounts;
  accounts.enter(genesis.tid, genesis.epoch);
  for (const std::uint64_t id : life.office.touched) {
    compare(here, id, accounts.account(card::Number::from_value(id)), life.office.accounts[id]);
  }
}

void Laws::came_back(OfficeMachine& office) {
  for (std::size_t i = 0; i < lives_.size(); ++i) look_at(i, office);
}

void Laws::check_whole(std::size_t index, TerminalMachine& terminal) {
  look_at(index, terminal);
  const auto verified = terminal::verify(terminal.store());
  if (!verified.findings.empty()) {
    const auto& first = verified.findings.front();
    throw Violation("H1", where(lives_[index]) + "verify: " + first.what + " " + first.where +
                              ": " + first.detail);
  }
}

void Laws::check_whole(OfficeMachine& office) {
  came_back(office);
  sync::OfficeBooksOpen& books = office.eye().books;
  const auto verified = sync::verify(books.database, books.store, books.policy_key);
  if (!verified.findings.empty()) {
    throw Violation("H1", "head office: verify: " + verified.findings.front());
  }
  const auto parked = books.fold.parked();
  if (!parked.empty()) {
    throw Violation("X1", "head office, terminal " + text(parked.front().tid) + ": event " +
                              text(parked.front().seq) +
                              " of an honest terminal is parked: " + parked.front().reason);
  }
}

void Laws::check_at_rest(std::size_t index, TerminalMachine& terminal, OfficeMachine& office) {
  Life& life = lives_[index];
  look_at(index, terminal);
  look_at(index, office);
  hold(life.acked == life.bodies.size(), "C1",
       where(life) + text(life.bodies.size() - life.acked) + " events never arrived");
  hold(life.office.seq == life.bodies.size(), "C1",
       where(life) + "not every event had its effect at head office");
  hold(life.office.accounts == life.terminal.accounts, "C1",
       where(life) + "head office and the terminal differ in what accounts hold");
}

std::string Laws::digest() const {
  std::string all;
  for (const Life& life : lives_) {
    all += raw(life.heads.back());
    append_u64(all, life.acked);
    append_u64(all, static_cast<std::uint64_t>(life.time_mark));
    for (const auto& [id, sums] : life.terminal.accounts) {
      append_u64(all, id);
      append_u64(all, static_cast<std::uint64_t>(sums.spend));
    }
  }
  return hex(sha256(all));
}

std::uint64_t Laws::events() const {
  std::uint64_t events = 0;
  for (const Life& life : lives_) events += life.bodies.size();
  return events;
}

}  // namespace vip::simulation
