// HttpTransport: the real line: HTTPS with TLS 1.3, our certificate, and head office's own
// authority pinned. The authorities that the system trusts count for nothing here.
//
// One object keeps one handle, its connection and its TLS session: a second request costs no
// handshake, a reconnect a third of one. http_transport.cpp alone includes curl.h.
//
// Threads: one object, one thread at a time. Several objects on several threads are fine.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "sync/transport.h"

namespace vip::sync {

// Our side of mutual TLS.
struct ClientCertificate {
  std::string certificate_pem;
  std::string key_pem;
};

struct HttpTransportSettings {
  std::string office;  // "https://host:port", nothing after it
  // Who signs head office's certificate. Empty only to fetch that very authority at the first
  // contact: then anybody is believed, and what comes is checked against its fingerprint.
  std::string authority_pem;
  std::optional<ClientCertificate> certificate;
  int connect_timeout_ms = 10'000;
  int request_timeout_ms = 120'000;
  std::size_t answer_limit = 8 * 1024 * 1024;  // bytes on the line
  // Asked while a request is under way, at least about once a second; true gives it up, and it is
  // `unreachable`. May be empty.
  std::function<bool()> give_up;
};

class HttpTransport final : public Transport {
 public:
  explicit HttpTransport(const HttpTransportSettings& settings);
  ~HttpTransport() override;

  Result<TransportAnswer, TransportFailure> send(const TransportRequest& request) override;
  Traffic traffic() const override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// "https://" host [":" port], at most a "/" after it: without that "/"; no value otherwise.
std::optional<std::string> read_office_address(std::string_view text);

}  // namespace vip::sync
