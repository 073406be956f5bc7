#include "terminal/door/lanes.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace vip::terminal {

Reply Lanes::call(std::string_view method, std::string_view request) {
  Waiting mine{.call = {std::string(method), std::string(request)}};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&mine);
  while (!mine.answered) {
    if (somebody_inside_) {
      changed_.wait(lock);
    } else {
      serve(lock);
    }
  }
  return std::move(mine.reply);
}

void Lanes::serve(std::unique_lock<std::mutex>& lock) {
  const std::size_t count = std::min(waiting_.size(), most_together);
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<Waiting*> batch(waiting_.begin(), end);
  waiting_.erase(waiting_.begin(), end);
  somebody_inside_ = true;
  lock.unlock();

  std::vector<Call> calls;
  calls.reserve(count);
  for (Waiting* one : batch) calls.push_back(std::move(one->call));
  std::vector<Reply> replies = door_.call_all(calls);

  lock.lock();
  for (std::size_t i = 0; i < count; ++i) {
    batch[i]->reply = std::move(replies[i]);
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
  door_.idle();
  lock.lock();
  somebody_inside_ = false;
  changed_.notify_all();
}

Lanes::Counts Lanes::counts() {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace vip::terminal
