// Kill -9 at any moment, start again, go on: the final books are equal to those of a run that
// nobody disturbed (design.md sections 4 and 8, "nothing lost").
//
//   kill_test PROGRAM [KILLS]
//
// One fixed script of cards, sales, returns and redemptions is played once in peace. Then it is
// played again and again, each time with SIGKILLs at random moments, also while the store is just
// being opened; after each the till sends again what was not answered, with the same request ids,
// as a till does. Every answer must be the one of the peaceful run, and so must what the books
// say at the end. Plays until at least KILLS (110) kills have hit. Exit code 0: all equal.
#include <signal.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/folder.h"
#include "tests/story/pattern.h"
#include "tests/story/seed.h"
#include "tests/story/terminal_process.h"

namespace vip::story {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr int kMembers = 8;
constexpr std::size_t kInFlight = 6;  // requests that wait for their answers together

// A request of the script. $card3 in it stands for the number that card.issue gave.
struct Request {
  std::string method;
  std::string text;
  bool quoted = false;    // expected_paid comes from a quote just before
  std::string remembers;  // the name for the card number in the answer
};

std::string time_of(int step) {
  // Seven minutes a step from nine in the morning on: a busy store, about a week.
  const int minutes = step * 7;
  const int day = 1 + minutes / (12 * 60);
  const int in_day = 9 * 60 + minutes % (12 * 60);
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return "2026-03-" + two(day) + "T" + two(in_day / 60) + ":" + two(in_day % 60) + ":00+08:00";
}

// The script, the same in every run: 8 cards, 3 gifts, then 200 acts.
std::vector<Request> make_script() {
  std::mt19937 dice(20261122);
  const auto roll = [&](int sides) {
    return static_cast<int>(dice() % static_cast<unsigned>(sides));
  };
  std::vector<Request> script;
  const auto head = [&] {
    const int step = static_cast<int>(script.size());
    return R"("request_id":"k-)" + std::to_string(step) + R"(","operator":"1001","at":")" +
           time_of(step) + "\",";
  };
  for (int i = 0; i < kMembers; ++i) {
    const std::string n = std::to_string(i);
    script.push_back(
        {"card.issue",
         "{" + head() + R"("proof":{"receipts":[{"receipt_no":"S02-1-)" + n +
             R"(","date":"2026-02-01","paid":100000}]},"registration":{"surname":"王","form":"ms","phone":"1380000000)" +
             n + R"(","birthday":"1990-03-0)" + std::to_string(i + 1) + R"(","consent":true}})",
         false, "card" + n});
  }
  for (const auto& [id, points, stock] :
       {std::tuple{"SOAP", 2, 9}, std::tuple{"CREAM", 7, 4}, std::tuple{"SCARF", 20, 2}}) {
    script.push_back({"gift.put", "{" + head() + R"("gift":{"id":")" + id +
                                      R"(","name":"礼品","points":)" + std::to_string(points) +
                                      R"(,"stock":)" + std::to_string(stock) +
                                      R"(,"first_day":"2026-03-01","last_day":"2026-04-30"}})"});
  }
  std::vector<std::string> receipts;
  for (int i = 0; i < 200; ++i) {
    const std::string card = "$card" + std::to_string(roll(kMembers));
    const int act = roll(10);
    if (act < 7 || receipts.empty()) {
      const std::string receipt = "K-" + std::to_string(i);
      const int price = 100 + roll(40000);
      const int qty = 1 + roll(3);
      const bool quoted = act >= 4;
      std::string text =
          "{" + head() + R"("lane":)" + std::to_string(1 + roll(3)) + R"(,"receipt_no":")" +
          receipt + R"(","card":)" + card + R"(,"lines":[{"sku":"A","qty":)" + std::to_string(qty) +
          R"(,"unit_price":)" + std::to_string(price) + (quoted ? "}]" : R"(,"promotion":true}])");
      if (quoted && roll(4) == 0) text += R"(,"coupons":[{"id":"C","amount":2000}])";
      text += quoted ? "}" : R"(,"expected_paid":)" + std::to_string(qty * price) + "}";
      script.push_back({"sale.commit", text, quoted, ""});
      receipts.push_back(receipt);
    } else if (act < 9) {
      // Some of them ask for more than is out and are refused, in peace and under fire alike.
      const std::string& receipt =
          receipts[static_cast<std::size_t>(roll(static_cast<int>(receipts.size())))];
      script.push_back({"sale.return", "{" + head() + R"("receipt_no":")" + receipt +
                                           R"(","lines":[{"line":0,"qty":1}]})"});
    } else {
      const char* gift =
          std::vector<const char*>{"SOAP", "CREAM", "SCARF"}[static_cast<std::size_t>(roll(3))];
      script.push_back(
          {"gift.redeem", "{" + head() + R"("gift":")" + gift + R"(","card":)" + card + "}"});
    }
  }
  return script;
}

