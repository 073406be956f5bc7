// Registrations: the form of E5 on its way to head office, sealed (R4, design 9).
//
// The journal has a registration's salted hash and nothing else of it. The text that the hash is
// over (terminal/books/registration_text.h) travels beside the events, sealed to a key of head
// office's that need not lie where head office serves; and once more only how the member is
// addressed (S2), sealed to a key that does: other stores are told that and nothing more.
//
// Both are bound to the terminal's life, the event and the hash in it:
//
//   form     info "VIP-R1"          the registration's text
//   address  info "VIP-R1-address"  "1" (ms) or "2" (mr), and the surname
//   consent  info "VIP-R1-consent"  what they agreed to and when (E5, S6), to the form's key
//   bound    u32 tid | u32 epoch | u64 seq | the hash (32)
//
// so none opens beside another event. Whether a form is the one that was signed for, its hash says;
// of an address and a consent that is the terminal's word. Every correction makes a new hash, so a
// consent that was given or taken back later travels as the form does.
//
// On the line: {"reg":881,"form":"<base64>","address":"<base64>","consent":"<base64>"}
//
// Pure functions, but for the random key of each seal.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cardformat/hpke.h"
#include "cardformat/result.h"
#include "sync/certificate.h"
#include "terminal/books/event.h"
#include "terminal/books/people.h"

namespace vip::sync {

// To whom registrations are sealed. Head office says it in each answer, under its signature.
struct OfficeSeals {
  SealingKey form{};
  SealingKey address{};
  friend bool operator==(const OfficeSeals&, const OfficeSeals&) = default;
};

// A form and an address are at most so long: a note has 500 bytes, a name 160.
inline constexpr std::size_t sealed_limit = 4096;

struct SealedRegistration {
  terminal::Seq seq = 0;  // of the event whose hash it fits
  std::string form;       // sealed bytes
  std::string address;
  std::string consent;  // empty: of a terminal that did not send it yet
  friend bool operator==(const SealedRegistration&, const SealedRegistration&) = default;
};

// Which registration an event is about, and its hash in hex; no value: about none.
struct RegistrationOf {
  terminal::PersonId person = 0;
  std::string hash;
};
std::optional<RegistrationOf> registration_of(const terminal::Event& event);

// `text`: the registration's. No value where one of the keys is none, or the text is no
// registration's.
std::optional<SealedRegistration> seal_registration(const OfficeSeals& to, const TerminalName& name,
                                                    terminal::Seq seq, std::string_view hash,
                                                    std::string_view text,
                                                    const terminal::Consent& consent);

enum class OpeningError : std::uint8_t {
  sealed_elsewhere = 1,  // to another key, for another event, or changed on its way
  another_text           // opens, and is not what the journal signed for
};
Result<terminal::Registration, OpeningError> open_form(const OpeningKey& key,
                                                       const TerminalName& name,
                                                       const SealedRegistration& sealed,
                                                       std::string_view hash);

// No value: none was sent, or it does not open.
std::optional<terminal::Consent> open_consent(const OpeningKey& key, const TerminalName& name,
                                              const SealedRegistration& sealed,
                                              std::string_view hash);

struct FormOfAddress {  // 王, ms: 王女士
  std::string surname;
  terminal::Form form = terminal::Form::ms;
};
std::optional<FormOfAddress> open_address(const OpeningKey& key, const TerminalName& name,
                                          const SealedRegistration& sealed, std::string_view hash);

// One line, without its line feed.
std::string write_registration(const SealedRegistration& sealed);
std::optional<SealedRegistration> read_registration_line(std::string_view line);

}  // namespace vip::sync
