// The examples that the command line's help shows: every one of them works.
#include "terminal/cli/command_line.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/terminal/cli_shell.h"

namespace vip::terminal::cli {
namespace {

namespace fs = std::filesystem;
using namespace test;

// The two examples at the end of a command's help.
std::pair<std::string, std::string> examples_in_help(const Shell& shell,
                                                     const std::string& command) {
  const Run help = shell.run("vip-terminal " + command + " --help");
  CHECK(help.exit_code == 0);
  std::istringstream lines(help.out);
  std::vector<std::string> found;
  bool at_examples = false;
  for (std::string line; std::getline(lines, line);) {
    if (at_examples && line.starts_with("  ")) found.push_back(line.substr(2));
    if (line == "Examples:") at_examples = true;
  }
  CAPTURE(command);
  REQUIRE(found.size() == 2);
  return {found[0], found[1]};
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  if (at == std::string::npos) return text;
  return text.replace(at, what.size(), with);
}

// The value of a text field in an answer.
std::string text_field(const std::string& json, const std::string& name) {
  const std::string begin = "\"" + name + "\":\"";
  const std::size_t at = json.find(begin);
  if (at == std::string::npos) return {};
  const std::size_t from = at + begin.size();
  return json.substr(from, json.find('"', from) - from);
}

// Names of commands in the help of `parent`.
std::vector<std::string> commands_in_help(const Shell& shell, const std::string& parent) {
  const Run help = shell.run("vip-terminal " + parent + " --help");
  std::istringstream lines(help.out);
  std::vector<std::string> found;
  bool at_commands = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) at_commands = false;
    if (at_commands && line.size() > 2 && line[2] != ' ') {
      found.push_back(line.substr(2, line.find(' ', 2) - 2));
    }
    if (line == "Commands:") at_commands = true;
  }
  return found;
}

TEST_CASE("every command has two examples in its help, and every one works") {
  // A store's day in the order in which its examples follow on each other. `1`, `2`: which of the
  // two; without a number both, one after the other.
  const char* const day[] = {"init",
                             "sale commit 1",
                             "card issue",
                             "sale commit 2",
                             "sale quote",
                             "sale return",
                             "sale show",
                             "receipt show",
                             "receipt print",
                             "card show",
                             "card code",
                             "card slip",
                             "gift put",
                             "gift list",
                             "gift redeem",
                             "points correct",
                             "points explain",
                             "member find",
                             "member show",
                             "member edit 1",
                             "member export",
                             "member affected",
                             "member forget-unseen",
                             "handover record",
                             "card check-holder",
                             "operator add",
                             "operator list",
                             "operator pin",
                             "operator login",
                             "operator logout",
                             "operator edit",
                             "operator unlock",
                             "audit list",
                             "report day",
                             "report month",
                             "report registry",
                             "report totals",
                             "report anomalies",
                             "report greetings",
                             "greetings hand-over",
                             "history import",
                             "scan",
                             "call",
                             "lane add",
                             "lane list",
                             "lane remove",
                             "status",
                             "doctor",

                             "blanks show",

                             "policy show",
                             "policy check",
                             "policy evaluate",
                             "eligibility evaluate",
                             "card block",
                             "card replace",
                             "member edit 2",
                             "card close",
                             "policy adopt",
                             "key rotate",
                             "member erase",
                             "verify"};
  Shell shell;
  shell.write("sales.csv",
              "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
              "536365,85123A,\"HANGING, HEART\",6,01/12/2010 08:26,2.55,17850,United Kingdom\n"
              "C536379,85123A,\"HANGING, HEART\",-1,01/12/2010 09:41,2.55,17850,United Kingdom\n");
  std::map<std::string, int> ran;
  const auto play = [&](const std::string& command, const std::string& line) {
    const Run done = shell.run(line);
    CAPTURE(line);
    CAPTURE(done.err);
    CAPTURE(done.out);
    CHECK(done.exit_code == 0);
    CHECK_FALSE(has(done.err, "vip-terminal:"));
    ++ran[command];
  };
  for (const std::string step : day) {
    const bool one = step.ends_with(" 1");
    const bool two = step.ends_with(" 2");
    const std::string command = one || two ? step.substr(0, step.size() - 2) : step;
    const auto [first, second] = examples_in_help(shell, command);
    if (!two) play(command, first);
    if (!one) play(command, second);
  }
  // Renewal comes two years later, in a store of its own whose days are given.
  {
    Shell later;
    give_card(later);
    later.given(
        "vip-terminal card issue --surname Li --form mr --phone 13800000002 --birthday 1985-12-24 "
        "--consent --receipt S02-7:2026-11-02:2100.00 --blank 9156900000000020 --operator 1001 "
        "--at 2026-11-22T10:02:00+08:00");
    const auto play_later = [&](const char* command, const std::string& seq) {
      const auto [first, second] = examples_in_help(later, command);
      for (const std::string& example : {first, second}) {
        const std::string line = replaced(example, "settle 42", "settle " + seq);
        const Run done = later.run(line);
        CAPTURE(line);
        CAPTURE(done.err);
        CHECK(done.exit_code == 0);
        ++ran[command];
      }
    };
    later.given(
        "vip-terminal card check-holder --card 9156900000000020 --outcome failed --operator 1001 "
        "--at 2026-11-22T10:03:00+08:00");
    const std::string anomalies = later.run("vip-terminal report anomalies --json").out;
    const std::size_t seq = anomalies.find("\"seq\":") + 6;
    play_later("anomaly settle", anomalies.substr(seq, anomalies.find(',', seq) - seq));
    play_later("registry close", {});
    play_later("card renew", {});
  }
  // Every command there is was played. The exchange has a head office in its own tests, and lists
  // of blanks come from one (tests/sync/blank_story_test.cpp).
  for (const std::string& name : commands_in_help(shell, "")) {
    const std::vector<std::string> below = commands_in_help(shell, name);
    if (name == "enrol" || name == "sync" || name == "serve") continue;  // it stays: service_test
    if (below.empty()) {
      CAPTURE(name);
      CHECK(ran[name] == 2);
    }
    for (const std::string& leaf : below) {
      if (name == "blanks" && leaf == "accept") continue;
      CAPTURE(name + " " + leaf);
      CHECK(ran[name + " " + leaf] == 2);
    }
  }
}

