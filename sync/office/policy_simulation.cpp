#include "sync/office/policy_simulation.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <queue>
#include <set>
#include <utility>

#include "terminal/json/strict_json.h"
#include "terminal/policy/policy_reader.h"
#include "terminal/policy/policy_versions.h"

namespace vip::sync {
namespace {

using terminal::Event;

// One journal, read piece by piece, so that all of them can be read side by side.
class JournalReader {
 public:
  JournalReader(OfficeStore& store, std::uint32_t tid, std::uint32_t epoch,
                const std::set<EventPlace>& parked)
      : store_(store), tid_(tid), epoch_(epoch), parked_(parked) {
    fill();
  }

  bool done() const { return ready_.empty(); }
  const EventPlace& place() const { return ready_.front().first; }
  const Event& event() const { return ready_.front().second; }
  // A journal's own order counts for more than its clock.
  std::int64_t at() const { return at_; }
  void next() {
    ready_.pop_front();
    if (ready_.empty()) fill();
    if (!ready_.empty()) at_ = std::max(at_, event().stamp.at);
  }

 private:
  void fill() {
    constexpr int piece = 500;
    while (ready_.empty()) {
      int seen = 0;
      store_.each_event(tid_, epoch_, next_, [&](Seq seq, std::string_view body, const Digest&) {
        next_ = seq + 1;
        const EventPlace place{tid_, epoch_, seq};
        if (!parked_.contains(place)) {
          if (auto event = terminal::decode(body)) ready_.emplace_back(place, std::move(*event));
        }
        return ++seen < piece;
      });
      if (seen < piece) break;
    }
    if (!ready_.empty()) at_ = std::max(at_, event().stamp.at);
  }

  OfficeStore& store_;
  std::uint32_t tid_;
  std::uint32_t epoch_;
  const std::set<EventPlace>& parked_;
  Seq next_ = 1;
  std::int64_t at_ = INT64_MIN;
  std::deque<std::pair<EventPlace, Event>> ready_;
};

// The sales that an event speaks of.
void note_needed(const EventPlace& place, const Event& event, std::set<EventPlace>& needed) {
  if (const auto* returned = std::get_if<terminal::ReturnEvent>(&event.act)) {
    needed.insert({place.tid, place.epoch, returned->sale});
  } else if (const auto* issue = std::get_if<terminal::IssueEvent>(&event.act)) {
    for (const Seq seq : issue->proof.sales) needed.insert({place.tid, place.epoch, seq});
  }
}

}  // namespace

PolicySimulation simulate_policy(OfficeStore& store, const std::vector<Parked>& parked,
                                 const SimulationWish& wish, const Progress& progress) {
  PolicySimulation done;
  std::set<EventPlace> without_effect;
  for (const Parked& p : parked) without_effect.insert({p.tid, p.epoch, p.seq});
  std::vector<std::pair<std::uint32_t, std::uint32_t>> journals;
  std::uint64_t total = 0;
  for (const Terminal& terminal : store.terminals()) {
    done.stores[terminal.tid] = terminal.store;
    for (const Epoch& epoch : store.epochs(terminal.tid)) {
      journals.emplace_back(terminal.tid, epoch.genesis.epoch);
      total += 2 * epoch.acked;
    }
  }

  std::set<EventPlace> needed;
  std::uint64_t read = 0;
  for (const auto& [tid, epoch] : journals) {
    for (JournalReader journal(store, tid, epoch, without_effect); !journal.done();
         journal.next()) {
      note_needed(journal.place(), journal.event(), needed);
      progress(++read, total);
    }
  }

  std::vector<std::unique_ptr<JournalReader>> readers;
  const auto later = [](const JournalReader* a, const JournalReader* b) {
    return std::pair(a->at(), a->place()) > std::pair(b->at(), b->place());
  };
  std::priority_queue<JournalReader*, std::vector<JournalReader*>, decltype(later)> next(later);
  for (const auto& [tid, epoch] : journals) {
    readers.push_back(std::make_unique<JournalReader>(store, tid, epoch, without_effect));
    if (!readers.back()->done()) next.push(readers.back().get());
  }
  if (next.empty()) return done;
  const Day from = wish.from.value_or(Day());
  std::map<std::pair<std::uint32_t, std::uint32_t>, terminal::PolicyVersions> adopted;
  const auto as_it_was = [&](std::uint32_t tid, std::uint32_t epoch,
                             Day day) -> const terminal::Policy& {
    return adopted[{tid, epoch}].in_force(day);
  };
  PolicyReplay before(as_it_was, needed, from);
  PolicyReplay after(
      [&](std::uint32_t tid, std::uint32_t epoch, Day day) -> const terminal::Policy& {
        return day < from ? as_it_was(tid, epoch, day) : wish.draft;
      },
      needed, from);
  while (!next.empty()) {
    JournalReader* journal = next.top();
    next.pop();
    const EventPlace place = journal->place();
    const Event& event = journal->event();
    const Day day = event.stamp.day;
    if (!wish.to || day <= *wish.to) {
      if (const auto* policy = std::get_if<terminal::PolicyAdoptedEvent>(&event.act)) {
        const auto json = terminal::read_json(policy->document);
        const auto read_well =
            json ? terminal::read_policy(*json, terminal::Head::optional)
                 : Result<terminal::Policy, terminal::Problems>(Unexpected{terminal::Problems{}});
        if (read_well) adopted[{place.tid, place.epoch}].adopt(*read_well);
      }
      before.one(place, event);
      after.one(place, event);
      if (day >= from) {
        ++done.events;
        done.from = std::min(done.from.value_or(day), day);
        done.to = std::max(done.to.value_or(day), day);
        const terminal::Policy& was = as_it_was(place.tid, place.epoch, day);
        if (!(was.presence == wish.draft.presence)) done.presence_differs = true;
        if (was.rates.leap_day != wish.draft.rates.leap_day) done.leap_day_differs = true;
      }
    }
    progress(++read, total);
    journal->next();
    if (!journal->done()) next.push(journal);
  }
  done.before = before.figures();
  done.after = after.figures();
  if (wish.from) done.from = wish.from;
  if (wish.to) done.to = wish.to;
  return done;
}

}  // namespace vip::sync
