// Enrolment: the terminal's first contact with head office, in the manner of EST (RFC 7030).
//
// First the authority is fetched, from whoever answers, and believed only if its fingerprint is the
// one that the one-time code carries (and the full one, where it was typed as well). Then, over a
// line that this authority vouches for, the code goes out with a request for a certificate and the
// facts with which the journal begins. The TLS key is made here and never leaves.
//
// What is kept of it in the terminal's directory:
//
//   keys/tls.key            P-256, 0600; written before it is first used, so that an enrolment
//   whose
//                           answer was lost is repeated with the same key
//   office/authority.pem    whom to believe
//   office/certificate.pem  who we are
//   office/office.json      address, (tid, epoch), head office's Ed25519 key, its lineage
//
// Errors: StorageError where a file cannot be read or written.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cardformat/result.h"
#include "sync/certificate.h"
#include "sync/http_transport.h"
#include "sync/transport.h"
#include "sync/wire.h"

namespace vip::sync {

// What head office is to this terminal.
struct Enrolment {
  std::string office;  // "https://host:port"
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  PublicKey office_key{};
  Lineage lineage;
  std::string authority_pem;
  ClientCertificate certificate;
};

enum class EnrolmentError : std::uint8_t {
  bad_address = 1,  // not https://host:port
  bad_code,         // not a one-time code
  unreachable,
  wrong_authority,  // who answered is not the head office that gave the code
  refused,          // `word` says why
  not_understood
};

struct EnrolmentFailure {
  EnrolmentError error = EnrolmentError::unreachable;
  std::string word;                         // head office's, where refused
  std::string detail;                       // for people, in English
  std::optional<std::uint32_t> epoch = {};  // refused, epoch_taken: which number would be taken
};

struct EnrolmentWanted {
  std::string office;
  std::string code;
  std::optional<std::string> authority_fingerprint;  // 64 hex digits
  std::string store;
  terminal::Genesis genesis;
  bool training = false;
};

// Asks head office, and keeps what it says. Again is harmless.
Result<Enrolment, EnrolmentFailure> enrol(const std::filesystem::path& directory,
                                          const EnrolmentWanted& wanted);

// The next life of a store whose present one is found to be the one that head office knows
// (earlier_life.h): `line` is the old one's, and `session` what it was told last. Keeps what head
// office says. `wanted.genesis` is the next life's; no code is needed. Again is harmless.
Result<Enrolment, EnrolmentFailure> enrol_next(const std::filesystem::path& directory,
                                               const Enrolment& old, Transport& line,
                                               const std::string& session,
                                               const EnrolmentWanted& wanted);

// No value where this terminal was never enrolled. Throws StorageError (damaged).
std::optional<Enrolment> read_enrolment(const std::filesystem::path& directory);

// A certificate is renewed when a third of its 180 days is left, with the same key, and also after
// its end. What fails is tried again with the next exchange: until then the old one must do.
inline constexpr std::int64_t renew_before_s = 60 * 86'400;
bool renewal_due(const Certificate& certificate, std::int64_t now);
Result<Certificate, EnrolmentFailure> renewed_certificate(Transport& line, const TerminalName& name,
                                                          const TlsKey& key,
                                                          const Certificate& authority);
// Renews where it is due, and keeps it. True where `enrolment` has a new certificate now, so that a
// new line is to be opened. Throws StorageError.
bool renew_if_due(const std::filesystem::path& directory, Enrolment& enrolment, Transport& line,
                  std::int64_t now);

// The line to head office.
HttpTransportSettings line_of(const Enrolment& enrolment);

}  // namespace vip::sync
