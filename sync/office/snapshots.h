// Snapshots: what all of a terminal's accounts are, made page by page and kept for it to fetch
// (sync/snapshot.h).
//
// They are kept in memory and nowhere else: how members are addressed is in them, and must not lie
// on a disk in the open. Who comes back after a restart of head office is given a new one, and
// fetches of it the pages that it does not have. The books are read through a connection of their
// own, a page at a time, so that no page keeps the log from being written over; accounts that
// change meanwhile are in the terminal's dirty set (rights_desk.h).
//
// Threads: the calls, one; the making, either the same, inside manifest(), or one of its own.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "sync/office/office_directory.h"
#include "sync/snapshot.h"

namespace vip::sync {

class Snapshots {
 public:
  // Of all that are kept; the one that was asked for longest ago goes first.
  static constexpr std::size_t most_bytes = 512 * 1024 * 1024;
  static constexpr std::int64_t kept_s = 3600;  // since it was last asked for

  // `log` takes one line for a person. Requires: `directory` outlives this.
  Snapshots(const OfficeDirectory& directory, std::function<void(std::string_view)> log,
            int rows_a_page);
  ~Snapshots();
  Snapshots(const Snapshots&) = delete;
  Snapshots& operator=(const Snapshots&) = delete;

  // From now on manifest() does not wait. Requires: it was not asked before.
  void work_in_background();

  struct Made {
    std::string manifest;  // a whole page
    std::string id;
  };
  // No value: it is being made. Throws StorageError where it is made here.
  std::optional<Made> manifest(const TerminalName& who, const Lineage& lineage, std::int64_t now);
  // A page of it, packed; no value: it is not of theirs, or no longer kept.
  std::optional<std::string> blob(const TerminalName& who, const Digest& name, std::int64_t now);

 private:
  struct Kept {
    Made made;
    std::map<Digest, std::string> blobs;
    std::size_t bytes = 0;
    std::int64_t asked_at = 0;
  };
  struct Job {
    TerminalName who;
    Lineage lineage;
    std::int64_t now = 0;
    friend bool operator==(const Job&, const Job&) = default;
  };
  Kept make(const Job& job);
  void keep(const TerminalName& who, Kept kept);
  void drop_old(std::int64_t now);  // requires: locked
  void run();

  const OfficeDirectory& directory_;
  const std::function<void(std::string_view)> log_;
  const int rows_a_page_;
  std::mutex mutex_;
  std::condition_variable asked_;
  std::deque<Job> jobs_;  // the first is being made
  std::map<std::pair<std::uint32_t, std::uint32_t>, Kept> kept_;
  bool background_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace vip::sync
