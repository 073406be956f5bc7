#include "sync/registrations.h"

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
                                                    std::string_view text) {
  const auto registration = terminal::read_registration_text(text);
  const auto bound = bound_to(name, seq, hash);
  if (!registration || !bound) return std::nullopt;
  const std::string address =
      (registration->form == terminal::Form::ms ? "1" : "2") + registration->surname;
  auto form = seal_to(to.form, form_purpose, *bound, text);
  auto sealed_address = seal_to(to.address, address_purpose, *bound, address);
  if (!form || !sealed_address) return std::nullopt;
  return SealedRegistration{seq, std::move(*form), std::move(*sealed_address)};
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
  json.field("address", base64(sealed.address)).end_object();
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
  if (!problems.empty() || sealed.form.size() < sealed_overhead ||
      sealed.address.size() < sealed_overhead) {
    return std::nullopt;
  }
  return sealed;
}

}  // namespace vip::sync
