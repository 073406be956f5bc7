// StoreThread: the one thread that owns the store (design 3), and the queue in front of it.
//
// Whoever has a request puts it in and goes on; the answer comes to a function, called on this
// thread once the answer is durable. The thread takes all calls that wait, in the order in which
// they came, and runs them as one unit with one commit (group commit). Work that is no call (the
// exchange handing in a piece of what it was told) stands in the same queue, so that it neither
// overtakes a checkout nor is starved by them; it should be short.
//
// What takes long (Door's takes_long()) works in steps, and everybody who waits is let in between
// two of them; only another call that takes long waits for its end. When the service stops, it is
// given up between two steps.
//
// In a quiet moment, when nothing came for a few milliseconds, the log is moved into the database
// file; who asks steadily is never made to wait for that.
//
// Promises. What was taken in is carried out and answered, also while closing; what comes after
// close() is answered at once: storage error `service_stopping`, nothing done. Requests are wiped
// once they were answered, because they may hold what somebody scanned by mistake.
//
// Threads: any may call. Functions that are given are called on the store's thread, must not throw
// and must not wait.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include "terminal/door/door.h"
#include "terminal/door/opened_store.h"

namespace vip::terminal::service {

class StoreThread {
 public:
  using Done = std::function<void(Call& call, Reply reply)>;
  using Work = std::function<void(OpenedStore&)>;

  // What happens here, for who wants to know.
  struct Watch {
    std::function<void(const Call&, const Reply&)> answered;  // before its caller hears
    std::function<void(Seq last)> wrote;                      // the journal grew; likewise
    // How far long work is; several times a second at most.
    std::function<void(std::string_view what, std::uint64_t done, std::uint64_t total,
                       std::uint64_t rows)>
        progress{};
  };

  explicit StoreThread(std::unique_ptr<OpenedStore> store);
  ~StoreThread();
  StoreThread(const StoreThread&) = delete;
  StoreThread& operator=(const StoreThread&) = delete;

  // Before the first call.
  void watch(Watch watch) { watch_ = std::move(watch); }

  // `done` gets its call back, which it may take: to ask once more, where Reply::wanted says so.
  void call(Call call, Done done);
  // Some time. False: it is closed, and will not be done.
  bool run(Work work);
  // Waits until it was done, and throws what it throws. StorageError where it is closed.
  void run_and_wait(const Work& work);

  // Takes nothing more; what was taken in is still done.
  void close();
  // What takes long is answered at its next step: storage error `service_stopping`.
  void give_up_long_work() { in_a_hurry_ = true; }

  struct Counts {
    std::uint64_t calls = 0;
    std::uint64_t batches = 0;
    std::size_t waiting = 0;
  };
  Counts counts() const;
  // Moves on while the thread is busy with one thing that takes long and tells of its progress.
  // Whoever watches over it looks whether it is busy and did not move.
  struct Pulse {
    bool busy = false;
    std::uint64_t beats = 0;
    friend bool operator==(const Pulse&, const Pulse&) = default;
  };
  Pulse pulse() const;

 private:
  struct Asked {
    Call call;
    Done done;
  };
  using Entry = std::variant<Asked, Work>;
  static constexpr std::size_t most_together = 64;  // calls of one commit

  void serve();
  // What comes next: calls that go together, or one work. Nothing: only what takes long waits, and
  // `within` something that does. Requires: the lock.
  struct Next {
    std::vector<Asked> batch;
    std::optional<Work> work;
  };
  Next take_next(bool within);
  void carry_out(Next& next);
  void between_steps(std::string_view what, std::uint64_t done, std::uint64_t total,
                     std::uint64_t rows);
  void answer(std::vector<Asked>& batch);
  void look_at_journal();
  Seq last_event();

  std::unique_ptr<OpenedStore> store_;
  Watch watch_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Entry> waiting_;
  bool closed_ = false;
  Counts counts_;
  std::atomic<bool> in_a_hurry_ = false;
  std::chrono::steady_clock::time_point told_{};  // of progress
  std::atomic<bool> busy_ = false;
  std::atomic<std::uint64_t> beats_ = 0;
  Seq last_ = 0;
  std::thread thread_;  // last: it uses all of the others
};

// {"ok":false,"error":{"code":"storage","word":"service_stopping",…}}
Reply stopping_reply();

}  // namespace vip::terminal::service
