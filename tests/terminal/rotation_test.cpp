#include "terminal/books/rotation.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>
#include <string>

#include "terminal/counter/verify.h"
#include "tests/terminal/training_store.h"

namespace vip::terminal {
namespace {

namespace fs = std::filesystem;

Zone zone() { return *Zone::named("Asia/Shanghai"); }

constexpr int members = 1'200;  // three batches

void fill(Store& store) {
  Unit unit(store);
  unit.run([&] {
    for (int i = 0; i < members; ++i) {
      const PersonId id = store.people().prospect(std::to_string(13'900'000'000 + i));
      if (i % 3 == 0) store.people().set_customer(id, "former-" + std::to_string(i));
      if (i % 100 == 7) store.people().erase(id);
    }
    store.people().remark(1, "靠窗", 1);
    store.people().begin_answer();
    store.people().keep_answer("kept", "print", "nobody's");
    return true;
  });
  unit.commit();
}

void check(Store& store) {
  People& people = store.people();
  for (int i = 0; i < members; ++i) {
    CAPTURE(i);
    const auto found = people.with_phone(std::to_string(13'900'000'000 + i));
    if (i % 100 == 7) {
      CHECK_FALSE(found.has_value());
      CHECK(people.find(i + 1)->erased);
    } else {
      REQUIRE(found.has_value());
      CHECK(found->id == i + 1);
      CHECK(found->customer.has_value() == (i % 3 == 0));
      if (i % 3 == 0) CHECK(people.with_customer("former-" + std::to_string(i))->id == i + 1);
    }
  }
  CHECK(people.remark(1) == "靠窗");
  CHECK(people.answer("kept", "print")->text == "nobody's");
  CHECK(verify(store).findings.empty());
}

TEST_CASE("design 9: another key takes over everything, and the one before opens nothing") {
  TrainingStore training;
  fill(training.store());
  const fs::path keys = training.store().directory() / "keys";
  const std::string before = training.store().key_name();
  const std::string old_file = read_all(keys / "data.key");
  const auto pepper = training.store().pins().make("1001", "135790");

  const Json answer =
      read_json(training.door().call("key.rotate", R"({"operator":2001})").text).value();
  REQUIRE(answer.at("ok").get<bool>());
  CHECK(answer.at("result").at("before") == before);
  CHECK(answer.at("result").at("keys_wrapped") == members - 12 + 1);  // and the key of lists
  CHECK(training.store().key_name() != before);
  check(training.store());
  CHECK(training.store().pins().pin_is(pepper, "1001", "135790"));
  CHECK_FALSE(fs::exists(keys / "data.key.next"));
  CHECK((fs::status(keys / "data.key").permissions() & fs::perms(0077)) == fs::perms::none);

  training.close();
  training.open();
  check(training.store());
  training.close();
  // The key of before, with the store as it is now.
  fs::remove(keys / "data.key");
  write_secret_file(keys / "data.key", old_file);
  CHECK_THROWS_AS(Store(training.database().parent_path(), zone()), StorageError);
}

TEST_CASE("design 9: killed at any moment, a rotation goes on when the store is opened") {
  const Folder folder(in_memory());
  const fs::path data = folder.path("store");
  REQUIRE(create_store(data, {.store = "S01", .training = true, .seed = 1}));
  std::string before;
  {
    Store store(data, zone());
    fill(store);
    before = store.key_name();
  }
  std::mt19937 dice(7);
  int killed = 0;
  for (int round = 0; round < 12; ++round) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      try {
        Store store(data, zone());
        while (true) store.rotate_key();
      } catch (...) {
        ::_exit(1);
      }
    }
    ::usleep(static_cast<useconds_t>(2'000 + dice() % 150'000));
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    ++killed;
    if (round % 4 == 3) {
      Store store(data, zone());
      check(store);
      CHECK_FALSE(rotation_begun(store.database()));
    }
  }
  Store store(data, zone());
  CHECK(store.key_name() != before);
  check(store);
}

}  // namespace
}  // namespace vip::terminal
