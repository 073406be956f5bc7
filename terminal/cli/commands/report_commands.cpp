// Commands: reports.
#include "terminal/cli/commands/builder.h"
#include "terminal/cli/commands/groups.h"

namespace vip::terminal::cli {

void report_commands(Builder& to) {
  CLI::App* report = to.group("report", {"日报、月报、登记册", "reports of the day and month"});
  Leaf& day = to.leaf(report, "day", "report.day", {"日报", "the report of a day"});
  to.text(day, "--date", "/date", {"日期；不填为今天", "the day; left out, today"});
  to.on_paper(day);
  to.who(day);
  to.reads(day);
  const Both which_month = {"月份 YYYY-MM；不填为本月", "YYYY-MM; left out, this month"};
  Leaf& month = to.leaf(report, "month", "report.month", {"月报", "the report of a month"});
  to.text(month, "--month", "/month", which_month);
  to.on_paper(month);
  to.who(month);
  to.reads(month);
  Leaf& totals = to.leaf(report, "totals", "report.totals",
                         {"至今的合计与现状", "everything so far, and how things stand"});
  to.on_paper(totals);
  to.who(totals);
  to.reads(totals);
  Leaf& anomalies =
      to.leaf(report, "anomalies", "report.anomalies", {"异常", "breaches that data shows"});
  to.text(anomalies, "--state", "/state",
          {"只看：open 未处理，explained 已说明，punished 已处理",
           "open, explained or punished ones alone"});
  to.text(anomalies, "--from", "/from", {"首日", "first day"});
  to.text(anomalies, "--through", "/through", {"末日", "last day"});
  to.on_paper(anomalies);
  to.who(anomalies);
  to.reads(anomalies);
  Leaf& registry = to.leaf(report, "registry", "report.registry",
                           {"当月会员登记册", "the registrations of a month"});
  to.text(registry, "--month", "/month", which_month);
  to.text(registry, "--reason", "/reason",
          {"需要完整姓名手机的原因（须店长，会记录）",
           "why names and phones are needed in full (managers; it is recorded)"});
  to.on_paper(registry);
  to.who(registry);
  to.reads(registry);
  const auto of_whom = [&to](Leaf& leaf) {
    to.text(leaf, "--from", "/from", {"首日；不填为今天", "first day; left out, today"});
    to.whole(leaf, "--days", "/days",
             {"往后几天；不填按政策", "days ahead; left out, the policy's"});
    to.text(leaf, "--news", "/news/id", {"新品或促销的名称", "name of a product or promotion"});
    to.text(leaf, "--news-text", "/news/zh-CN", {"通知内容", "what to say of it"});
    to.on_paper(leaf);
  };
  Leaf& greetings = to.leaf(report, "greetings", "report.greetings",
                            {"该问候谁、何时、为何（遮盖）", "whom to greet, when, why; masked"});
  of_whom(greetings);
  to.who(greetings);
  to.reads(greetings);

  CLI::App* out = to.group("greetings", {"问候名单交给短信平台", "greetings, handed over"});
  Leaf& hand_over = to.leaf(
      out, "hand-over", "greetings.hand_over",
      {"交出名单（须店长；之后不再重复）", "give the list out (managers); nobody is named twice"});
  of_whom(hand_over);
  to.writes(hand_over);

  CLI::App* months = to.group("registry", {"登记册结账", "closing a month's registry"});
  Leaf& close = to.leaf(
      months, "close", "registry.close",
      {"结登记册（须店长，当月最后一天起）", "close it: managers, from the month's last day on"});
  to.text(close, "--month", "/month",
          {"月份 YYYY-MM；不填为刚结束的月", "YYYY-MM; left out, the one that ends or ended"});
  to.writes(close);

  CLI::App* anomaly = to.group("anomaly", {"了结异常", "settling anomalies"});
  Leaf& settle = to.leaf(anomaly, "settle", "anomaly.settle",
                         {"登记异常的处理结果（须店长）", "what became of one (managers)"});
  to.whole(settle, "seq", "/seq", {"异常的序号", "the anomaly's seq"}).required();
  to.text(settle, "--state", "/state",
          {"explained 已说明，punished 已处理，open 重新打开", "explained, punished or open"})
      .required();
  to.text(settle, "--reason", "/reason", {"经过", "why"}).required();
  to.writes(settle);
}

std::vector<Example> report_examples() {
  return {
      {"report day", "vip-terminal report day", "vip-terminal report day --date 2026-11-22 --json"},
      {"report month", "vip-terminal report month",
       "vip-terminal report month --format xlsx --output month.xlsx --operator 2001"},
      {"report registry", "vip-terminal report registry",
       "vip-terminal report registry --format csv --output registry.csv --operator 2001"},
      {"report totals", "vip-terminal report totals", "vip-terminal report totals --lang zh-CN"},
      {"report anomalies", "vip-terminal report anomalies",
       "vip-terminal report anomalies --state open --json"},
      {"report greetings", "vip-terminal report greetings",
       "vip-terminal report greetings --days 30 --news autumn --news-text 秋季新品到店 --json"},
      {"greetings hand-over",
       "vip-terminal greetings hand-over --days 30 --format csv --output greetings.csv "
       "--operator 2001",
       "vip-terminal greetings hand-over --news autumn --news-text 秋季新品到店 --operator 2001 "
       "--json"},
      {"registry close",
       "vip-terminal registry close --operator 2001 --at 2026-11-30T21:00:00+08:00",
       "vip-terminal registry close --month 2026-11 --operator 2001 "
       "--at 2026-12-01T09:05:00+08:00"},
      {"anomaly settle",
       "vip-terminal anomaly settle 42 --state explained --reason \"the member was here\" "
       "--operator 2001",
       "vip-terminal anomaly settle 42 --state punished --reason \"a false birthday\" "
       "--operator 2001"},
  };
}

}  // namespace vip::terminal::cli
