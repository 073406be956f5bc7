#include "cardformat/seal.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"

namespace vip {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const unsigned char* data_of(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

bool sign_with(EVP_PKEY* key, std::string_view message, Signature& signature) {
  const Context context(EVP_MD_CTX_new());
  std::size_t size = signature.size();
  return context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
         EVP_DigestSign(context.get(), signature.data(), &size, data_of(message), message.size()) ==
             1 &&
         size == signature.size();
}

bool verify_with(EVP_PKEY* key, std::string_view message, const Signature& signature) {
  const Context context(EVP_MD_CTX_new());
  return context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), data_of(message),
                          message.size()) == 1;
}

template <std::size_t size>
std::array<std::uint8_t, size> bytes_of_hex(std::string_view digits) {
  return *array_of<size>(*read_hex(digits));
}

void test_before_first_use() {
  static const bool right = seal_answers_are_right();
  ensure(right, "Ed25519 gives the answers of RFC 8032");
}

}  // namespace

bool seal_answers_are_right() {
  // Section 7.1, TEST 3: a message of two bytes.
  const auto seed =
      bytes_of_hex<32>("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
  const auto public_key =
      bytes_of_hex<32>("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
  const auto signature = bytes_of_hex<64>(
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
      "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
  const std::string_view message = "\xAF\x82";
  const std::string_view other_message = "\xAF\x83";
  Signature other_signature = signature;
  other_signature[0] ^= 1;

  const Key signer(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  const Key reader(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, public_key.data(), public_key.size()));
  PublicKey derived{};
  std::size_t size = derived.size();
  Signature made{};
  return signer && reader &&
         EVP_PKEY_get_raw_public_key(signer.get(), derived.data(), &size) == 1 &&
         derived == public_key && sign_with(signer.get(), message, made) && made == signature &&
         verify_with(reader.get(), message, signature) &&
         !verify_with(reader.get(), other_message, signature) &&
         !verify_with(reader.get(), message, other_signature);
}

SigningKey SigningKey::generate() {
  test_before_first_use();
  SigningKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  ensure(key.key_ != nullptr, "libcrypto makes Ed25519 keys");
  return key;
}

SigningKey SigningKey::from_seed(std::span<const std::uint8_t, 32> seed) {
  test_before_first_use();
  SigningKey key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  ensure(key.key_ != nullptr, "any 32 bytes are an Ed25519 seed");
  return key;
}

SigningKey::Seed SigningKey::seed() const {
  Seed seed;
  std::size_t size = seed.size();
  ensure(EVP_PKEY_get_raw_private_key(key_.get(), seed.data(), &size) == 1 && size == seed.size(),
         "a signing key has a seed");
  return seed;
}

PublicKey SigningKey::public_key() const {
  PublicKey key;
  std::size_t size = key.size();
  ensure(EVP_PKEY_get_raw_public_key(key_.get(), key.data(), &size) == 1 && size == key.size(),
         "a signing key has a public key");
  return key;
}

Signature SigningKey::sign(std::string_view message) const {
  Signature signature;
  ensure(sign_with(key_.get(), message, signature), "a signing key signs");
  return signature;
}

void SigningKey::Free::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

Verifier::Verifier(const PublicKey& key)
    : key_(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size())) {
  test_before_first_use();
  ensure(key_ != nullptr, "any 32 bytes can be asked as an Ed25519 key");
}

bool Verifier::holds(std::string_view message, const Signature& signature) const {
  return verify_with(key_.get(), message, signature);
}

void Verifier::Free::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

bool seal_holds(const PublicKey& key, std::string_view message, const Signature& signature) {
  return Verifier(key).holds(message, signature);
}

std::string random_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  ensure(size <= 1 << 20, "random bytes are for keys and nonces");
  ensure(
      RAND_priv_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(size)) == 1,
      "the operating system gives random bytes");
  return bytes;
}

}  // namespace vip
