#include "terminal/cli/command_line.h"
#include "terminal/cli/commands/groups.h"

namespace vip::terminal::cli {

// They play in one training store, in the order of tests/terminal/cli_test.cpp, which runs every
// one of them. Blanks are named so that the numbers on the cards are known.
const std::vector<Example>& examples() {
  static const std::vector<Example> all = [] {
    std::vector<Example> found = {
        {"init", "vip-terminal init --store S01 --training",
         "vip-terminal init --data another --store S02 --training --seed 7"},
        {"call", "echo '{}' | vip-terminal call status",
         "echo '{\"method\":\"gift.list\",\"request\":{}}' | vip-terminal call --stream"},
        {"serve", "vip-terminal serve", "vip-terminal serve --port 0 --json"},
    };
    for (const Group& group : groups) {
      const std::vector<Example> more = group.examples();
      found.insert(found.end(), more.begin(), more.end());
    }
    return found;
  }();
  return all;
}

}  // namespace vip::terminal::cli
