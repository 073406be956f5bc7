#include "terminal/books/clock.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <mutex>

namespace vip::terminal {
namespace {

constexpr std::int64_t day_seconds = 86400;
constexpr std::string_view shanghai = "Asia/Shanghai";
constexpr std::int64_t shanghai_offset = 8 * 3600;

std::string zone_file(std::string_view name) { return "/usr/share/zoneinfo/" + std::string(name); }

bool has_zone_file(std::string_view name) {
  struct stat info {};
  return stat(zone_file(name).c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

bool is_zone_name(std::string_view name) {
  if (name.empty() || name.size() > 64 || name.front() == '/') return false;
  if (name.find("..") != std::string_view::npos) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '-' || c == '+';
  });
}

// The C library knows one zone at a time; it is changed only when another one is asked for.
std::int64_t library_offset(const std::string& name, std::int64_t at) {
  static std::mutex mutex;
  static std::string current;
  const std::lock_guard lock(mutex);
  if (current != name) {
    setenv("TZ", (":" + name).c_str(), 1);
    tzset();
    current = name;
  }
  const std::time_t time = at;
  std::tm local{};
  localtime_r(&time, &local);
  return local.tm_gmtoff;
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

std::string two(std::int64_t n) {
  return {static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)};
}

}  // namespace

std::optional<Zone> Zone::named(std::string_view name) {
  if (!is_zone_name(name)) return std::nullopt;
  if (name != shanghai && !has_zone_file(name)) return std::nullopt;
  return Zone(std::string(name));
}

std::int64_t Zone::offset(std::int64_t at) const {
  // China has had one rule since 1991-09-15; asking the library for it would only cost time.
  constexpr std::int64_t last_change = 684'900'000;
  if (name_ == shanghai && (at > last_change || !has_zone_file(name_))) return shanghai_offset;
  return library_offset(name_, at);
}

Day Zone::day_of(std::int64_t at) const {
  const std::int64_t number = floor_div(at + offset(at), day_seconds);
  return plus_days(*Day::from_civil(1970, 1, 1), number);
}

std::string Zone::local_text(std::int64_t at) const {
  const std::int64_t local = at + offset(at);
  const std::int64_t second = local - floor_div(local, day_seconds) * day_seconds;
  return day_of(at).text() + ' ' + two(second / 3600) + ':' + two(second / 60 % 60);
}

std::string Zone::rfc3339(std::int64_t at) const {
  const std::int64_t east = offset(at);
  const std::int64_t local = at + east;
  const std::int64_t second = local - floor_div(local, day_seconds) * day_seconds;
  const std::int64_t minutes = (east < 0 ? -east : east) / 60;
  return day_of(at).text() + 'T' + two(second / 3600) + ':' + two(second / 60 % 60) + ':' +
         two(second % 60) + (east < 0 ? '-' : '+') + two(minutes / 60) + ':' + two(minutes % 60);
}

std::int64_t Zone::instant(Day day, int minute_of_day) const {
  const std::int64_t local =
      std::int64_t{day.number()} * day_seconds + std::int64_t{minute_of_day} * 60;
  return local - offset(local - offset(local));
}

std::int64_t wall_clock() { return std::time(nullptr); }

SteadyTime steady_time() {
  constexpr std::size_t shown = 8;
  static const std::string boot = [] {
    std::ifstream in("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(in, id);
    // Where the system does not say, all starts count as one: a waiting time is then never cut
    // short, and longer after the next start.
    if (id.size() < shown) id = "--------";
    return id.substr(0, shown);
  }();
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return {boot, static_cast<std::int64_t>(now.tv_sec)};
}

std::int64_t steady_seconds_since(const SteadyTime& then, const SteadyTime& now) {
  if (then.boot != now.boot) return now.seconds;
  return now.seconds > then.seconds ? now.seconds - then.seconds : 0;
}

std::optional<std::int64_t> read_time(std::string_view text) {
  // 2026-11-22T10:42:00[.123](Z|+08:00)
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  const auto day = read_day(text.substr(0, 10));
  if (!day || text[13] != ':' || text[16] != ':') return std::nullopt;
  const auto number = [&](std::size_t at) -> int {
    const char tens = text[at];
    const char ones = text[at + 1];
    if (tens < '0' || tens > '9' || ones < '0' || ones > '9') return -1;
    return (tens - '0') * 10 + (ones - '0');
  };
  const int hour = number(11);
  const int minute = number(14);
  int second = number(17);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
    return std::nullopt;
  }
  second = std::min(second, 59);  // a leap second counts as the one before it
  std::size_t at = 19;
  if (text[at] == '.') {
    const std::size_t first = ++at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    if (at == first) return std::nullopt;
  }
  const std::string_view zone = text.substr(at);
  std::int64_t east = 0;
  if (zone != "Z" && zone != "z") {
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') {
      return std::nullopt;
    }
    const int hours = number(at + 1);
    const int minutes = number(at + 4);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    east = (hours * 3600 + minutes * 60) * (zone[0] == '-' ? -1 : 1);
  }
  return std::int64_t{day->number()} * day_seconds + hour * 3600 + minute * 60 + second - east;
}

}  // namespace vip::terminal