TEST_CASE("every method of the door has a command") {
  for (const std::string_view method : method_names()) {
    std::string command(method);
    std::replace(command.begin(), command.end(), '.', ' ');
    std::replace(command.begin(), command.end(), '_', '-');
    CAPTURE(command);
    CHECK(std::any_of(examples().begin(), examples().end(),
                      [&](const Example& example) { return example.command == command; }));
  }
}

// A head office that serves until the end of its scope.
class Office {
 public:
  explicit Office(const Shell& shell) : shell_(shell) {
    shell.given("vip-office init --data office");
    shell.given(
        "vip-office serve --data office --listen 127.0.0.1:0 --json --quiet > serving 2>&1 &\n"
        "echo $! > office.pid\n"
        "for i in $(seq 300); do grep -q listening serving && exit 0; sleep 0.1; done; exit 1");
    address = text_field(read_all(shell.path("serving")), "listening");
    REQUIRE_FALSE(address.empty());
  }
  ~Office() { std::ignore = shell_.run("kill $(cat office.pid)"); }
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  std::string code_for(const char* store) const {
    const Run added =
        shell_.run(std::string("vip-office terminal add --data office --json --store ") + store);
    CHECK(added.exit_code == 0);
    return text_field(added.out, "code");
  }

  std::string address;

 private:
  const Shell& shell_;
};

TEST_CASE("enrol and sync: their examples, against a real head office") {
  Shell shell;
  const Office office(shell);
  const auto [first, second] = examples_in_help(shell, "enrol");
  const auto play = [&](const std::string& line) {
    const Run done = shell.run(line);
    CAPTURE(line);
    CAPTURE(done.out);
    CAPTURE(done.err);
    CHECK(done.exit_code == 0);
    return done;
  };
  for (const auto& [store, example] : {std::pair{"S01", first}, std::pair{"S02", second}}) {
    shell.given("rm -rf store && vip-terminal init --store " + std::string(store));
    CHECK(shell.run("vip-terminal sync run").exit_code != 0);  // not enrolled yet
    const std::size_t code = example.find("--code ") + 7;
    play(replaced(replaced(example, "https://127.0.0.1:7420", office.address),
                  example.substr(code, example.find(' ', code) - code), office.code_for(store)));
    shell.given("VIP_NEW_PIN=481937 vip-terminal operator add 2001 --role manager --operator 2001");
    play(
        "VIP_PIN=481937 vip-terminal sale commit A17:1:100.00 --paid 100.00 --receipt-no 1 "
        "--operator 2001");
    for (const char* command : {"sync status", "sync run"}) {
      const auto [one, two] = examples_in_help(shell, command);
      play(one);
      play(two);
    }
    CHECK(has(play("vip-terminal sync status --json").out, "\"waiting\":0"));
  }
  // From now on the store takes policies that this head office signed, and no others.
  shell.write("policy.json",
              "{\"format\":1,\"version\":2,\"from\":\"2026-01-01\",\n"
              " \"rates\": {\"member\": {\"pays\": \"0.88\"}}}\n");
  shell.given("vip-office policy publish policy.json --data office > signed.json");
  const Run unsigned_one =
      shell.run("VIP_PIN=481937 vip-terminal policy adopt policy.json --operator 2001");
  CHECK(unsigned_one.exit_code == 9);
  CHECK(has(unsigned_one.err, "not signed by head office"));
  play("VIP_PIN=481937 vip-terminal policy adopt signed.json --operator 2001");
  CHECK(has(shell.run("vip-terminal policy show --json").out, "\"pays\":\"0.88\""));
}

TEST_CASE("the day's examples really did what they say") {
  Shell shell;
  give_card(shell);
  shell.given(
      "vip-terminal sale commit A17=口红:30:129.00 --card '9156 9000 0000 0012' --paid 3483.00 "
      "--receipt-no 102 --operator 1001 --at 2026-11-22T10:05:00+08:00");
  const Run card =
      shell.run("vip-terminal card show --card 9156900000000012 --at 2026-11-22T10:06:00+08:00");
  CHECK(card.exit_code == 0);
  CHECK(has(card.out, "card      9156 **** **** 0012\n"));  // R3
  CHECK(has(card.out, "last day  2028-11-22\n"));           // C2
  CHECK(has(card.out, "  points balance      34\n"));       // P1
  CHECK(has(card.out, "  carry               83.00\n"));    // P2
  const Run paper = shell.run("vip-terminal report registry --month 2026-11 --text");
  CHECK(has(paper.out, "2026-11-22 9156 **** **** 0012"));  // R2, R3
  const Run quote = shell.run(
      "vip-terminal sale quote A17:2:129.00 B20:1:35.50/promo --card 9156900000000012 "
      "--at 2026-11-22T10:07:00+08:00");
  CHECK(has(quote.out, "  A17  258.00      38.70  219.30  level rate (D2)\n"));
  CHECK(has(quote.out, "  B20   35.50       0.00   35.50  promotion or special price (D5)\n"));
  CHECK(has(quote.out, "points balance      34 -> 37 (+3)\n"));
  CHECK(has(quote.out, "points accumulated  34\n"));
}

}  // namespace
}  // namespace vip::terminal::cli
