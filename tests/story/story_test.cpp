// Plays the stories of this folder against the real vip-terminal: each in a store of its own, over
// `call --stream`, as a till would. Nothing of the program is linked in.
//
//   story_test PROGRAM FILE.words FILE.story … [--only TEXT] [--show] [--scratch DIR]
//
// For each request the runner adds what a till always sends and a story need not repeat: a fresh
// request_id, operator, lane, receipt_no where the method takes them, and the story's time as `at`.
// Every answer must have exactly the form of interfaces.md, and every story ends with a clean
// `verify`. Exit code 0: all stories hold.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/folder.h"
#include "tests/story/pattern.h"
#include "tests/story/story_file.h"
#include "tests/story/terminal_process.h"

namespace vip::story {
namespace {

using nlohmann::json;

struct Options {
  std::string program;
  std::vector<std::string> files;
  std::string only;
  bool show = false;
  std::filesystem::path scratch;
};

const std::set<std::string> kWrites = {
    "sale.commit",    "sale.return",         "card.issue",     "card.block",   "card.replace",
    "card.renew",     "card.close",          "gift.put",       "gift.redeem",  "card.check_holder",
    "member.edit",    "handover.record",     "points.correct", "policy.adopt", "receipt.print",
    "registry.close", "greetings.hand_over", "anomaly.settle"};
const std::set<std::string> kTimeless = {"policy.evaluate", "eligibility.evaluate", "scan",
                                         "verify"};

// The form that every answer has, whatever was asked (interfaces.md "Answer, always one of").
std::optional<std::string> wrong_form(const json& answer) {
  const auto has = [](const json& object, const char* key, auto is) {
    const auto found = object.find(key);
    return found != object.end() && is(*found);
  };
  const auto is_text = [](const json& v) { return v.is_string() && v != ""; };
  const auto is_object = [](const json& v) { return v.is_object(); };
  const auto says = [&](const json& part) {
    const auto message = part.find("message");
    return message != part.end() && message->is_object() && has(*message, "zh-CN", is_text) &&
           has(*message, "en", is_text);
  };
  if (!answer.is_object() || !answer.contains("ok")) return "an answer is an object with ok";
  if (answer["ok"] == true) {
    if (!answer.contains("result") || answer.contains("refusal") || answer.contains("error")) {
      return "ok:true has a result and nothing else beside it";
    }
    return std::nullopt;
  }
  if (answer["ok"] != false || answer.contains("result")) return "ok:false has no result";
  if (answer.contains("refusal") == answer.contains("error")) {
    return "ok:false has either a refusal or an error";
  }
  if (const auto refusal = answer.find("refusal"); refusal != answer.end()) {
    if (!has(*refusal, "clause", is_text) || !has(*refusal, "word", is_text) || !says(*refusal) ||
        !has(*refusal, "facts", is_object)) {
      return "a refusal has clause, word, facts and its message in both languages";
    }
    return std::nullopt;
  }
  const json& error = answer["error"];
  if (!has(error, "code", is_text) || !says(error) ||
      !has(error, "retryable", [](const json& v) { return v.is_boolean(); })) {
    return "an error has code, retryable and its message in both languages";
  }
  return std::nullopt;
}

class Play {
 public:
  Play(const Options& options, const Story& story, int number)
      : options_(options),
        story_(story),
        directory_(options.scratch / ("story-" + std::to_string(number))) {}

