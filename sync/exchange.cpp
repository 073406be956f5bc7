#include "sync/exchange.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "cardformat/bytes.h"
#include "sync/bootstrap.h"
#include "sync/packing.h"

namespace vip::sync {
namespace {

constexpr std::int64_t shortest_backoff_ms = 250;
constexpr std::size_t registrations_a_request = 200;

Unexpected<ExchangeFailure> fail(ExchangeError error, std::string detail, std::string word = "") {
  return Unexpected{ExchangeFailure{error, std::move(word), std::move(detail)}};
}

std::uint32_t random_u32() { return u32_at(random_bytes(4), 0); }

// The page that came, unpacked. Anything that is wrong with it is a line that failed.
std::optional<std::string> page_of(const TransportAnswer& answer) {
  if (answer.content_encoding.empty()) return answer.body;
  if (answer.content_encoding != "zstd") return std::nullopt;
  auto text = unpack(answer.body, answer_limit);
  if (!text) return std::nullopt;
  return std::move(*text);
}

ExchangeFailure failure_of(const TransportFailure& failure) {
  switch (failure.error) {
    case TransportError::unreachable:
    case TransportError::lost:
      return {ExchangeError::unreachable, "", failure.detail};
    case TransportError::not_trusted:
      return {ExchangeError::not_trusted, "", failure.detail};
    case TransportError::too_large:
      return {ExchangeError::not_understood, "", failure.detail};
  }
  return {};
}

// What one request came to.
struct TooMuch {};  // 413: fewer events at once
using Outcome = std::variant<ExchangeAnswer, WireRefusal, TooMuch>;

class Run {
 public:
  Run(Outbox& outbox, Transport& transport, const Pause& pause, const ExchangeLimits& limits)
      : outbox_(outbox), transport_(transport), pause_(pause), limits_(limits) {}

  // Sends until it is answered, or the attempts are used up.
  Result<Outcome, ExchangeFailure> ask(const TransportRequest& request) {
    ExchangeFailure failure;
    for (int attempt = 0; attempt < limits_.attempts; ++attempt) {
      if (attempt > 0) pause_(backoff_ms(attempt, limits_.pause_limit_ms, random_u32()));
      const auto answer = transport_.send(request);
      if (!answer) {
        failure = failure_of(answer.error());
        if (failure.error == ExchangeError::not_trusted) return Unexpected{failure};
        continue;
      }
      if (answer->status == 429 || answer->status == 503) {
        const int wait_s = answer->retry_after_s.value_or(1);
        failure = {ExchangeError::busy, "",
                   "head office asks to come back in " + std::to_string(wait_s) + " s", wait_s};
        if (wait_s > limits_.pause_limit_ms / 1000) return Unexpected{failure};
        pause_(wait_s * 1000);
        continue;
      }
      if (answer->status == 413) return Outcome(TooMuch{});
      const auto page = page_of(*answer);
      if (answer->status == 200) {
        const auto key = outbox_.office_key();
        if (page && key && read_page(*page) && !answer_is_signed(*page, outbox_.identity(), *key)) {
          return Unexpected{ExchangeFailure{ExchangeError::not_trusted, "bad_signature",
                                            "the answer is not signed by head office"}};
        }
        auto read = page ? read_answer(*page) : no_page();
        if (read) return Outcome(*read);
        failure = {ExchangeError::not_understood, "", read.error().what};
        continue;  // most likely cut off: the same again is harmless
      }
      const auto refusal = page ? read_refusal(*page) : Result<WireRefusal, WireError>(no_page());
      if (refusal) return Outcome(*refusal);
      failure = {ExchangeError::not_understood, "",
                 "status " + std::to_string(answer->status) + ": " + refusal.error().what};
    }
    return Unexpected{failure};
  }

