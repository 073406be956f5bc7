#include "terminal/http/http_server.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <chrono>
#include <csignal>
#include <exception>
#include <list>
#include <stdexcept>

namespace vip::terminal::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
namespace ssl = boost::asio::ssl;
using boost::system::error_code;
using std::chrono::milliseconds;
using tcp = asio::ip::tcp;
using Line = beast::tcp_stream;
using SafeLine = beast::ssl_stream<Line>;
using Parser = bhttp::request_parser<bhttp::basic_dynamic_body<beast::flat_buffer>>;

// An error is an ordinary answer on a line, so it comes back beside the value, not as an exception.
constexpr auto wait_for = asio::as_tuple(asio::use_awaitable);

constexpr std::uint32_t header_limit = 16 * 1024;
constexpr std::size_t kept_buffer = 8 * 1024;      // of an idle connection; more is given back
constexpr std::size_t read_and_dropped = 1 << 20;  // of a request that was refused by its head
constexpr std::string_view quiet_comment = ":\n\n";

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

ssl::context tls_of(const Tls& tls) {
  ssl::context context(ssl::context::tls_server);
  SSL_CTX* native = context.native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION);
  context.use_certificate_chain(asio::buffer(tls.certificate_pem));
  context.use_private_key(asio::buffer(tls.key_pem), ssl::context::pem);
  if (!tls.callers_authority_pem.empty()) {
    context.add_certificate_authority(asio::buffer(tls.callers_authority_pem));
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER, let_expired_in);
  }
  // Sessions carry the caller's certificate; without this name OpenSSL refuses to resume them.
  static constexpr unsigned char name[] = "vip";
  SSL_CTX_set_session_id_context(native, name, sizeof name - 1);
  return context;
}

// What the other side sent is no HTTP, as against: the line went away.
bool is_bad_http(const error_code& error) {
  return error.category() == make_error_code(bhttp::error::bad_method).category() &&
         error != bhttp::error::end_of_stream && error != bhttp::error::partial_message;
}

Request head_of(const Parser& parser, const std::optional<std::string>& certificate) {
  const auto& read = parser.get();
  Request head;
  head.method = std::string(read.method_string());
  const std::string_view target = read.target();
  const std::size_t mark = std::min(target.find('?'), target.size());
  head.path = std::string(target.substr(0, mark));
  if (mark < target.size()) head.query = std::string(target.substr(mark + 1));
  for (const auto& field : read) {
    std::string name(field.name_string());
    for (char& c : name) {
      if ('A' <= c && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    head.fields.emplace_back(std::move(name), std::string(field.value()));
  }
  head.certificate = certificate;
  return head;
}

Answer plain(int status, std::string_view words) {
  return {.status = status,
          .content_type = "text/plain",
          .fields = {},
          .body = std::string(words),
          .outflow = nullptr};
}

}  // namespace

std::string_view Request::field(std::string_view name) const {
  for (const auto& [key, value] : fields) {
    if (key == name) return value;
  }
  return {};
}

std::size_t Request::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(
      fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; }));
}

class HttpServer::Impl {
 public:
  Impl(const Settings& settings, Handler handler)
      : limits_(settings.limits), handler_(std::move(handler)) {
    if (settings.tls) tls_.emplace(tls_of(*settings.tls));
    const tcp::endpoint endpoint(asio::ip::make_address(settings.address), settings.port);
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(endpoint);
    acceptor_.listen();
    port_ = acceptor_.local_endpoint().port();
  }

  std::uint16_t port() const { return port_; }
  std::size_t connections() const { return open_; }
  std::size_t at_rest() const { return at_rest_; }

  void every(int period_ms, std::function<void()> act) {
    ticks_.emplace_back(context_);
    asio::co_spawn(context_, repeat(ticks_.back(), milliseconds(period_ms), std::move(act)),
                   asio::detached);
  }

  void run(bool until_signal, std::function<void()> stopping) {
    on_stopping_ = std::move(stopping);
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
    if (on_stopping_) on_stopping_();
    error_code ignored;
    acceptor_.close(ignored);
    signals_.cancel(ignored);
    for (asio::steady_timer& tick : ticks_) tick.cancel();
    while (!idle_.empty()) let_one_go();
    for (const auto& listener : listeners_) listener->outflow->end();
    // Who does not read what is said is not waited for.
    hurry_.expires_after(milliseconds(200));
    hurry_.async_wait([this](error_code error) {
      if (error) return;
      for (const auto& listener : listeners_) listener->line->cancel();
    });
    patience_.expires_after(std::chrono::seconds(5));
    patience_.async_wait([this](error_code error) {
      if (!error) context_.stop();
    });
    if (open_ == 0) nobody_left();
  }

