// What the world does to a store: a full disk, a directory that cannot be written, a second
// process, a database of a newer version, a spoilt file of settings, a clock two years back. Each
// time the answer is a clear error with the documented exit code, and the books stay as they were.
//
//   trouble_test PROGRAM
//
// What a machine cannot do to us (no mount, no faketime) is said aloud and left out. Exit code 0:
// everything that could be tried held.
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/folder.h"
#include "tests/story/terminal_process.h"

namespace vip::story {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& why) { throw std::runtime_error(why); }
void check(bool holds, const std::string& why) {
  if (!holds) fail(why);
}

// A store in a directory, and what is asked of it; by the machine's clock, no time is told.
class Store {
 public:
  Store(std::string program, fs::path directory)
      : program_(std::move(program)), directory_(std::move(directory)) {}

  const fs::path& directory() const { return directory_; }
  const std::string& program() const { return program_; }

  void init() const {
    const Run made = run_once(
        {program_, "init", "--store", "S01", "--training", "--data", directory_.string()}, "");
    check(made.exit_code == 0, "init: " + made.output + made.messages);
  }

  // A store in earnest has no staff: 1001 becomes its first manager, and says a PIN from now on.
  void enrol() {
    ask("operator.add", {{"request_id", "staff-1"},
                         {"operator", "1001"},
                         {"number", "1001"},
                         {"role", "manager"},
                         {"new_pin", "481937"}});
    pin_ = "481937";
  }

  // `before` is put in front of the command: faketime, setpriv.
  Run call(const std::string& method, const json& request,
           std::vector<std::string> before = {}) const {
    for (const char* word : {program_.c_str(), "call", method.c_str(), "--data"}) {
      before.emplace_back(word);
    }
    before.push_back(directory_.string());
    return run_once(before, request.dump());
  }

  json ask(const std::string& method, const json& request) const {
    const Run run = call(method, request);
    const json answer = json::parse(run.output, nullptr, false);
    check(run.exit_code == 0 && answer.is_object() && answer["ok"] == true,
          method + ": exit " + std::to_string(run.exit_code) + " " + run.output + run.messages);
    return answer["result"];
  }

  json sale(int number, std::int64_t price = 100) const {
    json request = {{"request_id", "s-" + std::to_string(number)},
                    {"operator", "1001"},
                    {"lane", 1},
                    {"receipt_no", "R-" + std::to_string(number)},
                    {"expected_paid", price},
                    {"lines", {{{"sku", "A"}, {"qty", 1}, {"unit_price", price}}}}};
    if (!pin_.empty()) request["pin"] = pin_;
    return request;
  }

  // The day's page, after a clean verify.
  json books() const {
    const json today = ask("report.day", json::object());
    const Run verified = call("verify", json::object());
    check(verified.exit_code == 0, "verify: " + verified.output + verified.messages);
    return today;
  }

 private:
  std::string program_;
  fs::path directory_;
  std::string pin_;
};

// A clear error: the documented form, one of the codes, words in both languages, the exit code.
void check_error(const Run& run, const std::set<std::pair<std::string, int>>& allowed) {
  const json answer = json::parse(run.output, nullptr, false);
  const std::string said =
      "exit " + std::to_string(run.exit_code) + ": " + run.output + run.messages;
  check(answer.is_object() && answer.contains("error"),
        "an error is answered as JSON, got " + said);
  const json& error = answer["error"];
  check(allowed.contains({error.value("code", ""), run.exit_code}),
        "code and exit code, got " + said);
  for (const char* language : {"zh-CN", "en"}) {
    check(error["message"].value(language, "").size() > 10,
          "a message in both languages, got " + said);
  }
}

const std::set<std::pair<std::string, int>> kStorage = {{"storage", 7}};

