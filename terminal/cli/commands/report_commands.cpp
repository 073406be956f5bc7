// Commands: reports.
#include "terminal/cli/commands/builder.h"
#include "terminal/cli/commands/groups.h"

namespace vip::terminal::cli {

void report_commands(Builder& to) {
  CLI::App* report = to.group("report", {"日报、月报、登记册", "reports of the day and month"});
  Leaf& day = to.leaf(report, "day", "report.day", {"日报", "the report of a day"});
  to.text(day, "--date", "/date", {"日期；不填为今天", "the day; left out, today"});
  to.on_paper(day);
  to.reads(day);
  Leaf& month = to.leaf(report, "month", "report.month", {"月报", "the report of a month"});
  to.text(month, "--month", "/month",
          {"月份 YYYY-MM；不填为本月", "YYYY-MM; left out, this month"});
  to.on_paper(month);
  to.reads(month);
  Leaf& totals = to.leaf(report, "totals", "report.totals",
                         {"至今的合计与现状", "everything so far, and how things stand"});
  to.on_paper(totals);
  to.reads(totals);
  to.reads(to.leaf(report, "anomalies", "report.anomalies", {"异常", "breaches that data shows"}));
  Leaf& registry = to.leaf(report, "registry", "report.registry",
                           {"当月会员登记册", "the registrations of a month"});
  to.text(registry, "--month", "/month",
          {"月份 YYYY-MM；不填为本月", "YYYY-MM; left out, this month"});
  to.on_paper(registry);
  to.reads(registry);
}

std::vector<Example> report_examples() {
  return {
      {"report day", "vip-terminal report day", "vip-terminal report day --date 2026-11-22 --json"},
      {"report month", "vip-terminal report month",
       "vip-terminal report month --month 2026-11 --lang zh-CN"},
      {"report registry", "vip-terminal report registry",
       "vip-terminal report registry --month 2026-11 --text"},
      {"report totals", "vip-terminal report totals", "vip-terminal report totals --lang zh-CN"},
      {"report anomalies", "vip-terminal report anomalies", "vip-terminal report anomalies --json"},
  };
}

}  // namespace vip::terminal::cli
