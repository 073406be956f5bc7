// HttpServer: many connections, one thread, HTTP/1.1; in the clear, inside TLS 1.3, or inside
// mutual TLS.
//
// It knows no paths and no JSON. The head of a request is judged before its body is read, so that
// nobody unknown makes us hold bytes for them; then the whole request goes to one function, which
// may answer at once or later, from any thread. http_server.cpp alone includes Beast, which takes
// its time to compile; the terminal and head office share it.
//
// What it answers by itself, always closing the connection: 400 for what is no HTTP/1.1, 408 for a
// body that does not come, 413 and 431 for too large a body and head, 417 for an expectation that
// is none.
//
// Promises. An idle connection costs its memory and nothing else. Requests on one connection are
// answered one after another, in order, however many are sent ahead. Who reads slowly or sends
// slowly stops nobody else. Where connections run out, the one that has been idle longest is let
// go. Bytes held for one connection are bounded by the limits.
//
// Threads: run() serves on the thread that calls it, and calls both functions and every() there.
// stop() and a Respond may be called from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "terminal/http/outflow.h"

namespace vip::terminal::http {

using Fields = std::vector<std::pair<std::string, std::string>>;  // names in lower case

struct Request {
  std::string method;  // "POST"
  std::string path;    // "/v1/sale/quote"
  std::string query;   // what stands behind "?", without it
  Fields fields;
  std::optional<std::string> certificate;  // DER; an authority of ours signed it
  std::string body;                        // empty while only the head is there

  // The first field of that name (given in lower case); empty where there is none.
  std::string_view field(std::string_view name) const;
  std::size_t count(std::string_view name) const;
};

struct Answer {
  int status = 200;
  std::string content_type = "application/json";
  Fields fields;
  std::string body;
  // Instead of a body: what is pushed into it, until it ends or nobody listens.
  std::shared_ptr<Outflow> outflow;
};

using Respond = std::function<void(Answer)>;  // once

struct Handler {
  // Judges a head whose body is still to come. An answer refuses it. May be empty.
  std::function<std::optional<Answer>(const Request&)> judge;
  std::function<void(Request, Respond)> answer;
};

struct Limits {
  std::size_t body = 4 * 1024 * 1024;  // bytes on the line
  int handshake_ms = 10'000;
  int body_ms = 60'000;  // from the end of the head to the end of the body
  int answer_ms = 60'000;
  int idle_ms = 75'000;   // for a request to begin and its head to end
  int quiet_ms = 15'000;  // an outflow that says nothing for so long says a comment
  std::size_t connections = 1000;
};

struct Tls {
  std::string certificate_pem;  // ours, with what belongs to its chain
  std::string key_pem;
  // Who may sign callers' certificates; empty: callers have none. Whoever comes with one has it
  // from there, or the handshake fails; an expired one is let in (a store that was dark for a year
  // must still be able to upload).
  std::string callers_authority_pem;
};

struct Settings {
  std::string address = "127.0.0.1";  // an IP address
  std::uint16_t port = 0;             // 0: any free one
  std::optional<Tls> tls;             // none: in the clear
  Limits limits;
};

class HttpServer {
 public:
  // Listens when it returns. Throws std::runtime_error with a sentence that says what to do, where
  // the address cannot be listened on or a certificate cannot be used.
  HttpServer(const Settings& settings, Handler handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;
  std::size_t connections() const;  // open now; for the thread that runs
  std::size_t at_rest() const;      // of them: waiting for a request to begin; likewise

  // Calls `act` again and again while it runs. Requires: run() was not called yet.
  void every(int milliseconds, std::function<void()> act);

  // Serves until stop(), or until SIGTERM or SIGINT where `until_signal`. Requests that have begun
  // are answered to the end (5 s at most); `stopping` is called first.
  void run(bool until_signal, std::function<void()> stopping = {});
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vip::terminal::http