  void nobody_left() {
    patience_.cancel();
    hurry_.cancel();
  }

  asio::awaitable<void> repeat(asio::steady_timer& tick, milliseconds period,
                               std::function<void()> act) {
    while (!stopping_) {
      tick.expires_after(period);
      co_await tick.async_wait(wait_for);
      if (!stopping_) act();
    }
  }

  asio::awaitable<void> accept() {
    while (!stopping_) {
      auto [error, socket] = co_await acceptor_.async_accept(wait_for);
      if (error) {
        if (stopping_) co_return;
        // Out of descriptors, most likely: a moment, so that connections can end.
        let_one_go();
        asio::steady_timer pause(context_, milliseconds(100));
        co_await pause.async_wait(wait_for);
        continue;
      }
      ++open_;
      error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      const auto done = [this](std::exception_ptr) { ended(); };
      if (tls_) {
        asio::co_spawn(context_, serve_safely(SafeLine(std::move(socket), *tls_)), done);
      } else {
        asio::co_spawn(context_, serve_plainly(Line(std::move(socket))), done);
      }
      while (open_ >= limits_.connections && !stopping_) {
        let_one_go();
        room_.expires_after(std::chrono::seconds(1));
        co_await room_.async_wait(wait_for);
      }
    }
  }

  // Stands in the list of who waits, from its making to its end, unless let go before.
  struct Idle {
    Idle(std::list<Idle*>& all, Line& waiting_line) : list(all), line(waiting_line) {
      place = list.insert(list.end(), this);
    }
    ~Idle() {
      if (!let_go) list.erase(place);
    }
    Idle(const Idle&) = delete;
    Idle& operator=(const Idle&) = delete;

    std::list<Idle*>& list;
    Line& line;
    std::list<Idle*>::iterator place;
    bool let_go = false;
  };

  // Who has been idle longest makes room.
  void let_one_go() {
    if (idle_.empty()) return;
    Idle* longest = idle_.front();
    idle_.pop_front();
    longest->let_go = true;
    longest->line.cancel();
  }

  void ended() {
    --open_;
    room_.cancel();
    if (stopping_ && open_ == 0) nobody_left();
  }

  asio::awaitable<void> serve_plainly(Line line) {
    co_await converse(line, line, std::nullopt);
    error_code ignored;
    line.socket().shutdown(tcp::socket::shutdown_both, ignored);
  }

