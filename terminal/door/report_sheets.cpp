#include "terminal/door/report_sheets.h"

#include <utility>

namespace vip::terminal {
namespace {

std::string title(std::string_view what, std::string_view store, std::string_view period) {
  std::string text = std::string(what) + " " + std::string(store);
  if (!period.empty()) text += " " + std::string(period);
  return text;
}

std::vector<Cell> month_row(std::string label, const Tally& tally) {
  return {std::move(label),
          tally.sales,
          tally.member_sales,
          tally.gross,
          tally.reduction,
          tally.paid,
          tally.returns,
          tally.refunded,
          tally.paid - tally.refunded,
          tally.earned.count(),
          tally.taken.count(),
          tally.redemptions,
          tally.redeemed.count(),
          tally.cards_issued,
          tally.cards_replaced,
          tally.cards_renewed,
          tally.anomalies};
}

}  // namespace

Sheet tally_sheet(std::string_view store, std::string_view period, const Tally& tally) {
  Sheet sheet{.name = "report",
              .heading = {title("营业报告 Report", store, period)},
              .columns = {"项目 Item", "数 Figure"}};
  const auto row = [&](const char* what, Cell cell) { sheet.rows.push_back({what, cell}); };
  row("交易 Sales", tally.sales);
  row("其中会员 of members", tally.member_sales);
  row("原价 Gross", tally.gross);
  row("优惠 Reduction", tally.reduction);
  row("实付 Paid", tally.paid);
  row("退货 Returns", tally.returns);
  row("退款 Refunded", tally.refunded);
  row("净额 Net", tally.paid - tally.refunded);
  row("积分 Points earned", tally.earned.count());
  row("积分退回 Points taken back", tally.taken.count());
  row("兑换 Gifts redeemed", tally.redemptions);
  row("兑换积分 Points redeemed", tally.redeemed.count());
  row("更正次数 Corrections", tally.corrections);
  row("更正积分 Points corrected", tally.corrected.count());
  row("发卡 Cards issued", tally.cards_issued);
  row("补卡 Cards replaced", tally.cards_replaced);
  row("续卡 Cards renewed", tally.cards_renewed);
  row("停用 Cards blocked", tally.cards_blocked);
  row("注销 Cards closed", tally.cards_closed);
  row("异常 Anomalies", tally.anomalies);
  row("导入交易 Imported sales", tally.history_sales);
  row("导入实付 Imported, paid", tally.history_paid);
  row("导入退款 Imported, refunded", tally.history_refunded);
  return sheet;
}

Sheet month_sheet(std::string_view store, std::string_view month, const std::vector<DayTally>& days,
                  const Tally& whole) {
  Sheet sheet{
      .name = "month",
      .heading = {title("月报 Month", store, month)},
      .columns = {"日期 Day", "交易 Sales", "会员 Of members", "原价 Gross", "优惠 Reduction",
                  "实付 Paid", "退货 Returns", "退款 Refunded", "净额 Net", "积分 Points earned",
                  "积分退回 Taken back", "兑换 Redeemed", "兑换积分 Points redeemed", "发卡 Issued",
                  "补卡 Replaced", "续卡 Renewed", "异常 Anomalies"}};
  for (const DayTally& day : days) sheet.rows.push_back(month_row(day.day.text(), day.tally));
  sheet.rows.push_back(month_row("合计 Total", whole));
  return sheet;
}

Sheet registry_sheet(std::string_view store, std::string_view month,
                     const std::vector<Registered>& rows, bool closed) {
  Sheet sheet{
      .name = "registry",
      .heading = {title("会员登记册 Registry", store, month), closed ? "已结 closed" : "未结 open"},
      .columns = {"日期 Day", "事项 Kind", "会员卡 Card", "有效期至 Last day", "姓名 Name",
                  "手机 Phone", "条件 By", "介绍人 Referrer", "经手 Operator"}};
  for (const Registered& row : rows) {
    sheet.rows.push_back({row.day.text(), std::string(row.kind), row.card.masked(),
                          row.last_day.text(), row.name, row.phone, row.clause,
                          row.referrer ? row.referrer->masked() : std::string(), row.staff});
  }
  sheet.conclusion = {"合计 Total: " + std::to_string(rows.size())};
  return sheet;
}

Sheet greetings_sheet(std::string_view store, const std::vector<GreetingLine>& lines) {
  Sheet sheet{.name = "greetings",
              .heading = {title("问候名单 Greetings", store, {})},
              .columns = {"日期 When", "称呼 Address", "姓名 Name", "手机 Phone", "会员卡 Card",
                          "原因 Why", "内容 Message"}};
  for (const GreetingLine& line : lines) {
    sheet.rows.push_back({line.when.text(), line.address, line.name, line.phone, line.card.masked(),
                          line.reasons, line.message});
  }
  return sheet;
}

Sheet anomalies_sheet(std::string_view store, const std::vector<AnomalyLine>& lines) {
  Sheet sheet{.name = "anomalies",
              .heading = {title("异常 Anomalies", store, {})},
              .columns = {"日期 Day", "种类 Kind", "条款 Clause", "会员卡 Card", "工号 Operator",
                          "状态 State", "说明 What", "怎么办 What to do"}};
  for (const AnomalyLine& line : lines) {
    sheet.rows.push_back({line.day.text(), line.kind, line.clause, line.card, line.staff,
                          line.state, line.message, line.what_to_do});
  }
  return sheet;
}

}  // namespace vip::terminal
