// The store's thread: group commit, order, other people's work in between, closing.
#include "terminal/service/store_thread.h"

#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "cardformat/ensure.h"
#include "terminal/json/strict_json.h"
#include "tests/folder.h"

namespace vip::terminal::service {
namespace {

class Opened {
 public:
  Opened() {
    ensure(create_store(folder_.path(), {.store = "S01", .training = true}), "a store is made");
    auto store = OpenedStore::open(folder_.path(), {});
    ensure(store.has_value(), "it opens");
    thread.emplace(std::move(*store));
  }

 private:
  Folder folder_{in_memory()};

 public:
  std::optional<StoreThread> thread;
};

Call sale(int number) {
  const std::string n = std::to_string(number);
  return {.method = "sale.commit",
          .request = R"({"request_id":"r)" + n + R"(","operator":2001,"lane":1,"receipt_no":")" +
                     n +
                     R"(","expected_paid":100,"lines":[{"sku":"1","qty":1,"unit_price":100}]})"};
}

TEST_CASE("what waits is committed together, answered in order, each durable before its answer") {
  Opened opened;
  StoreThread& thread = *opened.thread;
  std::mutex gate;
  gate.lock();
  thread.run([&](OpenedStore&) { const std::lock_guard wait(gate); });
  constexpr int count = 50;
  std::vector<int> answered;
  std::vector<Seq> journal;
  std::atomic<int> left = count;
  for (int i = 0; i < count; ++i) {
    thread.call(sale(i), [&, i](Call& call, Reply reply) {
      CHECK(call.request.find("\"r" + std::to_string(i) + "\"") != std::string::npos);
      CHECK(reply.exit_code == 0);
      answered.push_back(i);
      --left;
    });
  }
  gate.unlock();
  while (left != 0) std::this_thread::yield();
  thread.run_and_wait(
      [&](OpenedStore& store) { journal.push_back(store.store().journal().last().seq); });
  CHECK(journal == std::vector<Seq>{count});
  for (int i = 0; i < count; ++i) CHECK(answered[static_cast<std::size_t>(i)] == i);
  CHECK(thread.counts().calls == count);
  CHECK(thread.counts().batches == 1);
}

TEST_CASE("work stands in the same queue as calls, and its errors go to who waits for it") {
  Opened opened;
  StoreThread& thread = *opened.thread;
  std::vector<Seq> wrote;
  thread.watch({.answered = {}, .wrote = [&](Seq last) { wrote.push_back(last); }});
  std::mutex gate;
  gate.lock();
  std::vector<std::string> order;
  thread.run([&](OpenedStore&) { const std::lock_guard wait(gate); });
  thread.call(sale(1), [&](Call&, Reply) { order.emplace_back("sale 1"); });
  thread.run([&](OpenedStore& store) {
    order.push_back("work at " + std::to_string(store.store().journal().last().seq));
  });
  thread.call(sale(2), [&](Call&, Reply) { order.emplace_back("sale 2"); });
  gate.unlock();
  CHECK_THROWS_AS(thread.run_and_wait([](OpenedStore&) {
    throw StorageError(StorageError::Kind::full, "no room");
  }),
                  StorageError);
  CHECK(order == std::vector<std::string>{"sale 1", "work at 1", "sale 2"});
  CHECK(wrote == std::vector<Seq>{1, 2});
}

// Called in the first pause of what takes long.
void at_first_step(StoreThread& thread, std::function<void()> act) {
  auto once = std::make_shared<bool>(false);
  thread.watch({.answered = {},
                .wrote = {},
                .progress = [once, act = std::move(act)](std::string_view, std::uint64_t,
                                                         std::uint64_t, std::uint64_t) {
                  if (!std::exchange(*once, true)) act();
                }});
}

