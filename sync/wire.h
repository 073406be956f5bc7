// Wire: the header lines of the exchange and of enrolment, as values and as bytes.
//
// sync/PROTOCOL.md is the contract; here are its forms. A header is one line of JSON, read strictly
// (terminal/json/strict_json.h): every field that is named below is required, of the right type and
// within its range, unless it is marked otherwise. Fields that are not named are passed over, so
// that a newer terminal can talk to an older head office.
//
// Integers are exact up to 2^63 - 1, hashes and keys are lower-case hex. Event lines are not JSON
// to this layer: they are the bytes that were hashed and signed.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/digest.h"
#include "cardformat/result.h"
#include "cardformat/seal.h"
#include "sync/certificate.h"
#include "sync/downlink.h"
#include "sync/page.h"
#include "sync/registrations.h"
#include "terminal/books/chain.h"
#include "terminal/books/event.h"

namespace vip::sync {

using terminal::Seq;

inline constexpr std::int64_t wire_version = 1;
inline constexpr std::string_view exchange_path = "/sync/v1/exchange";
inline constexpr std::string_view want_path = "/sync/v1/want";
inline constexpr std::string_view wait_path = "/sync/v1/wait";
inline constexpr std::string_view authority_path = "/enrol/v1/cacerts";
inline constexpr std::string_view enrol_path = "/enrol/v1/simpleenroll";
inline constexpr std::string_view renew_path = "/enrol/v1/simplereenroll";
inline constexpr std::string_view next_path = "/enrol/v1/next";

// An event of more bytes than this is not sent and not taken.
inline constexpr std::size_t event_limit = 256 * 1024;
// A request unpacked.
inline constexpr std::size_t request_limit = 4 * 1024 * 1024;
// An answer unpacked.
inline constexpr std::size_t answer_limit = 16 * 1024 * 1024;

// Head office's timeline. `number` rises when it is restored from a backup.
struct Lineage {
  std::int64_t number = 1;
  std::string id;  // 32 hex digits
  friend bool operator==(const Lineage&, const Lineage&) = default;
};

struct ExchangeHeader {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  Seq from = 1;                 // first event sent
  Seq through = 0;              // last event sent; from - 1 where none is
  Seq last = 0;                 // last event that the terminal has
  Digest head{};                // h(through)
  Signature signature{};        // Ed25519 over signed_text()
  std::string session;          // of the last answer that arrived; empty: none ever did
  terminal::InboxNo inbox = 0;  // last entry of the inbox that was consumed
  std::string page;             // of the last answer that was applied; empty: none to confirm
  std::int64_t lineage = 0;     // of head office, the highest that it was told; 0: none
  // Which events' registrations come with this request; through 0: none.
  Seq registrations_from = 0;
  Seq registrations_through = 0;
  std::string snapshot;  // id of the one that was installed (snapshot.h); empty: none to confirm
  friend bool operator==(const ExchangeHeader&, const ExchangeHeader&) = default;
};

// What the terminal's journal key signs:
//   "VIP-S1" | u32 tid | u32 epoch | u64 through | h(through)      big-endian, 54 bytes
std::string signed_text(const ExchangeHeader& header);

struct ExchangeRequest {
  ExchangeHeader header;
  Lines events;  // exactly through - from + 1; views into the text that was read
  std::vector<SealedRegistration> registrations;  // within the header's range, rising
};

// The header's line, the events and the registrations, each with its line feed.
// Requires: no event holds a line feed, and there are through - from + 1 of them.
std::string write_request(const ExchangeHeader& header, const Lines& events,
                          const std::vector<SealedRegistration>& registrations = {});
// `what`: the first thing that is wrong, for people, in English.
struct WireError {
  std::string what;
};
Result<ExchangeRequest, WireError> read_request(std::string_view text);

struct ExchangeAnswer {
  Lineage lineage;
  Seq acked = 0;
  Seq safe = 0;
  std::string session;
  std::int64_t time = 0;          // head office's clock, seconds since 1970
  std::int64_t window_begin = 0;  // of the next nightly run, seconds since 1970
  std::int64_t window_end = 0;
  std::int64_t max_events = 500;
  std::int64_t policy = 0;  // number of the latest published; 0: none
  std::string page;         // to be confirmed by the next request; empty: nothing to confirm
  bool more = false;        // ask again at once: a page did not hold all
  bool snapshot = false;    // so much is to be told that a snapshot is worth its while (snapshot.h)
  Seq registered = 0;       // registrations of events 1 .. registered are here
  std::optional<OfficeSeals> seals;  // to whom they are sealed; none: not taken
  std::vector<InboxEntry> inbox;
  std::vector<terminal::HeardOf> states;  // lineage and time are this answer's
  friend bool operator==(const ExchangeAnswer&, const ExchangeAnswer&) = default;
};

// Whole pages (page.h).
std::string write_answer(const ExchangeAnswer& answer);
// Signed: the last line before the trailer is {"sig":"<128 hex>"}, Ed25519 by head office's key
// over
//   "VIP-A1" | u32 tid | u32 epoch | SHA-256(all lines before it, line feeds included)
// so that an answer is evidence, and no other terminal's.
using Sign = std::function<Signature(std::string_view)>;
std::string write_answer(const ExchangeAnswer& answer, const TerminalName& to, const Sign& sign);
bool answer_is_signed(std::string_view page, const TerminalName& to, const PublicKey& key);
Result<ExchangeAnswer, WireError> read_answer(std::string_view page);

// A member stands at the terminal: points for a gift, or only the account (points 0).
struct WantRequest {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  card::Number card;
  Points points;  // that the terminal needs to hold
  friend bool operator==(const WantRequest&, const WantRequest&) = default;
};
std::string write_want(const WantRequest& request);
Result<WantRequest, WireError> read_want(std::string_view text);

struct WantReply {
  bool known = false;  // the card
  Points coming;       // on its way, in the inbox
  Points asked;        // of other terminals, not back yet
  friend bool operator==(const WantReply&, const WantReply&) = default;
};
std::string write_want_reply(const WantReply& reply);
Result<WantReply, WireError> read_want_reply(std::string_view page);

// A terminal with nothing to say waits until head office has something for it (long poll).
struct WaitRequest {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  terminal::InboxNo inbox = 0;  // as in an exchange
  std::string page;
  friend bool operator==(const WaitRequest&, const WaitRequest&) = default;
};
std::string write_wait(const WaitRequest& request);
Result<WaitRequest, WireError> read_wait(std::string_view text);

struct WaitReply {
  bool news = false;  // exchange now
  friend bool operator==(const WaitReply&, const WaitReply&) = default;
};
std::string write_wait_reply(const WaitReply& reply);
Result<WaitReply, WireError> read_wait_reply(std::string_view page);

// A refusal by head office. Words: add, never rename.
struct WireRefusal {
  std::string word;               // "gap", "fork", ...
  std::string detail;             // for people, in English; may be empty
  std::optional<Seq> acked;       // where the exchange could go on
  std::optional<Seq> epoch = {};  // epoch_taken: which would be the next
  friend bool operator==(const WireRefusal&, const WireRefusal&) = default;
};

std::string write_refusal(const WireRefusal& refusal);
Result<WireRefusal, WireError> read_refusal(std::string_view page);

struct EnrolRequest {
  std::string code;   // as typed
  std::string store;  // "S01"
  terminal::Genesis genesis;
  bool training = false;
  std::string certificate_request;  // PKCS #10, PEM
};

std::string write_enrol_request(const EnrolRequest& request);
Result<EnrolRequest, WireError> read_enrol_request(std::string_view text);

// A new certificate for the one that is shown, answered as an enrolment is.
struct RenewRequest {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  std::string certificate_request;  // PKCS #10, PEM
};

std::string write_renew_request(const RenewRequest& request);
Result<RenewRequest, WireError> read_renew_request(std::string_view text);

struct EnrolAnswer {
  std::uint32_t tid = 0;
  std::uint32_t epoch = 0;
  std::string certificate;  // PEM
  std::string authority;    // PEM
  PublicKey office_key{};   // Ed25519: policy and answers
  Lineage lineage;
};

std::string write_enrol_answer(const EnrolAnswer& answer);
Result<EnrolAnswer, WireError> read_enrol_answer(std::string_view page);

// The answer to a question for the authority: one line with one field.
std::string write_authority(std::string_view certificate_pem);
Result<std::string, WireError> read_authority(std::string_view page);

}  // namespace vip::sync
