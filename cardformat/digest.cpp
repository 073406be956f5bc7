#include "cardformat/digest.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "cardformat/ensure.h"

namespace vip {
namespace {

const EVP_MD* fetched_sha256() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  ensure(algorithm != nullptr, "libcrypto has SHA-256");
  return algorithm;
}

struct FreeMac {
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using MacContext = std::unique_ptr<EVP_MAC_CTX, FreeMac>;

MacContext new_mac_context() {
  static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  ensure(algorithm != nullptr, "libcrypto has HMAC");
  MacContext context(EVP_MAC_CTX_new(algorithm));
  char name[] = "SHA256";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                                   OSSL_PARAM_construct_end()};
  ensure(context && EVP_MAC_CTX_set_params(context.get(), parameters) == 1,
         "libcrypto has HMAC over SHA-256");
  return context;
}

}  // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  ensure(context_ && EVP_DigestInit_ex2(context_.get(), fetched_sha256(), nullptr) == 1,
         "a hash can begin");
}

Sha256& Sha256::update(std::string_view bytes) {
  ensure(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1, "a hash goes on");
  return *this;
}

Digest Sha256::finish() {
  Digest digest;
  ensure(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1, "a hash ends");
  ensure(EVP_DigestInit_ex2(context_.get(), nullptr, nullptr) == 1, "a hash can begin again");
  return digest;
}

void Sha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Digest sha256(std::string_view bytes) {
  thread_local Sha256 hash;
  return hash.update(bytes).finish();
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  thread_local const MacContext context = new_mac_context();
  // A null key would mean "the one before" to libcrypto; an empty view may have a null pointer.
  const auto* key_bytes = reinterpret_cast<const unsigned char*>(key.empty() ? "" : key.data());
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  Digest digest;
  std::size_t size = 0;
  ensure(EVP_MAC_init(context.get(), key_bytes, key.size(), nullptr) == 1 &&
             EVP_MAC_update(context.get(), data, bytes.size()) == 1 &&
             EVP_MAC_final(context.get(), digest.data(), &size, digest.size()) == 1 &&
             size == digest.size(),
         "a keyed hash is made");
  return digest;
}

}  // namespace vip
