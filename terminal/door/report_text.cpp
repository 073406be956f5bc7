#include "terminal/door/report_text.h"

#include "terminal/door/columns.h"
#include "terminal/door/messages.h"

namespace vip::terminal {
namespace {

constexpr std::size_t width = 48;

std::string row(std::string_view label, const std::string& value) {
  const std::size_t used = columns_of(label) + columns_of(value);
  return std::string(label) + std::string(used < width ? width - used : 1, ' ') + value + '\n';
}

std::string count(std::int64_t n) { return std::to_string(n); }

}  // namespace

std::string tally_text(std::string_view store, std::string_view period, const Tally& tally) {
  std::string text = row("门店 Store", std::string(store));
  if (!period.empty()) text += row("日期 Period", std::string(period));
  text += std::string(width, '-') + '\n';
  text += row("交易 Sales", count(tally.sales));
  text += row("  其中会员 of members", count(tally.member_sales));
  text += row("原价 Gross", yuan_grouped(tally.gross.count()));
  text += row("优惠 Reduction", yuan_grouped(tally.reduction.count()));
  text += row("实付 Paid", yuan_grouped(tally.paid.count()));
  text += row("退货 Returns", count(tally.returns));
  text += row("退款 Refunded", yuan_grouped(tally.refunded.count()));
  text += row("净额 Net", yuan_grouped((tally.paid - tally.refunded).count()));
  text += row("积分 Points earned", count(tally.earned.count()));
  text += row("  退回 taken back", count(tally.taken.count()));
  text += row("兑换 Gifts redeemed", count(tally.redemptions));
  text += row("  积分 points", count(tally.redeemed.count()));
  text += row("发卡 Cards issued", count(tally.cards_issued));
  text += row("  补卡 replaced", count(tally.cards_replaced));
  text += row("  续卡 renewed", count(tally.cards_renewed));
  text += row("异常 Anomalies", count(tally.anomalies));
  if (tally.history_sales != 0) {
    text += row("导入 Imported sales", count(tally.history_sales));
    text += row("  实付 paid", yuan_grouped(tally.history_paid.count()));
    text += row("  退款 refunded", yuan_grouped(tally.history_refunded.count()));
  }
  return text;
}

std::string registry_text(std::string_view store, std::string_view month,
                          const std::vector<Registered>& rows) {
  std::string text = row("会员登记册 Registry", std::string(store) + ' ' + std::string(month));
  text += std::string(width, '-') + '\n';
  for (const Registered& registered : rows) {
    text += row(registered.day.text() + ' ' + registered.card.masked(),
                std::string(registered.kind) + ' ' + registered.clause);
    text += row("  " + registered.name + ' ' + registered.phone, registered.staff);
  }
  text += row("合计 Total", count(static_cast<std::int64_t>(rows.size())));
  return text;
}

std::string greetings_text(std::string_view store, const std::vector<GreetingLine>& lines) {
  std::string text = row("问候名单 Greetings", std::string(store));
  text += std::string(width, '-') + '\n';
  for (const GreetingLine& line : lines) {
    text += row(line.when.text() + ' ' + line.address, line.phone);
    text += row("  " + line.card.masked(), line.reasons);
  }
  text += row("合计 Total", count(static_cast<std::int64_t>(lines.size())));
  return text;
}

std::string anomalies_text(std::string_view store, const std::vector<AnomalyLine>& lines) {
  std::string text = row("异常 Anomalies", std::string(store));
  text += std::string(width, '-') + '\n';
  for (const AnomalyLine& line : lines) {
    text += row(line.day.text() + ' ' + line.clause + ' ' + line.state, line.staff);
    if (!line.card.empty()) text += row("  " + line.kind, line.card);
    for (const std::string& part : wrap(line.message + line.what_to_do, width - 2)) {
      text += "  " + part + '\n';
    }
  }
  text += row("合计 Total", count(static_cast<std::int64_t>(lines.size())));
  return text;
}

}  // namespace vip::terminal
