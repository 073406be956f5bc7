// Other people's secrets, scanned by mistake: bank cards, payment codes, identity numbers and
// broken swipes go into every field of every method that takes a scan, into fields that people
// write, and into lines that are no requests at all. Afterwards they are nowhere: not in an answer
// or a message, not in any file of the store, its log and its journal among them, not in the memory
// of the program that read them, nor in the core that it leaves when it is aborted.
//
//   secrets_test PROGRAM all|files     files: the program has a sanitizer's heap, which keeps
//   things
//
// What is searched for is searched for as ASCII, UTF-16 of either order, full-width UTF-8, packed
// decimal, hexadecimal and base 64; and something that must be there is searched for too. Exit code
// 0: nothing was found.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/folder.h"
#include "tests/story/terminal_process.h"
#include "tests/story/traces.h"

namespace vip::story {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

void check(bool holds, const std::string& why) {
  if (!holds) throw std::runtime_error(why);
}

// -- what is scanned --

struct Canary {
  const char* name;
  std::string scan;
  std::vector<std::string> traces;  // what must not be found
};

std::string luhn(std::string digits) {
  digits += '0';
  for (;; ++digits.back()) {
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
      int digit = digits[digits.size() - 1 - i] - '0';
      if (i % 2 == 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
      sum += digit;
    }
    if (sum % 10 == 0) return digits;
  }
}

std::string identity(const std::string& seventeen) {
  constexpr int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += (seventeen[i] - '0') * weights[i];
  return seventeen + "10X98765432"[sum % 11];
}

std::vector<Canary> canaries() {
  const std::string bank = luhn("622276913584207");
  const std::string swiped = luhn("453957876362148");
  const std::string wide = luhn("543219876501234");
  const std::string person = identity("32010219870307001");
  const std::string other = identity("44030619910912123");
  return {
      {"bank card", bank, {bank, bank.substr(4, 12)}},
      {"bank card in fours",
       bank.substr(0, 4) + " " + bank.substr(4, 4) + " " + bank.substr(8, 4) + " " +
           bank.substr(12),
       {bank, bank.substr(0, 4) + " " + bank.substr(4, 4)}},
      {"bank card swiped",
       "%B" + swiped + "^CANARY/JANE^29121017392814605?;" + swiped + "=29121017392814605?\r\n",
       {swiped, "CANARY/JANE", "7392814605", swiped.substr(0, 12)}},
      {"bank card in full width", full_width(wide), {wide, full_width(wide)}},
      {"identity card", person, {person.substr(0, 17), person.substr(6, 8) + person.substr(14, 3)}},
      {"identity card among words", "]Q1" + other + "\r", {other.substr(0, 17)}},
      {"WeChat payment code", "134719283746510293", {"134719283746510293", "4719283746510293"}},
      {"Alipay payment code", "]Q1287364519203847561", {"287364519203847561", "7364519203847561"}},
      {"UnionPay payment code", "6231987654309871234\n", {"6231987654309871234"}},
      {"half a swipe", ";6231987654309875", {"6231987654309875"}},
  };
}

// -- how it might be written somewhere: traces.h --

struct Trace {
  std::string canary;
  std::string bytes;
};

std::vector<Trace> traces() {
  std::vector<Trace> all;
  for (const Canary& canary : canaries()) {
    for (const std::string& trace : canary.traces) {
      for (const std::string& way : written(trace)) all.push_back({canary.name, way});
    }
  }
  return all;
}

int found = 0;

void search(std::string_view where, std::string_view bytes) {
  static const std::vector<Trace> all = traces();
  for (const Trace& trace : all) {
    const std::size_t at = bytes.find(trace.bytes);
    if (at == std::string_view::npos) continue;
    ++found;
    std::string around;
    for (const char c : bytes.substr(at < 60 ? 0 : at - 60, trace.bytes.size() + 120)) {
      around += 0x20 <= c && c < 0x7F ? c : '.';
    }
    std::cerr << "found a " << trace.canary << " in " << where << " at " << at << ": " << around
              << "\n";
  }
}

constexpr std::string_view must_be_there = "CONTROL-RECEIPT-77";

void search_files(const fs::path& directory) {
  bool control = false;
  each_file(directory, [&](const std::string& name, const std::string& bytes) {
    search(name, bytes);
    control = control || bytes.find(must_be_there) != std::string::npos;
  });
  check(control, "the search finds what is in the files");
}

// Every page that a core would hold.
void search_memory(pid_t pid) {
  bool control = false;
  const bool read = each_page(pid, [&](const std::string& name, const std::string& bytes) {
    search(name, bytes);
    control = control || bytes.find(must_be_there) != std::string::npos;
  });
  if (!read) {
    std::cout << "the memory of a child cannot be read here; the core alone is searched\n";
    return;
  }
  check(control, "the search finds what is in memory");
}

// -- where it is scanned --

// Every request that takes what a scanner delivers, in every field that takes it.
std::vector<std::pair<std::string, json>> requests_with(const std::string& scan) {
  const json lines = {{{"sku", "A"}, {"qty", 1}, {"unit_price", 10000}}};
  const json form = {{"surname", "王"},
                     {"form", "ms"},
                     {"phone", "13800000009"},
                     {"birthday", "1990-05-20"},
                     {"consent", true}};
  const auto with = [](json object, const char* field, const json& value) {
    object[field] = value;
    return object;
  };
  std::vector<std::pair<std::string, json>> all = {
      {"scan", {{"raw", scan}}},
      {"scan", {{"scan", scan}}},
      {"sale.quote", {{"phone", scan}, {"lines", lines}}},
      {"sale.commit", {{"phone", scan}, {"lines", lines}, {"expected_paid", 10000}}},
      {"sale.show", {{"sale", scan}}},
      {"member.find", {{"phone", scan}}},
      {"gift.redeem", {{"gift", scan}, {"card", "9156900000000012"}}},
      {"points.correct",
       {{"card", "9156900000000012"}, {"delta", 1}, {"reason", scan}, {"second_operator", "2001"}}},
      {"sale.quote", {{"lines", lines}, {"operator", scan}}},
      {"sale.quote", {{"lines", lines}, {"lane", scan}}},
      {"sale.quote", {{"lines", lines}, {scan, 1}}},
      {"sale.quote", {{"lines", scan}}},
      {"card.issue", {{"proof", {{"phone", scan}}}, {"registration", form}}},
      {"card.issue",
       {{"proof", {{"phone", "13800000009"}}}, {"registration", form}, {"blank", scan}}},
  };
  for (const char* field :
       {"surname", "given_name", "phone", "birthday", "note", "form", "referrer"}) {
    all.push_back(
        {"card.issue",
         {{"proof", {{"phone", "13800000008"}}}, {"registration", with(form, field, scan)}}});
    all.push_back({"member.edit",
                   {{"phone", "13800000008"}, {"registration", {{field, scan}}}, {"reason", "x"}}});
  }
  for (const char* shown : {"scan", "card", "phone"}) {
    const json by = {{shown, scan}};
    all.push_back({"sale.quote", with(by, "lines", lines)});
    all.push_back({"sale.commit", with(with(by, "lines", lines), "expected_paid", 10000)});
    for (const char* method : {"card.show", "card.renew", "points.explain", "member.find",
                               "member.show", "member.export", "member.erase"}) {
      all.push_back({method, by});
    }
    all.push_back({"member.show", with(by, "reason", "asked by the member")});
    all.push_back({"card.block", with(by, "reason", "lost")});
    all.push_back({"card.replace", with(by, "blank", scan)});
    all.push_back({"card.close", with(by, "reason", scan)});
    all.push_back({"card.check_holder", with(by, "outcome", "passed")});
    all.push_back({"handover.record", with(by, "item", "handbook")});
    all.push_back({"gift.redeem", with(by, "gift", "mug")});
    all.push_back({"points.correct",
                   with(with(with(by, "delta", 1), "reason", "why"), "second_operator", "2001")});
    all.push_back(
        {"member.edit", with(with(by, "registration", {{"note", scan}}), "reason", scan)});
  }
  return all;
}

class Stream {
 public:
  Stream(const std::string& program, const fs::path& directory)
      : process_(program, directory.string()) {}

