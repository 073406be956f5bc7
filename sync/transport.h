// Transport: one request to head office and its answer, whatever the line is made of.
//
// It promises little, because lines do: an answer is what came, and may be short although nothing
// complained (curl 7.88 takes a body that was cut off for a whole one). Who needs all of it reads a
// page (page.h) and trusts its trailer alone. A lost answer says nothing about whether the request
// arrived; every request of ours can be sent again.
//
// Tests run one contract against the real thing (tests/sync/http_transport_test.cpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cardformat/result.h"

namespace vip::sync {

struct TransportRequest {
  std::string method = "POST";
  std::string path;  // "/sync/v1/exchange"
  std::string body;
  std::string content_encoding;  // empty: none
};

struct TransportAnswer {
  int status = 0;
  std::string content_encoding;
  std::string body;  // as it came, still packed
  std::optional<int> retry_after_s;
};

enum class TransportError : std::uint8_t {
  unreachable = 1,  // no such host, nobody listens, nothing within the time
  not_trusted,      // the other side is not who we know, or it does not know us
  lost,             // the line broke midway
  too_large         // more than we are ready to read
};

struct TransportFailure {
  TransportError error = TransportError::unreachable;
  std::string detail;  // for the log; in English
};

// Bytes of bodies and headers, for the measure of what an exchange costs.
struct Traffic {
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
};

class Transport {
 public:
  virtual ~Transport() = default;
  virtual Result<TransportAnswer, TransportFailure> send(const TransportRequest& request) = 0;
  virtual Traffic traffic() const = 0;
};

}  // namespace vip::sync
