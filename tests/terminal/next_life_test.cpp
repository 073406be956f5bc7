// A store in doubt goes on in a next life (design 8), wherever the power fails on the way into it.
#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "terminal/counter/next_life.h"
#include "terminal/counter/verify.h"
#include "terminal/door/opened_store.h"
#include "tests/folder.h"

namespace vip::terminal {
namespace {

namespace fs = std::filesystem;

const Zone& zone() {
  static const Zone shanghai = *Zone::named("Asia/Shanghai");
  return shanghai;
}

std::string sale(int number) {
  return R"({"request_id":"r)" + std::to_string(number) +
         R"(","operator":"2001","at":"2026-11-22T10:00:00+08:00","lane":1,"receipt_no":"T)" +
         std::to_string(number) +
         R"(","expected_paid":1200,"lines":[{"sku":"1","qty":1,"unit_price":1200}]})";
}

// A store with three sales that head office says is a clone.
void make_doubted(const fs::path& directory) {
  REQUIRE(create_store(directory, {.store = "S01", .training = true, .seed = 7}));
  const auto opened = *OpenedStore::open(directory, {});
  {
    Unit unit(opened->store());
    opened->store().set_meta("office_url", "https://127.0.0.1:1");
    unit.commit();
  }
  for (int i = 1; i <= 3; ++i) {
    REQUIRE(opened->door().call("sale.commit", sale(i)).exit_code == exit_code::ok);
  }
  CHECK_FALSE(doubt_by_office(opened->store(), "busy"));  // says nothing about the data
  REQUIRE(doubt_by_office(opened->store(), "clone"));
}

TEST_CASE("design 8: a doubted store opens as its next life; the old one lies beside it, whole") {
  constexpr std::array<std::string_view, 3> moved = {"store.db", "anchor", "keys/journal.key"};
  for (std::size_t done = 0; done <= moved.size() + 1; ++done) {
    CAPTURE(done);
    const Folder folder;
    const fs::path directory = folder.path() / "S01";
    make_doubted(directory);
    // The power fails after so many steps: the first of them make the next life.
    if (done > 0) {
      Store old(directory, zone());
      CHECK(doubt_about(old) == "clone");
      make_next_life(old, "clone");
    }
    fs::create_directories(directory / "before/1/keys");
    for (std::size_t i = 0; i + 1 < done && i < moved.size(); ++i) {
      fs::rename(directory / moved[i], directory / "before/1" / moved[i]);
    }
    if (done == moved.size() + 1) {
      fs::rename(directory / "next/keys/journal.key", directory / "keys/journal.key");
    }

    const auto opened = *OpenedStore::open(directory, {});
    Store& store = opened->store();
    CHECK(store.provisional() == "clone");
    CHECK(store.identity().genesis.epoch == 2);
    CHECK(opened->door().call("sale.commit", sale(1)).text.find("\"replayed\":true") !=
          std::string::npos);  // A19: the answer was kept
    CHECK(opened->door().call("sale.commit", sale(4)).exit_code == exit_code::ok);
    CHECK(opened->door().call("sale.commit", sale(4)).exit_code == exit_code::ok);
    CHECK(store.journal().last().seq == 1);
    CHECK(verify(store).findings.empty());
    CHECK_FALSE(fs::exists(directory / "next"));

    const auto life = earlier_life(directory);
    REQUIRE(life);
    Store old(*life, zone());
    CHECK(old.identity().genesis.epoch == 1);
    CHECK(old.journal().last().seq == 3);
    CHECK_FALSE(old.locked());
  }
}

TEST_CASE("design 8: a provisional journal takes another number, and its chain with it") {
  const Folder folder;
  const fs::path directory = folder.path() / "S01";
  make_doubted(directory);
  const auto opened = *OpenedStore::open(directory, {});
  REQUIRE(opened->door().call("sale.commit", sale(4)).exit_code == exit_code::ok);
  opened->store().renumber(5);
  REQUIRE(opened->door().call("sale.commit", sale(5)).exit_code == exit_code::ok);
  CHECK(opened->store().journal().last().epoch == 5);
  CHECK(verify(opened->store()).findings.empty());
  opened->store().opened_by_office("here");
  CHECK_FALSE(opened->store().provisional());
}

TEST_CASE("design 8: a store that was never enrolled has nobody who could doubt it") {
  const Folder folder;
  REQUIRE(create_store(folder.path() / "a", {.store = "S01", .training = true, .seed = 7}));
  fs::copy(folder.path() / "a", folder.path() / "b", fs::copy_options::recursive);
  Store copy(folder.path() / "b", zone());
  CHECK_FALSE(doubt_about(copy));
}

}  // namespace
}  // namespace vip::terminal
