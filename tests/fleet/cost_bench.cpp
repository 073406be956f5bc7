// vip_cost_bench: that an exchange costs what changed, and not what there is (issue: cost grows
// with what changed): a real store and a real vip-office that have 1,000,000 cards, and beside
// them, in the same run, others that have 1,000.
//
//   exchange   bytes on the line (TLS and HTTP included), time, and head office's processor time
//              after 1, 100 and 10,000 new events of the store
//   changed    one card of the store, blocked at another one: what it costs to tell its home
//   came home  one card of the store, sold to at another one: what comes home of the sale, which is
//              the card's new state, a grant of its carry, and the event that takes it
//
// Head office's books and the stores are made once, and kept in a directory for the next run. On
// standard output one JSON object; on standard error each figure beside its limit.
#include <signal.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "sync/enrolment.h"
#include "sync/exchange.h"
#include "sync/files.h"
#include "sync/http_transport.h"
#include "sync/store_outbox.h"
#include "terminal/books/store.h"
#include "terminal/demo_driver/cut_line.h"
#include "terminal/door/door.h"
#include "tests/fleet/many_cards.h"
#include "tests/fleet/office_process.h"

namespace vip::fleet {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

constexpr std::int64_t few_cards = 1'000;
constexpr std::array<std::size_t, 3> amounts = {1, 100, 10'000};
constexpr int repeats = 5;  // of the small amounts
constexpr int rounds = 20;  // of the changed card
const sync::Pause pause = [](int ms) {
  std::this_thread::sleep_for(std::chrono::milliseconds(ms));
};

// A store behind its door, with its line to head office.
class Shop {
 public:
  Shop(const fs::path& place, std::string name, std::uint32_t epoch) : name_(std::move(name)) {
    if (!fs::exists(place)) {
      terminal::create_store(place, {.store = name_, .training = true, .epoch = epoch});
    }
    store_ = std::make_unique<terminal::Store>(place, *terminal::Zone::named("Asia/Shanghai"));
    door_ = std::make_unique<terminal::Door>(*store_, config_);
    requests_ = std::to_string(std::time(nullptr)) + "-";
  }

  void connect(const fs::path& office, std::uint16_t port) {
    const std::string address = "https://127.0.0.1:" + std::to_string(port);
    auto enrolment = sync::read_enrolment(store_->directory());
    if (!enrolment) enrolment = enrol_store(*store_, name_, office, address);
    enrolment->office = address;
    line_ = std::make_unique<sync::HttpTransport>(sync::line_of(*enrolment));
  }
  sync::Exchanged exchange() {
    sync::StoreOutbox outbox(*store_);
    sync::Exchanged sum;
    for (;;) {
      const auto done = sync::exchange_all(outbox, *line_, std::time(nullptr), pause);
      if (!done) throw std::runtime_error("exchange: " + done.error().detail + done.error().word);
      sum.sent += done->sent;
      sum.snapshot_states += done->snapshot_states;
      if (done->again_s == 0) return sum;
      pause(100);
    }
  }
  void hear_of(card::Number card) {
    sync::StoreOutbox outbox(*store_);
    const auto known = sync::ask_for_points(outbox, *line_, card, Points(0));
    if (!known || !known->known) throw std::runtime_error("head office does not know the card");
    exchange();
  }
  // One line at its special price, which is what is paid (D5).
  void sell(card::Number card) {
    const std::string id = requests_ + std::to_string(number_);
    act("sale.commit",
        R"("lane":1,"receipt_no":")" + id + R"(","card":")" + card.text() +
            R"(","expected_paid":5000,"lines":[{"sku":"69010001","special_price":true,"qty":1,)"
            R"("unit_price":5000}])");
  }
  void block(card::Number card) {
    act("card.block", R"("card":")" + card.text() + R"(","reason":"lost")");
  }
  // Sales until there are so many events more; of a flush between them nothing hangs here.
  void sell_for(std::size_t events, const std::function<card::Number()>& card) {
    const terminal::Seq until = store_->journal().last().seq + events;
    terminal::OneFlush flush(store_->database());
    while (store_->journal().last().seq < until) sell(card());
    flush.done();
  }

 private:
  void act(const char* method, const std::string& fields) {
    const std::string id = requests_ + std::to_string(number_++);
    const terminal::Reply reply =
        door_->call(method, R"({"request_id":")" + id + R"(","operator":2001,)" + fields + '}');
    if (reply.exit_code != 0) throw std::runtime_error(reply.text);
  }

  std::string name_;
  std::string requests_;
  terminal::Config config_;
  std::unique_ptr<terminal::Store> store_;
  std::unique_ptr<terminal::Door> door_;
  std::unique_ptr<sync::HttpTransport> line_;
  std::uint64_t number_ = 0;
};

struct Cost {
  double bytes = 0;
  double ms = 0;
  double office_cpu_ms = 0;
};

// A chain with so many cards at its first store.
class Side {
 public:
  Side(const std::string& program, const fs::path& place, std::int64_t cards)
      : cards_(cards), office_(prepared(program, place, cards)), counted_(office_.port()) {
    home_ = std::make_unique<Shop>(place / "S01", "S01", 2);
    visited_ = std::make_unique<Shop>(place / "S02", "S02", 1);
    home_->connect(place / "office", counted_.port());
    visited_->connect(place / "office", counted_.port());
    home_->exchange();  // the first time, all of its cards
    visited_->exchange();
    for (int i = 0; i < 20; ++i) regulars_.push_back(any_card());
    for (const card::Number card : regulars_) home_->sell(card);
    home_->exchange();
  }

  card::Number any_card() {
    return member_at(static_cast<std::int64_t>(dice_() % static_cast<std::uint64_t>(cards_)));
  }

  Cost after(std::size_t events) {
    home_->sell_for(events, [&] { return events < 100 ? regulars_[dice_() % 20] : any_card(); });
    std::size_t sent = 0;
    const Cost cost = measured([&] { sent = home_->exchange().sent; });
    if (sent < events || sent > events + 1) throw std::runtime_error("not these events");
    return cost;
  }
  Cost changed_card() {
    const card::Number card = any_card();
    visited_->hear_of(card);
    visited_->block(card);
    visited_->exchange();
    return measured([&] { home_->exchange(); });
  }
  Cost came_home() {
    const card::Number card = any_card();
    visited_->hear_of(card);
    visited_->sell(card);
    visited_->exchange();
    return measured([&] { home_->exchange(); });
  }

 private:
  static OfficeProcess prepared(const std::string& program, const fs::path& place,
                                std::int64_t cards) {
    const fs::path data = place / "office";
    if (!fs::exists(place / "complete")) {
      fs::remove_all(place);
      fs::create_directories(place);
      {
        OfficeProcess office(program, data.string());
        office.stop();
        put_members(data, "S01", cards);
      }
      sync::write_file(place / "complete", "");
    }
    return OfficeProcess(program, data.string());
  }
  Cost measured(const std::function<void()>& act) {
    const std::int64_t bytes = counted_.carried();
    const double cpu_s = office_.cpu_total_s();
    const auto begun = Clock::now();
    act();
    Cost cost;
    cost.ms = std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
    cost.office_cpu_ms = (office_.cpu_total_s() - cpu_s) * 1000;
    cost.bytes = static_cast<double>(counted_.carried() - bytes);
    return cost;
  }

  std::int64_t cards_;
  std::mt19937_64 dice_{static_cast<std::uint64_t>(std::time(nullptr))};
  OfficeProcess office_;
  terminal::demo::CutLine counted_;
  std::unique_ptr<Shop> home_;
  std::unique_ptr<Shop> visited_;
  std::vector<card::Number> regulars_;
};

// The median of each figure.
Cost median(const std::vector<Cost>& costs) {
  const auto of = [&](double Cost::*figure) {
    std::vector<double> all;
    for (const Cost& cost : costs) all.push_back(cost.*figure);
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
  };
  return {of(&Cost::bytes), of(&Cost::ms), of(&Cost::office_cpu_ms)};
}

Json json_of(const Cost& cost) {
  return {{"bytes", cost.bytes}, {"ms", cost.ms}, {"office_cpu_ms", cost.office_cpu_ms}};
}

void say(const std::string& what, const Cost& big, const Cost& small) {
  std::fprintf(stderr,
               "%-24s %10.0f bytes %9.2f ms %9.2f ms of head office; of a thousand cards "
               "%10.0f bytes %9.2f ms %9.2f ms\n",
               what.c_str(), big.bytes, big.ms, big.office_cpu_ms, small.bytes, small.ms,
               small.office_cpu_ms);
}
void judge(const char* what, double figure, const char* unit, double limit) {
  std::fprintf(stderr, "%-64s %9.2f %-5s aim: at most %g%s\n", what, figure, unit, limit,
               figure <= limit ? "" : "  MISSED");
}

Json measure(const std::string& program, const fs::path& data, std::int64_t cards) {
  Side big(program, data / std::to_string(cards), cards);
  Side small(program, data / std::to_string(few_cards), few_cards);
  Json json = {{"cards", cards}, {"few_cards", few_cards}};
  std::vector<Cost> of_big;
  std::vector<Cost> of_small;
  for (const std::size_t events : amounts) {
    std::vector<Cost> bigs;
    std::vector<Cost> smalls;
    for (int i = 0; i < (events > 1000 ? 1 : repeats); ++i) {
      bigs.push_back(big.after(events));
      smalls.push_back(small.after(events));
    }
    of_big.push_back(median(bigs));
    of_small.push_back(median(smalls));
    say(std::to_string(events) + " new events", of_big.back(), of_small.back());
    json["after"][std::to_string(events)] = {{"many", json_of(of_big.back())},
                                             {"few", json_of(of_small.back())}};
  }
  double most_bytes = 0;
  const auto by_turns = [&](const char* what, Cost (Side::*act)()) {
    std::vector<Cost> bigs;
    std::vector<Cost> smalls;
    for (int i = 0; i < rounds; ++i) {
      bigs.push_back((big.*act)());
      smalls.push_back((small.*act)());
      most_bytes = std::max(most_bytes, bigs.back().bytes);
    }
    say(what, median(bigs), median(smalls));
    json[what] = {{"many", json_of(median(bigs))}, {"few", json_of(median(smalls))}};
    return median(bigs);
  };
  const Cost changed = by_turns("one changed card", &Side::changed_card);
  json["changed_card_most_bytes"] = most_bytes;
  judge("one changed card among so many: bytes, the dearest", most_bytes, "bytes", 2048);
  judge("one changed card among so many: head office's processor", changed.office_cpu_ms, "ms", 10);
  by_turns("a sale that came home", &Side::came_home);
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    const std::string events = std::to_string(amounts[i]) + " new events, many cards to few: ";
    judge((events + "bytes").c_str(), of_big[i].bytes / of_small[i].bytes, "x", 1.2);
    judge((events + "head office").c_str(), of_big[i].office_cpu_ms / of_small[i].office_cpu_ms,
          "x", 2);
  }
  judge("bytes an event, of 10,000", of_big[2].bytes / static_cast<double>(amounts[2]), "bytes",
        45);
  return json;
}

}  // namespace
}  // namespace vip::fleet

int main(int argc, char** argv) {
  std::string office;
  std::string data;
  std::int64_t cards = 1'000'000;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--office") office = argv[i + 1];
    if (name == "--data") data = argv[i + 1];
    if (name == "--cards") cards = std::strtoll(argv[i + 1], nullptr, 10);
  }
  if (office.empty() || data.empty() || cards < 1) {
    std::cerr << "vip_cost_bench --office PROGRAM --data DIR [--cards N]\n\n"
                 "Examples:\n"
                 "  vip_cost_bench --office build/release/vip-office --data build/release/costs\n";
    return 2;
  }
  ::signal(SIGPIPE, SIG_IGN);
  try {
    std::cout << vip::fleet::measure(std::filesystem::absolute(office).string(), data, cards).dump()
              << "\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
