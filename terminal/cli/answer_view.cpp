#include "terminal/cli/answer_view.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "terminal/cli/table.h"
#include "terminal/door/columns.h"
#include "terminal/door/messages.h"

namespace vip::terminal::cli {
namespace {

using Json = nlohmann::ordered_json;  // fields stay in the order of the answer

enum class Kind : std::uint8_t { plain, money };

struct Label {
  std::string_view key;
  Both text;
  Kind kind = Kind::plain;
};

// What fields of answers are called by people. A key without a line here is shown as it is.
constexpr Label labels[] = {
    {"about", {"相关序号", "about"}},
    {"accepted", {"接受", "accepted"}},
    {"account", {"账户", "account"}},
    {"accounts", {"账户数", "accounts"}},
    {"accumulated", {"累计积分", "points accumulated"}},
    {"acked", {"总部已收到", "received by head office"}},
    {"active", {"有效", "active"}},
    {"address", {"称呼", "address"}},
    {"adopted", {"已采用版本数", "documents adopted"}},
    {"after", {"之后", "after"}},
    {"already_here", {"已有", "already here"}},
    {"alternatives", {"两种算法", "both ways"}},
    {"amount", {"金额", "amount"}, Kind::money},
    {"anomalies", {"异常", "anomalies"}},
    {"as_of", {"截至", "as of"}},
    {"at", {"时间", "time"}},
    {"balance", {"积分余额", "points balance"}},
    {"batch", {"批次", "batch"}},
    {"batches", {"批次", "batches"}},
    {"before", {"之前", "before"}},
    {"birthday", {"生日", "birthday"}},
    {"blank", {"空白卡", "blank"}},
    {"blocked", {"停用", "blocked"}},
    {"bytes_received", {"接收字节", "bytes received"}},
    {"bytes_sent", {"上传字节", "bytes sent"}},
    {"card", {"会员卡", "card"}},
    {"cards", {"会员卡", "cards"}},
    {"cards_issued", {"发卡", "cards issued"}},
    {"carry", {"零头", "carry"}, Kind::money},
    {"carry_after", {"零头之后", "carry after"}, Kind::money},
    {"carry_before", {"零头之前", "carry before"}, Kind::money},
    {"certificate_until", {"证书有效至", "certificate until"}},
    {"changed", {"改动", "changed"}},
    {"check_digit", {"校验位", "check digit"}},
    {"choice", {"采用", "choice"}},
    {"class", {"类别", "class"}},
    {"clause", {"依据", "clause"}},
    {"clean", {"核对无误", "clean"}},
    {"closed", {"注销", "closed"}},
    {"complete", {"已齐", "complete"}},
    {"consent", {"同意", "consent"}},
    {"corrected", {"更正积分", "points corrected"}},
    {"corrections", {"更正次数", "corrections"}},
    {"count", {"数量", "count"}},
    {"coupons", {"优惠券", "coupons"}},
    {"cumulative", {"累计门槛", "cumulative"}, Kind::money},
    {"customer", {"顾客", "customer"}},
    {"customers", {"顾客", "customers"}},
    {"date", {"日期", "date"}},
    {"day", {"日期", "day"}},
    {"days", {"每日", "days"}},
    {"delta", {"更正", "correction"}},
    {"detail", {"细节", "detail"}},
    {"due", {"应报总部日", "due"}},
    {"earned", {"所得积分", "points earned"}},
    {"encrypted", {"已加密", "encrypted"}},
    {"encrypted_at_rest", {"资料已加密", "encrypted at rest"}},
    {"enrolled", {"已接入总部", "enrolled"}},
    {"epoch", {"纪元", "epoch"}},
    {"event", {"事件", "event"}},
    {"events", {"事件", "events"}},
    {"expired", {"已过期", "expired"}},
    {"file_end", {"文件结尾", "end of file"}},
    {"findings", {"发现", "findings"}},
    {"first_day", {"首日", "first day"}},
    {"form", {"称呼", "form"}},
    {"free", {"未分配", "free"}},
    {"from", {"起始日", "from"}},
    {"gift", {"礼品", "gift"}},
    {"gifts", {"礼品", "gifts"}},
    {"given_name", {"名字", "given name"}},
    {"greeting", {"问候", "greeting"}},
    {"gross", {"原价", "gross"}, Kind::money},
    {"handbook", {"会员手册", "handbook"}},
    {"head", {"账头", "head"}},
    {"heard_at", {"上次联系", "last heard"}},
    {"here", {"本店可兑", "redeemable here"}},
    {"history", {"导入的历史", "history"}},
    {"how", {"方式", "how"}},
    {"id", {"编号", "id"}},
    {"in_force", {"现行", "in force"}},
    {"issue", {"期号", "issue"}},
    {"issued", {"发卡", "issued"}},
    {"item", {"物品", "item"}},
    {"items", {"件数", "items"}},
    {"journal", {"流水账", "journal"}},
    {"kind", {"种类", "kind"}},
    {"known", {"本店认识", "known"}},
    {"lane", {"收银台", "lane"}},
    {"last", {"最新", "last"}},
    {"last_day", {"最后一天", "last day"}},
    {"layout", {"格式", "layout"}},
    {"left", {"剩余", "left"}},
    {"line", {"行", "line"}},
    {"lines", {"明细", "lines"}},
    {"locked", {"已锁定", "locked"}},
    {"masked", {"已遮盖", "masked"}},
    {"max_amount", {"金额上限", "max amount"}, Kind::money},
    {"member", {"会员", "member"}},
    {"member_sales", {"会员交易", "member sales"}},
    {"members", {"会员", "members"}},
    {"message", {"说明", "message"}},
    {"missing", {"还差", "missing"}, Kind::money},
    {"month", {"月份", "month"}},
    {"name", {"名称", "name"}},
    {"net", {"净额", "net"}, Kind::money},
    {"new_card", {"新卡", "new card"}},
    {"next", {"下一版", "next"}},
    {"next_window", {"下次时段", "next window"}},
    {"note", {"备注", "note"}},
    {"office", {"总部", "head office"}},
    {"old_card", {"旧卡", "old card"}},
    {"on_offer", {"可兑", "on offer"}},
    {"operator", {"工号", "operator"}},
    {"outcome", {"结果", "outcome"}},
    {"owed", {"尚欠积分", "points owed"}},
    {"paid", {"实付", "paid"}, Kind::money},
    {"pays", {"按", "pays"}},
    {"per", {"每", "per"}, Kind::money},
    {"person", {"会员内部号", "person"}},
    {"phone", {"手机号", "phone"}},
    {"pointer", {"位置", "where"}},
    {"points", {"积分", "points"}},
    {"policy", {"政策", "policy"}},
    {"policy_version", {"政策版本", "policy version"}},
    {"position", {"位置", "position"}},
    {"printed", {"实体卡", "printed"}},
    {"problems", {"问题", "problems"}},
    {"prompts", {"提示", "prompts"}},
    {"purchases", {"消费", "purchases"}},
    {"qty", {"件数", "qty"}},
    {"qualified", {"够条件的顾客", "qualified"}},
    {"qualified_count", {"够条件人数", "customers who qualify"}},
    {"qualifies", {"够条件", "qualifies"}},
    {"rate", {"会员价", "rate"}},
    {"read", {"读入", "read"}},
    {"reason", {"原因", "reason"}},
    {"receipt_no", {"小票号", "receipt no."}},
    {"receipts", {"小票", "receipts"}},
    {"recommended", {"较省", "cheaper"}},
    {"redeemable", {"可兑换", "redeemable"}},
    {"redeemed", {"已兑积分", "points redeemed"}},
    {"redemptions", {"兑换", "redemptions"}},
    {"reduction", {"优惠", "reduction"}, Kind::money},
    {"referrer", {"介绍人", "referrer"}},
    {"refund", {"退款", "refund"}, Kind::money},
    {"refunded", {"已退", "refunded"}, Kind::money},
    {"refunds", {"退款", "refunds"}, Kind::money},
    {"registration", {"登记", "registration"}},
    {"registrations", {"登记", "registrations"}},
    {"rejected", {"未收", "rejected"}},
    {"rejects", {"未收的行写在", "rejects"}},
    {"remark", {"备注", "remark"}},
    {"renewed", {"续卡", "renewed"}},
    {"renewed_by", {"续卡", "renewed by"}},
    {"replaced", {"补卡", "replaced"}},
    {"replaced_by", {"新卡", "replaced by"}},
    {"requests", {"请求数", "requests"}},
    {"returned", {"退货", "returned"}, Kind::money},
    {"returns", {"退货", "returns"}},
    {"rights", {"可兑额度", "rights"}},
    {"row", {"行", "row"}},
    {"rows", {"行数", "rows"}},
    {"safe", {"总部已备份", "safe at head office"}},
    {"sale", {"交易", "sale"}},
    {"sales", {"交易", "sales"}},
    {"second_operator", {"第二工号", "second operator"}},
    {"sent", {"已上传", "sent"}},
    {"seq", {"序号", "seq"}},
    {"short", {"还差", "short"}},
    {"since", {"入会日", "since"}},
    {"single", {"单笔门槛", "single"}, Kind::money},
    {"sku", {"货号", "sku"}},
    {"special_price", {"特价", "special price"}},
    {"spend", {"累计消费", "spend"}, Kind::money},
    {"standing", {"现状", "standing"}},
    {"state", {"状态", "state"}},
    {"stock", {"库存", "stock"}},
    {"store", {"门店", "store"}},
    {"sum", {"合计", "sum"}, Kind::money},
    {"surname", {"姓氏", "surname"}},
    {"taken", {"扣回积分", "points taken"}},
    {"time", {"时间", "time"}},
    {"token", {"卡码", "token"}},
    {"total", {"合计", "total"}, Kind::money},
    {"training", {"培训", "training"}},
    {"unit_price", {"单价", "unit price"}, Kind::money},
    {"used_as_proof", {"已用于办卡", "used as proof"}},
    {"valid", {"有效", "valid"}},
    {"version", {"版本", "version"}},
    {"virtual", {"虚拟卡", "virtual"}},
    {"waiting", {"待上传", "waiting"}},
    {"waiting_since", {"等待始于", "waiting since"}},
    {"warnings", {"提醒", "warnings"}},
    {"what", {"事项", "what"}},
    {"where", {"何处", "where"}},
    {"word", {"说明", "word"}},
    {"zone", {"时区", "zone"}},
};

const Label* label_of(std::string_view key) {
  for (const Label& label : labels) {
    if (label.key == key) return &label;
  }
  return nullptr;
}

struct Said {
  std::string_view word;
  Both text;
};

// Words that answers use as values, under the keys where they are such words.
constexpr std::string_view keys_of_words[] = {
    "state", "choice", "recommended", "reason", "outcome",     "item",    "form",
    "kind",  "what",   "class",       "how",    "check_digit", "file_end"};
constexpr Said words[] = {
    {"active", {"有效", "active"}},
    {"benefit_on_void_card", {"无效卡求优惠", "benefit on a void card"}},
    {"birthday_many_purchases", {"生日价次数多", "many birthday purchases"}},
    {"blank", {"空白", "blank"}},
    {"block", {"停用", "block"}},
    {"blocked", {"停用", "blocked"}},
    {"clock", {"时钟", "clock"}},
    {"clock_set_back", {"时钟调慢", "clock set back"}},
    {"close", {"注销", "close"}},
    {"closed", {"已注销", "closed"}},
    {"correct", {"更正", "correct"}},
    {"correction", {"更正", "correction"}},
    {"coupon", {"用券", "coupon"}},
    {"damaged", {"损坏", "damaged"}},
    {"disk", {"磁盘", "disk"}},
    {"error", {"错误", "error"}},
    {"expired", {"已过期", "expired"}},
    {"failed", {"未通过", "failed"}},
    {"false_receipt", {"不实小票", "false receipt"}},
    {"frozen", {"冻结", "frozen"}},
    {"handbook", {"会员手册", "handbook"}},
    {"head_office", {"总部", "head office"}},
    {"identity_check_failed", {"身份核对未通过", "identity check failed"}},
    {"issue", {"办卡", "issue"}},
    {"journal", {"流水账", "journal"}},
    {"lost", {"遗失", "lost"}},
    {"magazine", {"会员杂志", "magazine"}},
    {"many_purchases_a_day", {"一天多次购物", "many purchases a day"}},
    {"member", {"会员价", "member"}},
    {"misread", {"没读完整", "misread"}},
    {"mr", {"先生", "mr"}},
    {"ms", {"女士", "ms"}},
    {"note", {"说明", "note"}},
    {"ok", {"正常", "ok"}},
    {"open", {"待处理", "open"}},
    {"other", {"其他", "other"}},
    {"other_card", {"别家的卡号", "number of another issuer"}},
    {"own_card", {"本连锁会员卡", "card of this chain"}},
    {"passed", {"通过", "passed"}},
    {"personal_data", {"会员资料", "personal data"}},
    {"qualifying_purchase_returned", {"办卡消费已退", "qualifying purchase returned"}},
    {"redeem", {"兑换", "redeem"}},
    {"redemption", {"兑换", "redemption"}},
    {"renew", {"续卡", "renew"}},
    {"renewal", {"续卡", "renewal"}},
    {"replace", {"补卡", "replace"}},
    {"replaced", {"已换新卡", "replaced"}},
    {"replacement", {"补卡", "replacement"}},
    {"return", {"退货", "return"}},
    {"right", {"相符", "right"}},
    {"sale", {"购物", "sale"}},
    {"same_card_same_operator", {"同卡同收银员", "same card, same operator"}},
    {"scan", {"扫码", "scan"}},
    {"stolen", {"被盗", "stolen"}},
    {"swipe", {"刷卡", "swipe"}},
    {"training", {"培训", "training"}},
    {"truncated", {"被截断", "cut off"}},
    {"unknown", {"不是会员卡", "no member card"}},
    {"warning", {"注意", "warning"}},
    {"whole", {"完整", "whole"}},
    {"wrong", {"不符", "wrong"}},
};

constexpr Said reasons_of_price[] = {
    {"D1", {"会员价", "member rate"}},   {"D2", {"高级会员价", "level rate"}},
    {"D3", {"生日价", "birthday rate"}}, {"D5", {"促销特价", "promotion or special price"}},
    {"D6", {"优惠券", "coupon"}},        {"none", {"无优惠", "no benefit"}},
};

std::optional<std::string> said(const auto& table, std::string_view word, Language language) {
  for (const Said& entry : table) {
    if (entry.word == word) return std::string(entry.text.in(language));
  }
  return std::nullopt;
}

bool is_both(const Json& value) {
  return value.is_object() && value.contains("zh-CN") && value.contains("en");
}

bool is_scalar(const Json& value) { return value.is_primitive() || is_both(value); }

using Pairs = std::vector<std::pair<std::string, std::string>>;

class Show {
 public:
  explicit Show(const Look& look) : language_(look.language), colour_(look.colour) {}

