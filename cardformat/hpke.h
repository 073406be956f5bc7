// HPKE: a text that only the holder of one private key can read (RFC 9180, base mode, one shot).
//
// DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Who seals needs the public key alone and
// cannot open what they sealed; who sealed it, nothing proves. libcrypto 3.0 has the parts and not
// the whole.
//
// A sealed text:   offset  size  what
//                       0    32  enc, the public half of a key made for this text alone
//                      32     n  the text, encrypted; as long as it was
//                  32 + n    16  tag
//
// `info` says what for, `bound` what it belongs to; neither is in the sealed text, and whoever
// opens has to know both, so that it opens nowhere else.
//
// Threads: every function here may be called from any; an OpeningKey is only read.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace vip {

// To whom texts are sealed: X25519 (RFC 7748).
using SealingKey = std::array<std::uint8_t, 32>;

class OpeningKey {
 public:
  using Bytes = std::array<std::uint8_t, 32>;

  static OpeningKey generate();
  static OpeningKey from_bytes(std::span<const std::uint8_t, 32> bytes);

  Bytes bytes() const;  // the whole secret
  SealingKey public_key() const;
  evp_pkey_st* handle() const { return key_.get(); }

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };
  explicit OpeningKey(evp_pkey_st* key) : key_(key) {}
  std::unique_ptr<evp_pkey_st, Free> key_;
};

// The numbers of RFC 9180, table 5. We use AES-256; its own vectors (A.1) are for AES-128.
enum class HpkeAead : std::uint8_t { aes_128_gcm = 1, aes_256_gcm = 2 };

inline constexpr std::size_t sealed_overhead = 32 + 16;

// No value where `to` is no key (a point of small order).
std::optional<std::string> seal_to(const SealingKey& to, std::string_view info,
                                   std::string_view bound, std::string_view text);
// No value where anything at all differs from what was sealed.
std::optional<std::string> open_sealed(const OpeningKey& key, std::string_view info,
                                       std::string_view bound, std::string_view sealed,
                                       HpkeAead aead = HpkeAead::aes_256_gcm);

// seal_to() with a key that is not made for it: for the published vectors alone.
std::optional<std::string> seal_to_with(const OpeningKey& ephemeral, const SealingKey& to,
                                        std::string_view info, std::string_view bound,
                                        std::string_view text, HpkeAead aead);

}  // namespace vip
