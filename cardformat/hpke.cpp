#include "cardformat/hpke.h"

#include <openssl/evp.h>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "cardformat/ensure.h"
#include "cardformat/wipe.h"

namespace vip {
namespace {

constexpr std::size_t tag_bytes = 16;
constexpr std::size_t nonce_bytes = 12;

std::string u16(std::size_t value) {
  return {static_cast<char>(value >> 8U), static_cast<char>(value & 0xffU)};
}

const std::string& kem_suite() {
  static const std::string id = "KEM" + u16(0x0020);
  return id;
}

std::string hpke_suite(HpkeAead aead) {
  return "HPKE" + u16(0x0020) + u16(0x0001) + u16(static_cast<std::size_t>(aead));
}

// RFC 5869, with the labels of RFC 9180 section 4.
std::string labeled_extract(std::string_view suite, std::string_view salt, std::string_view label,
                            std::string_view ikm) {
  std::string text = "HPKE-v1";
  text.append(suite).append(label).append(ikm);
  // HMAC takes an empty key for one of zeros, as HKDF wants it.
  std::string made(raw(hmac_sha256(salt, text)));
  wipe(text);
  return made;
}

std::string labeled_expand(std::string_view prk, std::string_view suite, std::string_view label,
                           std::string_view info, std::size_t length) {
  std::string labeled = u16(length) + "HPKE-v1";
  labeled.append(suite).append(label).append(info);
  std::string out;
  std::string block;
  for (char counter = 1; out.size() < length; ++counter) {
    block.append(labeled).push_back(counter);
    block = std::string(raw(hmac_sha256(prk, block)));
    out += block;
  }
  wipe(block);
  out.resize(length);
  return out;
}

struct FreeContext {
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

// X25519. No value where the other's point is of small order (RFC 7748 section 6.1).
std::optional<std::string> exchanged(EVP_PKEY* own, const SealingKey& other) {
  const std::unique_ptr<EVP_PKEY, FreeKey> peer(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, other.data(), other.size()));
  const std::unique_ptr<EVP_PKEY_CTX, FreeContext> context(EVP_PKEY_CTX_new(own, nullptr));
  ensure(peer && context && EVP_PKEY_derive_init(context.get()) == 1, "X25519 can begin");
  std::string shared(32, '\0');
  std::size_t size = shared.size();
  if (EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 ||
      EVP_PKEY_derive(context.get(), reinterpret_cast<unsigned char*>(shared.data()), &size) != 1) {
    return std::nullopt;
  }
  return shared;
}

// What one text is encrypted with: never used for a second one.
struct Schedule {
  std::string key;
  std::string nonce;
};

Schedule schedule_of(std::string_view exchange, const SealingKey& enc, const SealingKey& to,
                     std::string_view info, HpkeAead aead) {
  std::string kem_context(raw(enc));
  kem_context.append(raw(to));
  std::string prk = labeled_extract(kem_suite(), "", "eae_prk", exchange);
  std::string shared = labeled_expand(prk, kem_suite(), "shared_secret", kem_context, 32);
  const std::string suite = hpke_suite(aead);
  std::string context(1, '\0');  // mode base
  context += labeled_extract(suite, "", "psk_id_hash", "");
  context += labeled_extract(suite, "", "info_hash", info);
  std::string secret = labeled_extract(suite, shared, "secret", "");
  const std::size_t key_bytes = aead == HpkeAead::aes_256_gcm ? 32 : 16;
  Schedule made{labeled_expand(secret, suite, "key", context, key_bytes),
                labeled_expand(secret, suite, "base_nonce", context, nonce_bytes)};
  for (std::string* spent : {&prk, &shared, &secret}) wipe(*spent);
  return made;
}

const EVP_CIPHER* cipher_of(HpkeAead aead) {
  return aead == HpkeAead::aes_256_gcm ? EVP_aes_256_gcm() : EVP_aes_128_gcm();
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

void OpeningKey::Free::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

OpeningKey OpeningKey::generate() {
  OpeningKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "X25519"));
  ensure(key.key_ != nullptr, "libcrypto makes an X25519 key");
  return key;
}

OpeningKey OpeningKey::from_bytes(std::span<const std::uint8_t, 32> bytes) {
  OpeningKey key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, bytes.data(), bytes.size()));
  ensure(key.key_ != nullptr, "any 32 bytes are an X25519 key");
  return key;
}

