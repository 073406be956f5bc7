#include "sync/office/http_server.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <chrono>
#include <csignal>
#include <exception>
#include <set>
#include <stdexcept>
#include <utility>

namespace vip::sync {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using Stream = beast::ssl_stream<beast::tcp_stream>;

// An error is an ordinary answer on a line, so it comes back beside the value, not as an exception.
constexpr auto wait_for = asio::as_tuple(asio::use_awaitable);

constexpr std::uint32_t header_limit = 16 * 1024;

// Expired certificates may still upload; whatever else is wrong with one stays wrong.
int let_expired_in(int holds, X509_STORE_CTX* context) {
  if (holds == 1) return 1;
  if (X509_STORE_CTX_get_error(context) != X509_V_ERR_CERT_HAS_EXPIRED) return 0;
  X509_STORE_CTX_set_error(context, X509_V_OK);
  return 1;
}

std::optional<std::string> certificate_of(SSL* line) {
  X509* certificate = SSL_get1_peer_certificate(line);
  if (certificate == nullptr) return std::nullopt;
  unsigned char* bytes = nullptr;
  const int length = i2d_X509(certificate, &bytes);
  X509_free(certificate);
  if (length <= 0) return std::nullopt;
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return der;
}

ssl::context tls_of(const HttpSettings& settings) {
  ssl::context context(ssl::context::tls_server);
  SSL_CTX* native = context.native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION);
  context.use_certificate_chain(asio::buffer(settings.certificate_pem));
  context.use_private_key(asio::buffer(settings.key_pem), ssl::context::pem);
  context.add_certificate_authority(asio::buffer(settings.authority_pem));
  SSL_CTX_set_verify(native, SSL_VERIFY_PEER, let_expired_in);
  // Sessions carry the caller's certificate; without this name OpenSSL refuses to resume them.
  static constexpr unsigned char name[] = "vip-office";
  SSL_CTX_set_session_id_context(native, name, sizeof name - 1);
  return context;
}

// What the other side sent is no HTTP, as against: the line went away.
bool is_bad_http(const error_code& error) {
  return error.category() == make_error_code(http::error::bad_method).category() &&
         error != http::error::end_of_stream && error != http::error::partial_message;
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

HttpAnswer refusal(int status) {
  HttpAnswer answer;
  answer.status = status;
  answer.content_type = "text/plain";
  return answer;
}

}  // namespace

class HttpServer::Impl {
 public:
  Impl(const HttpSettings& settings, HttpHandler handler)
      : limits_(settings.limits), handler_(std::move(handler)), tls_(tls_of(settings)) {
    const tcp::endpoint endpoint(asio::ip::make_address(settings.address), settings.port);
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(endpoint);
    acceptor_.listen();
    port_ = acceptor_.local_endpoint().port();
  }

  std::uint16_t port() const { return port_; }

  void run(bool until_signal) {
    if (until_signal) {
      signals_.add(SIGTERM);
      signals_.add(SIGINT);
      signals_.async_wait([this](error_code error, int) {
        if (!error) finish();
      });
    }
    asio::co_spawn(context_, accept(), asio::detached);
    context_.run();
  }

  void stop() {
    asio::post(context_, [this] { finish(); });
  }

 private:
  // Nobody new comes in, who waits between two requests is let go, who is being answered is
  // answered.
  void finish() {
    if (stopping_) return;
    stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    signals_.cancel(ignored);
    for (Stream* stream : idle_) beast::get_lowest_layer(*stream).cancel();
    patience_.expires_after(std::chrono::seconds(5));
    patience_.async_wait([this](error_code error) {
      if (!error) context_.stop();
    });
    if (open_ == 0) patience_.cancel();
  }

  asio::awaitable<void> accept() {
    while (!stopping_) {
      auto [error, socket] = co_await acceptor_.async_accept(wait_for);
      if (error) {
        if (stopping_) co_return;
        // Out of descriptors, most likely: a moment, so that connections can end.
        asio::steady_timer pause(context_, std::chrono::milliseconds(100));
        co_await pause.async_wait(wait_for);
        continue;
      }
      ++open_;
      asio::co_spawn(context_, serve(Stream(std::move(socket), tls_)),
                     [this](std::exception_ptr) { ended(); });
      while (open_ >= limits_.connections && !stopping_) {
        room_.expires_after(std::chrono::seconds(1));
        co_await room_.async_wait(wait_for);
      }
    }
  }

