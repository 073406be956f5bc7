#include "sync/agent.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cardformat/bytes.h"
#include "cardformat/seal.h"
#include "sync/earlier_life.h"
#include "sync/store_outbox.h"
#include "sync/want.h"
#include "terminal/books/clock.h"
#include "terminal/counter/next_life.h"
#include "terminal/json/member_text.h"

namespace vip::sync {
namespace {

using std::chrono::milliseconds;
using terminal::OpenedStore;
using terminal::Reply;
using terminal::StorageError;

constexpr std::array<std::string_view, 4> method_names = {"sync.enrol", "sync.run", "sync.copies",
                                                          "sync.status"};

constexpr auto give_way = milliseconds(500);  // of a request that a member waits behind
constexpr auto dead_line_rests = milliseconds(30'000);
constexpr std::int64_t unknown_card_ms = 1000;    // a card that is not known: no longer than this
constexpr auto told_again = milliseconds(1'000);  // how often at most what waits is said anew
constexpr int attempts_on_demand = 3;
constexpr int longest_pause_ms = 4'000;  // within one exchange

std::uint32_t random_u32() { return u32_at(random_bytes(4), 0); }

Reply reply_of(const StorageError& error) { return terminal::storage_reply(error); }

std::string error_in(const Reply& reply) {
  return reply.text.starts_with(R"({"ok":false,"error")")
             ? terminal::member_text(reply.text, "error")
             : std::string();
}

}  // namespace

Agent::Agent(terminal::service::StoreThread& store, Changed changed, AgentTimes times)
    : store_(store),
      changed_(std::move(changed)),
      times_(times),
      listener_([this] { listen(); }),
      thread_([this] { run(); }) {}

Agent::~Agent() {
  stop();
  thread_.join();
  listener_.join();
}

void Agent::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  changed_state_.notify_all();
}

std::span<const std::string_view> Agent::methods() const { return method_names; }

void Agent::order(Order order) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_) {
      orders_.push_back(std::move(order));
      changed_state_.notify_all();
      return;
    }
  }
  order.done(terminal::service::stopping_reply());
}

void Agent::call(terminal::Call call, Done done) {
  if (call.method == "sync.enrol") {
    auto wish = read_enrol_wish(call.request);
    if (!wish) return done(wish.error());
    return order({.enrol = std::move(*wish), .done = std::move(done), .ordered = Clock::now()});
  }
  if (call.method == "sync.copies") {
    const bool taken = store_.run([request = std::move(call.request), done](OpenedStore& opened) {
      try {
        done(copies(opened.store(), request));
      } catch (const StorageError& error) {
        done(reply_of(error));
      }
    });
    if (!taken) done(terminal::service::stopping_reply());
    return;
  }
  if (const auto wrong = wrong_plain_request(call.request)) return done(*wrong);
  if (call.method == "sync.run") return order({.done = std::move(done), .ordered = Clock::now()});
  Doing now;
  {
    const std::lock_guard lock(mutex_);
    now = doing();
  }
  const bool taken = store_.run([this, now, done](OpenedStore& opened) {
    try {
      terminal::Store& books = opened.store();
      const SyncStatus status = sync_status(books, read_enrolment(books.directory()), now);
      note(status);
      done(ok_reply(status.json));
    } catch (const StorageError& error) {
      done(reply_of(error));
    }
  });
  if (!taken) done(terminal::service::stopping_reply());
}

void Agent::want(const terminal::Wanted& wanted, std::function<void()> done) {
  {
    const std::lock_guard lock(mutex_);
    const bool dead = dead_since_ && Clock::now() - *dead_since_ < dead_line_rests;
    if (enrolled_ && !dead && !stopping_) {
      // Before whoever waits for no person.
      const auto place = std::find_if(orders_.begin(), orders_.end(),
                                      [](const Order& order) { return !order.wanted; });
      orders_.insert(place, {.wanted = wanted,
                             .done = [done = std::move(done)](Reply) { done(); },
                             .ordered = Clock::now()});
      changed_state_.notify_all();
      return;
    }
  }
  done();
}

void Agent::wrote(Seq last) {
  const std::lock_guard lock(mutex_);
  if (last_ <= acked_ && last > acked_) waiting_since_ = Clock::now();
  last_ = last;
  changed_state_.notify_all();
}

Agent::Figures Agent::figures() {
  const std::lock_guard lock(mutex_);
  Figures figures = figures_;
  figures.enrolled = enrolled_;
  figures.waiting = last_ - std::min(last_, acked_);
  return figures;
}

void Agent::note(const SyncStatus& status) {
  const std::lock_guard lock(mutex_);
  figures_.oldest_at = status.oldest_at;
  figures_.heard_at = status.heard_at;
}

