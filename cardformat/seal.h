// Seal: Ed25519 signatures (RFC 8032), and bytes that nobody can guess.
//
// A terminal seals each segment of its journal, head office its policy and answers. A signing key
// can be moved, not copied. Its seed is the whole secret: who stores it owes a file of mode 0600.
//
// Before the first use in a process, libcrypto is asked what RFC 8032 knows the answers to; a wrong
// one stops the program (ensure).
//
// Threads: every function here may be called from any; a SigningKey and a Verifier are only read.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace vip {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

class SigningKey {
 public:
  using Seed = std::array<std::uint8_t, 32>;

  static SigningKey generate();
  static SigningKey from_seed(std::span<const std::uint8_t, 32> seed);

  Seed seed() const;
  PublicKey public_key() const;
  Signature sign(std::string_view message) const;

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };
  explicit SigningKey(evp_pkey_st* key) : key_(key) {}
  std::unique_ptr<evp_pkey_st, Free> key_;
};

// A public key made ready, for who checks more than one signature with it.
class Verifier {
 public:
  explicit Verifier(const PublicKey& key);

  // False for anything else than the signature of exactly this message by exactly this key.
  bool holds(std::string_view message, const Signature& signature) const;

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };
  std::unique_ptr<evp_pkey_st, Free> key_;
};

// Verifier(key).holds(message, signature).
bool seal_holds(const PublicKey& key, std::string_view message, const Signature& signature);

// What the test before first use does: keys, signatures and verdicts of RFC 8032 section 7.1, and
// that a changed message or signature is rejected.
bool seal_answers_are_right();

// From the operating system's generator, fit for keys and nonces.
std::string random_bytes(std::size_t size);

}  // namespace vip
