// Manner: how somebody at the command line asked to be answered, and the exit codes.
#pragma once

#include <string>
#include <string_view>

#include "sync/office/office_view.h"

namespace vip::sync {

// interfaces.md: exit codes.
enum class Exit : int {
  ok = 0,
  unexpected = 1,
  usage = 2,
  not_found = 3,
  refused = 4,
  conflict = 5,
  configuration = 6,
  storage = 7,
  problems_found = 10
};

struct Manner {
  std::string data;
  bool json = false;
  std::string lang;

  Speech speech() const;
  std::string say(std::string_view zh, std::string_view en) const;
  // Data goes to standard output: the JSON, or the text for people.
  void show(const std::string& as_json, const std::string& as_text) const;
  // To standard error.
  Exit fail(Exit exit, std::string_view zh, std::string_view en) const;
};

}  // namespace vip::sync
