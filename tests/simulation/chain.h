// Chain: the directories of a chain of stores and its head office, made once in a process by the
// real programs: keys, certificates, enrolment at the real desk. Each run begins with its disks as
// they were then.
//
// Files other than databases (keys, locks, anchors) lie in a directory of the system, in memory
// where there is /dev/shm.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/office/http_server.h"
#include "sync/office/office_directory.h"
#include "sync/office/office_store.h"
#include "terminal/books/store.h"
#include "tests/simulation/memory_disk.h"

namespace vip::simulation {

inline constexpr std::size_t most_stores = 8;
// A file in a terminal's directory: it was made anew since the chain was made.
inline constexpr const char* another_life = "another-life";
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
    std::map<std::string, std::string> files;  // beside the databases, by their path in it
  };
  const std::vector<Site>& sites() const { return sites_; }
  const sync::OfficeDirectory& office() const { return *office_; }
  // Where copies of head office's books are kept.
  std::filesystem::path copies() const { return place_ / "copies"; }
  // Where disks lie that were taken out, and copies of disks.
  std::filesystem::path attic() const { return place_ / "attic"; }
  // Everything as it was when the chain was made.
  void reset();

 private:
  std::filesystem::path place_;
  std::vector<Site> sites_;
  std::optional<sync::OfficeDirectory> office_;
  Disk::Image office_disk_;
};

// Enrols an open store with a code of head office's. Its certificate as the line shows it; no value
// where head office did not answer.
std::optional<std::string> enrol(
    const sync::OfficeDirectory& office, sync::OfficeStore& office_store,
    const terminal::StoreIdentity& store, std::int64_t now,
    const std::function<std::optional<sync::HttpAnswer>(const sync::HttpRequest&)>& ask);

}  // namespace vip::simulation
