#include "terminal/service/store_thread.h"

#include <algorithm>
#include <future>
#include <string>
#include <utility>

#include "cardformat/wipe.h"

namespace vip::terminal::service {
namespace {

constexpr auto quiet = std::chrono::milliseconds(3);  // after which nobody is thought to come
constexpr auto between_news = std::chrono::milliseconds(250);

struct Stopping : std::exception {};

}  // namespace

Reply stopping_reply() {
  return error_reply(Fault{.code = Fault::Code::storage, .word = "service_stopping"});
}

StoreThread::StoreThread(std::unique_ptr<OpenedStore> store) : store_(std::move(store)) {
  store_->on_progress([this](std::string_view what, std::uint64_t done, std::uint64_t total,
                             std::uint64_t rows) { between_steps(what, done, total, rows); });
  thread_ = std::thread([this] { serve(); });
}

StoreThread::~StoreThread() {
  close();
  thread_.join();
}

void StoreThread::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

void StoreThread::call(Call call, Done done) {
  Asked asked{std::move(call), std::move(done)};
  {
    const std::lock_guard lock(mutex_);
    if (!closed_) {
      waiting_.emplace_back(std::move(asked));
      changed_.notify_all();
      return;
    }
  }
  asked.done(asked.call, stopping_reply());
}

bool StoreThread::run(Work work) {
  const std::lock_guard lock(mutex_);
  if (closed_) return false;
  waiting_.emplace_back(std::move(work));
  changed_.notify_all();
  return true;
}

void StoreThread::run_and_wait(const Work& work) {
  // Kept by both: who waits may be gone while the other still wakes them.
  const auto promise = std::make_shared<std::promise<void>>();
  const bool taken = run([&work, promise](OpenedStore& store) {
    try {
      work(store);
      promise->set_value();
    } catch (...) {
      promise->set_exception(std::current_exception());
    }
  });
  if (!taken) throw StorageError(StorageError::Kind::locked, "the service is stopping");
  promise->get_future().get();
}

void StoreThread::serve() {
  last_ = last_event();
  bool tidied = true;
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto has_work = [this] { return closed_ || !waiting_.empty(); };
    if (tidied) {
      changed_.wait(lock, has_work);
    } else if (!changed_.wait_for(lock, quiet, has_work)) {
      lock.unlock();
      store_->idle();
      lock.lock();
      tidied = true;
      continue;
    }
    if (waiting_.empty()) return;  // closed, and everything done
    Next next = take_next(false);
    lock.unlock();
    busy_ = true;
    carry_out(next);
    next = {};
    busy_ = false;
    tidied = false;
    lock.lock();
  }
}

// Calls that stand one behind the other go together; other work alone, and what takes long alone.
StoreThread::Next StoreThread::take_next(bool within) {
  Next next;
  for (auto at = waiting_.begin(); at != waiting_.end() && next.batch.size() < most_together;) {
    auto* asked = std::get_if<Asked>(&*at);
    const bool is_long = asked != nullptr && takes_long(asked->call.method);
    if (is_long && within) {
      ++at;  // it waits, and those behind it do not
      continue;
    }
    if ((asked == nullptr || is_long) && !next.batch.empty()) break;
    if (asked == nullptr) {
      next.work = std::move(std::get<Work>(*at));
    } else {
      next.batch.push_back(std::move(*asked));
    }
    at = waiting_.erase(at);
    if (next.work || is_long) break;
  }
  return next;
}

void StoreThread::carry_out(Next& next) {
  if (next.work) {
    (*next.work)(*store_);
    look_at_journal();
  } else {
    answer(next.batch);
  }
  ++beats_;
}

// Everybody who waits now is let in; who comes meanwhile waits for the next step, so that the work
// goes on as well.
void StoreThread::between_steps(std::string_view what, std::uint64_t done, std::uint64_t total,
                                std::uint64_t rows) {
  ++beats_;
  look_at_journal();
  if (const auto now = std::chrono::steady_clock::now();
      watch_.progress && now - told_ >= between_news) {
    told_ = now;
    watch_.progress(what, done, total, rows);
  }
  std::unique_lock lock(mutex_);
  for (std::size_t left = waiting_.size(); left > 0;) {
    if (closed_ || in_a_hurry_) break;
    Next next = take_next(true);
    const std::size_t taken = next.work ? 1 : next.batch.size();
    if (taken == 0) break;
    left -= std::min(left, taken);
    lock.unlock();
    carry_out(next);
    if (store_->must_reopen()) {
      throw StorageError(StorageError::Kind::failed, "the store is opened again");
    }
    lock.lock();
  }
  if (closed_ || in_a_hurry_) throw Stopping{};
}

void StoreThread::answer(std::vector<Asked>& batch) {
  std::vector<Call> calls;
  calls.reserve(batch.size());
  for (Asked& asked : batch) calls.push_back(std::move(asked.call));
  std::vector<Reply> replies;
  try {
    replies = store_->call_all(calls);
  } catch (const Stopping&) {
    replies.assign(calls.size(), stopping_reply());
  } catch (const std::exception&) {
    // No memory: what was half done is rolled back, what was done has its request id.
    replies.assign(calls.size(),
                   error_reply(Fault{.code = Fault::Code::internal, .word = "internal"}));
  }
  {
    const std::lock_guard lock(mutex_);
    counts_.calls += calls.size();
    counts_.batches += 1;
  }
  look_at_journal();
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (watch_.answered) watch_.answered(calls[i], replies[i]);
    batch[i].done(calls[i], std::move(replies[i]));
    wipe(calls[i].request);
  }
}

void StoreThread::look_at_journal() {
  const Seq last = last_event();
  if (last == last_) return;
  last_ = last;
  if (watch_.wrote) watch_.wrote(last);
}

Seq StoreThread::last_event() {
  try {
    return store_->store().journal().last().seq;
  } catch (const StorageError&) {
    return last_;  // cannot be opened again just now: whoever asks next is told
  }
}

StoreThread::Counts StoreThread::counts() const {
  const std::lock_guard lock(mutex_);
  Counts counts = counts_;
  counts.waiting = waiting_.size();
  return counts;
}

StoreThread::Pulse StoreThread::pulse() const { return {busy_, beats_}; }

}  // namespace vip::terminal::service
