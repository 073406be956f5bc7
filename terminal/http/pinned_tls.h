// Pinned TLS: a caller's end of TLS 1.3 that knows the one certificate it wants to see, whoever
// signed it, whatever name it has and however old it is.
//
// For who holds the certificate's hash from the server's own hands: the command line, which reads
// it in the store's directory.
//
// Errors: false or -1, and the line is of no use any more. No signal, where the other end is gone.
// Threads: one at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace vip::terminal::http {

// The first certificate of the PEM as hexadecimal SHA-256 of its DER. No value: there is none.
std::optional<std::string> certificate_hash(std::string_view pem);

class PinnedTls {
 public:
  // Nothing where the other end has no such certificate, or speaks no TLS. `line`: connected, stays
  // the caller's.
  static std::unique_ptr<PinnedTls> connect(int line, std::string_view certificate_hash);
  ~PinnedTls();
  PinnedTls(const PinnedTls&) = delete;
  PinnedTls& operator=(const PinnedTls&) = delete;

  bool send(std::string_view bytes);
  long receive(std::span<char> bytes);  // how many; 0: the end

 private:
  PinnedTls();
  bool flush();
  bool fetch();
  struct Ends;
  std::unique_ptr<Ends> ends_;
};

}  // namespace vip::terminal::http
