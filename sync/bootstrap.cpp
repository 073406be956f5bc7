#include "sync/bootstrap.h"

#include <future>
#include <set>
#include <utility>
#include <vector>

#include "cardformat/bytes.h"
#include "sync/packing.h"
#include "sync/snapshot.h"

namespace vip::sync {
namespace {

std::uint32_t random_u32() { return u32_at(random_bytes(4), 0); }

Unexpected<ExchangeFailure> fail(ExchangeError error, std::string detail, std::string word = "") {
  return Unexpected{ExchangeFailure{error, std::move(word), std::move(detail)}};
}

// Asks until `read` makes something of the answer, or the attempts are used up.
template <class Read>
auto ask(Transport& transport, const TransportRequest& request, const Pause& pause,
         const ExchangeLimits& limits, Read read) -> decltype(read(std::string())) {
  ExchangeFailure failure;
  for (int attempt = 0; attempt < limits.attempts; ++attempt) {
    if (attempt > 0) pause(backoff_ms(attempt, limits.pause_limit_ms, random_u32()));
    auto answer = transport.send(request);
    if (!answer) {
      failure = {ExchangeError::unreachable, "", answer.error().detail};
      if (answer.error().error == TransportError::not_trusted) {
        return fail(ExchangeError::not_trusted, answer.error().detail);
      }
      continue;
    }
    std::string body = std::move(answer->body);
    if (answer->content_encoding == "zstd") {
      auto text = unpack(body, answer_limit);
      if (!text) {
        failure = {ExchangeError::not_understood, "", "the answer cannot be unpacked"};
        continue;
      }
      body = std::move(*text);
    }
    if (answer->status == 503 || answer->status == 429) {
      failure = {ExchangeError::busy, "", "head office is busy", answer->retry_after_s.value_or(1)};
      continue;
    }
    if (answer->status != 200) {
      const auto refusal = read_refusal(body);
      if (refusal) return fail(ExchangeError::refused, refusal->detail, refusal->word);
      failure = {ExchangeError::not_understood, "", "status " + std::to_string(answer->status)};
      continue;
    }
    auto made = read(std::move(body));
    if (made) return made;
    failure = made.error();  // most likely cut off
  }
  return Unexpected{failure};
}

}  // namespace

Result<Bootstrapped, ExchangeFailure> take_snapshot(Outbox& outbox, Transport& transport,
                                                    const Pause& pause,
                                                    const ExchangeLimits& limits) {
  const TerminalName who = outbox.identity();
  const auto key = outbox.office_key();
  const auto answer =
      ask(transport,
          {.method = "POST",
           .path = std::string(snapshot_path),
           .body = write_snapshot_request(who),
           .content_encoding = ""},
          pause, limits, [&](const std::string& body) -> Result<ManifestAnswer, ExchangeFailure> {
            auto read = read_manifest(body, who, key);
            if (!read) return fail(ExchangeError::not_understood, read.error().what);
            return std::move(*read);
          });
  if (!answer) return Unexpected{answer.error()};
  Bootstrapped done;
  done.retry_s = answer->retry_s;
  if (!answer->manifest) return done;
  const SnapshotManifest& manifest = *answer->manifest;
  if (manifest.lineage.number < outbox.state().lineage.number) {
    return fail(ExchangeError::not_understood,
                "the snapshot is of a timeline of head office that was given up");
  }

  SnapshotProgress progress = outbox.snapshot();
  if (progress.lineage != manifest.lineage.number) progress = {manifest.lineage.number, {}};
  const std::set<std::string> here(progress.done.begin(), progress.done.end());
  std::vector<const SnapshotPage*> missing;
  for (const SnapshotPage& page : manifest.pages) {
    if (!here.contains(std::string(raw(page.sha256)))) missing.push_back(&page);
  }
  using States = std::vector<terminal::HeardOf>;
  using Fetched = Result<States, ExchangeFailure>;
  const auto fetch = [&](const SnapshotPage& page) -> Fetched {
    return ask(transport,
               {.method = "GET",
                .path = std::string(blob_path) + hex(page.sha256),
                .body = "",
                .content_encoding = ""},
               pause, limits, [&](const std::string& body) -> Fetched {
                 auto read = read_blob(body, page, manifest);
                 if (!read) return fail(ExchangeError::not_understood, read.error().what);
                 return std::move(*read);
               });
  };
  std::future<Fetched> ahead;  // the line is its own until it is asked
  for (std::size_t i = 0; i < missing.size(); ++i) {
    if (limits.give_way && limits.give_way()) return done;
    const Fetched states = ahead.valid() ? ahead.get() : fetch(*missing[i]);
    if (!states) return Unexpected{states.error()};
    const bool last = i + 1 == missing.size();
    if (limits.ahead && !last) {
      ahead =
          std::async(std::launch::async, [&fetch, next = missing[i + 1]] { return fetch(*next); });
    }
    progress.done.emplace_back(raw(missing[i]->sha256));
    outbox.install(*states, progress, last);
    ++done.pages;
    done.states += states->size();
  }
  done.id = answer->id;
  return done;
}

}  // namespace vip::sync