void second_process(Store& store) {
  store.ask("sale.commit", store.sale(1));
  const json before = store.books();
  {
    TerminalProcess first(store.program(), store.directory().string());
    check(
        first.send(
            R"({"method":"sale.quote","request":{"lines":[{"sku":"A","qty":1,"unit_price":1}]}})") &&
            first.receive().has_value(),
        "the first process answers");
    check_error(store.call("sale.commit", store.sale(2)), {{"storage", 7}, {"conflict", 5}});
    // The first one is not disturbed.
    check(first.send(R"({"method":"status","request":{}})"), "the first process listens");
    const auto answer = first.receive();
    check(answer.has_value() && json::parse(*answer)["ok"] == true, "the first process goes on");
    check(first.finish() == 0, "the first process ends well");
  }
  check(store.books() == before, "the books stay as they were");
  store.ask("sale.commit", store.sale(2));
}

// Sixteen commands at once, as a till's scripts may call them: each waits for its turn.
void commands_at_once(Store& store) {
  std::vector<int> ends(16, -1);
  std::vector<std::thread> callers;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    callers.emplace_back([&store, &end = ends[i], i] {
      end = store.call("sale.commit", store.sale(static_cast<int>(i) + 1)).exit_code;
    });
  }
  for (std::thread& caller : callers) caller.join();
  for (const int end : ends) check(end == 0, "each of them is answered: " + std::to_string(end));
  check(store.ask("report.totals", json::object())["sales"] == 16, "and each was booked once");
}

void read_only_directory(Store& store) {
  store.ask("sale.commit", store.sale(1));
  const json before = store.books();
  // root may write anywhere: the program is run as nobody then, from where nobody may read it.
  std::vector<std::string> as_nobody;
  Store seen = store;
  if (geteuid() == 0) {
    const fs::path copy = store.directory().parent_path() / "vip-terminal";
    fs::copy_file(store.program(), copy, fs::copy_options::overwrite_existing);
    fs::permissions(store.directory().parent_path(), fs::perms(0755));
    seen = Store(copy.string(), store.directory());
    as_nobody = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
  }
  const auto all = [&](fs::perms file, fs::perms directory) {
    for (const auto& entry : fs::recursive_directory_iterator(store.directory())) {
      fs::permissions(entry.path(), entry.is_directory() ? directory : file);
    }
    fs::permissions(store.directory(), directory);
  };
  all(fs::perms(0444), fs::perms(0555));
  const Run run = seen.call("sale.commit", store.sale(2), as_nobody);
  all(fs::perms(0600), fs::perms(0700));
  check_error(run, kStorage);
  check(store.books() == before, "the books stay as they were");
  store.ask("sale.commit", store.sale(2));
}

// Every write beyond the first bytes of a file fails, as on a disk that is full.
void no_room_to_write(Store& store) {
  store.ask("sale.commit", store.sale(1));
  const json before = store.books();
  rlimit usual{};
  getrlimit(RLIMIT_FSIZE, &usual);
  rlimit tight = usual;
  tight.rlim_cur = 512;
  signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &tight);
  const Run run = store.call("sale.commit", store.sale(2));
  setrlimit(RLIMIT_FSIZE, &usual);
  check_error(run, kStorage);
  check(store.books() == before, "the books stay as they were");
  store.ask("sale.commit", store.sale(2));
}

bool mount_small_disk(const fs::path& place) {
  if (unshare(CLONE_NEWNS) != 0) return false;
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
  return mount("none", place.c_str(), "tmpfs", 0, "size=12m") == 0;
}