  // `snapshot`: of the one that was installed, to be confirmed.
  TransportRequest request(Seq from, const std::vector<std::string>& events, const SyncState& state,
                           const std::string& snapshot) {
    const TerminalName who = outbox_.identity();
    ExchangeHeader header;
    header.tid = who.tid;
    header.epoch = who.epoch;
    header.from = from;
    header.through = from + events.size() - 1;
    header.last = std::max(outbox_.last(), header.through);
    header.head = outbox_.head_at(header.through);
    header.session = state.session;
    header.inbox = outbox_.inbox();
    header.page = state.page;
    header.lineage = state.lineage.number;
    header.snapshot = snapshot;
    header.signature = outbox_.sign(signed_text(header));
    const Lines lines(events.begin(), events.end());
    RegistrationsToSend registrations;
    // Through the last event that is sent here: head office knows none of a later one.
    if (state.seals && state.registered < header.through) {
      registrations = outbox_.registrations(state.registered + 1, header.through, *state.seals,
                                            registrations_a_request);
      header.registrations_from = state.registered + 1;
      header.registrations_through = registrations.through;
    }
    return {.method = "POST",
            .path = std::string(exchange_path),
            .body = pack(write_request(header, lines, registrations.sealed)),
            .content_encoding = "zstd"};
  }

 private:
  static Unexpected<WireError> no_page() {
    return Unexpected{WireError{"the answer cannot be unpacked"}};
  }