OpeningKey::Bytes OpeningKey::bytes() const {
  Bytes bytes{};
  std::size_t size = bytes.size();
  ensure(EVP_PKEY_get_raw_private_key(key_.get(), bytes.data(), &size) == 1 && size == bytes.size(),
         "an X25519 key has 32 bytes");
  return bytes;
}

SealingKey OpeningKey::public_key() const {
  SealingKey bytes{};
  std::size_t size = bytes.size();
  ensure(EVP_PKEY_get_raw_public_key(key_.get(), bytes.data(), &size) == 1 && size == bytes.size(),
         "an X25519 key has 32 bytes");
  return bytes;
}

std::optional<std::string> seal_to(const SealingKey& to, std::string_view info,
                                   std::string_view bound, std::string_view text) {
  return seal_to_with(OpeningKey::generate(), to, info, bound, text, HpkeAead::aes_256_gcm);
}

std::optional<std::string> seal_to_with(const OpeningKey& ephemeral, const SealingKey& to,
                                        std::string_view info, std::string_view bound,
                                        std::string_view text, HpkeAead aead) {
  auto exchange = exchanged(ephemeral.handle(), to);
  if (!exchange) return std::nullopt;
  const SealingKey enc = ephemeral.public_key();
  Schedule schedule = schedule_of(*exchange, enc, to, info, aead);
  std::string sealed(raw(enc));
  sealed.resize(enc.size() + text.size() + tag_bytes);
  unsigned char* out = bytes_of(sealed) + enc.size();
  const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context(EVP_CIPHER_CTX_new());
  int size = 0;
  int last = 0;
  ensure(context &&
             EVP_EncryptInit_ex2(context.get(), cipher_of(aead), bytes_of(schedule.key),
                                 bytes_of(schedule.nonce), nullptr) == 1 &&
             EVP_EncryptUpdate(context.get(), nullptr, &size, bytes_of(bound),
                               static_cast<int>(bound.size())) == 1 &&
             EVP_EncryptUpdate(context.get(), out, &size, bytes_of(text),
                               static_cast<int>(text.size())) == 1 &&
             EVP_EncryptFinal_ex(context.get(), out + size, &last) == 1 &&
             EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_bytes,
                                 out + text.size()) == 1,
         "a text is sealed");
  for (std::string* spent : {&*exchange, &schedule.key, &schedule.nonce}) wipe(*spent);
  return sealed;
}

std::optional<std::string> open_sealed(const OpeningKey& key, std::string_view info,
                                       std::string_view bound, std::string_view sealed,
                                       HpkeAead aead) {
  if (sealed.size() < sealed_overhead) return std::nullopt;
  const auto enc = array_of<32>(sealed.substr(0, 32));
  auto exchange = exchanged(key.handle(), *enc);
  if (!exchange) return std::nullopt;
  Schedule schedule = schedule_of(*exchange, *enc, key.public_key(), info, aead);
  std::string tag(sealed.substr(sealed.size() - tag_bytes));
  std::string text(sealed.size() - sealed_overhead, '\0');
  const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context(EVP_CIPHER_CTX_new());
  int size = 0;
  int last = 0;
  const bool opened =
      context &&
      EVP_DecryptInit_ex2(context.get(), cipher_of(aead), bytes_of(schedule.key),
                          bytes_of(schedule.nonce), nullptr) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &size, bytes_of(bound),
                        static_cast<int>(bound.size())) == 1 &&
      EVP_DecryptUpdate(context.get(), bytes_of(text), &size, bytes_of(sealed) + enc->size(),
                        static_cast<int>(text.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_bytes, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context.get(), bytes_of(text) + size, &last) == 1;
  for (std::string* spent : {&*exchange, &schedule.key, &schedule.nonce}) wipe(*spent);
  if (opened) return text;
  wipe(text);
  return std::nullopt;
}

}  // namespace vip
