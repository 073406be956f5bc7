// CutLine: a line between a store and head office that can be cut, at any byte.
//
// It listens on loopback and carries bytes to another port of this machine, both ways; what they
// mean, inside TLS, it cannot know. So it cuts as real lines do: nobody answers; or after so many
// bytes one way or the other, in the middle of whatever went over it; or it carries the question
// and loses the answer.
//
// Threads: one of its own carries; every function may be called from any.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>

namespace vip::terminal::demo {

class CutLine {
 public:
  // To 127.0.0.1:`port`. Throws std::runtime_error.
  explicit CutLine(std::uint16_t port);
  ~CutLine();
  CutLine(const CutLine&) = delete;
  CutLine& operator=(const CutLine&) = delete;

  std::uint16_t port() const { return port_; }  // where it listens
  void lead_to(std::uint16_t port) { to_ = port; }

  void cut();   // nobody answers, and what is open breaks
  void mend();  // and forgets what was asked below
  // The next connection breaks once it carried so many bytes up (to head office) or down.
  void break_after_up(std::int64_t bytes);
  void break_after_down(std::int64_t bytes);
  // The next connection carries everything up and nothing down once the caller has spoken inside
  // TLS; then it breaks.
  void lose_next_answer();

  std::int64_t broken() const { return broken_; }    // connections that were broken so
  std::int64_t carried() const { return carried_; }  // bytes, both ways

 private:
  struct Carried;
  void run();
  bool carry(Carried& carried, bool up);

  int listening_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<std::uint16_t> to_;
  std::atomic<bool> cut_ = false;
  std::atomic<std::int64_t> up_left_ = -1;  // for the next connection; -1: as many as come
  std::atomic<std::int64_t> down_left_ = -1;
  std::atomic<bool> lose_answer_ = false;
  std::atomic<std::int64_t> broken_ = 0;
  std::atomic<std::int64_t> carried_ = 0;
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

}  // namespace vip::terminal::demo
