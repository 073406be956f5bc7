// Commands: blanks.
#include "terminal/cli/commands/builder.h"
#include "terminal/cli/commands/groups.h"

namespace vip::terminal::cli {

void blank_commands(Builder& to) {
  CLI::App* blanks = to.group("blanks", {"空白卡", "cards that are nobody's yet"});
  Leaf& accept = to.leaf(blanks, "accept", "blanks.accept",
                         {"收下总部的空白卡清单", "take a list of blanks that head office made"});
  to.file(accept, "file", "/list", {"清单文件", "the list"}).required();
  to.writes(accept);
  to.reads(to.leaf(blanks, "show", "blanks.show", {"还有多少空白卡", "how many blanks are left"}));
}

std::vector<Example> blank_examples() {
  return {
      {"blanks accept", "vip-terminal blanks accept blanks-1-S01.list --operator 2001",
       "vip-terminal blanks accept blanks-1-S01.list --operator 2001 --json"},
      {"blanks show", "vip-terminal blanks show", "vip-terminal blanks show --lang zh-CN"},
  };
}

}  // namespace vip::terminal::cli
