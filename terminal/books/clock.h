// Clock: the only place that asks what time it is, and the store's zone.
//
// Order in the journal is by sequence; time is evidence. Dates are dates in the store's zone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/day.h"

namespace vip::terminal {

// A zone of the system's time zone database ("Asia/Shanghai"). Where that database lacks
// Asia/Shanghai, its present rule (UTC+8, no summer time) is used.
class Zone {
 public:
  static std::optional<Zone> named(std::string_view name);

  // Requires: the instant falls in 1900 to 2199; else the nearest day of that range.
  Day day_of(std::int64_t at) const;
  std::string local_text(std::int64_t at) const;  // "2026-11-22 10:42"
  std::string rfc3339(std::int64_t at) const;     // "2026-11-22T10:42:00+08:00"
  // The instant of a wall-clock minute in this zone.
  std::int64_t instant(Day day, int minute_of_day) const;
  const std::string& name() const { return name_; }

 private:
  explicit Zone(std::string name) : name_(std::move(name)) {}
  std::int64_t offset(std::int64_t at) const;  // seconds east of UTC
  std::string name_;
};

std::int64_t wall_clock();  // seconds since 1970-01-01T00:00Z

// A clock that nobody sets: it runs from the machine's start, also while it sleeps, and begins anew
// with the next start. For waiting times that setting the clock must not shorten.
struct SteadyTime {
  std::string boot;  // which start of the machine: 8 hex digits
  std::int64_t seconds = 0;
};
SteadyTime steady_time();
// Seconds that have passed for certain since `then`: after another start of the machine those since
// that start, which are fewer. Never below 0.
std::int64_t steady_seconds_since(const SteadyTime& then, const SteadyTime& now);

// RFC 3339 date-time with an offset, seconds' fractions dropped; years 1900 to 2199 (A53).
std::optional<std::int64_t> read_time(std::string_view text);

}  // namespace vip::terminal
