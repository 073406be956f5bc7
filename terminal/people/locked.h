// Locked: a value in memory of its own that is not swapped, not in core dumps, not in a child after
// fork, and overwritten at the end. For keys.
//
// Where the system gives no locked memory (RLIMIT_MEMLOCK) the value is kept all the same, and
// all_locked() says so: swap has to be off or encrypted then.
//
// Threads: none.
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace vip::terminal {

// Pages of zeros; never null (std::bad_alloc).
void* take_locked(std::size_t size);
void give_back_locked(void* memory, std::size_t size) noexcept;
// Whether every one that was taken could be locked.
bool all_locked();

// No core dump of this process, and nobody else of this user reads its memory.
void allow_no_dumps();

template <class T>
class Locked {
  static_assert(std::is_trivially_destructible_v<T>);

 public:
  Locked() : value_(new (take_locked(sizeof(T))) T{}) {}
  ~Locked() {
    if (value_ != nullptr) give_back_locked(value_, sizeof(T));
  }
  Locked(Locked&& other) noexcept : value_(std::exchange(other.value_, nullptr)) {}
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;
  Locked& operator=(Locked&&) = delete;

  T& operator*() { return *value_; }
  const T& operator*() const { return *value_; }
  T* operator->() { return value_; }
  const T* operator->() const { return value_; }

 private:
  T* value_;
};

}  // namespace vip::terminal