  std::string result(const Json& result) const {
    if (!result.is_object()) return scalar("", result) + "\n";
    if (result.contains("text") && result["text"].is_string()) return result["text"];  // for paper
    if (result.contains("fields") && result["fields"].is_array()) return explained(result);
    std::string out = result.contains("receipt") && result["receipt"].is_string()
                          ? with_paper(result)
                          : object(result);
    for (const char* notes : {"warnings", "prompts"}) {
      if (result.contains(notes)) out += sentences(result[notes], notes);
    }
    return out;
  }

  // What was scanned: what it is, what to do, and each field under its label.
  std::string explained(const Json& result) const {
    std::string out = paint("1", text(result.value("label", Json()))) + "\n" +
                      printable(text(result.value("message", Json()))) + "\n";
    std::size_t widest = 0;
    for (const Json& field : result["fields"]) {
      widest = std::max(widest, columns_of(text(field.value("label", Json()))));
    }
    for (const Json& field : result["fields"]) {
      out += "  " + pad_right(text(field.value("label", Json())), widest) + "  " +
             printable(text(field.value("value", Json()))) + "\n";
    }
    return out;
  }

  // "What happened, what was not affected, what to do. (G2)"
  std::string refusal(const Json& refusal) const {
    return paint("1;31", text(refusal.value("message", Json())) + " (" +
                             refusal.value("clause", std::string()) + ")") +
           "\n";
  }

