// Staffed store: a store in earnest with a manager (3001), a cashier (3002) and a second manager
// (3003), asked through the real door.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "cardformat/ensure.h"
#include "terminal/books/store.h"
#include "terminal/door/config.h"
#include "terminal/door/door.h"
#include "terminal/json/strict_json.h"
#include "tests/folder.h"

namespace vip::terminal {

class StaffedStore {
 public:
  static constexpr const char* manager = R"("operator":3001,"pin":"481937")";
  static constexpr const char* cashier = R"("operator":3002,"pin":"604183")";
  static constexpr const char* second = R"("second_operator":3001,"second_pin":"481937")";

  explicit StaffedStore(bool training = false) {
    ensure(create_store(directory(), {.store = "S01", .training = training}),
           "a new store is made");
    open();
    const std::string first = training ? R"("operator":2001)" : R"("operator":3001)";
    must("operator.add", first + R"(,"number":3001,"role":"manager","new_pin":"481937")");
    must("operator.add",
         std::string(manager) + R"(,"number":3002,"role":"cashier","new_pin":"604183")");
    must("operator.add",
         std::string(manager) + R"(,"number":3003,"role":"manager","new_pin":"926538")");
  }
  StaffedStore(const StaffedStore&) = delete;
  StaffedStore& operator=(const StaffedStore&) = delete;

  void open() {
    store_ = std::make_unique<Store>(directory(), *Zone::named("Asia/Shanghai"));
    door_ = std::make_unique<Door>(*store_, config_);
  }
  void close() {
    door_.reset();
    store_.reset();
  }

  // As it is.
  Json ask(const std::string& method, const std::string& fields) {
    return read_json(door_->call(method, '{' + fields + '}').text).value();
  }
  // With a request id of its own.
  Json act(const std::string& method, const std::string& fields) {
    return ask(method, R"("request_id":"r-)" + std::to_string(++requests_) + "\"," + fields);
  }
  Json must(const std::string& method, const std::string& fields) {
    const Json answer = act(method, fields);
    ensure(answer.at("ok").get<bool>(), answer.dump().c_str());
    return answer.at("result");
  }
  // "ok", the word of a refusal, or the word (else the code) of an error.
  static std::string word_of(const Json& answer) {
    if (answer.at("ok").get<bool>()) return "ok";
    if (answer.contains("refusal")) return answer.at("refusal").at("word").get<std::string>();
    const Json& error = answer.at("error");
    return error.contains("word") ? error.at("word").get<std::string>()
                                  : error.at("code").get<std::string>();
  }
  std::string word(const std::string& method, const std::string& fields) {
    return word_of(act(method, fields));
  }

  Store& store() { return *store_; }
  Door& door() { return *door_; }
  const std::filesystem::path& directory() const { return folder_.path(); }

 private:
  const Folder folder_;  // first, so that it goes when the store is closed
  Config config_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Door> door_;
  int requests_ = 0;
};

}  // namespace vip::terminal