  ~Play() {
    process_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  // What went wrong, one entry a line; empty when the story holds.
  std::vector<std::string> run() {
    int line = story_.line;
    try {
      open();
      for (const Step& step : story_.steps) {
        line = step.line;
        take(step);
      }
      close(line);
    } catch (const std::exception& broken) {
      wrong_.push_back(place(line) + broken.what());
    }
    return wrong_;
  }

 private:
  std::string place(int line) const { return story_.file + ":" + std::to_string(line) + ": "; }

  void open() {
    std::vector<std::string> command = {
        options_.program, "init", "--store", "S01", "--data", directory_.string(), "--training"};
    for (const Step& step : story_.steps) {
      if (step.kind == StepKind::earnest) command.pop_back();
    }
    const Run made = run_once(command, "");
    if (made.exit_code != 0) throw StoryError("init failed: " + made.output + made.messages);
    for (const Step& step : story_.steps) {
      if (step.kind == StepKind::toml) {
        std::ofstream(directory_ / "vip.toml", std::ios::app) << step.text << "\n";
      }
    }
  }

  TerminalProcess& process() {
    if (process_ == nullptr) {
      process_ = std::make_unique<TerminalProcess>(options_.program, directory_.string());
    }
    return *process_;
  }

  void stop(int line) {
    if (process_ == nullptr) return;
    const int code = process_->finish();
    process_.reset();
    if (code != 0)
      wrong_.push_back(place(line) + "at end of input exit 0, got " + std::to_string(code));
  }

  void close(int line) {
    stop(line);
    const Run run =
        run_once({options_.program, "call", "verify", "--data", directory_.string()}, "{}");
    const json answer = json::parse(run.output, nullptr, false);
    if (run.exit_code != 0 || answer.is_discarded() || answer.value("ok", false) != true) {
      wrong_.push_back(place(line) + "verify is not clean, exit " + std::to_string(run.exit_code) +
                       ": " + run.output + run.messages);
    }
  }

  void take(const Step& step) {
    switch (step.kind) {
      case StepKind::request: {
        const std::string request = complete(step.method, fill_in(step.text, memory_));
        exchange(step, "{\"method\":" + json(step.method).dump() + ",\"request\":" + request + "}");
        break;
      }
      case StepKind::raw:
        exchange(step, raw_bytes(step.text));
        break;
      case StepKind::once: {
        stop(step.line);
        const Run run =
            run_once({options_.program, "call", step.method, "--data", directory_.string()},
                     complete(step.method, fill_in(step.text, memory_)));
        ended(step, run);
        hear(step, run.output);
        break;
      }
      case StepKind::run: {
        stop(step.line);
        std::vector<std::string> command = {options_.program};
        std::istringstream words(step.text);
        for (std::string word; words >> word;) {
          command.push_back(word == "DIR" ? directory_.string() : word);
        }
        ended(step, run_once(command, ""));
        break;
      }
      case StepKind::result:
        if (last_.value("ok", false) != true) {
          note(step, "expected a result, got " + last_.dump());
        } else {
          check(step, read_pattern(step.text), last_["result"]);
        }
        break;
      case StepKind::answer:
        check(step, read_pattern(step.text), last_);
        break;
      case StepKind::refusal:
        refused(step);
        break;
      case StepKind::error:
        failed(step);
        break;
      case StepKind::exit:
        if (std::to_string(exit_code_) != step.text) {
          note(step, "expected exit " + step.text + ", got " + std::to_string(exit_code_) + ": " +
                         last_.dump());
        }
        break;
      case StepKind::at:
        at_ = step.text;
        break;
      case StepKind::operator_:
        operator_number_ = step.text;
        break;
      case StepKind::restart:
        stop(step.line);
        break;
      case StepKind::kill:
        process().kill();
        process_.reset();
        break;
      case StepKind::unsaid: {
        const std::string secret = json::parse(fill_in(step.text, memory_)).get<std::string>();
        if (last_.dump().find(secret) != std::string::npos) {
          note(step, step.text + " must not be said: " + last_.dump());
        }
        break;
      }
      case StepKind::earnest:
      case StepKind::toml:
        break;
    }
    const bool expects = step.kind == StepKind::result || step.kind == StepKind::answer ||
                         step.kind == StepKind::refusal || step.kind == StepKind::error ||
                         step.kind == StepKind::exit;
    if (!expects) said_nothing_wanted(step);
  }

  // A request that no expectation follows must simply have gone well.
  void said_nothing_wanted(const Step& step) {
    const auto next = std::find_if(story_.steps.begin(), story_.steps.end(),
                                   [&](const Step& other) { return &other == &step; });
    const bool asked = step.kind == StepKind::request || step.kind == StepKind::once;
    if (!asked) return;
    const auto after = next + 1;
    const bool told = after != story_.steps.end() &&
                      (after->kind == StepKind::result || after->kind == StepKind::answer ||
                       after->kind == StepKind::refusal || after->kind == StepKind::error ||
                       after->kind == StepKind::exit);
    if (!told && last_.value("ok", false) != true) note(step, "expected ok, got " + last_.dump());
  }

  // \xNN in a raw line is that byte: broken UTF-8 can be written down readably.
  static std::string raw_bytes(const std::string& text) {
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\' && i + 3 < text.size() && text[i + 1] == 'x') {
        bytes += static_cast<char>(std::stoi(text.substr(i + 2, 2), nullptr, 16));
        i += 3;
      } else {
        bytes += text[i];
      }
    }
    return bytes;
  }

  // Puts in what a till always sends, as text, so that the rest stays byte for byte as written.
  std::string complete(const std::string& method, std::string request) {
    ++requests_;
    const json read = json::parse(request, nullptr, false);
    if (!read.is_object()) return request;
    std::string added;
    const auto add = [&](const char* key, const json& value) {
      if (!read.contains(key)) added += json(key).dump() + ":" + value.dump() + ",";
    };
    if (kWrites.contains(method)) {
      add("request_id", "r-" + std::to_string(requests_));
      add("operator", json::parse(operator_number_));
    }
    if (method == "sale.commit") {
      add("lane", 1);
      add("receipt_no", "N" + std::to_string(requests_));
    }
    if (!at_.empty() && !kTimeless.contains(method)) add("at", at_);
    if (added.empty()) return request;
    if (read.empty()) added.pop_back();
    return request.insert(request.find('{') + 1, added);
  }

