// Outflow: what is sent down one connection bit by bit, for as long as somebody listens
// (server-sent events).
//
// Who has something to say pushes; the server sends it when the line takes it. What waits is
// bounded: who listens too slowly is let go, and never holds up who speaks.
//
// Threads: any.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace vip::terminal::http {

class Outflow {
 public:
  // False: nobody listens any more, or too slowly; the flow has ended and takes nothing more.
  bool push(std::string_view bytes);
  void end();
  bool ended() const;
  bool too_slow() const;  // ended because more waited than may

  // For the server: everything that waits, and whether the flow has ended with it.
  struct Taken {
    std::string bytes;
    bool ended = false;
  };
  Taken take();
  // Called, by whoever pushes, when there is something to take; with nothing: no more.
  void on_more(std::function<void()> wake);

 private:
  static constexpr std::size_t most_waiting = 256 * 1024;  // bytes

  mutable std::mutex mutex_;
  std::string waiting_;
  bool ended_ = false;
  bool too_slow_ = false;
  std::function<void()> wake_;
};

}  // namespace vip::terminal::http