// A real disk that fills up while the store sells; then room is made again. Returns the exit code
// for a child process: the small disk is seen by that child alone.
int full_disk_child(const Store& store) {
  fs::create_directories(store.directory().parent_path());
  if (!mount_small_disk(store.directory().parent_path())) return 77;
  try {
    store.init();
    TerminalProcess process(store.program(), store.directory().string());
    const auto say = [&](const std::string& method, const json& request) {
      check(process.send(json{{"method", method}, {"request", request}}.dump()), "it listens");
      const auto answer = process.receive();
      check(answer.has_value(), "it answers " + method);
      return json::parse(*answer);
    };
    check(say("sale.commit", store.sale(0))["ok"] == true, "the first sale");
    // Somebody else's files take all the room but a little.
    const fs::path ballast = store.directory().parent_path() / "ballast";
    {
      std::ofstream file(ballast, std::ios::binary);
      const std::string block(4096, 'x');
      while (file.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
      }
    }
    int sold = 0;
    json refused;
    for (int number = 1; number <= 20'000; ++number) {
      json answer = say("sale.commit", store.sale(number));
      if (answer["ok"] == true) {
        sold = number;
        continue;
      }
      refused = std::move(answer);
      break;
    }
    check(!refused.is_null(), "20,000 sales on a full disk were all confirmed");
    check(refused.contains("error") && refused["error"]["code"] == "storage",
          "a full disk is error storage, got " + refused.dump());
    // A till goes on quoting: the shop sells.
    check(say("sale.quote", {{"lines", {{{"sku", "A"}, {"qty", 1}, {"unit_price", 1}}}}})["ok"] ==
              true,
          "a quote on a full disk");
    fs::remove(ballast);
    const json again = say("sale.commit", store.sale(sold + 1));
    check(again["ok"] == true,
          "with room again the same request goes through, got " + again.dump());
    check(process.finish() == 0, "it ends well");
    // All that was confirmed is there, once, and nothing else.
    for (const int number : {0, sold, sold + 1}) {
      store.ask("sale.show", {{"receipt_no", "R-" + std::to_string(number)}});
    }
    const Run none = store.call("sale.show", {{"receipt_no", "R-" + std::to_string(sold + 2)}});
    check(none.exit_code == 3, "what was not sold is not there: " + none.output);
    store.books();
  } catch (const std::exception& broken) {
    std::cerr << "full disk: " << broken.what() << "\n";
    return 1;
  }
  return 0;
}

void full_disk(Store& store) {
  const pid_t child = fork();
  if (child == 0) {
    const Store inside(store.program(), store.directory().parent_path() / "small" / "store");
    _exit(full_disk_child(inside));
  }
  int status = 0;
  waitpid(child, &status, 0);
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
  if (code == 77) {
    std::cout << "  (this machine lets us mount no small disk: left out)\n";
    return;
  }
  check(code == 0, "see above");
}

void newer_database(Store& store) {
  store.ask("sale.commit", store.sale(1));
  const json before = store.books();
  const std::string database = (store.directory() / "store.db").string();
  const auto sql = [&](const std::string& statement) {
    const Run run = run_once({"sqlite3", database, statement}, "");
    check(run.exit_code == 0, "sqlite3: " + run.messages);
    return run.output;
  };
  const int version = std::stoi(sql("PRAGMA user_version"));
  sql("PRAGMA user_version=" + std::to_string(version + 1));
  check_error(store.call("sale.commit", store.sale(2)), {{"storage", 7}, {"configuration", 6}});
  check_error(store.call("status", json::object()), {{"storage", 7}, {"configuration", 6}});
  sql("PRAGMA user_version=" + std::to_string(version));
  check(store.books() == before, "the books stay as they were");
}

void not_a_database(Store& store) {
  store.ask("sale.commit", store.sale(1));
  fs::copy_file(store.directory() / "store.db", store.directory() / "kept");
  std::ofstream(store.directory() / "store.db", std::ios::binary)
      << "this is no database at all, not even nearly";
  for (const char* beside : {"store.db-wal", "store.db-shm"})
    fs::remove(store.directory() / beside);
  check_error(store.call("sale.commit", store.sale(2)), {{"storage", 7}});
}

void no_store_there(Store& store) {
  const Store nowhere(store.program(), store.directory().parent_path() / "nowhere");
  check_error(nowhere.call("status", json::object()),
              {{"storage", 7}, {"configuration", 6}, {"not_found", 3}});
  check(!fs::exists(nowhere.directory()), "asking makes no store");
}

void store_made_twice(Store& store) {
  store.ask("sale.commit", store.sale(1));
  const json before = store.books();
  const Run again = run_once({store.program(), "init", "--store", "S02", "--training", "--data",
                              store.directory().string()},
                             "");
  check(again.exit_code != 0, "init over a store is refused");
  check(store.books() == before, "the books stay as they were");
}

