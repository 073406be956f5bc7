// Secret: what keeps a secret on a disk that others may read.
//
// scrypt (RFC 7914) makes guessing a short PIN slow; Box is AES-256-GCM (NIST SP 800-38D), which
// hides a text and shows any change to it, to its key or to what it was bound to.
//
// A box:   offset  size  what
//               0    12  nonce, random
//              12     n  the text, encrypted; as long as it was
//          12 + n    16  tag
//
// `bound` is not in the box: whoever opens it has to know it (table, column, member ...), so that a
// box that was moved elsewhere does not open.
//
// Limits: with random nonces one key may close 2^32 boxes; no key here closes more than a few
// hundred thousand.
//
// Threads: the functions may be called from any; a Box belongs to one at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cardformat/wipe.h"

struct evp_cipher_ctx_st;

namespace vip {

using SecretKey = std::array<std::uint8_t, 32>;

// N must be a power of two; takes 128 * N * r bytes of memory (N=2^15, r=8: 32 MiB, 80 ms).
struct ScryptCost {
  std::uint64_t n = std::uint64_t{1} << 15U;
  std::uint32_t r = 8;
  std::uint32_t p = 1;
};
std::array<std::uint8_t, 32> scrypt(std::string_view secret, std::string_view salt,
                                    const ScryptCost& cost = {});

// In time that does not tell where they differ.
bool same_secret(std::string_view a, std::string_view b);

// Closes and opens boxes; keeps its cipher, because setting one up costs as much as a record.
class Box {
 public:
  static constexpr std::size_t nonce_bytes = 12;
  static constexpr std::size_t tag_bytes = 16;
  static constexpr std::size_t overhead = nonce_bytes + tag_bytes;

  Box();

  std::string close(const SecretKey& key, std::string_view bound, std::string_view text);
  // No value where anything at all differs from what was closed.
  std::optional<std::string> open(const SecretKey& key, std::string_view bound,
                                  std::string_view box);

 private:
  struct Free {
    void operator()(evp_cipher_ctx_st* context) const;
  };
  std::unique_ptr<evp_cipher_ctx_st, Free> context_;
};

}  // namespace vip