// What an answer says about the business. The chain's hash differs from store to store, and a
// receipt prints its first characters; whether it was said before is not business either.
json business_of(json answer) {
  answer.erase("position");
  answer.erase("replayed");
  if (const auto result = answer.find("result"); result != answer.end()) {
    result->erase("receipt");
    result->erase("token");
  }
  return answer;
}

struct Died : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A till that plays the script from where it stands. It remembers what it has sent and what was
// answered, and that survives the terminal's death, as a till's memory would.
class Till {
 public:
  explicit Till(const std::vector<Request>& script) : script_(script), sent_(script.size()) {}

  bool done() const { return answers_.size() == script_.size(); }
  const std::vector<json>& answers() const { return answers_; }
  const Memory& cards() const { return cards_; }

  // Plays to the end of the script. Throws Died when the process does not answer any more.
  void play(TerminalProcess& process) {
    while (!done()) {
      const std::size_t first = answers_.size();
      std::size_t end = first;
      while (end < script_.size() && end < first + kInFlight && can_send(end, first)) {
        if (!sent_[end]) sent_[end] = prepare(process, script_[end]);
        if (!process.send(line(script_[end].method, *sent_[end]))) throw Died("cannot send");
        ++end;
      }
      while (answers_.size() < end) take(receive(process));
    }
  }

  static json ask(TerminalProcess& process, const std::string& method, const std::string& text) {
    if (!process.send(line(method, text))) throw Died("cannot send");
    return receive(process);
  }

 private:
  // What must wait until the requests before it are answered: a quote, a card just issued, and what
  // comes after an act that may be refused. A refusal is not kept (A19): asked again after a fall
  // it would be judged in a world that has gone on.
  bool can_send(std::size_t at, std::size_t first) const {
    if (at == first) return true;
    const std::string& before = script_[at - 1].method;
    if (before == "gift.redeem" || before == "sale.return") return false;
    if (script_[at].quoted && !sent_[at]) return false;
    return at >= static_cast<std::size_t>(kMembers);
  }

  std::optional<std::string> prepare(TerminalProcess& process, const Request& request) const {
    std::string text = fill_in(request.text, cards_);
    if (!request.quoted) return text;
    json quote = json::parse(text);
    for (const char* key : {"request_id", "operator", "lane", "receipt_no"}) quote.erase(key);
    const json answer = ask(process, "sale.quote", quote.dump());
    text.pop_back();
    return text + R"(,"expected_paid":)" + answer.at("result").at("paid").dump() + "}";
  }

  static std::string line(const std::string& method, const std::string& text) {
    return R"({"method":")" + method + R"(","request":)" + text + "}";
  }

  static json receive(TerminalProcess& process) {
    const std::optional<std::string> answer = process.receive();
    if (!answer) throw Died("no answer");
    return json::parse(*answer);
  }

  void take(const json& answer) {
    const Request& request = script_[answers_.size()];
    if (!request.remembers.empty()) cards_[request.remembers] = answer.at("result").at("card");
    answers_.push_back(business_of(answer));
  }

  const std::vector<Request>& script_;
  std::vector<std::optional<std::string>> sent_;
  std::vector<json> answers_;
  Memory cards_;
};

// What the books say at the end, through the door.
json books_of(TerminalProcess& process, const Till& till) {
  json books;
  for (const auto& [name, card] : till.cards()) {
    const std::string request = R"({"card":)" + card.dump() + "}";
    books["show"][name] = Till::ask(process, "card.show", request);
    books["explain"][name] = Till::ask(process, "points.explain", request);
  }
  for (int day = 1; day <= 5; ++day) {
    books["days"].push_back(
        Till::ask(process, "report.day", R"({"date":"2026-03-0)" + std::to_string(day) + "\"}"));
  }
  books["month"] = Till::ask(process, "report.month", R"({"month":"2026-03"})");
  books["registry"] = Till::ask(process, "report.registry", R"({"month":"2026-03"})");
  books["gifts"] = Till::ask(process, "gift.list", "{}");
  for (const auto& [what, answer] : books.items()) {
    if (answer.is_object() && answer.contains("ok") && answer["ok"] != true) {
      throw std::runtime_error(what + ": " + answer.dump());
    }
  }
  for (auto& answer : books["days"]) answer = business_of(answer);
  return books;
}

std::string where_different(const json& one, const json& other) {
  std::string said;
  for (const json& step : json::diff(one, other)) {
    said += "  " + step.dump() + "\n";
    if (said.size() > 4000) break;
  }
  return said;
}

