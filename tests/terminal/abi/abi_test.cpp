// The C interface, used well and used badly. Nothing of ours is linked in but libvip.so itself.
#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <barrier>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "terminal/abi/vip.h"
#include "tests/folder.h"

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using vip::Folder;

struct Answer {
  int result = -1;
  Json json;
  std::string word() const {
    if (json.contains("refusal")) return json["refusal"]["word"];
    return json.contains("error") ? json["error"].value("word", std::string()) : std::string();
  }
  std::string pointer() const {
    return json.contains("error") ? json["error"].value("pointer", std::string("none")) : "none";
  }
};

Answer taken(int result, char* answer) {
  const std::unique_ptr<char, void (*)(void*)> owned(answer, vip_free);
  return {result, answer == nullptr ? Json() : Json::parse(answer)};
}

Answer create(const std::string& directory,
              const char* options = R"({"store":"S01","training":true,"seed":7})") {
  char* answer = nullptr;
  const int result = vip_create(directory.c_str(), options, &answer);
  return taken(result, answer);
}

struct Opened {
  vip_handle* handle = nullptr;
  Answer answer;
};

Opened open_store(const std::string& directory, const char* options = nullptr) {
  Opened opened;
  char* answer = nullptr;
  const int result = vip_open(directory.c_str(), options, &opened.handle, &answer);
  opened.answer = taken(result, answer);
  return opened;
}

vip_handle* new_store(const std::string& directory) {
  REQUIRE(create(directory).result == VIP_OK);
  const Opened opened = open_store(directory);
  REQUIRE(opened.answer.result == VIP_OK);
  REQUIRE(opened.handle != nullptr);
  return opened.handle;
}

Answer call(vip_handle* store, const char* method, const std::string& request) {
  char* answer = nullptr;
  const int result = vip_call(store, method, request.c_str(), &answer);
  return taken(result, answer);
}

// A sale without a card, of one piece at 35.50.
std::string sale(const std::string& id) {
  return R"({"request_id":")" + id + R"(","operator":"1001","lane":"1","receipt_no":")" + id +
         R"(","expected_paid":3550,"at":"2026-11-22T10:00:00+08:00",)"
         R"("lines":[{"sku":"B20","qty":1,"unit_price":3550}]})";
}

std::int64_t events_of(vip_handle* store) {
  const Answer one_more = call(store, "sale.commit", sale("the last one"));
  REQUIRE(one_more.result == VIP_OK);
  return one_more.json["position"]["seq"].get<std::int64_t>();
}

vip_handle* made_up(std::uintptr_t number) {
  return reinterpret_cast<vip_handle*>(number);  // NOLINT: what a wrong program would pass
}

TEST_CASE("S8, A19: a store is made, opened, sold from and closed; the same request is one sale") {
  const Folder folder;
  const Answer made = create(folder.path("store").string());
  CHECK(made.result == VIP_OK);
  CHECK(made.json["ok"] == true);
  CHECK(create(folder.path("store").string()).result == VIP_CONFLICT);

  const Opened opened = open_store(folder.path("store").string(), "{}");
  REQUIRE(opened.answer.result == VIP_OK);
  const Answer first = call(opened.handle, "sale.commit", sale("1"));
  CHECK(first.result == VIP_OK);
  CHECK(first.json["position"]["seq"] == 1);
  const Answer again = call(opened.handle, "sale.commit", sale("1"));
  CHECK(again.json["replayed"] == true);
  CHECK(again.json["position"] == first.json["position"]);
  CHECK(vip_idle(opened.handle) == VIP_OK);
  CHECK(vip_close(opened.handle) == VIP_OK);

  const Opened later = open_store(folder.path("store").string());
  CHECK(call(later.handle, "sale.show", R"({"receipt_no":"1"})").json["result"]["paid"] == 3550);
  CHECK(call(later.handle, "verify", "{}").result == VIP_OK);
  CHECK(vip_close(later.handle) == VIP_OK);
}

