#include "terminal/books/encrypting.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <random>
#include <string>

#include "terminal/books/schema.h"
#include "terminal/counter/verify.h"
#include "terminal/door/door.h"
#include "terminal/json/strict_json.h"
#include "tests/terminal/old_store.h"

namespace vip::terminal {
namespace {

namespace fs = std::filesystem;

const std::string old_sql = VIP_SOURCE_ROOT "/tests/vectors/store_v2.sql";

Zone zone() { return *Zone::named("Asia/Shanghai"); }

// Where something of it still stands in the clear: file and canary.
std::vector<std::string> traces(const fs::path& directory) {
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    const std::string bytes = read_all(entry.path());
    for (const std::string_view canary : old_canaries()) {
      if (bytes.find(canary) == std::string::npos) continue;
      found.push_back(entry.path().filename().string() + ": " + std::string(canary));
    }
  }
  return found;
}

void check_people(Store& store, int more) {
  People& people = store.people();
  const auto member = people.find(1);
  REQUIRE(member.has_value());
  CHECK(member->registration == Registration{.surname = "欧阳",
                                             .given_name = "晓测",
                                             .form = Form::ms,
                                             .phone = "13911112222",
                                             .birthday = *Day::from_civil(1991, 4, 5),
                                             .note = "改喜欢茉莉香型"});
  CHECK(member->consent.at == 1'772'416'800);
  CHECK(people.with_phone("13911112222")->id == 1);
  CHECK(people.with_phone("13733334444")->id == 2);
  CHECK(people.with_customer("ALTKUNDE-7732")->id == 4);
  CHECK(people.remark(5) == "晓测本人要求查看");
  CHECK(people.remark(6) == "晓测本人更正");
  CHECK(people.remark(7) == "晓测的小票漏扫");
  int all = 0;
  people.each([&](const Person&) { ++all; });
  CHECK(all == 4 + more);
  for (int i = 0; i < more; i += 97) {
    CHECK(people.with_phone(std::to_string(13'600'000'000 + i))->id == 5 + i);
  }
  CHECK(store.database().integer("SELECT count(*) FROM answer") == 7 + more);
  CHECK(verify(store).findings.empty());
}

TEST_CASE("R3: a store of before is encrypted when it is opened, and nothing of it is left") {
  const Folder folder;
  make_old_store(folder.path("store"), old_sql, 0);
  CHECK(traces(folder.path("store")).size() > 8);  // the search finds them
  {
    Store store(folder.path("store"), zone());
    check_people(store, 0);
    CHECK_FALSE(must_be_cleaned(store.database()));
    CHECK(traces(folder.path("store")) == std::vector<std::string>());
  }
  CHECK(traces(folder.path("store")) == std::vector<std::string>());
  Store again(folder.path("store"), zone());
  check_people(again, 0);
}

TEST_CASE("A19: an answer that was given before the store was encrypted is given again") {
  const Folder folder;
  make_old_store(folder.path("store"), old_sql, 0);
  Store store(folder.path("store"), zone());
  const Config config;
  Door door(store, config);
  const std::string request =
      R"({"request_id":"v2-3","operator":"1001","lane":"1","receipt_no":"R-2",)"
      R"("at":"2026-03-03T10:00:00+08:00","phone":"13733334444",)"
      R"("lines":[{"sku":"B","qty":1,"unit_price":PRICE}],"expected_paid":5000})";
  const auto with_price = [&](const std::string& price) {
    std::string text = request;
    return text.replace(text.find("PRICE"), 5, price);
  };
  const auto same = read_json(door.call("sale.commit", with_price("5000")).text);
  REQUIRE(same.has_value());
  CHECK(same->at("replayed").get<bool>());
  CHECK(same->at("result").at("sale") == "S01-1-3");
  const auto other = read_json(door.call("sale.commit", with_price("5001")).text);
  CHECK(other->at("error").at("code") == "conflict");
  CHECK(door.call("receipt.show", R"({"receipt_no":"R-2"})").text.find(R"("times_printed":0)") !=
        std::string::npos);  // counted since the same version
}

TEST_CASE("R4: whom an answer or a remark of before was about takes it along") {
  const Folder folder;
  make_old_store(folder.path("store"), old_sql, 0);
  Store store(folder.path("store"), zone());
  Unit unit(store);
  unit.run([&] {
    store.people().erase(1);
    return true;
  });
  unit.commit();
  for (const Seq seq : {Seq{5}, Seq{6}, Seq{7}}) {
    CHECK_FALSE(store.people().remark(seq).has_value());
  }
  for (const char* id : {"v2-1", "v2-2", "v2-4", "v2-5", "v2-6", "v2-7"}) {
    CAPTURE(id);
    const auto answer = store.people().answer(id, "");
    REQUIRE(answer.has_value());
    CHECK_FALSE(answer->text.has_value());
  }
  CHECK(store.people().answer("v2-3", "")->text.has_value());  // the prospect's
}

TEST_CASE("R3: killed at any moment, encrypting goes on where it was") {
  constexpr int more = 3'000;
  const Folder folder(in_memory());
  make_old_store(folder.path("store"), old_sql, more);
  std::mt19937 dice(5);
  int killed = 0;
  for (int round = 0; round < 400; ++round) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      try {
        const Store store(folder.path("store"), zone());
        ::_exit(0);
      } catch (...) {
        ::_exit(1);
      }
    }
    // Later and later, however fast the machine is; the first ones come before it has done much.
    ::usleep(static_cast<useconds_t>(500 + dice() % 3'000 + static_cast<unsigned>(round) * 500));
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    if (WIFEXITED(status)) {
      CHECK(WEXITSTATUS(status) == 0);
      break;
    }
    ++killed;
  }
  CHECK(killed > 3);
  {
    Store store(folder.path("store"), zone());
    check_people(store, more);
    CHECK_FALSE(must_be_cleaned(store.database()));
  }
  CHECK(traces(folder.path("store")) == std::vector<std::string>());
}

}  // namespace
}  // namespace vip::terminal
