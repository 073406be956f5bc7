// sale.quote of a basket of ten lines, of random cards, beside the bare reads of the rows it needs.

#include <benchmark/benchmark.h>

#include <stdexcept>
#include <string>

#include "tests/bench/bare.h"
#include "tests/bench/benches.h"
#include "tests/bench/big_store.h"
#include "tests/bench/samples.h"

namespace vip::bench {
namespace {

void quote_sales(benchmark::State& state, const Plan& plan, int lines) {
  OpenedStore opened(plan.store());
  BareReads bare(opened.store().database());
  Requests requests(plan.cards, 17);
  Samples ours, reads, to_reads;
  double seconds = 0;
  for (auto _ : state) {
    Samples round, round_reads;
    std::int64_t read = 0;
    for (int i = 0; i < plan.in_a_round; ++i) {
      const card::Number card = requests.card();
      timed(round_reads, [&] { read += bare.run(card); });
    }
    benchmark::DoNotOptimize(read);
    double round_seconds = 0;
    for (int i = 0; i < plan.in_a_round; ++i) {
      const std::string request = requests.quote(requests.card(), lines);
      const auto begun = Clock::now();
      const terminal::Reply reply = opened.door().call("sale.quote", request);
      const double us = microseconds(Clock::now() - begun);
      if (reply.exit_code != 0) throw std::runtime_error(reply.text);
      round.add(us);
      round_seconds += us / 1e6;
    }
    ours.add(round);
    reads.add(round_reads);
    to_reads.add(round.median() / round_reads.median());
    seconds += round_seconds;
    state.SetIterationTime(round_seconds);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(ours.size()));
  auto& shown = state.counters;
  shown["p50_us"] = ours.median();
  shown["p99_us"] = ours.quantile(0.99);
  shown["p99.9_us"] = ours.quantile(0.999);
  shown["per_s"] = static_cast<double>(ours.size()) / seconds;
  shown["reads_p50_us"] = reads.median();
  shown["reads_p99_us"] = reads.quantile(0.99);
  shown["x_reads"] = to_reads.median();
}

}  // namespace

void add_quote_benches(const Plan& plan) {
  for (const int lines : {1, 10}) {
    benchmark::RegisterBenchmark(
        ("sale.quote/lines:" + std::to_string(lines)).c_str(),
        [plan, lines](benchmark::State& state) { quote_sales(state, plan, lines); })
        ->Iterations(plan.rounds * 4)
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace vip::bench
