#include "terminal/history/rejection.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

struct Text {
  RejectReason reason;
  std::string_view word;
  std::string_view zh;  // {name} is the fact of that name
  std::string_view en;
};

using enum RejectReason;

constexpr std::array texts = {
    Text{cut_off, "cut_off", "文件在这一行中间断开，这一行没有导入",
         "the file stops in the middle of this line"},
    Text{quote_open, "quote_open", "引号没有结束", "a quote is opened and never closed"},
    Text{text_after_quote, "text_after_quote", "结束引号之后还有文字",
         "there is text behind a closing quote"},
    Text{row_too_long, "row_too_long", "这一行太长", "the line is too long"},
    Text{zero_byte, "zero_byte", "含有零字节，不是文本", "a zero byte: this is not text"},
    Text{field_count, "field_count", "有 {found} 个字段，表头有 {columns} 列",
         "{found} fields where the header has {columns} columns"},
    Text{field_missing, "field_missing", "{column} 是空的", "{column} is empty"},
    Text{field_too_long, "field_too_long", "{column} 太长", "{column} is too long"},
    Text{not_a_number, "not_a_number", "{column} 不是数字：{text}",
         "{column} is not a number: {text}"},
    Text{not_whole_fen, "not_whole_fen", "{column} 不是整分：{text}",
         "{column} is not a whole number of fen: {text}"},
    Text{below_zero, "below_zero", "{column} 小于零：{text}", "{column} is below zero: {text}"},
    Text{too_large, "too_large", "{column} 太大：{text}", "{column} is too large: {text}"},
    Text{quantity_zero, "quantity_zero", "数量为零", "the quantity is zero"},
    Text{not_a_date, "not_a_date", "{column} 不是日期或时间：{text}",
         "{column} is not a date or time: {text}"},
    Text{after_today, "after_today", "日期 {day} 在今天之后", "{day} lies after today"},
    Text{not_a_phone, "not_a_phone", "手机号不对", "this is not a phone number"},
    Text{not_yes_or_no, "not_yes_or_no", "{column} 应为 yes、no 或空：{text}",
         "{column} is yes, no or empty, not: {text}"},
    Text{reduction_too_large, "reduction_too_large", "减免超过了这一行的金额",
         "the reduction is more than the line costs"},
    Text{not_a_sale, "not_a_sale", "单号 {text} 既不是销售也不是取消，是账务调整",
         "{text} numbers neither a sale nor a cancellation: an accounting entry"},
    Text{stock_adjustment, "stock_adjustment", "数量为负而不是取消单：库存调整，不是销售",
         "a negative quantity outside a cancellation: a stock adjustment, not a sale"},
    Text{sale_in_cancellation, "sale_in_cancellation", "取消单里数量为正",
         "a positive quantity in a cancellation"},
    Text{other_customer, "other_customer", "同一张小票换了顾客",
         "another customer than in the first row of this receipt"},
    Text{other_day, "other_day", "同一张小票换了日期",
         "another day than in the first row of this receipt"},
    Text{receipt_too_long, "receipt_too_long", "小票 {receipt_no} 超过 1000 行",
         "receipt {receipt_no} has more than 1000 lines"},
    Text{receipt_too_large, "receipt_too_large", "小票 {receipt_no} 的金额太大",
         "receipt {receipt_no} comes to too much money"},
    Text{known_otherwise, "known_otherwise", "小票 {receipt_no} 已在账上，但内容不同",
         "receipt {receipt_no} is here already, with other content"},
    Text{nobody_to_return_from, "nobody_to_return_from", "退货没有写明顾客，不知退的是谁买的",
         "a return without a customer: whose purchase it takes back cannot be told"},
    Text{nothing_to_return, "nothing_to_return",
         "要退 {wanted} 件，这位顾客同货号同单价可退的只有 {out} 件",
         "{wanted} to bring back, and {out} of this customer's at that price are out"},
    Text{control_character, "control_character", "{column} 含有控制字符",
         "{column} has a control character"},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (static_cast<std::size_t>(texts[i].reason) != i + 1) return false;
  }
  return texts.size() == static_cast<std::size_t>(control_character);
}
static_assert(in_order(), "every reason has its text, in the order of the enum");

const Text& text_of(RejectReason reason) { return texts[static_cast<std::size_t>(reason) - 1]; }

}  // namespace

std::string fill(std::string_view text, const Details& details) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto detail = std::find_if(details.begin(), details.end(),
                                     [&](const Detail& each) { return each.name == name; });
    out += detail == details.end() ? "?" : detail->value;
    text.remove_prefix(close + 1);
  }
  return out;
}

std::string_view word(RejectReason reason) { return text_of(reason).word; }

Words explain(const Rejection& rejection) {
  const Text& text = text_of(rejection.reason);
  return {fill(text.zh, rejection.details), fill(text.en, rejection.details)};
}

}  // namespace vip::terminal
