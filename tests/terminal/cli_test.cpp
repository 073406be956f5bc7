// The command line, by running the real program as a person would: from a shell, in a directory of
// its own.
#include "terminal/cli/command_line.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/folder.h"

namespace vip::terminal::cli {
namespace {

namespace fs = std::filesystem;

const fs::path program = VIP_TERMINAL;

struct Run {
  int exit_code = -1;
  std::string out;
  std::string err;
};

// A directory to work in, gone at the end. Commands run in it with a plain environment.
class Shell {
 public:
  fs::path path(const char* name) const { return folder_.path(name); }

  void write(const char* name, std::string_view text) const { folder_.write(name, text); }

  Run run(const std::string& command, const std::string& environment = {}) const {
    const fs::path out = path(".out");
    const fs::path err = path(".err");
    write(".command", command);
    const std::string line = "cd '" + folder_.path().string() + "' && env -i PATH='" +
                             program.parent_path().string() + ":" +
                             fs::path(VIP_OFFICE).parent_path().string() + ":/usr/bin:/bin' " +
                             environment + " sh .command > .out 2> .err < /dev/null";
    const int status = std::system(line.c_str());
    return {.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
            .out = read_all(out),
            .err = read_all(err)};
  }

  // What has to go well for the test to make sense.
  void given(const std::string& command) const {
    const Run run_of_it = run(command);
    CAPTURE(command);
    CAPTURE(run_of_it.out);
    CAPTURE(run_of_it.err);
    REQUIRE(run_of_it.exit_code == 0);
  }