  std::string error(const Json& error) const {
    const std::string pointer = error.value("pointer", std::string());
    const std::string code = error.value("code", std::string());
    std::string where = code;
    if (!pointer.empty()) where += pick({"，见 ", ", at "}) + pointer;
    return paint("1;31", text(error.value("message", Json())) + " (" + where + ")") + "\n";
  }

 private:
  std::string pick(Both both) const { return std::string(both.in(language_)); }

  std::string paint(std::string_view code, std::string text) const {
    text = printable(text);
    if (!colour_) return text;
    return "\x1b[" + std::string(code) + "m" + text + "\x1b[0m";
  }

  std::string text(const Json& message) const {
    if (!is_both(message)) return message.is_string() ? message.get<std::string>() : std::string();
    return message[language_ == Language::zh ? "zh-CN" : "en"].get<std::string>();
  }

  std::string name_of(std::string_view key) const {
    if (const Label* label = label_of(key)) return pick(label->text);
    std::string plain(key);
    std::replace(plain.begin(), plain.end(), '_', ' ');
    return plain;
  }

  std::string scalar(std::string_view key, const Json& value) const {
    if (is_both(value)) return text(value);
    if (value.is_null()) return "-";
    if (value.is_boolean()) return value.get<bool>() ? pick({"是", "yes"}) : pick({"否", "no"});
    if (value.is_number_integer()) {
      const auto number = value.get<std::int64_t>();
      const Label* label = label_of(key);
      if (label != nullptr && label->kind == Kind::money) return yuan_grouped(number);
      return std::to_string(number);
    }
    if (!value.is_string()) return value.dump();
    const std::string word = value.get<std::string>();
    if (key == "clause") {
      const auto reason = said(reasons_of_price, word, language_);
      if (!reason) return word;
      return word == "none" ? *reason : *reason + " (" + word + ")";
    }
    const bool is_word = std::find(std::begin(keys_of_words), std::end(keys_of_words), key) !=
                         std::end(keys_of_words);
    return is_word ? said(words, word, language_).value_or(word) : word;
  }

