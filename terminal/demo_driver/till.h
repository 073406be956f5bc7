// Till: what a shop's till would be: it speaks to `vip-terminal call --stream`, sends many requests
// ahead, takes the answers in their order, and, when the terminal dies under it, starts it again
// and sends again whatever was not answered. Every act has its request id, so nothing happens
// twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "terminal/demo_driver/child.h"

namespace vip::terminal::demo {

using Json = nlohmann::json;

class Till {
 public:
  using Answered = std::function<void(const Json& answer)>;

  // `kill_every`: the terminal is killed (SIGKILL) at a random moment, about once in so many
  // answers; 0: never. `errors`: where the terminal's messages go.
  Till(std::filesystem::path program, std::filesystem::path data, std::filesystem::path errors,
       std::uint64_t kill_every = 0, std::uint64_t seed = 1);
  ~Till();

  // Sends, and goes on; `answered` is called with the answer while a later ask() or settle() runs.
  // It must not ask itself.
  void ask(const std::string& method, Json request, Answered answered);
  // Waits until everything is answered.
  void settle();
  // ask() and settle(), for one answer.
  Json call(const std::string& method, Json request);

  // Ends the stream; the terminal gives its store free. Requires: settled.
  void hang_up();

  std::uint64_t kills() const { return kills_; }
  std::uint64_t answers() const { return answers_; }

 private:
  struct Waiting {
    std::string line;
    Answered answered;
  };

  void start();
  void pump(bool wait);
  void take_lines();
  void kill_and_start_again();
  void died();
  std::uint64_t roll(std::uint64_t sides);

  std::vector<std::string> argv_;
  std::filesystem::path errors_;
  std::unique_ptr<Child> child_;
  std::deque<Waiting> waiting_;  // sent or to be sent, not answered
  std::size_t sent_ = 0;         // of waiting_, those that were written whole
  std::string outgoing_;         // of them, bytes not yet written
  std::string incoming_;         // bytes of an answer that is not whole yet
  std::uint64_t kill_every_;
  std::uint64_t next_kill_ = 0;  // at so many answers
  std::uint64_t state_;          // of the dice
  std::uint64_t kills_ = 0;
  std::uint64_t answers_ = 0;
};

}  // namespace vip::terminal::demo
