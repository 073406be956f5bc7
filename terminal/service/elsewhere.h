// Elsewhere: what needs the network, as the service sees it; sync/agent.h is it.
//
// The service waits for none of it: each call returns at once, and what is to be said comes to a
// function.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "terminal/door/door.h"

namespace vip::terminal::service {

class StoreThread;

class Elsewhere {
 public:
  virtual ~Elsewhere() = default;

  virtual std::span<const std::string_view> methods() const = 0;
  // `done` once, from any thread. Requires: it is one of those methods.
  virtual void call(Call call, std::function<void(Reply)> done) = 0;
  // A member waits: `done` within the policy's budget, whatever came of it (Door::on_wanted).
  virtual void want(const Wanted& wanted, std::function<void()> done) = 0;
  // The journal has come so far. On the store's thread.
  virtual void wrote(Seq last) = 0;

  // For the metrics; from any thread.
  struct Figures {
    bool enrolled = false;
    Seq waiting = 0;
    std::int64_t oldest_at = 0;  // seconds since 1970; 0: nothing waits
    std::int64_t heard_at = 0;   // 0: never
    std::uint64_t exchanges = 0;
    std::uint64_t failures = 0;
  };
  virtual Figures figures() = 0;

  // Gives up what it waits for and answers who waits; does not wait itself.
  virtual void stop() = 0;
};

// Made once the store's thread runs, which outlives it. `changed` takes the result of sync.status
// as JSON, whenever it is another.
using MakeElsewhere = std::function<std::unique_ptr<Elsewhere>(
    StoreThread& store, std::function<void(const std::string& status)> changed)>;

}  // namespace vip::terminal::service
