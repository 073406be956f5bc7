// The terminal's key in a TPM 2.0, a real one in software: swtpm.
#include "terminal/people/tpm.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cardformat/bytes.h"
#include "terminal/books/sqlite.h"
#include "terminal/books/store.h"
#include "terminal/people/terminal_key.h"
#include "tests/folder.h"
#include "tests/terminal/training_store.h"

namespace vip::terminal {
namespace {

namespace fs = std::filesystem;

Zone zone() { return *Zone::named("Asia/Shanghai"); }

// A machine's TPM, switched on while this lives; the one that $VIP_TPM names.
class Machine {
 public:
  explicit Machine(const Folder& folder) : state_(folder.path("tpm-state")) {
    fs::create_directories(state_);
    on();
  }
  ~Machine() {
    off();
    ::unsetenv("VIP_TPM");
  }
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  void on() {
    const std::string path = (folder_.path() / "s").string();
    const std::string control = (folder_.path() / "s.ctrl").string();
    const std::string state = "dir=" + state_.string();
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);  // it tells of every line cut
      const std::string server = "type=unixio,path=" + path;
      const std::string ctrl = "type=unixio,path=" + control;
      ::execl(VIP_SWTPM, VIP_SWTPM, "socket", "--tpm2", "--tpmstate", state.c_str(), "--server",
              server.c_str(), "--ctrl", ctrl.c_str(), "--flags", "startup-clear,not-need-init",
              nullptr);
      ::_exit(127);
    }
    for (int i = 0; i < 1'000 && !fs::exists(path); ++i) ::usleep(10'000);
    ::setenv("VIP_TPM", ("swtpm:path=" + path).c_str(), 1);
  }
  void off() {
    if (child_ <= 0) return;
    ::kill(child_, SIGTERM);
    ::waitpid(child_, nullptr, 0);
    child_ = 0;
    std::error_code ignored;
    fs::remove(folder_.path() / "s", ignored);
    fs::remove(folder_.path() / "s.ctrl", ignored);
  }
  // What a person does in the machine's set-up: another seed, nothing sealed before opens.
  void clear() {
    off();
    fs::remove_all(state_);
    fs::create_directories(state_);
    on();
  }

 private:
  Folder folder_{"/tmp"};  // a socket's name has 108 bytes at most
  fs::path state_;
  pid_t child_ = 0;
};

StorageError::Kind kind_of(const fs::path& data) {
  try {
    const Store store(data, zone());
  } catch (const StorageError& error) {
    return error.kind();
  }
  return StorageError::Kind::failed;  // it opened
}

std::string files_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  std::string all;
  for (const std::string& name : names) all += name + ' ';
  return all;
}

TEST_CASE("design 9: what a TPM sealed it gives back, to the byte; changed, it gives nothing") {
  const Folder folder;
  Machine machine(folder);
  SecretKey key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(i * 7 + 1);
  const auto sealed = seal_by_tpm(key);
  REQUIRE_MESSAGE(sealed.has_value(), sealed.error().what);
  const auto opened = open_by_tpm(*sealed);
  REQUIRE_MESSAGE(opened.has_value(), opened.error().what);
  CHECK(*opened == key);
  CHECK(sealed->find(std::string(raw(key))) == std::string::npos);
  CHECK(seal_by_tpm(key).value() != *sealed);

  for (std::size_t at = 0; at < sealed->size(); at += 3) {
    CAPTURE(at);
    std::string changed = *sealed;
    changed[at] = static_cast<char>(changed[at] ^ 4);
    CHECK_FALSE(open_by_tpm(changed).has_value());
  }
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{6}, std::size_t{40}, std::size_t{90}, sealed->size() - 1}) {
    CAPTURE(size);
    const auto cut = open_by_tpm(std::string_view(*sealed).substr(0, size));
    REQUIRE_FALSE(cut.has_value());
    CHECK(cut.error().kind == TpmProblem::Kind::damaged);
  }
  CHECK(open_by_tpm(*sealed + 'x').error().kind == TpmProblem::Kind::damaged);
  CHECK(open_by_tpm(*sealed).has_value());
}

