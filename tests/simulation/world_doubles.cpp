// What there is twice: copies of events that lanes keep, a disk of which two go on, and one that
// was lost, turns up, and tells what it still knew.
#include <filesystem>
#include <utility>

#include "sync/exchange.h"
#include "sync/store_outbox.h"
#include "sync/sync_answers.h"
#include "terminal/json/strict_json.h"
#include "tests/simulation/world.h"

namespace vip::simulation {
namespace {

namespace fs = std::filesystem;
using terminal::Seq;
using terminal::StorageError;

constexpr std::size_t most_lost_disks = 3;

}  // namespace

// From a machine that is not the shop's present one. Requests and answers get lost here too.
class World::OtherLine final : public sync::Transport {
 public:
  OtherLine(World& world, TerminalMachine& terminal, Dice& dice, std::function<void()> seen)
      : world_(world), terminal_(terminal), dice_(dice), seen_(std::move(seen)) {}

  Result<sync::TransportAnswer, sync::TransportFailure> send(
      const sync::TransportRequest& request) override {
    const auto lost = Unexpected{sync::TransportFailure{sync::TransportError::lost, "lost"}};
    seen_();
    if (dice_.chance(world_.weather_.request_lost) || !world_.office_up()) return lost;
    const auto answer = world_.office_->answer({.method = request.method,
                                                .path = request.path,
                                                .content_encoding = request.content_encoding,
                                                .body = request.body,
                                                .certificate = terminal_.certificate_der()},
                                               world_.now_);
    if (!world_.office_up()) return lost;
    seen_();
    if (!answer || dice_.chance(world_.weather_.answer_lost)) return lost;
    return sync::TransportAnswer{answer->status, answer->content_encoding, answer->body,
                                 answer->retry_after_s};
  }
  sync::Traffic traffic() const override { return {}; }

