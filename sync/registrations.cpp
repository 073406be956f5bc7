#include "sync/registrations.h"

#include <array>
#include <charconv>
#include <variant>

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "terminal/books/registration_text.h"
#include "terminal/json/fields.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"

namespace vip::sync {
namespace {

constexpr std::string_view form_purpose = "VIP-R1";
constexpr std::string_view address_purpose = "VIP-R1-address";
constexpr std::string_view consent_purpose = "VIP-R1-consent";

// Four numbers, and the version of the text, which may be any.
std::string consent_text(const terminal::Consent& consent) {
  return std::to_string(consent.at) + ' ' + std::to_string(consent.messages_at) + ' ' +
         (consent.no_messages ? '1' : '0') + ' ' + std::to_string(consent.guardian_at) + ' ' +
         consent.version;
}

std::optional<terminal::Consent> read_consent_text(std::string_view text) {
  std::array<std::int64_t, 4> numbers{};
  for (std::int64_t& number : numbers) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end == text.data() + text.size() || *end != ' ') {
      return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  }
  return terminal::Consent{.at = numbers[0],
                           .version = std::string(text),
                           .messages_at = numbers[1],
                           .no_messages = numbers[2] == 1,
                           .guardian_at = numbers[3]};
}

// No value where the hash is none.
std::optional<std::string> bound_to(const TerminalName& name, terminal::Seq seq,
                                    std::string_view hash) {
  const auto bytes = read_hex(hash);
  if (!bytes || bytes->size() != 32) return std::nullopt;
  std::string bound;
  append_u32(bound, name.tid);
  append_u32(bound, name.epoch);
  append_u64(bound, seq);
  return bound + *bytes;
}

}  // namespace

std::optional<RegistrationOf> registration_of(const terminal::Event& event) {
  if (const auto* issue = std::get_if<terminal::IssueEvent>(&event.act)) {
    return RegistrationOf{issue->person, issue->registration_hash};
  }
  if (const auto* edit = std::get_if<terminal::MemberEditEvent>(&event.act)) {
    return RegistrationOf{edit->person, edit->registration_hash};
  }
  return std::nullopt;
}

std::optional<SealedRegistration> seal_registration(const OfficeSeals& to, const TerminalName& name,
                                                    terminal::Seq seq, std::string_view hash,
                                                    std::string_view text,
                                                    const terminal::Consent& consent) {
  const auto registration = terminal::read_registration_text(text);
  const auto bound = bound_to(name, seq, hash);
  if (!registration || !bound) return std::nullopt;
  const std::string address =
      (registration->form == terminal::Form::ms ? "1" : "2") + registration->surname;
  auto form = seal_to(to.form, form_purpose, *bound, text);
  auto sealed_address = seal_to(to.address, address_purpose, *bound, address);
  auto sealed_consent = seal_to(to.form, consent_purpose, *bound, consent_text(consent));
  if (!form || !sealed_address || !sealed_consent) return std::nullopt;
  return SealedRegistration{seq, std::move(*form), std::move(*sealed_address),
                            std::move(*sealed_consent)};
}

Result<terminal::Registration, OpeningError> open_form(const OpeningKey& key,
                                                       const TerminalName& name,
                                                       const SealedRegistration& sealed,
                                                       std::string_view hash) {
  const auto bound = bound_to(name, sealed.seq, hash);
  const auto text = bound ? open_sealed(key, form_purpose, *bound, sealed.form) : std::nullopt;
  if (!text) return Unexpected{OpeningError::sealed_elsewhere};
  if (hex(sha256(*text)) != hash) return Unexpected{OpeningError::another_text};
  auto registration = terminal::read_registration_text(*text);
  if (!registration) return Unexpected{OpeningError::another_text};
  return std::move(*registration);
}

std::optional<terminal::Consent> open_consent(const OpeningKey& key, const TerminalName& name,
                                              const SealedRegistration& sealed,
                                              std::string_view hash) {
  const auto bound = bound_to(name, sealed.seq, hash);
  const auto text =
      bound ? open_sealed(key, consent_purpose, *bound, sealed.consent) : std::nullopt;
  return text ? read_consent_text(*text) : std::nullopt;
}

std::optional<FormOfAddress> open_address(const OpeningKey& key, const TerminalName& name,
                                          const SealedRegistration& sealed, std::string_view hash) {
  const auto bound = bound_to(name, sealed.seq, hash);
  const auto text =
      bound ? open_sealed(key, address_purpose, *bound, sealed.address) : std::nullopt;
  if (!text || text->empty() || (text->front() != '1' && text->front() != '2')) {
    return std::nullopt;
  }
  const std::string surname = text->substr(1);
  if (!terminal::is_name(surname)) return std::nullopt;
  return FormOfAddress{surname, text->front() == '1' ? terminal::Form::ms : terminal::Form::mr};
}

std::string write_registration(const SealedRegistration& sealed) {
  terminal::JsonWriter json;
  json.begin_object().field("reg", sealed.seq).field("form", base64(sealed.form));
  json.field("address", base64(sealed.address));
  if (!sealed.consent.empty()) json.field("consent", base64(sealed.consent));
  json.end_object();
  return json.take();
}

std::optional<SealedRegistration> read_registration_line(std::string_view line) {
  constexpr std::size_t text_limit = sealed_limit / 3 * 4 + 4;
  const auto json = terminal::read_json(line, 4 * text_limit);
  if (!json) return std::nullopt;
  terminal::Problems problems;
  terminal::Fields fields(*json, "", problems);
  SealedRegistration sealed;
  sealed.seq = static_cast<terminal::Seq>(fields.integer("reg", 1, Fen::max).value_or(0));
  const auto bytes = [&](std::string_view name) {
    return read_base64(fields.text(name, text_limit).value_or("")).value_or("");
  };
  sealed.form = bytes("form");
  sealed.address = bytes("address");
  if (fields.has("consent")) sealed.consent = bytes("consent");
  if (!problems.empty() || sealed.form.size() < sealed_overhead ||
      sealed.address.size() < sealed_overhead) {
    return std::nullopt;
  }
  return sealed;
}

}  // namespace vip::sync