  // In the order of the answer: what is one value stands one under the other, every object and
  // array under its own heading.
  std::string object(const Json& value) const {
    std::string out;
    Pairs rows;
    const auto flush = [&] {
      if (!rows.empty() && !out.empty()) out += "\n";
      out += pairs(std::exchange(rows, {}));
    };
    for (const auto& [key, field] : value.items()) {
      if (key == "prompts" || key == "warnings") continue;
      // One way alone was open (A8): there was no choice.
      if ((key == "choice" || key == "recommended") && !value.contains("alternatives") &&
          value.contains("gross")) {
        continue;
      }
      if (key == "points" && is_movement(field)) {
        movement(field, rows);
      } else if (key == "rate" && field.is_object()) {
        rows.emplace_back(name_of(key), scalar("clause", field.value("clause", Json())) + " " +
                                            field.value("pays", std::string()));
      } else if (is_scalar(field)) {
        rows.emplace_back(name_of(key), scalar(key, field));
      } else if (field.is_array() && (field.empty() || all_scalars(field))) {
        rows.emplace_back(name_of(key), list(key, field));
      } else if (field.is_object() && key == "member") {
        rows.emplace_back(name_of(key), member(field));
      } else {
        flush();
        if (!out.empty()) out += "\n";
        out += paint("1", name_of(key)) + "\n";
        out += indented(field.is_object() ? object(field) : records(field));
      }
    }
    flush();
    return out;
  }

