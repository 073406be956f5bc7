// The contract of the line, against the real thing: HttpTransport and HttpServer over loopback with
// real certificates.
#include "sync/http_transport.h"

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <utility>

#include "sync/office/ca.h"
#include "sync/office/http_server.h"

namespace vip::sync {
namespace {

constexpr std::int64_t year_s = 365 * day_s;
const std::int64_t now = std::time(nullptr);

class Served {
 public:
  explicit Served(HttpHandler handler, HttpLimits limits = {}, const Ca* callers = nullptr)
      : server_(settings(limits, callers), std::move(handler)),
        thread_([this] { server_.run(false); }) {}
  ~Served() {
    server_.stop();
    thread_.join();
  }

  static const Ca& ca() {
    static const Ca made = Ca::make("Our chain", now);
    return made;
  }

  HttpTransportSettings ours(bool with_certificate = true) const {
    HttpTransportSettings settings;
    settings.office = "https://127.0.0.1:" + std::to_string(server_.port());
    settings.authority_pem = ca().certificate().pem();
    if (with_certificate) settings.certificate = certificate_by(ca(), now);
    return settings;
  }

  static ClientCertificate certificate_by(const Ca& signer, std::int64_t when) {
    const TlsKey key = TlsKey::generate();
    const auto certificate =
        signer.sign_terminal(make_certificate_request(key, "terminal"), {12, 3}, when);
    return {certificate->pem(), key.pem()};
  }

 private:
  static HttpSettings settings(const HttpLimits& limits, const Ca* callers) {
    const TlsKey key = TlsKey::generate();
    HttpSettings settings;
    settings.certificate_pem = ca().sign_server(key, {"127.0.0.1", "localhost"}, now).pem();
    settings.key_pem = key.pem();
    settings.authority_pem = (callers != nullptr ? *callers : ca()).certificate().pem();
    settings.limits = limits;
    return settings;
  }

  HttpServer server_;
  std::thread thread_;
};

std::string who(const HttpRequest& request) {
  if (!request.certificate) return "nobody";
  const auto certificate = Certificate::read_der(*request.certificate);
  return certificate && certificate->terminal() ? urn_of(*certificate->terminal()) : "unreadable";
}

HttpAnswer echo(const HttpRequest& request) {
  HttpAnswer answer;
  answer.body = request.method + " " + request.path + " " + who(request) + " " +
                request.content_encoding + " " + request.body;
  answer.content_encoding = request.content_encoding;
  return answer;
}

TEST_CASE("a request and its answer arrive as they were sent, and head office knows who asks") {
  const Served served(echo);
  HttpTransport line(served.ours());
  const std::string bytes("\0\xff\r\n\r\n{}", 8);
  const auto answer =
      line.send({.path = "/sync/v1/exchange", .body = bytes, .content_encoding = "zstd"});
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->body == "POST /sync/v1/exchange urn:vip:terminal:12:epoch:3 zstd " + bytes);
  CHECK(answer->content_encoding == "zstd");
  const auto got = line.send({.method = "GET", .path = "/a?b=c"});
  REQUIRE(got);
  CHECK(got->body == "GET /a urn:vip:terminal:12:epoch:3  ");
  CHECK(line.traffic().sent > 8);
  CHECK(line.traffic().received > answer->body.size());
}

TEST_CASE("a status and Retry-After come as they are; an answer is not believed to be whole") {
  const Served served([](const HttpRequest&) {
    HttpAnswer answer;
    answer.status = 503;
    answer.retry_after_s = 17;
    return answer;
  });
  HttpTransport line(served.ours());
  const auto answer = line.send({.path = "/"});
  REQUIRE(answer);
  CHECK(answer->status == 503);
  CHECK(answer->retry_after_s == 17);
}

TEST_CASE("without a certificate the caller is nobody; with another chain's the line is refused") {
  const Served served(echo);
  HttpTransport nobody(served.ours(false));
  CHECK(nobody.send({.path = "/"})->body == "POST / nobody  ");

  const Ca other = Ca::make("Another chain", now);
  HttpTransportSettings theirs = served.ours();
  theirs.certificate = Served::certificate_by(other, now);
  const auto refused = HttpTransport(theirs).send({.path = "/"});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().error == TransportError::not_trusted);

