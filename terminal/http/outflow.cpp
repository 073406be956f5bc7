#include "terminal/http/outflow.h"

#include <utility>

namespace vip::terminal::http {

bool Outflow::push(std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  if (ended_) return false;
  if (waiting_.size() + bytes.size() > most_waiting) {
    ended_ = true;
    too_slow_ = true;
    waiting_.clear();
  } else {
    waiting_ += bytes;
  }
  if (wake_) wake_();
  return !ended_;
}

void Outflow::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  if (wake_) wake_();
}

bool Outflow::ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

bool Outflow::too_slow() const {
  const std::lock_guard lock(mutex_);
  return too_slow_;
}

Outflow::Taken Outflow::take() {
  const std::lock_guard lock(mutex_);
  return {std::exchange(waiting_, {}), ended_};
}

void Outflow::on_more(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
  if (wake_ && (ended_ || !waiting_.empty())) wake_();
}

}  // namespace vip::terminal::http
