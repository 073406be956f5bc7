// What was scanned: classified and read, field by field, without the signature (card.believe has
// it).

#include <benchmark/benchmark.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "cardformat/card_stripe.h"
#include "cardformat/scan/scan.h"
#include "tests/bench/benches.h"
#include "tests/bench/samples.h"

namespace vip::bench {
namespace {

using namespace card;

struct Kind {
  const char* name;
  std::string raw;
  ScanClass what;
};

void classify_scans(benchmark::State& state, const Plan& plan) {
  const SigningKey key = SigningKey::from_seed(std::array<std::uint8_t, 32>{1});
  const Day last_day = *read_day("2031-11-22");
  const Number number = make_number(9156, 80'000'000'001);
  const Secret secret({1, 2, 3});
  const Kind kinds[] = {
      {"number", number.text() + "\r\n", ScanClass::own_card},
      {"payload", "]Q1" + text_of(sign_card(key, 9156, number, secret, 1, last_day)) + "\r\n",
       ScanClass::own_card},
      {"tracks",
       card_track_one(number, secret, last_day) + "\r\n" + card_track_two(number, last_day) +
           "\r\n",
       ScanClass::own_card},
      {"full_width", "９１５６８０００００００００１４", ScanClass::own_card},
      {"link", "https://id.gs1.org/8018/289156800000000010", ScanClass::own_gs1},
      {"payment_code", "134567890123456789\r\n", ScanClass::wechat_code},
      {"bank_card", "%B4444444444444448^SMITH/JANE^4912101?;4444444444444448=4912101?\r\n",
       ScanClass::bank_card},
      {"product", "6901234567892\r\n", ScanClass::product},
      {"name", "王小明\r\n", ScanClass::name},
  };
  double slowest = 0;
  for (auto _ : state) {
    for (const Kind& kind : kinds) {
      Samples samples;
      // A hundred at a time: one is about as short as a look at the clock.
      constexpr int together = 100;
      for (int i = 0; i < std::max(1, plan.rounds * plan.in_a_round / together); ++i) {
        timed(samples, [&] {
          for (int k = 0; k < together; ++k) {
            const Scanned scanned = classify(kind.raw, Own{});
            if (scanned.what != kind.what) throw std::runtime_error(kind.name);
          }
        });
      }
      const double each = samples.median() / together;
      state.counters[kind.name] = each;
      slowest = std::max(slowest, each);
    }
  }
  state.counters["slowest_us"] = slowest;
}

}  // namespace

void add_scan_benches(const Plan& plan) {
  benchmark::RegisterBenchmark("scan.classify", [plan](benchmark::State& state) {
    classify_scans(state, plan);
  })->Iterations(1);
}

}  // namespace vip::bench
