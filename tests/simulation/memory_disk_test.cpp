// The disks of the simulator, under the real SQLite: what was committed survives, what was not may
// not, and a disk that fails says so.
#include "tests/simulation/memory_disk.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "terminal/books/sqlite.h"

namespace vip::simulation {
namespace {

using terminal::Database;
using terminal::Statement;
using terminal::StorageError;
using terminal::Transaction;

constexpr const char* path = "/memory/one/books.db";

Disk& fresh_disk() {
  Disk& disk = MemoryDisks::at_work().mount("/memory/one");
  disk.restore({});
  return disk;
}

std::unique_ptr<Database> made() {
  auto database = std::make_unique<Database>(path, Database::Mode::create);
  database->execute("CREATE TABLE row(n INTEGER PRIMARY KEY, text TEXT)");
  return database;
}

void add(Database& database, std::int64_t n) {
  Transaction transaction(database);
  Statement(database, "INSERT INTO row VALUES(?, hex(zeroblob(300)))").bind(1, n).run();
  transaction.commit();
}

// The machine goes off as it is and comes back.
template <class Fall>
std::int64_t rows_after(Disk& disk, std::unique_ptr<Database> database, Fall fall) {
  disk.stop();
  database.reset();
  fall();
  Database again(path, Database::Mode::open);
  CHECK(again.integer("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check='ok'") ==
        1);
  return again.integer("SELECT count(*) FROM row");
}

TEST_CASE("a commit that returned survives a power cut, whatever became of the rest") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Dice dice(seed);
    Disk& disk = fresh_disk();
    auto database = made();
    for (int n = 1; n <= 5; ++n) add(*database, n);
    CHECK(rows_after(disk, std::move(database), [&] { disk.restart(dice); }) == 5);
  }
}

TEST_CASE("power that goes at a write leaves all of a transaction or nothing") {
  bool lost = false;
  bool kept = false;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Dice dice(seed);
    Disk& disk = fresh_disk();
    auto database = made();
    add(*database, 1);
    disk.cut_power_in(static_cast<int>(dice.from(1, 4)));
    try {
      add(*database, 2);
    } catch (const StorageError&) {
    }
    const auto rows = rows_after(disk, std::move(database), [&] { disk.restart(dice); });
    CHECK((rows == 1 || rows == 2));
    (rows == 1 ? lost : kept) = true;
  }
  CHECK(lost);
  CHECK(kept);
}

TEST_CASE("a killed process leaves what it wrote") {
  Disk& disk = fresh_disk();
  auto database = made();
  add(*database, 1);
  CHECK(rows_after(disk, std::move(database), [&] { disk.process_killed(); }) == 1);
}

TEST_CASE("a full disk and a failing write are answered, and nothing of the transaction stays") {
  for (const bool full : {true, false}) {
    Disk& disk = fresh_disk();
    auto database = made();
    add(*database, 1);
    if (full) {
      disk.set_full(true);
    } else {
      disk.fail_write_in(1);
    }
    bool refused = false;
    try {
      add(*database, 2);
    } catch (const StorageError& error) {
      refused = true;
      CHECK((error.kind() == StorageError::Kind::full) == full);
    }
    CHECK(refused);
    disk.set_full(false);
    CHECK(database->integer("SELECT count(*) FROM row") == 1);
  }
}

// A commit whose sync failed may be there when the file is opened again. From then on it is read,
// shown and built on: it must be durable.
TEST_CASE("what is read after opening again survives a power cut, and so does all that follows") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Dice dice(seed);
    Disk& disk = fresh_disk();
    auto database = made();
    disk.fail_sync_in(1);
    CHECK_THROWS_AS(add(*database, 1), StorageError);
    database.reset();
    database = std::make_unique<Database>(path, Database::Mode::open);
    const std::int64_t seen = database->integer("SELECT count(*) FROM row");
    add(*database, 2);
    CHECK(rows_after(disk, std::move(database), [&] { disk.restart(dice); }) == seen + 1);
  }
}

TEST_CASE("commits of one flush: a beginning of them survives a power cut, all of them once done") {
  bool lost = false;
  bool part = false;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Dice dice(seed);
    Disk& disk = fresh_disk();
    auto database = made();
    add(*database, 1);
    const bool flushed = dice.chance(300);
    {
      terminal::OneFlush flush(*database);
      const std::uint64_t syncs = disk.syncs();
      for (int n = 2; n <= 6; ++n) add(*database, n);
      CHECK(disk.syncs() == syncs);
      if (flushed) flush.done();
      CHECK(disk.syncs() == syncs + (flushed ? 1 : 0));
      flush.done();
      if (flushed) CHECK(disk.syncs() == syncs + 1);  // nothing was committed since
      if (!flushed) continue;
      add(*database, 7);
    }
    const auto rows = rows_after(disk, std::move(database), [&] { disk.restart(dice); });
    CHECK((rows == 6 || rows == 7));
  }
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Dice dice(seed);
    Disk& disk = fresh_disk();
    auto database = made();
    add(*database, 1);
    {
      const terminal::OneFlush flush(*database);
      for (int n = 2; n <= 6; ++n) add(*database, n);
    }
    disk.stop();
    database.reset();
    disk.restart(dice);
    Database again(path, Database::Mode::open);
    const auto rows = again.integer("SELECT count(*) FROM row");
    CHECK(rows >= 1);
    CHECK(again.integer("SELECT max(n) FROM row") == rows);  // a beginning
    (rows == 1 ? lost : part) = true;
  }
  CHECK(lost);
  CHECK(part);
}

TEST_CASE("a commit outside of one flush is flushed, also what the flush left") {
  Dice dice(5);
  Disk& disk = fresh_disk();
  auto database = made();
  {
    const terminal::OneFlush flush(*database);
    add(*database, 1);
  }
  add(*database, 2);
  CHECK(rows_after(disk, std::move(database), [&] { disk.restart(dice); }) == 2);
}

TEST_CASE("an image that is put back is the disk of then") {
  Disk& disk = fresh_disk();
  auto database = made();
  add(*database, 1);
  const Disk::Image image = disk.image();
  add(*database, 2);
  CHECK(rows_after(disk, std::move(database), [&] { disk.restore(image); }) == 1);
}

}  // namespace
}  // namespace vip::simulation
