#define OPENSSL_SUPPRESS_DEPRECATED  // there is no other way to hand libcrypto a source of its own
#include "tests/simulation/entropy.h"

#include <openssl/rand.h>

#include "cardformat/ensure.h"
#include "tests/simulation/dice.h"

namespace vip::simulation {
namespace {

Dice& source() {
  static Dice dice(0);
  return dice;
}

int fill(unsigned char* bytes, int size) {
  std::uint64_t word = 0;
  for (int i = 0; i < size; ++i) {
    if (i % 8 == 0) word = source().next();
    bytes[i] = static_cast<unsigned char>(word >> (i % 8 * 8));
  }
  return 1;
}

int ready() { return 1; }

}  // namespace

void seed_entropy(std::uint64_t seed) {
  static const RAND_METHOD method = {nullptr, fill, nullptr, nullptr, fill, ready};
  static const bool taken = RAND_set_rand_method(&method) == 1;
  ensure(taken, "libcrypto takes its randomness from the dice");
  source() = Dice(seed);
}

}  // namespace vip::simulation
