// Commands: members' data, and what was handed over.
#include "terminal/cli/commands/builder.h"
#include "terminal/cli/commands/groups.h"

namespace vip::terminal::cli {

void member_commands(Builder& to) {
  CLI::App* member = to.group("member", {"会员资料", "members"});
  Leaf& find = to.leaf(member, "find", "member.find", {"查找会员", "find a member"});
  to.text(find, "--phone", "/phone", {"手机号", "phone number"});
  to.text(find, "--card", "/card", {"会员卡号", "number of the member's card"});
  to.reads(find);
  Leaf& show =
      to.leaf(member, "show", "member.show",
              {"查看会员（遮盖；写明原因则完整）", "show a member, masked unless for a reason"});
  to.shown_card(show);
  to.text(show, "--reason", "/reason", {"查看完整资料的原因", "why the data is needed in full"});
  to.who(show);
  to.reads(show);
  Leaf& edit = to.leaf(member, "edit", "member.edit", {"改正会员资料", "correct a member's data"});
  to.text(edit, "--card", "/card", {"会员卡号", "number of the member's card"});
  to.text(edit, "--scan", "/scan", {"扫码或刷卡得到的原文", "raw text of a scan or a swipe"});
  to.registration(edit);
  to.text(edit, "--new-phone", "/registration/phone", {"新手机号", "the new phone number"});
  to.second(edit);
  to.writes(edit);

  Leaf& whole = to.leaf(member, "export", "member.export",
                        {"导出会员的全部资料（写明原因则完整）",
                         "everything that is held of a member, in full only for a reason"});
  to.shown_card(whole);
  to.text(whole, "--reason", "/reason", {"导出完整资料的原因", "why the data is needed in full"});
  to.who(whole);
  to.reads(whole);
  Leaf& erase = to.leaf(member, "erase", "member.erase",
                        {"删除会员资料：关闭其卡，销毁资料，不可恢复",
                         "erase a member: cards are closed, data is destroyed for good"});
  to.shown_card(erase);
  to.second(erase);
  to.writes(erase);
  Leaf& affected =
      to.leaf(member, "affected", "member.affected",
              {"本终端存有哪些人的资料（遮盖）", "whose data this terminal holds, masked"});
  to.who(affected);
  to.reads(affected);
  Leaf& forget = to.leaf(member, "forget-unseen", "member.forget_unseen",
                         {"删除久未光顾者的资料（期限见 vip.toml）",
                          "erase who was not seen for the time that vip.toml says"});
  to.second(forget);
  to.writes(forget);

  CLI::App* handover = to.group("handover", {"手册与会员杂志", "handbook and magazine"});
  Leaf& record = to.leaf(handover, "record", "handover.record",
                         {"登记已发放", "record that it was handed over"});
  to.text(record, "item", "/item", {"handbook 手册，magazine 杂志", "handbook or magazine"})
      .required();
  to.shown_card(record);
  to.text(record, "--issue", "/issue", {"杂志期号", "issue of the magazine"});
  to.writes(record);
}

std::vector<Example> member_examples() {
  return {
      {"member find", "vip-terminal member find --phone 13800000001",
       "vip-terminal member find --card 9156900000000012 --json"},
      {"member show", "vip-terminal member show --card 9156900000000012",
       "vip-terminal member show --card 9156900000000012 --reason \"asked by the member\" "
       "--operator 2001"},
      {"member edit",
       "vip-terminal member edit --card 9156900000000012 --given-name 芳 --operator 1001",
       "vip-terminal member edit --card 9156900000000012 --new-phone 13800000003 --operator 1001"},
      {"member export", "vip-terminal member export --card 9156900000000012 --operator 2001",
       "vip-terminal member export --card 9156900000000012 --reason \"asked by the member\" "
       "--operator 2001 --json > member.json"},
      {"member erase", "vip-terminal member erase --card 9156900000000012 --operator 2001",
       "vip-terminal member erase --phone 13800000002 --operator 1001 --second-operator 2001"},
      {"member affected", "vip-terminal member affected --operator 2001",
       "vip-terminal member affected --operator 2001 --json > affected.json"},
      {"member forget-unseen", "vip-terminal member forget-unseen --operator 2001",
       "vip-terminal member forget-unseen --operator 2001 --json"},
      {"handover record",
       "vip-terminal handover record handbook --card 9156900000000012 --operator 1001",
       "vip-terminal handover record magazine --issue 2026-11 --card 9156900000000012 "
       "--operator 1001"},
  };
}

}  // namespace vip::terminal::cli
