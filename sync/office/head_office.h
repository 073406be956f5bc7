// HeadOffice: the router: an HTTP request in, the answer of the desk that it is for.
//
//   GET  /enrol/v1/cacerts       anybody       the authority's certificate
//   POST /enrol/v1/simpleenroll  anybody       a one-time code for a certificate
//   POST /enrol/v1/simplereenroll a terminal   a new certificate for the one it has
//   POST /sync/v1/exchange       a terminal    one exchange
//   POST /sync/v1/want           a terminal    points for a member who stands there
//   POST /sync/v1/wait           a terminal    until there is something for it, or 25 s
//   POST /sync/v1/snapshot       a terminal    the manifest of its accounts (sync/snapshot.h)
//   GET  /sync/v1/blob/…         a terminal    a page of it, by its SHA-256
//
// Everything else is 404, a wrong method 405, a terminal's path without a terminal's certificate
// 401, a body that is not plain or zstd 415, one that unpacks to more than request_limit 413. A
// StorageError is 503 with Retry-After: the books are opened anew for the next request, because
// what a failed commit wrote is not known to this process.
//
// Flushing: what head office says is on its disk before it says it. Nothing that it committed and
// has not told anybody needs to be. An answer that is not a 503 tells all that was committed.
//
// Threads: one request at a time; snapshots may be made on a thread of their own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/office/enrolment_desk.h"
#include "sync/office/exchange_desk.h"
#include "sync/office/fold.h"
#include "sync/office/http_server.h"
#include "sync/office/office_directory.h"
#include "sync/office/office_store.h"
#include "sync/office/snapshots.h"

namespace vip::sync {

// Head office's books and who works with them.
struct OfficeBooksOpen {
  explicit OfficeBooksOpen(const OfficeDirectory& directory, terminal::Database::Mode mode,
                           const TellingLimits& limits = {});

  terminal::Database database;
  OfficeStore store;
  std::optional<PublicKey> policy_key;  // who must sign what stores adopt; none in training
  Fold fold;
  std::optional<SealKeys> seal_keys;  // none where the books are only read
  RegistrationsDesk registrations;
  RightsDesk rights;
};

class HeadOffice {
 public:
  // Opens the books and folds what a crash has left. `log` takes one line for a person, without its
  // line feed. Requires: `directory` outlives this. Throws StorageError.
  HeadOffice(const OfficeDirectory& directory, std::function<void(std::string_view)> log,
             const TellingLimits& limits = {});

  // A wait is answered here at once as well: whether there is news.
  HttpAnswer answer(const HttpRequest& request, std::int64_t now);

  // The same, and who waits is answered later: as soon as an entry of their inbox may leave, and at
  // the latest after longest_wait_s. States of accounts do not wake them, so that they are
  // coalesced; the end of a wait tells of them.
  using Respond = std::function<void(HttpAnswer)>;
  static constexpr std::int64_t longest_wait_s = 25;
  void answer_later(const HttpRequest& request, std::int64_t now, Respond respond);
  // Answers whom it is time to answer. Asked after requests, and once a second.
  void wake(std::int64_t now);
  void release();  // answers everybody who waits: head office stops
  std::size_t waiting() const { return waiting_.size(); }

  // Copies the books while they are served (timeline.h); grants wait for backups from then on.
  // Throws StorageError.
  void back_up(const std::filesystem::path& file);

  // Snapshots are made while other requests are answered. Requires: nothing was asked before.
  void snapshots_in_background() { snapshots_.work_in_background(); }

 private:
  struct Desks {
    Desks(const OfficeDirectory& directory, const TellingLimits& limits);
    OfficeBooksOpen books;
    EnrolmentDesk enrolment;
    ExchangeDesk exchange;
    bool swept = false;  // what a crash left half done; the first request brings the time for it
  };
  // Whose certificate was shown, and until when it is good.
  struct Asker {
    TerminalName name;
    std::int64_t until = 0;
  };
  std::optional<Asker> who_asks(const HttpRequest& request);
  HttpAnswer ask(const HttpRequest& request, std::int64_t now);
  HttpAnswer exchange(const HttpRequest& request, std::string_view body, std::int64_t now);
  HttpAnswer renew(const HttpRequest& request, std::string_view body, std::int64_t now);
  HttpAnswer want(const HttpRequest& request, std::string_view body, std::int64_t now);
  HttpAnswer snapshot(const HttpRequest& request, std::string_view body, std::int64_t now);
  HttpAnswer blob(const HttpRequest& request, std::int64_t now);

  struct Waiting {
    WaitRequest who;
    std::int64_t until = 0;
    Respond respond;
  };
  Result<WaitRequest, HttpAnswer> wait(const HttpRequest& request, std::int64_t now);

  const OfficeDirectory& directory_;
  const TellingLimits limits_;
  std::function<void(std::string_view)> log_;
  // By the certificate's bytes: a terminal shows the same one for months, and to read it is a tenth
  // of the work of a small exchange.
  std::map<std::string, Asker> askers_;
  std::vector<Waiting> waiting_;
  bool look_at_all_ = false;  // what may leave changed for everybody
  std::unique_ptr<Desks> desks_;
  Snapshots snapshots_;
};

// 429: nothing was looked at; come again in so many seconds (shedding.h).
HttpAnswer busy(int retry_after_s);

}  // namespace vip::sync
