// Commands: which checkouts may ask the service, each with a token of its own.
#include "terminal/cli/commands/builder.h"
#include "terminal/cli/commands/groups.h"

namespace vip::terminal::cli {

void lane_commands(Builder& to) {
  CLI::App* lane = to.group("lane", {"收银台的令牌", "lanes and their tokens"});
  const auto named = [&](const char* name, const char* method, Both what) {
    Leaf& leaf = to.leaf(lane, name, method, what);
    to.text(leaf, "lane", "/lane", {"收银台，例如 1", "the lane, such as 1"}).required();
    to.common(leaf);
  };
  named("add", "lane.add",
        {"为收银台发一个令牌，只显示这一次", "a token for a lane, shown this once"});
  Leaf& list = to.leaf(lane, "list", "lane.list", {"有令牌的收银台", "lanes that have a token"});
  to.common(list);
  named("remove", "lane.remove", {"停用收银台的令牌", "take a lane's token away"});
}

std::vector<Example> lane_examples() {
  return {
      {"lane add", "vip-terminal lane add 1", "vip-terminal lane add front-2 --json"},
      {"lane list", "vip-terminal lane list", "vip-terminal lane list --lang zh-CN"},
      {"lane remove", "vip-terminal lane remove front-2", "vip-terminal lane remove 1 --json"},
  };
}

}  // namespace vip::terminal::cli
