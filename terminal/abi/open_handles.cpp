#include "terminal/abi/open_handles.h"

#include <pthread.h>
#include <unistd.h>

#include <map>
#include <mutex>
#include <utility>

namespace vip::terminal::abi {
namespace {

struct Entry {
  std::shared_ptr<OpenHandle> handle;
  pid_t owner = 0;
};

struct Table {
  std::mutex mutex;
  std::map<Token, Entry> entries;
  Token last = 1;
};

Table& table() {
  static Table* const one = [] {
    auto* made = new Table;
    // A fork while another thread holds the mutex would leave it locked in the child for ever.
    static Table* at_fork = nullptr;
    at_fork = made;
    pthread_atfork([] { at_fork->mutex.lock(); }, [] { at_fork->mutex.unlock(); },
                   [] { at_fork->mutex.unlock(); });
    return made;
  }();
  return *one;
}

// Requires: the table's mutex is held.
Result<std::map<Token, Entry>::iterator, WhyNot> find(Token token) {
  const auto found = table().entries.find(token);
  if (found == table().entries.end()) return Unexpected{WhyNot::unknown};
  if (found->second.owner != getpid()) return Unexpected{WhyNot::of_another_process};
  return found;
}

}  // namespace

Token give_out(std::unique_ptr<OpenHandle> handle) {
  const std::lock_guard lock(table().mutex);
  // Odd, so that it is no object's address.
  const Token token = table().last += 2;
  table().entries.emplace(token, Entry{std::move(handle), getpid()});
  return token;
}

Result<Use, WhyNot> Use::of(Token token) {
  const std::lock_guard lock(table().mutex);
  const auto found = find(token);
  if (!found) return Unexpected{found.error()};
  return Use((*found)->second.handle);
}

Use::~Use() {
  if (!handle_) return;
  const std::lock_guard lock(table().mutex);
  handle_->use_ended.notify_all();
  handle_.reset();
}

Result<Done, WhyNot> close(Token token) {
  std::unique_lock lock(table().mutex);
  const auto found = find(token);
  if (!found) return Unexpected{found.error()};
  std::shared_ptr<OpenHandle> handle = std::move((*found)->second.handle);
  table().entries.erase(*found);
  handle->use_ended.wait(lock, [&] { return handle.use_count() == 1; });
  lock.unlock();
  handle.reset();  // the store is closed here, without the table
  return Done{};
}

}  // namespace vip::terminal::abi