 private:
  Folder folder_;
};

const char* const init = "vip-terminal init --store S01 --training";

// 1,200.00 under the phone, and a card for it, at a time that is given: nothing here depends on the
// day when the test runs.
void give_card(const Shell& shell) {
  shell.given(init);
  shell.given(
      "vip-terminal sale commit A17:8:150.00 --phone 13800000001 --paid 1200.00 --receipt-no 101 "
      "--operator 1001 --at 2026-11-22T10:00:00+08:00");
  shell.given(
      "vip-terminal card issue --surname 王 --form ms --phone 13800000001 --birthday 1990-05-01 "
      "--consent --blank 9156900000000012 --operator 1001 --at 2026-11-22T10:01:00+08:00");
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

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

TEST_CASE("data on standard output, messages on standard error, exit codes as documented") {
  Shell shell;
  give_card(shell);
  struct Row {
    const char* name;
    const char* command;
    int exit_code;
    const char* said;  // on standard error
  };
  const Row rows[] = {
      {"3: a sale that is not here", "vip-terminal sale show --receipt-no 999", 3,
       "No such sale: 999. Nothing was changed. Check it and try again. (not_found, at "
       "/receipt_no)\n"},
      {"4: refused by a rule",
       "vip-terminal gift redeem mug --card 9156900000000012 --operator 1001 --request-id a", 4,
       "\"mug\" is not on this store's poster. Nothing was redeemed and the points are as they "
       "were. Choose from the poster. (G1)\n"},
      {"4: the price of the quote does not hold",
       "vip-terminal sale commit A17:1:100.00 --card 9156900000000012 --paid 100.00 --receipt-no "
       "103 --operator 1001 --request-id b",
       4,
       "The price is not the one of the quote: the till has 100.00, it comes to 90.00 now. Nothing "
       "was booked. Quote again and tell the customer the new price. (D7)\n"},
      {"5: a receipt number twice",
       "vip-terminal sale commit A17:1:100.00 --paid 100.00 --receipt-no 101 --operator 1001 "
       "--request-id c",
       5,
       "Receipt number 101 was recorded before. Nothing was stored and the earlier sale stands. "
       "Check it and use a new number. (conflict, at /receipt_no)\n"},
      {"9: nobody of that number",
       "vip-terminal card block --card 9156900000000012 --reason lost --operator 1 --request-id d",
       9,
       "No such operator: 1. Nothing was changed. Check the staff number. (not_allowed, at "
       "/operator)\n"},
      {"5: a store is there already", "vip-terminal init --store S01", 5,
       "There is a store in store already; nothing was changed. Take another directory. "
       "(conflict)\n"},
      {"2: a name that no store may have", "vip-terminal init --store 'S 1' --data other", 2,
       "A store's name has 1 to 16 letters, digits, \"-\" or \"_\", such as S01. Nothing was "
       "changed. (request.invalid, at /store)\n"},
      {"2: no name at all", "vip-terminal init --store '' --data other", 2,
       "A store's name has 1 to 16 letters, digits, \"-\" or \"_\", such as S01. Nothing was "
       "changed. (request.invalid, at /store)\n"},
      {"7: no store there", "vip-terminal status --data nowhere", 7,
       "There is no store in nowhere. Nothing was changed. Make one with vip-terminal init, or "
       "name "
       "the right directory with --data. (storage)\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Run done = shell.run(row.command);
    CHECK(done.exit_code == row.exit_code);
    CHECK(done.out == "");
    CHECK(done.err == row.said);
    // With --json the answer is the data, and standard error stays silent.
    const Run json = shell.run(std::string(row.command) + " --json");
    CHECK(json.exit_code == row.exit_code);
    CHECK(json.out.starts_with("{\"ok\":false,"));
    CHECK(lines_in(json.out) == 1);
    CHECK(json.err == "");
  }
}

TEST_CASE("what is no command says what would be right, and exits 2") {
  Shell shell;
  shell.given(init);
  struct Row {
    const char* command;
    const char* said;
  };
  const Row rows[] = {
      {"vip-terminal sale qoute",
       "vip-terminal: there is no command qoute (did you mean quote?)\n"
       "for usage and examples: vip-terminal sale --help\n"},
      {"vip-terminal sael quote",
       "vip-terminal: there is no command sael (did you mean sale?)\n"
       "for usage and examples: vip-terminal --help\n"},
      {"vip-terminal sale",
       "vip-terminal: vip-terminal sale needs a command: quote, commit, return, show\n"
       "for usage and examples: vip-terminal sale --help\n"},
      {"vip-terminal sale quote A17:1:1.00 --cupon C9:50.00",
       "vip-terminal: not understood: --cupon (did you mean --coupon?)\n"
       "for usage and examples: vip-terminal sale quote --help\n"},
      {"vip-terminal sale quote A17:1:1.005",
       "vip-terminal: \"A17:1:1.005\" does not do for items: it takes SKU:QTY:PRICE, such as "
       "A17:2:129.00\nfor usage and examples: vip-terminal sale quote --help\n"},
      {"vip-terminal sale commit A17:1:1.00 --paid 1.00 --operator 1001",
       "vip-terminal: --receipt-no is required\n"
       "for usage and examples: vip-terminal sale commit --help\n"},
      {"vip-terminal sale commit A17:1:1.00 --receipt-no 1 --paid 1,00 --operator 1001",
       "vip-terminal: \"1,00\" does not do for --paid: it takes an amount, such as 120.00\n"
       "for usage and examples: vip-terminal sale commit --help\n"},
      {"vip-terminal call",
       "vip-terminal: call takes either a method or --stream\n"
       "for usage and examples: vip-terminal call --help\n"},
      {"vip-terminal policy check nowhere.json",
       "vip-terminal: cannot read the file nowhere.json\n"
       "for usage and examples: vip-terminal policy check --help\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.command);
    const Run done = shell.run(row.command);
    CHECK(done.exit_code == 2);
    CHECK(done.out == "");
    CHECK(done.err == row.said);
  }
  const Run zh = shell.run("vip-terminal sale qoute --lang zh-CN");
  CHECK(zh.exit_code == 2);
  CHECK(zh.err ==
        "vip-terminal: 没有这个命令：qoute（是不是 quote？）\n"
        "用法和例子：vip-terminal sale --help\n");
}

TEST_CASE("request.invalid exits 2 and names the field (A49)") {
  Shell shell;
  shell.given(init);
  const Run zero = shell.run("vip-terminal sale quote A17:0:1.00");
  CHECK(zero.exit_code == 2);
  CHECK(zero.out == "");
  CHECK(has(zero.err, "(request.invalid, at /lines/0/qty)"));
  const Run unknown = shell.run("echo '{\"lnies\":[]}' | vip-terminal call sale.quote");
  CHECK(unknown.exit_code == 2);
  CHECK(has(unknown.out, "\"pointer\":\"/lnies\""));
}

TEST_CASE("the language: --lang, else vip.toml, else LANG, else English") {
  Shell shell;
  shell.given(init);
  const char* const command = "vip-terminal sale show --receipt-no 9";
  CHECK(has(shell.run(command).err, "No such sale"));
  CHECK(has(shell.run(command, "LANG=zh_CN.UTF-8").err, "找不到交易 9"));
  CHECK(has(shell.run(command, "LANG=de_DE.UTF-8").err, "No such sale"));
  CHECK(has(shell.run(command, "LANG=zh_CN.UTF-8 LC_ALL=C").err, "No such sale"));
  shell.write("store/vip.toml", "lang = \"zh-CN\"\n");
  CHECK(has(shell.run(command).err, "找不到交易 9"));
  CHECK(has(shell.run("vip-terminal sale --help").out, "退货"));
  CHECK(
      has(shell.run(std::string(command) + " --lang en", "LANG=zh_CN.UTF-8").err, "No such sale"));
  CHECK(shell.run(std::string(command) + " --lang fr").exit_code == 2);
}

TEST_CASE("vip.toml: a key that is not known exits 6 with a suggestion") {
  Shell shell;
  shell.given(init);
  shell.write("store/vip.toml", "shop_nmae = \"x\"\n");
  const Run done = shell.run("vip-terminal status");
  CHECK(done.exit_code == 6);
  CHECK(done.err ==
        "store/vip.toml, line 1: there is no setting \"shop_nmae\" (did you mean \"shop_name\"?). "
        "Nothing was changed. Correct it and try again. (configuration)\n");
  shell.write("store/vip.toml", "zone = \"Asia/Nowhere\"\n");
  CHECK(shell.run("vip-terminal status").exit_code == 6);
  shell.write("store/vip.toml", "shop_name = \"示例美妆\"\n[receipt]\nfooter = [\"谢谢惠顾\"]\n");
  const Run sale =
      shell.run("vip-terminal sale commit A17:1:1.00 --paid 1.00 --receipt-no 1 --operator 1001");
  CHECK(has(sale.out, "                    示例美妆\n"));
  CHECK(has(sale.out, "                    谢谢惠顾\n"));
}

TEST_CASE("a request id is made and said, and the same one never acts twice (A19)") {
  Shell shell;
  shell.given(init);
  const std::string command =
      "vip-terminal sale commit A17:1:100.00 --paid 100.00 --receipt-no 1 --operator 1001";
  const Run made = shell.run(command);
  CHECK(made.exit_code == 0);
  const std::size_t at = made.err.find("cli-");
  REQUIRE(at != std::string::npos);
  const std::string id = made.err.substr(at, 20);
  CHECK(made.err == "request id " + id + " (to repeat it safely: --request-id " + id + ")\n");
  const Run again = shell.run(command + " --request-id " + id);
  CHECK(again.exit_code == 0);
  CHECK(again.out == made.out);
  CHECK(again.err == "This was done before and was not done twice; the answer is the first one.\n");
  const Run other = shell.run(
      "vip-terminal sale commit A17:2:100.00 --paid 200.00 --receipt-no 2 --operator 1001 "
      "--request-id " +
      id);
  CHECK(other.exit_code == 5);
  CHECK(has(other.err, "belongs to an earlier request with other content"));
  // The operator may come from the environment, as a till's own script would have it.
  CHECK(shell
            .run("vip-terminal sale commit A17:1:1.00 --paid 1.00 --receipt-no 3",
                 "VIP_OPERATOR=1001")
            .exit_code == 0);
}

TEST_CASE("the store: --data, else VIP_DATA, else ./store") {
  Shell shell;
  shell.given("vip-terminal init --data a --store S01 --training");
  shell.given("vip-terminal init --data b --store S02 --training");
  CHECK(has(shell.run("vip-terminal status --data a").out, " S01\n"));
  CHECK(has(shell.run("vip-terminal status", "VIP_DATA=b").out, " S02\n"));
  CHECK(has(shell.run("vip-terminal status --data a", "VIP_DATA=b").out, " S01\n"));
  CHECK(has(shell.run("vip-terminal --data a status").out, " S01\n"));
  CHECK(shell.run("vip-terminal status").exit_code == 7);
}

TEST_CASE("call --stream: one answer for each line, in order, whatever the line is (A38)") {
  Shell shell;
  shell.given(init);
  shell.write(
      "in",
      "{\"method\":\"sale.commit\",\"request\":{\"request_id\":\"r1\",\"operator\":\"1001\","
      "\"lane\":1,"
      "\"receipt_no\":\"1\",\"expected_paid\":100,\"lines\":[{\"sku\":\"A\",\"qty\":1,\"unit_"
      "price\":"
      "100}]}}\n"
      "not json\n"
      "[]\n"
      "{\"method\":\"sale.show\"}\n"
      "{\"method\":\"sale.show\",\"request\":{\"receipt_no\":\"1\"},\"more\":1}\n"
      "\n"
      "{\"method\":\"no.such\",\"request\":{}}\n"
      "{\"method\":\"sale.quote\",\"request\":{\"lines\":[{\"sku\":\"A\",\"qty\":1,\"qty\":2}]}}\n"
      "{\"method\":\"sale.show\",\"request\":{\"receipt_no\":\"1\"}}");  // no line end: the last
                                                                         // one
  const Run done = shell.run("vip-terminal call --stream < in");
  CHECK(done.exit_code == 0);
  CHECK(done.err == "");
  std::vector<std::string> answers;
  std::istringstream lines(done.out);
  for (std::string line; std::getline(lines, line);) answers.push_back(line);
  REQUIRE(answers.size() == 9);
  CHECK(has(answers[0], "\"sale\":\"S01-1-1\""));
  for (const std::size_t i : {1U, 2U, 3U, 4U, 5U}) {
    CAPTURE(answers[i]);
    CHECK(has(answers[i], "\"code\":\"request.invalid\",\"pointer\":\"\""));
  }
  CHECK(answers[6].starts_with("{\"ok\":false,"));
  CHECK(has(answers[7], "\"code\":\"request.invalid\",\"pointer\":\"/lines/0/qty\""));
  CHECK(has(answers[8], "\"receipt_no\":\"1\""));
  CHECK(answers[8].starts_with("{\"ok\":true,"));
}

TEST_CASE("call --stream: many lines at once, and a line that is far too long") {
  Shell shell;
  shell.given(init);
  constexpr int count = 600;  // more than one group
  {
    std::ofstream in(shell.path("in"));
    for (int i = 1; i <= count; ++i) {
      in << R"({"method":"sale.commit","request":{"request_id":"r)" << i
         << R"(","operator":"1001","lane":1,"receipt_no":")" << i
         << R"(","expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}})"
         << "\n";
    }
    in << std::string(3U << 20, 'x') << "\n";
    in << R"({"method":"sale.show","request":{"receipt_no":"600"}})"
       << "\n";
  }
  const Run done = shell.run("vip-terminal call --stream < in");
  CHECK(done.exit_code == 0);
  std::istringstream lines(done.out);
  std::string line;
  for (int i = 1; i <= count; ++i) {
    std::getline(lines, line);
    CAPTURE(line);
    CHECK(has(line, "\"sale\":\"S01-1-" + std::to_string(i) + "\""));
  }
  std::getline(lines, line);
  CHECK(has(line, "This line is too long"));
  std::getline(lines, line);
  CHECK(line.starts_with("{\"ok\":true,"));
  CHECK_FALSE(std::getline(lines, line));
  CHECK(has(shell.run("vip-terminal report day --json").out, "\"sales\":600"));
}

TEST_CASE("call --stream answers each line before the next one is sent") {
  Shell shell;
  shell.given(init);
  int to[2];
  int from[2];
  REQUIRE(pipe(to) == 0);
  REQUIRE(pipe(from) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    dup2(to[0], 0);
    dup2(from[1], 1);
    for (const int file : {to[0], to[1], from[0], from[1]}) close(file);
    execl(program.c_str(), "vip-terminal", "call", "--stream", "--data",
          shell.path("store").c_str(), nullptr);
    _exit(127);
  }
  close(to[0]);
  close(from[1]);
  const std::string ask = "{\"method\":\"gift.list\",\"request\":{}}\n";
  for (int i = 0; i < 3; ++i) {
    REQUIRE(write(to[1], ask.data(), ask.size()) == static_cast<ssize_t>(ask.size()));
    std::string answer;
    char c = 0;
    while (read(from[0], &c, 1) == 1 && c != '\n') answer += c;
    CHECK(answer.starts_with("{\"ok\":true,"));
  }
  // Interrupted: 130, and the books are as the last answer left them.
  ::kill(child, SIGINT);
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 130);
  close(to[1]);
  close(from[0]);
  CHECK(shell.run("vip-terminal verify").exit_code == 0);
}

TEST_CASE("an answer that cannot be written is not a success") {
  Shell shell;
  shell.given(init);
  const Run done = shell.run(
      "vip-terminal sale commit A17:1:1.00 --paid 1.00 --receipt-no 1 --operator 1001 "
      "--request-id once > /dev/full");
  CHECK(done.exit_code == 1);
  CHECK(has(done.err, "could not be written"));
  const Run again = shell.run(
      "vip-terminal sale commit A17:1:1.00 --paid 1.00 --receipt-no 1 --operator 1001 "
      "--request-id once");
  CHECK(again.exit_code == 0);
  CHECK(has(again.err, "done before"));
}

// Runs the program on a terminal of its own and returns what it wrote there.
std::string on_a_terminal(const Shell& shell, const char* no_colour) {
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
  REQUIRE(child >= 0);
  if (child == 0) {
    unsetenv("NO_COLOR");
    if (no_colour != nullptr) setenv("NO_COLOR", no_colour, 1);
    setenv("TERM", "xterm", 1);
    setenv("LC_ALL", "C", 1);
    execl(program.c_str(), "vip-terminal", "sale", "show", "--receipt-no", "9", "--data",
          shell.path("store").c_str(), nullptr);
    _exit(127);
  }
  std::string out;
  std::array<char, 4096> bytes;
  for (ssize_t count = 0; (count = read(terminal, bytes.data(), bytes.size())) > 0;) {
    out.append(bytes.data(), static_cast<std::size_t>(count));
  }
  close(terminal);
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WEXITSTATUS(status) == 3);
  return out;
}

TEST_CASE("colours only on a terminal, and not where NO_COLOR asks for none") {
  Shell shell;
  shell.given(init);
  CHECK(has(on_a_terminal(shell, nullptr), "\x1b[1;31mNo such sale"));
  CHECK_FALSE(has(on_a_terminal(shell, "1"), "\x1b["));
  CHECK_FALSE(has(shell.run("vip-terminal sale show --receipt-no 9").err, "\x1b["));
}

TEST_CASE("a policy document is passed on byte for byte, and its problems are named by pointer") {
  Shell shell;
  shell.given(init);
  shell.write("wrong.json", "{\"rates\":{\"member\":{\"pays\":\"0.9\"}},\"roundnig\":{}}");
  const Run wrong = shell.run("vip-terminal policy check wrong.json");
  CHECK(wrong.exit_code == 10);
  CHECK(has(wrong.out, "/policy/rates/member/pays"));
  CHECK(has(wrong.out, "/policy/roundnig"));
  shell.write("twice.json", "{\"version\":2,\"version\":3}");
  const Run twice = shell.run("vip-terminal policy check twice.json");
  CHECK(twice.exit_code == 2);
  CHECK(has(twice.err, "twice.json: "));
  CHECK(has(twice.err, "/version"));
  shell.write("published.json",
              "{\"policy\":{\"version\":2,\"from\":\"2026-01-01\",\"rates\":{\"member\":{\"pays\":"
              "\"0.88\"}}},\"key\":\"aa\",\"signature\":\"bb\"}");
  shell.given("vip-terminal policy adopt published.json --operator 2001");
  const Run shown = shell.run("vip-terminal policy show --json");
  CHECK(has(shown.out, "\"pays\":\"0.88\""));
}

}  // namespace
}  // namespace vip::terminal::cli
