#include "tests/simulation/world.h"

#include <algorithm>
#include <utility>

#include "sync/certificate.h"
#include "sync/enrolment.h"
#include "sync/exchange.h"
#include "sync/store_outbox.h"
#include "terminal/books/clock.h"
#include "tests/simulation/entropy.h"

namespace vip::simulation {
namespace {

constexpr std::int64_t day_s = 86'400;
constexpr std::size_t most_late = 16;

}  // namespace

// What lies between a terminal and head office. A request may be lost, doubled or held up, an
// answer lost or cut; whatever else the chain does may happen while it is under way.
class World::Line final : public sync::Transport {
 public:
  Line(World& world, std::size_t shop, Dice& dice) : world_(world), shop_(shop), dice_(dice) {}

  Result<sync::TransportAnswer, sync::TransportFailure> send(
      const sync::TransportRequest& request) override {
    traffic_.sent += request.body.size();
    // What the exchange itself recorded (releases, grants taken) is known before anybody sees it.
    TerminalMachine& terminal = *world_.shops_[shop_].terminal;
    if (terminal.is_open() && !terminal.disk().dead()) world_.laws_.look_at(shop_, terminal);
    const Weather& weather = world_.weather_;
    openings_ = machine().openings();
    if (world_.shops_[shop_].line_cut) return lost("unreachable");
    meanwhile();
    if (dice_.chance(weather.request_lost)) {
      world_.count("request lost");
      return lost("the request is lost");
    }
    const sync::HttpRequest arrives{
        .method = request.method,
        .path = request.path,
        .content_encoding = request.content_encoding,
        .body = request.body,
        .certificate = world_.shops_[shop_].terminal->certificate_der()};
    if (dice_.chance(weather.held_up) && world_.late_.size() < most_late) {
      world_.count("request held up");
      world_.late_.emplace_back(shop_, arrives);
      return lost("the request is held up");
    }
    if (dice_.chance(weather.refused)) return refused_on_the_way();
    auto answer = world_.deliver(shop_, arrives);
    if (dice_.chance(weather.doubled)) {
      world_.count("request doubled");
      if (dice_.chance(500) || world_.late_.size() >= most_late) {
        world_.deliver(shop_, arrives);
      } else {
        world_.late_.emplace_back(shop_, arrives);
      }
    }
    meanwhile();
    if (!answer) return lost("nobody answers");
    if (dice_.chance(weather.answer_lost)) {
      world_.count("answer lost");
      return lost("the answer is lost");
    }
    if (dice_.chance(weather.answer_cut)) {
      world_.count("answer cut");
      answer->body.resize(dice_.below(answer->body.size() + 1));
    }
    traffic_.received += answer->body.size();
    return sync::TransportAnswer{.status = answer->status,
                                 .content_encoding = answer->content_encoding,
                                 .body = answer->body,
                                 .retry_after_s = answer->retry_after_s};
  }

  sync::Traffic traffic() const override { return traffic_; }

 private:
  static Unexpected<sync::TransportFailure> lost(const char* why) {
    return Unexpected{sync::TransportFailure{sync::TransportError::lost, why}};
  }

  Result<sync::TransportAnswer, sync::TransportFailure> refused_on_the_way() {
    world_.count("refused on the way");
    switch (dice_.below(4)) {
      case 0:
        return sync::TransportAnswer{429, "", "", 2};
      case 1:
        return sync::TransportAnswer{503, "", "slow down", 600};
      case 2:
        return sync::TransportAnswer{200, "", "<html>Welcome to our free network</html>", {}};
      default:
        return sync::TransportAnswer{200, "zstd", "not packed at all", {}};
    }
  }

  TerminalMachine& machine() { return *world_.shops_[shop_].terminal; }

  // The chain does not stand still while a request is under way.
  void meanwhile() {
    if (machine().disk().dead()) throw MachineDied{};
    if (!dice_.chance(world_.weather_.meanwhile)) return;
    const auto what = static_cast<Act>(dice_.below(static_cast<std::size_t>(Act::exchange)));
    world_.act(dice_.chance(950) ? what : Act::terminal_loses_power, dice_);
    if (machine().openings() != openings_ || !machine().is_open() || machine().disk().dead()) {
      throw MachineDied{};  // and with it whoever was waiting for the answer
    }
  }

