#include "tests/simulation/laws.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "sync/office/verify.h"
#include "sync/store_outbox.h"
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

// Every full 100.00 of what was spent here or brought here is a point, whatever way it took.
std::int64_t Sums::net() const {
  const std::int64_t total = spend + carry_moved;
  const std::int64_t points = total / fen_per_point - (total % fen_per_point < 0 ? 1 : 0);
  return points - redeemed + corrected;
}
std::int64_t Sums::carry() const {
  return ((spend + carry_moved) % fen_per_point + fen_per_point) % fen_per_point;
}

std::string Laws::where(const Life& life) {
  return "terminal " + text(life.genesis.tid) + " epoch " + text(life.genesis.epoch) + ": ";
}

void Laws::begins(std::size_t index, TerminalMachine& terminal) {
  Life& life = lives_[index].emplace_back();
  life.genesis = terminal.store().identity().genesis;
  life.heads = {terminal::chain_start(life.genesis)};
  look_at(index, terminal);
}

// One event after the other, into the sums of one view.
class Laws::Taking {
 public:
  Taking(View& view, std::string where, Seq seq, const Laws* all)
      : view_(view), where_(std::move(where)), seq_(seq), all_(all) {}

  void operator()(const terminal::IssueEvent& e) { touch(e.card); }
  void operator()(const terminal::RenewEvent& e) { touch(e.new_card); }
  void operator()(const terminal::SaleEvent& e) {
    if (!e.member) return;
    usable(e.member->card);
    for (const Fen line : e.paid) touch(e.member->account).spend += line.count();
    view_.account_of_sale[seq_] = e.member->account.value();
  }
  void operator()(const terminal::ReturnEvent& e) {
    const auto account = view_.account_of_sale.find(e.sale);
    if (account == view_.account_of_sale.end()) return;
    for (const auto& units : e.lines) {
      touch(card::Number::from_value(account->second)).spend -= units.refund.count();
    }
  }
  void operator()(const terminal::RedeemEvent& e) {
    usable(e.card);
    Sums& sums = touch(e.account);
    expect(sums.balance() >= e.points.count(), "N1",
           "redeems " + std::to_string(e.points.count()) + " of " + std::to_string(sums.balance()));
    sums.redeemed += e.points.count();
  }
  void operator()(const terminal::CorrectEvent& e) {
    touch(e.account).corrected += e.delta.count();
  }
  void operator()(const terminal::GrantAcceptedEvent& e) {
    Sums& sums = touch(e.account);
    sums.points_moved += e.points.count();
    sums.granted += e.points.count();
    sums.carry_moved += e.carry.count();
    if (all_ == nullptr) return;
    Pool left = all_->pool_of(e.account.value());
    if (const auto late = all_->late_.find(e.account.value()); late != all_->late_.end()) {
      left.points += late->second.points;
      left.carry += late->second.carry;
    }
    expect(left.points >= 0 && left.carry >= 0, "N1",
           "accepts of account " + text(e.account.value()) +
               " what nobody released: " + std::to_string(left.points) + " points, " +
               std::to_string(left.carry) + " fen are left");
  }
  void operator()(const terminal::ReleaseEvent& e) {
    Sums& sums = touch(e.account);
    sums.points_moved -= e.points.count();
    sums.carry_moved -= e.carry.count();
    expect(sums.balance() >= 0 || e.points.count() == 0, "N1", "releases what is not there");
  }
  void operator()(const terminal::BlockEvent& e) { view_.unusable.insert(e.card.value()); }
  void operator()(const terminal::LiftEvent& e) { view_.unusable.erase(e.card.value()); }
  void operator()(const terminal::ReplaceEvent& e) { view_.unusable.insert(e.old_card.value()); }
  void operator()(const terminal::CloseEvent& e) { view_.unusable.insert(e.card.value()); }
  void operator()(const terminal::ToldEvent& e) {
    touch(e.account);
    for (const terminal::ToldCard& card : e.cards) {
      if (card.state == terminal::CardState::active) {
        view_.unusable.erase(card.number.value());
      } else {
        view_.unusable.insert(card.number.value());
      }
    }
  }
  template <class Other>
  void operator()(const Other&) {}

 private:
  Sums& touch(card::Number account) {
    view_.touched.insert(account.value());
    return view_.accounts[account.value()];
  }
  void expect(bool fact, const char* law, const std::string& what) const {
    if (!fact) throw Violation(law, where_ + "event " + text(seq_) + ' ' + what);
  }
  void usable(card::Number card) const {
    expect(!view_.unusable.contains(card.value()), "B1",
           "is on card " + text(card.value()) + " after its end");
  }
  View& view_;
  std::string where_;
  Seq seq_;
  const Laws* all_;  // of what was committed; null for head office's view
};