TEST_CASE("design 9: a new store's key lies in the machine's TPM, and in no file") {
  const Folder folder;
  Machine machine(folder);
  const fs::path data = folder.path("store");
  REQUIRE(create_store(data, {.store = "S01", .training = true}));
  CHECK(files_in(data / "keys") == "data.tpm journal.key ");
  CHECK((fs::status(data / "keys" / "data.tpm").permissions() & fs::perms(0077)) ==
        fs::perms::none);
  std::string name;
  {
    Store store(data, zone());
    CHECK(store.key_place() == TerminalKey::Place::tpm);
    name = store.key_name();
    Unit unit(store);
    unit.run([&] { return store.people().prospect("13911112222") == 1; });
    unit.commit();
  }
  machine.off();  // and on again: a machine that is started in the morning
  machine.on();
  Store store(data, zone());
  CHECK(store.key_name() == name);
  CHECK(store.people().with_phone("13911112222")->id == 1);
}

TEST_CASE("design 9: a TPM that is away, was cleared or is another machine's is said; no new key") {
  const Folder folder;
  const fs::path data = folder.path("store");
  std::optional<Machine> machine(std::in_place, folder);
  REQUIRE(create_store(data, {.store = "S01", .training = true}));
  const std::string sealed = read_all(data / "keys" / "data.tpm");

  machine->off();
  CHECK(kind_of(data) == StorageError::Kind::tpm_absent);
  ::setenv("VIP_TPM", "none", 1);
  CHECK(kind_of(data) == StorageError::Kind::tpm_absent);
  machine->on();
  { const Store store(data, zone()); }
  folder.write("store/keys/data.tpm", sealed.substr(0, sealed.size() - 5));
  CHECK(kind_of(data) == StorageError::Kind::key_lost);
  folder.write("store/keys/data.tpm", sealed);

  const Folder elsewhere;
  {
    const Machine other(elsewhere);  // the disk in another machine
    CHECK(kind_of(data) == StorageError::Kind::tpm_other);
  }
  machine->clear();
  CHECK(kind_of(data) == StorageError::Kind::tpm_other);

  CHECK(files_in(data / "keys") == "data.tpm journal.key ");
  CHECK(read_all(data / "keys" / "data.tpm") == sealed);
}

TEST_CASE("design 9: a machine without a TPM keeps its key in a file; a change of key seals it") {
  const Folder folder;
  const fs::path data = folder.path("store");
  ::setenv("VIP_TPM", "swtpm:path=/nonexistent/socket", 1);  // one that does not answer
  REQUIRE(create_store(data, {.store = "S01", .training = true}));
  ::setenv("VIP_TPM", "none", 1);
  CHECK(files_in(data / "keys") == "data.key journal.key ");
  std::string before;
  {
    Store store(data, zone());
    CHECK(store.key_place() == TerminalKey::Place::file);
    before = store.key_name();
    Unit unit(store);
    unit.run([&] { return store.people().prospect("13911112222") == 1; });
    unit.commit();
  }
  Machine machine(folder);
  {
    Store store(data, zone());
    CHECK(store.key_place() == TerminalKey::Place::file);  // as it was
    CHECK(store.rotate_key() == 2);                        // the person's, and the lists'
    CHECK(store.key_place() == TerminalKey::Place::tpm);
    CHECK(store.key_name() != before);
    CHECK(store.people().with_phone("13911112222")->id == 1);
  }
  CHECK(files_in(data / "keys") == "data.tpm journal.key ");
  {
    Store store(data, zone());
    CHECK(store.key_place() == TerminalKey::Place::tpm);
    CHECK(store.rotate_key() == 2);  // from one sealed key to the next
    machine.off();
    // Not from a TPM into a file.
    try {
      store.rotate_key();
      FAIL("a key in a TPM was followed by one in a file");
    } catch (const StorageError& error) {
      CHECK(error.kind() == StorageError::Kind::tpm_absent);
    }
    CHECK(store.people().with_phone("13911112222")->id == 1);
    machine.on();
  }
  CHECK(files_in(data / "keys") == "data.tpm journal.key ");
  Store store(data, zone());
  CHECK(store.people().with_phone("13911112222")->id == 1);
}

TEST_CASE("design 9: status says that the key lies in the TPM, and where one is not used") {
  const Folder folder;
  Machine machine(folder);
  TrainingStore training;
  const Json status = read_json(training.door().call("status", "{}").text).value();
  CHECK(status.at("result").at("key_in") == "tpm");
  CHECK(status.dump().find("is sealed by this machine's TPM") != std::string::npos);
}

}  // namespace
}  // namespace vip::terminal
