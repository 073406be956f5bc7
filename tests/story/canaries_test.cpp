// Invented members go through every act that a store has for them, the program killed again and
// again in between. Afterwards nothing of them is in any file of the store, in what the program
// says beside its answers, or in its memory at rest, which is what a core dump would hold (R3).
//
//   canaries_test PROGRAM all|files [MEMBERS]     files: the program has a sanitizer's heap
//
// All of them share parts that no other text has, so that a handful of searches, each in many ways
// of writing, finds any of them; and something that must be there is searched for too. Exit code 0:
// nothing was found.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
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

// Shared by all of them: the beginning of their phones, names, words of notes and reasons.
const char* const parts[] = {"13905773", "琬琰",      "璩女士", "栀子香膏", "来电更正",
                             "Ms 璩",    "1987-09-1", "璩**",   "1390****", "139****3"};
constexpr std::string_view must_be_there = "CONTROL-RECEIPT-77";

int found = 0;

void search(const std::string& where, std::string_view bytes) {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> ways;
    for (const char* const part : parts) {
      for (const std::string& way : written(part)) ways.push_back(way);
    }
    return ways;
  }();
  for (const std::string& way : all) {
    const std::size_t at = bytes.find(way);
    if (at == std::string_view::npos) continue;
    ++found;
    std::string around;
    for (const char c : bytes.substr(at < 60 ? 0 : at - 60, way.size() + 120)) {
      around += 0x20 <= c && c < 0x7F ? c : '.';
    }
    std::cerr << "found " << way << " in " << where << " at " << at << ": " << around << "\n";
  }
}

class Shop {
 public:
  Shop(std::string program, fs::path data)
      : program_(std::move(program)), data_(std::move(data)), dice_(20261127) {
    open();
  }

  // The answer to a request that may have been cut off by a kill and was then sent again.
  json call(const std::string& method, json request) {
    request["request_id"] = "c-" + std::to_string(++count_);
    if (!request.contains("operator")) request["operator"] = "2001";
    const std::string line = json{{"method", method}, {"request", request}}.dump();
    if (dice_() % 97 == 0) {
      process_->send(line);
      ::usleep(static_cast<useconds_t>(dice_() % 3000));
      process_->kill();
      ++kills_;
      open();
    }
    check(process_->send(line), "the program is there");
    const auto answer = process_->receive();
    check(answer.has_value(), "every line is answered");
    return json::parse(*answer);
  }
  json good(const std::string& method, const json& request) {
    json answer = call(method, request);
    check(answer.value("ok", false), method + ": " + answer.dump());
    return answer.at("result");
  }
  // What takes no request id.
  json ask(const std::string& method, json request) {
    request["operator"] = "2001";
    check(process_->send(json{{"method", method}, {"request", request}}.dump()), "it is there");
    const auto answer = process_->receive();
    check(answer.has_value(), "every line is answered");
    return json::parse(*answer);
  }

  TerminalProcess& process() { return *process_; }
  int kills() const { return kills_; }

 private:
  void open() { process_ = std::make_unique<TerminalProcess>(program_, data_.string()); }

  std::string program_;
  fs::path data_;
  std::mt19937 dice_;
  std::unique_ptr<TerminalProcess> process_;
  int count_ = 0;
  int kills_ = 0;
};