TEST_CASE("the numbers are the exit codes of the interfaces") {
  const Folder folder;
  vip_handle* store = new_store(folder.path("store").string());
  CHECK(call(store, "sale.show", R"({"receipt_no":"none"})").result == VIP_NOT_FOUND);
  CHECK(call(store, "sale.shwo", "{}").result == VIP_USAGE);
  CHECK(call(store, "sale.show", "{").result == VIP_USAGE);
  CHECK(call(store, "sale.commit", sale("1")).result == VIP_OK);
  Json other = Json::parse(sale("1"));
  other["lane"] = "2";
  CHECK(call(store, "sale.commit", other.dump()).result == VIP_CONFLICT);
  other["request_id"] = "2";
  other["receipt_no"] = "2";
  other["expected_paid"] = 3549;
  const Answer refused = call(store, "sale.commit", other.dump());
  CHECK(refused.result == VIP_REFUSED);
  CHECK(refused.word() == "paid_differs");
  other["operator"] = "1009";
  CHECK(call(store, "sale.commit", other.dump()).result == VIP_NOT_ALLOWED);
  CHECK(call(store, "sync.run", "{}").result != VIP_OK);  // the exchange is in the library
  CHECK(call(store, "sync.run", "{}").pointer() != "/method");
  vip_close(store);
}

TEST_CASE("whatever is left out is answered, wherever an answer can go") {
  const Folder folder;
  vip_handle* store = new_store(folder.path("store").string());
  const std::string directory = folder.path("store").string();
  char* answer = nullptr;
  vip_handle* handle = made_up(1);

  CHECK(vip_create(nullptr, "{}", &answer) == VIP_USAGE);
  CHECK(taken(VIP_USAGE, answer).pointer() == "/directory");
  CHECK(vip_create(directory.c_str(), nullptr, &answer) == VIP_USAGE);
  CHECK(taken(VIP_USAGE, answer).pointer() == "/options");
  CHECK(vip_create(nullptr, nullptr, nullptr) == VIP_USAGE);
  CHECK(vip_open(nullptr, nullptr, &handle, &answer) == VIP_USAGE);
  CHECK(taken(VIP_USAGE, answer).pointer() == "/directory");
  CHECK(handle == nullptr);
  CHECK(vip_open(directory.c_str(), nullptr, nullptr, &answer) == VIP_USAGE);
  CHECK(taken(VIP_USAGE, answer).pointer() == "/handle");
  CHECK(vip_open(directory.c_str(), nullptr, nullptr, nullptr) == VIP_USAGE);
  CHECK(vip_call(store, nullptr, "{}", &answer) == VIP_USAGE);
  CHECK(taken(VIP_USAGE, answer).pointer() == "/method");
  CHECK(vip_call(store, "status", nullptr, &answer) == VIP_USAGE);
  CHECK(taken(VIP_USAGE, answer).json["ok"] == false);
  CHECK(vip_call_bytes(store, "status", nullptr, 5, &answer, nullptr) == VIP_USAGE);
  vip_free(answer);
  CHECK(vip_call(store, "status", "{}", nullptr) == VIP_OK);
  CHECK(vip_call(nullptr, nullptr, nullptr, nullptr) == VIP_USAGE);
  CHECK(vip_idle(nullptr) == VIP_USAGE);
  CHECK(vip_close(nullptr) == VIP_USAGE);
  vip_free(nullptr);
  CHECK(vip_close(store) == VIP_OK);
}

TEST_CASE("what is not UTF-8, too long or unknown is named by its place") {
  const Folder folder;
  vip_handle* store = new_store(folder.path("store").string());
  CHECK(create("\xff\xfe").pointer() == "/directory");
  CHECK(create(std::string(5000, 'd')).pointer() == "/directory");
  CHECK(create(folder.path("other").string(), "{\"store\":\"\xc3\x28\"}").pointer() == "/options");
  CHECK(create(folder.path("other").string(), R"({"store":"S01","trainign":true})").pointer() ==
        "/trainign");
  CHECK(create(folder.path("other").string(), R"({"training":true})").pointer() == "/store");
  CHECK(create(folder.path("other").string(), R"({"store":"S01","seed":1})").pointer() == "/seed");
  CHECK(create(folder.path("other").string(), R"({"store":"S 1"})").pointer() == "/store");
  CHECK(create(folder.path("other").string(), R"({"store":""})").pointer() == "/store");
  CHECK(create(folder.path("other").string(), R"({"store":"0123456789abcdefg"})").pointer() ==
        "/store");
  CHECK_FALSE(fs::exists(folder.path("other").string()));
  CHECK(open_store(folder.path("store").string(), R"({"lanes":3})").answer.pointer() == "/lanes");
  CHECK(open_store(folder.path("store").string(), "\xed\xa0\x80").answer.pointer() == "/options");
  CHECK(call(store, "\xe4\xb8", "{}").pointer() == "/method");
  CHECK(call(store, std::string(70, 'm').c_str(), "{}").pointer() == "/method");
  CHECK(call(store, "status", "{\"\xff\":1}").result == VIP_USAGE);
  CHECK(call(store, "status", std::string(2'000'000, ' ')).result == VIP_USAGE);
  CHECK(call(store, "status", R"({"surprise":1})").pointer() == "/surprise");
  CHECK(vip_close(store) == VIP_OK);
}

