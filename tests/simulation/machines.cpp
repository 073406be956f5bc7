#include "tests/simulation/machines.h"

#include <fstream>
#include <utility>

#include "cardformat/ensure.h"
#include "terminal/door/config.h"
#include "tests/simulation/chain.h"

namespace vip::simulation {
namespace {

using terminal::StorageError;

}  // namespace

TerminalMachine::TerminalMachine(std::string name, std::filesystem::path directory, Disk& disk,
                                 const std::int64_t& now)
    : name_(std::move(name)), directory_(std::move(directory)), disk_(disk), now_(now) {}

TerminalMachine::~TerminalMachine() { kill(); }

bool TerminalMachine::open() {
  ensure(!is_open(), "a terminal is opened once");
  ++openings_;
  try {
    store_ = std::make_unique<terminal::Store>(directory_, *terminal::Zone::named("Asia/Shanghai"));
    door_ = std::make_unique<terminal::Door>(*store_, terminal::Config{},
                                             [this] { return clock.at(now_); });
    return true;
  } catch (const StorageError& error) {
    trouble_ = error.what();
    store_.reset();
    return false;
  }
}

std::optional<terminal::Reply> TerminalMachine::ask(std::string_view method,
                                                    std::string_view request) {
  const terminal::Call one{std::string(method), std::string(request)};
  auto replies = ask_all(std::span(&one, 1));
  if (replies.empty()) return std::nullopt;
  return std::move(replies.front());
}

std::vector<terminal::Reply> TerminalMachine::ask_all(std::span<const terminal::Call> calls) {
  if (!is_open()) return {};
  std::vector<terminal::Reply> replies = door_->call_all(calls);
  if (disk_.dead()) return {};
  if (door_->must_reopen()) {  // what a failed commit wrote is known only after opening again
    close();
    open();
  }
  return replies;
}

void TerminalMachine::close() {
  door_.reset();
  store_.reset();
}

void TerminalMachine::kill() {
  disk_.stop();  // closing a database tidies up; a process that was killed does not
  close();
  disk_.process_killed();
}

void TerminalMachine::cut_power(Dice& dice) {
  disk_.stop();
  close();
  disk_.restart(dice);
}

void TerminalMachine::take_certificate(std::string der) {
  certificate_der_ = std::move(der);
  auto read = sync::Certificate::read_der(certificate_der_);
  ensure(read && read->terminal(), "a terminal has its certificate");
  certificate_.emplace(std::move(*read));
}

void TerminalMachine::restore(const Image& image) {
  ensure(!is_open(), "a disk is put back while the machine is off");
  disk_.restore(image);
}

void TerminalMachine::make_anew(std::uint32_t epoch, std::uint64_t seed) {
  ensure(!is_open(), "a disk is taken out while the machine is off");
  disk_.restore({});
  std::filesystem::remove_all(directory_);
  terminal::NewStore wanted{.store = name_, .training = true, .seed = seed};
  wanted.epoch = epoch;
  std::filesystem::create_directories(directory_);
  std::ofstream(directory_ / another_life) << epoch;
  ensure(terminal::create_store(directory_, wanted), "an empty disk takes a store");
}

OfficeMachine::OfficeMachine(const sync::OfficeDirectory& directory, Disk& disk,
                             const sync::TellingLimits& telling)
    : directory_(directory), disk_(disk), telling_(telling) {}

OfficeMachine::~OfficeMachine() { kill(); }

bool OfficeMachine::start() {
  ensure(!is_up(), "head office is started once");
  try {
    office_ = std::make_unique<sync::HeadOffice>(
        directory_, [](std::string_view) {}, telling_);
    return true;
  } catch (const StorageError&) {
    return false;
  }
}

std::optional<sync::HttpAnswer> OfficeMachine::answer(const sync::HttpRequest& request,
                                                      std::int64_t now) {
  if (!is_up() || disk_.dead()) return std::nullopt;
  sync::HttpAnswer answer = office_->answer(request, now);
  if (disk_.dead()) return std::nullopt;
  return answer;
}

void OfficeMachine::stop() {
  disk_.stop();
  eye_.reset();
  office_.reset();
}

void OfficeMachine::kill() {
  stop();
  disk_.process_killed();
}

void OfficeMachine::cut_power(Dice& dice) {
  stop();
  disk_.restart(dice);
}

bool OfficeMachine::back_up(const std::filesystem::path& file) {
  try {
    office_->back_up(file);
    return !disk_.dead();
  } catch (const std::exception&) {
    return false;
  }
}

sync::Restored OfficeMachine::restore(const std::filesystem::path& file) {
  ensure(!is_up(), "a disk is put back while the machine is off");
  const auto restored = sync::restore_books(directory_, file);
  ensure(restored.has_value(), "a copy that was made is one");
  // The real files were moved about by their names; here so are their contents.
  disk_.move("office.db.restored", "office.db");
  return *restored;
}

bool OfficeMachine::close_epoch(std::uint32_t tid, std::uint32_t epoch, bool forced,
                                std::int64_t now) {
  ensure(!is_up(), "operations have the books to themselves");
  try {
    sync::OfficeBooksOpen books(directory_, terminal::Database::Mode::open_shared);
    return sync::close_epoch(books.database, books.store, books.rights, tid, epoch, forced, now)
        .has_value();
  } catch (const StorageError&) {
    return false;
  }
}

std::optional<Result<sync::Recovered, sync::RecoveryFailure>> OfficeMachine::recover(
    std::uint32_t tid, std::uint32_t epoch, std::string_view copies, std::int64_t now) {
  ensure(!is_up(), "operations have the books to themselves");
  try {
    sync::OfficeBooksOpen books(directory_, terminal::Database::Mode::open_shared);
    return sync::recover_events(books.database, books.store, books.fold, books.rights, {tid, epoch},
                                copies, now);
  } catch (const StorageError&) {
    return std::nullopt;
  }
}

OfficeMachine::Eye::Eye(const sync::OfficeDirectory& directory)
    : books(directory, terminal::Database::Mode::read), accounts(books.database) {}

OfficeMachine::Eye& OfficeMachine::eye() {
  ensure(is_up(), "who is down shows no books");
  if (!eye_) eye_ = std::make_unique<Eye>(directory_);
  return *eye_;
}

}  // namespace vip::simulation