void Laws::take(View& view, const Life& life, const std::vector<std::string>& bodies, Seq through,
                bool first_seen) {
  view.touched.clear();
  while (view.seq < through) {
    const Seq seq = ++view.seq;
    const auto event = terminal::decode(bodies[seq - 1]);
    hold(event.has_value(), "S1", where(life) + "event " + text(seq) + " cannot be read");
    if (const auto entry = terminal::inbox_of(event->act); entry != 0) {
      hold(entry == view.inbox + 1, "I1",
           where(life) + "event " + text(seq) + " consumes inbox entry " + text(entry) +
               " after entry " + text(view.inbox));
      view.inbox = entry;
    }
    if (first_seen) ++counts_["event " + std::string(terminal::kind_name(event->act))];
    std::visit(Taking(view, where(life), seq, first_seen ? this : nullptr), event->act);
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

void Laws::append(Life& life, TerminalMachine& terminal) {
  const Seq known = life.bodies.size();
  terminal.store().journal().each(known + 1, [&](const terminal::Journal::Entry& entry) {
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
}

void Laws::look_at(std::size_t index, TerminalMachine& terminal) {
  Life& life = lives_[index].back();
  terminal::Store& store = terminal.store();
  const Seq last = store.journal().last().seq;
  const Seq known = life.bodies.size();
  hold(last >= known, "P1",
       where(life) + text(known) + " events were committed, " + text(last) + " are there");
  if (last == known) return;
  append(life, terminal);
  hold(store.time_mark() >= life.time_mark, "T1", where(life) + "the time mark went back");
  life.time_mark = store.time_mark();
  if (const auto state = sync::StoreOutbox(store).state(); state.lineage.number != life.lineage) {
    hold(state.lineage.number >= life.lineage, "T1", where(life) + "the lineage went back");
    life.lineage = state.lineage.number;
  }
  take(life.terminal, life, life.bodies, last, true);
  for (const std::uint64_t id : life.terminal.touched) {
    compare(where(life), id, store.books().account(card::Number::from_value(id)),
            life.terminal.accounts[id]);
  }
}

void Laws::came_back(std::size_t index, TerminalMachine& terminal) {
  Life& life = lives_[index].back();
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
  Life& life = lives_[index].back();
  life.confirmed = std::max(life.confirmed, seq);
  hold(seq <= life.bodies.size(), "S1",
       where(life) + "event " + text(seq) + " was confirmed and is not in the journal");
}

void Laws::look_at(std::size_t index, OfficeMachine& office) {
  look_at(lives_[index].back(), office);
}

void Laws::cloned(std::size_t index) {
  Life& life = lives_[index].back();
  life.cloned = life.closing = true;
  life.twin_bodies = life.bodies;
  life.twin_heads = life.heads;
}

void Laws::look_at_twin(std::size_t index, TerminalMachine& twin) {
  Life& life = lives_[index].back();
  twin.store().journal().each(life.twin_bodies.size() + 1,
                              [&](const terminal::Journal::Entry& entry) {
                                life.twin_bodies.push_back(entry.body);
                                life.twin_heads.push_back(entry.head);
                                return true;
                              });
}

// Of two histories head office has one, and stays with it.
void Laws::choose_history(Life& life, const sync::Epoch& epoch) const {
  const auto leads = [&](const std::vector<Digest>& heads) {
    return heads.size() > epoch.acked && heads[epoch.acked] == epoch.head;
  };
  const Digest before = life.heads_at_office()[life.acked];
  if (!leads(life.heads_at_office())) life.took_twin = !life.took_twin;
  hold(life.heads_at_office().size() > life.acked && life.heads_at_office()[life.acked] == before,
       "F1", "head office, " + where(life) + "goes on with another history than the one it had");
}

Seq Laws::alike(std::size_t index) const {
  const Life& life = lives_[index].back();
  Seq alike = 0;
  while (alike < std::min(life.bodies.size(), life.twin_bodies.size()) &&
         life.bodies[alike] == life.twin_bodies[alike]) {
    ++alike;
  }
  return alike;
}

void Laws::late(std::size_t index, std::uint32_t epoch, TerminalMachine& old,
                OfficeMachine& office) {
  for (Life& life : lives_[index]) {
    if (life.genesis.epoch != epoch) continue;
    append(life, old);  // what was committed when the machine died, and nobody saw
    take(life.terminal, life, life.bodies, life.bodies.size(), false);
    std::map<std::uint64_t, Pool> before;
    for (const auto& [id, sums] : life.terminal.accounts) before[id] = pool_of(id);
    look_at(life, office);
    for (const auto& [id, was] : before) {
      const Pool now = pool_of(id);
      late_[id].points += std::max<std::int64_t>(was.points - now.points, 0);
      late_[id].carry += std::max<std::int64_t>(was.carry - now.carry, 0);
    }
  }
}

void Laws::closed(std::size_t index, OfficeMachine& office) {
  Life& life = lives_[index].back();
  life.closed = true;
  look_at(life, office);
}

void Laws::restored(OfficeMachine& office) {
  for (auto& lives : lives_) {
    for (Life& life : lives) {
      life.acked = life.told = 0;
      life.office = View{};
      look_at(life, office);
    }
  }
}

Laws::Pool Laws::pool_of(std::uint64_t account) const {
  Pool pool;
  each_life([&](const Life& life) {
    const auto& accounts = life.counts().accounts;
    const auto sums = accounts.find(account);
    if (sums == accounts.end()) return;
    pool.points -= sums->second.points_moved;
    pool.carry -= sums->second.carry_moved;
    if (!life.closed) return;
    // E1: it holds nothing; what it owed is nobody's gain.
    pool.points += std::max<std::int64_t>(sums->second.balance(), 0);
    pool.carry += sums->second.carry();
  });
  return pool;
}

void Laws::look_at(Life& life, OfficeMachine& office) {
  sync::OfficeBooksOpen& books = office.eye().books;
  const auto& genesis = life.genesis;
  const auto epoch = books.store.epoch(genesis.tid, genesis.epoch);
  const std::string here = "head office, " + where(life);
  hold(epoch.has_value(), "S1", here + "the epoch is not known");
  const bool open = epoch->state == sync::EpochState::open;
  const bool over = epoch->state == sync::EpochState::closed;
  const bool frozen = epoch->state == sync::EpochState::frozen;
  hold((open && !life.closed) || (over && life.closing) || (frozen && life.cloned), "F1",
       here + "an honest terminal's life is " + std::string(sync::name(epoch->state)));
  // Whoever closed it may have been interrupted before he knew; what the books say counts.
  life.closed = over;
  hold(epoch->acked >= life.told, "X1",
       here + "acknowledged " + text(life.told) + ", now has " + text(epoch->acked));
  hold(epoch->acked >= life.acked, "X1",
       here + "had " + text(life.acked) + ", and without a fall has " + text(epoch->acked));
  if (life.cloned) choose_history(life, *epoch);
  const auto& bodies = life.bodies_at_office();
  const auto& heads = life.heads_at_office();
  hold(epoch->acked <= bodies.size(), "X1",
       here + "has " + text(epoch->acked) + " of " + text(bodies.size()) + " events");
  hold(epoch->head == heads[epoch->acked], "K1",
       here + "its head is not the chain over the first " + text(epoch->acked));
  if (epoch->acked > life.acked) {
    Seq next = life.acked + 1;
    books.store.each_event(genesis.tid, genesis.epoch, next,
                           [&](Seq seq, std::string_view body, const Digest& hash) {
                             hold(seq == next && seq <= epoch->acked, "X1",
                                  here + "event " + text(next) + " is missing");
                             hold(body == bodies[seq - 1] && hash == heads[seq], "X1",
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
  take(life.office, life, life.bodies_at_office(), epoch->folded, false);
  if (life.office.touched.empty()) return;
  sync::OfficeBooks& accounts = office.eye().accounts;
  accounts.enter(genesis.tid, genesis.epoch);
  for (const std::uint64_t id : life.office.touched) {
    compare(here, id, accounts.account(card::Number::from_value(id)), life.office.accounts[id]);
  }
  check_shares(life.office.touched, books);
}

// What head office promised and believes, of these accounts over all terminals.
void Laws::check_shares(const std::set<std::uint64_t>& accounts,
                        sync::OfficeBooksOpen& books) const {
  if (books.rights.recovering()) return;  // what was forgotten comes back from the journals first
  for (const std::uint64_t id : accounts) {
    const auto shares = books.rights.shares().of(card::Number::from_value(id));
    const std::string here = "head office, account " + text(id) + ": ";
    each_life([&](const Life& life) {
      const auto& accounts_there = life.counts().accounts;
      const auto sums = accounts_there.find(id);
      if (life.closed || sums == accounts_there.end()) return;
      std::int64_t promised = 0;
      for (const sync::Share& share : shares) {
        if (share.tid == life.genesis.tid && share.epoch == life.genesis.epoch &&
            share.figures.id.value() == id) {
          promised = share.promised.count();
        }
      }
      hold(promised >= sums->second.granted, "L1",
           here + where(life) + "accepted " + std::to_string(sums->second.granted) +
               ", promised were " + std::to_string(promised));
    });
    const bool any_closed = std::any_of(shares.begin(), shares.end(),
                                        [](const sync::Share& share) { return share.closed; });
    if (any_closed) continue;  // what it owed may be missing
    const auto standing = sync::standing_of(shares);
    hold(standing.shortfall == Points(0) && standing.carry_shortfall == Fen(0), "N1",
         here + "more was promised than was free: " + std::to_string(standing.shortfall.count()) +
             " points, " + std::to_string(standing.carry_shortfall.count()) + " fen");
  }
}

void Laws::came_back(OfficeMachine& office) {
  for (auto& lives : lives_) {
    for (Life& life : lives) {
      const auto epoch = office.eye().books.store.epoch(life.genesis.tid, life.genesis.epoch);
      if (epoch && (epoch->acked < life.acked || epoch->folded < life.office.seq)) {
        life.acked = 0;
        life.office = View{};
      }
      look_at(life, office);
      // It folds what a fall left unfolded before it serves anybody.
      hold(life.office.seq == life.acked, "X1",
           "head office, " + where(life) + "started with the effects of " + text(life.office.seq) +
               " of " + text(life.acked) + " events");
    }
  }
}

void Laws::check_closed(OfficeMachine& office) {
  sync::Shares& all = office.eye().books.rights.shares();
  each_life([&](const Life& life) {
    if (!life.closed) return;
    for (const auto& [id, sums] : life.office.accounts) {
      for (const sync::Share& share : all.of(card::Number::from_value(id))) {
        const bool its = share.tid == life.genesis.tid && share.epoch == life.genesis.epoch;
        hold(!its || share.closed, "E1",
             "head office, " + where(life) + "its share of account " + text(id) + " is open");
      }
    }
  });
}

void Laws::check_whole(std::size_t index, TerminalMachine& terminal) {
  look_at(index, terminal);
  const auto verified = terminal::verify(terminal.store());
  if (!verified.findings.empty()) {
    const auto& first = verified.findings.front();
    throw Violation("H1", where(lives_[index].back()) + "verify: " + first.what + " " +
                              first.where + ": " + first.detail);
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
  Life& life = lives_[index].back();
  look_at(index, terminal);
  look_at(index, office);
  hold(life.acked == life.bodies.size(), "C1",
       where(life) + text(life.bodies.size() - life.acked) + " events never arrived");
  hold(life.office.seq == life.bodies.size(), "C1",
       where(life) + "not every event had its effect at head office");
  hold(life.office.accounts == life.terminal.accounts, "C1",
       where(life) + "head office and the terminal differ in what accounts hold");
  for (const auto& [id, own] : life.terminal.accounts) {
    const auto name = card::Number::from_value(id);
    std::int64_t elsewhere = 0;
    each_life([&](const Life& other) {
      const auto& accounts = other.counts().accounts;
      for (const card::Number one : office.eye().books.rights.shares().names(name)) {
        const auto sums = accounts.find(one.value());
        const bool itself = &other == &life && one == name;
        if (!itself && sums != accounts.end()) elsewhere += sums->second.net();
      }
    });
    const auto heard = terminal.store().heard().of(name);
    hold(!heard || heard->told.points.count() == elsewhere, "C1",
         where(life) + "was told of " + std::to_string(heard ? heard->told.points.count() : 0) +
             " points of account " + text(id) + " elsewhere; there are " +
             std::to_string(elsewhere));
  }
  check_told(life, terminal, office);
}

// Whatever head office knows of the accounts that live at this store, the store knows as well: also
// one that began with an empty disk.
void Laws::check_told(const Life& life, TerminalMachine& terminal, OfficeMachine& office) {
  constexpr int most = 100'000;
  sync::Shares& shares = office.eye().books.rights.shares();
  const auto nothing = card::Number::from_value(0);
  for (const card::Number account : shares.accounts_of_home(life.genesis.tid, nothing, most)) {
    for (const terminal::ToldCard& card : shares.cards(account)) {
      const auto there = terminal.store().books().card(card.number);
      const std::string here = where(life) + "card " + text(card.number.value()) + " of account " +
                               text(account.value()) + ", which lives here, ";
      hold(there.has_value(), "C1", here + "is not known");
      hold(there->state == card.state, "C1", here + "is in another state at head office");
    }
  }
}

std::string Laws::digest() const {
  std::string all;
  each_life([&](const Life& life) {
    all += raw(life.heads.back());
    append_u64(all, life.acked);
    append_u64(all, static_cast<std::uint64_t>(life.time_mark));
    for (const auto& [id, sums] : life.terminal.accounts) {
      append_u64(all, id);
      append_u64(all, static_cast<std::uint64_t>(sums.spend));
    }
  });
  return hex(sha256(all));
}

std::uint64_t Laws::events() const {
  std::uint64_t events = 0;
  each_life([&](const Life& life) { events += life.bodies.size(); });
  return events;
}

std::uint64_t Laws::acknowledged() const {
  std::uint64_t events = 0;
  each_life([&](const Life& life) { events += life.acked; });
  return events;
}

}  // namespace vip::simulation
