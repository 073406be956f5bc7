// The command line: ordinary commands for people, each a friendlier form of one call at the door.
//
//   vip-terminal sale quote --card "9156 0000 0000 0018" A17:2:129.00 B20:1:35.50/promo
//
// Nothing is decided here: a command becomes a method and a request, and its answer is shown as a
// table, a sentence or, with --json, as it came. Data goes to standard output, messages to standard
// error. A usage error says what would be right and exits 2; every other exit code is the answer's
// (interfaces.md). Nothing is ever asked on a prompt.
//
// Stores are made and opened by the composition root, which also adds the exchange to the door, so
// that this knows no network.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/devices/scanner_source.h"
#include "terminal/door/door.h"

namespace vip::terminal::cli {

// A store that is open, with its exchange: here, or in the service that has it open.
class OpenStore {
 public:
  virtual ~OpenStore() = default;
  virtual Reply call(std::string_view method, std::string_view request) = 0;
  // In order. Replies stand as their calls do.
  virtual std::vector<Reply> call_all(std::span<const Call> calls) = 0;
  virtual void idle() = 0;  // nobody waits
};

struct InitWish {
  std::filesystem::path data;
  std::string store;  // "S01"
  bool training = false;
  std::optional<std::uint64_t> seed;  // training: the same card numbers every time
  std::uint32_t epoch = 1;            // which life of the store; head office counts them
};

struct ServeWish {
  std::filesystem::path data;
  std::string address = "127.0.0.1";
  std::uint16_t port = 7410;
  std::vector<std::string> hosts;  // further names that are ours
  std::string tls_certificate;     // files; empty: in the clear, on this machine alone
  std::string tls_key;
  std::vector<ScannerSource> scanners;
  bool json = false;
  bool chinese = false;
};

struct Programs {
  std::function<Reply(const InitWish&)> init;
  // Until it is told to stop. What it says at once, and its exit code.
  std::function<int(const ServeWish&)> serve;
  // lane.add, lane.list, lane.remove: of the directory, whether a store is open or not.
  std::function<Reply(const std::filesystem::path& data, std::string_view method,
                      std::string_view request)>
      lanes;
  // Without a store: `why_not` is the error to show.
  std::function<std::unique_ptr<OpenStore>(const std::filesystem::path& data, Reply& why_not)> open;
};

// Returns the exit code of the process.
int run_command_line(int argc, const char* const* argv, const Programs& programs);

// One command's two examples, as --help shows them; what the tests run.
struct Example {
  std::string_view command;  // "sale quote"
  std::string_view first;
  std::string_view second;
};
const std::vector<Example>& examples();

}  // namespace vip::terminal::cli
