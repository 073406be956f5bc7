// Payload: what a member's card says about itself, in bytes and as the digits of its QR code.
//
// It is the one payload of every code on the card. The QR carries all of it; a code that has room
// for less carries a beginning of it: the number and the secret (stripe track 1), or the number
// alone (Code 128, stripe track 2, EAN-13). FORMATS.md says how each writes it down.
//
// Head office signs the hash of the secret and not the secret, so that what a store is given to
// recognise its cards by (the Blank) does not let it make one.
//
//   offset  size  field
//        0     8  number       big-endian, sixteen decimal digits, its check digit right
//        8     1  version      1
//        9    16  secret       random bytes
//       25     4  batch        big-endian; the batch of blanks that it was made with
//       29     4  key id       the first four bytes of SHA-256 of the public key that signs
//       33     2  last day     big-endian, days since 1970-01-01: no card made of it is valid after
//       35    64  signature    Ed25519 over signed_message()
//
// As text: the sixteen digits of the number, then the 91 bytes from offset 8 in thirteen groups of
// seven, each group as a big-endian integer in 17 digits. Digits only: a QR code packs them best,
// and no keyboard layout, Caps Lock or Chinese input method turns them into something else.
//
// Bytes are a payload if and only if, in this order (text: the same, and first its length and
// its digits): see PayloadError. Whether to believe it is believe()'s to say.
//
// Threads: values. CardKeys is only read after it was filled.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/card_number.h"
#include "cardformat/day.h"
#include "cardformat/digest.h"
#include "cardformat/result.h"
#include "cardformat/seal.h"

namespace vip::card {

// 128 random bits, known to the card alone. Wiped when it goes.
class Secret {
 public:
  static constexpr std::size_t size = 16;

  Secret() = default;
  explicit Secret(const std::array<std::uint8_t, size>& bytes) : bytes_(bytes) {}
  static Secret random();
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  ~Secret();

  const std::array<std::uint8_t, size>& bytes() const { return bytes_; }
  Digest hash() const;  // what a terminal keeps of it

  friend bool operator==(const Secret&, const Secret&) = default;

 private:
  std::array<std::uint8_t, size> bytes_{};
};

using KeyId = std::array<std::uint8_t, 4>;
KeyId key_id(const PublicKey& key);

// What head office signs of a card, and all that a store is told of it.
struct Blank {
  Number number;
  Digest secret_hash{};
  std::uint32_t batch = 0;
  KeyId key_id{};
  Day last_day;  // of every card that may be made of it

  friend bool operator==(const Blank&, const Blank&) = default;
};

struct Payload {
  Number number;
  Secret secret;
  std::uint32_t batch = 0;
  KeyId key_id{};
  Day last_day;  // 1970-01-01 to 2149-06-06
  Signature signature{};

  Blank blank() const;
  friend bool operator==(const Payload&, const Payload&) = default;
};

inline constexpr std::size_t payload_bytes = 99;
inline constexpr std::size_t payload_digits = 237;

// Why bytes or digits are no payload: the first that applies, in this order.
enum class PayloadError : std::uint8_t {
  wrong_length = 1,  // not 99 bytes, not 237 characters
  not_digits,        // text only: something else than 0 to 9
  group_too_large,   // text only: seventeen digits that are not seven bytes
  not_a_number,      // bytes only: more than sixteen digits
  mistyped,          // the number's check digit is wrong
  unknown_version    // not 1: a later program may know it
};

std::string bytes_of(const Payload& payload);
std::string text_of(const Payload& payload);
Result<Payload, PayloadError> read_payload_bytes(std::string_view bytes);
Result<Payload, PayloadError> read_payload(std::string_view text);

// "VIP-CARD-1", the chain prefix (4 bytes), number (8), hash of the secret (32), batch (4), key id
// (4), last day (4: days since 1970-01-01); integers big-endian.
std::string signed_message(int chain_prefix, const Blank& blank);

// A card as head office makes it. Requires: the number is of this chain, its check digit holds, and
// last_day is 1970-01-01 to 2149-06-06.
Payload sign_card(const SigningKey& key, int chain_prefix, Number number, const Secret& secret,
                  std::uint32_t batch, Day last_day);

// The keys with which head office signs cards. Where two share a key id, each is tried.
class CardKeys {
 public:
  void add(const PublicKey& key);
  bool knows(const KeyId& id) const;
  // By one of the keys with this id.
  bool signed_by(const KeyId& id, std::string_view message, const Signature& signature) const;

 private:
  struct Known {
    KeyId id;
    Verifier verifier;
  };
  std::vector<Known> keys_;
};

// Why a payload is not believed: the first that applies, in this order.
enum class Disbelief : std::uint8_t {
  other_chain = 1,  // the number's prefix is not ours
  unknown_key,      // signed with a key that this store was never told of
  seal_broken       // a forgery, or damaged
};

// The blank that head office signed. It says nothing of whether it was given out or blocked since.
Result<Blank, Disbelief> believe(const Payload& payload, int chain_prefix, const CardKeys& keys);

}  // namespace vip::card
