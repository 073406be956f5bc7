// Commands: the policy document, and what-if.
#include "terminal/cli/commands/builder.h"
#include "terminal/cli/commands/groups.h"
#include "terminal/cli/forms.h"

namespace vip::terminal::cli {

void policy_commands(Builder& to) {
  CLI::App* policy = to.group("policy", {"政策文件", "the policy document"});
  to.reads(to.leaf(policy, "show", "policy.show", {"现行政策", "the document in force"}));
  Leaf& check =
      to.leaf(policy, "check", "policy.check", {"检查政策文件", "name every field that is wrong"});
  to.policy_file(check, "file", {"政策文件", "the document"}).required();
  to.reads(check);
  Leaf& adopt = to.leaf(policy, "adopt", "policy.adopt", {"采用政策文件", "take a document over"});
  to.policy_file(adopt, "file", {"政策文件", "the document"}).required();
  to.writes(adopt);

  Leaf& evaluate = to.leaf(policy, "evaluate", "policy.evaluate",
                           {"试算：给定事实和政策", "a quote from given facts and policy"});
  to.basket(evaluate);
  to.text(evaluate, "--date", "/date", {"日期 YYYY-MM-DD", "the day, YYYY-MM-DD"}).required();
  to.policy_file(evaluate, "--policy", {"政策文件；不填用现行的", "left out, the one in force"});
  to.whole(evaluate, "--accumulated", "/facts/accumulated", {"累计积分", "points accumulated"});
  to.whole(evaluate, "--balance", "/facts/balance", {"积分余额", "points balance"});
  to.yuan(evaluate, "--carry", "/facts/carry", {"零头", "carry, in yuan"});
  to.text(evaluate, "--card-state", "/facts/card_state", {"卡的状态", "state of the card"});
  to.text(evaluate, "--last-day", "/facts/last_day", {"最后有效日", "last valid day"});
  to.text(evaluate, "--birthday", "/facts/birthday", {"生日", "birthday"});
  to.common(evaluate);

  CLI::App* eligibility = to.group("eligibility", {"办卡条件", "who becomes a member"});
  Leaf& who = to.leaf(eligibility, "evaluate", "eligibility.evaluate",
                      {"试算：这些消费够不够办卡", "do these purchases qualify"});
  to.many(who, "purchases", "/purchases",
          {"消费：日期:实付[:已退]", "purchases: DATE:PAID[:RETURNED]"},
          {"日期:实付，例如 2026-11-02:1200.00", "DATE:PAID, such as 2026-11-02:1200.00"},
          [](const std::string& value) -> std::optional<Request> {
            const auto form = read_purchase(value);
            if (!form) return std::nullopt;
            Request purchase = {{"date", form->date}, {"paid", form->paid}};
            if (form->returned) purchase["returned"] = *form->returned;
            return purchase;
          })
      .required();
  to.text(who, "--date", "/date", {"申请日 YYYY-MM-DD", "day of application, YYYY-MM-DD"})
      .required();
  to.policy_file(who, "--policy", {"政策文件；不填用现行的", "left out, the one in force"});
  to.common(who);
}

std::vector<Example> policy_examples() {
  return {
      {"policy show", "vip-terminal policy show", "vip-terminal policy show --json > policy.json"},
      {"policy check",
       "echo '{\"rates\":{\"member\":{\"pays\":\"0.88\"}}}' | vip-terminal policy check -",
       "echo '{\"points\":{\"per\":5000}}' | vip-terminal policy check - --lang zh-CN"},
      {"policy adopt",
       "echo '{\"rates\":{\"member\":{\"pays\":\"0.88\"}}}' | vip-terminal policy adopt -",
       "echo '{\"from\":\"2027-01-01\",\"presence\":[\"scan\"]}' | vip-terminal policy adopt - "
       "--operator 2001"},
      {"policy evaluate", "vip-terminal policy evaluate A17:2:129.00 --date 2026-11-22",
       "vip-terminal policy evaluate A17:2:129.00 --date 2026-11-22 --accumulated 30 --balance 12 "
       "--carry 80.00 --card-state active --last-day 2028-01-10"},
      {"eligibility evaluate",
       "vip-terminal eligibility evaluate 2026-11-02:880.00 --date 2026-11-22",
       "vip-terminal eligibility evaluate 2026-08-01:900 2026-10-01:1150.00:50.00 "
       "--date 2026-11-22"},
  };
}

}  // namespace vip::terminal::cli
