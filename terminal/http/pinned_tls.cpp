#include "terminal/http/pinned_tls.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

#include "cardformat/bytes.h"

namespace vip::terminal::http {
namespace {

template <auto free>
struct Freed {
  template <class T>
  void operator()(T* what) const {
    free(what);
  }
};
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;

std::optional<std::string> hash_of(X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (certificate == nullptr || X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) {
    return std::nullopt;
  }
  return hex({reinterpret_cast<const char*>(digest.data()), size});
}

}  // namespace

std::optional<std::string> certificate_hash(std::string_view pem) {
  const std::unique_ptr<BIO, Freed<BIO_free>> in(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const Certificate certificate(in ? PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)
                                   : nullptr);
  return hash_of(certificate.get());
}

// TLS between two buffers; the bytes are carried by send(2) and recv(2), because writing to a
// socket in any other way may end the program with a signal.
struct PinnedTls::Ends {
  std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>> context{SSL_CTX_new(TLS_client_method())};
  std::unique_ptr<SSL, Freed<SSL_free>> tls;
  BIO* in = nullptr;  // the SSL's own
  BIO* out = nullptr;
  int line = -1;
};

PinnedTls::PinnedTls() : ends_(std::make_unique<Ends>()) {}
PinnedTls::~PinnedTls() = default;

std::unique_ptr<PinnedTls> PinnedTls::connect(int line, std::string_view certificate_hash) {
  std::unique_ptr<PinnedTls> made(new PinnedTls);
  Ends& ends = *made->ends_;
  ends.line = line;
  if (!ends.context) return nullptr;
  SSL_CTX_set_min_proto_version(ends.context.get(), TLS1_3_VERSION);
  SSL_CTX_set_verify(ends.context.get(), SSL_VERIFY_NONE, nullptr);  // the hash says more
  ends.tls.reset(SSL_new(ends.context.get()));
  ends.in = BIO_new(BIO_s_mem());
  ends.out = BIO_new(BIO_s_mem());
  if (!ends.tls || ends.in == nullptr || ends.out == nullptr) {
    BIO_free(ends.in);
    BIO_free(ends.out);
    return nullptr;
  }
  SSL_set_bio(ends.tls.get(), ends.in, ends.out);
  for (;;) {
    const int done = SSL_connect(ends.tls.get());
    if (!made->flush()) return nullptr;
    if (done == 1) break;
    if (SSL_get_error(ends.tls.get(), done) != SSL_ERROR_WANT_READ || !made->fetch()) {
      return nullptr;
    }
  }
  const Certificate theirs(SSL_get1_peer_certificate(ends.tls.get()));
  const auto hash = hash_of(theirs.get());
  return hash && *hash == certificate_hash ? std::move(made) : nullptr;
}

bool PinnedTls::flush() {
  std::array<char, 16 * 1024> bytes;
  for (;;) {
    const int count = BIO_read(ends_->out, bytes.data(), static_cast<int>(bytes.size()));
    if (count <= 0) return true;
    std::string_view left(bytes.data(), static_cast<std::size_t>(count));
    while (!left.empty()) {
      const ssize_t sent = ::send(ends_->line, left.data(), left.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent <= 0) return false;
      left.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
}

bool PinnedTls::fetch() {
  std::array<char, 16 * 1024> bytes;
  ssize_t count = -1;
  do {
    count = recv(ends_->line, bytes.data(), bytes.size(), 0);
  } while (count < 0 && errno == EINTR);
  return count > 0 && BIO_write(ends_->in, bytes.data(), static_cast<int>(count)) == count;
}

bool PinnedTls::send(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t written = 0;
    if (SSL_write_ex(ends_->tls.get(), bytes.data(), bytes.size(), &written) != 1) return false;
    bytes.remove_prefix(written);
    if (!flush()) return false;
  }
  return true;
}

long PinnedTls::receive(std::span<char> bytes) {
  for (;;) {
    std::size_t count = 0;
    const int done = SSL_read_ex(ends_->tls.get(), bytes.data(), bytes.size(), &count);
    if (done == 1) return static_cast<long>(count);
    const int error = SSL_get_error(ends_->tls.get(), done);
    if (error == SSL_ERROR_ZERO_RETURN) return 0;
    if (error != SSL_ERROR_WANT_READ || !flush()) return -1;
    if (!fetch()) return -1;
  }
}

}  // namespace vip::terminal::http
