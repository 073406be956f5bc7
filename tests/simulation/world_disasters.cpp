// What happens rarely and is the reason for half of the protocol: disks that are gone for good,
// images put back, head offices that come back from a copy of their books.
#include <filesystem>

#include "tests/simulation/world.h"

namespace vip::simulation {
namespace {

namespace fs = std::filesystem;

fs::path copy_of(const Chain& chain, int number) {
  return chain.copies() / ("office.db.copy" + std::to_string(number));
}

constexpr int most_copies = 4;

}  // namespace

// What is still under way of its requests is lost with it.
void World::lose(std::size_t shop) {
  shops_[shop].lost = true;
  shops_[shop].image.reset();
  std::erase_if(late_, [&](const auto& late) { return late.first == shop; });
}

// Operations close the life by force; the store gets a new disk and enrols for the next one.
bool World::begin_new_life(std::size_t shop) {
  Shop& here = shops_[shop];
  TerminalMachine& terminal = *here.terminal;
  if (here.exchanging) return false;
  const auto life = laws_.genesis(shop);
  if (!here.life_closed) {
    Dice dice(life.tid ^ life.epoch ^ laws_.committed(shop));
    if (!recover_from_lanes(shop, life.tid, life.epoch, dice)) return false;
    laws_.closing(shop);
    office_->kill();
    office_->close_epoch(life.tid, life.epoch, true, now_);
    if (!office_up()) return false;
    const auto epoch = office_->eye().books.store.epoch(life.tid, life.epoch);
    if (!epoch || epoch->state != sync::EpochState::closed) return false;
    laws_.closed(shop, *office_);
    here.life_closed = true;
    tell(shop, "its life is closed at head office");
  }
  try {
    if (terminal.is_open()) terminal.close();
    keep_lost_disk(shop);
    terminal.make_anew(life.epoch + 1, life.tid + life.epoch);
  } catch (const terminal::StorageError&) {
    return false;
  }
  if (!office_up() || !terminal.open()) return false;
  const auto certificate =
      enrol(chain_.office(), office_->eye().books.store, terminal.store().identity(), now_,
            [&](const sync::HttpRequest& request) { return office_->answer(request, now_); });
  if (!certificate || !office_up()) {
    terminal.kill();
    return false;
  }
  terminal.take_certificate(*certificate);
  here.certified_at = now_;
  here.lost = here.life_closed = here.cloned = false;
  here.copies.clear();
  here.copied_from = here.copied_through = 0;
  here.image.reset();
  here.answered.clear();
  here.unanswered.clear();
  laws_.begins(shop, terminal);
  copies_before_ = copies_;
  count("a new life began");
  tell(shop, "a new life begins");
  Dice dice(life.tid ^ life.epoch);
  ask(shop, make_gift(shop, "comb", 1, dice));
  ask(shop, make_gift(shop, "mirror", 5, dice));
  ask(shop, make_gift(shop, "perfume", 30, dice));
  return true;
}

// The anchor beside it remembers how far the journal had come: nothing may be written on top of a
// past that is not the last one (design: locked mode).
void World::put_image_back(std::size_t shop) {
  Shop& here = shops_[shop];
  if (!here.image || here.lost) return;
  TerminalMachine& terminal = *here.terminal;
  terminal.kill();
  terminal.restore(*here.image);
  count("image put back");
  tell(shop, "an image of its disk is put back");
  if (laws_.committed(shop) == here.image_at) return;
  if (!terminal.open()) throw Violation("P1", terminal.name() + " cannot open its own image");
  if (!terminal.store().locked()) {
    throw Violation("P1", terminal.name() + ": an image of its disk goes on as if nothing were");
  }
  Dice dice(here.image_at);
  const Ask sale = make_sale(shop, dice);
  const auto reply = terminal.ask(sale.method, sale.text);
  if (!reply || reply->exit_code == terminal::exit_code::ok ||
      terminal.store().journal().last().seq != here.image_at) {
    throw Violation("P1", terminal.name() + ": a locked store wrote");
  }
  terminal.kill();
  lose(shop);  // its tail is gone with the disk that was overwritten
}

void World::back_up_office() {
  if (!office_up()) return;
  const fs::path making = chain_.copies() / "office.db.making";
  if (!office_->back_up(making)) {
    count("backup failed");
    office_up();
    return;
  }
  ++copies_;
  fs::rename(making, copy_of(chain_, copies_));
  fs::remove(copy_of(chain_, copies_ - most_copies));
  count("backup made");
  tell("head office is backed up");
}

void World::restore_office(bool latest) {
  const int number = latest ? copies_ : copies_ - 1;
  if (number <= copies_before_ || !fs::exists(copy_of(chain_, number))) return;
  office_->kill();
  office_->disk().set_full(false);
  restored_ = true;
  const auto restored = office_->restore(copy_of(chain_, number));
  count(restored.recovering ? "head office came back from an old copy"
                            : "head office came back from the latest copy");
  tell("head office comes back from copy " + std::to_string(number) + ", lineage " +
       std::to_string(restored.lineage));
  office_up();
}

}  // namespace vip::simulation