void live(Shop& shop, int i) {
  const std::string n = std::to_string(1000 + i).substr(1);
  const std::string phone = "13905773" + n;
  const json big = {{{"sku", "A"}, {"qty", 1}, {"unit_price", 200000}}};
  const json small = {{{"sku", "B"}, {"qty", 2}, {"unit_price", 5000}}};
  const auto sale = [&](json request, const json& lines, std::int64_t paid, const char* what) {
    request["lane"] = "1";
    request["receipt_no"] =
        i == 0 && what[0] == 'P' ? std::string(must_be_there) : what + std::string("-") + n;
    request["lines"] = lines;
    request["expected_paid"] = paid;
    return shop.good("sale.commit", request);
  };
  sale({{"phone", phone}}, big, 200000, "P");
  const json issued = shop.good("card.issue", {{"proof", {{"phone", phone}}},
                                               {"registration",
                                                {{"surname", "璩"},
                                                 {"given_name", "琬琰"},
                                                 {"form", "ms"},
                                                 {"phone", phone},
                                                 {"birthday", "1987-09-1" + std::to_string(i % 10)},
                                                 {"consent", true},
                                                 {"messages", true},
                                                 {"note", "栀子香膏 " + n}}}});
  const json card = issued.at("card");
  const json sold = sale({{"card", card}}, small, 9000, "M");
  shop.ask("sale.quote", {{"card", card}, {"lines", small}});
  shop.ask("card.show", {{"card", card}});
  shop.ask("member.find", {{"phone", phone}});
  if (i % 60 == 0) shop.ask("member.show", {{"card", card}, {"reason", "琬琰来电"}});
  if (i % 7 == 0) {
    shop.good("member.edit", {{"card", card},
                              {"registration", {{"note", "栀子香膏，来电更正"}}},
                              {"reason", "琬琰来电更正"}});
  }
  if (i % 5 == 0) {
    shop.good(
        "points.correct",
        {{"card", card}, {"delta", 2}, {"reason", "琬琰的小票"}, {"second_operator", "1001"}});
  }
  if (i % 6 == 0) {
    shop.good("sale.return", {{"sale", sold.at("sale")}, {"lines", {{{"line", 0}, {"qty", 1}}}}});
  }
  if (i % 11 == 0) shop.good("handover.record", {{"card", card}, {"item", "handbook"}});
  if (i % 13 == 0) shop.good("card.close", {{"card", card}, {"reason", "琬琰来电更正"}});
  if (i % 17 == 0) shop.ask("member.export", {{"card", card}, {"reason", "琬琰来电"}});
  if (i % 3 == 0) shop.good("member.erase", {{"card", card}});
  // What is refused, and what is wrong.
  shop.call("card.issue", {{"proof", {{"phone", phone}}}, {"registration", {{"surname", "璩"}}}});
  if (i % 10 == 0) shop.call("member.edit", {{"phone", phone}, {"琬琰", "13905773000"}});
}

int run(const std::string& program, bool memory_too, int members) {
  const Folder folder(in_memory());
  const fs::path data = folder.path() / "store";
  const Run made =
      run_once({program, "init", "--store", "S01", "--training", "--data", data.string()}, "");
  check(made.exit_code == 0, "init: " + made.messages);
  const auto search_files = [&](const char* when) {
    bool control = false;
    each_file(data, [&](const std::string& name, const std::string& bytes) {
      search(name + std::string(" ") + when, bytes);
      control = control || bytes.find(must_be_there) != std::string::npos;
    });
    check(control, "the search finds what is in the files");
  };
  {
    Shop shop(program, data);
    for (int i = 0; i < members; ++i) live(shop, i);
    check(shop.ask("member.affected", json::object()).value("ok", false), "affected");
    search_files("while it is open");
    std::cout << members << " members, " << shop.kills() << " kills\n";
    if (memory_too) {
      bool control = false;
      shop.good("sale.commit", {{"lane", "1"},
                                {"receipt_no", "LAST"},
                                {"lines", {{{"sku", "A"}, {"qty", 1}, {"unit_price", 100}}}},
                                {"expected_paid", 100}});
      const bool read =
          each_page(shop.process().pid(), [&](const std::string& name, const std::string& bytes) {
            search(name, bytes);
            control = control || bytes.find("LAST") != std::string::npos;
          });
      if (!read) std::cout << "the memory of a child cannot be read here\n";
      check(!read || control, "the search finds what is in memory");
    }
    check(shop.process().finish() == 0, "it ends by itself");
  }
  for (const std::vector<std::string>& command : {std::vector<std::string>{"verify"},
                                                  {"status"},
                                                  {"report", "registry", "--month", "2026-11"}}) {
    std::vector<std::string> words = {program};
    words.insert(words.end(), command.begin(), command.end());
    words.insert(words.end(), {"--data", data.string()});
    const Run run = run_once(words, "");
    search("the messages of " + command[0], run.messages);
    if (command[0] == "verify") check(run.exit_code == 0, "verify: " + run.output + run.messages);
  }
  search_files("at rest");
  std::cout << found << " found\n";
  return found == 0 ? 0 : 1;
}

}  // namespace
}  // namespace vip::story

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    std::cerr << "canaries_test PROGRAM all|files [MEMBERS]\n";
    return 2;
  }
  try {
    return vip::story::run(std::filesystem::absolute(argv[1]).string(),
                           argv[2] == std::string("all"), argc == 4 ? std::atoi(argv[3]) : 1000);
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
