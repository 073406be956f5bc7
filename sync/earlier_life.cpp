#include "sync/earlier_life.h"

#include <utility>

#include "sync/http_transport.h"
#include "sync/store_outbox.h"
#include "terminal/counter/next_life.h"

namespace vip::sync {
namespace {

Unexpected<ExchangeFailure> line_failed(const EnrolmentFailure& failure) {
  const ExchangeError error = failure.error == EnrolmentError::unreachable
                                  ? ExchangeError::unreachable
                                  : ExchangeError::not_understood;
  return Unexpected{ExchangeFailure{.error = error, .word = "", .detail = failure.detail}};
}

}  // namespace

LifeNow life_now(const terminal::Store& store) {
  return {store.directory(), store.identity(), store.zone(), store.provisional().has_value()};
}

Result<Met, ExchangeFailure> meet_head_office(const LifeNow& now, std::int64_t time,
                                              const Pause& pause) {
  const auto life = terminal::earlier_life(now.directory);
  auto enrolment = life ? read_enrolment(*life) : std::nullopt;
  if (!enrolment) return Met{};
  // Head office may have moved since.
  if (const auto present = read_enrolment(now.directory)) enrolment->office = present->office;
  Met met{.done = false};
  bool all_there = false;
  {
    terminal::Store old(*life, now.zone);
    StoreOutbox outbox(old);
    met.last = outbox.last();
    HttpTransport line(line_of(*enrolment));
    const auto talked = exchange_all(outbox, line, time, pause,
                                     {.attempts = 2, .settle = false, .snapshot = false});
    if (!talked && talked.error().error != ExchangeError::refused) {
      if (!now.provisional) return met;  // the present life's own exchange will say it
      return Unexpected{talked.error()};
    }
    const Seq acked = talked ? talked->state.acked : talked.error().acked.value_or(0);
    met.last = outbox.last();
    all_there = acked >= met.last;
    met.word = talked ? std::string() : talked.error().word;
    if (talked && old.locked()) met.word = "behind";
    // Closed: perhaps by this very request, whose answer was lost.
    if (now.provisional && (met.word.empty() || met.word == "closed")) {
      const auto opened = enrol_next(now.directory, *enrolment, line, outbox.state().session,
                                     {.office = enrolment->office,
                                      .code = {},
                                      .authority_fingerprint = std::nullopt,
                                      .store = now.identity.store,
                                      .genesis = now.identity.genesis,
                                      .training = now.identity.training});
      if (opened) {
        met.opened = *opened;
        met.word.clear();
      } else if (opened.error().error == EnrolmentError::refused) {
        met.word = opened.error().word;
      } else {
        return line_failed(opened.error());
      }
    }
  }
  const bool enrolled = !now.provisional || met.opened;
  if (enrolled && all_there && (met.opened || met.word == "closed")) {
    terminal::forget_earlier_life(*life);
    met.done = true;
    met.word.clear();
  }
  return met;
}

}  // namespace vip::sync
