// PIN: six digits that prove who an operator is, and the badge beside it.
//
// What is kept of a PIN is HMAC-SHA-256(pepper, operator, salt, scrypt(PIN, salt)): a thief who has
// the database and not the pepper (keys/, another file) can try nothing, one who has both needs
// 80 ms a guess. The operator's number is in it, so that one row's credential is no other's.
//
// A badge is 128 random bits; its HMAC is kept. It names nobody by itself and does nothing without
// the PIN.
//
// Pure but for the random salt.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cardformat/secret.h"

namespace vip::terminal {

// Exactly six digits, and none of those that people take first: one digit again and again, runs up
// and down, pairs and triples again, dates of birth, and what lists of stolen PINs begin with.
enum class PinProblem : std::uint8_t { not_six_digits = 1, too_easy };
std::optional<PinProblem> pin_problem(std::string_view pin, std::string_view operator_number);

// What is stored.
struct Credential {
  std::string salt;   // 16 bytes
  std::string proof;  // 32 bytes
  std::string badge;  // 32 bytes, or empty: none

  // What the journal keeps of it: 16 hex digits that change with every change, and tell nothing.
  std::string print() const;
};

class PinKeeper {
 public:
  explicit PinKeeper(const SecretKey& pepper) : pepper_(pepper) {}
  ~PinKeeper() { wipe(pepper_); }
  PinKeeper(const PinKeeper&) = delete;
  PinKeeper& operator=(const PinKeeper&) = delete;

  Credential make(std::string_view operator_number, std::string_view pin) const;
  bool pin_is(const Credential& kept, std::string_view operator_number, std::string_view pin) const;

  // A new badge: its text goes on the badge, once; its proof into the credential.
  struct Badge {
    std::string text;
    std::string proof;
  };
  Badge make_badge(std::string_view operator_number) const;
  bool badge_is(const Credential& kept, std::string_view operator_number,
                std::string_view text) const;

 private:
  std::string proof_of(std::string_view what, std::string_view operator_number,
                       std::string_view salt, std::string_view secret) const;

  SecretKey pepper_;
};

}  // namespace vip::terminal
