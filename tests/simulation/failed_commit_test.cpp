// A commit that failed: nobody knows what of it is on the disk until the store is opened again.
#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "terminal/books/store.h"
#include "terminal/door/config.h"
#include "terminal/door/door.h"
#include "tests/folder.h"
#include "tests/simulation/memory_disk.h"

namespace vip::simulation {
namespace {

using terminal::Door;
using terminal::Store;

class Shop {
 public:
  Shop() : disk_(MemoryDisks::at_work().mount(folder_.path().string())) {
    REQUIRE(terminal::create_store(folder_.path(), {.store = "S01", .training = true, .seed = 7}));
    open();
  }
  void open() {
    door_.reset();
    store_.reset();
    store_ = std::make_unique<Store>(folder_.path(), *terminal::Zone::named("Asia/Shanghai"));
    door_ = std::make_unique<Door>(*store_, config_);
  }
  std::string sell(int n) {
    const std::string id = std::to_string(n);
    return door_
        ->call("sale.commit", R"({"request_id":"r-)" + id +
                                  R"(","operator":2001,"at":"2026-11-22T10:00:00+08:00","lane":1,)"
                                  R"("receipt_no":"T-)" +
                                  id +
                                  R"(","expected_paid":100,"lines":[{"sku":"1","qty":1,)"
                                  R"("unit_price":100}]})")
        .text;
  }
  Door& door() { return *door_; }
  Disk& disk() { return disk_; }
  std::uint64_t events() { return store_->journal().last().seq; }

 private:
  Folder folder_;
  Disk& disk_;
  terminal::Config config_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Door> door_;
};

TEST_CASE(
    "after a commit that failed the store is to be opened again; asked again, it is done once") {
  Shop shop;
  REQUIRE(shop.sell(1).starts_with(R"({"ok":true)"));
  CHECK_FALSE(shop.door().must_reopen());
  shop.disk().fail_sync_in(1);
  CHECK(shop.sell(2).find(R"("code":"storage")") != std::string::npos);
  CHECK(shop.door().must_reopen());
  shop.open();
  CHECK(shop.sell(2).starts_with(R"({"ok":true)"));
  CHECK(shop.events() == 2);
}

TEST_CASE("a full disk is said so, and the shop goes on as soon as there is room") {
  Shop shop;
  REQUIRE(shop.sell(1).starts_with(R"({"ok":true)"));
  shop.disk().set_full(true);
  std::string answer;
  // Until what the log had room for is used up.
  for (int n = 2; n < 2000 && (answer.empty() || answer.starts_with(R"({"ok":true)")); ++n) {
    answer = shop.sell(n);
  }
  CHECK(answer.find(R"("code":"storage")") != std::string::npos);
  CHECK_FALSE(shop.door().must_reopen());
  const std::uint64_t before = shop.events();
  shop.disk().set_full(false);
  CHECK(shop.sell(5000).starts_with(R"({"ok":true)"));
  CHECK(shop.events() == before + 1);
}

}  // namespace
}  // namespace vip::simulation
