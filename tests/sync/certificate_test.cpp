#include "sync/certificate.h"

#include <doctest/doctest.h>

#include <string>

#include "sync/office/ca.h"

namespace vip::sync {
namespace {

constexpr std::int64_t noon = 1'795'003'200;  // 2026-11-18T12:00:00Z

TEST_CASE("a terminal's name is read only in the one form in which it is written") {
  CHECK(urn_of({12, 3}) == "urn:vip:terminal:12:epoch:3");
  CHECK(read_urn("urn:vip:terminal:12:epoch:3") == TerminalName{12, 3});
  CHECK(read_urn("urn:vip:terminal:4294967295:epoch:1") == TerminalName{4294967295, 1});
  for (const char* text : {"", "urn:vip:terminal:", "urn:vip:terminal:12",
                           "urn:vip:terminal:12:epoch:", "urn:vip:terminal::epoch:3",
                           "urn:vip:terminal:012:epoch:3", "urn:vip:terminal:12:epoch:3 ",
                           "urn:vip:terminal:-1:epoch:3", "urn:vip:terminal:4294967296:epoch:3",
                           "URN:vip:terminal:12:epoch:3", "urn:vip:terminal:12:epoch:3:epoch:4"}) {
    CAPTURE(text);
    CHECK_FALSE(read_urn(text));
  }
}

TEST_CASE("head office signs the key of a request, under the name that head office gives") {
  const Ca ca = Ca::make("Our chain", noon);
  const TlsKey key = TlsKey::generate();
  const auto certificate =
      ca.sign_terminal(make_certificate_request(key, "someone else"), {12, 3}, noon);
  REQUIRE(certificate);
  CHECK(certificate->terminal() == TerminalName{12, 3});
  CHECK(certificate->is_of(key));
  CHECK_FALSE(certificate->is_of(TlsKey::generate()));
  CHECK(certificate->signed_by(ca.certificate()));
  CHECK(certificate->not_after() == noon + 180 * 86'400);
  CHECK_FALSE(certificate->signed_by(Ca::make("Our chain", noon).certificate()));
}

TEST_CASE("a request that is none, or is not signed by its own key, is refused") {
  const Ca ca = Ca::make("Our chain", noon);
  CHECK(ca.sign_terminal("", {12, 3}, noon).error() == CertificateRequestError::malformed);
  CHECK(ca.sign_terminal(ca.certificate().pem(), {12, 3}, noon).error() ==
        CertificateRequestError::malformed);
  // openssl genpkey -algorithm ed25519 | openssl req -new -key /dev/stdin -subj /CN=terminal
  const std::string ed25519 =
      "-----BEGIN CERTIFICATE REQUEST-----\n"
      "MIGSMEYCAQAwEzERMA8GA1UEAwwIdGVybWluYWwwKjAFBgMrZXADIQAPlUKqNj00\n"
      "xxlblO9XRr8t76btwMvkXSVryGdhgZ9xCKAAMAUGAytlcANBAOvOsxn+JZB6ske9\n"
      "rVYmjokOtNlF7cXM4lrLzioKDuZ7MmJv+YDcR7Z6U/wRkvT5eq4ReMO5yeNZ//Ph\n"
      "rMMJpQo=\n"
      "-----END CERTIFICATE REQUEST-----\n";
  CHECK(ca.sign_terminal(ed25519, {12, 3}, noon).error() == CertificateRequestError::weak_key);

  // The last bytes of the DER are the signature: another one of the same form proves nothing.
  std::string request = make_certificate_request(TlsKey::generate(), "terminal");
  const std::size_t end = request.rfind("\n-----END");
  bool refused = false;
  for (std::size_t back = 4; back <= 24 && !refused; back += 4) {
    std::string changed = request;
    changed[end - back] = changed[end - back] == 'A' ? 'B' : 'A';
    const auto certificate = ca.sign_terminal(changed, {12, 3}, noon);
    refused = !certificate && certificate.error() == CertificateRequestError::not_proved;
  }
  CHECK(refused);
}

TEST_CASE("keys and certificates come back from PEM and DER as they were") {
  const Ca ca = Ca::make("Our chain", noon);
  const auto key = TlsKey::read_pem(ca.key().pem());
  REQUIRE(key);
  CHECK(ca.certificate().is_of(*key));
  CHECK(Certificate::read_pem(ca.certificate().pem())->der() == ca.certificate().der());
  CHECK(Certificate::read_der(ca.certificate().der())->fingerprint() ==
        ca.certificate().fingerprint());
  CHECK_FALSE(ca.certificate().terminal());
  CHECK_FALSE(Certificate::read_pem("no certificate"));
  CHECK_FALSE(Certificate::read_der("no certificate"));
  CHECK_FALSE(TlsKey::read_pem("no key"));
}

}  // namespace
}  // namespace vip::sync
