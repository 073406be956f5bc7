// Opened store: a data directory with its configuration, its zone and its door, as every program
// that keeps a store open needs them: the command line, the service, the C library.
//
// A commit that failed leaves open what is there (books/store.h), so the store is opened again
// before anything else is asked of it; door() sees to that, and whoever holds a Door beyond one
// call holds an old one.
//
// Threads: none, as the door has none; Lanes (lanes.h) takes calls of many threads to one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "terminal/books/store.h"
#include "terminal/door/config.h"
#include "terminal/door/door.h"

namespace vip::terminal {

class OpenedStore {
 public:
  // What the composition root adds to each door that is made: the exchange, a progress bar.
  using Furnish = std::function<void(Door&, Store&)>;

  // Without a store: the answer that says why, an error of code `configuration` or `storage`.
  static Result<std::unique_ptr<OpenedStore>, Reply> open(const std::filesystem::path& directory,
                                                          Furnish furnish);

  // Throws StorageError where the store had to be opened again and could not be.
  Door& door();
  Store& store();  // likewise

  // The door's call_all(), where also a store that cannot be opened again is each call's answer.
  std::vector<Reply> call_all(std::span<const Call> calls);

  // Of long work, on each door that is made (Door::on_progress).
  using Progress = std::function<void(std::string_view what, std::uint64_t done,
                                      std::uint64_t total, std::uint64_t rows)>;
  void on_progress(Progress progress);

  // A commit failed: with the next call the store is opened again, and whoever is in the middle of
  // something has lost it.
  // So it is where head office doubts this store (counter/next_life.h).
  bool must_reopen() const {
    return !opened_ || opened_->store.doubted() || opened_->door.must_reopen();
  }

  // The door's idle(), its failures left to the next commit, which meets them again.
  void idle() noexcept;

  const Config& config() const { return config_; }

 private:
  OpenedStore(std::filesystem::path directory, Zone zone, Config config, Furnish furnish);

  struct Opened {
    Store store;
    Door door;
    Opened(const std::filesystem::path& directory, const Zone& zone, const Config& config)
        : store(directory, zone), door(store, config) {}
  };

  void open_again();

  std::filesystem::path directory_;
  Zone zone_;
  Config config_;
  Furnish furnish_;
  Progress progress_;
  std::unique_ptr<Opened> opened_;
};

struct NewDirectory {
  std::filesystem::path data;
  std::string store;  // "S01"
  bool training = false;
  std::optional<std::uint64_t> seed;  // training: the same card numbers every time
  std::uint32_t epoch = 1;            // which life of the store; head office counts them
};

// Makes a data directory. The answer is the new store's `status`, or the error: `conflict`
// store_exists where there is one.
Reply make_store(const NewDirectory& wish);

}  // namespace vip::terminal