  Outbox& outbox_;
  Transport& transport_;
  const Pause& pause_;
  const ExchangeLimits& limits_;
};

bool registrations_wait(Outbox& outbox, const SyncState& state) {
  if (!state.seals || state.registered >= state.acked) return false;
  const auto next = outbox.registrations(state.registered + 1, state.acked, *state.seals, 1);
  return !next.sealed.empty() || next.through < state.acked;
}

}  // namespace

Result<Exchanged, ExchangeFailure> exchange_all(Outbox& outbox, Transport& transport,
                                                std::int64_t now, const Pause& pause,
                                                const ExchangeLimits& limits) {
  Run run(outbox, transport, pause, limits);
  const Traffic before = transport.traffic();
  Exchanged done;
  done.state = outbox.state();
  std::size_t max_events = limits.events;
  std::size_t max_bytes = limits.bytes;
  // Where head office stands. What is remembered may be ahead of it, or of our own journal, where
  // one of the two was restored: then head office says so.
  Seq acked = std::min(done.state.acked, outbox.last());
  bool moved_back = false;
  bool settled = !limits.settle;
  std::string snapshot;  // that was installed, until an answer shows that head office knows

  for (;;) {
    const std::vector<std::string> events = outbox.segment(acked + 1, max_events, max_bytes);
    const auto outcome = run.ask(run.request(acked + 1, events, done.state, snapshot));
    if (!outcome) return Unexpected{outcome.error()};

    if (std::holds_alternative<TooMuch>(*outcome)) {
      if (events.size() <= 1) {
        return fail(ExchangeError::refused, "event " + std::to_string(acked + 1) + " is too large",
                    "too_large");
      }
      max_events = std::max<std::size_t>(events.size() / 2, 1);
      max_bytes = std::max<std::size_t>(max_bytes / 2, 1);
      continue;
    }
    if (const auto* refusal = std::get_if<WireRefusal>(&*outcome)) {
      // The epoch is over: head office takes the rest of its events, and nothing else goes on.
      if (refusal->word == "closed" && refusal->acked.value_or(0) > acked &&
          *refusal->acked <= outbox.last()) {
        done.sent += *refusal->acked - acked;
        acked = *refusal->acked;
        if (acked < outbox.last()) continue;
      }
      // Once a run: head office lacks events that it had acknowledged. They are still here.
      const bool lower = refusal->acked && *refusal->acked < acked;
      if (refusal->word != "gap" || !lower || moved_back) {
        ExchangeFailure failure{
            .error = ExchangeError::refused, .word = refusal->word, .detail = refusal->detail};
        failure.acked = refusal->acked;
        return Unexpected{std::move(failure)};
      }
      moved_back = true;
      acked = *refusal->acked;
      continue;
    }

    const auto& answer = std::get<ExchangeAnswer>(*outcome);
    if (answer.lineage.number < done.state.lineage.number) {
      return fail(ExchangeError::not_understood,
                  "the answer is of a timeline of head office that was given up");
    }
    const bool restored = answer.lineage.number > done.state.lineage.number;
    const Seq sent_through = acked + events.size();
    if ((answer.acked < acked && !restored) || answer.acked > outbox.last()) {
      return fail(ExchangeError::not_understood, "head office acknowledges what was never sent");
    }
    ++done.requests;
    done.sent += std::max(std::min(answer.acked, sent_through), acked) - acked;
    // A head office that was restored may have less that is safe than the one before it.
    const Seq safe = restored ? answer.safe : std::max(answer.safe, done.state.safe);
    const bool registering = answer.seals && answer.registered < answer.acked &&
                             (!done.state.seals || answer.registered != done.state.registered);
    done.state = {answer.acked, safe,        answer.session,    answer.lineage,
                  now,          answer.page, answer.registered, answer.seals};
    outbox.apply(answer, done.state);
    if (!std::exchange(settled, true)) outbox.settle(now);
    acked = answer.acked;
    max_events = std::clamp<std::size_t>(static_cast<std::size_t>(answer.max_events), 1,
                                         std::max<std::size_t>(max_events, 1));
    done.window_begin = answer.window_begin;
    done.window_end = answer.window_end;
    done.policy = answer.policy;
    done.last = outbox.last();
    if (!answer.snapshot) {
      if (!snapshot.empty()) outbox.install({}, {}, true);
      snapshot.clear();
    } else if (limits.snapshot) {
      const auto taken = take_snapshot(outbox, transport, pause, limits);
      if (!taken) return Unexpected{taken.error()};
      done.snapshot_states += taken->states;
      if (taken->id) {
        snapshot = *taken->id;
        continue;
      }
      done.again_s = std::max(taken->retry_s, 1);
      break;
    }
    if (acked >= done.last && !answer.more &&
        !(registering && registrations_wait(outbox, done.state))) {
      break;
    }
    if (acked < sent_through && events.size() == 1) {
      return fail(ExchangeError::not_understood, "head office took nothing and did not say why");
    }
  }
  const Traffic after = transport.traffic();
  done.traffic = {after.sent - before.sent, after.received - before.received};
  return done;
}

Result<WantReply, ExchangeFailure> ask_for_points(Outbox& outbox, Transport& transport,
                                                  card::Number card, Points points) {
  const TerminalName who = outbox.identity();
  const auto answer = transport.send({.method = "POST",
                                      .path = std::string(want_path),
                                      .body = write_want({who.tid, who.epoch, card, points}),
                                      .content_encoding = ""});
  if (!answer) return Unexpected{failure_of(answer.error())};
  const auto page = page_of(*answer);
  if (!page) return fail(ExchangeError::not_understood, "the answer cannot be unpacked");
  if (answer->status != 200) {
    const auto refusal = read_refusal(*page);
    if (!refusal) return fail(ExchangeError::not_understood, refusal.error().what);
    return fail(ExchangeError::refused, refusal->detail, refusal->word);
  }
  auto reply = read_want_reply(*page);
  if (!reply) return fail(ExchangeError::not_understood, reply.error().what);
  return *reply;
}

Result<bool, ExchangeFailure> wait_for_news(Outbox& outbox, Transport& transport) {
  const TerminalName who = outbox.identity();
  const auto answer =
      transport.send({.method = "POST",
                      .path = std::string(wait_path),
                      .body = write_wait({who.tid, who.epoch, outbox.inbox(), outbox.state().page}),
                      .content_encoding = ""});
  if (!answer) return Unexpected{failure_of(answer.error())};
  const auto page = page_of(*answer);
  if (!page) return fail(ExchangeError::not_understood, "the answer cannot be unpacked");
  if (answer->status != 200) {
    const auto refusal = read_refusal(*page);
    if (!refusal) return fail(ExchangeError::not_understood, refusal.error().what);
    return fail(ExchangeError::refused, refusal->detail, refusal->word);
  }
  const auto reply = read_wait_reply(*page);
  if (!reply) return fail(ExchangeError::not_understood, reply.error().what);
  return reply->news;
}

int backoff_ms(int attempt, int limit_ms, std::uint32_t random) {
  const std::int64_t most =
      std::min<std::int64_t>(limit_ms, shortest_backoff_ms << std::clamp(attempt, 0, 20));
  return static_cast<int>(static_cast<std::int64_t>(random) * (most + 1) >> 32);
}

std::int64_t moment_in(std::int64_t begin, std::int64_t end, std::uint32_t random) {
  return begin + (static_cast<std::int64_t>(random) * (end - begin) >> 32);
}

}  // namespace vip::sync
