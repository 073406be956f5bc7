// Commands: how the terminal is, and whether its books add up.
#include "terminal/cli/commands/builder.h"
#include "terminal/cli/commands/groups.h"

namespace vip::terminal::cli {

void care_commands(Builder& to) {
  to.reads(to.leaf(to.root(), "status", "status",
                   {"一屏看清本机状态", "the state of this terminal on one screen"}));
  to.reads(
      to.leaf(to.root(), "doctor", "doctor",
              {"检查会出什么毛病，每条说怎么修", "what might go wrong here, and how to mend it"}));
  to.reads(to.leaf(to.root(), "verify", "verify",
                   {"从流水账重算并核对", "rebuild from the journal and compare"}));
  CLI::App* key = to.group("key", {"总密钥", "the key above members' keys"});
  to.writes(to.leaf(key, "rotate", "key.rotate",
                    {"换一把总密钥，会员密钥随之重新包裹",
                     "take another key into use; members' keys are wrapped anew"}));
  Leaf& scan = to.leaf(to.root(), "scan", "scan", {"辨认扫到的内容", "tell what was scanned"});
  to.text(scan, "raw", "/raw",
          {"扫到的原文；不写则从标准输入读，命令历史里就不留下它",
           "the raw text; left out: read from standard input, so that no shell remembers it"});
  to.reads(scan);
}

std::vector<Example> care_examples() {
  return {
      {"status", "vip-terminal status", "vip-terminal status --json"},
      {"doctor", "vip-terminal doctor", "vip-terminal doctor --lang zh-CN"},
      {"verify", "vip-terminal verify", "vip-terminal verify --lang zh-CN"},
      {"key rotate", "vip-terminal key rotate --operator 2001",
       "vip-terminal key rotate --operator 2001 --json"},
      {"scan", "vip-terminal scan 9156900000000012", "vip-terminal scan 6901234567892 --json"},
  };
}

}  // namespace vip::terminal::cli
