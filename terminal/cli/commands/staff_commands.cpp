// Commands: operators, and who did what.
#include "terminal/cli/commands/builder.h"
#include "terminal/cli/commands/groups.h"

namespace vip::terminal::cli {

void staff_commands(Builder& to) {
  CLI::App* staff = to.group("operator", {"员工：工号、密码、权限", "staff: numbers, PINs, roles"});
  const auto number = [&to](Leaf& leaf) {
    to.whole(leaf, "number", "/number", {"工号", "the staff number"}).required();
  };
  const auto own_card = [&to](Leaf& leaf) {
    to.text(leaf, "--card", "/card",
            {"该员工本人的会员卡号", "number of their own card as a member"});
  };
  const auto role = [&to](Leaf& leaf) {
    return to.text(leaf, "--role", "/role",
                   {"cashier 收银，manager 店长，operations 营运，privacy 隐私，technician 技术",
                    "cashier, manager, operations, privacy or technician"});
  };
  const auto badge = [&to](Leaf& leaf) {
    to.yes(leaf, "--badge", "/badge_wanted",
           {"另发一张工牌，登录时与密码一起出示", "a badge as well, shown with the PIN at login"});
  };
  Leaf& add = to.leaf(staff, "add", "operator.add",
                      {"登记员工；第一位须是店长本人",
                       "enrol somebody; the first is a manager who enrols themselves"});
  number(add);
  role(add).required();
  to.new_pin(add);
  badge(add);
  own_card(add);
  to.writes(add);
  Leaf& list = to.leaf(staff, "list", "operator.list", {"员工一览", "everybody who may act here"});
  to.reads(list);
  Leaf& pin_of = to.leaf(staff, "pin", "operator.pin",
                         {"改密码（自己的，或店长代设）", "a new PIN: one's own, or by a manager"});
  number(pin_of);
  to.new_pin(pin_of);
  badge(pin_of);
  to.writes(pin_of);
  Leaf& edit =
      to.leaf(staff, "edit", "operator.edit",
              {"改权限、启用停用、登记本人会员卡", "role, switched on or off, their own card"});
  number(edit);
  role(edit);
  to.truth(edit, "--active", "/active", {"true 启用，false 停用", "true: may act; false: may not"});
  own_card(edit);
  to.writes(edit);
  Leaf& unlock =
      to.leaf(staff, "unlock", "operator.unlock", {"解除密码锁定", "end a lock after wrong PINs"});
  number(unlock);
  to.writes(unlock);
  Leaf& login = to.leaf(staff, "login", "operator.login",
                        {"核对密码，取得登录口令", "check a PIN and get a session"});
  to.who(login);
  to.text(login, "--badge", "/badge", {"工牌内容", "what the badge says"});
  to.reads(login);
  Leaf& logout = to.leaf(staff, "logout", "operator.logout", {"退出登录", "end a session"});
  to.text(logout, "--session", "/session", {"登录口令", "the session"}).required();
  to.reads(logout);

  CLI::App* audit = to.group("audit", {"谁做了什么", "who did what"});
  Leaf& entries = to.leaf(
      audit, "list", "audit.list",
      {"查看、拒绝、确认、导出、设置的记录", "looks, refusals, approvals, exports and settings"});
  to.text(entries, "--from", "/from", {"首日；不填为今天", "first day; left out, today"});
  to.text(entries, "--through", "/through", {"末日", "last day"});
  to.text(entries, "--kind", "/kind",
          {"look、refusal、approval、copied、setting、correction、session 之一",
           "look, refusal, approval, copied, setting, correction or session"});
  to.whole(entries, "--by", "/by", {"只看这个工号", "of this operator alone"});
  to.who(entries);
  to.reads(entries);
}

std::vector<Example> staff_examples() {
  return {
      {"operator add",
       "VIP_NEW_PIN=739264 vip-terminal operator add 1002 --role cashier --operator 2001",
       "VIP_NEW_PIN=481937 vip-terminal operator add 2002 --role manager --badge "
       "--operator 2001"},
      {"operator list", "vip-terminal operator list", "vip-terminal operator list --lang zh-CN"},
      {"operator pin",
       "VIP_PIN=739264 VIP_NEW_PIN=604183 vip-terminal operator pin 1002 --operator 1002",
       "VIP_NEW_PIN=739264 vip-terminal operator pin 1002 --operator 2001"},
      {"operator edit", "vip-terminal operator edit 1002 --card 9156900000000012 --operator 2001",
       "vip-terminal operator edit 1002 --active false --operator 2001"},
      {"operator unlock", "vip-terminal operator unlock 1002 --operator 2001",
       "vip-terminal operator unlock 2002 --operator 2001 --lang zh-CN"},
      {"operator login", "VIP_PIN=739264 vip-terminal operator login --operator 1002",
       "vip-terminal operator login --operator 2001 --json"},
      {"operator logout", "vip-terminal operator logout --session 0123456789abcdef",
       "vip-terminal operator logout --session 0123456789abcdef --json"},
      {"audit list", "vip-terminal audit list --operator 2001",
       "vip-terminal audit list --from 2026-11-01 --kind look --operator 2001 --json"},
  };
}

}  // namespace vip::terminal::cli