  void ended() {
    --open_;
    room_.cancel();
    if (stopping_ && open_ == 0) patience_.cancel();
  }

  asio::awaitable<void> serve(Stream stream) {
    beast::tcp_stream& line = beast::get_lowest_layer(stream);
    error_code ignored;
    line.socket().set_option(tcp::no_delay(true), ignored);
    line.expires_after(std::chrono::milliseconds(limits_.handshake_ms));
    {
      auto [error] = co_await stream.async_handshake(ssl::stream_base::server, wait_for);
      if (error) co_return;
    }
    const std::optional<std::string> certificate = certificate_of(stream.native_handle());

    beast::flat_buffer buffer;
    bool keep = true;
    while (keep && !stopping_) {
      http::request_parser<http::string_body> parser;
      parser.header_limit(header_limit);
      parser.body_limit(limits_.body);

      // Waiting for a request that may never come is idle; once its header is there, it is not.
      line.expires_after(std::chrono::milliseconds(limits_.idle_ms));
      idle_.insert(&stream);
      auto [header_error, header_bytes] =
          co_await http::async_read_header(stream, buffer, parser, wait_for);
      idle_.erase(&stream);
      error_code error = header_error;
      if (!error) {
        line.expires_after(std::chrono::milliseconds(limits_.request_ms));
        auto [body_error, body_bytes] = co_await http::async_read(stream, buffer, parser, wait_for);
        error = body_error;
      }
      HttpAnswer answer;
      if (!error) {
        answer = ask(parser.release(), certificate, keep);
      } else if (error == http::error::body_limit || error == http::error::header_limit) {
        answer = refusal(413);
        keep = false;
      } else if (is_bad_http(error)) {
        answer = refusal(400);
        keep = false;
      } else {
        break;
      }
      if (stopping_) keep = false;

      http::response<http::string_body> response;
      response.version(11);
      response.result(static_cast<unsigned>(answer.status));
      response.set(http::field::content_type, answer.content_type);
      if (!answer.content_encoding.empty()) {
        response.set(http::field::content_encoding, answer.content_encoding);
      }
      if (answer.retry_after_s) {
        response.set(http::field::retry_after, std::to_string(*answer.retry_after_s));
      }
      response.keep_alive(keep);
      response.body() = std::move(answer.body);
      response.prepare_payload();
      line.expires_after(std::chrono::milliseconds(limits_.answer_ms));
      auto [write_error, written] = co_await http::async_write(stream, response, wait_for);
      if (write_error) co_return;
    }
    // Properly shut down, so that the caller's next handshake may resume this session. Whether the
    // caller says goodbye as well is not worth waiting for when we are on our way out.
    line.expires_after(std::chrono::milliseconds(stopping_ ? 50 : 2'000));
    co_await stream.async_shutdown(wait_for);
  }

  HttpAnswer ask(http::request<http::string_body> request,
                 const std::optional<std::string>& certificate, bool& keep) {
    keep = request.keep_alive();
    HttpRequest asked;
    asked.method = std::string(request.method_string());
    asked.path = std::string(path_of(request.target()));
    asked.content_encoding = std::string(request[http::field::content_encoding]);
    asked.body = std::move(request.body());
    asked.certificate = certificate;
    return handler_(asked);
  }

  HttpLimits limits_;
  HttpHandler handler_;
  asio::io_context context_{1};
  ssl::context tls_;
  tcp::acceptor acceptor_{context_};
  asio::signal_set signals_{context_};
  asio::steady_timer patience_{context_};
  asio::steady_timer room_{context_};
  std::set<Stream*> idle_;
  int open_ = 0;
  bool stopping_ = false;
  std::uint16_t port_ = 0;
};

HttpServer::HttpServer(const HttpSettings& settings, HttpHandler handler) {
  try {
    impl_ = std::make_unique<Impl>(settings, std::move(handler));
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error("cannot serve on " + settings.address + ":" +
                             std::to_string(settings.port) + ": " + error.code().message() +
                             "; choose another address with --listen");
  }
}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return impl_->port(); }
void HttpServer::run(bool until_signal) { impl_->run(until_signal); }
void HttpServer::stop() { impl_->stop(); }

}  // namespace vip::sync
