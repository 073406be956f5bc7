// Machines: a store's terminal and head office, each with the real programs on a disk that fails.
//
// What runs is what runs in a shop: Store, Door and StoreOutbox of the terminal, HeadOffice with
// its desks, fold and books. The machine around it can lose power at any write, be killed, be put
// back to an image of its disk. What the shop's people and the line see of it are answers, or none.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/certificate.h"
#include "sync/office/accounts.h"
#include "sync/office/head_office.h"
#include "sync/office/http_server.h"
#include "sync/office/office_directory.h"
#include "sync/office/recovery.h"
#include "sync/office/timeline.h"
#include "sync/store_outbox.h"
#include "terminal/books/store.h"
#include "terminal/door/door.h"
#include "tests/simulation/memory_disk.h"

namespace vip::simulation {

// A wall clock that is wrong: by an offset, and by so many millionths more each second.
struct WrongClock {
  std::int64_t offset = 0;
  std::int64_t drift = 0;
  std::int64_t set_at = 0;  // true time from which it drifts
  std::int64_t at(std::int64_t now) const {
    return now + offset + (now - set_at) * drift / 1'000'000;
  }
};

class TerminalMachine {
 public:
  // Requires: `directory` holds a store whose databases are on `disk`. `now` outlives this.
  TerminalMachine(std::string name, std::filesystem::path directory, Disk& disk,
                  const std::int64_t& now);
  ~TerminalMachine();

  const std::string& name() const { return name_; }
  Disk& disk() { return disk_; }
  bool is_open() const { return door_ != nullptr; }
  // False where the store cannot be opened now; why stands in `trouble`.
  bool open();
  int openings() const { return openings_; }  // how often it was opened so far
  const std::string& trouble() const { return trouble_; }

  // Requires: open.
  terminal::Store& store() { return *store_; }
  terminal::Door& door() { return *door_; }

  // No value where the machine died before it could say anything.
  std::optional<terminal::Reply> ask(std::string_view method, std::string_view request);
  // In one commit; empty where the machine died over them.
  std::vector<terminal::Reply> ask_all(std::span<const terminal::Call> calls);

  // The process is gone; the disk keeps all that was written.
  void kill();
  // And the power too.
  void cut_power(Dice& dice);
  void close();

  using Image = Disk::Image;
  Image image() const { return disk_.image(); }
  // Requires: closed. The anchor stays as it is: it lies beside.
  void restore(const Image& image);
  // A new disk with a new store on it: the next life. Throws StorageError. Requires: closed.
  void make_anew(std::uint32_t epoch, std::uint64_t seed);

  WrongClock clock;

  // As head office's server would read it off the line.
  const std::string& certificate_der() const { return certificate_der_; }
  const sync::Certificate& certificate() const { return *certificate_; }
  void take_certificate(std::string der);

 private:
  std::string name_;
  std::filesystem::path directory_;
  Disk& disk_;
  const std::int64_t& now_;
  std::unique_ptr<terminal::Store> store_;
  std::unique_ptr<terminal::Door> door_;
  std::string trouble_;
  int openings_ = 0;
  std::string certificate_der_;
  std::optional<sync::Certificate> certificate_;
};

class OfficeMachine {
 public:
  OfficeMachine(const sync::OfficeDirectory& directory, Disk& disk,
                const sync::TellingLimits& telling = {});
  ~OfficeMachine();

  Disk& disk() { return disk_; }
  bool is_up() const { return office_ != nullptr; }
  bool start();
  const sync::OfficeDirectory& directory() const { return directory_; }

  // No value where it is down, or died over it.
  std::optional<sync::HttpAnswer> answer(const sync::HttpRequest& request, std::int64_t now);

  void kill();
  void cut_power(Dice& dice);

  // A copy of the books while they are served. False where the machine could not. Requires: up.
  bool back_up(const std::filesystem::path& file);
  // Comes back from a copy; what it knew since is gone. Requires: down.
  sync::Restored restore(const std::filesystem::path& file);
  // What operations do at head office while nobody is served. Requires: down.
  bool close_epoch(std::uint32_t tid, std::uint32_t epoch, bool forced, std::int64_t now);

  // Events of a dead disk that its lanes have copies of, likewise. No value: the disk failed.
  std::optional<Result<sync::Recovered, sync::RecoveryFailure>> recover(std::uint32_t tid,
                                                                        std::uint32_t epoch,
                                                                        std::string_view copies,
                                                                        std::int64_t now);

  // The books, to look at beside the one that serves them. Requires: up.
  struct Eye {
    explicit Eye(const sync::OfficeDirectory& directory);
    sync::OfficeBooksOpen books;
    sync::OfficeBooks accounts;
  };
  Eye& eye();

 private:
  void stop();

  const sync::OfficeDirectory& directory_;
  Disk& disk_;
  const sync::TellingLimits telling_;
  std::unique_ptr<sync::HeadOffice> office_;
  std::unique_ptr<Eye> eye_;
};

}  // namespace vip::simulation