 private:
  World& world_;
  TerminalMachine& terminal_;
  Dice& dice_;
  std::function<void()> seen_;
};

// ---- lanes' copies ----

void World::copy_to_lanes(std::size_t shop, Dice& dice) {
  if (!up(shop)) return;
  Shop& here = shops_[shop];
  const std::string from =
      here.copied_through == 0 ? "" : R"("from":)" + std::to_string(here.copied_through + 1) + ',';
  const auto answer = sync::copies(
      here.terminal->store(), '{' + from + R"("most":)" + std::to_string(dice.from(1, 60)) + '}');
  const auto json = terminal::read_json(answer.text);
  if (!json || !json->at("ok").get<bool>()) throw Violation("P1", "copies: " + answer.text);
  const auto& copies = json->at("result").at("copies");
  if (copies.empty()) return;
  if (here.copied_from == 0) here.copied_from = copies.front().at("seq").get<Seq>();
  here.copied_through = copies.back().at("seq").get<Seq>();
  here.copies += answer.text + '\n';
  count("copied to lanes");
  tell(shop, "its lanes have events through " + std::to_string(here.copied_through));
}

// Before a life is closed; somebody may forget that there are lanes. False: not now.
bool World::recover_from_lanes(std::size_t shop, std::uint32_t tid, std::uint32_t epoch,
                               Dice& dice) {
  Shop& here = shops_[shop];
  if (here.copies.empty() || here.cloned || !dice.chance(800) || !office_up()) return true;
  const Seq before = office_->eye().books.store.epoch(tid, epoch)->acked;
  office_->kill();
  const auto recovered = office_->recover(tid, epoch, here.copies, now_);
  if (!office_up() || !recovered) return false;
  if (!*recovered) {
    throw Violation("P1", here.terminal->name() + ": its lanes' copies are not believed, at " +
                              std::to_string(recovered->error().at));
  }
  const bool adjoin = here.copied_from <= before + 1;
  if (adjoin && (*recovered)->through != std::max(before, here.copied_through)) {
    throw Violation("P1", here.terminal->name() + ": its lanes had events through " +
                              std::to_string(here.copied_through) + ", head office has " +
                              std::to_string((*recovered)->through));
  }
  laws_.look_at(shop, *office_);
  laws_.answered(shop);
  count("recovered from lanes");
  tell(shop, "its lanes bring head office through " + std::to_string((*recovered)->through));
  return true;
}

// ---- disks ----

// Everything in its directory, as it is at this moment.
fs::path World::copy_disk(std::size_t shop) {
  const fs::path from = chain_.sites()[shop].directory;
  const fs::path to = chain_.attic() / std::to_string(++copied_disks_);
  fs::create_directories(chain_.attic());
  fs::copy(from, to, fs::copy_options::recursive);
  MemoryDisks::at_work().mount(to.string()).restore(shops_[shop].terminal->image());
  return to;
}

// Requires: closed.
void World::keep_lost_disk(std::size_t shop) {
  if (shops_[shop].cloned) return;
  if (lost_disks_.size() == most_lost_disks) {
    MemoryDisks::at_work().mount(lost_disks_.front().directory.string()).restore({});
    lost_disks_.erase(lost_disks_.begin());
  }
  lost_disks_.push_back(
      {shop, laws_.genesis(shop).epoch, copy_disk(shop), shops_[shop].terminal->certificate_der()});
}

// It says what it still has, and is told that its life is over.
void World::late_disk(Dice& dice) {
  if (lost_disks_.empty() || !office_up()) return;
  const LostDisk disk = lost_disks_[dice.below(lost_disks_.size())];
  if (shops_[disk.shop].lost) return;
  const std::string name = shops_[disk.shop].terminal->name();
  TerminalMachine old(name, disk.directory, MemoryDisks::at_work().mount(disk.directory.string()),
                      now_);
  old.take_certificate(disk.certificate_der);
  if (!old.open() || old.store().locked()) return;  // it lay in the sun, or an old image is on it
  tell(disk.shop, "a disk of epoch " + std::to_string(disk.epoch) + " turns up");
  sync::StoreOutbox outbox(old.store());
  OtherLine line(*this, old, dice, [&] { laws_.late(disk.shop, disk.epoch, old, *office_); });
  sync::ExchangeLimits limits;
  limits.events = weather_.batch;
  limits.settle = false;
  const auto pause = [](int) {};
  const auto done = sync::exchange_all(outbox, line, now_, pause, limits);
  count("lost disk turned up");
  if (done) throw Violation("E1", name + ": a life that was closed goes on");
  const auto& failure = done.error();
  const bool over = failure.word == "closed" || failure.word == "clone" ||
                    failure.word == "rewound" || failure.word == "certificate_expired";
  if (failure.error == sync::ExchangeError::refused && !over) {
    throw Violation("F1", name + ": a disk that turned up is refused: " + failure.word);
  }
  const Seq there = old.store().journal().last().seq;
  if (failure.word == "closed" && office_up()) {
    const auto life =
        office_->eye().books.store.epoch(old.store().identity().genesis.tid, disk.epoch);
    if (!life || life->acked != there) {
      throw Violation("P1", name + ": a life that was closed has " + std::to_string(there) +
                                " events, head office took " +
                                std::to_string(life ? life->acked : 0));
    }
    count("late events taken");
  }
  tell(disk.shop, "the disk of epoch " + std::to_string(disk.epoch) + ": " + failure.detail);
}

// Somebody copies the machine, and both are turned on. Each sells and talks, in whatever order,
// until people notice: then the life is closed by force, and what head office does not have is
// lost.
void World::clone_disk(std::size_t shop, Dice& dice) {
  if (shops_[shop].exchanging || !up(shop)) return;
  Shop& here = shops_[shop];
  const fs::path directory = copy_disk(shop);
  TerminalMachine twin(here.terminal->name(), directory,
                       MemoryDisks::at_work().mount(directory.string()), now_);
  twin.take_certificate(here.terminal->certificate_der());
  if (!twin.open()) return;
  count("disk copied, both go on");
  tell(shop, "its disk is copied, and both go on");
  here.cloned = true;
  laws_.cloned(shop);
  Seq taken_of_one = 0;
  Seq taken_of_other = 0;
  const auto acked = [&](TerminalMachine& machine) {
    return sync::StoreOutbox(machine.store()).state().acked;
  };
  for (std::int64_t turns = dice.from(2, 10); turns > 0; --turns) {
    const Act what = dice.chance(600) ? Act::sale : Act::redemption;
    if (dice.chance(500)) {
      if (!up(shop)) break;
      dice.chance(600) ? at_counter(what, shop, dice) : exchange(shop, dice);
      if (here.terminal->is_open() && !here.terminal->disk().dead()) {
        taken_of_one = acked(*here.terminal);
      }
      continue;
    }
    const Ask ask = make(what, shop, dice);
    if (dice.chance(600)) {
      twin.ask(ask.method, ask.text);
      laws_.look_at_twin(shop, twin);
      continue;
    }
    sync::StoreOutbox outbox(twin.store());
    OtherLine line(*this, twin, dice, [&] {
      laws_.look_at_twin(shop, twin);
      laws_.look_at(shop, *office_);
    });
    const auto pause = [](int) {};
    if (!sync::exchange_all(outbox, line, now_, pause)) count("the other one was refused");
    taken_of_other = acked(twin);
  }
  const Seq alike = laws_.alike(shop);
  if (taken_of_one > alike && taken_of_other > alike) {
    throw Violation("F1", here.terminal->name() + ": head office took events " +
                              std::to_string(alike + 1) + " of two histories");
  }
  twin.kill();
  MemoryDisks::at_work().mount(directory.string()).restore({});
  here.terminal->kill();
  lose(shop);
  tell(shop, "people notice; both disks are taken out");
}

}  // namespace vip::simulation
