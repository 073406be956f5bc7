// sale.commit, durable, through the door, with 1, 4 and 16 lanes that always have another sale.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "terminal/door/lanes.h"
#include "tests/bench/bare.h"
#include "tests/bench/benches.h"
#include "tests/bench/big_store.h"
#include "tests/bench/samples.h"

namespace vip::bench {
namespace {

constexpr int lines_of_a_sale = 3;

struct Sale {
  card::Number card;
  std::string id;
  std::string request;
};

// Sales that are ready to be committed: their quotes, which say what is to be paid, came before.
// Each is of another card: points of the one could change the price of the next (D2).
std::vector<Sale> prepare_sales(OpenedStore& opened, Requests& requests, const std::string& prefix,
                                int& number, int count) {
  std::vector<Sale> sales;
  std::set<card::Number> taken;
  while (static_cast<int>(sales.size()) < count) {
    Sale sale{.card = requests.card(), .id = prefix + std::to_string(number++)};
    if (!taken.insert(sale.card).second) continue;
    const std::string quote = requests.quote(sale.card, lines_of_a_sale);
    const std::string answer = opened.door().call("sale.quote", quote).text;
    sale.request = requests.commit(quote, sale.id, paid_in(answer));
    sales.push_back(std::move(sale));
  }
  return sales;
}

struct Round {
  Samples latency;
  double seconds = 0;
};

Round sell(terminal::Lanes& door, const std::vector<Sale>& sales, std::vector<int>& served) {
  std::atomic<std::size_t> next = 0;
  std::vector<std::string> wrong(served.size());
  std::vector<Samples> latency(served.size());
  std::barrier start(static_cast<std::ptrdiff_t>(served.size()) + 1);
  std::vector<std::thread> lanes;
  for (std::size_t lane = 0; lane < served.size(); ++lane) {
    lanes.emplace_back([&, lane] {
      start.arrive_and_wait();
      for (std::size_t i = next++; i < sales.size(); i = next++) {
        terminal::Reply reply;
        timed(latency[lane], [&] { reply = door.call("sale.commit", sales[i].request); });
        if (reply.exit_code != 0) wrong[lane] = reply.text;
        ++served[lane];
      }
    });
  }
  start.arrive_and_wait();
  const auto begun = Clock::now();
  for (std::thread& lane : lanes) lane.join();
  Round round{.seconds = microseconds(Clock::now() - begun) / 1e6};
  for (const std::string& answer : wrong) {
    if (!answer.empty()) throw std::runtime_error("a sale was not committed: " + answer);
  }
  for (const Samples& one : latency) round.latency.add(one);
  return round;
}

void commit_sales(benchmark::State& state, const Plan& plan, int lanes) {
  auto opened = std::make_unique<OpenedStore>(plan.store());
  opened->door().prepare();
  terminal::Lanes door(opened->door());
  BareSales bare_sales(plan.bare() / "store.db");
  BareWrite bare_write(plan.directory / "bare_write");
  Requests requests(plan.cards, static_cast<std::uint64_t>(lanes));
  const std::string prefix = Requests::unique_prefix();
  int number = 0;

  std::vector<int> served(static_cast<std::size_t>(lanes), 0);
  std::vector<int> uncounted = served;
  sell(door, prepare_sales(*opened, requests, prefix, number, 16 * lanes), uncounted);
  const SaleRows rows = SaleRows::last_of(opened->store());

  Samples ours, sqlite, write, to_sqlite, to_write;
  double seconds = 0;
  double sqlite_seconds = 0;
  for (auto _ : state) {
    const auto sales = prepare_sales(*opened, requests, prefix, number, plan.in_a_round);
    Samples round_write;
    for (int i = 0; i < plan.in_a_round; ++i) timed(round_write, [&] { bare_write.run(); });

    Samples round_sqlite;
    for (const Sale& sale : sales) bare_sales.warm(sale.card);
    const auto begun = Clock::now();
    for (const Sale& sale : sales) {
      timed(round_sqlite, [&] { bare_sales.run(sale.card, sale.id, rows); });
    }
    sqlite_seconds += microseconds(Clock::now() - begun) / 1e6;

    const Round round = sell(door, sales, served);
    // What a till's quiet moments are for; in the measured ones nobody checkpoints.
    door.idle();
    bare_sales.idle();

    ours.add(round.latency);
    sqlite.add(round_sqlite);
    write.add(round_write);
    to_sqlite.add(round.latency.median() / round_sqlite.median());
    to_write.add(round.latency.median() / round_write.median());
    seconds += round.seconds;
    state.SetIterationTime(round.seconds);
  }
  const auto count = static_cast<double>(ours.size());
  const auto [least, most] = std::minmax_element(served.begin(), served.end());
  state.SetItemsProcessed(static_cast<std::int64_t>(ours.size()));
  auto& shown = state.counters;
  shown["p50_us"] = ours.median();
  shown["p99_us"] = ours.quantile(0.99);
  shown["p99.9_us"] = ours.quantile(0.999);
  shown["p99.9_x_p50"] = ours.quantile(0.999) / ours.median();
  shown["per_s"] = count / seconds;
  shown["sqlite_p50_us"] = sqlite.median();
  shown["sqlite_p99_us"] = sqlite.quantile(0.99);
  shown["sqlite_p99.9_us"] = sqlite.quantile(0.999);
  shown["sqlite_per_s"] = static_cast<double>(sqlite.size()) / sqlite_seconds;
  shown["write_p50_us"] = write.median();
  shown["write_p99.9_us"] = write.quantile(0.999);
  shown["x_sqlite"] = to_sqlite.median();  // the median of the rounds' own ratios
  shown["x_write"] = to_write.median();
  shown["least_served"] = *least;
  shown["most_served"] = *most;
  shown["least_x_most"] = static_cast<double>(*least) / static_cast<double>(*most);
  shown["sales_a_commit"] =
      static_cast<double>(door.counts().calls) / static_cast<double>(door.counts().batches);
}

}  // namespace

void add_commit_benches(const Plan& plan) {
  for (const int lanes : {1, 4, 16}) {
    benchmark::RegisterBenchmark(
        ("sale.commit/lanes:" + std::to_string(lanes)).c_str(),
        [plan, lanes](benchmark::State& state) { commit_sales(state, plan, lanes); })
        ->Iterations(plan.rounds)
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace vip::bench
