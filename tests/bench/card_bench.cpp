// A card that this store never saw: is it head office's? From the digits of its QR to the verdict,
// beside what no check of a signature can be quicker than, the bare EVP_DigestVerify.

#include <benchmark/benchmark.h>
#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include "cardformat/card_payload.h"
#include "tests/bench/benches.h"
#include "tests/bench/samples.h"

namespace vip::bench {
namespace {

using namespace card;
void believe_a_card(benchmark::State& state, const Plan& plan) {
  const SigningKey key = SigningKey::from_seed(std::array<std::uint8_t, 32>{1});
  const PublicKey public_key = key.public_key();
  const Payload payload = sign_card(key, 9156, make_number(9156, 80'000'000'001), Secret({1, 2, 3}),
                                    1, *read_day("2031-11-22"));
  const std::string text = text_of(payload);
  CardKeys keys;
  keys.add(public_key);

  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> bare_key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, public_key.data(), public_key.size()),
      EVP_PKEY_free);
  const std::string message = signed_message(9156, payload.blank());
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  if (EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, bare_key.get()) != 1) {
    throw std::runtime_error("libcrypto verifies");
  }
  const auto bare = [&] {
    if (EVP_DigestVerify(context.get(), payload.signature.data(), payload.signature.size(),
                         reinterpret_cast<const unsigned char*>(message.data()),
                         message.size()) != 1) {
      throw std::runtime_error("the bare signature holds");
    }
  };
  const auto ours = [&] {
    if (!believe(*read_payload(text), 9156, keys)) throw std::runtime_error("the card is believed");
  };

  Samples believed;
  Samples verified;
  for (auto _ : state) {
    for (int i = 0; i < plan.rounds * plan.in_a_round; ++i) {
      timed(believed, ours);
      timed(verified, bare);
    }
  }
  state.counters["p50_us"] = believed.median();
  state.counters["bare_us"] = verified.median();
  state.counters["x_bare"] = believed.median() / verified.median();
}

}  // namespace

void add_card_benches(const Plan& plan) {
  benchmark::RegisterBenchmark("card.believe", [plan](benchmark::State& state) {
    believe_a_card(state, plan);
  })->Iterations(1);
}

}  // namespace vip::bench