// ---- when ----

Agent::Clock::time_point Agent::due() const {
  if (!enrolled_) return Clock::time_point::max();
  Clock::time_point at = idle_at_;
  if (nightly_at_) at = std::min(at, *nightly_at_);
  if (last_ > acked_) {
    const bool enough = last_ - acked_ >= times_.enough;
    at = std::min(
        at, enough ? Clock::time_point::min() : waiting_since_ + milliseconds(times_.soon_ms));
  }
  return std::max(at, not_before_);
}

Doing Agent::doing() const {
  Doing now{.running = running_, .failures = failures_, .last_error = last_error_};
  if (const auto at = due(); at != Clock::time_point::max() && !running_) {
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(at - Clock::now());
    now.next_at = terminal::wall_clock() + std::max<std::int64_t>(left.count(), 0);
  }
  return now;
}

void Agent::run() {
  begin();
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (!orders_.empty()) {
      Order order = std::move(orders_.front());
      orders_.pop_front();
      lock.unlock();
      carry_out(order);
      tell();
      lock.lock();
      continue;
    }
    const auto at = due();
    const auto tell_at = last_ == told_last_ ? Clock::time_point::max() : told_at_ + told_again;
    const auto now = Clock::now();
    if (now < at && now < tell_at) {
      const auto first = std::min(at, tell_at);
      if (first == Clock::time_point::max()) {
        changed_state_.wait(lock);
      } else {
        changed_state_.wait_until(lock, first);
      }
    } else if (now < at) {
      lock.unlock();
      tell();
      lock.lock();
    } else {
      lock.unlock();
      exchange_now(1);
      tell();
      lock.lock();
    }
  }
  std::deque<Order> left = std::move(orders_);
  orders_.clear();
  lock.unlock();
  for (Order& order : left) order.done(terminal::service::stopping_reply());
}

void Agent::begin() {
  try {
    StoreOutbox outbox(store_);
    const SyncState state = outbox.state();
    store_.run_and_wait([&](OpenedStore& opened) {
      directory_ = opened.store().directory();
      enrolment_ = read_enrolment(directory_);
    });
    const Seq last = outbox.last();
    const std::lock_guard lock(mutex_);
    acked_ = state.acked;
    last_ = std::max(last_, last);
    enrolled_ = enrolment_.has_value();
    const auto now = Clock::now();
    waiting_since_ = now;
    not_before_ = now + milliseconds(within_ms(times_.start_ms, random_u32()));
    idle_at_ = not_before_;
  } catch (const StorageError&) {
    // A store that cannot be read: its door says so to whoever asks, and nothing is exchanged.
  }
  tell();
}

void Agent::listen() {
  constexpr auto look_again = std::chrono::seconds(1);
  constexpr auto after_trouble = std::chrono::seconds(60);
  constexpr auto where_nobody_tells = std::chrono::minutes(10);
  constexpr int longest_answer_ms = 40'000;  // head office answers after 25 s
  std::uint64_t heard = 0;                   // what was heard is fetched by the next exchange
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const bool idle = enrolled_ && !running_ && failures_ == 0 && spoke_ != heard;
    if (!idle || last_ > acked_) {
      changed_state_.wait_for(lock, look_again);
      continue;
    }
    const std::uint64_t spoken = spoke_;
    lock.unlock();
    bool news = false;
    std::chrono::milliseconds rest{};
    try {
      StoreOutbox outbox(store_);
      std::optional<Enrolment> enrolment;
      store_.run_and_wait(
          [&](OpenedStore& opened) { enrolment = read_enrolment(opened.store().directory()); });
      if (enrolment) {
        HttpTransportSettings settings = line_of(*enrolment);
        settings.request_timeout_ms = longest_answer_ms;
        settings.give_up = [this] {
          const std::lock_guard held(mutex_);
          return stopping_;
        };
        HttpTransport own_line(settings);
        const auto told = wait_for_news(outbox, own_line);
        news = told && *told;
        if (!told) {
          rest = told.error().error == ExchangeError::refused ? where_nobody_tells : after_trouble;
        }
      }
    } catch (const StorageError&) {
      rest = after_trouble;
    }
    lock.lock();
    if (news) {
      heard = spoken;
      idle_at_ = Clock::now();
      changed_state_.notify_all();
    } else if (rest.count() > 0) {
      const auto until = Clock::now() + rest;
      while (!stopping_ && Clock::now() < until) changed_state_.wait_until(lock, until);
    }
  }
}

// ---- what ----

