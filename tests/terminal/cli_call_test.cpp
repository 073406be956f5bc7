// `vip-terminal call --stream`: a request a line, an answer a line.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/terminal/cli_shell.h"

namespace vip::terminal::cli {
namespace {

namespace fs = std::filesystem;
using namespace test;

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

}  // namespace
}  // namespace vip::terminal::cli
