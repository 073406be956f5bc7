#include "terminal/service/visitors.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "cardformat/secret.h"
#include "terminal/service/statuses.h"

namespace vip::terminal::service {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if ('A' <= c && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_ip_address(const std::string& host) {
  std::array<unsigned char, 16> bytes;
  return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
         inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

bool is_any(std::string_view address) { return address == "0.0.0.0" || address == "::"; }

// "[::1]:7410" -> "::1", 7410. No value: no host and port.
struct HostAndPort {
  std::string host;
  std::optional<std::uint16_t> port;
};
std::optional<HostAndPort> split(std::string_view text) {
  HostAndPort out;
  std::string_view rest;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    out.host = lower(text.substr(1, end - 1));
    rest = text.substr(end + 1);
  } else {
    const std::size_t colon = std::min(text.find(':'), text.size());
    out.host = lower(text.substr(0, colon));
    rest = text.substr(colon);
  }
  if (out.host.empty()) return std::nullopt;
  if (rest.empty()) return out;
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(rest.data() + 1, rest.data() + rest.size(), port);
  if (rest.front() != ':' || error != std::errc() || end != rest.data() + rest.size()) {
    return std::nullopt;
  }
  out.port = port;
  return out;
}

// What a Host may not hold is not said again either.
std::string shown(std::string_view host) {
  std::string out;
  for (const char c : host.substr(0, 100)) out += ' ' < c && c < 0x7f && c != '"' ? c : '?';
  return out;
}

}  // namespace

bool is_loopback(std::string_view address) {
  return address == "::1" || (address.starts_with("127.") && is_ip_address(std::string(address)));
}

Visitors::Visitors(VisitorRules rules) : rules_(std::move(rules)), tokens_(rules_.data) {
  for (std::string& host : rules_.hosts) host = lower(host);
}

bool Visitors::is_our_host(std::string_view host) const {
  const auto read = split(host);
  if (!read || (read->port && *read->port != rules_.port)) return false;
  const std::string& name = read->host;
  if (name == "localhost" || name == "127.0.0.1" || name == "::1" || name == rules_.address) {
    return true;
  }
  // No name leads anybody to an address written out.
  if (is_any(rules_.address) && is_ip_address(name)) return true;
  return std::find(rules_.hosts.begin(), rules_.hosts.end(), name) != rules_.hosts.end();
}

std::optional<http::Answer> Visitors::foreign(const http::Request& head) const {
  const std::string_view host = head.field("host");
  if (head.count("host") != 1 || !is_our_host(host)) {
    return problem(Fault::Code::not_allowed, "host_unknown", {}, {{"host", shown(host)}});
  }
  if (head.count("origin") == 0) return std::nullopt;
  const std::string own = (rules_.tls ? "https://" : "http://") + lower(host);
  if (head.count("origin") == 1 && lower(head.field("origin")) == own) return std::nullopt;
  return problem(Fault::Code::not_allowed, "origin_unknown");
}

std::variant<Visitor, http::Answer> Visitors::who(const http::Request& head) {
  constexpr std::string_view bearer = "bearer ";
  if (head.count("authorization") != 0) {
    const std::string_view field = head.field("authorization");
    const bool one =
        head.count("authorization") == 1 && lower(field.substr(0, bearer.size())) == bearer;
    const std::string_view token = one ? field.substr(bearer.size()) : std::string_view();
    if (same_secret(token, rules_.owner_token) && !token.empty()) {
      return Visitor{.kind = Visitor::Kind::owner};
    }
    if (auto lane = tokens_.lane_of(token); one && lane) {
      return Visitor{.kind = Visitor::Kind::lane, .way_in = {.lane = std::move(*lane)}};
    }
    if (one && rules_.training && is_loopback(rules_.address) && token == training_token) {
      return Visitor{.kind = Visitor::Kind::lane};
    }
    return problem(Fault::Code::not_allowed, "token_unknown");
  }
  if (!cookie_in(head)) return problem(Fault::Code::not_allowed, "token_needed");
  const auto page = page_of(head);
  if (!page) return problem(Fault::Code::not_allowed, "session_unknown");
  return Visitor{.kind = Visitor::Kind::page,
                 .way_in = {.lane = page->lane,
                            .operator_number = page->operator_number,
                            .session = page->session},
                 .page = page->id};
}

// Cookies know no ports: two stores on one machine would take each other's.
std::optional<std::string> Visitors::cookie_in(const http::Request& head) const {
  const std::string name = "vip_session_" + std::to_string(rules_.port) + "=";
  for (const auto& [field, value] : head.fields) {
    if (field != "cookie") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string_view one = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      while (one.starts_with(' ')) one.remove_prefix(1);
      if (one.starts_with(name)) return std::string(one.substr(name.size()));
    }
  }
  return std::nullopt;
}

std::optional<Page> Visitors::page_of(const http::Request& head) const {
  const auto cookie = cookie_in(head);
  return cookie ? pages_.find(*cookie) : std::nullopt;
}

std::string Visitors::cookie_field(std::string_view value) const {
  std::string out = "vip_session_" + std::to_string(rules_.port) + "=" + std::string(value) +
                    "; HttpOnly; SameSite=Strict; Path=/";
  if (rules_.tls) out += "; Secure";
  if (value.empty()) out += "; Max-Age=0";
  return out;
}

}  // namespace vip::terminal::service
