#include "cardformat/secret.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <algorithm>

#include "cardformat/ensure.h"
#include "cardformat/seal.h"

namespace vip {
namespace {

const EVP_CIPHER* fetched_aes() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  ensure(cipher != nullptr, "libcrypto has AES-256-GCM");
  return cipher;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

std::array<std::uint8_t, 32> scrypt(std::string_view secret, std::string_view salt,
                                    const ScryptCost& cost) {
  struct FreeKdf {
    void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
  };
  static EVP_KDF* const algorithm = EVP_KDF_fetch(nullptr, "SCRYPT", nullptr);
  ensure(algorithm != nullptr, "libcrypto has scrypt");
  const std::unique_ptr<EVP_KDF_CTX, FreeKdf> context(EVP_KDF_CTX_new(algorithm));
  std::uint64_t n = cost.n;
  std::uint32_t r = cost.r;
  std::uint32_t p = cost.p;
  std::uint64_t most = 2 * 128 * n * r + (std::uint64_t{1} << 20U);
  // libcrypto takes these as it finds them; it does not write to them.
  auto* secret_bytes = const_cast<char*>(secret.empty() ? "" : secret.data());
  auto* salt_bytes = const_cast<char*>(salt.empty() ? "" : salt.data());
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, secret_bytes, secret.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt_bytes, salt.size()),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
      OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r),
      OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &most),
      OSSL_PARAM_construct_end()};
  std::array<std::uint8_t, 32> made{};
  ensure(context && EVP_KDF_derive(context.get(), made.data(), made.size(), parameters) == 1,
         "scrypt has the memory that it takes");
  return made;
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

Box::Box() : context_(EVP_CIPHER_CTX_new()) {
  ensure(context_ &&
             EVP_CipherInit_ex2(context_.get(), fetched_aes(), nullptr, nullptr, 1, nullptr) == 1,
         "a cipher can begin");
}

void Box::Free::operator()(evp_cipher_ctx_st* context) const { EVP_CIPHER_CTX_free(context); }

std::string Box::close(const SecretKey& key, std::string_view bound, std::string_view text) {
  std::string box = random_bytes(nonce_bytes);
  box.resize(nonce_bytes + text.size() + tag_bytes);
  unsigned char* out = bytes_of(box) + nonce_bytes;
  int size = 0;
  int last = 0;
  EVP_CIPHER_CTX* context = context_.get();
  ensure(EVP_EncryptInit_ex2(context, nullptr, key.data(), bytes_of(box), nullptr) == 1 &&
             EVP_EncryptUpdate(context, nullptr, &size, bytes_of(bound),
                               static_cast<int>(bound.size())) == 1 &&
             EVP_EncryptUpdate(context, out, &size, bytes_of(text),
                               static_cast<int>(text.size())) == 1 &&
             EVP_EncryptFinal_ex(context, out + size, &last) == 1 &&
             EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, tag_bytes, out + text.size()) == 1,
         "a box closes");
  return box;
}

std::optional<std::string> Box::open(const SecretKey& key, std::string_view bound,
                                     std::string_view box) {
  if (box.size() < overhead) return std::nullopt;
  const std::size_t length = box.size() - overhead;
  std::string text(length, '\0');
  std::array<unsigned char, tag_bytes> tag{};
  std::copy_n(box.end() - tag_bytes, tag_bytes, tag.begin());
  // With the key, so that the context is asked once.
  const OSSL_PARAM with_tag[] = {
      OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, tag.data(), tag.size()),
      OSSL_PARAM_construct_end()};
  int size = 0;
  int last = 0;
  EVP_CIPHER_CTX* context = context_.get();
  const bool opened =
      EVP_DecryptInit_ex2(context, nullptr, key.data(), bytes_of(box), with_tag) == 1 &&
      EVP_DecryptUpdate(context, nullptr, &size, bytes_of(bound), static_cast<int>(bound.size())) ==
          1 &&
      EVP_DecryptUpdate(context, bytes_of(text), &size, bytes_of(box) + nonce_bytes,
                        static_cast<int>(length)) == 1 &&
      EVP_DecryptFinal_ex(context, bytes_of(text) + size, &last) == 1;
  if (!opened) {
    wipe(text);
    return std::nullopt;
  }
  return text;
}

}  // namespace vip
