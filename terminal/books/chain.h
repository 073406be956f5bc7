// The journal's hash chain (design: journal and ledger). Integers big-endian, fixed width.
//
//   h0 = SHA-256("VIP-J1-0" | u32 tid | u32 epoch | u64 lineage | public key 32 | nonce 16)
//   hn = SHA-256("VIP-J1" | h(n-1) | u32 tid | u32 epoch | u64 seq | u32 length | body)
//
// The receiver recomputes it; hashes of single events are never sent.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "cardformat/digest.h"
#include "cardformat/seal.h"

namespace vip::terminal {

// Whose journal it is, and what its chain begins with.
struct Genesis {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 1;
  std::uint64_t lineage = 0;
  PublicKey key{};  // Ed25519, signs the segments sent
  std::array<std::uint8_t, 16> nonce{};
};

Digest chain_start(const Genesis& genesis);
Digest chain_next(const Digest& previous, std::uint32_t tid, std::uint32_t epoch, std::uint64_t seq,
                  std::string_view body);

// A terminal's id, stable for the store: the first 31 bits of SHA-256 over the store's name, at
// least 1.
std::uint32_t tid_of_store(std::string_view store);

}  // namespace vip::terminal
