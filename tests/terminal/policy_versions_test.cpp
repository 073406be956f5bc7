#include "terminal/policy/policy_versions.h"

#include <doctest/doctest.h>

#include "tests/show.h"

namespace vip::terminal {
namespace {

Day day(std::string_view text) { return read_day(text).value(); }

// `mark` tells documents of the same head apart.
Policy document(std::int64_t version, std::string_view from, int mark = 1) {
  Policy policy;
  policy.version = version;
  policy.from = day(from);
  policy.join.months = mark;
  return policy;
}

TEST_CASE("A44: with no document the written policy's defaults are in force, always") {
  const PolicyVersions versions;
  CHECK(versions.in_force(day("1900-01-01")) == Policy{});
  CHECK(versions.in_force(day("2199-12-31")) == Policy{});
  CHECK(versions.next_after(day("1900-01-01")) == nullptr);
  CHECK(versions.size() == 0);
}

TEST_CASE("A44: in force is the latest `from` not after the day") {
  PolicyVersions versions;
  versions.adopt(document(2, "2026-07-01"));
  versions.adopt(document(3, "2027-01-01"));
  versions.adopt(document(1, "2026-03-01"));
  CHECK(versions.size() == 3);
  struct Row {
    const char* day;
    std::int64_t version;  // 0: the defaults
    std::int64_t next;     // 0: none
  };
  const Row rows[] = {
      {"2026-02-28", 0, 1}, {"2026-03-01", 1, 2}, {"2026-06-30", 1, 2}, {"2026-07-01", 2, 3},
      {"2026-12-31", 2, 3}, {"2027-01-01", 3, 0}, {"2199-12-31", 3, 0}, {"1900-01-01", 0, 1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.day);
    const Policy& in_force = versions.in_force(day(row.day));
    if (row.version == 0) {
      CHECK(in_force == Policy{});
    } else {
      CHECK(in_force.version == row.version);
    }
    const Policy* next = versions.next_after(day(row.day));
    CHECK((next == nullptr ? 0 : next->version) == row.next);
  }
}

TEST_CASE("A44: among equal `from` the highest version, whenever it was adopted") {
  PolicyVersions versions;
  versions.adopt(document(7, "2026-07-01"));
  versions.adopt(document(9, "2026-07-01"));
  versions.adopt(document(8, "2026-07-01"));
  CHECK(versions.in_force(day("2026-07-01")).version == 9);
  CHECK(versions.next_after(day("2026-06-30"))->version == 9);
}

TEST_CASE("A44: a later `from` beats a higher version") {
  PolicyVersions versions;
  versions.adopt(document(9, "2026-07-01"));
  versions.adopt(document(2, "2026-08-01"));
  CHECK(versions.in_force(day("2026-07-31")).version == 9);
  CHECK(versions.in_force(day("2026-08-01")).version == 2);
}

TEST_CASE("A44: of the same version and `from` the one adopted later") {
  PolicyVersions versions;
  versions.adopt(document(1, "2026-07-01", 3));
  versions.adopt(document(1, "2026-07-01", 4));
  CHECK(versions.in_force(day("2026-07-01")).join.months == 4);
  versions.adopt(document(1, "2026-07-01", 5));
  CHECK(versions.in_force(day("2026-07-01")).join.months == 5);
}

}  // namespace
}  // namespace vip::terminal