  json ask(const std::string& line) {
    check(process_.send(line), "the program is there");
    const auto answer = process_.receive();
    check(answer.has_value(), "every line is answered");
    search("the answer to " + line.substr(0, 60), *answer);
    return json::parse(*answer);
  }

  json call(const std::string& method, json request) {
    static int count = 0;
    const bool reads = method == "scan" || method.ends_with(".quote") ||
                       method.ends_with(".show") || method.ends_with(".find") ||
                       method.ends_with(".explain");
    if (!reads) {
      ++count;
      request["request_id"] = "r" + std::to_string(count);
      if (!request.contains("operator")) request["operator"] = "2001";
      if (method == "sale.commit") {
        request["lane"] = "1";
        if (!request.contains("receipt_no")) request["receipt_no"] = "R" + std::to_string(count);
      }
    }
    return ask(json{{"method", method}, {"request", request}}.dump());
  }

  // The same again under the same request id.
  void twice(const std::string& method, json request) {
    request["request_id"] = "twice-" + std::to_string(++twice_);
    request["operator"] = "2001";
    request["lane"] = "1";
    request["receipt_no"] = "T" + std::to_string(twice_);
    const std::string line = json{{"method", method}, {"request", request}}.dump();
    check(ask(line).value("ok", false),
          "a sale goes on whatever was scanned: " + line.substr(0, 40));
    check(ask(line).value("replayed", false), "and its answer is kept");
  }

  TerminalProcess& process() { return process_; }