  World& world_;
  std::size_t shop_;
  Dice& dice_;
  int openings_ = 0;
  sync::Traffic traffic_;
};

World::World(Chain& chain, std::uint64_t seed, const Weather& weather,
             std::function<void(const std::string&)> trail)
    : weather_(weather),
      trail_(std::move(trail)),
      now_(first_moment + 12 * 3600),
      laws_(weather.stores),
      chain_(chain) {
  chain.reset();
  seed_entropy(seed);
  MemoryDisks& disks = MemoryDisks::at_work();
  disks.seed(seed);
  office_ = std::make_unique<OfficeMachine>(
      chain.office(), disks.mount(chain.office().path().string()), weather.telling);
  office_->start();
  Dice dice(seed);
  for (std::size_t i = 0; i < weather.stores; ++i) {
    const Chain::Site& site = chain.sites()[i];
    Shop shop;
    shop.terminal = std::make_unique<TerminalMachine>(site.name, site.directory,
                                                      disks.mount(site.directory.string()), now_);
    shop.terminal->take_certificate(site.certificate_der);
    shop.certified_at = first_moment;
    shop.terminal->open();
    shops_.push_back(std::move(shop));
    laws_.begins(i, *shops_.back().terminal);
    ask(i, make_gift(i, "comb", 1, dice));
    ask(i, make_gift(i, "mirror", 5, dice));
    ask(i, make_gift(i, "perfume", 30, dice));
  }
  for (std::size_t i = 0; i < weather.members_at_start; ++i) {
    const std::size_t shop = dice.below(shops_.size());
    ask(shop, make_issue(shop, dice));
  }
}

World::~World() = default;

void World::take(const Step& step) {
  Dice dice(step.dice);
  seed_entropy(dice.next());
  MemoryDisks::at_work().seed(dice.next());
  now_ += dice.from(0, 120);
  MemoryDisks::at_work().set_time(now_);
  count(std::string(name(step.act)));
  act(step.act, dice);
}

void World::act(Act act, Dice& dice) {
  const std::size_t shop = dice.below(shops_.size());
  TerminalMachine& terminal = *shops_[shop].terminal;
  switch (act) {
    case Act::sale:
    case Act::goods_returned:
    case Act::redemption:
    case Act::issue:
    case Act::correction:
    case Act::card_life:
    case Act::rush:
    case Act::quote:
      return at_counter(act, shop, dice);
    case Act::ask_again:
      return ask_again(shop, dice);
    case Act::exchange:
      return exchange(shop, dice);
    case Act::visit:
    case Act::want:
      return visit(shop, act == Act::want, dice);
    case Act::late_request:
      return deliver_late(dice);
    case Act::time_passes:
      now_ += dice.from(60, 6 * 3600);
      return;
    case Act::days_of_silence:
      now_ += dice.from(1, 40) * day_s;
      return tell("days pass");
    case Act::clock_trouble:
      terminal.clock = {
          .offset = dice.chance(300) ? dice.from(-800, 800) * day_s : dice.from(-7200, 7200),
          .drift = dice.from(-200, 200),
          .set_at = now_};
      if (dice.chance(300)) terminal.clock = {};
      return tell(shop, "its clock is off by " + std::to_string(terminal.clock.offset) + " s");
    case Act::line_cut:
      shops_[shop].line_cut = !shops_[shop].line_cut;
      return tell(shop, shops_[shop].line_cut ? "its line is cut" : "its line is healed");
    case Act::idle:
      if (dice.chance(700)) {
        if (!up(shop)) return;
        try {
          terminal.store().database().checkpoint();
        } catch (const terminal::StorageError&) {
          count("checkpoint failed");
        }
        tell(shop, "has nothing to do");
        return look(shop);
      }
      if (terminal.is_open()) terminal.close();
      return tell(shop, "closes its books");
    case Act::terminal_killed:
      terminal.kill();
      tell(shop, "its process is killed");
      return look(shop);
    case Act::terminal_loses_power:
      terminal.cut_power(dice);
      tell(shop, "loses power");
      return look(shop);
    case Act::terminal_disk_fault:
    case Act::office_disk_fault: {
      const bool of_office = act == Act::office_disk_fault;
      Disk& disk = of_office ? office_->disk() : terminal.disk();
      const std::string who = of_office ? "head office" : terminal.name();
      const int n = static_cast<int>(dice.from(1, 60));
      switch (dice.below(4)) {
        case 0:
          disk.fail_write_in(n);
          return tell(who + ": write " + std::to_string(n) + " from now will fail");
        case 1:
          disk.fail_sync_in((n + 9) / 10);
          return tell(who + ": sync " + std::to_string((n + 9) / 10) + " from now will fail");
        case 2:
          disk.set_full(true);
          return tell(who + ": the disk is full");
        default:
          disk.cut_power_in(n);
          return tell(who + ": power goes at write " + std::to_string(n) + " from now");
      }
    }
    case Act::terminal_disk_mended:
      terminal.disk().set_full(false);
      return;
    case Act::office_disk_mended:
      office_->disk().set_full(false);
      return;
    case Act::office_killed:
      office_->kill();
      tell("head office is killed");
      return;
    case Act::office_loses_power:
      office_->cut_power(dice);
      tell("head office loses power");
      return;
    case Act::terminal_disk_lost:
      terminal.kill();
      lose(shop);
      return tell(shop, "its disk is lost");
    case Act::image_taken:
      if (!up(shop)) return;
      shops_[shop].image = terminal.image();
      shops_[shop].image_at = laws_.committed(shop);
      return tell(shop, "an image of its disk is taken");
    case Act::image_restored:
      return put_image_back(shop);
    case Act::office_backed_up:
      return back_up_office();
    case Act::office_restored:
    case Act::office_restored_old:
      return restore_office(act == Act::office_restored);
    case Act::verify:
      if (up(shop)) laws_.check_whole(shop, terminal);
      if (office_up()) laws_.check_whole(*office_);
      return;
    case Act::lanes_copy:
      return copy_to_lanes(shop, dice);
    case Act::disk_cloned:
      return clone_disk(shop, dice);
    case Act::late_disk:
      return late_disk(dice);
  }
}

// Opens it where it is closed: the shop's people do that when they need it.
bool World::up(std::size_t shop) {
  TerminalMachine& terminal = *shops_[shop].terminal;
  if (terminal.disk().dead()) {  // what was to happen at a write has happened
    Dice dice(MemoryDisks::at_work().dice().next());
    if (dice.chance(500)) {
      terminal.cut_power(dice);
      count("power cut at a write");
      tell(shop, "had lost power");
    } else {
      terminal.kill();
      count("killed at a write");
      tell(shop, "had been killed");
    }
  }
  if (shops_[shop].lost) return begin_new_life(shop);
  if (terminal.is_open()) return true;
  if (!terminal.open()) {
    count("store could not be opened");
    tell(shop, "cannot be opened: " + terminal.trouble());
    return false;
  }
  laws_.came_back(shop, terminal);
  return true;
}

bool World::office_up() {
  if (office_->disk().dead()) {
    Dice dice(MemoryDisks::at_work().dice().next());
    if (dice.chance(500)) {
      office_->cut_power(dice);
      count("head office's power cut at a write");
      tell("head office had lost power");
    } else {
      office_->kill();
      count("head office killed at a write");
      tell("head office had been killed");
    }
  }
  if (office_->is_up()) return true;
  if (!office_->start()) {
    count("head office could not be started");
    return false;
  }
  if (restored_) {
    laws_.restored(*office_);
  } else {
    laws_.came_back(*office_);
  }
  restored_ = false;
  return true;
}

// The laws, of one terminal after something happened there.
void World::look(std::size_t shop) {
  TerminalMachine& terminal = *shops_[shop].terminal;
  if (terminal.disk().dead() && !shops_[shop].lost) {
    up(shop);
  } else if (terminal.is_open()) {
    laws_.look_at(shop, terminal);
  }
}

std::optional<sync::HttpAnswer> World::deliver(std::size_t shop, const sync::HttpRequest& request) {
  if (!office_up()) return std::nullopt;
  auto answer = office_->answer(request, now_);
  if (!answer) {
    office_up();
    return std::nullopt;
  }
  if (answer->status != 200) count("answered " + std::to_string(answer->status));
  // What it sent was committed there before: seen first there, then here.
  TerminalMachine& terminal = *shops_[shop].terminal;
  if (terminal.is_open() && !terminal.disk().dead()) laws_.look_at(shop, terminal);
  laws_.look_at(shop, *office_);
  if (answer->status != 503) laws_.answered(shop);
  return answer;
}

void World::deliver_late(Dice& dice) {
  if (late_.empty()) return;
  const std::size_t which = dice.below(late_.size());
  const auto [shop, request] = late_[which];
  if (dice.chance(700)) late_.erase(late_.begin() + static_cast<std::ptrdiff_t>(which));
  tell(shop, "a request that was held up arrives");
  deliver(shop, request);
}

void World::exchange(std::size_t shop, Dice& dice) {
  talk(
      shop,
      [&](sync::Outbox& outbox, sync::Transport& line) {
        return exchange_with(shop, outbox, line, true);
      },
      dice);
}

// As a terminal does before it exchanges.
void World::renew(std::size_t shop, sync::Transport& line) {
  TerminalMachine& terminal = *shops_[shop].terminal;
  const sync::Certificate& own = terminal.certificate();
  if (!sync::renewal_due(own, now_)) return;
  const auto renewed = sync::renewed_certificate(line, *own.terminal(), sync::TlsKey::generate(),
                                                 chain_.office().ca().certificate());
  if (!renewed) return;
  count("certificate renewed");
  terminal.take_certificate(renewed->der());
}

std::string World::exchange_with(std::size_t shop, sync::Outbox& outbox, sync::Transport& line,
                                 bool settle) {
  TerminalMachine& terminal = *shops_[shop].terminal;
  const auto pause = [this](int ms) { now_ += ms / 1000; };
  renew(shop, line);
  sync::ExchangeLimits limits;
  limits.events = weather_.batch;
  limits.settle = settle;
  const auto done = sync::exchange_all(outbox, line, terminal.clock.at(now_), pause, limits);
  if (done) {
    if (done->snapshot_states > 0) count("snapshot taken in");
    count("exchange done");
    return "exchange: acknowledged " + std::to_string(done->state.acked);
  }
  if (done.error().error == sync::ExchangeError::refused && shops_[shop].cloned) {
    count("one of two was refused");
    return "exchange: refused, " + done.error().word;
  }
  if (done.error().error == sync::ExchangeError::refused) {
    throw Violation("F1", terminal.name() + ": an honest terminal is refused: " +
                              done.error().word + " (" + done.error().detail + ")");
  }
  count("exchange failed");
  return "exchange: " + done.error().detail;
}

// A member whom this store may not know stands here; `points` for a gift, or none.
void World::visit(std::size_t shop, bool wants, Dice& dice) {
  if (members_.empty()) return;
  const std::string card = members_[dice.below(members_.size())].card;
  const auto [gift, points] = gift_of(dice);
  bool talked = false;
  talk(
      shop,
      [&](sync::Outbox& outbox, sync::Transport& line) {
        const auto number = card::read_number(card);
        if (!number) return std::string("no card");
        const auto reply = sync::ask_for_points(outbox, line, *number, Points(wants ? points : 0));
        if (!reply) return "want: " + reply.error().detail;
        talked = true;
        count(reply->known ? "want answered" : "want of an unknown card");
        return "want of " + std::to_string(points) + ": " +
               exchange_with(shop, outbox, line, false);
      },
      dice);
  if (!talked || !wants || !shops_[shop].terminal->is_open()) return;
  ask(shop, ask_of("gift.redeem", R"("gift":")" + gift + R"(","card":")" + card + '"', dice));
}

bool World::renew_certificate(std::size_t shop) {
  constexpr std::int64_t early_s = 150 * day_s;  // of the 180 days that it lasts
  Shop& here = shops_[shop];
  if (now_ - here.certified_at < early_s) return true;
  if (here.line_cut || !office_up()) return false;
  std::optional<std::string> certificate;
  try {
    certificate =
        enrol(chain_.office(), office_->eye().books.store, here.terminal->store().identity(), now_,
              [&](const sync::HttpRequest& request) { return office_->answer(request, now_); });
  } catch (const terminal::StorageError&) {
    // Head office's disk.
  }
  if (!certificate) {
    office_up();
    return false;
  }
  here.terminal->take_certificate(*certificate);
  here.certified_at = now_;
  count("certificate renewed");
  tell(shop, "its certificate is renewed");
  return true;
}

// The thread that talks to head office, with whatever may become of it.
void World::talk(std::size_t shop,
                 const std::function<std::string(sync::Outbox&, sync::Transport&)>& say,
                 Dice& dice) {
  if (shops_[shop].exchanging || !up(shop)) return;
  Shop& here = shops_[shop];
  // Now and then one is forgotten until it has expired: then events go up and nothing comes down.
  if (dice.chance(300)) renew_certificate(shop);
  here.exchanging = true;
  std::string outcome;
  try {
    sync::StoreOutbox outbox(here.terminal->store());
    Line line(*this, shop, dice);
    outcome = say(outbox, line);
  } catch (const terminal::StorageError& error) {
    outcome = std::string("its disk: ") + error.what();
    count("exchange broken by a disk");
    // What the failed commit wrote is not known.
    if (!here.terminal->disk().dead()) here.terminal->close();
  } catch (const MachineDied&) {
    outcome = "it went off meanwhile";
    count("terminal died while exchanging");
  } catch (...) {
    here.exchanging = false;
    throw;
  }
  here.exchanging = false;
  tell(shop, outcome);
  look(shop);
}

void World::come_to_rest() {
  weather_.request_lost = weather_.answer_lost = weather_.answer_cut = 0;
  weather_.doubled = weather_.held_up = weather_.refused = weather_.meanwhile = 0;
  weather_.batch = 500;
  Dice dice(1);
  if (office_->disk().dead()) office_->cut_power(dice);
  office_->kill();
  office_->disk().set_full(false);
  if (!office_up()) throw Violation("C1", "head office does not start with faults off");
  for (std::size_t i = 0; i < shops_.size(); ++i) {
    Shop& shop = shops_[i];
    shop.line_cut = false;
    if (shop.terminal->disk().dead()) shop.terminal->cut_power(dice);
    shop.terminal->kill();
    shop.terminal->disk().set_full(false);
    if (!up(i)) {
      throw Violation("C1", shop.terminal->name() +
                                " cannot be opened with faults off: " + shop.terminal->trouble());
    }
    while (!shop.unanswered.empty()) ask_again(i, dice);
    if (!renew_certificate(i)) {
      throw Violation("C1", shop.terminal->name() + " gets no certificate with faults off");
    }
  }
  // Released, granted, told: each takes an exchange or two.
  constexpr int most_rounds = 24;
  int quiet = 0;
  for (int round = 0; quiet < 2; ++round) {
    if (round == most_rounds) throw Violation("C1", "exchanges and no end");
    const auto before = std::pair(laws_.events(), laws_.acknowledged());
    now_ += 60;
    for (std::size_t i = 0; i < shops_.size(); ++i) exchange(i, dice);
    quiet = before == std::pair(laws_.events(), laws_.acknowledged()) ? quiet + 1 : 0;
  }
  for (std::size_t i = 0; i < shops_.size(); ++i) {
    laws_.check_at_rest(i, *shops_[i].terminal, *office_);
    laws_.check_whole(i, *shops_[i].terminal);
  }
  laws_.check_closed(*office_);
  laws_.check_whole(*office_);
}

void World::tell(std::size_t shop, const std::string& what) {
  if (trail_) tell(shops_[shop].terminal->name() + ": " + what);
}

void World::tell(const std::string& what) {
  if (!trail_) return;
  static const auto zone = terminal::Zone::named("Asia/Shanghai");
  trail_(zone->local_text(now_) + "  " + what);
}

}  // namespace vip::simulation
