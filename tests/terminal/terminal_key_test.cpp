#include "terminal/people/terminal_key.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include "terminal/books/sqlite.h"
#include "terminal/books/store.h"
#include "tests/folder.h"

namespace vip::terminal {
namespace {

namespace fs = std::filesystem;

// systemd's directory of credentials, for a while.
class Credentials {
 public:
  explicit Credentials(const fs::path& folder) {
    ::setenv("CREDENTIALS_DIRECTORY", folder.c_str(), 1);
  }
  ~Credentials() { ::unsetenv("CREDENTIALS_DIRECTORY"); }
  Credentials(const Credentials&) = delete;
  Credentials& operator=(const Credentials&) = delete;
};

Zone zone() { return *Zone::named("Asia/Shanghai"); }

TEST_CASE("design 9: a credential of systemd comes before a file, and no file is made beside it") {
  const Folder folder;
  fs::create_directory(folder.path("given"));
  write_secret_file(folder.path("given") / "vip-data-key", std::string(64, 'a') + '\n');
  const fs::path data = folder.path("store");
  {
    const Credentials given(folder.path("given"));
    REQUIRE(create_store(data, {.store = "S01", .training = true}));
    const Store store(data, zone());
    CHECK(store.key_place() == TerminalKey::Place::credential);
    CHECK_FALSE(fs::exists(data / "keys" / "data.key"));
  }
  // Without it the store opens nothing, and makes no other key.
  try {
    const Store store(data, zone());
    FAIL("it opened");
  } catch (const StorageError& error) {
    CHECK(error.kind() == StorageError::Kind::key_lost);
  }
  CHECK_FALSE(fs::exists(data / "keys" / "data.key"));
}

TEST_CASE("design 9: a key moves from its file into a credential; another one's is passed over") {
  const Folder folder;
  fs::create_directory(folder.path("given"));
  const fs::path data = folder.path("store");
  REQUIRE(create_store(data, {.store = "S01", .training = true}));
  const std::string key = read_all(data / "keys" / "data.key");
  const Credentials given(folder.path("given"));
  {
    const Folder other;
    folder.write("given/vip-data-key", std::string(64, 'b'));
    const Store store(data, zone());
    CHECK(store.key_place() == TerminalKey::Place::file);
  }
  folder.write("given/vip-data-key", key);
  fs::remove(data / "keys" / "data.key");
  const Store store(data, zone());
  CHECK(store.key_place() == TerminalKey::Place::credential);
}

TEST_CASE("design 9: a credential is followed by the next credential, and by nothing else") {
  const Folder folder;
  fs::create_directory(folder.path("given"));
  folder.write("given/vip-data-key", std::string(64, 'a') + '\n');
  const Credentials given(folder.path("given"));
  const fs::path data = folder.path("store");
  REQUIRE(create_store(data, {.store = "S01", .training = true}));
  {
    Store store(data, zone());
    const std::string before = store.key_name();
    CHECK_FALSE(store.rotate_key().has_value());
    folder.write("given/vip-data-key-next", std::string(64, 'a'));  // the same is none
    CHECK_FALSE(store.rotate_key().has_value());
    CHECK(store.key_name() == before);
    folder.write("given/vip-data-key-next", std::string(64, 'b'));
    CHECK(store.rotate_key() == 1);  // the key of lists
    CHECK(store.key_name() != before);
    CHECK(store.key_place() == TerminalKey::Place::credential);
  }
  { const Store store(data, zone()); }  // both are given still
  folder.write("given/vip-data-key", std::string(64, 'b'));
  fs::remove(folder.path("given") / "vip-data-key-next");
  const Store store(data, zone());
  CHECK(store.key_place() == TerminalKey::Place::credential);
  CHECK_FALSE(fs::exists(data / "keys" / "data.key"));
  CHECK_FALSE(fs::exists(data / "keys" / "data.key.next"));
}

TEST_CASE("design 9: a damaged key file is said, and left as it is") {
  const Folder folder;
  const fs::path data = folder.path("store");
  REQUIRE(create_store(data, {.store = "S01", .training = true}));
  const fs::path file = data / "keys" / "data.key";
  std::string text = read_all(file);
  for (const std::string& wrong : {text.substr(0, 40), std::string(), std::string(64, 'z'),
                                   std::string(text.rbegin(), text.rend()).substr(1)}) {
    CAPTURE(wrong);
    folder.write("store/keys/data.key", wrong);
    try {
      const Store store(data, zone());
      FAIL_CHECK("it opened");
    } catch (const StorageError& error) {
      CHECK(error.kind() == StorageError::Kind::key_lost);
    }
    CHECK(read_all(file) == wrong);
  }
  folder.write("store/keys/data.key", text);
  const Store store(data, zone());
  CHECK(store.key_place() == TerminalKey::Place::file);
}

}  // namespace
}  // namespace vip::terminal