void make_store(const std::string& program, const std::filesystem::path& directory) {
  const Run made = run_once({program, "init", "--store", "S01", "--training", "--seed", "7",
                             "--data", directory.string()},
                            "");
  if (made.exit_code != 0) throw std::runtime_error("init: " + made.output + made.messages);
}

void verify(const std::string& program, const std::filesystem::path& directory) {
  const Run run = run_once({program, "call", "verify", "--data", directory.string()}, "{}");
  if (run.exit_code != 0) throw std::runtime_error("verify: " + run.output + run.messages);
}

struct Peace {
  std::vector<json> answers;
  json books;
  std::chrono::microseconds opening{};  // from start to first answer
  std::chrono::microseconds playing{};
};

Peace play_in_peace(const std::string& program, const std::filesystem::path& directory,
                    const std::vector<Request>& script) {
  make_store(program, directory);
  const auto start = Clock::now();
  TerminalProcess process(program, directory.string());
  Till::ask(process, "status", "{}");
  const auto opened = Clock::now();
  Till till(script);
  till.play(process);
  const auto end = Clock::now();
  Peace peace{till.answers(), books_of(process, till),
              std::chrono::duration_cast<std::chrono::microseconds>(opened - start),
              std::chrono::duration_cast<std::chrono::microseconds>(end - opened)};
  if (process.finish() != 0) throw std::runtime_error("the peaceful run did not end well");
  verify(program, directory);
  return peace;
}

int play_under_fire(const std::string& program, const std::filesystem::path& directory,
                    const std::vector<Request>& script, const Peace& peace, std::mt19937_64& dice) {
  make_store(program, directory);
  Till till(script);
  int kills = 0;
  while (!till.done()) {
    TerminalProcess process(program, directory.string());
    // Somewhere between the very start and a tenth of the whole script after opening.
    const std::int64_t longest = peace.opening.count() + peace.playing.count() / 10 + 200;
    const std::chrono::microseconds delay(
        static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(longest)));
    const pid_t pid = process.pid();
    std::thread killer([pid, delay] {
      std::this_thread::sleep_for(delay);
      ::kill(pid, SIGKILL);
    });
    // The till is done or notices; either way the kill comes, and only then is the child reaped.
    try {
      till.play(process);
    } catch (const Died&) {
    } catch (...) {
      killer.join();
      throw;
    }
    killer.join();
    process.kill();
    ++kills;
  }
  TerminalProcess process(program, directory.string());
  const json books = books_of(process, till);
  if (process.finish() != 0) throw std::runtime_error("the last run did not end well");
  verify(program, directory);
  for (std::size_t i = 0; i < script.size(); ++i) {
    if (till.answers()[i] == peace.answers[i]) continue;
    throw std::runtime_error("request " + std::to_string(i) + " " + script[i].method +
                             " was answered otherwise than in peace:\n" +
                             where_different(peace.answers[i], till.answers()[i]));
  }
  if (books != peace.books) {
    throw std::runtime_error("the books differ from those in peace:\n" +
                             where_different(peace.books, books));
  }
  return kills;
}

int run(const std::string& program, int wanted, const std::filesystem::path& scratch) {
  const std::vector<Request> script = make_script();
  const Peace peace = play_in_peace(program, scratch / "peace", script);
  int refused = 0;
  for (const json& answer : peace.answers) refused += answer.contains("refusal") ? 1 : 0;
  for (const json& answer : peace.answers) {
    if (answer.contains("error")) throw std::runtime_error("the script is wrong: " + answer.dump());
  }
  const std::uint64_t seed = chosen_seed();
  std::cout << "seed " << seed << ", " << script.size() << " requests (" << refused
            << " refused), opening " << peace.opening.count() << " us, script "
            << peace.playing.count() << " us\n";
  std::mt19937_64 dice(seed);
  int kills = 0;
  int rounds = 0;
  while (kills < wanted) {
    const std::filesystem::path directory = scratch / ("fire-" + std::to_string(rounds));
    kills += play_under_fire(program, directory, script, peace, dice);
    std::filesystem::remove_all(directory);
    ++rounds;
  }
  std::cout << kills << " kills in " << rounds << " plays; every time the books are equal\n";
  return 0;
}

}  // namespace
}  // namespace vip::story

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "kill_test PROGRAM [KILLS]\n";
    return 2;
  }
  try {
    const vip::Folder folder(vip::in_memory());
    return vip::story::run(argv[1], argc > 2 ? std::atoi(argv[2]) : 110, folder.path());
  } catch (const std::exception& broken) {
    std::cerr << broken.what() << "\n";
    return 1;
  }
}
