// Digest: SHA-256, by itself (FIPS 180-4) and with a key (HMAC, RFC 2104).
//
// The algorithm is fetched from libcrypto once and contexts are reused: fetching on each call costs
// as much again as hashing one event of the journal.
//
// Threads: the functions may be called from any; a Sha256 belongs to one at a time.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

struct evp_md_ctx_st;

namespace vip {

using Digest = std::array<std::uint8_t, 32>;

// A hash of what comes in pieces. finish() leaves it as new, to be used again.
class Sha256 {
 public:
  Sha256();

  Sha256& update(std::string_view bytes);
  Digest finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

Digest sha256(std::string_view bytes);

Digest hmac_sha256(std::string_view key, std::string_view bytes);

}  // namespace vip
