// Commands: receipts again, on the screen or on paper.
#include "terminal/cli/commands/builder.h"
#include "terminal/cli/commands/groups.h"

namespace vip::terminal::cli {
namespace {

void which(Builder& to, Leaf& leaf) {
  to.which_sale(leaf);
  to.whole(leaf, "--seq", "/seq",
           {"退货或兑换在流水账里的序号（应答里的 position.seq）",
            "of a return or a redemption: its place in the journal (position.seq of its answer)"});
  to.whole(leaf, "--columns", "/columns", {"32、42、44 或 48 列", "32, 42, 44 or 48 columns"});
}

}  // namespace

void receipt_commands(Builder& to) {
  CLI::App* receipt = to.group("receipt", {"小票：查看与重印", "receipts, shown and printed"});
  Leaf& show = to.leaf(receipt, "show", "receipt.show", {"查看小票", "show a receipt"});
  which(to, show);
  to.text(show, "--format", "/format",
          {"text 文字，svg 图，escpos 打印机字节（base64），json",
           "text, svg, escpos (a printer's bytes, base64) or json"});
  to.output(show);
  to.reads(show);

  Leaf& print =
      to.leaf(receipt, "print", "receipt.print",
              {"打印小票；再印的标“副本”", "print a receipt; printed again it says copy"});
  which(to, print);
  to.lane(print);
  to.writes(print);
}

std::vector<Example> receipt_examples() {
  return {
      {"receipt show", "vip-terminal receipt show --receipt-no 101",
       "vip-terminal receipt show --receipt-no 102 --format svg --columns 32 --json"},
      {"receipt print", "vip-terminal receipt print --receipt-no 101 --operator 1001",
       "vip-terminal receipt print --receipt-no 102 --lane 2 --operator 1001 --json"},
  };
}

}  // namespace vip::terminal::cli
