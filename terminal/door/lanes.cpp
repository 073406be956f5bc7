#include "terminal/door/lanes.h"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace vip::terminal {

Lanes::Lanes(Door& door)
    : call_all_([&door](std::span<const Call> calls) { return door.call_all(calls); }),
      idle_([&door] { door.idle(); }) {}

Lanes::Lanes(OpenedStore& store)
    : call_all_([&store](std::span<const Call> calls) { return store.call_all(calls); }),
      idle_([&store] { store.idle(); }) {}

Reply Lanes::call(std::string_view method, std::string_view request) {
  Reply reply = ask(
      {.method = std::string(method), .request = std::string(request), .prints_elsewhere = true});
  if (!reply.to_print) return reply;
  PrintJob& job = *reply.to_print;
  if (auto result = print(job.target, job.bytes); !result) job.failure = result.error();
  return ask({.method = std::string(method), .printed = reply.to_print});
}

Reply Lanes::ask(Call call) {
  Waiting mine{.call = std::move(call)};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&mine);
  while (!mine.answered) {
    if (somebody_inside_) {
      changed_.wait(lock);
    } else {
      serve(lock);
    }
  }
  if (!mine.reply) return error_reply(Fault{.code = Fault::Code::internal, .word = "internal"});
  return std::move(*mine.reply);
}

void Lanes::serve(std::unique_lock<std::mutex>& lock) {
  const std::size_t count = std::min(waiting_.size(), most_together);
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
  std::array<Waiting*, most_together> batch{};
  std::copy(waiting_.begin(), end, batch.begin());
  waiting_.erase(waiting_.begin(), end);
  somebody_inside_ = true;
  lock.unlock();

  std::vector<Reply> replies;
  try {
    std::vector<Call> calls;
    calls.reserve(count);
    for (std::size_t i = 0; i < count; ++i) calls.push_back(std::move(batch[i]->call));
    replies = call_all_(calls);
  } catch (const std::exception&) {
    replies.clear();  // no memory: what was half done is rolled back, what was done has its id
  }

  lock.lock();
  for (std::size_t i = 0; i < count; ++i) {
    if (!replies.empty()) batch[i]->reply = std::move(replies[i]);
    batch[i]->answered = true;
  }
  counts_.calls += count;
  counts_.batches += 1;
  somebody_inside_ = false;
  changed_.notify_all();
}

void Lanes::idle() {
  std::unique_lock lock(mutex_);
  if (somebody_inside_ || !waiting_.empty()) return;
  somebody_inside_ = true;
  lock.unlock();
  try {
    idle_();
  } catch (const std::exception&) {
    // The log still holds everything, and the next commit says what is wrong with the disk.
  }
  lock.lock();
  somebody_inside_ = false;
  changed_.notify_all();
}

Lanes::Counts Lanes::counts() {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace vip::terminal
