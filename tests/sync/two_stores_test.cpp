// Two real stores and a real head office, each a process of its own, over lines that break before,
// within and after what goes over them: everything arrives, once, and all books agree (X1, C1).
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "terminal/demo_driver/child.h"
#include "terminal/demo_driver/cut_line.h"
#include "terminal/demo_driver/till.h"
#include "tests/folder.h"

namespace vip {
namespace {

using terminal::demo::Child;
using terminal::demo::CutLine;
using terminal::demo::Json;
using terminal::demo::Ran;
using terminal::demo::run;
using terminal::demo::Till;

const std::string terminal_program = VIP_TERMINAL;
const std::string office_program = VIP_OFFICE;

Json must_run(const std::vector<std::string>& argv) {
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
  void serve() {
    server_ = std::make_unique<Child>(std::vector<std::string>{
        office_program, "serve", "--data", data_, "--listen", "127.0.0.1:0", "--json", "--quiet"});
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
  Store(const Office& office, const std::filesystem::path& where, std::string name)
      : name_(std::move(name)), data_((where / name_).string()), line_(office.port()) {
    must_run({terminal_program, "init", "--data", data_, "--store", name_, "--training", "--seed",
              std::to_string(name_.back()), "--json"});
    const std::string code = office.ask({"terminal", "add", "--store", name_})["code"];
    must_run({terminal_program, "enrol", "--data", data_, "--office",
              "https://127.0.0.1:" + std::to_string(line_.port()), "--code", code, "--json"});
    till_ = std::make_unique<Till>(terminal_program, data_, where / "messages.log");
  }

  CutLine& line() { return line_; }
  Json call(const std::string& method, Json request) {
    request["request_id"] = name_ + "-" + std::to_string(++acts_);
    request["operator"] = "2001";
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

struct Chain {
  Folder folder;
  Office office{(folder.path() / "office").string()};
  Store a{office, folder.path(), "S01"};
  Store b{office, folder.path(), "S02"};

  // Everything is there, once, and every set of books is what its journals make of it.
  void check_at_rest() {
    for (Store* store : {&a, &b}) {
      store->line().mend();
      const Json done = store->exchange();
      REQUIRE_MESSAGE(done["ok"] == true, done.dump());
      CHECK(done["result"]["waiting"] == 0);
    }
    const Json report = office.ask({"report"});
    CHECK(report["stores"][0]["paid"] == a.paid());
    CHECK(report["stores"][1]["paid"] == b.paid());
    CHECK(report["stores"][0]["parked"] == 0);
    CHECK(office.ask({"anomalies"})["anomalies"].empty());
    office.ask({"verify"});
    a.hang_up();
    b.hang_up();
    CHECK(a.verify() == 0);
    CHECK(b.verify() == 0);
  }
};

TEST_CASE("X1: lines that break before, within and after a request and its answer") {
  Chain chain;
  chain.b.sell(1);
  // The handshake takes the first two thousand bytes or so of each way, then comes the body.
  for (const std::int64_t bytes : {1, 600, 1'700, 2'300, 2'900, 4'000, 6'000}) {
    CAPTURE(bytes);
    chain.a.sell(60);
    chain.a.line().break_after_up(bytes);
    const Json done = chain.a.exchange();
    REQUIRE_MESSAGE(done["ok"] == true, done.dump());
    CHECK(done["result"]["waiting"] == 0);
  }
  for (const std::int64_t bytes : {1, 600, 1'300, 1'600, 2'000, 2'400, 2'600}) {
    CAPTURE(bytes);
    chain.a.sell(5);
    chain.a.line().mend();
    chain.a.line().break_after_down(bytes);
    const Json done = chain.a.exchange();
    REQUIRE_MESSAGE(done["ok"] == true, done.dump());
    CHECK(done["result"]["waiting"] == 0);
  }
  for (int i = 0; i < 3; ++i) {
    chain.a.sell(20);
    chain.a.line().mend();
    const std::int64_t before = chain.a.line().broken();
    chain.a.line().lose_next_answer();
    REQUIRE(chain.a.exchange()["ok"] == true);
    CHECK(chain.a.line().broken() == before + 1);
  }
  CHECK(chain.a.line().broken() >= 10);  // the cuts did cut
  chain.check_at_rest();
}

TEST_CASE("design 8: the shop sells while nobody answers, and brings it all later") {
  Chain chain;
  chain.a.line().cut();
  chain.b.line().cut();
  chain.a.sell(30);
  chain.b.sell(30);
  const Json alone = chain.a.exchange();
  CHECK(alone["ok"] == false);
  CHECK(alone["error"]["code"] == "unreachable");
  chain.a.sell(1);
  // Head office falls, comes back on another port, and the lines are laid anew.
  chain.office.kill();
  chain.a.line().mend();
  CHECK(chain.a.exchange()["ok"] == false);
  chain.office.serve();
  for (Store* store : {&chain.a, &chain.b}) store->line().lead_to(chain.office.port());
  chain.check_at_rest();
}

}  // namespace
}  // namespace vip
