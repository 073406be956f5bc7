#include "sync/office/head_office.h"

#include <optional>
#include <string>
#include <utility>

#include "sync/packing.h"

namespace vip::sync {
namespace {

using terminal::Database;
using terminal::StorageError;

constexpr std::size_t worth_packing = 1024;
constexpr int retry_after_storage_s = 30;

HttpAnswer page(int status, std::string body) {
  HttpAnswer answer;
  answer.status = status;
  if (body.size() >= worth_packing) {
    answer.content_encoding = "zstd";
    body = pack(body);
  }
  answer.body = std::move(body);
  return answer;
}

HttpAnswer refusal(const Refused& refused) {
  return page(refused.status, write_refusal(refused.refusal));
}

HttpAnswer refusal(int status, std::string word, std::string detail) {
  return refusal(Refused{status, {std::move(word), std::move(detail), std::nullopt}});
}

// The body as its sender wrote it, or what is wrong with it.
Result<std::string, Refused> unpacked(const HttpRequest& request) {
  if (request.content_encoding.empty()) {
    if (request.body.size() > request_limit) {
      return Unexpected{Refused{413, {"too_large", "send fewer events", std::nullopt}}};
    }
    return request.body;
  }
  if (request.content_encoding != "zstd") {
    return Unexpected{Refused{415, {"encoding", "plain or zstd", std::nullopt}}};
  }
  auto text = unpack(request.body, request_limit);
  if (text) return std::move(*text);
  if (text.error() == PackingError::too_large) {
    return Unexpected{Refused{413, {"too_large", "send fewer events", std::nullopt}}};
  }
  return Unexpected{Refused{400, {"malformed", "the body is not whole zstd", std::nullopt}}};
}

std::optional<TerminalName> who_asks(const HttpRequest& request) {
  if (!request.certificate) return std::nullopt;
  const auto certificate = Certificate::read_der(*request.certificate);
  if (!certificate) return std::nullopt;
  return certificate->terminal();
}

}  // namespace

OfficeBooksOpen::OfficeBooksOpen(const OfficeDirectory& directory, Database::Mode mode)
    : database(directory.books_path(), mode),
      store((check_office_version(database), database)),
      policy_key(store.meta("training") == "1"
                     ? std::nullopt
                     : std::optional(directory.office_key().public_key())),
      fold(database, policy_key) {}

HeadOffice::Desks::Desks(const OfficeDirectory& directory)
    : books(directory, Database::Mode::open_shared),
      enrolment(directory, books.database, books.store),
      exchange(books.database, books.store, books.fold) {
  fold_all_stored(books.database, books.store, books.fold);
}

HeadOffice::HeadOffice(const OfficeDirectory& directory, std::function<void(std::string_view)> log)
    : directory_(directory), log_(std::move(log)), desks_(std::make_unique<Desks>(directory)) {}

HttpAnswer HeadOffice::answer(const HttpRequest& request, std::int64_t now) {
  try {
    if (!desks_) desks_ = std::make_unique<Desks>(directory_);
    return ask(request, now);
  } catch (const StorageError& error) {
    desks_.reset();
    log_(std::string("storage: ") + error.what());
    HttpAnswer answer = refusal(503, "storage", "head office cannot write its books now");
    answer.retry_after_s = retry_after_storage_s;
    return answer;
  }
}

HttpAnswer HeadOffice::ask(const HttpRequest& request, std::int64_t now) {
  const bool authority = request.path == authority_path;
  const bool enrol = request.path == enrol_path;
  if (!authority && !enrol && request.path != exchange_path) {
    return refusal(404, "unknown_path", "see sync/PROTOCOL.md");
  }
  if (request.method != (authority ? "GET" : "POST")) {
    return refusal(405, "unknown_method", "see sync/PROTOCOL.md");
  }
  if (authority) return page(200, write_authority(directory_.ca().certificate().pem()));

  const auto body = unpacked(request);
  if (!body) return refusal(body.error());
  if (!enrol) return exchange(request, *body, now);
  const auto enrolled = desks_->enrolment.enrol(*body, now);
  if (!enrolled) {
    log_("enrolment refused: " + enrolled.error().refusal.word);
    return refusal(enrolled.error());
  }
  log_("enrolled " + urn_of({enrolled->tid, enrolled->epoch}));
  return page(200, write_enrol_answer(*enrolled));
}

HttpAnswer HeadOffice::exchange(const HttpRequest& request, std::string_view body,
                                std::int64_t now) {
  const auto who = who_asks(request);
  if (!who) return refusal(401, "no_certificate", "enrol this terminal first");
  const auto answer = desks_->exchange.exchange(*who, body, now);
  if (!answer) {
    log_(urn_of(*who) + " refused: " + answer.error().refusal.word);
    return refusal(answer.error());
  }
  return page(200, write_answer(*answer));
}

}  // namespace vip::sync
