// Visitors: who comes with a request, judged by its head alone (HTTP.md, "Whom it answers").
//
// Host and Origin first: a browser that a page of somewhere else made ask us gives itself away
// there. Then the token of a lane, or the cookie of a page.
//
// The local owner is who may read the file `service` of the data directory: the command line.
//
// Threads: one, that which serves connections.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "terminal/door/door.h"
#include "terminal/http/http_server.h"
#include "terminal/service/lane_tokens.h"
#include "terminal/service/page_sessions.h"

namespace vip::terminal::service {

struct VisitorRules {
  std::filesystem::path data;  // where lanes' tokens are
  std::string address;         // listened on
  std::uint16_t port = 0;      //
  bool tls = false;
  std::vector<std::string> hosts;  // further names that are ours
  bool training = false;
  std::string owner_token;  // of the command line
};

struct Visitor {
  enum class Kind : std::uint8_t { lane, page, owner };
  Kind kind = Kind::lane;
  WayIn way_in;
  std::string page;  // its id
};

// The training store's fixed token: nothing in there is anybody's.
inline constexpr std::string_view training_token = "training";

bool is_loopback(std::string_view address);

class Visitors {
 public:
  explicit Visitors(VisitorRules rules);

  // What is wrong with Host or Origin; no value: nothing.
  std::optional<http::Answer> foreign(const http::Request& head) const;
  // Who asks, or what to say to somebody who is nobody.
  std::variant<Visitor, http::Answer> who(const http::Request& head);

  PageSessions& pages() { return pages_; }
  // The page whose cookie came; no value: none came, or it is not known.
  std::optional<Page> page_of(const http::Request& head) const;
  std::string cookie_field(std::string_view value) const;  // Set-Cookie; empty: takes it away

 private:
  bool is_our_host(std::string_view host) const;
  std::optional<std::string> cookie_in(const http::Request& head) const;

  VisitorRules rules_;
  LaneTokens tokens_;
  PageSessions pages_;
};

}  // namespace vip::terminal::service
