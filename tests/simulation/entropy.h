// Entropy: libcrypto's randomness, taken from the dice. Keys, nonces, sessions, salts and
// signatures of the programs under test then follow from the seed, and the programs need no door
// for it.
#pragma once

#include <cstdint>

namespace vip::simulation {

// From here on, for the whole process. Called again, it begins anew.
void seed_entropy(std::uint64_t seed);

}  // namespace vip::simulation
