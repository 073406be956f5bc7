#include "terminal/books/store.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "tests/terminal/history_files.h"

namespace vip::terminal {
namespace {

TEST_CASE("R3: whatever a store keeps, its owner alone may read") {
  namespace fs = std::filesystem;
  const Folder folder;
  REQUIRE(create_store(folder.path("store"), {.store = "S01", .training = true, .seed = 1}));
  const Store store(folder.path("store"), *Zone::named("Asia/Shanghai"));
  for (const auto& entry : fs::recursive_directory_iterator(folder.path("store"))) {
    if (!entry.is_regular_file()) continue;
    CAPTURE(entry.path().string());
    const fs::perms others = fs::perms::group_all | fs::perms::others_all;
    CHECK((entry.status().permissions() & others) == fs::perms::none);
  }
}

TEST_CASE("a store is made once: a second attempt leaves it as it is") {
  const Folder folder;
  REQUIRE(create_store(folder.path("store"), {.store = "S01"}));
  CHECK_FALSE(create_store(folder.path("store"), {.store = "S02"}));
  const Store store(folder.path("store"), *Zone::named("Asia/Shanghai"));
  CHECK(store.identity().store == "S01");
}

TEST_CASE("a store is called what it was called, and notes stay as they are written") {
  for (const char* name : {"0012", "12", "1e5", "007e1"}) {
    CAPTURE(name);
    const Folder folder;
    REQUIRE(create_store(folder.path("store"), {.store = name, .training = true, .seed = 1}));
    Store store(folder.path("store"), *Zone::named("Asia/Shanghai"));
    CHECK(store.identity().store == name);
    // As an id of a key may look: hexadecimal digits that read as a number.
    for (const char* text : {"1234567890123456", "0012345678901234", "12345e6789012345"}) {
      Unit unit(store);
      unit.run([&] {
        store.set_meta("note", text);
        return true;
      });
      unit.commit();
      CHECK(store.meta("note") == text);
    }
  }
}

}  // namespace
}  // namespace vip::terminal
