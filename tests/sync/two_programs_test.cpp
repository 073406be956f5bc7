// The two programs as they are shipped, over a real line: a store's life in vip-terminal, enrolled
// at a vip-office that serves in a process of its own, exchanged, and both sides' figures side by
// side.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/folder.h"
#include "tests/story/serving_process.h"
#include "tests/story/terminal_process.h"

namespace vip {
namespace {

using nlohmann::json;
using story::Run;
using story::run_once;

const std::string terminal_program = VIP_TERMINAL;
const std::string office_program = VIP_OFFICE;

json run_json(const std::vector<std::string>& command, int exit_code = 0,
              const std::string& input = "") {
  const Run run = run_once(command, input);
  CAPTURE(run.messages);
  CAPTURE(run.output);
  CHECK(run.exit_code == exit_code);
  return json::parse(run.output, nullptr, false);
}

// vip-office serve, on any free port unless told, until it is told to stop.
class Serving : public story::ServingProcess {
 public:
  explicit Serving(const std::string& data, const std::string& listen = "127.0.0.1:0")
      : ServingProcess(
            {office_program, "serve", "--data", data, "--listen", listen, "--json", "--quiet"}) {
    const json answer = json::parse(said(), nullptr, false);
    REQUIRE(answer.is_object());
    address_ = answer["listening"];
  }
  const std::string& address() const { return address_; }

 private:
  std::string address_;
};

class Till {
 public:
  explicit Till(const std::string& data) : process_(terminal_program, data) {}
  json call(const std::string& method, json request) {
    request["request_id"] = "q" + std::to_string(++number_);
    request.emplace("operator", "2001");
    REQUIRE(process_.send(json{{"method", method}, {"request", request}}.dump()));
    const auto answer = process_.receive();
    REQUIRE(answer);
    return json::parse(*answer);
  }
  json done(const std::string& method, json request) {
    const json answer = call(method, std::move(request));
    CAPTURE(answer.dump());
    CHECK(answer["ok"] == true);
    return answer.value("result", json::object());
  }
  // Commits at whatever the policy makes of it.
  json sell(json request) {
    request["lane"] = 1;
    request["expected_paid"] = 0;
    const json refused = call("sale.commit", request);
    if (refused["ok"] == false) request["expected_paid"] = refused["refusal"]["facts"]["paid"];
    return done("sale.commit", request);
  }
  int finish() { return process_.finish(); }