  const auto self_signed = [] {
    const Ca fake = Ca::make("Our chain", now);
    return Served::certificate_by(fake, now);
  };
  theirs.certificate = self_signed();
  CHECK(HttpTransport(theirs).send({.path = "/"}).error().error == TransportError::not_trusted);
}

TEST_CASE("an expired certificate may still call: a store that was dark must be able to upload") {
  const Served served(echo);
  HttpTransportSettings old = served.ours();
  old.certificate = Served::certificate_by(Served::ca(), now - year_s);
  CHECK(HttpTransport(old).send({.path = "/"})->body == "POST / urn:vip:terminal:12:epoch:3  ");
}

TEST_CASE("a head office that our authority did not sign is not spoken to") {
  int asked = 0;
  const Served served([&asked](const HttpRequest& request) {
    ++asked;
    return echo(request);
  });
  HttpTransportSettings other = served.ours();
  other.authority_pem = Ca::make("Another chain", now).certificate().pem();
  const auto refused = HttpTransport(other).send({.path = "/", .body = "a secret"});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().error == TransportError::not_trusted);

  // Right authority, but a name that is not on the certificate.
  HttpTransportSettings elsewhere = served.ours();
  elsewhere.office = "https://127.0.0.2" + elsewhere.office.substr(elsewhere.office.rfind(':'));
  CHECK_FALSE(HttpTransport(elsewhere).send({.path = "/", .body = "a secret"}));
  CHECK(asked == 0);
}

TEST_CASE("an answer longer than the limit is not read; one of exactly the limit is") {
  const Served served([](const HttpRequest&) {
    HttpAnswer answer;
    answer.body.assign(100'000, 'x');
    return answer;
  });
  HttpTransportSettings settings = served.ours();
  settings.answer_limit = 100'000;
  CHECK(HttpTransport(settings).send({.path = "/"})->body.size() == 100'000);
  settings.answer_limit = 99'999;
  CHECK(HttpTransport(settings).send({.path = "/"}).error().error == TransportError::too_large);
}

TEST_CASE("a request longer than the limit is answered 413, and the line works again") {
  int asked = 0;
  const Served served(
      [&asked](const HttpRequest& request) {
        ++asked;
        return echo(request);
      },
      {.body = 1000});
  HttpTransport line(served.ours());
  const auto large = line.send({.path = "/", .body = std::string(1001, 'x')});
  REQUIRE(large);
  CHECK(large->status == 413);
  CHECK(asked == 0);
  CHECK(line.send({.path = "/", .body = std::string(1000, 'x')})->status == 200);
  CHECK(asked == 1);
}

TEST_CASE("nobody listens: unreachable, at once") {
  HttpTransportSettings settings;
  {
    const Served served(echo);
    settings = served.ours();
  }
  const auto refused = HttpTransport(settings).send({.path = "/"});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().error == TransportError::unreachable);
}

TEST_CASE("head office stops in the middle of a day: who waits between requests is let go") {
  auto served = std::make_unique<Served>(echo);
  HttpTransport line(served->ours());
  CHECK(line.send({.path = "/"})->status == 200);
  served.reset();
  CHECK(line.send({.path = "/"}).error().error == TransportError::unreachable);
}

TEST_CASE("an address of head office is https, a host, perhaps a port, and nothing else") {
  CHECK(read_office_address("https://127.0.0.1:7420") == "https://127.0.0.1:7420");
  CHECK(read_office_address("https://office.example/") == "https://office.example");
  for (const char* text : {"", "http://office", "https://", "office:7420", "https://office/path",
                           "https://user@office", "https://office?x", "https:///"}) {
    CAPTURE(text);
    CHECK_FALSE(read_office_address(text));
  }
}

}  // namespace
}  // namespace vip::sync
