// Open handles: the numbers that the C interface gives out, and the stores behind them.
//
// A handle is an odd number that is never given out twice in a process, so that one which was
// closed, made up, or overwritten is found wanting in the table instead of being followed.
//
// The table is the one thing in this library that lives as long as the process. It is never
// destroyed: a program that ends without closing leaves its store as a power cut would, which is
// safe, and in a child of fork() nothing of the parent's may be closed (SQLite would take the
// child's closing for the last one and remove the log under the parent).
//
// Threads: all of it may be called by any thread. After fork() the child finds the table usable,
// and every handle in it known as the parent's.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <utility>

#include "terminal/door/lanes.h"
#include "terminal/door/opened_store.h"

namespace vip::terminal::abi {

// A store and the way in for many threads.
struct OpenHandle {
  explicit OpenHandle(std::unique_ptr<OpenedStore> opened)
      : store(std::move(opened)), lanes(*store) {}

  std::unique_ptr<OpenedStore> store;
  Lanes lanes;
  std::condition_variable use_ended;
};

using Token = std::uintptr_t;

enum class WhyNot : std::uint8_t {
  unknown = 1,  // closed, or never one
  of_another_process
};

Token give_out(std::unique_ptr<OpenHandle> handle);

// A handle in use: while one of these lives, close() waits.
class Use {
 public:
  static Result<Use, WhyNot> of(Token token);
  Use(Use&&) noexcept = default;
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  ~Use();

  OpenHandle* operator->() const { return handle_.get(); }

 private:
  explicit Use(std::shared_ptr<OpenHandle> handle) : handle_(std::move(handle)) {}
  std::shared_ptr<OpenHandle> handle_;
};

// Nobody finds the handle from now on; returns when the last use ended and the store is closed.
Result<Done, WhyNot> close(Token token);

}  // namespace vip::terminal::abi
