#include "terminal/cli/command_line.h"

namespace vip::terminal::cli {

// The card numbers are those of a training store made with --seed 1; tests/terminal/cli_test.cpp
// runs every line.
const std::vector<Example>& examples() {
  static const std::vector<Example> all = {
      {"init", "vip-terminal init --store S01 --training --seed 1",
       "vip-terminal init --data another --store S02 --training"},
  };
  return all;
}

}  // namespace vip::terminal::cli
