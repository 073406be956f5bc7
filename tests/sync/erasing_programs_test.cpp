// R4 with the programs as they are shipped, over real HTTPS: a member is erased at the store where
// they joined, and a second store's running service, which had only met the card, has nothing of
// them any more; a third is told by head office's own order.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/folder.h"
#include "tests/story/terminal_process.h"

namespace vip {
namespace {

using nlohmann::json;
using story::Run;
using story::run_once;

const std::string terminal_program = VIP_TERMINAL;
const std::string office_program = VIP_OFFICE;

json run_json(const std::vector<std::string>& command, const std::string& input = "") {
  const Run run = run_once(command, input);
  CAPTURE(run.messages);
  CAPTURE(run.output);
  CHECK(run.exit_code == 0);
  return json::parse(run.output, nullptr, false);
}

// A program that serves until it is told to stop; the first line that it says.
class Serving {
 public:
  explicit Serving(std::vector<std::string> command) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    child_ = fork();
    if (child_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      close(ends[1]);
      std::vector<char*> words;
      for (std::string& word : command) words.push_back(word.data());
      words.push_back(nullptr);
      execv(words[0], words.data());
      _exit(127);
    }
    close(ends[1]);
    std::string line;
    for (char c = 0; read(ends[0], &c, 1) == 1 && c != '\n';) line.push_back(c);
    close(ends[0]);
    said = json::parse(line, nullptr, false);
    REQUIRE(said.is_object());
  }
  ~Serving() {
    kill(child_, SIGTERM);
    waitpid(child_, nullptr, 0);
  }
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  json said;

 private:
  pid_t child_ = -1;
};

struct World {
  Folder folder{in_memory()};
  std::string office = folder.path("office").string();
  std::string home = folder.path("S01").string();
  std::string visited = folder.path("S02").string();
  json made = run_json({office_program, "init", "--data", office, "--training", "--json"});
  Serving serving{
      {office_program, "serve", "--data", office, "--listen", "127.0.0.1:0", "--json", "--quiet"}};
  int requests = 0;

  World() {
    open(home, "S01");
    open(visited, "S02");
  }
  void open(const std::string& data, const std::string& store) const {
    run_json({terminal_program, "init", "--data", data, "--store", store, "--training", "--json"});
    const json code =
        run_json({office_program, "terminal", "add", "--data", office, "--store", store, "--json"});
    run_json({terminal_program, "enrol", "--data", data, "--office", serving.said["listening"],
              "--code", code["code"], "--json"});
  }
  json call(const std::string& data, const std::string& method, json request) {
    request["operator"] = 2001;
    request["request_id"] = "q" + std::to_string(++requests);
    const json answer =
        run_json({terminal_program, "call", method, "--data", data}, request.dump());
    CAPTURE(answer.dump());
    CHECK(answer["ok"] == true);
    return answer.value("result", json::object());
  }
  json show(const std::string& data, const std::string& card) const {
    return run_json({terminal_program, "call", "card.show", "--data", data},
                    json{{"card", card}}.dump())["result"];
  }
  std::string join(const std::string& phone) {
    call(home, "sale.commit",
         {{"lane", 1},
          {"receipt_no", phone},
          {"phone", phone},
          {"expected_paid", 120'000},
          {"lines", json::array({{{"sku", "A17"}, {"qty", 1}, {"unit_price", 120'000}}})}});
    const json issued = call(home, "card.issue",
                             {{"proof", {{"phone", phone}}},
                              {"registration",
                               {{"surname", "王"},
                                {"form", "ms"},
                                {"phone", phone},
                                {"birthday", "1990-03-04"},
                                {"consent", true}}}});
    run_json({terminal_program, "sync", "run", "--data", home, "--json"});
    return issued["card"];
  }
  // What head office knows of its erasings, once all of them are confirmed, or at last.
  json all_confirmed() const {
    json list;
    for (int i = 0; i < 300; ++i) {
      list = run_json({office_program, "member", "erased", "--data", office, "--json"})["erasures"];
      bool everywhere = !list.empty();
      for (const json& one : list) everywhere = everywhere && one["everywhere"] == true;
      if (everywhere) break;
      usleep(100'000);
    }
    return list;
  }
};

TEST_CASE("R4: erased at home, over the line a running service elsewhere erases as well") {
  World world;
  const std::string card = world.join("13800138000");
  const Serving service(
      {terminal_program, "serve", "--data", world.visited, "--port", "0", "--json"});
  REQUIRE(world.show(world.visited, card)["member"]["address"]["zh-CN"] == "王女士");

  world.call(world.home, "member.erase", {{"card", card}});
  run_json({terminal_program, "sync", "run", "--data", world.home, "--json"});
  const json erasures = world.all_confirmed();
  REQUIRE(erasures.size() == 1);
  CHECK(erasures[0]["began"] == "S01");
  CHECK(erasures[0]["everywhere"] == true);
  CHECK(erasures[0]["stores"] ==
        json::array({{{"store", "S02"},
                      {"epoch", 1},
                      {"erased", true},
                      {"heard_at", erasures[0]["stores"][0]["heard_at"]}}}));
  CHECK(world.show(world.visited, card)["member"]["address"] == json());
}

TEST_CASE("R4: erased by head office's order, which says why and is written down") {
  World world;
  const std::string card = world.join("13800138000");
  CHECK(run_once({office_program, "member", "erase", card, "--data", world.office}, "").exit_code ==
        2);
  CHECK(run_once({office_program, "member", "erase", "1", "--data", world.office, "--reason", "x"},
                 "")
            .exit_code == 2);
  const json begun = run_json({office_program, "member", "erase", card, "--data", world.office,
                               "--reason", "request 17", "--json"});
  CHECK(begun["everywhere"] == false);
  CHECK(read_all(world.folder.path("office") / "looks").find("request 17") != std::string::npos);
  run_json({terminal_program, "sync", "run", "--data", world.home, "--json"});
  const json erasures = world.all_confirmed();
  REQUIRE(erasures.size() == 1);
  CHECK(erasures[0]["began"] == "head_office");
  CHECK(world.show(world.home, card)["state"] == "closed");
  CHECK(run_once({terminal_program, "call", "member.find", "--data", world.home},
                 R"({"phone":"13800138000"})")
            .exit_code == 3);
  CHECK(run_json({office_program, "verify", "--data", world.office, "--json"})["ok"] == true);
}

}  // namespace
}  // namespace vip
