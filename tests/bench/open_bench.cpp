// From a closed store to the answer of the first quote, and the memory that many quotes leave held.

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>

#include "tests/bench/bare.h"
#include "tests/bench/benches.h"
#include "tests/bench/big_store.h"
#include "tests/bench/child.h"
#include "tests/bench/samples.h"

namespace vip::bench {
namespace {

constexpr int lines_of_a_basket = 10;
constexpr int sales_before_the_kill = 300;  // about 4 MB of log, as after a few hundred sales
constexpr int quotes_remembered = 10'000;

enum class Before { warm, cold, killed, killed_cold };

std::vector<std::string> role(const char* name, const Plan& plan) {
  return {"--as=" + std::string(name), "--data=" + plan.directory.string(),
          "--cards=" + std::to_string(plan.cards)};
}

// Forgets what the kernel keeps of the file in memory. Requires: it is on disk.
void drop_from_memory(const std::filesystem::path& file) {
  const int handle = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) return;
  fsync(handle);
  posix_fadvise(handle, 0, 0, POSIX_FADV_DONTNEED);
  close(handle);
}

void set_the_scene(const Plan& plan, Before before) {
  if (before == Before::killed || before == Before::killed_cold) {
    Child seller(role("sell", plan));
    if (seller.line() != "sold") throw std::runtime_error("the other process sold nothing");
    seller.kill();
  }
  if (before == Before::cold || before == Before::killed_cold) {
    drop_from_memory(plan.store() / "store.db");
    drop_from_memory(plan.store() / "store.db-wal");
  }
}

void first_quote(benchmark::State& state, const Plan& plan, Before before) {
  Requests requests(plan.cards, 5);
  {
    OpenedStore warm_up(plan.store());
    warm_up.door().call("sale.quote", requests.quote(requests.card(), lines_of_a_basket));
  }
  Samples ours, bare, ratio;
  for (auto _ : state) {
    const card::Number card = requests.card();
    const std::string request = requests.quote(card, lines_of_a_basket);
    Samples one, one_bare;
    set_the_scene(plan, before);
    {
      const auto begun = Clock::now();
      terminal::Database database((plan.store() / "store.db").string(),
                                  terminal::Database::Mode::open);
      terminal::Statement row(database, "SELECT * FROM card WHERE number=?");
      row.bind(1, static_cast<std::int64_t>(card.value())).step();
      one_bare.add(microseconds(Clock::now() - begun));
    }
    set_the_scene(plan, before);
    {
      const auto begun = Clock::now();
      OpenedStore opened(plan.store());
      const terminal::Reply reply = opened.door().call("sale.quote", request);
      one.add(microseconds(Clock::now() - begun));
      if (reply.exit_code != 0) throw std::runtime_error(reply.text);
    }
    state.SetIterationTime(one.median() / 1e6);
    ours.add(one);
    bare.add(one_bare);
    ratio.add(one.median() / one_bare.median());
  }
  auto& shown = state.counters;
  shown["p50_ms"] = ours.median() / 1e3;
  shown["worst_ms"] = ours.quantile(1) / 1e3;
  shown["sqlite_p50_ms"] = bare.median() / 1e3;
  shown["sqlite_worst_ms"] = bare.quantile(1) / 1e3;
  shown["x_sqlite"] = ratio.median();
}

void memory(benchmark::State& state, const Plan& plan) {
  double mib = 0;
  for (auto _ : state) {
    Child rememberer(role("remember", plan));
    mib = std::stod(rememberer.line()) / 1024;
    state.SetIterationTime(1e-3);
  }
  state.counters["resident_MiB"] = mib;
}

int sell_until_killed(const Plan& plan) {
  OpenedStore opened(plan.store());
  opened.door().prepare();
  Requests requests(plan.cards, static_cast<std::uint64_t>(getpid()));
  const std::string prefix = Requests::unique_prefix();
  for (int i = 0;; ++i) {
    const std::string quote = requests.quote(requests.card(), 3);
    const std::int64_t paid = paid_in(opened.door().call("sale.quote", quote).text);
    const std::string request = requests.commit(quote, prefix + std::to_string(i), paid);
    if (opened.door().call("sale.commit", request).exit_code != 0) return 1;
    if (i + 1 == sales_before_the_kill) {
      std::puts("sold");
      std::fflush(stdout);
      pause();  // the last commit is durable; nothing else is asked of it
    }
  }
}

int print_memory(const Plan& plan) {
  OpenedStore opened(plan.store());
  opened.door().prepare();
  Requests requests(plan.cards, 9);
  for (int i = 0; i < quotes_remembered; ++i) {
    const std::string request = requests.quote(requests.card(), lines_of_a_basket);
    if (opened.door().call("sale.quote", request).exit_code != 0) return 1;
  }
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) std::puts(line.substr(6).c_str());
  }
  return 0;
}

}  // namespace

void add_open_benches(const Plan& plan) {
  const auto add = [&](const char* name, Before before, int iterations) {
    benchmark::RegisterBenchmark(
        name, [plan, before](benchmark::State& state) { first_quote(state, plan, before); })
        ->Iterations(iterations)
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond);
  };
  const int some = plan.rounds;
  add("open_to_first_quote/warm", Before::warm, some);
  add("open_to_first_quote/cold", Before::cold, some);
  add("open_to_first_quote/killed", Before::killed, some / 4 + 1);
  add("open_to_first_quote/killed_cold", Before::killed_cold, some / 4 + 1);
  benchmark::RegisterBenchmark("memory/after_10000_quotes",
                               [plan](benchmark::State& state) { memory(state, plan); })
      ->Iterations(1)
      ->UseManualTime();
}

int act_as(const char* name, const Plan& plan) {
  if (std::string_view(name) == "sell") return sell_until_killed(plan);
  if (std::string_view(name) == "remember") return print_memory(plan);
  return 2;
}

}  // namespace vip::bench