  asio::awaitable<void> serve_safely(SafeLine stream) {
    Line& line = beast::get_lowest_layer(stream);
    line.expires_after(milliseconds(limits_.handshake_ms));
    {
      // Who does not finish the handshake may be let go like who is idle.
      const Idle idle(idle_, line);
      auto [error] = co_await stream.async_handshake(ssl::stream_base::server, wait_for);
      if (error) co_return;
    }
    co_await converse(stream, line, certificate_of(stream.native_handle()));
    // Properly shut down, so that the caller's next handshake may resume this session. Whether the
    // caller says goodbye as well is not worth waiting for when we are on our way out.
    line.expires_after(milliseconds(stopping_ ? 50 : 2'000));
    co_await stream.async_shutdown(wait_for);
  }

  // What is left to do with a connection after an answer.
  enum class Then : std::uint8_t { next, close, drop_the_rest };

  template <class Stream>
  asio::awaitable<void> converse(Stream& stream, Line& line,
                                 std::optional<std::string> certificate) {
    beast::flat_buffer buffer;
    Then then = Then::next;
    while (then == Then::next && !stopping_) {
      if (buffer.size() == 0 && buffer.capacity() > kept_buffer) buffer.shrink_to_fit();
      Parser parser;
      parser.header_limit(header_limit);
      parser.body_limit(limits_.body);

      // Waiting for a request that may never come is idle; once its head is there, it is not.
      line.expires_after(milliseconds(limits_.idle_ms));
      error_code error;
      {
        const Idle idle(idle_, line);
        ++at_rest_;
        error = std::get<0>(co_await bhttp::async_read_header(stream, buffer, parser, wait_for));
        --at_rest_;
      }

      Answer answer;
      bool without_body = false;
      if (error == bhttp::error::header_limit) {
        answer = plain(431, "The head of this request is too large.\n");
        then = Then::drop_the_rest;
      } else if (error == bhttp::error::body_limit) {
        answer = plain(413, "The body of this request is too large.\n");
        then = Then::drop_the_rest;
      } else if (is_bad_http(error)) {
        answer = plain(400, "This is no HTTP/1.1 request.\n");
        then = Then::drop_the_rest;
      } else if (error) {
        co_return;
      } else {
        Request request = head_of(parser, certificate);
        without_body = request.method == "HEAD";
        std::optional<Answer> refused = judge(request);
        if (!refused && !parser.is_done()) {
          refused = co_await receive(stream, line, buffer, parser, request);
        }
        if (refused) {
          answer = std::move(*refused);
          then = parser.is_done() && parser.keep_alive() ? Then::next : Then::drop_the_rest;
        } else {
          then = parser.keep_alive() ? Then::next : Then::close;
          const auto body = parser.get().body().cdata();
          request.body.assign(static_cast<const char*>(body.data()), body.size());
          answer = co_await ask(std::move(request));
        }
      }
      if (stopping_ && then == Then::next) then = Then::close;
      if (answer.outflow) {
        co_await flow(stream, line, std::move(answer));
        co_return;
      }
      if (!co_await write(stream, line, std::move(answer), then == Then::next, without_body)) {
        co_return;
      }
    }
    if (then == Then::drop_the_rest) co_await drop(stream, line, buffer);
  }

  std::optional<Answer> judge(const Request& head) {
    const std::string_view expected = head.field("expect");
    if (!expected.empty() && !beast::iequals(expected, "100-continue")) {
      return plain(417, "The only expectation that is met is 100-continue.\n");
    }
    return handler_.judge ? handler_.judge(head) : std::nullopt;
  }

  // Reads the body within its time. The line stays open when the time is over: it is told why.
  template <class Stream>
  asio::awaitable<std::optional<Answer>> receive(Stream& stream, Line& line,
                                                 beast::flat_buffer& buffer, Parser& parser,
                                                 const Request& head) {
    line.expires_never();
    const auto late = std::make_shared<bool>(false);
    const auto waits = std::make_shared<bool>(true);
    asio::steady_timer deadline(context_, milliseconds(limits_.body_ms));
    deadline.async_wait([late, waits, &line](error_code error) {
      if (error || !*waits) return;
      *late = true;
      line.cancel();
    });
    error_code error;
    if (!head.field("expect").empty()) {
      static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      error = std::get<0>(co_await asio::async_write(stream, asio::buffer(go_on), wait_for));
    }
    if (!error) {
      error = std::get<0>(co_await bhttp::async_read(stream, buffer, parser, wait_for));
    }
    *waits = false;
    if (*late) co_return plain(408, "The body of this request did not come.\n");
    if (error == bhttp::error::body_limit) {
      co_return plain(413, "The body of this request is too large.\n");
    }
    if (error) co_return plain(400, "The body of this request is no HTTP/1.1.\n");
    co_return std::nullopt;
  }

  // Hands the request over and waits for whoever answers it, whenever that is.
  struct Pending {
    explicit Pending(asio::io_context& context)
        : answered(context, asio::steady_timer::time_point::max()) {}
    std::optional<Answer> answer;
    asio::steady_timer answered;
  };
  asio::awaitable<Answer> ask(Request request) {
    const auto pending = std::make_shared<Pending>(context_);
    handler_.answer(std::move(request), [this, pending](Answer answer) {
      asio::post(context_, [pending, answer = std::move(answer)]() mutable {
        pending->answer = std::move(answer);
        pending->answered.cancel();
      });
    });
    while (!pending->answer) co_await pending->answered.async_wait(wait_for);
    co_return std::move(*pending->answer);
  }

  static void set_head(auto& response, const Answer& answer) {
    response.version(11);
    response.result(static_cast<unsigned>(answer.status));
    response.set(bhttp::field::content_type, answer.content_type);
    for (const auto& [name, value] : answer.fields) response.insert(name, value);
  }

  template <class Stream>
  asio::awaitable<bool> write(Stream& stream, Line& line, Answer answer, bool keep,
                              bool without_body) {
    bhttp::response<bhttp::string_body> response;
    set_head(response, answer);
    response.keep_alive(keep);
    response.body() = std::move(answer.body);
    response.prepare_payload();
    line.expires_after(milliseconds(limits_.answer_ms));
    if (without_body) {
      response.body().clear();
      bhttp::response_serializer<bhttp::string_body> serializer(response);
      auto [error, bytes] = co_await bhttp::async_write_header(stream, serializer, wait_for);
      co_return !error;
    }
    auto [error, bytes] = co_await bhttp::async_write(stream, response, wait_for);
    co_return !error;
  }

  // Who listens to an outflow. `line` until the end: what is posted may come after it.
  struct Listener {
    Listener(asio::io_context& context, std::shared_ptr<Outflow> flow, Line& its_line)
        : more(context), outflow(std::move(flow)), line(&its_line) {}
    asio::steady_timer more;
    std::shared_ptr<Outflow> outflow;
    Line* line;
  };

  template <class Stream>
  asio::awaitable<void> flow(Stream& stream, Line& line, Answer answer) {
    const auto listener = std::make_shared<Listener>(context_, answer.outflow, line);
    const std::shared_ptr<Outflow>& outflow = listener->outflow;
    listeners_.push_back(listener);
    outflow->on_more([this, listener] {
      asio::post(context_, [listener] {
        listener->more.cancel();
        // Too slow: the write that is under way would take as long as it likes.
        if (listener->line != nullptr && listener->outflow->too_slow()) listener->line->cancel();
      });
    });
    bhttp::response<bhttp::empty_body> response;
    set_head(response, answer);
    response.chunked(true);
    response.keep_alive(false);
    bhttp::response_serializer<bhttp::empty_body> serializer(response);
    line.expires_after(milliseconds(limits_.answer_ms));
    error_code error =
        std::get<0>(co_await bhttp::async_write_header(stream, serializer, wait_for));
    while (!error) {
      Outflow::Taken taken = outflow->take();
      if (taken.bytes.empty() && !taken.ended) {
        listener->more.expires_after(milliseconds(limits_.quiet_ms));
        const auto [woken] = co_await listener->more.async_wait(wait_for);
        if (woken) continue;
        taken.bytes = quiet_comment;
      }
      line.expires_after(milliseconds(limits_.answer_ms));
      if (!taken.bytes.empty()) {
        error = std::get<0>(co_await asio::async_write(
            stream, bhttp::make_chunk(asio::buffer(taken.bytes)), wait_for));
      }
      if (taken.ended && !error) {
        co_await asio::async_write(stream, bhttp::make_chunk_last(), wait_for);
        break;
      }
    }
    listener->line = nullptr;
    outflow->on_more({});
    outflow->end();
    std::erase(listeners_, listener);
  }

  // What was refused unread is read and thrown away for a moment: a connection that is closed with
  // bytes unread takes the answer with it.
  template <class Stream>
  asio::awaitable<void> drop(Stream& stream, Line& line, beast::flat_buffer& buffer) {
    line.expires_after(milliseconds(stopping_ ? 100 : 2'000));
    if constexpr (std::is_same_v<Stream, Line>) {
      error_code ignored;
      line.socket().shutdown(tcp::socket::shutdown_send, ignored);
    }
    for (std::size_t dropped = 0; dropped < read_and_dropped;) {
      buffer.clear();
      auto [error, bytes] = co_await stream.async_read_some(buffer.prepare(kept_buffer), wait_for);
      if (error) break;
      dropped += bytes;
    }
  }

  Limits limits_;
  Handler handler_;
  std::function<void()> on_stopping_;
  asio::io_context context_{1};
  std::optional<ssl::context> tls_;
  tcp::acceptor acceptor_{context_};
  asio::signal_set signals_{context_};
  asio::steady_timer patience_{context_};
  asio::steady_timer hurry_{context_};
  asio::steady_timer room_{context_};
  std::list<asio::steady_timer> ticks_;
  std::list<Idle*> idle_;  // who has been idle longest first
  std::vector<std::shared_ptr<Listener>> listeners_;
  std::size_t open_ = 0;
  std::size_t at_rest_ = 0;
  bool stopping_ = false;
  std::uint16_t port_ = 0;
};

HttpServer::HttpServer(const Settings& settings, Handler handler) {
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
std::size_t HttpServer::connections() const { return impl_->connections(); }
std::size_t HttpServer::at_rest() const { return impl_->at_rest(); }
void HttpServer::every(int period_ms, std::function<void()> act) {
  impl_->every(period_ms, std::move(act));
}
void HttpServer::run(bool until_signal, std::function<void()> stopping) {
  impl_->run(until_signal, std::move(stopping));
}
void HttpServer::stop() { impl_->stop(); }

}  // namespace vip::terminal::http
