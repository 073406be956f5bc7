#include "sync/enrolment.h"

#include <utility>

#include "cardformat/bytes.h"
#include "sync/certificate.h"
#include "sync/files.h"
#include "sync/one_time_code.h"
#include "sync/packing.h"
#include "terminal/books/sqlite.h"
#include "terminal/json/fields.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"

namespace vip::sync {
namespace {

namespace fs = std::filesystem;
using terminal::StorageError;

Unexpected<EnrolmentFailure> fail(EnrolmentError error, std::string detail, std::string word = "") {
  return Unexpected{EnrolmentFailure{error, std::move(word), std::move(detail)}};
}

// Made at the first attempt, kept for all further ones.
TlsKey device_key(const fs::path& directory) {
  const fs::path path = directory / "keys" / "tls.key";
  if (const auto stored = read_file(path)) {
    auto key = TlsKey::read_pem(*stored);
    if (!key) throw StorageError(StorageError::Kind::damaged, path.string() + " is no key");
    return std::move(*key);
  }
  fs::create_directories(path.parent_path());
  TlsKey key = TlsKey::generate();
  write_file(path, key.pem());
  return key;
}

// The page in an answer of status 200; otherwise why there is none.
Result<std::string, EnrolmentFailure> ask(Transport& line, const TransportRequest& request) {
  const auto answer = line.send(request);
  if (!answer) {
    const auto& failure = answer.error();
    return fail(failure.error == TransportError::not_trusted ? EnrolmentError::wrong_authority
                : failure.error == TransportError::too_large ? EnrolmentError::not_understood
                                                             : EnrolmentError::unreachable,
                failure.detail);
  }
  std::string page = answer->body;
  if (answer->content_encoding == "zstd") {
    auto text = unpack(page, answer_limit);
    if (!text) return fail(EnrolmentError::not_understood, "the answer cannot be unpacked");
    page = std::move(*text);
  }
  if (answer->status == 200) return page;
  const auto refusal = read_refusal(page);
  if (refusal) {
    EnrolmentFailure failure{EnrolmentError::refused, refusal->word, refusal->detail};
    if (refusal->epoch && *refusal->epoch <= 0x7fffffff) {
      failure.epoch = static_cast<std::uint32_t>(*refusal->epoch);
    }
    return Unexpected{std::move(failure)};
  }
  return fail(EnrolmentError::not_understood, "status " + std::to_string(answer->status));
}

// From whoever answers; believed for its fingerprint alone.
Result<Certificate, EnrolmentFailure> fetch_authority(const std::string& office,
                                                      const OneTimeCode& code,
                                                      const std::optional<Digest>& fingerprint) {
  HttpTransport anybody({.office = office});
  const auto page = ask(anybody, {.method = "GET", .path = std::string(authority_path)});
  if (!page) return Unexpected{page.error()};
  const auto pem = read_authority(*page);
  if (!pem) return fail(EnrolmentError::not_understood, pem.error().what);
  auto authority = Certificate::read_pem(*pem);
  if (!authority) return fail(EnrolmentError::not_understood, "the authority is no certificate");
  const Digest found = authority->fingerprint();
  if (!code.is_by(found) || (fingerprint && *fingerprint != found)) {
    return fail(EnrolmentError::wrong_authority,
                "who answers there has the authority " + hex(found) +
                    ", and that is not the one which gave this code");
  }
  return std::move(*authority);
}

void keep(const fs::path& directory, const Enrolment& enrolment) {
  const fs::path office = directory / "office";
  fs::create_directories(office);
  write_file(office / "authority.pem", enrolment.authority_pem);
  write_file(office / "certificate.pem", enrolment.certificate.certificate_pem);
  terminal::JsonWriter json;
  json.begin_object().field("office", enrolment.office).field("tid", enrolment.tid);
  json.field("epoch", enrolment.epoch).field("office_key", hex(enrolment.office_key));
  json.key("lineage").begin_array().integer(enrolment.lineage.number).text(enrolment.lineage.id);
  json.end_array().end_object();
  write_file(office / "office.json",
             json.str() + "\n");  // last: with it, this terminal is enrolled
}

std::string must_read(const fs::path& path) {
  auto text = read_file(path);
  if (!text) {
    throw StorageError(StorageError::Kind::damaged, path.string() + " is missing; enrol again");
  }
  return std::move(*text);
}

struct Way {
  Transport& line;
  std::string_view path;
};
struct Who {
  const std::string& office;
  const Certificate& authority;
};

Result<Enrolment, EnrolmentFailure> enrol_over(const Way& way, const fs::path& directory,
                                               const Who& who, const std::string& code,
                                               const EnrolmentWanted& wanted) {
  const TlsKey key = device_key(directory);
  EnrolRequest request{.code = code,
                       .store = wanted.store,
                       .genesis = wanted.genesis,
                       .training = wanted.training,
                       .certificate_request = make_certificate_request(key, "vip-terminal")};
  const auto page = ask(way.line, {.method = "POST",
                                   .path = std::string(way.path),
                                   .body = write_enrol_request(request),
                                   .content_encoding = ""});
  if (!page) return Unexpected{page.error()};
  const auto answer = read_enrol_answer(*page);
  if (!answer) return fail(EnrolmentError::not_understood, answer.error().what);
  const auto certificate = Certificate::read_pem(answer->certificate);
  const TerminalName name{answer->tid, answer->epoch};
  if (!certificate || !certificate->is_of(key) || !certificate->signed_by(who.authority) ||
      certificate->terminal() != name || answer->tid != wanted.genesis.tid ||
      answer->epoch != wanted.genesis.epoch) {
    return fail(EnrolmentError::not_understood, "the certificate is not the one asked for");
  }
  Enrolment enrolment{.office = who.office,
                      .tid = answer->tid,
                      .epoch = answer->epoch,
                      .office_key = answer->office_key,
                      .lineage = answer->lineage,
                      .authority_pem = who.authority.pem(),
                      .certificate = {certificate->pem(), key.pem()}};
  keep(directory, enrolment);
  return enrolment;
}

}  // namespace

Result<Enrolment, EnrolmentFailure> enrol(const fs::path& directory,
                                          const EnrolmentWanted& wanted) {
  const auto office = read_office_address(wanted.office);
  if (!office) return fail(EnrolmentError::bad_address, "an address looks like https://host:7420");
  const auto code = read_code(wanted.code);
  if (!code) return fail(EnrolmentError::bad_code, "a code has seven groups of four letters");
  std::optional<Digest> fingerprint;
  if (wanted.authority_fingerprint) {
    const auto bytes = read_hex(*wanted.authority_fingerprint);
    fingerprint = bytes ? array_of<32>(*bytes) : std::nullopt;
    if (!fingerprint) return fail(EnrolmentError::bad_code, "a fingerprint has 64 hex digits");
  }

  const auto authority = fetch_authority(*office, *code, fingerprint);
  if (!authority) return Unexpected{authority.error()};
  HttpTransport line({.office = *office, .authority_pem = authority->pem()});
  return enrol_over({line, enrol_path}, directory, {*office, *authority}, code->secret, wanted);
}

Result<Enrolment, EnrolmentFailure> enrol_next(const fs::path& directory, const Enrolment& old,
                                               Transport& line, const std::string& session,
                                               const EnrolmentWanted& wanted) {
  const auto authority = Certificate::read_pem(old.authority_pem);
  if (!authority) {
    return fail(EnrolmentError::not_understood, "the authority that was kept is no certificate");
  }
  return enrol_over({line, next_path}, directory, {old.office, *authority}, session, wanted);
}

std::optional<Enrolment> read_enrolment(const fs::path& directory) {
  const fs::path path = directory / "office" / "office.json";
  const auto text = read_file(path);
  if (!text) return std::nullopt;
  const auto json = terminal::read_json(*text);
  terminal::Problems problems;
  Enrolment enrolment;
  if (json) {
    terminal::Fields fields(*json, "", problems);
    enrolment.office = fields.text("office", 1024).value_or("");
    enrolment.tid = static_cast<std::uint32_t>(fields.integer("tid", 1, 0xffffffff).value_or(0));
    enrolment.epoch =
        static_cast<std::uint32_t>(fields.integer("epoch", 1, 0xffffffff).value_or(0));
    const auto key = read_hex(fields.text("office_key", 64, 64).value_or(""));
    const auto array = key ? array_of<32>(*key) : std::nullopt;
    if (array) enrolment.office_key = *array;
    if (!array) fields.problem("office_key", "不是公钥。", "Not a public key.");
    if (auto lineage = fields.array("lineage", 2, 2)) {
      if ((*lineage)[0].is_number_integer() && (*lineage)[1].is_string()) {
        enrolment.lineage = {(*lineage)[0].get<std::int64_t>(), (*lineage)[1].get<std::string>()};
      }
    }
    fields.finish();
  }
  if (!json || !problems.empty()) {
    throw StorageError(StorageError::Kind::damaged, path.string() + " is damaged; enrol again");
  }
  enrolment.authority_pem = must_read(directory / "office" / "authority.pem");
  enrolment.certificate = {must_read(directory / "office" / "certificate.pem"),
                           must_read(directory / "keys" / "tls.key")};
  return enrolment;
}

bool renewal_due(const Certificate& certificate, std::int64_t now) {
  return certificate.not_after() - now < renew_before_s;
}

Result<Certificate, EnrolmentFailure> renewed_certificate(Transport& line, const TerminalName& name,
                                                          const TlsKey& key,
                                                          const Certificate& authority) {
  const auto page =
      ask(line, {.method = "POST",
                 .path = std::string(renew_path),
                 .body = write_renew_request(
                     {name.tid, name.epoch, make_certificate_request(key, "vip-terminal")}),
                 .content_encoding = ""});
  if (!page) return Unexpected{page.error()};
  const auto answer = read_enrol_answer(*page);
  if (!answer) return fail(EnrolmentError::not_understood, answer.error().what);
  auto certificate = Certificate::read_pem(answer->certificate);
  if (!certificate || !certificate->is_of(key) || !certificate->signed_by(authority) ||
      certificate->terminal() != name) {
    return fail(EnrolmentError::not_understood, "the certificate is not the one asked for");
  }
  return std::move(*certificate);
}

bool renew_if_due(const fs::path& directory, Enrolment& enrolment, Transport& line,
                  std::int64_t now) {
  const auto own = Certificate::read_pem(enrolment.certificate.certificate_pem);
  if (!own || !renewal_due(*own, now)) return false;
  const auto key = TlsKey::read_pem(enrolment.certificate.key_pem);
  const auto authority = Certificate::read_pem(enrolment.authority_pem);
  if (!key || !authority) return false;
  const auto renewed =
      renewed_certificate(line, {enrolment.tid, enrolment.epoch}, *key, *authority);
  if (!renewed || renewed->not_after() <= own->not_after()) return false;
  enrolment.certificate.certificate_pem = renewed->pem();
  write_file(directory / "office" / "certificate.pem", enrolment.certificate.certificate_pem);
  return true;
}

HttpTransportSettings line_of(const Enrolment& enrolment) {
  HttpTransportSettings settings;
  settings.office = enrolment.office;
  settings.authority_pem = enrolment.authority_pem;
  settings.certificate = enrolment.certificate;
  return settings;
}

}  // namespace vip::sync
