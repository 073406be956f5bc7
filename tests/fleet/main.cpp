// vip_fleet: plays any number of stores' terminals against one real vip-office: real keys and
// certificates, real TLS with a handshake for each exchange, the real exchange; compact in memory.
//
//   enrolment   every store with a one-time code of its own
//   storm       a night: every store brings its day, at a moment of its own within the window
//   restart     head office is killed with -9 in the middle of it, and started again
//   trickle     a day: a store now and then brings one event, and has its answer
//
// At the end head office must have every event once (its own verify, and what it says of each
// store), whatever was lost on the way. What was measured goes to the screen, and as JSON to a
// file.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <queue>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "sync/exchange.h"
#include "sync/http_transport.h"
#include "sync/office/enrolment_desk.h"
#include "sync/office/head_office.h"
#include "sync/office/office_directory.h"
#include "tests/fleet/fleet_terminal.h"
#include "tests/fleet/office_process.h"
#include "tests/fleet/template_journal.h"
#include "tests/folder.h"

namespace vip::fleet {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

constexpr const char* usage =
    "vip_fleet --office PROGRAM [--terminals N] [--events N] [--window SECONDS] [--trickle "
    "SECONDS]\n"
    "          [--threads N] [--restart] [--seed N] [--out FILE]\n"
    "\n"
    "  --office     the program vip-office\n"
    "  --terminals  stores; 200 unless told\n"
    "  --events     of each store in the night; 500 unless told\n"
    "  --window     the night, in seconds; 20 unless told\n"
    "  --trickle    the day after it, in seconds; 5 unless told\n"
    "  --threads    stores that exchange at the same time; 8 unless told\n"
    "  --restart    kill -9 head office in the middle of the night, and start it again\n"
    "  --out        what was measured, as JSON\n"
    "\n"
    "Examples:\n"
    "  vip_fleet --office build/release/vip-office --terminals 1000 --events 2000 --window 120\n"
    "  vip_fleet --office build/dev/vip-office --terminals 50 --window 3 --restart\n";

struct Wish {
  std::string office;
  std::uint32_t terminals = 200;
  std::size_t events = 500;
  double window_s = 20;
  double trickle_s = 5;
  unsigned threads = 8;
  bool restart = false;
  std::uint64_t seed = 1;
  std::string out;
};

double seconds(Clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

// What a phase came to.
struct Measured {
  double wall_s = 0;
  double office_cpu_s = 0;
  std::uint64_t events = 0;
  std::uint64_t requests = 0;
  std::uint64_t handshakes = 0;
  std::uint64_t failures = 0;  // exchanges that had to come again
  std::uint64_t busy = 0;      // of them, asked to come back later
  std::uint64_t bytes_up = 0;
  std::uint64_t bytes_down = 0;
  std::vector<double> ms;  // of each whole exchange that succeeded

  double quantile(double q) {
    if (ms.empty()) return 0;
    std::sort(ms.begin(), ms.end());
    return ms[static_cast<std::size_t>(q * static_cast<double>(ms.size() - 1))];
  }
  Json json() {
    const auto per = [](double what, double of) { return of > 0 ? what / of : 0; };
    const auto events_d = static_cast<double>(events);
    return {{"seconds", wall_s},
            {"events", events},
            {"requests", requests},
            {"handshakes", handshakes},
            {"came_again", failures},
            {"busy", busy},
            {"events_per_second", per(events_d, wall_s)},
            {"requests_per_second", per(static_cast<double>(requests), wall_s)},
            {"office_cpu_seconds", office_cpu_s},
            {"events_per_office_cpu_second", per(events_d, office_cpu_s)},
            {"bytes_up", bytes_up},
            {"bytes_down", bytes_down},
            {"bytes_up_per_event", per(static_cast<double>(bytes_up), events_d)},
            {"exchange_ms_p50", quantile(0.5)},
            {"exchange_ms_p99", quantile(0.99)}};
  }
};

// Exchanges at planned moments, by so many threads; what fails comes again, fully jittered.
class Sea {
 public:
  Sea(std::vector<std::unique_ptr<FleetTerminal>>& fleet, unsigned threads, std::uint64_t seed)
      : fleet_(fleet), threads_(threads), dice_(seed) {}

  void plan(std::size_t terminal, Clock::duration after) { queue_.push({after, terminal, 0}); }

  Measured sail(OfficeProcess& office) {
    measured_ = {};
    begun_ = Clock::now();
    const double cpu = office.cpu_total_s();
    open_ = queue_.size();
    std::vector<std::thread> crew;
    for (unsigned i = 0; i < threads_; ++i) crew.emplace_back([this] { work(); });
    for (std::thread& one : crew) one.join();
    measured_.wall_s = seconds(Clock::now() - begun_);
    measured_.office_cpu_s = office.cpu_total_s() - cpu;
    if (!broken_.empty()) throw std::runtime_error(broken_);
    return std::move(measured_);
  }

 private:
  struct Due {
    Clock::duration after;
    std::size_t terminal;
    int attempt;
    bool operator<(const Due& other) const { return after > other.after; }  // the earliest first
  };

  void work() {
    for (;;) {
      Due due{};
      {
        std::unique_lock hold(mutex_);
        for (;;) {
          if (open_ == 0 || !broken_.empty()) return;
          if (queue_.empty()) {
            changed_.wait_for(hold, std::chrono::milliseconds(50));
            continue;
          }
          due = queue_.top();
          const auto now = Clock::now() - begun_;
          if (due.after <= now) break;
          changed_.wait_for(
              hold, std::min<Clock::duration>(due.after - now, std::chrono::milliseconds(50)));
        }
        queue_.pop();
      }
      exchange(due);
    }
  }

  void exchange(const Due& due) {
    FleetTerminal& terminal = *fleet_[due.terminal];
    const auto began = Clock::now();
    sync::HttpTransport line(sync::line_of(*terminal.enrolment()));
    // One attempt: how the fleet comes again is the sea's to plan, not a sleeping thread's.
    const auto done =
        sync::exchange_all(terminal, line, ::time(nullptr), [](int) {}, {.attempts = 1});
    const double took_ms = seconds(Clock::now() - began) * 1000;
    const std::lock_guard hold(mutex_);
    ++measured_.handshakes;
    measured_.bytes_up += line.traffic().sent;
    measured_.bytes_down += line.traffic().received;
    if (done) {
      measured_.events += done->sent;
      measured_.requests += static_cast<std::uint64_t>(done->requests);
      measured_.ms.push_back(took_ms);
      --open_;
    } else if (done.error().error == sync::ExchangeError::refused) {
      broken_ = terminal.store() + " refused: " + done.error().word + " " + done.error().detail;
    } else {
      ++measured_.failures;
      if (done.error().error == sync::ExchangeError::busy) ++measured_.busy;
      const int wait_ms =
          sync::backoff_ms(due.attempt + 1, 8000, static_cast<std::uint32_t>(dice_()));
      queue_.push({Clock::now() - begun_ + std::chrono::milliseconds(wait_ms), due.terminal,
                   due.attempt + 1});
    }
    changed_.notify_all();
  }

  std::vector<std::unique_ptr<FleetTerminal>>& fleet_;
  unsigned threads_;
  std::mt19937_64 dice_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::priority_queue<Due> queue_;
  std::size_t open_ = 0;
  std::string broken_;
  Clock::time_point begun_;
  Measured measured_;
};

void enrol_all(const Wish& wish, const OfficeProcess& office, const fs::path& data,
               std::vector<std::unique_ptr<FleetTerminal>>& fleet) {
  const sync::OfficeDirectory directory(data);
  sync::OfficeBooksOpen books(directory, terminal::Database::Mode::read);
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::string failed;
  const auto work = [&] {
    for (std::size_t i = next++; i < fleet.size(); i = next++) {
      FleetTerminal& terminal = *fleet[i];
      std::string code;
      {
        const std::lock_guard hold(mutex);
        if (!failed.empty()) return;
        code = *sync::give_out_code(directory, books.store, terminal.store(), ::time(nullptr));
      }
      const Folder scratch;
      auto enrolled = sync::enrol(scratch.path(), {.office = office.address(),
                                                   .code = code,
                                                   .authority_fingerprint = std::nullopt,
                                                   .store = terminal.store(),
                                                   .genesis = terminal.genesis(),
                                                   .training = true});
      if (!enrolled) {
        const std::lock_guard hold(mutex);
        failed = terminal.store() + " not enrolled: " + enrolled.error().detail;
        return;
      }
      terminal.enrolled(std::move(*enrolled));
    }
  };
  std::vector<std::thread> crew;
  for (unsigned i = 0; i < wish.threads; ++i) crew.emplace_back(work);
  for (std::thread& one : crew) one.join();
  if (!failed.empty()) throw std::runtime_error(failed);
}

void say(const char* phase, Measured& measured) {
  const Json json = measured.json();
  std::printf(
      "%-10s %8llu events in %6.1f s: %8.0f events/s, %6.0f requests/s, %llu handshakes; office "
      "%6.2f s of cpu, %8.0f events per cpu second; %5.1f bytes/event up; exchange p50 %.0f ms, "
      "p99 %.0f ms; came again %llu (busy %llu)\n",
      phase, static_cast<unsigned long long>(measured.events), measured.wall_s,
      json["events_per_second"].get<double>(), json["requests_per_second"].get<double>(),
      static_cast<unsigned long long>(measured.handshakes), measured.office_cpu_s,
      json["events_per_office_cpu_second"].get<double>(), json["bytes_up_per_event"].get<double>(),
      json["exchange_ms_p50"].get<double>(), json["exchange_ms_p99"].get<double>(),
      static_cast<unsigned long long>(measured.failures),
      static_cast<unsigned long long>(measured.busy));
  std::fflush(stdout);
}

int play(const Wish& wish) {
  const Folder folder;
  const fs::path data = folder.path() / "office";
  const TemplateJournal journal(wish.events + 1);
  OfficeProcess office(fs::absolute(wish.office).string(), data.string());
  std::vector<std::unique_ptr<FleetTerminal>> fleet;
  for (std::uint32_t i = 1; i <= wish.terminals; ++i) {
    fleet.push_back(std::make_unique<FleetTerminal>(journal, i));
  }
  Json measured = {{"terminals", wish.terminals},
                   {"events_each", wish.events},
                   {"window_seconds", wish.window_s},
                   {"bytes_per_event_plain",
                    static_cast<double>(journal.bytes()) / static_cast<double>(journal.size())}};

  const auto began = Clock::now();
  enrol_all(wish, office, data, fleet);
  const double enrolled_s = seconds(Clock::now() - began);
  measured["enrolments_per_second"] = wish.terminals / enrolled_s;
  std::printf("enrolment  %8u stores in %6.1f s: %.0f a second\n", wish.terminals, enrolled_s,
              wish.terminals / enrolled_s);

  std::mt19937_64 dice(wish.seed);
  const auto within = [&dice](double window_s) {
    const auto window = static_cast<std::int64_t>(window_s * 1'000'000);
    return std::chrono::microseconds(
        sync::moment_in(0, std::max<std::int64_t>(window, 1), static_cast<std::uint32_t>(dice())));
  };
  Sea sea(fleet, wish.threads, wish.seed);
  for (std::size_t i = 0; i < fleet.size(); ++i) {
    fleet[i]->grow_to(wish.events);
    sea.plan(i, within(wish.window_s));
  }
  std::thread disaster;
  if (wish.restart) {
    disaster = std::thread([&] {
      std::this_thread::sleep_for(std::chrono::duration<double>(wish.window_s / 2));
      office.kill_and_serve();
    });
  }
  Measured storm = sea.sail(office);
  if (disaster.joinable()) disaster.join();
  say("storm", storm);
  measured["storm"] = storm.json();

  for (std::size_t i = 0; i < fleet.size(); ++i) {
    fleet[i]->grow_to(wish.events + 1);
    sea.plan(i, within(wish.trickle_s));
  }
  Measured trickle = sea.sail(office);
  say("trickle", trickle);
  measured["trickle"] = trickle.json();
  office.stop();

  // What head office says of each store, and what its books say of themselves.
  std::size_t wrong = 0;
  for (const Json& store : office.ask({"fleet"}).at("stores")) {
    if (store.at("acked") != wish.events + 1 || store.at("parked") != 0 ||
        store.at("state") != "open") {
      if (++wrong <= 5) std::cerr << store.dump() << "\n";
    }
  }
  const Json verified = office.ask({"verify"});
  std::printf("verify     %s\n", verified.dump().c_str());
  if (!wish.out.empty()) std::ofstream(wish.out) << measured.dump(1) << "\n";
  if (wrong > 0) {
    std::cerr << wrong << " stores are not what they should be\n";
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace vip::fleet

int main(int argc, char** argv) {
  vip::fleet::Wish wish;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--restart") {
      wish.restart = true;
      continue;
    }
    const char* value = i + 1 < argc ? argv[++i] : "";
    if (name == "--office") {
      wish.office = value;
    } else if (name == "--terminals") {
      wish.terminals = static_cast<std::uint32_t>(std::strtoul(value, nullptr, 10));
    } else if (name == "--events") {
      wish.events = std::strtoul(value, nullptr, 10);
    } else if (name == "--window") {
      wish.window_s = std::strtod(value, nullptr);
    } else if (name == "--trickle") {
      wish.trickle_s = std::strtod(value, nullptr);
    } else if (name == "--threads") {
      wish.threads = static_cast<unsigned>(std::strtoul(value, nullptr, 10));
    } else if (name == "--seed") {
      wish.seed = std::strtoull(value, nullptr, 10);
    } else if (name == "--out") {
      wish.out = value;
    } else {
      std::cerr << vip::fleet::usage;
      return 2;
    }
  }
  if (wish.office.empty() || wish.terminals == 0 || wish.events == 0 || wish.threads == 0) {
    std::cerr << vip::fleet::usage;
    return 2;
  }
  ::signal(SIGPIPE, SIG_IGN);
  try {
    return vip::fleet::play(wish);
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