TEST_CASE("a text with a length needs no zero at its end, and may not hide one") {
  const Folder folder;
  vip_handle* store = new_store(folder.path("store").string());
  const char request[] = {'{', '}', 'x'};
  char* answer = nullptr;
  std::size_t length = 7;
  CHECK(vip_call_bytes(store, "status", request, 2, &answer, &length) == VIP_OK);
  CHECK(length == std::strlen(answer));
  vip_free(answer);
  CHECK(vip_call_bytes(store, "status", request, 3, &answer, &length) == VIP_USAGE);
  CHECK(length == std::strlen(answer));
  vip_free(answer);
  const char hidden[] = {'{', '}', '\0', '{', '}'};
  CHECK(vip_call_bytes(store, "status", hidden, 5, &answer, nullptr) == VIP_USAGE);
  vip_free(answer);
  CHECK(vip_close(store) == VIP_OK);
  CHECK(vip_call_bytes(store, "status", "{}", 2, nullptr, &length) == VIP_USAGE);
  CHECK(length == 0);
}

TEST_CASE("a handle that was closed, or never was one, is answered, not followed") {
  const Folder folder;
  vip_handle* store = new_store(folder.path("store").string());
  CHECK(vip_close(store) == VIP_OK);
  const int something = 0;
  vip_handle* const wrong[] = {
      store,
      nullptr,
      made_up(1),
      made_up(2),
      made_up(UINTPTR_MAX),
      reinterpret_cast<vip_handle*>(const_cast<int*>(&something))};  // NOLINT
  for (vip_handle* handle : wrong) {
    const Answer answer = call(handle, "status", "{}");
    CHECK(answer.result == VIP_USAGE);
    CHECK(answer.pointer() == "/handle");
    CHECK(vip_idle(handle) == VIP_USAGE);
    CHECK(vip_close(handle) == VIP_USAGE);
  }
  // A new handle is never an old one.
  const Opened again = open_store(folder.path("store").string());
  CHECK(again.answer.result == VIP_OK);
  CHECK(again.handle != store);
  CHECK(call(store, "status", "{}").result == VIP_USAGE);
  CHECK(vip_close(again.handle) == VIP_OK);
}

TEST_CASE("one directory is open once; two directories are two stores") {
  const Folder folder;
  vip_handle* store = new_store(folder.path("one").string());
  const Opened second = open_store(folder.path("one").string());
  CHECK(second.answer.result == VIP_STORAGE);
  CHECK(second.answer.word() == "storage_locked");
  CHECK(second.handle == nullptr);
  CHECK(call(store, "sale.commit", sale("1")).result == VIP_OK);  // the first is none the worse

  vip_handle* other = new_store(folder.path("other").string());
  CHECK(call(other, "sale.commit", sale("1")).json["position"]["seq"] == 1);
  CHECK(vip_close(other) == VIP_OK);
  CHECK(call(store, "sale.commit", sale("2")).json["position"]["seq"] == 2);
  CHECK(vip_close(store) == VIP_OK);
  const Opened third = open_store(folder.path("one").string());
  CHECK(third.answer.result == VIP_OK);
  CHECK(vip_close(third.handle) == VIP_OK);
}

TEST_CASE("no store, a broken one and a broken vip.toml are answers") {
  const Folder folder;
  const Opened missing = open_store(folder.path("nowhere").string());
  CHECK(missing.answer.result == VIP_STORAGE);
  CHECK(missing.answer.word() == "store_missing");
  REQUIRE(create(folder.path("store").string()).result == VIP_OK);
  std::ofstream(folder.path("store").string() + "/vip.toml") << "zoen = 1\n";
  const Opened misspelt = open_store(folder.path("store").string());
  CHECK(misspelt.answer.result == VIP_CONFIGURATION);
  CHECK(misspelt.answer.word() == "config_unknown_key");
  fs::remove(folder.path("store").string() + "/vip.toml");
  fs::remove(folder.path("store").string() + "/store.db-wal");  // from which SQLite would mend it
  std::ofstream(folder.path("store").string() + "/store.db")
      << "this is no database, whatever it is called";
  const Opened broken = open_store(folder.path("store").string());
  CHECK(broken.answer.result == VIP_STORAGE);
  CHECK(broken.handle == nullptr);
}

