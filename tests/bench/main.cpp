// vip_bench: see tests/bench/run. Options of its own, beside those of Google Benchmark:
//   --data=DIR   where its stores are made and kept   --cards=N   how many cards they have
//   --rounds=N   of each comparison                   --as=ROLE   for its own other processes

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>

#include "tests/bench/aims.h"
#include "tests/bench/benches.h"
#include "tests/bench/big_store.h"

namespace {

int run(int argc, char** argv) {
  vip::bench::Plan plan;
  std::string as;
  benchmark::Initialize(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    const std::string_view option = argv[i];
    const auto value = std::string(option.substr(option.find('=') + 1));
    if (option.starts_with("--data=")) {
      plan.directory = value;
    } else if (option.starts_with("--cards=")) {
      plan.cards = std::stoll(value);
    } else if (option.starts_with("--rounds=")) {
      plan.rounds = std::stoi(value);
    } else if (option.starts_with("--as=")) {
      as = value;
    } else {
      std::fprintf(stderr, "vip_bench: what is %s?\n", argv[i]);
      return 2;
    }
  }
  if (plan.directory.empty() || plan.cards < 1 || plan.rounds < 1) {
    std::fprintf(stderr, "vip_bench: --data=DIR is needed; see tests/bench/run --help\n");
    return 2;
  }
  if (!as.empty()) return vip::bench::act_as(as.c_str(), plan);

  std::filesystem::create_directories(plan.directory);
  vip::bench::make_big_store(plan.store(), plan.cards);
  vip::bench::make_big_store(plan.bare(), plan.cards);
  vip::bench::add_commit_benches(plan);
  vip::bench::add_quote_benches(plan);
  vip::bench::add_rules_benches(plan);
  vip::bench::add_member_benches(plan);
  vip::bench::add_card_benches(plan);
  vip::bench::add_scan_benches(plan);
  vip::bench::add_open_benches(plan);
  vip::bench::add_service_benches(plan);
  vip::bench::AimsReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "vip_bench: %s\n", error.what());
    return 1;
  }
}
