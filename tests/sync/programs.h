// A store and a head office as processes of their own, with a line between them that can be cut.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "terminal/demo_driver/child.h"
#include "terminal/demo_driver/cut_line.h"
#include "terminal/demo_driver/till.h"

namespace vip::sync::test {

using terminal::demo::Child;
using terminal::demo::CutLine;
using terminal::demo::Json;
using terminal::demo::Ran;
using terminal::demo::run;
using terminal::demo::Till;

inline const std::string terminal_program = VIP_TERMINAL;
inline const std::string office_program = VIP_OFFICE;

inline Json must_run(const std::vector<std::string>& argv) {
  const Ran ran = run(argv);
  REQUIRE_MESSAGE(ran.exit_code == 0, ran.out);
  return Json::parse(ran.out, nullptr, false);
}

class Office {
 public:
  explicit Office(std::string data) : data_(std::move(data)) {
    must_run({office_program, "init", "--data", data_, "--training", "--json"});
    serve();
  }
  void serve() {  // again: where it was
    server_ = std::make_unique<Child>(
        std::vector<std::string>{office_program, "serve", "--data", data_, "--listen",
                                 "127.0.0.1:" + std::to_string(port_), "--json", "--quiet"});
    std::string line;
    for (char c = 0; ::read(server_->out(), &c, 1) == 1 && c != '\n';) line += c;
    port_ = Json::parse(line).at("port").get<std::uint16_t>();
  }
  void kill() { server_->kill_at_once(); }
  std::uint16_t port() const { return port_; }
  Json ask(std::vector<std::string> words) const {
    words.insert(words.begin(), office_program);
    words.insert(words.end(), {"--data", data_, "--json"});
    return must_run(words);
  }

 private:
  std::string data_;
  std::unique_ptr<Child> server_;
  std::uint16_t port_ = 0;
};

class Store {
 public:
  // `epoch`: which life of the store's disk.
  Store(const Office& office, const std::filesystem::path& where, std::string name,
        std::uint32_t epoch = 1)
      : name_(std::move(name)),
        data_((where / (name_ + "-" + std::to_string(epoch))).string()),
        line_(office.port()) {
    must_run({terminal_program, "init", "--data", data_, "--store", name_, "--training", "--seed",
              std::to_string(name_.size() + 1000 * epoch) + name_.substr(name_.size() - 1),
              "--epoch", std::to_string(epoch), "--json"});
    const std::string code = office.ask({"terminal", "add", "--store", name_})["code"];
    must_run({terminal_program, "enrol", "--data", data_, "--office",
              "https://127.0.0.1:" + std::to_string(line_.port()), "--code", code, "--json"});
    till_ = std::make_unique<Till>(terminal_program, data_, where / "messages.log");
  }

  const std::string& data() const { return data_; }
  CutLine& line() { return line_; }
  Json call(const std::string& method, Json request) {
    request["request_id"] = name_ + "-" + std::to_string(++acts_);
    request["operator"] = "2001";
    request["at"] = "2026-11-22T10:00:00+08:00";
    return till_->call(method, std::move(request));
  }
  Json ask(const std::string& method, Json request) {
    request["at"] = "2026-11-22T10:00:00+08:00";
    return till_->call(method, std::move(request));
  }
  // So many sales, and what was paid.
  std::int64_t sell(int sales) {
    std::int64_t paid = 0;
    for (int i = 0; i < sales; ++i) {
      const std::int64_t fen = 1'000 + 37 * static_cast<std::int64_t>(++receipts_ % 1'000);
      const Json sold =
          call("sale.commit",
               {{"lane", 1},
                {"receipt_no", name_ + std::to_string(receipts_)},
                {"expected_paid", fen},
                {"lines", Json::array({{{"sku", "A17"}, {"qty", 1}, {"unit_price", fen}}})}});
      REQUIRE_MESSAGE(sold["ok"] == true, sold.dump());
      paid += fen;
    }
    paid_ += paid;
    return paid;
  }
  Json exchange() { return till_->call("sync.run", Json::object()); }
  std::int64_t paid() const { return paid_; }
  void hang_up() { till_->hang_up(); }
  int verify() const {
    return run({terminal_program, "verify", "--data", data_, "--json"}).exit_code;
  }

 private:
  std::string name_;
  std::string data_;
  CutLine line_;
  std::unique_ptr<Till> till_;
  int acts_ = 0;
  std::uint64_t receipts_ = 0;
  std::int64_t paid_ = 0;
};

}  // namespace vip::sync::test
