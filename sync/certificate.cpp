#include "sync/certificate.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <charconv>
#include <ctime>

#include "cardformat/ensure.h"

namespace vip::sync {
namespace {

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;

Bio reading(std::string_view text) {
  Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  ensure(bio != nullptr, "libcrypto has memory to read from");
  return bio;
}

Bio writing() {
  Bio bio(BIO_new(BIO_s_mem()));
  ensure(bio != nullptr, "libcrypto has memory to write to");
  return bio;
}

std::string written(const Bio& bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

constexpr std::string_view urn_begin = "urn:vip:terminal:";
constexpr std::string_view urn_middle = ":epoch:";

std::optional<std::uint32_t> read_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Never ask for a passphrase: a key that has one is a key that cannot be read.
int no_passphrase(char*, int, int, void*) { return 0; }

}  // namespace

std::string urn_of(const TerminalName& name) {
  return std::string(urn_begin) + std::to_string(name.tid) + std::string(urn_middle) +
         std::to_string(name.epoch);
}

std::optional<TerminalName> read_urn(std::string_view urn) {
  if (!urn.starts_with(urn_begin)) return std::nullopt;
  const std::string_view rest = urn.substr(urn_begin.size());
  const std::size_t middle = rest.find(urn_middle);
  if (middle == std::string_view::npos) return std::nullopt;
  const auto tid = read_number(rest.substr(0, middle));
  const auto epoch = read_number(rest.substr(middle + urn_middle.size()));
  if (!tid || !epoch) return std::nullopt;
  const TerminalName name{*tid, *epoch};
  if (urn_of(name) != urn) return std::nullopt;
  return name;
}

void TlsKey::Free::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

TlsKey TlsKey::generate() {
  TlsKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  ensure(key.handle() != nullptr, "libcrypto makes a P-256 key");
  return key;
}

std::optional<TlsKey> TlsKey::read_pem(std::string_view pem) {
  EVP_PKEY* key = PEM_read_bio_PrivateKey(reading(pem).get(), nullptr, no_passphrase, nullptr);
  if (key == nullptr) return std::nullopt;
  return TlsKey(key);
}

std::string TlsKey::pem() const {
  const Bio bio = writing();
  ensure(PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr,
                                       nullptr) == 1,
         "libcrypto writes a key");
  return written(bio);
}

std::string make_certificate_request(const TlsKey& key, std::string_view common_name) {
  const std::unique_ptr<X509_REQ, decltype(&X509_REQ_free)> request(X509_REQ_new(), X509_REQ_free);
  ensure(request != nullptr, "libcrypto has memory for a request");
  X509_NAME* subject = X509_REQ_get_subject_name(request.get());
  const bool made =
      X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) == 1 &&
      X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                 reinterpret_cast<const unsigned char*>(common_name.data()),
                                 static_cast<int>(common_name.size()), -1, 0) == 1 &&
      X509_REQ_set_pubkey(request.get(), key.handle()) == 1 &&
      X509_REQ_sign(request.get(), key.handle(), EVP_sha256()) > 0;
  ensure(made, "libcrypto makes a certificate request");
  const Bio bio = writing();
  ensure(PEM_write_bio_X509_REQ(bio.get(), request.get()) == 1, "libcrypto writes a request");
  return written(bio);
}

void Certificate::Free::operator()(x509_st* certificate) const { X509_free(certificate); }

std::optional<Certificate> Certificate::read_pem(std::string_view pem) {
  X509* certificate = PEM_read_bio_X509(reading(pem).get(), nullptr, no_passphrase, nullptr);
  if (certificate == nullptr) return std::nullopt;
  return Certificate(certificate);
}

std::optional<Certificate> Certificate::read_der(std::string_view der) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  X509* certificate = d2i_X509(nullptr, &bytes, static_cast<long>(der.size()));
  if (certificate == nullptr) return std::nullopt;
  return Certificate(certificate);
}

std::string Certificate::pem() const {
  const Bio bio = writing();
  ensure(PEM_write_bio_X509(bio.get(), certificate_.get()) == 1, "libcrypto writes a certificate");
  return written(bio);
}

std::string Certificate::der() const {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate_.get(), &bytes);
  ensure(size > 0, "libcrypto writes a certificate");
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

Digest Certificate::fingerprint() const { return sha256(der()); }

std::int64_t Certificate::not_after() const {
  std::tm time{};
  ensure(ASN1_TIME_to_tm(X509_get0_notAfter(certificate_.get()), &time) == 1,
         "a certificate has an end");
  return timegm(&time);
}

std::optional<TerminalName> Certificate::terminal() const {
  auto* names = static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate_.get(), NID_subject_alt_name, nullptr, nullptr));
  if (names == nullptr) return std::nullopt;
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> owner(names,
                                                                            GENERAL_NAMES_free);
  std::optional<TerminalName> found;
  for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
    if (name->type != GEN_URI) continue;
    const auto* text = ASN1_STRING_get0_data(name->d.uniformResourceIdentifier);
    const int size = ASN1_STRING_length(name->d.uniformResourceIdentifier);
    const auto read = read_urn(
        {reinterpret_cast<const char*>(text), static_cast<std::size_t>(std::max(size, 0))});
    if (!read || found) return std::nullopt;  // exactly one, and of our form
    found = read;
  }
  return found;
}

bool Certificate::signed_by(const Certificate& authority) const {
  return X509_check_issued(authority.handle(), certificate_.get()) == X509_V_OK &&
         X509_verify(certificate_.get(), X509_get0_pubkey(authority.handle())) == 1;
}

bool Certificate::is_of(const TlsKey& key) const {
  return X509_check_private_key(certificate_.get(), key.handle()) == 1;
}

}  // namespace vip::sync