TEST_CASE("what takes long lets everybody in between its steps, but for what takes long as well") {
  Opened opened;
  StoreThread& thread = *opened.thread;
  std::vector<std::string> order;
  at_first_step(thread, [&] {
    thread.call({.method = "verify", .request = "{}"},
                [&](Call&, Reply) { order.emplace_back("second verify"); });
    thread.call(sale(2), [&](Call&, Reply reply) {
      CHECK(reply.exit_code == 0);
      order.emplace_back("sale");
    });
    thread.run([&](OpenedStore&) { order.emplace_back("work"); });
  });
  thread.call(sale(1), [](Call&, Reply) {});
  thread.call({.method = "verify", .request = "{}"}, [&](Call&, Reply reply) {
    CHECK(reply.text.find("\"clean\":true,\"events\":2") != std::string::npos);
    order.emplace_back("verify");
  });
  while (order.size() < 4) thread.run_and_wait([](OpenedStore&) {});
  CHECK(order == std::vector<std::string>{"sale", "work", "verify", "second verify"});
}

std::string purchases(int count) {
  std::string csv = "receipt_no,date,customer,sku,qty,unit_price\n";
  for (int i = 0; i < count; ++i) {
    csv += "H-" + std::to_string(i) + ",2026-10-01,C" + std::to_string(i % 7) + ",A,1,1.00\n";
  }
  return csv;
}

TEST_CASE("an import of thousands of receipts goes on around the sales of the day") {
  const Folder files(in_memory());
  const std::string file = files.write("history.csv", purchases(2'000)).string();
  Opened opened;
  StoreThread& thread = *opened.thread;
  Seq sold_at = 0;
  at_first_step(thread, [&] {
    thread.call(sale(1), [&](Call&, Reply reply) {
      CHECK(reply.exit_code == 0);
      const auto json = read_json(reply.text);
      REQUIRE(json);
      sold_at = (*json)["position"]["seq"].get<Seq>();
    });
  });
  std::string imported;
  thread.call(
      {.method = "history.import", .request = R"({"request_id":"h","file":")" + file + "\"}"},
      [&](Call&, Reply reply) { imported = reply.text; });
  while (imported.empty()) thread.run_and_wait([](OpenedStore&) {});
  CHECK(imported.find("\"accepted\":2000") != std::string::npos);
  thread.run_and_wait([&](OpenedStore& store) {
    CHECK(sold_at > 1);  // between two receipts of the file
    CHECK(sold_at < store.store().journal().last().seq);
    CHECK(store.store().journal().last().seq == 2'001);
    CHECK(store.door().call("verify", "{}").exit_code == 0);
  });
}

TEST_CASE("an import that is given up keeps what it has, and a second one brings the rest") {
  const Folder files(in_memory());
  const std::string file = files.write("history.csv", purchases(1'000)).string();
  Opened opened;
  StoreThread& thread = *opened.thread;
  at_first_step(thread, [&] { thread.give_up_long_work(); });
  std::string answer;
  const std::string request = R"({"request_id":"h","file":")" + file + "\"}";
  thread.call({.method = "history.import", .request = request},
              [&](Call&, Reply reply) { answer = reply.text; });
  while (answer.empty()) thread.run_and_wait([](OpenedStore&) {});
  CHECK(answer.find("service_stopping") != std::string::npos);
  thread.run_and_wait([&](OpenedStore& store) {
    const Seq kept = store.store().journal().last().seq;
    CHECK(kept > 0);
    CHECK(kept < 1'000);
  });
}

TEST_CASE("a closed thread does what it took in, and says so of what comes later") {
  Opened opened;
  std::mutex gate;
  gate.lock();
  std::vector<int> codes;
  opened.thread->run([&](OpenedStore&) { const std::lock_guard wait(gate); });
  opened.thread->call(sale(1), [&](Call&, Reply reply) { codes.push_back(reply.exit_code); });
  opened.thread->close();
  std::string late;
  opened.thread->call(sale(2), [&](Call&, Reply reply) { late = reply.text; });
  CHECK(late.find("service_stopping") != std::string::npos);
  CHECK(late.find("\"retryable\":true") != std::string::npos);
  CHECK_FALSE(opened.thread->run([](OpenedStore&) {}));
  CHECK_THROWS_AS(opened.thread->run_and_wait([](OpenedStore&) {}), StorageError);
  gate.unlock();
  opened.thread.reset();
  CHECK(codes == std::vector<int>{0});
}

}  // namespace
}  // namespace vip::terminal::service
