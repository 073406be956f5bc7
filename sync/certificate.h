// Certificates: keys for TLS, requests for a certificate, and what a certificate says.
//
// A terminal's TLS key is P-256 and is made on the device; what leaves the device is a request
// (PKCS #10) that proves possession of it, never the key. Head office answers with a certificate
// that carries whose it is in one subject alternative name:
//
//   URI:urn:vip:terminal:<tid>:epoch:<epoch>      both decimal, no leading zeros
//
// An authority is known by its fingerprint: SHA-256 of its certificate's DER bytes.
//
// Threads: none of its own; objects are only read after they were made.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/digest.h"

struct evp_pkey_st;
struct x509_st;

namespace vip::sync {

// One life of a terminal's disk, as head office counts them.
struct TerminalName {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  friend bool operator==(const TerminalName&, const TerminalName&) = default;
};

std::string urn_of(const TerminalName& name);
std::optional<TerminalName> read_urn(std::string_view urn);

class TlsKey {
 public:
  static TlsKey generate();
  static std::optional<TlsKey> read_pem(std::string_view pem);
  explicit TlsKey(evp_pkey_st* key) : key_(key) {}

  std::string pem() const;  // unencrypted PKCS #8: a file of mode 0600
  evp_pkey_st* handle() const { return key_.get(); }

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };
  std::unique_ptr<evp_pkey_st, Free> key_;
};

// PKCS #10, PEM, signed with the key.
std::string make_certificate_request(const TlsKey& key, std::string_view common_name);

class Certificate {
 public:
  static std::optional<Certificate> read_pem(std::string_view pem);
  static std::optional<Certificate> read_der(std::string_view der);
  explicit Certificate(x509_st* certificate) : certificate_(certificate) {}

  std::string pem() const;
  std::string der() const;
  Digest fingerprint() const;
  std::int64_t not_after() const;  // seconds since 1970
  std::optional<TerminalName> terminal() const;
  bool signed_by(const Certificate& authority) const;
  bool is_of(const TlsKey& key) const;
  x509_st* handle() const { return certificate_.get(); }

 private:
  struct Free {
    void operator()(x509_st* certificate) const;
  };
  std::unique_ptr<x509_st, Free> certificate_;
};

}  // namespace vip::sync