  void exchange(const Step& step, const std::string& line) {
    if (options_.show) std::cout << place(step.line) << "\n  -> " << line << "\n";
    process().send(line);
    const std::optional<std::string> answer = process().receive();
    if (!answer) {
      const int code = process_->finish();
      process_.reset();
      last_ = json::object();
      throw StoryError("no answer; the process ended with " + std::to_string(code));
    }
    hear(step, *answer);
  }

  void hear(const Step& step, const std::string& answer) {
    if (options_.show) std::cout << "  <- " << answer << "\n";
    last_ = json::parse(answer, nullptr, false);
    if (last_.is_discarded()) {
      last_ = json::object();
      note(step, "the answer is not JSON: " + answer);
      return;
    }
    if (const auto wrong = wrong_form(last_)) note(step, *wrong + ": " + answer);
    if (kWrites.contains(step.method) && last_.value("ok", false) == true &&
        !last_.contains("position")) {
      note(step, "a write that went well tells its position: " + answer);
    }
  }

  void ended(const Step& step, const Run& run) {
    exit_code_ = run.exit_code;
    last_ = json::object();
    if (options_.show) {
      std::cout << place(step.line) << "exit " << run.exit_code << "\n"
                << run.output << run.messages << "\n";
    }
  }

  void note(const Step& step, const std::string& what) {
    wrong_.push_back(place(step.line) + what);
  }

  void check(const Step& step, const json& pattern, const json& got) {
    if (const auto wrong = mismatch(pattern, got, memory_)) {
      note(step, *wrong + "   in " + last_.dump());
    }
  }

  void refused(const Step& step) {
    const auto refusal = last_.find("refusal");
    if (refusal == last_.end()) {
      note(step, "expected refusal " + step.method + " " + step.word + ", got " + last_.dump());
      return;
    }
    json wanted{{"clause", step.method}};
    if (!step.word.empty() && step.word != "*") wanted["word"] = step.word;
    if (!step.text.empty()) wanted["facts"] = read_pattern(step.text);
    check(step, wanted, *refusal);
  }

  void failed(const Step& step) {
    const auto error = last_.find("error");
    if (error == last_.end()) {
      note(step, "expected error " + step.method + " " + step.word + ", got " + last_.dump());
      return;
    }
    json wanted{{"code", step.method}};
    if (!step.word.empty()) wanted["pointer"] = step.word == "(root)" ? "" : step.word;
    check(step, wanted, *error);
  }

  const Options& options_;
  const Story& story_;
  std::filesystem::path directory_;
  std::unique_ptr<TerminalProcess> process_;
  Memory memory_;
  std::string at_ = "2026-11-22T10:00:00+08:00";
  std::string operator_number_ = "\"1001\"";
  json last_ = json::object();
  int exit_code_ = 0;
  int requests_ = 0;
  std::vector<std::string> wrong_;
};

int play_all(const Options& options) {
  Words words;
  std::vector<Story> stories;
  for (const std::string& file : options.files) {
    for (Story& story : read_stories(file, words)) {
      if ((story.file + " " + story.title).find(options.only) == std::string::npos) continue;
      stories.push_back(std::move(story));
    }
  }
  std::atomic<std::size_t> next = 0;
  std::atomic<int> broken = 0;
  std::mutex printing;
  const auto work = [&] {
    for (std::size_t i = next++; i < stories.size(); i = next++) {
      const std::vector<std::string> wrong = Play(options, stories[i], static_cast<int>(i)).run();
      if (wrong.empty()) continue;
      ++broken;
      const std::lock_guard<std::mutex> one_at_a_time(printing);
      std::cout << "STORY  " << stories[i].title << "\n";
      for (const std::string& what : wrong) std::cout << "  " << what << "\n";
    }
  };
  std::vector<std::thread> players;
  for (int i = 0; i < (options.show ? 1 : 2); ++i) players.emplace_back(work);
  for (std::thread& player : players) player.join();
  std::cout << stories.size() << " stories, " << broken << " do not hold\n";
  return broken == 0 && !stories.empty() ? 0 : 1;
}

}  // namespace
}  // namespace vip::story

int main(int argc, char** argv) {
  vip::story::Options options;
  // In memory where there is a place for it: hundreds of stores, and no disk to wait for.
  std::filesystem::path within = vip::in_memory();
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--show") {
      options.show = true;
    } else if (word == "--only" && i + 1 < argc) {
      options.only = argv[++i];
    } else if (word == "--scratch" && i + 1 < argc) {
      within = argv[++i];
    } else if (options.program.empty()) {
      options.program = word;
    } else {
      options.files.push_back(word);
    }
  }
  try {
    const vip::Folder folder(within);
    options.scratch = folder.path();
    return vip::story::play_all(options);
  } catch (const std::exception& broken) {
    std::cerr << broken.what() << "\n";
    return 1;
  }
}
