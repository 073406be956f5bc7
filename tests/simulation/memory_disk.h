// MemoryDisk: disks in memory that lose power, fill up and fail as real ones do, under the real
// SQLite.
//
// While mounted, it is SQLite's default file system: a database under `directory` lives in the disk
// mounted there, byte for byte what SQLite wrote, with a note of what was not synced yet. SQLite
// itself, its log and its recovery are the real ones.
//
//   power cut   at the n-th write or sync from now. From then on nothing is done and everything
//               fails, until restart(): what was synced is there, of the rest some, all or none,
//               in pieces of 512 bytes as sectors go. Or only the process dies there, and what it
//               wrote is to be seen, and is not durable all the same.
//   io error    one write or one sync fails, the machine goes on. What a failed sync was to make
//               durable no later sync does: the system takes it for clean (notes on fsync
//               failures). Only what is written anew is.
//   full        nothing grows any more until freed.
//
// Threads: none. Time and randomness that SQLite asks for are the dice's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/dice.h"

namespace vip::simulation {

class Disk {
 public:
  struct Write {
    std::size_t offset = 0;
    std::string before;     // what stood there
    std::size_t size_then;  // of the file, before
    std::size_t length = 0;
    bool doomed = false;  // a sync of it failed
  };
  struct File {
    std::string bytes;
    std::vector<Write> unsynced;
    std::vector<std::unique_ptr<std::string>> shared;  // memory for a log's index
    int handles = 0;                                   // open ones
  };
  using Image = std::map<std::string, std::string>;  // file name -> durable bytes

  // Everything stops at the n-th write or sync from now; 0 disarms.
  void cut_power_in(int n) { power_in_ = n; }
  void fail_write_in(int n) { write_fault_in_ = n; }
  void fail_sync_in(int n) { sync_fault_in_ = n; }
  void set_full(bool full) { full_ = full; }
  bool is_full() const { return full_; }
  bool dead() const { return dead_; }
  // From now on nothing is done and everything fails: what closes its files leaves no trace.
  void stop() { dead_ = true; }

  // The power goes now, and comes back. Faults that were armed are gone.
  void restart(Dice& dice);
  // As restart, but everything that was written is there: the process was killed, not the machine.
  void process_killed();

  Image image() const;
  void restore(const Image& image);

  std::uint64_t writes() const { return writes_; }
  std::uint64_t syncs() const { return syncs_; }
  std::uint64_t faults() const { return faults_; }  // errors that were answered

  // What `from` holds is what `to` holds from now on. Requires: both closed, `from` is there.
  void move(const std::string& from, const std::string& to);

  // Of the file system; not for scenarios.
  enum class Verdict : std::uint8_t { done, io_error, full };
  File* find(const std::string& name);
  File& make(const std::string& name) { return files_[name]; }
  void remove(const std::string& name) { files_.erase(name); }
  Verdict write(File& file, std::size_t offset, std::string_view bytes);
  Verdict truncate(File& file, std::size_t size);
  Verdict sync(File& file);

 private:
  bool power_fails();

  std::map<std::string, File> files_;
  int power_in_ = 0;
  int write_fault_in_ = 0;
  int sync_fault_in_ = 0;
  bool full_ = false;
  bool dead_ = false;
  std::uint64_t writes_ = 0;
  std::uint64_t syncs_ = 0;
  std::uint64_t faults_ = 0;
};

// Registers itself as SQLite's default file system, once in a process.
class MemoryDisks {
 public:
  static MemoryDisks& at_work();

  // The disk of this directory. It stays where it is until unmounted.
  Disk& mount(const std::string& directory);
  // Reads the directory's real database files into its disk: made before this was at work.
  void load(const std::string& directory);
  // Files of this directory are real ones whenever they are closed: for copies that programs move
  // about (backups).
  void write_through(const std::string& directory) { through_ = directory; }
  bool is_through(std::string_view path) const {
    return !through_.empty() && path.substr(0, path.rfind('/')) == through_;
  }
  void seed(std::uint64_t seed) { dice_ = Dice(seed); }
  void set_time(std::int64_t seconds) { now_ = seconds; }

  Dice& dice() { return dice_; }
  std::int64_t now() const { return now_; }
  // The disk that holds this path; null where none is mounted there.
  Disk* disk_of(std::string_view path);

 private:
  MemoryDisks();

  std::map<std::string, Disk, std::less<>> disks_;
  std::string through_;
  Dice dice_{0};
  std::int64_t now_ = 0;
};

}  // namespace vip::simulation
