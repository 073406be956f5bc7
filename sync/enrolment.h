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
  std::string word;    // head office's, where refused
  std::string detail;  // for people, in English
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

// No value where this terminal was never enrolled. Throws StorageError (damaged).
std::optional<Enrolment> read_enrolment(const std::filesystem::path& directory);

// The line to head office.
HttpTransportSettings line_of(const Enrolment& enrolment);

}  // namespace vip::sync
