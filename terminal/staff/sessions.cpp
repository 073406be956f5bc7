#include "terminal/staff/sessions.h"

#include "cardformat/bytes.h"
#include "cardformat/digest.h"
#include "cardformat/seal.h"

namespace vip::terminal {
namespace {

constexpr std::size_t token_bytes = 16;

std::string kept(std::string_view token) { return std::string(raw(sha256(token))); }

}  // namespace

std::string Sessions::open(std::string_view operator_number, std::int64_t now) {
  std::erase_if(sessions_,
                [&](const auto& entry) { return now - entry.second.opened >= longest_seconds; });
  std::string token = hex(random_bytes(token_bytes));
  sessions_[kept(token)] = {std::string(operator_number), now, now};
  return token;
}

Sessions::State Sessions::state(std::string_view token, std::string_view operator_number,
                                std::int64_t now) const {
  const auto found = sessions_.find(kept(token));
  if (found == sessions_.end() || found->second.operator_number != operator_number ||
      now - found->second.opened >= longest_seconds) {
    return State::unknown;
  }
  return now - found->second.used >= idle_seconds ? State::asleep : State::open;
}

Sessions::State Sessions::use(std::string_view token, std::string_view operator_number,
                              std::int64_t now) {
  const State found = state(token, operator_number, now);
  if (found == State::open) sessions_[kept(token)].used = now;
  return found;
}

void Sessions::close(std::string_view token) { sessions_.erase(kept(token)); }

void Sessions::close_all_of(std::string_view operator_number) {
  std::erase_if(sessions_,
                [&](const auto& entry) { return entry.second.operator_number == operator_number; });
}

}  // namespace vip::terminal
