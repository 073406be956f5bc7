#include "tests/simulation/machines.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "cardformat/ensure.h"
#include "terminal/door/config.h"

namespace vip::simulation {
namespace {

using terminal::StorageError;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

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

TerminalMachine::Image TerminalMachine::image() {
  return {disk_.image(), text_of(directory_ / "anchor")};
}

void TerminalMachine::restore(const Image& image, bool anchor_too) {
  ensure(!is_open(), "a disk is put back while the machine is off");
  disk_.restore(image.disk);
  if (anchor_too) std::ofstream(directory_ / "anchor", std::ios::binary) << image.anchor;
}

OfficeMachine::OfficeMachine(const sync::OfficeDirectory& directory, Disk& disk)
    : directory_(directory), disk_(disk) {}

OfficeMachine::~OfficeMachine() { kill(); }

bool OfficeMachine::start(std::int64_t now) {
  ensure(!is_up(), "head office is started once");
  try {
    office_ = std::make_unique<sync::HeadOffice>(
        directory_, [](std::string_view) {}, now);
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

OfficeMachine::Eye::Eye(const sync::OfficeDirectory& directory)
    : books(directory, terminal::Database::Mode::read), accounts(books.database) {}

OfficeMachine::Eye& OfficeMachine::eye() {
  ensure(is_up(), "who is down shows no books");
  if (!eye_) eye_ = std::make_unique<Eye>(directory_);
  return *eye_;
}

}  // namespace vip::simulation
