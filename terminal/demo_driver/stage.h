// Stage: what every chapter of the story stands on: the narrator, the folders that the programs
// work in, and the till of the store with its people.
//
// An answer that the story did not expect ends it: std::runtime_error, with the method and the
// answer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "cardformat/day.h"
#include "terminal/demo_driver/narrator.h"
#include "terminal/demo_driver/till.h"
#include "terminal/demo_driver/wish.h"

namespace vip::terminal::demo {

constexpr std::string_view cashier = "1001";
constexpr std::string_view manager = "2001";

class Stage {
 public:
  // Requires: `wish` outlives this.
  explicit Stage(const StoryWish& wish);

  const StoryWish& wish() const { return wish_; }
  Narrator& narrator() { return narrator_; }

  std::filesystem::path store() const { return wish_.directory / "store-S01"; }
  std::filesystem::path office() const { return wish_.directory / "office"; }
  std::filesystem::path log() const { return wish_.directory / "messages.log"; }

  // Requires: the store is made. Everything below requires an open till.
  void open_till();
  Till& till() { return *till_; }

  // Each asks at the till. `staff` is who does it, with a request id made here; empty where nothing
  // is written.

  // Goes on at once; the answer comes while a later one is sent, or while the till settles.
  void send(const std::string& method, Json request, std::string_view staff,
            Till::Answered answered);
  // The same for an answer that must be ok.
  void ask(const std::string& method, Json request, std::string_view staff,
           std::function<void(const Json& result)> then);
  // Waits for the result, which must be ok.
  Json must(const std::string& method, Json request, std::string_view staff = {});
  // Waits for the answer, whatever it is.
  Json answer_to(const std::string& method, Json request, std::string_view staff);

  // Tells what was asked for and refused, and why. Requires a refusal.
  void told_refusal(const std::string& zh, const std::string& en, const Json& answer);

 private:
  const StoryWish& wish_;
  Narrator narrator_;
  std::optional<Till> till_;
  std::uint64_t requests_ = 0;
};

// A time in the store's zone, as requests write it. `minute`: of the day.
std::string at(Day day, int minute);

}  // namespace vip::terminal::demo