void Agent::carry_out(Order& order) {
  Reply reply;
  if (order.wanted) {
    fetch(*order.wanted, order.ordered);
  } else if (order.enrol) {
    reply = enrol_now(*order.enrol);
  } else {
    reply = exchange_now(attempts_on_demand);
  }
  order.done(std::move(reply));
}

HttpTransport& Agent::line() {
  if (!line_) {
    HttpTransportSettings settings = line_of(*enrolment_);
    settings.give_up = [this] { return give_up_waiting(); };
    line_ = std::make_unique<HttpTransport>(settings);
  }
  return *line_;
}

// Asked again and again while a request is under way.
bool Agent::give_up_waiting() {
  const std::lock_guard lock(mutex_);
  if (stopping_) return true;
  const bool member = !orders_.empty() && orders_.front().wanted && !fetching_;
  return member && Clock::now() - running_since_ > give_way;
}

bool Agent::somebody_waits() {
  const std::lock_guard lock(mutex_);
  return stopping_ || !orders_.empty();
}

void Agent::rest(int ms) {
  std::unique_lock lock(mutex_);
  changed_state_.wait_for(lock, milliseconds(ms), [this] {
    return stopping_ || (!fetching_ && !orders_.empty() && orders_.front().wanted);
  });
}

// An exchange; before it, where an earlier life of the store is left, that one's.
Result<Exchanged, ExchangeFailure> Agent::talk(Outbox& outbox, int attempts) {
  const Pause pause = [this](int ms) { rest(ms); };
  std::optional<LifeNow> life;
  store_.run_and_wait([&](OpenedStore& opened) { life = life_now(opened.store()); });
  const auto met = meet_head_office(*life, terminal::wall_clock(), pause);
  if (!met) return Unexpected{met.error()};
  if (met->opened) {
    store_.run_and_wait([&](OpenedStore& opened) { enrolled(opened.store(), *met->opened); });
    enrolment_ = met->opened;
    line_.reset();
    look_at_life(outbox);
  } else if (life->provisional) {
    return Unexpected{ExchangeFailure{
        .error = ExchangeError::refused, .word = met->word, .detail = "a person must say"}};
  }
  if (renew_if_due(directory_, *enrolment_, line(), terminal::wall_clock())) line_.reset();
  ExchangeLimits limits{.attempts = attempts, .pause_limit_ms = longest_pause_ms, .ahead = true};
  limits.give_way = [this] { return somebody_waits(); };
  return exchange_all(outbox, line(), terminal::wall_clock(), pause, limits);
}

// The journal may be another one by now.
void Agent::look_at_life(Outbox& outbox) {
  const Seq acked = outbox.state().acked;
  const Seq last = outbox.last();
  const std::lock_guard lock(mutex_);
  acked_ = acked;
  last_ = last;
}

Reply Agent::exchange_now(int attempts) {
  if (!enrolment_) return not_enrolled();
  {
    const std::lock_guard lock(mutex_);
    running_ = true;
    running_since_ = Clock::now();
  }
  tell();
  StoreOutbox outbox(store_);
  Reply reply;
  std::optional<Exchanged> done;
  ExchangeFailure failure;
  Seq waiting = 0;
  try {
    const auto outcome = talk(outbox, attempts);
    store_.run_and_wait([&](OpenedStore& opened) {
      terminal::Store& store = opened.store();
      waiting = waiting_in(store);
      const bool refused = !outcome && outcome.error().error == ExchangeError::refused;
      if (refused && store.provisional()) {
        reply = person_needed(outcome.error().word, store.identity().store);
      } else {
        reply =
            outcome ? exchanged(store.zone(), *outcome) : exchange_failed(outcome.error(), waiting);
      }
      if (refused) doubt_by_office(store, outcome.error().word);
    });
    if (outcome) {
      done = *outcome;
    } else {
      failure = outcome.error();
      look_at_life(outbox);
    }
  } catch (const StorageError& error) {
    reply = reply_of(error);
  }

  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  running_ = false;
  ++spoke_;
  last_error_ = error_in(reply);
  if (done) {
    failures_ = 0;
    figures_.exchanges += 1;
    acked_ = done->state.acked;
    last_ = std::max(last_, done->last);
    not_before_ = now + milliseconds(times_.pace_ms);
    waiting_since_ = now;
    dead_since_.reset();
    idle_at_ = now + milliseconds(times_.idle_ms / 2 + within_ms(times_.idle_ms / 2, random_u32()));
    if (done->again_s > 0) idle_at_ = now + std::chrono::seconds(done->again_s);
    const std::int64_t clock = terminal::wall_clock();
    if (done->window_end > clock) {
      const std::int64_t begin = std::max(done->window_begin, clock);
      nightly_at_ =
          now + std::chrono::seconds(in_window(begin, done->window_end, random_u32()) - clock);
    } else {
      nightly_at_.reset();
    }
  } else {
    failures_ += 1;
    figures_.failures += 1;
    not_before_ =
        now + milliseconds(wait_after_failure_ms(
                  times_, failures_, std::int64_t{failure.retry_after_s} * 1000, random_u32()));
    idle_at_ = not_before_;
  }
  return reply;
}

