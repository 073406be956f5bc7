// Sessions: who has proved with their PIN to be who they say, and is still there.
//
// Kept in memory alone: a program that ends takes its sessions with it. A session falls asleep when
// nobody asked anything for two minutes (a cashier who walks away), and ends after twelve hours or
// when the operator's PIN, role or card changes.
//
// Time is given, in seconds of a clock that nobody sets (clock.h, SteadyTime). Threads: none.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace vip::terminal {

class Sessions {
 public:
  static constexpr std::int64_t idle_seconds = 120;
  static constexpr std::int64_t longest_seconds = 12 * 3600;

  enum class State : std::uint8_t { open = 1, asleep, unknown };

  // The token, 128 random bits in hex. It is kept as a hash.
  std::string open(std::string_view operator_number, std::int64_t now);
  // Another operator's token is unknown.
  State state(std::string_view token, std::string_view operator_number, std::int64_t now) const;
  // The same, and an open session counts as used now.
  State use(std::string_view token, std::string_view operator_number, std::int64_t now);
  void close(std::string_view token);
  void close_all_of(std::string_view operator_number);

 private:
  struct Session {
    std::string operator_number;
    std::int64_t opened = 0;
    std::int64_t used = 0;
  };
  std::map<std::string, Session> sessions_;  // by the token's hash
};

}  // namespace vip::terminal