TEST_CASE("threads: sixteen lanes on one handle, every sale once, the books right") {
  const Folder folder;
  vip_handle* store = new_store(folder.path("store").string());
  constexpr int lanes = 16;
  constexpr int sales_of_each = 20;
  std::atomic<int> sold = 0, replayed = 0;
  std::barrier start(lanes);
  std::vector<std::thread> threads;
  for (int lane = 0; lane < lanes; ++lane) {
    threads.emplace_back([&, lane] {
      start.arrive_and_wait();
      for (int i = 0; i < sales_of_each; ++i) {
        // Two lanes ask for each sale: one of them makes it.
        const std::string id = std::to_string(lane / 2) + "-" + std::to_string(i);
        const Answer answer = call(store, "sale.commit", sale(id));
        if (answer.result == VIP_OK) ++(answer.json.contains("replayed") ? replayed : sold);
        char* status = nullptr;
        if (vip_call(store, "status", "{}", &status) != VIP_OK) sold = -1'000'000;
        vip_free(status);
        vip_idle(store);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(sold == lanes / 2 * sales_of_each);
  CHECK(replayed == lanes / 2 * sales_of_each);
  CHECK(events_of(store) == lanes / 2 * sales_of_each + 1);
  CHECK(call(store, "verify", "{}").result == VIP_OK);
  CHECK(vip_close(store) == VIP_OK);
}

TEST_CASE("threads: closing waits for the calls inside; what was answered ok is there") {
  const Folder folder;
  REQUIRE(create(folder.path("store").string()).result == VIP_OK);
  constexpr int lanes = 8;
  for (int round = 0; round < 8; ++round) {
    vip_handle* store = open_store(folder.path("store").string()).handle;
    std::vector<std::vector<std::string>> confirmed(lanes);
    std::atomic<int> others = 0, under_way = 0;
    std::vector<std::thread> threads;
    for (int lane = 0; lane < lanes; ++lane) {
      threads.emplace_back([&, lane] {
        for (int i = 0;; ++i) {
          const std::string id =
              std::to_string(round) + "-" + std::to_string(lane) + "-" + std::to_string(i);
          const Answer answer = call(store, "sale.commit", sale(id));
          if (answer.result == VIP_OK) {
            confirmed[static_cast<std::size_t>(lane)].push_back(id);
            ++under_way;
            continue;
          }
          if (answer.result != VIP_USAGE || answer.pointer() != "/handle") ++others;
          return;
        }
      });
    }
    while (under_way < lanes) std::this_thread::yield();
    const int closed = vip_close(store);
    // Closed is closed: the directory is free at once, whatever the lanes are about.
    const Opened again = open_store(folder.path("store").string());
    for (std::thread& thread : threads) thread.join();
    CHECK(closed == VIP_OK);
    CHECK(others == 0);
    REQUIRE(again.answer.result == VIP_OK);
    int lost = 0;
    for (const auto& ids : confirmed) {
      for (const std::string& id : ids) {
        if (!call(again.handle, "sale.commit", sale(id)).json.contains("replayed")) ++lost;
      }
    }
    CHECK(lost == 0);
    CHECK(call(again.handle, "verify", "{}").result == VIP_OK);
    CHECK(vip_close(again.handle) == VIP_OK);
  }
}

// What a child of fork() ends with.
template <class Act>
int in_child(Act act) {
  const pid_t child = fork();
  if (child == 0) _exit(act());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_CASE("fork: a parent's handle is not the child's, and nothing of it is touched") {
  const Folder folder;
  vip_handle* store = new_store(folder.path("store").string());
  REQUIRE(call(store, "sale.commit", sale("1")).result == VIP_OK);
  const std::string other = folder.path("other").string();
  CHECK(in_child([&] {
          char* answer = nullptr;
          if (vip_call(store, "sale.commit", sale("2").c_str(), &answer) != VIP_NOT_ALLOWED)
            return 1;
          if (taken(0, answer).word() != "handle_of_parent") return 2;
          if (vip_idle(store) != VIP_NOT_ALLOWED) return 3;
          if (vip_close(store) != VIP_NOT_ALLOWED) return 4;
          if (create(other).result != VIP_OK) return 5;
          const Opened own = open_store(other);
          if (own.answer.result != VIP_OK) return 6;
          if (call(own.handle, "sale.commit", sale("1")).result != VIP_OK) return 7;
          return vip_close(own.handle) == VIP_OK ? 0 : 8;
        }) == 0);
  CHECK(call(store, "sale.commit", sale("2")).json["position"]["seq"] == 2);
  CHECK(call(store, "verify", "{}").result == VIP_OK);
  CHECK(vip_close(store) == VIP_OK);
  const Opened again = open_store(folder.path("store").string());
  CHECK(call(again.handle, "sale.commit", sale("3")).json["position"]["seq"] == 3);
  CHECK(vip_close(again.handle) == VIP_OK);
}

TEST_CASE("fork: a child that ends by exit() closes nothing of its parent's") {
  const Folder folder;
  vip_handle* store = new_store(folder.path("store").string());
  REQUIRE(call(store, "sale.commit", sale("1")).result == VIP_OK);
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) std::exit(0);  // with every destructor of what is static
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(call(store, "sale.commit", sale("2")).json["position"]["seq"] == 2);
  CHECK(vip_close(store) == VIP_OK);
  const Opened again = open_store(folder.path("store").string());
  CHECK(call(again.handle, "verify", "{}").result == VIP_OK);
  CHECK(call(again.handle, "sale.commit", sale("3")).json["position"]["seq"] == 3);
  CHECK(vip_close(again.handle) == VIP_OK);
}

TEST_CASE("fork: from amid busy threads, the child still gets its answer") {
  const Folder folder;
  vip_handle* store = new_store(folder.path("store").string());
  std::atomic<bool> done = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      while (!done) vip_idle(store);
    });
  }
  int wrong = 0;
  for (int i = 0; i < 50; ++i) {
    if (in_child([&] { return vip_close(store); }) != VIP_NOT_ALLOWED) ++wrong;
  }
  done = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(vip_close(store) == VIP_OK);
}

std::ptrdiff_t entries_of(const char* directory) {
  return std::distance(fs::directory_iterator(directory), fs::directory_iterator());
}

TEST_CASE("opened and closed again and again: no thread is made, no file stays open") {
  const Folder folder;
  REQUIRE(create(folder.path("store").string()).result == VIP_OK);
  vip_close(open_store(folder.path("store").string()).handle);
  const auto files = entries_of("/proc/self/fd");
  const auto threads = entries_of("/proc/self/task");
  for (int i = 0; i < 20; ++i) {
    const Opened opened = open_store(folder.path("store").string());
    REQUIRE(opened.answer.result == VIP_OK);
    CHECK(call(opened.handle, "status", "{}").result == VIP_OK);
    CHECK(entries_of("/proc/self/task") == threads);
    CHECK(open_store(folder.path("store").string()).handle == nullptr);
    CHECK(vip_close(opened.handle) == VIP_OK);
  }
  CHECK(entries_of("/proc/self/fd") == files);
}

TEST_CASE("any bytes at all: an answer in JSON, and the books as they were") {
  const Folder folder;
  vip_handle* store = new_store(folder.path("store").string());
  const std::string whole = sale("1");
  const bool held = rc::check([&] {
    // Half of them are a sale with some bytes changed, so that more than the reader is reached.
    std::string request = whole;
    if (*rc::gen::arbitrary<bool>()) {
      request = *rc::gen::arbitrary<std::string>();
    } else {
      const auto places = *rc::gen::container<std::vector<std::size_t>>(
          rc::gen::inRange<std::size_t>(0, whole.size()));
      for (const std::size_t at : places) request[at] = *rc::gen::arbitrary<char>();
      request.replace(0, 1, "[");  // never a sale
    }
    const std::string method =
        *rc::gen::element<std::string>("sale.commit", "sale.quote", "status", "", "a\xff", "call");
    char* answer = nullptr;
    std::size_t length = 0;
    const int result =
        vip_call_bytes(store, method.c_str(), request.data(), request.size(), &answer, &length);
    const std::unique_ptr<char, void (*)(void*)> owned(answer, vip_free);
    RC_ASSERT(answer != nullptr);
    RC_ASSERT(length == std::strlen(answer));
    const Json json = Json::parse(answer);  // throws for what is no JSON in UTF-8
    RC_ASSERT(json["ok"].is_boolean());
    RC_ASSERT((result == VIP_OK) == json["ok"].get<bool>());
  });
  CHECK(held);
  CHECK(events_of(store) == 1);
  CHECK(vip_close(store) == VIP_OK);
}

}  // namespace
