// Ca: head office's own authority: who may serve as head office, who may call as a terminal.
//
//   authority   P-256, self-signed, ten years, may sign certificates and nothing below it may
//   server      P-256, one year, for the names and addresses that terminals are told
//   terminal    the device's own key, 180 days, (tid, epoch) in a URI (sync/certificate.h)
//
// Serial numbers are random (128 bits). Validity begins a day before `now`: a terminal's clock may
// be behind. Which epoch is open is not written in certificates; head office asks its books at each
// request, and so needs no revocation list.
//
// Threads: only read after it was made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/result.h"
#include "sync/certificate.h"

namespace vip::sync {

enum class CertificateRequestError : std::uint8_t {
  malformed = 1,  // no PKCS #10
  weak_key,       // not P-256
  not_proved      // its signature is not by its own key
};

class Ca {
 public:
  // `now` in seconds since 1970, everywhere.
  static Ca make(std::string_view name, std::int64_t now);
  // Requires: the key is the certificate's.
  Ca(Certificate certificate, TlsKey key);

  const Certificate& certificate() const { return certificate_; }
  const TlsKey& key() const { return key_; }

  // Each name is a host name or an IP address. Requires: at least one.
  Certificate sign_server(const TlsKey& key, const std::vector<std::string>& names,
                          std::int64_t now) const;
  Result<Certificate, CertificateRequestError> sign_terminal(std::string_view request_pem,
                                                             const TerminalName& name,
                                                             std::int64_t now) const;

 private:
  Certificate certificate_;
  TlsKey key_;
};

inline constexpr std::int64_t day_s = 86'400;
inline constexpr std::int64_t terminal_certificate_s = 180 * day_s;
inline constexpr std::int64_t server_certificate_s = 365 * day_s;

}  // namespace vip::sync
