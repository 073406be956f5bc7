// Chain: the directories of a chain of stores and its head office, made once in a process by the
// real programs: keys, certificates, enrolment at the real desk. Each run begins with its disks as
// they were then.
//
// Files other than databases (keys, locks, anchors) lie in a directory of the system, in memory
// where there is /dev/shm.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sync/office/office_directory.h"
#include "tests/simulation/memory_disk.h"

namespace vip::simulation {

inline constexpr std::size_t most_stores = 8;
inline constexpr std::int64_t first_moment = 1'795'003'200;  // 2026-11-18, in China

// The directories of a chain, and what enrolment made of its terminals.
class Chain {
 public:
  Chain();
  ~Chain();
  Chain(const Chain&) = delete;
  Chain& operator=(const Chain&) = delete;

  struct Site {
    std::string name;
    std::filesystem::path directory;
    Disk::Image disk;
    std::string certificate_der;
  };
  const std::vector<Site>& sites() const { return sites_; }
  const sync::OfficeDirectory& office() const { return *office_; }
  const Disk::Image& office_disk() const { return office_disk_; }
  // Everything as it was when the chain was made.
  void reset();

 private:
  std::filesystem::path place_;
  std::vector<Site> sites_;
  std::optional<sync::OfficeDirectory> office_;
  Disk::Image office_disk_;
};

}  // namespace vip::simulation
