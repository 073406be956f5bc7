#include "sync/sync_methods.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "sync/earlier_life.h"
#include "sync/enrolment.h"
#include "sync/exchange.h"
#include "sync/http_transport.h"
#include "sync/store_outbox.h"
#include "sync/sync_answers.h"
#include "sync/want.h"
#include "terminal/books/clock.h"
#include "terminal/counter/next_life.h"

namespace vip::sync {
namespace {

using terminal::Reply;
using terminal::Store;

Reply enrol_method(Store& store, std::string_view request) {
  const auto read = read_enrol_wish(request);
  if (!read) return read.error();
  auto done = enrol(store.directory(), wanted_of(*read, store));
  if (!done && store.provisional() && done.error().epoch) {
    // Other lives began meanwhile: a life that nobody knows yet takes the next number.
    store.renumber(*done.error().epoch);
    done = enrol(store.directory(), wanted_of(*read, store));
  }
  return done ? enrolled(store, *done) : enrol_failed(done.error());
}

Reply run_method(Store& store, std::string_view request) {
  if (const auto wrong = wrong_plain_request(request)) return *wrong;
  auto enrolment = read_enrolment(store.directory());
  if (!enrolment) return not_enrolled();
  const auto pause = [](int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); };
  const auto met = meet_head_office(life_now(store), terminal::wall_clock(), pause);
  if (!met) return exchange_failed(met.error(), waiting_in(store));
  if (met->opened) {
    enrolled(store, *met->opened);
    enrolment = met->opened;
  }
  if (store.provisional()) return person_needed(met->word, store.identity().store);
  StoreOutbox outbox(store);
  {
    HttpTransport first(line_of(*enrolment));
    renew_if_due(store.directory(), *enrolment, first, terminal::wall_clock());
  }
  HttpTransport line(line_of(*enrolment));
  const ExchangeLimits limits{.ahead = true};
  auto done = exchange_all(outbox, line, terminal::wall_clock(), pause, limits);
  while (done && done->again_s > 0) {
    pause(done->again_s * 1000);
    done = exchange_all(outbox, line, terminal::wall_clock(), pause, limits);
  }
  if (!done) terminal::doubt_by_office(store, done.error().word);
  return done ? exchanged(store.zone(), *done) : exchange_failed(done.error(), waiting_in(store));
}

Reply status_method(Store& store, std::string_view request) {
  if (const auto wrong = wrong_plain_request(request)) return *wrong;
  return ok_reply(sync_status(store, read_enrolment(store.directory()), std::nullopt).json);
}

// A line that was found dead is not tried again for a while: the member is told at once.
constexpr auto dead_line_rests = std::chrono::seconds(30);
constexpr std::int64_t unknown_card_ms = 1000;

class Wants {
 public:
  explicit Wants(Store& store) : store_(store) {}

  bool operator()(const terminal::Wanted& wanted) {
    using Clock = std::chrono::steady_clock;
    const auto enrolment = read_enrolment(store_.directory());
    if (!enrolment || store_.locked()) return false;
    const std::int64_t now = std::max(terminal::wall_clock(), store_.time_mark());
    std::int64_t budget_ms = store_.books().policy_on(store_.zone().day_of(now)).rights.want_ms;
    if (wanted.points == Points(0)) budget_ms = std::min(budget_ms, unknown_card_ms);
    const auto begun = Clock::now();
    if (budget_ms == 0 || (dead_ && begun - *dead_ < dead_line_rests)) return false;
    const auto spent_ms = [begun] {
      return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count();
    };
    HttpTransportSettings settings = line_of(*enrolment);
    settings.connect_timeout_ms = static_cast<int>(budget_ms);
    settings.request_timeout_ms = static_cast<int>(budget_ms);
    HttpTransport line(settings);
    StoreOutbox outbox(store_);
    const auto right_here = [&] {
      const auto card = store_.books().card(wanted.card);
      const auto account = card ? store_.books().account(card->account) : std::nullopt;
      return account ? account->right : Points(0);
    };
    const WantBudget budget{
        .left_ms = [&] { return budget_ms - spent_ms(); },
        .pause = [](int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }};
    const std::int64_t heard_before = outbox.state().heard_at;
    const bool enough =
        fetch_points(outbox, line, wanted.card, wanted.points, right_here, now, budget);
    const bool answered =
        enough || outbox.state().heard_at != heard_before || line.traffic().received > 0;
    dead_ = answered ? std::nullopt : std::optional(begun);
    return answered;  // also where it was not enough: the counter says honestly what is here now
  }

 private:
  Store& store_;
  std::optional<std::chrono::steady_clock::time_point> dead_;
};

}  // namespace

void add_sync_methods(terminal::Door& door, Store& store) {
  door.on_wanted([wants = std::make_shared<Wants>(store)](const terminal::Wanted& wanted) {
    return (*wants)(wanted);
  });
  door.add_method("sync.enrol",
                  [&store](std::string_view request) { return enrol_method(store, request); });
  door.add_method("sync.run",
                  [&store](std::string_view request) { return run_method(store, request); });
  door.add_method("sync.copies",
                  [&store](std::string_view request) { return copies(store, request); });
  door.add_method("sync.status",
                  [&store](std::string_view request) { return status_method(store, request); });
}

}  // namespace vip::sync