  // A sale whose receipt says all the rest.
  std::string with_paper(const Json& result) const {
    Pairs rows;
    for (const auto& [key, field] : result.items()) {
      const bool said_on_paper = key != "sale" && key != "receipt_no" && key != "refund";
      if (!said_on_paper && is_scalar(field)) rows.emplace_back(name_of(key), scalar(key, field));
    }
    return pairs(rows) + "\n" + result["receipt"].get<std::string>();
  }

  static bool is_movement(const Json& points) {
    return points.is_object() && points.contains("before") && points.contains("after");
  }

  // Both numbers of points: what the card has, and what it has ever earned (D2).
  void movement(const Json& points, Pairs& rows) const {
    std::string change = scalar("", points["before"]) + " -> " + scalar("", points["after"]);
    if (points.contains("earned")) change += " (+" + scalar("", points["earned"]) + ")";
    if (points.contains("taken")) change += " (-" + scalar("", points["taken"]) + ")";
    rows.emplace_back(pick({"积分余额", "points balance"}), change);
    if (points.contains("carry_before") && points.contains("carry_after")) {
      rows.emplace_back(name_of("carry"), scalar("carry", points["carry_before"]) + " -> " +
                                              scalar("carry", points["carry_after"]));
    }
    for (const auto& [key, field] : points.items()) {
      const bool shown = key == "before" || key == "after" || key == "earned" || key == "taken" ||
                         key == "carry_before" || key == "carry_after";
      if (!shown) rows.emplace_back(name_of(key), scalar(key, field));
    }
  }

