// The store's thread: group commit, order, other people's work in between, closing.
#include "terminal/service/store_thread.h"

#include <doctest/doctest.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "cardformat/ensure.h"
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
