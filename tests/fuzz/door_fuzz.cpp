// Each line of an input is a method, a space and its request; together they are what a store that
// was opened this morning is asked today, whatever that is.
#include "terminal/door/door.h"

#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "terminal/json/strict_json.h"
#include "tests/fuzz/fuzz.h"

using namespace vip;
using namespace vip::terminal;

namespace {

namespace fs = std::filesystem;

// In memory where there is such a place: thousands of stores, each used once.
fs::path own_directory() {
  const fs::path shared_memory = "/dev/shm";
  const fs::path parent = fs::exists(shared_memory) ? shared_memory : fs::temp_directory_path();
  return parent / ("vip-door-fuzz-" + std::to_string(getpid()));
}

std::vector<Call> calls_of(std::string_view text) {
  std::vector<Call> calls;
  while (!text.empty() && calls.size() < 64) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
    const std::string_view method = line.substr(0, line.find(' '));
    if (method == "history.import") continue;  // reads files; history_fuzz is for what is in them
    const std::string_view rest = line.substr(method.size());
    calls.push_back({std::string(method), std::string(rest.substr(rest.empty() ? 0 : 1))});
  }
  return calls;
}

void check_reply(const Reply& reply) {
  ensure(reply.text.find('\n') == std::string::npos, "an answer is one line");
  const auto answer = read_json(reply.text, std::size_t{1} << 26);
  ensure(answer && answer->is_object() && answer->contains("ok"), "an answer is ok or it is not");
  ensure(answer->at("ok").is_boolean(), "and says which");
  ensure(reply.exit_code != exit_code::unexpected && reply.exit_code != exit_code::storage,
         "nothing that is asked can break the machine");
  if (reply.exit_code == exit_code::ok) {
    ensure(answer->at("ok") == true, "exit code 0 is for ok alone");
  } else if (reply.exit_code != exit_code::findings) {
    ensure(answer->at("ok") == false, "what was not done is not ok");
    ensure(answer->contains(reply.exit_code == exit_code::refused ? "refusal" : "error"),
           "a lawful no is a refusal, all else an error");
  }
}

}  // namespace

FUZZ_INPUT(text) {
  const fs::path directory = own_directory();
  fs::remove_all(directory);
  ensure(create_store(directory, {.store = "S01", .training = true, .seed = 1}), "a store is made");
  {
    const std::vector<Call> calls = calls_of(text);
    Store store(directory, *Zone::named("Asia/Shanghai"));
    Door door(store, Config{});
    const std::vector<Reply> replies = door.call_all(calls);
    ensure(replies.size() == calls.size(), "each request has its answer");
    for (const Reply& reply : replies) check_reply(reply);
    const Reply verified = door.call("verify", "{}");
    ensure(verified.exit_code == exit_code::ok, "the books are in order, whatever was asked");
  }
  fs::remove_all(directory);
}
