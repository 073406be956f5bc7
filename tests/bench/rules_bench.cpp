// policy.evaluate on one core: through the door, the pure function under it, and the reading of the
// request alone, below which no door can come.

#include <benchmark/benchmark.h>

#include <stdexcept>
#include <string>

#include "terminal/json/strict_json.h"
#include "terminal/rules/pricing.h"
#include "tests/bench/benches.h"
#include "tests/bench/big_store.h"

namespace vip::bench {
namespace {

using namespace terminal;

constexpr int lines_of_a_basket = 10;

void evaluate_at_the_door(benchmark::State& state, const Plan& plan) {
  OpenedStore opened(plan.store());
  const std::string request = Requests(plan.cards, 3).evaluate(lines_of_a_basket);
  if (opened.door().call("policy.evaluate", request).exit_code != 0) {
    throw std::runtime_error(opened.door().call("policy.evaluate", request).text);
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(opened.door().call("policy.evaluate", request));
  }
  state.SetItemsProcessed(state.iterations());
}

void read_the_request(benchmark::State& state, const Plan& plan) {
  const std::string request = Requests(plan.cards, 3).evaluate(lines_of_a_basket);
  for (auto _ : state) benchmark::DoNotOptimize(read_json(request));
  state.SetItemsProcessed(state.iterations());
}

void price_alone(benchmark::State& state) {
  Basket basket;
  for (int i = 0; i < lines_of_a_basket; ++i) {
    basket.lines.push_back(
        {.sku = "6901010000001", .name = "", .qty = 1 + i % 3, .unit_price = Fen(1'290 * (i + 1))});
  }
  const MemberFacts member{.accumulated = Points(31), .balance = Points(12), .carry = Fen(4200)};
  const Policy policy;
  for (auto _ : state) {
    benchmark::DoNotOptimize(basket.lines.data());
    benchmark::DoNotOptimize(price(basket, member, std::nullopt, policy));
  }
  state.SetItemsProcessed(state.iterations());
}

}  // namespace

void add_rules_benches(const Plan& plan) {
  benchmark::RegisterBenchmark("policy.evaluate/door", [plan](benchmark::State& state) {
    evaluate_at_the_door(state, plan);
  })->Unit(benchmark::kMicrosecond);
  benchmark::RegisterBenchmark("policy.evaluate/read_json_alone", [plan](benchmark::State& state) {
    read_the_request(state, plan);
  })->Unit(benchmark::kMicrosecond);
  benchmark::RegisterBenchmark("policy.evaluate/price_alone", price_alone)
      ->Unit(benchmark::kMicrosecond);
}

}  // namespace vip::bench
