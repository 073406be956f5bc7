// Commands: the poster, redemptions, corrections.
#include "terminal/cli/commands/builder.h"
#include "terminal/cli/commands/groups.h"

namespace vip::terminal::cli {

void gift_commands(Builder& to) {
  CLI::App* gift = to.group("gift", {"礼品单与兑换", "the poster and redemptions"});
  Leaf& put = to.leaf(gift, "put", "gift.put", {"登记礼品", "put a gift on the poster"});
  to.text(put, "--id", "/gift/id", {"礼品编号", "the gift's id"}).required();
  to.text(put, "--name", "/gift/name", {"名称", "its name"}).required();
  to.whole(put, "--points", "/gift/points", {"所需积分", "points it takes"}).required();
  to.whole(put, "--stock", "/gift/stock", {"库存件数", "pieces in stock"}).required();
  to.text(put, "--first-day", "/gift/first_day", {"兑换首日", "first day"}).required();
  to.text(put, "--last-day", "/gift/last_day", {"兑换末日", "last day"}).required();
  to.writes(put);
  to.reads(to.leaf(gift, "list", "gift.list", {"礼品单", "the poster"}));
  Leaf& redeem = to.leaf(gift, "redeem", "gift.redeem", {"用积分兑换礼品", "points for a gift"});
  to.text(redeem, "gift", "/gift", {"礼品编号", "the gift's id"}).required();
  to.shown_card(redeem);
  to.lane(redeem);
  to.writes(redeem);

  CLI::App* points =
      to.group("points", {"积分更正与来历", "corrections and where points came from"});
  Leaf& correct = to.leaf(points, "correct", "points.correct",
                          {"手工更正积分（店长）", "correct points by hand (managers)"});
  to.shown_card(correct);
  to.whole(correct, "--delta", "/delta", {"加减多少分，例如 --delta=-5", "such as --delta=-5"})
      .required();
  to.text(correct, "--reason", "/reason", {"原因", "why"}).required();
  to.second(correct).required();
  to.writes(correct);
  Leaf& explain = to.leaf(points, "explain", "points.explain",
                          {"积分的每一笔来历", "every event of the account, with the balance"});
  to.shown_card(explain);
  to.reads(explain);
}

std::vector<Example> gift_examples() {
  return {
      {"gift put",
       "vip-terminal gift put --id mug --name 马克杯 --points 20 --stock 5 "
       "--first-day 2026-01-01 --last-day 2099-12-31",
       "vip-terminal gift put --id bag --name \"Tote bag\" --points 10 --stock 40 "
       "--first-day 2026-01-01 --last-day 2099-12-31 --operator 2001"},
      {"gift list", "vip-terminal gift list", "vip-terminal gift list --lang zh-CN"},
      {"gift redeem", "vip-terminal gift redeem mug --card 9156900000000012 --operator 1001",
       "vip-terminal gift redeem bag --card 9156900000000012 --operator 1001 --lane 2"},
      {"points correct",
       "vip-terminal points correct --card 9156900000000012 --delta 5 --reason \"goodwill\" "
       "--operator 2001 --second-operator 1001",
       "vip-terminal points correct --card 9156900000000012 --delta=-2 --reason \"typing slip\" "
       "--operator 2001 --second-operator 1001"},
      {"points explain", "vip-terminal points explain --card 9156900000000012",
       "vip-terminal points explain --phone 13800000001 --json"},
  };
}

}  // namespace vip::terminal::cli
