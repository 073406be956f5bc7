// Commands: sales of the time before.
#include "terminal/cli/commands/builder.h"
#include "terminal/cli/commands/groups.h"

namespace vip::terminal::cli {

void history_commands(Builder& to) {
  CLI::App* history = to.group("history", {"以前的销售", "sales of the time before"});
  Leaf& import =
      to.leaf(history, "import", "history.import",
              {"导入以前的销售（CSV，可为 gzip）", "bring in earlier sales (CSV, plain or gzip)"});
  to.text(import, "file", "/file", {"文件", "the file"}).required();
  to.text(import, "--format", "/format",
          {"格式；不填自动辨认", "its form; left out, from its head"});
  to.text(import, "--rejects", "/rejects",
          {"未收的行写到此文件", "where rejected rows are written"});
  to.text(import, "--as-of", "/as_of", {"按哪天算谁够条件", "the day for who qualifies"});
  to.who(import);
  to.reads(import);
}

std::vector<Example> history_examples() {
  return {
      {"history import", "vip-terminal history import sales.csv",
       "vip-terminal history import sales.csv --rejects rejected.csv --as-of 2026-11-22"},
  };
}

}  // namespace vip::terminal::cli
