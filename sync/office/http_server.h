// HttpServer: head office's side of the line: HTTP/1.1 inside mutual TLS 1.3.
//
// It knows no paths and no JSON: it reads a request within limits, hands it to one function, and
// writes what that function answers. The work is done by the server that the terminal has too
// (terminal/http/http_server.h); this one is what head office asks of it.
//
// A caller may come without a certificate (the first contact of a terminal, which is about to ask
// for one); whoever comes with one has it from our own authority, or the handshake fails. An
// expired certificate is let in: a store that was dark for a year must still be able to upload
// (design: people's data, staff, keys). Who may do what is decided behind the function, by name and
// epoch.
//
// Limits: every step has a time (see HttpLimits); a header is at most 16 KiB; a body above the
// limit is answered 413 and the connection closed.
//
// Threads: run() serves all connections on the thread that calls it, one request at a time: what
// the function touches needs no lock. stop() may be called from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "terminal/http/http_server.h"

namespace vip::sync {

struct HttpRequest {
  std::string method;  // "POST"
  std::string path;    // "/sync/v1/exchange", without a query
  std::string content_encoding;
  std::string body;                        // as it came, still packed
  std::optional<std::string> certificate;  // DER; our authority signed it
};

struct HttpAnswer {
  int status = 200;
  std::string content_type = "application/x-ndjson";
  std::string content_encoding;
  std::string body;
  std::optional<int> retry_after_s;
};

using HttpHandler = std::function<HttpAnswer(const HttpRequest&)>;
// Answers at once or later, once, on the thread that serves.
using HttpLater = std::function<void(const HttpRequest&, std::function<void(HttpAnswer)>)>;

struct HttpLimits {
  std::size_t body = 4 * 1024 * 1024;  // bytes on the line
  int handshake_ms = 10'000;
  int request_ms = 60'000;  // from the end of a request's head to its last byte
  int answer_ms = 60'000;
  int idle_ms = 75'000;    // between two requests on one connection
  int connections = 1000;  // for a further one, who has been idle longest is let go
};

struct HttpSettings {
  std::string address = "127.0.0.1";  // an IP address
  std::uint16_t port = 0;             // 0: any free one
  std::string certificate_pem;        // ours, followed by nothing
  std::string key_pem;
  std::string authority_pem;  // who may sign the callers' certificates
  HttpLimits limits;
};

class HttpServer {
 public:
  // Listens when it returns. Throws std::runtime_error with a sentence that says what to do, where
  // the address cannot be listened on or a certificate cannot be used.
  HttpServer(const HttpSettings& settings, HttpHandler handler);
  HttpServer(const HttpSettings& settings, HttpLater handler);

  // Calls `act` again and again while it runs. Requires: run() was not called yet.
  void every(int milliseconds, std::function<void()> act) {
    server_.every(milliseconds, std::move(act));
  }

  std::uint16_t port() const { return server_.port(); }
  // Open now, and of them those that wait for a request to begin; asked by the handler.
  std::size_t connections() const { return server_.connections(); }
  std::size_t at_rest() const { return server_.at_rest(); }

  // Serves until stop(), or until SIGTERM or SIGINT where `until_signal`. Requests that are being
  // answered are answered to the end (5 s at most).
  // `stopping` is called before that: whoever waits is answered there.
  void run(bool until_signal, std::function<void()> stopping = {}) {
    server_.run(until_signal, std::move(stopping));
  }
  void stop() { server_.stop(); }

 private:
  terminal::http::HttpServer server_;
};

}  // namespace vip::sync
