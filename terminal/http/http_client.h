// HttpClient: asks one server on this machine, one request after another, on one connection.
//
// For the command line, which asks the service of its own data directory, and for tests and
// benchmarks. In the clear, or in TLS with the one server whose certificate is known; blocking, and
// only what our own server says: a status, fields, and a body of announced length.
//
// Errors: no value where nobody listens, or the line breaks before the answer is whole; whether the
// request was carried out is then not known.
//
// Threads: one at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "terminal/http/http_server.h"
#include "terminal/http/pinned_tls.h"

namespace vip::terminal::http {

struct Reply {
  int status = 0;
  Fields fields;  // names in lower case
  std::string body;

  std::string_view field(std::string_view name) const;
};

class HttpClient {
 public:
  // `address` is an IPv4 or IPv6 address. Connects with the first request, and again when the line
  // was closed between two of them.
  // `certificate`: its hash (pinned_tls.h), and nobody else is spoken to; empty: in the clear.
  HttpClient(std::string address, std::uint16_t port, std::string token = {},
             std::string certificate = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  bool connect();
  std::optional<Reply> post(std::string_view path, std::string_view body);
  std::optional<Reply> get(std::string_view path);

  // Bytes as they are, for who wants to say something else than post() and get() do.
  bool send(std::string_view bytes);
  std::optional<Reply> receive();
  // Whatever comes next; empty: the line has ended.
  std::string receive_some();
  // Ends the line for whoever waits on it; from any thread. Requires: connected, and nobody closes
  // it or connects it anew meanwhile.
  void hang_up();
  void close();

 private:
  std::optional<Reply> ask(std::string_view method, std::string_view path, std::string_view body);
  bool read_more();

  std::string address_;
  std::uint16_t port_;
  std::string token_;
  std::string certificate_;
  std::unique_ptr<PinnedTls> tls_;
  int line_ = -1;
  bool used_ = false;  // an answer came on this line
  std::string buffer_;
};

}  // namespace vip::terminal::http
