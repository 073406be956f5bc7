// Lanes: the way through the door for many threads, one checkout each.
//
// A lane's call waits until its answer is durable. Whoever comes while nobody is at the door takes
// everything that waits, its own call first come among them, runs it as one unit with one commit,
// and hands the answers out (group commit). So a lane alone pays for no hand-over to another
// thread, and sixteen share the price of a commit; calls are taken in the order in which they came,
// so that no lane starves.
//
// At any moment one thread at most is inside the door; which thread that is changes. Whatever goes
// wrong inside is the answer of those who were in there: nobody waits for ever. A receipt is
// printed on the thread that asked for it, outside the door.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/door/door.h"
#include "terminal/door/opened_store.h"

namespace vip::terminal {

class Lanes {
 public:
  // Requires: the door, or the store, outlives the lanes.
  explicit Lanes(Door& door);
  explicit Lanes(OpenedStore& store);  // which is opened again where it must be
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;

  Reply call(std::string_view method, std::string_view request);

  // Checkpoints if nobody is at the door. For a thread that has nothing else to do.
  void idle();

  struct Counts {
    std::uint64_t calls = 0;
    std::uint64_t batches = 0;
  };
  Counts counts();

 private:
  struct Waiting {
    Call call;
    std::optional<Reply> reply;  // none where no memory was left
    bool answered = false;
  };
  static constexpr std::size_t most_together = 64;

  Reply ask(Call call);
  void serve(std::unique_lock<std::mutex>& lock);

  std::function<std::vector<Reply>(std::span<const Call>)> call_all_;
  std::function<void()> idle_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting*> waiting_;
  bool somebody_inside_ = false;
  Counts counts_;
};

}  // namespace vip::terminal
