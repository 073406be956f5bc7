#include "sync/office/rights_desk.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>

#include "cardformat/bytes.h"
#include "sync/office/rows.h"

namespace vip::sync {
namespace {

using terminal::HeardOf;
using terminal::InboxNo;
using terminal::Reading;
using terminal::Transaction;

constexpr int accounts_a_transaction = 500;
constexpr int entries_a_page = 100;
constexpr std::size_t page_bytes = 16;
// Of each life, in meta: how far it was told what a new life is told (empty: all of it), and which
// snapshot it was handed out.
constexpr std::string_view untold_begins = "untold";
constexpr std::string_view snapshot_begins = "snapshot";
// A member who waits longer than this has left the counter.
constexpr std::int64_t want_lasts_s = 15;

std::int64_t number_in(const std::optional<std::string>& text, std::int64_t otherwise) {
  std::int64_t number = otherwise;
  if (text) std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

std::string name_of(std::string_view what, std::uint32_t tid, std::uint32_t epoch) {
  return std::string(what) + " " + std::to_string(tid) + " " + std::to_string(epoch);
}

InboxEntry entry_of(card::Number account, const ErrandRow& row) {
  InboxEntry entry;
  switch (row.errand.kind) {
    case Errand::Kind::grant:
      entry.what = GrantEntry{row.id, account, row.errand.points, row.errand.carry};
      break;
    case Errand::Kind::recall:
      entry.what = RecallEntry{account, row.errand.points};
      break;
    case Errand::Kind::erase:
      entry.what = EraseEntry{account};
      break;
  }
  return entry;
}

}  // namespace

RightsDesk::RightsDesk(terminal::Database& database, OfficeStore& store, const SealKeys* keys,
                       const TellingLimits& limits)
    : database_(database),
      store_(store),
      shares_(database),
      mailbox_(database),
      registrations_(database, store),
      erasures_(database),
      meetings_(database),
      keys_(keys),
      limits_(limits),
      policies_(database),
      zone_(*terminal::Zone::named("Asia/Shanghai")),
      get_touched_(database,
                   "SELECT account FROM touched WHERE tid=? AND epoch=? ORDER BY account LIMIT ?"),
      forget_touched_(database, "DELETE FROM touched WHERE tid=? AND epoch=? AND account=?"),
      consumed_(database, "SELECT number FROM inbox_consumed WHERE tid=? AND epoch=?") {}

std::vector<card::Number> RightsDesk::touched(std::uint32_t tid, std::uint32_t epoch, int most) {
  std::vector<card::Number> accounts;
  const Reading reading(get_touched_);
  Row(get_touched_) << tid << epoch << std::int64_t{most};
  while (get_touched_.step()) accounts.push_back(Columns(get_touched_).number());
  return accounts;
}

void RightsDesk::carry_over(std::uint32_t tid, std::uint32_t epoch, std::int64_t now) {
  carry_over_touched(tid, epoch, now);
  carry_over_erasings(tid, epoch, now);
  carry_over_purchases(tid, epoch);
}

void RightsDesk::carry_over_purchases(std::uint32_t tid, std::uint32_t epoch) {
  policies_of_.reset();
  for (;;) {
    const auto waiting = meetings_.waiting(tid, epoch, accounts_a_transaction);
    if (waiting.empty()) return;
    {
      Transaction comparing(database_);
      for (const auto& [name, purchase] : waiting) {
        const card::Number root = shares_.root(name);
        const std::uint32_t home = shares_.row(root).home_tid;
        const auto terminal = store_.terminal(home);
        const terminal::Policy& policy = terminal ? policy_at(home, terminal->epoch, purchase.at)
                                                  : policy_at(tid, epoch, purchase.at);
        meetings_.compare(root, purchase, policy.anomalies.two_stores_minutes);
      }
      comparing.commit();
    }
    Transaction done(database_);
    for (const auto& [name, purchase] : waiting) meetings_.carried_over(purchase);
    done.commit();
  }
}

void RightsDesk::carry_over_touched(std::uint32_t tid, std::uint32_t epoch_number,
                                    std::int64_t now) {
  for (;;) {
    const auto accounts = touched(tid, epoch_number, accounts_a_transaction);
    if (accounts.empty()) return;
    const auto epoch = store_.epoch(tid, epoch_number);
    InboxNo consumed = 0;
    {
      const Reading reading(consumed_);
      Row(consumed_) << tid << epoch_number;
      if (consumed_.step()) consumed = static_cast<InboxNo>(consumed_.integer(0));
    }
    // It knows what it did itself. What others did it has not been told where its share is new here
    // (this head office may have forgotten that it held the account), nor what was heard or done
    // under another name.
    std::set<card::Number> for_others;
    std::set<card::Number> for_all;
    {
      Transaction absorbing(database_);
      for (const card::Number account : accounts) {
        const bool knew = shares_.holds(account, tid, epoch_number);
        if (!shares_.absorb(tid, epoch_number, epoch->folded, epoch->state == EpochState::closed,
                            consumed, account)) {
          continue;
        }
        const auto names = shares_.names(account);
        const bool alone = names.size() == 1 && (knew || shares_.of(account).size() == 1);
        (alone ? for_others : for_all).insert(names.begin(), names.end());
      }
      absorbing.commit();
    }
    // What an earlier life sends late is news to the present one.
    const auto terminal = store_.terminal(tid);
    const bool present = terminal && terminal->epoch == epoch_number;
    fan_out({for_others.begin(), for_others.end()}, present ? tid : 0);
    fan_out({for_all.begin(), for_all.end()}, 0);
    {
      Transaction forgetting(database_);
      for (const card::Number account : accounts) {
        Row row(forget_touched_);
        row << tid << epoch_number << account;
        row.run();
      }
      if (consumed > 0) mailbox_.forget(tid, epoch_number, consumed - 1);
      forgetting.commit();
    }
    decide(accounts, now);
  }
}

void RightsDesk::carry_over_erasings(std::uint32_t tid, std::uint32_t epoch, std::int64_t now) {
  for (;;) {
    const auto waiting = erasures_.waiting(tid, epoch, accounts_a_transaction);
    if (waiting.empty()) return;
    std::vector<Erasures::Forgotten> fresh;
    {
      Transaction answering(database_);
      for (const Erasures::Waiting& one : waiting) {
        if (one.inbox != 0) shares_.erased_there(one.account, tid, epoch, one.inbox);
        const card::Number root = shares_.root(one.account);
        // Of what lives elsewhere this journal says only what it did itself.
        if (shares_.row(root).home_tid != tid) continue;
        fresh.push_back({root, tid, epoch, one.at});
      }
      answering.commit();
    }
    forget(fresh);
    if (recovering()) return;  // who held it is known when all were heard of; then again
    std::vector<card::Number> accounts;
    for (const Erasures::Forgotten& one : fresh) accounts.push_back(one.account);
    decide(accounts, now);
    Transaction done(database_);
    for (const Erasures::Waiting& one : waiting) {
      erasures_.carried_over(tid, epoch, one.account);
    }
    done.commit();
  }
}

bool RightsDesk::erase(card::Number card, std::int64_t now) {
  const auto root = shares_.account_of(card);
  if (!root) return false;
  forget({{*root, 0, 0, now}});
  decide({*root}, now);
  return true;
}

void RightsDesk::forget(const std::vector<Erasures::Forgotten>& fresh) {
  std::vector<card::Number> changed;
  {
    Transaction forgetting(database_);
    for (const Erasures::Forgotten& one : fresh) {
      if (erasures_.forgotten(one.account)) continue;
      erasures_.forget(one);
      shares_.renew_version(one.account);
      for (const card::Number name : shares_.names(one.account)) changed.push_back(name);
    }
    forgetting.commit();
  }
  {
    Transaction destroying(database_);
    for (const Erasures::Forgotten& one : fresh) erasures_.destroy_forms(one.account);
    destroying.commit();
  }
  fan_out(changed, 0);
}

void RightsDesk::fan_out(const std::vector<card::Number>& accounts, std::uint32_t origin) {
  std::vector<AccountRow> fanned;
  std::vector<std::pair<std::uint32_t, AccountRow>> marks;
  for (const card::Number account : accounts) {
    const AccountRow about = shares_.row(account);
    std::set<std::uint32_t> holders;
    if (about.home_tid != 0) holders.insert(about.home_tid);
    for (const Share& share : shares_.of(account)) {
      if (!share.closed && share.figures.id == account) holders.insert(share.tid);
    }
    holders.erase(origin);  // it knows what it did itself
    for (const std::uint32_t tid : holders) marks.emplace_back(tid, about);
    fanned.push_back(about);
  }
  if (!marks.empty()) {
    Transaction marking(database_);
    for (const auto& [tid, about] : marks) mailbox_.mark(tid, about.account, about.version);
    marking.commit();
  }
  if (!fanned.empty()) {
    Transaction done(database_);
    for (AccountRow& about : fanned) {
      about.fanned = about.version;
      shares_.put(about);
    }
    done.commit();
  }
}

void RightsDesk::decide(const std::vector<card::Number>& accounts, std::int64_t now) {
  if (recovering()) return;
  policies_of_.reset();
  std::vector<Plan> plans;
  std::set<card::Number> roots;
  for (const card::Number account : accounts) roots.insert(shares_.root(account));
  for (const card::Number root : roots) {
    Plan made = plan(root, now);
    if (!made.errands.empty() || !made.satisfied.empty()) plans.push_back(std::move(made));
  }
  if (plans.empty()) return;
  {
    Transaction writing(database_);
    const std::int64_t line = lineage();
    for (const Plan& made : plans) {
      for (const Errand& errand : made.errands) {
        // A life that never held the account has its share from now on: what is promised to it is
        // counted there, and would be granted a second time if it were not (L1).
        shares_.hold(errand.name, errand.tid, errand.epoch);
        shares_.put(errand.name,
                    ErrandRow{shares_.next_errand(errand.name, line), errand, 0, false});
      }
      for (const Wanted& want : made.satisfied) {
        shares_.satisfied(want.name, want.tid, want.epoch);
      }
    }
    writing.commit();
  }
  deliver();
}

RightsDesk::Plan RightsDesk::plan(card::Number root, std::int64_t now) {
  Plan made;
  const auto shares = shares_.of(root);
  made.errands = orders_to_erase(root, shares);
  const Standing standing = standing_of(shares);
  std::vector<Wanted> waiting;
  for (const card::Number name : shares_.names(root)) {
    for (const Shares::Want& want : shares_.wants(name, now)) {
      waiting.push_back({want.tid, want.epoch, want.points, name});
    }
  }
  const bool owing = std::any_of(shares.begin(), shares.end(), [](const Share& share) {
    return !share.closed && share.figures.owed > Points(0);
  });
  if (standing.free == Points(0) && standing.free_carry == Fen(0) && waiting.empty() && !owing) {
    return made;
  }
  Home home;
  home.tid = shares_.row(root).home_tid;
  if (const auto terminal = store_.terminal(home.tid)) {
    const auto epoch = store_.epoch(home.tid, terminal->epoch);
    if (epoch && epoch->state == EpochState::open) home.epoch = terminal->epoch;
  }
  home.name = root;
  for (const terminal::ToldCard& card : shares_.cards(root)) {
    if (card.state != terminal::CardState::active) continue;
    home.usable = true;
    // Its home, come to a new life, may have met the card by itself: then it knows it by that name.
    for (const Share& share : shares) {
      const bool met_there = share.tid == home.tid && share.epoch == home.epoch &&
                             share.figures.id == card.number && !share.closed;
      if (met_there) home.name = card.number;
    }
  }
  std::vector<Wanted> wanted;
  for (Wanted want : waiting) {
    for (const Share& share : shares) {
      const bool its = share.tid == want.tid && share.epoch == want.epoch &&
                       share.figures.id == want.name && !share.closed;
      if (!its) continue;
      const Points has = share.figures.right + share.on_its_way();
      want.points = std::max(want.points - has, Points(0));
      wanted.push_back(want);
    }
  }
  if (!home.usable) wanted.clear();
  std::vector<Errand> open_recalls;
  for (const ErrandRow& row : shares_.open_errands(root)) {
    const bool closed = std::any_of(shares.begin(), shares.end(), [&](const Share& share) {
      return share.closed && share.tid == row.errand.tid && share.epoch == row.errand.epoch &&
             share.figures.id == row.errand.name;
    });
    if (row.errand.kind == Errand::Kind::recall && !closed) open_recalls.push_back(row.errand);
  }
  const auto moved = errands_for(shares, home, wanted, open_recalls,
                                 policy_at(home.tid, std::max(home.epoch, 1u), now).rights);
  made.errands.insert(made.errands.end(), moved.begin(), moved.end());
  for (const Wanted& want : wanted) {
    Points missing = want.points;
    for (const Errand& errand : made.errands) {
      const bool for_it =
          errand.tid == want.tid && errand.epoch == want.epoch && errand.name == want.name;
      if (for_it && errand.kind == Errand::Kind::grant) missing -= std::min(missing, errand.points);
    }
    if (missing == Points(0)) made.satisfied.push_back(want);
  }
  return made;
}

// To every open life that holds the account and was not told yet, and to its home's present one,
// which may stand on an old disk; but not to the life that began it.
std::vector<Errand> RightsDesk::orders_to_erase(card::Number root,
                                                const std::vector<Share>& shares) {
  const auto forgotten = erasures_.forgotten(root);
  if (!forgotten) return {};
  std::vector<Errand> holders;
  for (const Share& share : shares) {
    if (share.closed) continue;
    holders.push_back({Errand::Kind::erase, share.tid, share.epoch, {}, {}, share.figures.id});
  }
  const std::uint32_t home = shares_.row(root).home_tid;
  const auto terminal = store_.terminal(home);
  const bool counted =
      !terminal || std::any_of(shares.begin(), shares.end(), [&](const Share& share) {
        return share.tid == home && share.epoch == terminal->epoch;
      });
  if (!counted) holders.push_back({Errand::Kind::erase, home, terminal->epoch, {}, {}, root});
  const auto told = shares_.erasing_errands(root);
  std::erase_if(holders, [&](const Errand& holder) {
    if (holder.tid == forgotten->tid && holder.epoch == forgotten->epoch) return true;
    return std::any_of(told.begin(), told.end(), [&](const ErrandRow& row) {
      return row.errand.tid == holder.tid && row.errand.epoch == holder.epoch &&
             row.errand.name == holder.name;
    });
  });
  return holders;
}

const terminal::Policy& RightsDesk::policy_at(std::uint32_t tid, std::uint32_t epoch,
                                              std::int64_t now) {
  if (policies_of_ != std::pair(tid, epoch)) {
    policies_.enter(tid, epoch);
    policies_of_ = {tid, epoch};
  }
  return policies_.policy_on(zone_.day_of(now));
}

void RightsDesk::deliver() {
  for (;;) {
    auto unsent = shares_.unsent(accounts_a_transaction);
    if (unsent.empty()) return;
    {
      Transaction posting(database_);
      for (auto& [account, row] : unsent) {
        row.inbox = mailbox_.append(row.errand.tid, row.errand.epoch, {account, row.id},
                                    entry_of(account, row), backups());
        stirred_.insert(row.errand.tid);
      }
      posting.commit();
    }
    Transaction noting(database_);
    for (const auto& [account, row] : unsent) shares_.put(account, row);
    noting.commit();
  }
}

void RightsDesk::sweep(std::int64_t now) {
  for (const Terminal& terminal : store_.terminals()) {
    for (const Epoch& epoch : store_.epochs(terminal.tid)) {
      carry_over(terminal.tid, epoch.genesis.epoch, now);
    }
  }
  if (!recovering()) deliver();
  card::Number after = card::Number::from_value(0);
  for (;;) {
    const auto accounts = shares_.restless(after, accounts_a_transaction);
    if (accounts.empty()) return;
    after = accounts.back();
    std::vector<card::Number> behind;
    for (const card::Number account : accounts) {
      const AccountRow about = shares_.row(account);
      if (about.fanned < about.version) behind.push_back(account);
    }
    fan_out(behind, 0);
    decide(accounts, now);
  }
}

WantAnswer RightsDesk::want(std::uint32_t tid, std::uint32_t epoch, card::Number card,
                            Points points, std::int64_t now) {
  const auto root = shares_.account_of(card);
  if (!root) return {};
  // Under the name by which it knows the account; a name that is new to it is the account's own.
  std::optional<card::Number> account;
  for (const Share& share : shares_.of(*root)) {
    const bool its = share.tid == tid && share.epoch == epoch && share.figures.id == card;
    if (its) account = card;
  }
  if (!account) account = root;
  bool fresh = false;
  {
    Transaction writing(database_);
    fresh = shares_.hold(*account, tid, epoch);
    if (points > Points(0)) shares_.want(*account, tid, epoch, points, now + want_lasts_s);
    writing.commit();
  }
  if (fresh) {
    Transaction marking(database_);
    mailbox_.mark(tid, *account, shares_.row(*account).version);
    marking.commit();
  }
  decide({*account}, now);
  WantAnswer answer{.known = true};
  const auto shares = shares_.of(*account);
  answer.balance = standing_of(shares).net;
  for (const Share& share : shares) {
    const bool its = share.tid == tid && share.epoch == epoch && share.figures.id == *account;
    if (its) answer.coming = share.on_its_way();
  }
  for (const ErrandRow& row : shares_.open_errands(*account)) {
    if (row.errand.kind == Errand::Kind::recall) answer.asked += row.errand.points;
  }
  return answer;
}

HeardOf RightsDesk::state_of(card::Number account, std::uint32_t tid, std::uint32_t epoch) {
  const AccountRow about = shares_.row(account);
  const auto shares = shares_.of(account);
  HeardOf state;
  state.version = std::max<std::int64_t>(about.version, 1);
  state.home = shares_.row(shares_.root(account)).home_tid == tid;
  state.told.account = account;
  const Elsewhere elsewhere = elsewhere_of(shares, tid, epoch, account);
  state.told.points = elsewhere.points;
  state.told.accumulated = elsewhere.accumulated;
  state.told.cards = shares_.cards(account);
  const auto address =
      keys_ != nullptr ? registrations_.address_of(account, keys_->address()) : std::nullopt;
  if (address) {
    state.address_zh = address->zh;
    state.address_en = address->en;
  }
  for (const Share& share : shares) {
    if (share.closed || share.tid == tid || share.figures.right == Points(0)) continue;
    const auto terminal = store_.terminal(share.tid);
    const auto life = store_.epoch(share.tid, share.epoch);
    state.where.push_back(
        {terminal ? terminal->store : "", share.figures.right, life ? life->heard_at : 0});
  }
  if (const Points free = standing_of(shares).free; free > Points(0)) {
    state.where.push_back({"", free, 0});
  }
  return state;
}

DownlinkPage RightsDesk::page(std::uint32_t tid, std::uint32_t epoch, InboxNo consumed) {
  DownlinkPage page;
  page.inbox = mailbox_.entries(tid, epoch, consumed, covered(), entries_a_page);
  std::set<std::uint64_t> accounts;
  const auto states_a_page = static_cast<std::size_t>(limits_.states_a_page);
  auto dirty = mailbox_.dirty(tid, limits_.states_a_page + 1);
  auto place = untold(tid, epoch);
  if (place && place->epoch == 0) {
    const auto left = shares_.accounts_of_home(tid, place->after, limits_.worth_a_snapshot);
    page.snapshot = left.size() == static_cast<std::size_t>(limits_.worth_a_snapshot);
  }
  if (place && !page.snapshot && dirty.size() <= states_a_page) {
    tell_more(tid, epoch, *place);
    dirty = mailbox_.dirty(tid, limits_.states_a_page + 1);
  }
  page.more = dirty.size() > states_a_page || page.inbox.size() == entries_a_page ||
              (place && !page.snapshot && !place->at_end);
  const std::size_t most = std::min(dirty.size(), states_a_page);
  if (most > 0) {
    page.id = hex(random_bytes(page_bytes));
    Transaction stamping(database_);
    for (std::size_t i = 0; i < most; ++i) mailbox_.sent(tid, dirty[i], page.id);
    stamping.commit();
  }
  for (std::size_t i = 0; i < most; ++i) accounts.insert(dirty[i].account.value());
  // Nobody is granted points of an account that it has not heard of.
  for (const InboxEntry& entry : page.inbox) {
    if (const auto* grant = std::get_if<GrantEntry>(&entry.what)) {
      accounts.insert(grant->account.value());
    }
  }
  for (const std::uint64_t account : accounts) {
    page.states.push_back(state_of(card::Number::from_value(account), tid, epoch));
  }
  return page;
}

void RightsDesk::confirmed(std::uint32_t tid, std::string_view page) {
  if (page.empty()) return;
  Transaction transaction(database_);
  mailbox_.confirmed(tid, page);
  transaction.commit();
}

void RightsDesk::post_entry(std::uint32_t tid, std::uint32_t epoch, const InboxEntry& entry) {
  Transaction transaction(database_);
  const auto number = static_cast<std::int64_t>(mailbox_.length(tid, epoch)) + 1;
  mailbox_.append(tid, epoch, {card::Number::from_value(0), {lineage(), number}}, entry, backups());
  transaction.commit();
  stirred_.insert(tid);
}

bool RightsDesk::has_entries(std::uint32_t tid, std::uint32_t epoch, InboxNo consumed) {
  return !mailbox_.entries(tid, epoch, consumed, covered(), 1).empty();
}

bool RightsDesk::has_states(std::uint32_t tid, std::uint32_t epoch) {
  return !mailbox_.dirty(tid, 1).empty() || untold(tid, epoch).has_value();
}

// ---- a new life ----

void RightsDesk::welcome(std::uint32_t tid, std::uint32_t epoch, std::int64_t now) {
  if (epoch == 1) return;  // nothing ever lived there
  // It holds from now on what earlier lives held, so that it is told of each change of it.
  Place place{.epoch = 1};
  while (!place.at_end) {
    const auto accounts = to_tell(tid, epoch, place, accounts_a_transaction);
    if (accounts.empty()) continue;
    Transaction holding(database_);
    for (const card::Number account : accounts) shares_.hold(account, tid, epoch);
    holding.commit();
  }
  Transaction noting(database_);
  put_untold(tid, epoch, {});
  noting.commit();
  decide(erasures_.forgotten_of_home(tid), now);
}

std::vector<card::Number> RightsDesk::to_tell(std::uint32_t tid, std::uint32_t epoch, Place& place,
                                              int most) {
  std::vector<card::Number> accounts;
  std::size_t seen = 0;
  if (place.epoch == 0) {
    accounts = shares_.accounts_of_home(tid, place.after, most);
    seen = accounts.size();
    if (!accounts.empty()) place.after = accounts.back();
  } else if (place.epoch < epoch) {
    const auto held = shares_.held_by(tid, place.epoch, place.after, most);
    seen = held.size();
    for (const Shares::Held& one : held) {
      if (!one.at_home) accounts.push_back(one.account);
      place.after = one.account;
    }
  }
  if (seen < static_cast<std::size_t>(most)) {
    place = {.epoch = place.epoch + 1, .after = card::Number::from_value(0), .at_end = false};
  }
  place.at_end = place.epoch >= epoch;
  return accounts;
}

std::optional<RightsDesk::Place> RightsDesk::untold(std::uint32_t tid, std::uint32_t epoch) {
  const auto text = store_.meta(name_of(untold_begins, tid, epoch));
  if (!text || text->empty()) return std::nullopt;
  const std::size_t blank = text->find(' ');
  if (blank == std::string::npos) return std::nullopt;
  Place place;
  place.epoch = static_cast<std::uint32_t>(number_in(text->substr(0, blank), 0));
  place.after =
      card::Number::from_value(static_cast<std::uint64_t>(number_in(text->substr(blank + 1), 0)));
  return place;
}

void RightsDesk::put_untold(std::uint32_t tid, std::uint32_t epoch, const Place& place) {
  store_.set_meta(
      name_of(untold_begins, tid, epoch),
      place.at_end ? "" : std::to_string(place.epoch) + " " + std::to_string(place.after.value()));
}

void RightsDesk::tell_more(std::uint32_t tid, std::uint32_t epoch, Place& place) {
  const auto accounts = to_tell(tid, epoch, place, accounts_a_transaction);
  Transaction marking(database_);
  for (const card::Number account : accounts) {
    mailbox_.mark(tid, account, std::max<std::int64_t>(shares_.row(account).version, 1));
  }
  put_untold(tid, epoch, place);
  marking.commit();
}

void RightsDesk::handed_out(std::uint32_t tid, std::uint32_t epoch, std::string_view snapshot) {
  const std::string name = name_of(snapshot_begins, tid, epoch);
  if (store_.meta(name) == snapshot) return;
  Transaction noting(database_);
  store_.set_meta(name, snapshot);
  noting.commit();
}

void RightsDesk::installed(std::uint32_t tid, std::uint32_t epoch, std::string_view snapshot) {
  const std::string name = name_of(snapshot_begins, tid, epoch);
  if (snapshot.empty() || store_.meta(name) != snapshot) return;
  Transaction noting(database_);
  store_.set_meta(name, "");
  put_untold(tid, epoch, {.at_end = true});
  noting.commit();
}

bool RightsDesk::recovering() {
  return database_.integer("SELECT count(*) FROM epoch WHERE recovering=1 AND state=1") > 0;
}

InboxNo RightsDesk::inbox_length(std::uint32_t tid, std::uint32_t epoch) {
  return mailbox_.length(tid, epoch);
}

std::int64_t RightsDesk::lineage() { return number_in(store_.meta("lineage_number"), 1); }

// Without a second copy of the books nothing is safer than committed, and nothing waits for it.
std::int64_t RightsDesk::covered() {
  if (store_.meta("safe").value_or("committed") == "committed") {
    return std::numeric_limits<std::int64_t>::max();
  }
  return number_in(store_.meta("covered"), 0);
}

std::int64_t RightsDesk::backups() { return number_in(store_.meta("backups"), 0); }

}  // namespace vip::sync
