// Page sessions: the browsers in which an operator has logged in, each known by its cookie.
//
// What counts is the operator's session at the door (terminal/staff/sessions.h); here stands only
// which cookie it belongs to, so that no script of a page ever sees it. Kept in memory alone. The
// cookie's value, 256 random bits, is kept as a hash.
//
// Threads: any.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/staff/sessions.h"

namespace vip::terminal::service {

struct Page {
  std::string id;  // the cookie's hash
  std::string operator_number;
  std::string role;
  std::string session;                           // at the door
  std::string lane;                              // empty: none
  Sessions::State told = Sessions::State::open;  // what its listeners were told last
};

class PageSessions {
 public:
  // A cookie outlives no session by more than its own age; who has many browsers loses the oldest.
  static constexpr std::size_t most = 200;

  // The cookie's value.
  std::string open(Page page);
  // No value: no such cookie.
  std::optional<Page> find(std::string_view cookie) const;
  void close(const std::string& id);
  void tell(const std::string& id, Sessions::State state);
  std::vector<Page> all() const;

 private:
  struct Kept {
    Page page;
    std::uint64_t number = 0;  // in the order of opening
  };
  mutable std::mutex mutex_;
  std::map<std::string, Kept> pages_;  // by id
  std::uint64_t opened_ = 0;
};

}  // namespace vip::terminal::service
