// T1, X2: the terminal's time never goes down, whatever its clock does.
#include <doctest/doctest.h>

#include <string>

#include "terminal/books/event.h"
#include "terminal/books/store.h"
#include "terminal/door/config.h"
#include "terminal/door/door.h"
#include "tests/folder.h"

namespace vip::terminal {
namespace {

constexpr std::int64_t ten_o_clock = 1'795'312'800;  // 2026-11-22T10:00:00+08:00

class Shop {
 public:
  Shop() {
    REQUIRE(create_store(folder_.path(), {.store = "S01", .training = true, .seed = 7}));
    open();
  }
  void open() {
    door_.reset();
    store_.reset();
    store_.emplace(folder_.path(), *Zone::named("Asia/Shanghai"));
    door_.emplace(*store_, config_, [this] { return clock; });
  }
  // The time that stands in the journal for it.
  std::int64_t sell(int n) {
    const std::string id = std::to_string(n);
    const Reply reply = door_->call(
        "sale.commit",
        R"({"request_id":"r-)" + id + R"(","operator":2001,"lane":1,"receipt_no":"T-)" + id +
            R"(","expected_paid":100,"lines":[{"sku":"1","qty":1,"unit_price":100}]})");
    CHECK(reply.exit_code == exit_code::ok);
    const auto entry = store_->journal().at(store_->journal().last().seq);
    REQUIRE(entry.has_value());
    return decode(entry->body)->stamp.at;
  }
  Store& store() { return *store_; }

  std::int64_t clock = ten_o_clock;

 private:
  Folder folder_;
  Config config_;
  std::optional<Store> store_;
  std::optional<Door> door_;
};

TEST_CASE(
    "T1: a clock that goes back, by seconds or by two years, does not take the time with it") {
  Shop shop;
  CHECK(shop.sell(1) == ten_o_clock);
  shop.clock = ten_o_clock - 5;
  CHECK(shop.sell(2) == ten_o_clock);
  shop.clock = ten_o_clock - 2 * 365 * 86'400;
  CHECK(shop.sell(3) == ten_o_clock);
  CHECK(shop.store().time_mark() == ten_o_clock);
  shop.open();  // nor does a restart
  CHECK(shop.store().time_mark() == ten_o_clock);
  CHECK(shop.sell(4) == ten_o_clock);
  shop.clock = ten_o_clock + 1;
  CHECK(shop.sell(5) == ten_o_clock + 1);
}

}  // namespace
}  // namespace vip::terminal
