#include "sync/office/ca.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "cardformat/ensure.h"
#include "cardformat/seal.h"

namespace vip::sync {
namespace {

constexpr std::int64_t authority_s = 3653 * day_s;

struct Free {
  void operator()(X509_REQ* request) const { X509_REQ_free(request); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(BIGNUM* number) const { BN_free(number); }
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};

void set_serial(X509* certificate) {
  std::string bytes = random_bytes(16);
  bytes[0] = static_cast<char>((static_cast<unsigned char>(bytes[0]) & 0x7f) | 0x40);
  const std::unique_ptr<BIGNUM, Free> number(
      BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), 16, nullptr));
  ensure(number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr,
         "libcrypto takes a serial number");
}

void set_name(X509_NAME* name, std::string_view common_name) {
  ensure(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(common_name.data()),
                                    static_cast<int>(common_name.size()), -1, 0) == 1,
         "libcrypto takes a name");
}

// `value` in the language of OpenSSL's configuration; never anything from outside that was not
// measured before.
void extend(X509* certificate, const Certificate* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer != nullptr ? issuer->handle() : certificate, certificate, nullptr,
                 nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Free> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  ensure(extension && X509_add_ext(certificate, extension.get(), -1) == 1,
         "libcrypto takes an extension");
}

struct Content {
  std::string_view common_name;
  EVP_PKEY* key = nullptr;
  std::int64_t now = 0;
  std::int64_t lasts_s = 0;
  std::vector<std::pair<int, std::string>> extensions;
};

// Self-signed where there is no issuer.
Certificate sign(const Content& content, const Certificate* issuer, const TlsKey& issuer_key) {
  Certificate certificate(X509_new());
  X509* x509 = certificate.handle();
  ensure(x509 != nullptr && X509_set_version(x509, X509_VERSION_3) == 1,
         "libcrypto has memory for a certificate");
  set_serial(x509);
  set_name(X509_get_subject_name(x509), content.common_name);
  const X509_NAME* issuer_name =
      issuer != nullptr ? X509_get_subject_name(issuer->handle()) : X509_get_subject_name(x509);
  const bool filled =
      X509_set_issuer_name(x509, issuer_name) == 1 &&
      ASN1_TIME_set(X509_getm_notBefore(x509), content.now - day_s) != nullptr &&
      ASN1_TIME_set(X509_getm_notAfter(x509), content.now + content.lasts_s) != nullptr &&
      X509_set_pubkey(x509, content.key) == 1;
  ensure(filled, "libcrypto fills a certificate");
  for (const auto& [kind, value] : content.extensions) extend(x509, issuer, kind, value);
  ensure(X509_sign(x509, issuer_key.handle(), EVP_sha256()) > 0, "libcrypto signs a certificate");
  return certificate;
}

bool is_address(const std::string& name) {
  return name.find(':') != std::string::npos ||
         name.find_first_not_of("0123456789.") == std::string::npos;
}

bool is_p256(EVP_PKEY* key) {
  std::array<char, 64> group{};
  std::size_t size = 0;
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
         EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1 &&
         std::string_view(group.data(), size) == "prime256v1";
}

}  // namespace

Ca Ca::make(std::string_view name, std::int64_t now) {
  TlsKey key = TlsKey::generate();
  Certificate certificate =
      sign({.common_name = name,
            .key = key.handle(),
            .now = now,
            .lasts_s = authority_s,
            .extensions = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                           {NID_key_usage, "critical,keyCertSign"},
                           {NID_subject_key_identifier, "hash"}}},
           nullptr, key);
  return Ca(std::move(certificate), std::move(key));
}

Ca::Ca(Certificate certificate, TlsKey key)
    : certificate_(std::move(certificate)), key_(std::move(key)) {
  ensure(certificate_.is_of(key_), "an authority's key is that of its certificate");
}

Certificate Ca::sign_server(const TlsKey& key, const std::vector<std::string>& names,
                            std::int64_t now) const {
  ensure(!names.empty(), "a server has a name");
  std::string alternatives;
  for (const std::string& name : names) {
    if (!alternatives.empty()) alternatives += ",";
    alternatives += (is_address(name) ? "IP:" : "DNS:") + name;
  }
  return sign({.common_name = names.front(),
               .key = key.handle(),
               .now = now,
               .lasts_s = server_certificate_s,
               .extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                              {NID_key_usage, "critical,digitalSignature"},
                              {NID_ext_key_usage, "serverAuth"},
                              {NID_authority_key_identifier, "keyid"},
                              {NID_subject_alt_name, alternatives}}},
              &certificate_, key_);
}

Result<Certificate, CertificateRequestError> Ca::sign_terminal(std::string_view request_pem,
                                                               const TerminalName& name,
                                                               std::int64_t now) const {
  const std::unique_ptr<BIO, Free> bio(
      BIO_new_mem_buf(request_pem.data(), static_cast<int>(request_pem.size())));
  ensure(bio != nullptr, "libcrypto has memory to read from");
  const std::unique_ptr<X509_REQ, Free> request(
      PEM_read_bio_X509_REQ(bio.get(), nullptr, nullptr, nullptr));
  if (!request) return Unexpected{CertificateRequestError::malformed};
  EVP_PKEY* key = X509_REQ_get0_pubkey(request.get());
  if (key == nullptr || !is_p256(key)) return Unexpected{CertificateRequestError::weak_key};
  if (X509_REQ_verify(request.get(), key) != 1) {
    return Unexpected{CertificateRequestError::not_proved};
  }
  // Nothing of the request but its key is taken over: who this is, head office says.
  const std::string urn = urn_of(name);
  return sign({.common_name = urn,
               .key = key,
               .now = now,
               .lasts_s = terminal_certificate_s,
               .extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                              {NID_key_usage, "critical,digitalSignature"},
                              {NID_ext_key_usage, "clientAuth"},
                              {NID_authority_key_identifier, "keyid"},
                              {NID_subject_alt_name, "critical,URI:" + urn}}},
              &certificate_, key_);
}

}  // namespace vip::sync
