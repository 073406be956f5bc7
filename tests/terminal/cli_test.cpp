// The command line, by running the real program as a person would.
#include "terminal/cli/command_line.h"

#include <doctest/doctest.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>

#include "tests/terminal/cli_shell.h"

namespace vip::terminal::cli {
namespace {

namespace fs = std::filesystem;
using namespace test;

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
