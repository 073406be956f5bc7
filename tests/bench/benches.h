// Benches: what is measured, and on what. Each one runs its limit beside itself, block by block, so
// that a slow phase of the disk slows both.
#pragma once

#include <cstdint>
#include <filesystem>

namespace vip::bench {

struct Plan {
  std::filesystem::path directory;  // where the stores are made and kept
  std::int64_t cards = 1'000'000;
  int rounds = 40;       // of each comparison
  int in_a_round = 250;  // acts of each side in a round

  std::filesystem::path store() const { return directory / "store"; }
  std::filesystem::path bare() const { return directory / "bare"; }  // for bare SQLite to write to
};

void add_commit_benches(const Plan& plan);
void add_quote_benches(const Plan& plan);
void add_member_benches(const Plan& plan);
void add_card_benches(const Plan& plan);
void add_scan_benches(const Plan& plan);
void add_rules_benches(const Plan& plan);
void add_open_benches(const Plan& plan);
void add_service_benches(const Plan& plan);

// What another process of this program does, for what one process cannot measure: "sell" commits
// sales until it is killed, "remember" quotes and prints what memory it holds, in KiB.
int act_as(const char* role, const Plan& plan);

}  // namespace vip::bench
