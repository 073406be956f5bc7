#include "cardformat/seal.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include "cardformat/ensure.h"

namespace vip {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const unsigned char* data_of(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

SigningKey SigningKey::generate() {
  SigningKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  ensure(key.key_ != nullptr, "libcrypto makes Ed25519 keys");
  return key;
}

SigningKey SigningKey::from_seed(std::span<const std::uint8_t, 32> seed) {
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
  const Context context(EVP_MD_CTX_new());
  Signature signature;
  std::size_t size = signature.size();
  ensure(context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
             EVP_DigestSign(context.get(), signature.data(), &size, data_of(message),
                            message.size()) == 1 &&
             size == signature.size(),
         "a signing key signs");
  return signature;
}

void SigningKey::Free::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

bool seal_holds(const PublicKey& key, std::string_view message, const Signature& signature) {
  const std::unique_ptr<EVP_PKEY, FreeKey> verifier(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
  const Context context(EVP_MD_CTX_new());
  return verifier && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, verifier.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), data_of(message),
                          message.size()) == 1;
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