Reply Agent::enrol_now(const EnrolWish& request) {
  try {
    EnrolmentWanted wanted;
    std::filesystem::path directory;
    store_.run_and_wait([&](OpenedStore& opened) {
      wanted = wanted_of(request, opened.store());
      directory = opened.store().directory();
    });
    auto outcome = enrol(directory, wanted);
    if (!outcome && outcome.error().epoch) {
      // Other lives began meanwhile: one that nobody knows yet takes the next number.
      bool renumbered = false;
      store_.run_and_wait([&](OpenedStore& opened) {
        if (!opened.store().provisional()) return;
        opened.store().renumber(*outcome.error().epoch);
        wanted = wanted_of(request, opened.store());
        renumbered = true;
      });
      if (renumbered) outcome = enrol(directory, wanted);
    }
    if (!outcome) return enrol_failed(outcome.error());
    Reply reply;
    store_.run_and_wait([&](OpenedStore& opened) { reply = enrolled(opened.store(), *outcome); });
    enrolment_ = *outcome;
    line_.reset();
    const std::lock_guard lock(mutex_);
    enrolled_ = true;
    failures_ = 0;
    last_error_.clear();
    not_before_ = idle_at_ = waiting_since_ = Clock::now();
    return reply;
  } catch (const StorageError& error) {
    return reply_of(error);
  }
}

void Agent::fetch(const terminal::Wanted& wanted, Clock::time_point ordered) {
  if (!enrolment_) return;
  const auto spent_ms = [ordered] {
    return std::chrono::duration_cast<milliseconds>(Clock::now() - ordered).count();
  };
  const std::int64_t now = terminal::wall_clock();
  std::int64_t budget_ms = 0;
  try {
    store_.run_and_wait([&](OpenedStore& opened) {
      terminal::Store& books = opened.store();
      if (books.locked()) return;
      const std::int64_t at = std::max(now, books.time_mark());
      budget_ms = books.books().policy_on(books.zone().day_of(at)).rights.want_ms;
    });
    if (wanted.points == Points(0)) budget_ms = std::min(budget_ms, unknown_card_ms);
    if (budget_ms <= spent_ms()) return;
    {
      const std::lock_guard lock(mutex_);
      fetching_ = true;
      running_since_ = Clock::now();
    }
    HttpTransportSettings settings = line_of(*enrolment_);
    settings.connect_timeout_ms = settings.request_timeout_ms =
        static_cast<int>(budget_ms - spent_ms());
    settings.give_up = [this] { return give_up_waiting(); };
    HttpTransport budgeted(settings);
    StoreOutbox outbox(store_);
    const auto right_here = [&] {
      Points right{0};
      store_.run_and_wait([&](OpenedStore& opened) {
        terminal::TerminalBooks& books = opened.store().books();
        const auto card = books.card(wanted.card);
        const auto account = card ? books.account(card->account) : std::nullopt;
        if (account) right = account->right;
      });
      return right;
    };
    const WantBudget budget{.left_ms = [&] { return budget_ms - spent_ms(); },
                            .pause = [this](int ms) { rest(ms); }};
    fetch_points(outbox, budgeted, wanted.card, wanted.points, right_here, now, budget);
    const SyncState state = outbox.state();
    const std::lock_guard lock(mutex_);
    acked_ = std::max(acked_, state.acked);
    if (budgeted.traffic().received > 0) {
      dead_since_.reset();
    } else {
      dead_since_ = Clock::now();
    }
  } catch (const StorageError&) {
    // The counter is asked again, and says what is wrong with the store.
  }
  const std::lock_guard lock(mutex_);
  fetching_ = false;
}

// ---- what others are told ----

void Agent::tell() {
  Doing now;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    now = doing();
    told_last_ = last_;
    told_at_ = Clock::now();
  }
  try {
    SyncStatus status;
    store_.run_and_wait(
        [&](OpenedStore& opened) { status = sync_status(opened.store(), enrolment_, now); });
    note(status);
    if (std::exchange(told_, status.json) != status.json) changed_(status.json);
  } catch (const StorageError&) {
    // Nobody is told of a store that cannot be read; its door says so to whoever asks.
  }
}

}  // namespace vip::sync
