// Commands: the exchange with head office.
#include "terminal/cli/commands/builder.h"
#include "terminal/cli/commands/groups.h"

namespace vip::terminal::cli {

void sync_commands(Builder& to) {
  Leaf& enrol =
      to.leaf(to.root(), "enrol", "sync.enrol",
              {"凭一次性口令向总部登记本机", "enrol at head office with a one-time code"});
  to.text(enrol, "--office", "/office", {"总部地址", "address of head office"}).required();
  to.text(enrol, "--code", "/code", {"一次性口令", "the one-time code"}).required();
  to.text(
      enrol, "--ca-fingerprint", "/ca_fingerprint",
      {"总部证书指纹，核对全部 64 位时填", "head office's whole fingerprint, to check all of it"});
  to.common(enrol);
  CLI::App* sync = to.group("sync", {"与总部交换", "the exchange with head office"});
  Leaf& run = to.leaf(sync, "run", "sync.run", {"现在交换一次", "one exchange now"});
  to.common(run);
  Leaf& status =
      to.leaf(sync, "status", "sync.status", {"多少条待上传、从何时起", "what waits, since when"});
  to.common(status);
  Leaf& copies = to.leaf(sync, "copies", "sync.copies",
                         {"尚未安全的事件，供收银台留存",
                          "events that would be lost with this disk, for a lane to keep"});
  to.whole(copies, "--from", "/from", {"从第几条起", "the first; left out: the first not safe"});
  to.whole(copies, "--most", "/most", {"最多几条", "so many at most"});
  to.common(copies);
}

std::vector<Example> sync_examples() {
  return {
      {"enrol",
       "vip-terminal enrol --office https://127.0.0.1:7420 "
       "--code ABCD-EFGH-JKLM-NPQR-STVW-XYZ0-1234",
       "vip-terminal enrol --office https://127.0.0.1:7420 "
       "--code ABCD-EFGH-JKLM-NPQR-STVW-XYZ0-1234 --lang zh-CN"},
      {"sync run", "vip-terminal sync run", "vip-terminal sync run --json"},
      {"sync copies", "vip-terminal sync copies --json",
       "vip-terminal sync copies --from 1 --most 500 --json"},
      {"sync status", "vip-terminal sync status", "vip-terminal sync status --lang zh-CN"},
  };
}

}  // namespace vip::terminal::cli