void spoilt_settings(Store& store) {
  store.ask("sale.commit", store.sale(1));
  const json before = store.books();
  const fs::path settings = store.directory() / "vip.toml";
  const bool had = fs::exists(settings);
  if (had) fs::rename(settings, store.directory() / "kept.toml");
  for (const char* text :
       {"zoen = \"Asia/Shanghai\"\n", "= = =\n", "zone = 5\n", "zone = \"Asia/Nowhere\"\n"}) {
    std::ofstream(settings) << text;
    check_error(store.call("sale.commit", store.sale(2)), {{"configuration", 6}});
    fs::remove(settings);
  }
  if (had) fs::rename(store.directory() / "kept.toml", settings);
  check(store.books() == before, "the books stay as they were");
}

// Time never goes back (design 8): what is done under a clock two years slow has today's date, the
// sale goes on, and the step back is said once to the store manager (X2).
void slow_clock(const Store& store) {
  const std::vector<std::string> slow = {"faketime", "-f", "-730d"};
  store.ask("sale.commit", store.sale(1, 100000));
  const std::string today = store.ask("report.day", json::object())["date"];
  for (const int number : {2, 3}) {
    const Run sold = store.call("sale.commit", store.sale(number), slow);
    check(sold.exit_code == 0, "the shop sells: " + sold.output + sold.messages);
    const json answer = json::parse(sold.output);
    check(answer["result"]["receipt"].get<std::string>().find(today) != std::string::npos,
          "the receipt has today's date: " + sold.output);
  }
  const Run screen = store.call("status", json::object(), slow);
  check(json::parse(screen.output)["result"]["date"] == today, "the day does not go back");
  // Back to the right time: the sales of the slow clock stand on today's page.
  const json page = store.books();
  check(page["date"] == today && page["sales"] == 3, "today's page: " + page.dump());
  int said = 0;
  const json report = store.ask("report.anomalies", json::object());
  for (const json& anomaly : report["anomalies"]) {
    said += anomaly["kind"] == "clock_set_back" ? 1 : 0;
  }
  check(said == 1, "the step back is an anomaly, once; said " + std::to_string(said) + " times");
}

// A build with a sanitizer cannot be started under faketime: both want to be loaded first.
bool has_faketime(const Store& store) {
  const std::string program = store.program();
  const Run run = run_once({"sh", "-c", "faketime -f -730d \"$0\" --version", program}, "");
  return run.exit_code == 0;
}

void clock_two_years_back(Store& store) {
  if (!has_faketime(store)) {
    std::cout << "  (no faketime for this build on this machine: left out)\n";
    return;
  }
  slow_clock(store);
  Store earnest(store.program(), store.directory().parent_path() / "earnest");
  const Run made = run_once(
      {store.program(), "init", "--store", "S01", "--data", earnest.directory().string()}, "");
  check(made.exit_code == 0, "init: " + made.output + made.messages);
  earnest.enrol();
  slow_clock(earnest);
}

struct Trouble {
  const char* name;
  void (*happens)(Store&);
};

const Trouble kTroubles[] = {
    {"a second process on the same directory", second_process},
    {"sixteen commands at once", commands_at_once},
    {"a directory that cannot be written", read_only_directory},
    {"no room to write", no_room_to_write},
    {"a disk that fills up while the store sells", full_disk},
    {"a database of a newer version", newer_database},
    {"a file that is no database", not_a_database},
    {"no store in the directory", no_store_there},
    {"a store made over another", store_made_twice},
    {"settings that cannot be read", spoilt_settings},
    {"a clock two years back", clock_two_years_back},
};

int all_troubles(const std::string& program, const fs::path& scratch) {
  int broken = 0;
  int number = 0;
  for (const Trouble& trouble : kTroubles) {
    Store store(program, scratch / std::to_string(number++) / "store");
    try {
      fs::create_directories(store.directory().parent_path());
      store.init();
      trouble.happens(store);
      std::cout << "ok      " << trouble.name << "\n";
    } catch (const std::exception& wrong) {
      ++broken;
      std::cout << "BROKEN  " << trouble.name << "\n  " << wrong.what() << "\n";
    }
  }
  return broken == 0 ? 0 : 1;
}

}  // namespace
}  // namespace vip::story

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "trouble_test PROGRAM\n";
    return 2;
  }
  const vip::Folder folder;  // on a real disk
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
  return vip::story::all_troubles(std::filesystem::absolute(argv[1]).string(), folder.path());
}
