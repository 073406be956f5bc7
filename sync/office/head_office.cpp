#include "sync/office/head_office.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "cardformat/bytes.h"
#include "sync/office/timeline.h"
#include "sync/packing.h"

namespace vip::sync {
namespace {

using terminal::Database;
using terminal::StorageError;

constexpr std::size_t worth_packing = 1024;
constexpr std::size_t most_askers = 20'000;  // some 12 MB of certificates
constexpr int retry_after_storage_s = 30;
constexpr int snapshot_retry_s = 2;

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

}  // namespace

HttpAnswer busy(int retry_after_s) {
  HttpAnswer answer = refusal(429, "busy", "more stores want head office than it can serve now");
  answer.retry_after_s = retry_after_s;
  return answer;
}

OfficeBooksOpen::OfficeBooksOpen(const OfficeDirectory& directory, Database::Mode mode,
                                 const TellingLimits& limits)
    : database((upgrade_office_books(directory.books_path()), directory.books_path()), mode),
      store(database),
      policy_key(store.meta("training") == "1"
                     ? std::nullopt
                     : std::optional(directory.office_key().public_key())),
      fold(database, policy_key),
      seal_keys(mode == Database::Mode::read ? std::nullopt
                                             : std::optional<SealKeys>(directory.path())),
      registrations(database, store),
      rights(database, store, seal_keys ? &*seal_keys : nullptr, limits) {}

HeadOffice::Desks::Desks(const OfficeDirectory& directory, const TellingLimits& limits)
    : books(directory, Database::Mode::open_shared, limits),
      enrolment(directory, books.database, books.store),
      exchange(books.database, books.store, books.fold, books.rights, books.registrations,
               *books.seal_keys) {
  fold_all_stored(books.database, books.store, books.fold);
}

HeadOffice::HeadOffice(const OfficeDirectory& directory, std::function<void(std::string_view)> log,
                       const TellingLimits& limits)
    : directory_(directory),
      limits_(limits),
      log_(std::move(log)),
      desks_(std::make_unique<Desks>(directory, limits)),
      snapshots_(directory, log_, limits.rows_a_snapshot_page) {}

HttpAnswer HeadOffice::answer(const HttpRequest& request, std::int64_t now) {
  try {
    if (!desks_) desks_ = std::make_unique<Desks>(directory_, limits_);
    if (!desks_->swept) desks_->books.rights.sweep(now);
    desks_->swept = true;
    // An exchange is half a dozen transactions, each of which may be done again (rights_desk.h),
    // and concerns nothing but the books: they are flushed together, before anybody is told.
    // Whatever else is asked touches files as well, whose order to the books counts, and flushes
    // each commit.
    if (request.path != exchange_path && request.path != want_path) return ask(request, now);
    terminal::OneFlush flush(desks_->books.database);
    HttpAnswer answer = ask(request, now);
    flush.done();
    return answer;
  } catch (const StorageError& error) {
    desks_.reset();
    log_(std::string("storage: ") + error.what());
    HttpAnswer answer = refusal(503, "storage", "head office cannot write its books now");
    answer.retry_after_s = retry_after_storage_s;
    return answer;
  }
}

std::optional<HeadOffice::Asker> HeadOffice::who_asks(const HttpRequest& request) {
  if (!request.certificate) return std::nullopt;
  const auto known = askers_.find(*request.certificate);
  if (known != askers_.end()) return known->second;
  const auto certificate = Certificate::read_der(*request.certificate);
  const auto name = certificate ? certificate->terminal() : std::nullopt;
  if (!name) return std::nullopt;
  if (askers_.size() >= most_askers) askers_.clear();
  return askers_[*request.certificate] = {*name, certificate->not_after()};
}

void HeadOffice::back_up(const std::filesystem::path& file) {
  if (!desks_) desks_ = std::make_unique<Desks>(directory_, limits_);
  take_backup(directory_, desks_->books.database, desks_->books.store, file);
  look_at_all_ = true;
}

Result<WaitRequest, HttpAnswer> HeadOffice::wait(const HttpRequest& request, std::int64_t now) {
  const auto who = who_asks(request);
  if (!who) return Unexpected{refusal(401, "no_certificate", "enrol this terminal first")};
  if (who->until < now) {
    return Unexpected{
        refusal(403, "certificate_expired", "renew this terminal's certificate first")};
  }
  const auto body = unpacked(request);
  if (!body) return Unexpected{refusal(body.error())};
  auto judged = desks_->exchange.wait(who->name, *body);
  if (!judged) return Unexpected{refusal(judged.error())};
  return std::move(*judged);
}

void HeadOffice::answer_later(const HttpRequest& request, std::int64_t now, Respond respond) {
  if (request.path != wait_path || request.method != "POST") {
    respond(answer(request, now));
    wake(now);
    return;
  }
  try {
    if (!desks_) desks_ = std::make_unique<Desks>(directory_, limits_);
    auto who = wait(request, now);
    if (!who) return respond(who.error());
    const bool news = desks_->books.rights.has_entries(who->tid, who->epoch, who->inbox);
    if (news) return respond(page(200, write_wait_reply({true})));
    waiting_.push_back({std::move(*who), now + longest_wait_s, std::move(respond)});
  } catch (const StorageError& error) {
    desks_.reset();
    log_(std::string("storage: ") + error.what());
    HttpAnswer failed = refusal(503, "storage", "head office cannot read its books now");
    failed.retry_after_s = retry_after_storage_s;
    respond(failed);
  }
}

void HeadOffice::wake(std::int64_t now) {
  if (!desks_) return;  // the next request opens the books again
  RightsDesk& rights = desks_->books.rights;
  const std::set<std::uint32_t> stirred = rights.take_stirred();
  const bool all = std::exchange(look_at_all_, false);
  std::vector<std::pair<Respond, bool>> due;
  try {
    std::erase_if(waiting_, [&](Waiting& waiting) {
      const WaitRequest& who = waiting.who;
      const bool over = waiting.until <= now;
      bool news = (all || over || stirred.contains(who.tid)) &&
                  rights.has_entries(who.tid, who.epoch, who.inbox);
      if (over && !news) news = rights.has_states(who.tid, who.epoch);
      if (!over && !news) return false;
      due.emplace_back(std::move(waiting.respond), news);
      return true;
    });
  } catch (const StorageError& error) {
    log_(std::string("storage: ") + error.what());
    look_at_all_ = true;
  }
  for (auto& [respond, news] : due) respond(page(200, write_wait_reply({news})));
}

void HeadOffice::release() {
  for (Waiting& waiting : std::exchange(waiting_, {})) {
    waiting.respond(page(200, write_wait_reply({false})));
  }
}

HttpAnswer HeadOffice::ask(const HttpRequest& request, std::int64_t now) {
  const bool authority = request.path == authority_path;
  const bool enrol = request.path == enrol_path;
  const bool want_points = request.path == want_path;
  const bool renewal = request.path == renew_path;
  const bool next = request.path == next_path;
  const bool waits = request.path == wait_path;
  const bool snapshots = request.path == snapshot_path;
  const bool fetches = request.path.starts_with(blob_path);
  if (!authority && !enrol && !want_points && !renewal && !next && !waits && !snapshots &&
      !fetches && request.path != exchange_path) {
    return refusal(404, "unknown_path", "see sync/PROTOCOL.md");
  }
  if (request.method != (authority || fetches ? "GET" : "POST")) {
    return refusal(405, "unknown_method", "see sync/PROTOCOL.md");
  }
  if (authority) return page(200, write_authority(directory_.ca().certificate().pem()));

  if (waits) {
    const auto who = wait(request, now);
    if (!who) return who.error();
    RightsDesk& rights = desks_->books.rights;
    const bool news = rights.has_entries(who->tid, who->epoch, who->inbox) ||
                      rights.has_states(who->tid, who->epoch);
    return page(200, write_wait_reply({news}));
  }
  if (fetches) return blob(request, now);
  const auto body = unpacked(request);
  if (!body) return refusal(body.error());
  if (snapshots) return snapshot(request, *body, now);
  if (want_points) return want(request, *body, now);
  if (renewal) return renew(request, *body, now);
  if (!enrol && !next) return exchange(request, *body, now);
  const auto who = next ? who_asks(request) : std::nullopt;
  if (next && !who) return refusal(401, "no_certificate", "enrol this terminal first");
  const auto enrolled =
      next ? desks_->enrolment.next(desks_->books.rights, who->name, who->until, *body, now)
           : desks_->enrolment.enrol(*body, now);
  if (!enrolled) {
    log_("enrolment refused: " + enrolled.error().refusal.word);
    return refusal(enrolled.error());
  }
  log_("enrolled " + urn_of({enrolled->tid, enrolled->epoch}));
  // A new life of a store that was here before: its accounts, and what is free of them, go to it.
  desks_->books.rights.welcome(enrolled->tid, enrolled->epoch, now);
  if (enrolled->epoch > 1) desks_->books.rights.sweep(now);
  return page(200, write_enrol_answer(*enrolled));
}

HttpAnswer HeadOffice::exchange(const HttpRequest& request, std::string_view body,
                                std::int64_t now) {
  const auto who = who_asks(request);
  if (!who) return refusal(401, "no_certificate", "enrol this terminal first");
  // An expired certificate still brings events; it is told and given nothing (upload only).
  const Downlink downlink = who->until < now ? Downlink::none : Downlink::page;
  const auto answer = desks_->exchange.exchange(who->name, body, now, downlink);
  if (!answer) {
    log_(urn_of(who->name) + " refused: " + answer.error().refusal.word);
    return refusal(answer.error());
  }
  const SigningKey& key = directory_.office_key();
  return page(200, write_answer(*answer, who->name,
                                [&key](std::string_view text) { return key.sign(text); }));
}

HttpAnswer HeadOffice::renew(const HttpRequest& request, std::string_view body, std::int64_t now) {
  const auto who = who_asks(request);
  if (!who) return refusal(401, "no_certificate", "enrol this terminal first");
  const auto renewed = desks_->enrolment.renew(who->name, who->until, body, now);
  if (!renewed) {
    log_(urn_of(who->name) + " not renewed: " + renewed.error().refusal.word);
    return refusal(renewed.error());
  }
  log_("renewed " + urn_of(who->name));
  return page(200, write_enrol_answer(*renewed));
}

HttpAnswer HeadOffice::want(const HttpRequest& request, std::string_view body, std::int64_t now) {
  const auto who = who_asks(request);
  if (!who) return refusal(401, "no_certificate", "enrol this terminal first");
  if (who->until < now) {
    return refusal(403, "certificate_expired", "renew this terminal's certificate first");
  }
  const auto reply = desks_->exchange.want(who->name, body, now);
  if (!reply) return refusal(reply.error());
  return page(200, write_want_reply(*reply));
}

HttpAnswer HeadOffice::snapshot(const HttpRequest& request, std::string_view body,
                                std::int64_t now) {
  const auto who = who_asks(request);
  if (!who) return refusal(401, "no_certificate", "enrol this terminal first");
  if (who->until < now) {
    return refusal(403, "certificate_expired", "renew this terminal's certificate first");
  }
  if (const auto refused = desks_->exchange.may_fetch(who->name, body)) return refusal(*refused);
  const auto made = snapshots_.manifest(who->name, desks_->exchange.lineage(), now);
  if (!made) return page(200, write_not_ready(snapshot_retry_s));
  desks_->books.rights.handed_out(who->name.tid, who->name.epoch, made->id);
  return page(200, made->manifest);
}

HttpAnswer HeadOffice::blob(const HttpRequest& request, std::int64_t now) {
  const auto who = who_asks(request);
  if (!who) return refusal(401, "no_certificate", "enrol this terminal first");
  if (who->until < now) {
    return refusal(403, "certificate_expired", "renew this terminal's certificate first");
  }
  const auto bytes = read_hex(std::string_view(request.path).substr(blob_path.size()));
  const auto name = bytes ? array_of<32>(*bytes) : std::nullopt;
  auto blob = name ? snapshots_.blob(who->name, *name, now) : std::nullopt;
  if (!blob) {
    return refusal(404, "unknown_blob", "no page of this terminal's snapshot; ask for it anew");
  }
  HttpAnswer answer;
  answer.content_type = "application/zstd";
  answer.body = std::move(*blob);
  return answer;
}

}  // namespace vip::sync
