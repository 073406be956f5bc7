#include "cardformat/seal.h"

#include <doctest/doctest.h>

#include <string>

#include "cardformat/bytes.h"

namespace vip {
namespace {

template <std::size_t size>
std::array<std::uint8_t, size> unhex(std::string_view text) {
  return array_of<size>(read_hex(text).value()).value();
}

TEST_CASE("Ed25519: the vectors of RFC 8032 section 7.1") {
  struct Row {
    const char* name;
    const char* seed;
    const char* key;
    const char* message;
    const char* signature;
  };
  const Row rows[] = {{"1", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                       "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
                      {"2", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
                       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                       "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
                      {"3", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                       "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                       "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const SigningKey key = SigningKey::from_seed(unhex<32>(row.seed));
    const std::string message = read_hex(row.message).value();
    CHECK(hex(key.seed()) == row.seed);
    CHECK(hex(key.public_key()) == row.key);
    CHECK(hex(key.sign(message)) == row.signature);
    CHECK(seal_holds(unhex<32>(row.key), message, unhex<64>(row.signature)));
  }
}

TEST_CASE("before its first use in a process the signature is tested against known answers") {
  CHECK(seal_answers_are_right());
}

TEST_CASE("a seal breaks with any bit of message, signature or key") {
  const SigningKey key = SigningKey::generate();
  const std::string message = "from 881 through 1380";
  const Signature signature = key.sign(message);
  CHECK(seal_holds(key.public_key(), message, signature));
  for (std::size_t bit = 0; bit < message.size() * 8; ++bit) {
    std::string changed = message;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    CHECK_FALSE(seal_holds(key.public_key(), changed, signature));
  }
  for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
    Signature changed = signature;
    changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1 << bit % 8));
    CHECK_FALSE(seal_holds(key.public_key(), message, changed));
  }
  for (std::size_t bit = 0; bit < PublicKey{}.size() * 8; ++bit) {
    PublicKey changed = key.public_key();
    changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1 << bit % 8));
    CHECK_FALSE(seal_holds(changed, message, signature));
  }
  CHECK_FALSE(seal_holds(key.public_key(), message + " ", signature));
  CHECK_FALSE(seal_holds(SigningKey::generate().public_key(), message, signature));
}

TEST_CASE("a key made from another's seed is the same key; made anew, it is another") {
  const SigningKey key = SigningKey::generate();
  CHECK(SigningKey::from_seed(key.seed()).public_key() == key.public_key());
  CHECK(SigningKey::generate().public_key() != key.public_key());
}

TEST_CASE("random bytes: as many as asked for, never the same") {
  CHECK(random_bytes(0).empty());
  CHECK(random_bytes(1).size() == 1);
  CHECK(random_bytes(33).size() == 33);
  CHECK(random_bytes(32) != random_bytes(32));
}

}  // namespace
}  // namespace vip