 private:
  TerminalProcess process_;
  int twice_ = 0;
};

void scan_everything(Stream& stream) {
  const json lines = {{{"sku", "A"}, {"qty", 1}, {"unit_price", 200000}}};
  for (const char* const phone : {"13800000008", "13800000009"}) {
    stream.call(
        "sale.commit",
        {{"phone", phone},
         {"lines", lines},
         {"expected_paid", 200000},
         {"receipt_no", phone == std::string("13800000008") ? std::string(must_be_there) : "C-2"}});
  }
  const json member = stream.call("card.issue", {{"proof", {{"phone", "13800000008"}}},
                                                 {"registration",
                                                  {{"surname", "王"},
                                                   {"form", "ms"},
                                                   {"phone", "13800000008"},
                                                   {"birthday", "1990-05-20"},
                                                   {"consent", true}}}});
  check(member.value("ok", false), "a member is there: " + member.dump());
  for (const Canary& canary : canaries()) {
    for (const auto& [method, request] : requests_with(canary.scan)) stream.call(method, request);
    stream.twice("sale.commit", {{"scan", canary.scan},
                                 {"lines", {{{"sku", "A"}, {"qty", 1}, {"unit_price", 10000}}}},
                                 {"expected_paid", 10000}});
    // Lines that are no requests: the box of the scanner was another one.
    std::string flat = canary.scan;
    std::erase_if(flat, [](char c) { return c == '\r' || c == '\n'; });
    stream.ask(flat);
    stream.ask("\"" + flat + "\"");
    stream.ask("{\"method\":\"" + flat + "\",\"request\":{}}");
    stream.ask("{\"method\":\"scan\",\"request\":{\"raw\":\"" + flat + "\"");
    stream.ask("{\"method\":\"scan\",\"request\":{\"" + flat + "\":1}}");
    stream.ask("{\"method\":\"scan\",\"request\":\"" + flat + "\"}");
  }
}

void run_commands(const std::string& program, const std::string& directory) {
  for (const Canary& canary : canaries()) {
    const std::vector<std::vector<std::string>> commands = {
        {"scan", canary.scan},
        {"scan"},
        {"scan", canary.scan, "--json"},
        {"call", "scan"},
        {"card", "show", "--scan", canary.scan},
        {"card", "show", "--card", canary.scan},
        {"member", "find", "--phone", canary.scan},
        {"sale", "quote", "A:1:10.00", "--scan", canary.scan},
        {"sale", "commit", "A:1:10.00", "--scan", canary.scan, "--expected", "1000"},
    };
    for (std::vector<std::string> command : commands) {
      const std::string name =
          command[0] + " " + (command.size() > 1 ? command[1].substr(0, 8) : "");
      const bool call = command[0] == "call";
      command.insert(command.begin(), program);
      command.insert(command.end(), {"--data", directory});
      const Run run = run_once(command, call ? json{{"raw", canary.scan}}.dump() : canary.scan);
      check(run.exit_code >= 0, "the program ends by itself");
      search("the output of " + name, run.output);
      search("the messages of " + name, run.messages);
    }
  }
}

// Aborts the program and searches what it leaves, where this machine writes cores to files.
void search_core(Stream& stream, const fs::path& folder) {
  const std::string pattern = read_all("/proc/sys/kernel/core_pattern");
  if (pattern.empty() || pattern[0] == '|' || pattern.find('/') != std::string::npos) {
    std::cout << "no core is written here (core_pattern " << pattern << "); memory was searched\n";
    return;
  }
  ::kill(stream.process().pid(), SIGABRT);
  stream.process().finish();
  bool control = false;
  bool core = false;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.path().filename().string().starts_with("core")) continue;
    const std::string bytes = read_all(entry.path());
    core = true;
    search("the core", bytes);
    control = control || bytes.find(must_be_there) != std::string::npos;
  }
  if (!core) {
    std::cout << "no core was written here; memory was searched\n";
    return;
  }
  check(control, "the search finds what is in the core");
}

int run(const std::string& program, bool memory_too) {
  const Folder folder;
  const fs::path data = folder.path() / "store";
  fs::current_path(folder.path());  // cores are written here
  rlimit limit{};
  getrlimit(RLIMIT_CORE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_CORE, &limit);
  const Run made =
      run_once({program, "init", "--store", "S01", "--training", "--data", data.string()}, "");
  check(made.exit_code == 0, "init: " + made.messages);
  {
    Stream stream(program, data);
    scan_everything(stream);
    search_files(data);
    if (memory_too) {
      search_memory(stream.process().pid());
      search_core(stream, folder.path());
    } else {
      stream.process().finish();
    }
  }
  run_commands(program, data.string());
  const Run verified = run_once({program, "verify", "--data", data.string()}, "");
  check(verified.exit_code == 0, "verify: " + verified.output + verified.messages);
  search_files(data);
  std::cout << "searched for " << traces().size() << " traces of " << canaries().size()
            << " secrets: " << found << " found\n";
  return found == 0 ? 0 : 1;
}

}  // namespace
}  // namespace vip::story

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "secrets_test PROGRAM all|files\n";
    return 2;
  }
  try {
    return vip::story::run(std::filesystem::absolute(argv[1]).string(),
                           argv[2] == std::string("all"));
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
