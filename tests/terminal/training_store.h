// Training store: a store of its own for one test, asked through the real door, opened again at
// will.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "cardformat/ensure.h"
#include "terminal/books/store.h"
#include "terminal/door/config.h"
#include "terminal/door/door.h"
#include "terminal/json/strict_json.h"
#include "tests/folder.h"

namespace vip::terminal {

class TrainingStore {
 public:
  explicit TrainingStore(Config config = {}) : config_(std::move(config)) {
    ensure(create_store(folder_.path(), {.store = "S01", .training = true, .seed = 7}),
           "a new store is made");
    open();
  }
  TrainingStore(const TrainingStore&) = delete;
  TrainingStore& operator=(const TrainingStore&) = delete;

  void open() {
    store_ = std::make_unique<Store>(folder_.path(), *Zone::named("Asia/Shanghai"));
    door_ = std::make_unique<Door>(*store_, config_);
  }
  void close() {
    door_.reset();
    store_.reset();
  }

  // Adds request id, operator and time to `fields`, and asks.
  Json act(const std::string& method, const std::string& fields) {
    last_method_ = method;
    last_request_ = R"({"request_id":"r-)" + std::to_string(++requests_) +
                    R"(","operator":2001,"at":"2026-11-22T10:00:00+08:00",)" + fields + '}';
    return again();
  }
  // The same request once more.
  Json again() { return read_json(door_->call(last_method_, last_request_).text).value(); }

  // A new member's card: somebody with a receipt of another store that qualifies (E1, E3).
  std::string issue() {
    const std::string phone = std::to_string(13'800'000'000 + ++members_);
    const Json answer =
        act("card.issue", R"("proof":{"receipts":[{"receipt_no":"S09-)" + phone +
                              R"(","date":"2026-11-01","paid":100000}]},"registration":{)"
                              R"("surname":"王","form":"ms","phone":")" +
                              phone + R"(","birthday":"1990-05-20","consent":true})");
    ensure(answer.at("ok").get<bool>(), answer.dump().c_str());
    return answer.at("result").at("card").get<std::string>();
  }

  // One line at its special price, which is what is paid (D5).
  Json sell(const std::string& card, std::int64_t qty, std::int64_t price) {
    const std::string number = std::to_string(requests_ + 1);
    return act("sale.commit", R"("lane":1,"receipt_no":"T-)" + number + R"(","card":")" + card +
                                  R"(","expected_paid":)" + std::to_string(qty * price) +
                                  R"(,"lines":[{"sku":"1","special_price":true,"qty":)" +
                                  std::to_string(qty) + R"(,"unit_price":)" +
                                  std::to_string(price) + "}]");
  }

  Store& store() { return *store_; }
  Door& door() { return *door_; }
  std::filesystem::path database() const { return folder_.path("store.db"); }

 private:
  Folder folder_;
  Config config_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Door> door_;
  int requests_ = 0;
  std::int64_t members_ = 0;
  std::string last_method_;
  std::string last_request_;
};

}  // namespace vip::terminal