  std::string member(const Json& member) const {
    std::string out;
    for (const auto& [key, field] : member.items()) {
      if (!out.empty()) out += ", ";
      if (key != "address") out += name_of(key) + " ";
      out += is_scalar(field) ? scalar(key, field) : field.dump();
    }
    return out;
  }

  static bool all_scalars(const Json& array) {
    return !array.empty() && std::all_of(array.begin(), array.end(),
                                         [](const Json& item) { return is_scalar(item); });
  }

  std::string list(std::string_view key, const Json& array) const {
    std::string out;
    for (const Json& item : array) out += (out.empty() ? "" : ", ") + scalar(key, item);
    return out.empty() ? "-" : out;
  }

  // An array of objects as a table; columns in the order in which fields first appear.
  std::string records(const Json& array) const {
    std::vector<std::string> keys;
    for (const Json& item : array) {
      if (!item.is_object()) return array.dump() + "\n";
      for (const auto& [key, field] : item.items()) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
      }
    }
    std::vector<Column> columns;
    for (const std::string& key : keys) {
      const bool numbers = std::all_of(array.begin(), array.end(), [&](const Json& item) {
        return !item.contains(key) || item[key].is_number() || item[key].is_null();
      });
      columns.push_back({name_of(key), numbers ? Side::right : Side::left});
    }
    std::vector<std::vector<std::string>> rows;
    for (const Json& item : array) {
      std::vector<std::string> row;
      for (const std::string& key : keys) {
        if (!item.contains(key)) {
          row.emplace_back();
        } else if (key == "line" && item.contains("qty") && item[key].is_number_integer()) {
          // People count the lines of a basket from one. (Lines of a file are so already.)
          row.push_back(std::to_string(item[key].get<std::int64_t>() + 1));
        } else if (const Json& field = item[key]; is_scalar(field)) {
          row.push_back(scalar(key, field));
        } else if (field.is_array() && all_scalars(field)) {
          row.push_back(list(key, field));
        } else {
          row.push_back(member(field.is_object() ? field : Json{{key, field}}));
        }
      }
      rows.push_back(std::move(row));
    }
    return table(columns, rows);
  }

  static std::string indented(const std::string& text) {
    std::string out;
    bool at_start = true;
    for (const char c : text) {
      if (at_start && c != '\n') out += "  ";
      out += c;
      at_start = c == '\n';
    }
    return out;
  }

  std::string sentences(const Json& notes, std::string_view kind) const {
    std::string out;
    if (!notes.is_array()) return out;
    for (const Json& note : notes) {
      const std::string clause = note.value("clause", std::string());
      std::string line = (kind == "warnings" ? "! " : "* ") + text(note.value("message", Json()));
      if (!clause.empty()) line += " (" + clause + ")";
      out += (kind == "warnings" ? paint("33", line) : printable(line)) + "\n";
    }
    return out.empty() ? out : "\n" + out;
  }

  Language language_;
  bool colour_;
};

}  // namespace

View view(std::string_view answer, const Look& look) {
  const Json json = Json::parse(answer, nullptr, false);
  const Show show(look);
  if (json.is_object()) {
    if (json.contains("result")) return {.data = show.result(json["result"]), .messages = {}};
    if (json.contains("refusal")) return {.data = {}, .messages = show.refusal(json["refusal"])};
    if (json.contains("error")) return {.data = {}, .messages = show.error(json["error"])};
  }
  return {.data = std::string(answer) + "\n", .messages = {}};
}

}  // namespace vip::terminal::cli