 private:
  story::TerminalProcess process_;
  int number_ = 0;
};

json line(std::int64_t qty, std::int64_t price) {
  return json::array({{{"sku", "A17"}, {"qty", qty}, {"unit_price", price}}});
}

// A member's two months: joins, buys, returns, redeems, loses the card, has a birthday.
void live(const std::string& data) {
  Till till(data);
  till.done("gift.put", {{"at", "2026-01-05T10:00:00+08:00"},
                         {"gift",
                          {{"id", "G1"},
                           {"name", "Lipstick"},
                           {"points", 5},
                           {"stock", 2},
                           {"first_day", "2026-01-01"},
                           {"last_day", "2026-12-31"}}}});
  till.sell({{"at", "2026-01-06T10:00:00+08:00"},
             {"receipt_no", "R1"},
             {"phone", "13800138000"},
             {"lines", line(1, 120'000)}});
  const std::string card = till.done("card.issue", {{"at", "2026-01-06T11:00:00+08:00"},
                                                    {"proof", {{"phone", "13800138000"}}},
                                                    {"registration",
                                                     {{"surname", "王"},
                                                      {"form", "ms"},
                                                      {"phone", "13800138000"},
                                                      {"birthday", "1990-03-04"},
                                                      {"consent", true}}}})["card"];
  std::string last;
  for (int i = 0; i < 12; ++i) {
    last = till.sell({{"at", "2026-01-" + std::to_string(10 + i) + "T10:00:00+08:00"},
                      {"receipt_no", "M" + std::to_string(i)},
                      {"card", card},
                      {"lines", line(2, 12'345 + i)}})["sale"];
  }
  till.done("sale.return", {{"at", "2026-02-01T10:00:00+08:00"},
                            {"sale", last},
                            {"lines", json::array({{{"line", 0}, {"qty", 1}}})}});
  till.done("gift.redeem",
            {{"at", "2026-02-02T10:00:00+08:00"}, {"gift", "G1"}, {"card", card}, {"lane", 1}});
  till.done("card.block",
            {{"at", "2026-02-03T10:00:00+08:00"}, {"card", card}, {"reason", "lost"}});
  const std::string next =
      till.done("card.replace", {{"at", "2026-02-03T11:00:00+08:00"}, {"card", card}})["card"];
  till.sell({{"at", "2026-03-04T10:00:00+08:00"},
             {"receipt_no", "B1"},
             {"card", next},
             {"birthday_document_shown", true},
             {"lines", line(1, 50'000)}});
  CHECK(till.finish() == 0);
}

TEST_CASE("a store's life arrives at head office, and both sides' figures are equal") {
  const Folder folder;
  const std::string store = folder.path("store");
  const std::string office = folder.path("office");
  run_json({terminal_program, "init", "--data", store, "--store", "S01", "--training", "--seed",
            "7", "--json"});
  live(store);
  run_json({office_program, "init", "--data", office, "--training", "--json"});
  const json code =
      run_json({office_program, "terminal", "add", "--data", office, "--store", "S01", "--json"});

  // Before there is a line: nothing is lost, and the answer says so.
  CHECK(run_json({terminal_program, "sync", "run", "--data", store, "--json"},
                 6)["error"]["word"] == "not_enrolled");
  Serving serving(office);
  const json enrolled =
      run_json({terminal_program, "enrol", "--data", store, "--office", serving.address(), "--code",
                code["code"], "--ca-fingerprint", code["authority"], "--json"});
  CHECK(enrolled["result"]["tid"] == code["tid"]);
  const json waits = run_json({terminal_program, "sync", "status", "--data", store, "--json"});
  const json sent = run_json({terminal_program, "sync", "run", "--data", store, "--json"});
  CHECK(sent["result"]["sent"] == waits["result"]["waiting"]);
  CHECK(sent["result"]["waiting"] == 0);

  // Side by side, to the fen, while head office goes on serving.
  const json ours = run_json({terminal_program, "call", "report.totals", "--data", store}, 0,
                             R"({"at":"2026-03-04T12:00:00+08:00"})")["result"];
  json theirs = run_json({office_program, "report", "--data", office, "--json"})["stores"][0];
  CHECK(theirs["parked"] == 0);
  REQUIRE(ours.is_object());
  for (const auto& item : ours.items()) {
    const std::string name = item.key();  // clang 14 captures no structured binding
    if (name == "date") continue;
    CAPTURE(name);
    CHECK(theirs[name] == item.value());
  }
  CHECK(ours["sales"] == 14);
  CHECK(ours["points"]["redeemed"] == 5);
  CHECK(run_json({office_program, "verify", "--data", office, "--json"})["ok"] == true);

  // Again: nothing is sent twice.
  CHECK(run_json({terminal_program, "sync", "run", "--data", store, "--json"})["result"]["sent"] ==
        0);
  CHECK(serving.stop() == 0);
  CHECK(run_json({terminal_program, "sync", "run", "--data", store, "--json"},
                 8)["error"]["code"] == "unreachable");
  CHECK(run_json({office_program, "verify", "--data", office, "--json"})["ok"] == true);
}

TEST_CASE("X1: head office killed at any moment, started again: each event is there, once") {
  const Folder folder;
  const std::string store = folder.path("store");
  const std::string office = folder.path("office");
  run_json({terminal_program, "init", "--data", store, "--store", "S01", "--training", "--json"});
  run_json({office_program, "init", "--data", office, "--training", "--json"});
  std::string sales;
  constexpr int count = 6000;
  for (int i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    sales += json{{"method", "sale.commit"},
                  {"request",
                   {{"request_id", "r" + n},
                    {"operator", "1001"},
                    {"lane", 1},
                    {"receipt_no", "A" + n},
                    {"expected_paid", 25'800},
                    {"lines", line(2, 12'900)}}}}
                 .dump() +
             "\n";
  }
  CHECK(run_once({terminal_program, "call", "--stream", "--data", store}, sales).exit_code == 0);

  auto serving = std::make_unique<Serving>(office);
  const std::string address = serving->address();
  const std::string listen = address.substr(std::string("https://").size());
  const json code =
      run_json({office_program, "terminal", "add", "--data", office, "--store", "S01", "--json"});
  run_json({terminal_program, "enrol", "--data", store, "--office", address, "--code", code["code"],
            "--json"});
  for (int round = 0; round < 10; ++round) {
    const pid_t sending = fork();
    if (sending == 0) {
      const int nothing = open("/dev/null", O_WRONLY);
      dup2(nothing, STDOUT_FILENO);
      dup2(nothing, STDERR_FILENO);
      execl(terminal_program.c_str(), "vip-terminal", "sync", "run", "--data", store.c_str(),
            nullptr);
      _exit(127);
    }
    usleep(static_cast<useconds_t>(15'000 + 13'000 * round));
    serving->kill_now();
    serving = std::make_unique<Serving>(office, listen);
    waitpid(sending, nullptr, 0);
    const json verified = run_json({office_program, "verify", "--data", office, "--json"});
    CHECK(verified["ok"] == true);
  }
  run_json({terminal_program, "sync", "run", "--data", store, "--json"});
  const json report = run_json({office_program, "report", "--data", office, "--json"})["all"];
  CHECK(report["sales"] == count);
  CHECK(report["paid"] == count * 25'800);
  CHECK(report["events"] == count);
}

TEST_CASE("head office's commands end as the interfaces say") {
  const Folder folder;
  const std::string office = folder.path("office");
  CHECK(run_once({office_program, "report", "--data", office}, "").exit_code == 3);
  CHECK(
      run_once({office_program, "init", "--data", office, "--host", "not a host"}, "").exit_code ==
      2);
  CHECK(run_once({office_program, "init", "--data", office, "--host", "office.example"}, "")
            .exit_code == 0);
  CHECK(run_once({office_program, "init", "--data", office}, "").exit_code == 5);
  CHECK(run_once({office_program, "terminal", "add", "--data", office, "--store", "a b"}, "")
            .exit_code == 2);
  CHECK(run_once({office_program, "serve", "--data", office, "--listen", "here"}, "").exit_code ==
        2);
  CHECK(run_once({office_program, "serve", "--data", office, "--listen", "192.0.2.1:1"}, "")
            .exit_code == 6);
  const Run dance = run_once({office_program, "policy", "dance", "--lang", "en"}, "");
  CHECK(dance.exit_code == 2);
  CHECK(dance.messages == "There is no command or option dance. See --help.\n");
  CHECK(run_once({office_program}, "").exit_code == 2);
  {
    const Serving serving(office);
    CHECK(run_once({office_program, "serve", "--data", office, "--listen", "127.0.0.1:0"}, "")
              .exit_code == 5);
    CHECK(run_once({office_program, "fleet", "--data", office}, "").exit_code == 0);
  }

  const std::string policy = folder.path("policy.json");
  std::ofstream(policy) << R"({"format":1,"version":3,"from":"2026-12-01","points":{"per":5000}})";
  CHECK(run_once({office_program, "policy", "check", policy}, "").exit_code == 0);
  const json published =
      run_json({office_program, "policy", "publish", policy, "--data", office, "--json"});
  CHECK(published["policy"]["points"]["per"] == 5000);
  CHECK(published["key"].get<std::string>().size() == 64);
  CHECK(published["signature"].get<std::string>().size() == 128);
  std::ofstream(policy) << R"({"format":1,"version":3,"from":"2026-12-01","points":{"pre":5000}})";
  const Run wrong = run_once({office_program, "policy", "check", policy}, "");
  CHECK(wrong.exit_code == 2);
  CHECK(wrong.messages.find("/points/pre") != std::string::npos);
  const Run told = run_once({office_program, "policy", "check", policy, "--json"}, "");
  CHECK(told.exit_code == 2);
  const json judged = json::parse(told.output);
  CHECK(judged["valid"] == false);
  REQUIRE(judged["problems"].size() == 1);
  CHECK(judged["problems"][0]["pointer"] == "/points/pre");
  std::ofstream(policy)
      << R"({"format":1,"version":3,"from":"2199-12-01","rates":{"level":{"pays":"0.95"}}})";
  const json warned = run_json({office_program, "policy", "check", policy, "--json"});
  CHECK(warned["valid"] == true);
  REQUIRE(warned["warnings"].size() == 1);  // D4 then never picks it
  CHECK(warned["warnings"][0]["word"] == "level_dearer");
  CHECK(warned["warnings"][0]["pointer"] == "/rates/level/pays");

  const std::vector<std::string> simulate = {office_program, "policy", "simulate"};
  const auto simulated = [&](std::vector<std::string> more, int exit_code) {
    more.insert(more.begin(), simulate.begin(), simulate.end());
    more.insert(more.end(), {"--data", office, "--lang", "en"});
    const Run run = run_once(more, "");
    CAPTURE(run.messages);
    CHECK(run.exit_code == exit_code);
    return run;
  };
  CHECK(simulated({policy}, 0).output == "Nothing was recorded in that time.\n");
  CHECK(json::parse(simulated({policy, "--json"}, 0).output)["figures"]["net"]["difference"] == 0);
  CHECK(simulated({folder.path("none")}, 3).messages.starts_with("No such file: "));
  CHECK(simulated({policy, "--from", "2026-13-01"}, 2).messages ==
        "--from: a date, such as 2026-10-01.\n");
  CHECK(simulated({policy, "--from", "2026-10-02", "--to", "2026-10-01"}, 2).messages ==
        "--to is before --from.\n");
  std::ofstream(policy) << R"({"join":{"singel":1}})";
  CHECK(simulated({policy}, 2).messages.starts_with("/join/singel: "));
}

TEST_CASE("every command of head office shows two examples") {
  for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                {"init"},
                                                {"serve"},
                                                {"terminal", "add"},
                                                {"report"},
                                                {"verify"},
                                                {"fleet"},
                                                {"status"},
                                                {"anomalies"},
                                                {"member", "erase"},
                                                {"member", "erased"},
                                                {"policy", "check"},
                                                {"policy", "publish"},
                                                {"policy", "simulate"}}) {
    std::vector<std::string> command = {office_program};
    command.insert(command.end(), words.begin(), words.end());
    command.emplace_back("--help");
    const Run run = run_once(command, "");
    CAPTURE(run.output);
    CHECK(run.exit_code == 0);
    const std::size_t examples = run.output.find("Examples:");
    REQUIRE(examples != std::string::npos);
    const std::size_t first = run.output.find("  vip-office ", examples);
    REQUIRE(first != std::string::npos);
    CHECK(run.output.find("  vip-office ", first + 1) != std::string::npos);
  }
}

}  // namespace
}  // namespace vip
