// scan: what was scanned, field by field.

#include <array>

#include "cardformat/mask.h"
#include "cardformat/scan/foreign_codes.h"
#include "terminal/counter/blank_desk.h"
#include "terminal/counter/card_desk.h"
#include "terminal/door/method.h"

namespace vip::terminal {
namespace {

using card::ScanClass;
using card::ScanForm;

// Fields for people: each has a name for programs, a label, and a value that may be words.
class FieldList {
 public:
  explicit FieldList(JsonWriter& out) : out_(out) { out_.key("fields").begin_array(); }
  ~FieldList() { out_.end_array(); }
  FieldList(const FieldList&) = delete;
  FieldList& operator=(const FieldList&) = delete;

  void add(std::string_view name, const Message& label, std::string_view value) {
    begin(name, label);
    out_.field("value", value).end_object();
  }
  void add(std::string_view name, const Message& label, const Message& value) {
    begin(name, label);
    out_.key("value").begin_object();
    out_.field("zh-CN", value.zh).field("en", value.en).end_object().end_object();
  }
  void add(std::string_view name, const Message& label, bool value) {
    add(name, label, value ? Message{"是", "yes"} : Message{"否", "no"});
  }

 private:
  void begin(std::string_view name, const Message& label) {
    out_.begin_object().field("name", name);
    out_.key("label").begin_object();
    out_.field("zh-CN", label.zh).field("en", label.en).end_object();
  }

  JsonWriter& out_;
};

Message name_of(ScanClass what) {
  switch (what) {
    case ScanClass::nothing:
      return {"没认出来", "nothing that is known"};
    case ScanClass::own_card:
      return {"本连锁会员卡", "card of this chain"};
    case ScanClass::own_gs1:
      return {"本连锁会员卡（GS1 码）", "card of this chain, as a GS1 code"};
    case ScanClass::own_ean13:
      return {"本连锁会员码（EAN-13）", "member code of this chain, EAN-13"};
    case ScanClass::phone:
      return {"手机号", "phone number"};
    case ScanClass::last_four:
      return {"四位尾号", "four last digits"};
    case ScanClass::read_error:
      return {"没读完整", "incomplete read"};
    case ScanClass::bank_card:
      return {"银行卡", "bank card"};
    case ScanClass::identity_card:
      return {"居民身份证", "resident identity card"};
    case ScanClass::wechat_code:
      return {"微信付款码", "WeChat payment code"};
    case ScanClass::alipay_code:
      return {"支付宝付款码", "Alipay payment code"};
    case ScanClass::unionpay_code:
      return {"银联付款码", "UnionPay payment code"};
    case ScanClass::product:
      return {"商品条码", "product barcode"};
    case ScanClass::receipt:
      return {"小票号", "receipt number"};
    case ScanClass::name:
      return {"姓名", "name"};
  }
  return {};
}

Message name_of(ScanForm form) {
  switch (form) {
    case ScanForm::digits:
      return {"卡号数字", "the number's digits"};
    case ScanForm::payload:
      return {"会员二维码", "the member's QR code"};
    case ScanForm::track_one:
      return {"磁条第 1 磁道", "stripe, track 1"};
    case ScanForm::track_two:
      return {"磁条第 2 磁道", "stripe, track 2"};
    case ScanForm::gsrn:
      return {"GS1 服务关系代码（AI 8018）", "GS1 service relation number (AI 8018)"};
    case ScanForm::digital_link:
      return {"GS1 Digital Link 网址", "GS1 Digital Link"};
    case ScanForm::ean13:
      return {"EAN-13 条码", "EAN-13"};
  }
  return {};
}

// ISO/IEC 15424, as far as shops have them.
std::string_view symbology_of(const std::array<char, 2>& identifier) {
  switch (identifier[0]) {
    case 'C':
      return identifier[1] == '1' ? "GS1-128" : "Code 128";
    case 'Q':
      return "QR";
    case 'E':
      return "EAN/UPC";
    case 'e':
      return "GS1 DataBar";
    case 'd':
      return "Data Matrix";
    case 'L':
      return "PDF417";
    case 'z':
      return "Aztec";
    case 'A':
      return "Code 39";
    case 'I':
      return "ITF";
    default:
      return {};
  }
}

Message kind_of_product(std::string_view digits) {
  switch (digits.size()) {
    case 8:
      return {"EAN-8", "EAN-8"};
    case 12:
      return {"UPC-A", "UPC-A"};
    case 13:
      return {"EAN-13", "EAN-13"};
    default:
      return {"GTIN-14", "GTIN-14"};
  }
}

// By what a secret was known, in words; never by its digits.
Message sign_of(ScanClass what) {
  const auto firm = what == ScanClass::wechat_code   ? card::PaymentFirm::wechat
                    : what == ScanClass::alipay_code ? card::PaymentFirm::alipay
                                                     : card::PaymentFirm::unionpay;
  switch (what) {
    case ScanClass::read_error:
      return {"读卡器报错、磁道缺头尾、校验不对，或码被截断",
              "the reader's error, a track without its end, a wrong check, or a code cut short"};
    case ScanClass::bank_card:
      return {"发卡机构号段、位数和校验位，或磁道格式",
              "issuer's range, length and check digit, or the layout of a track"};
    case ScanClass::identity_card:
      return {"18 位，含可能的出生日期，校验位符合 GB 11643",
              "18 characters, a possible date of birth, check character by GB 11643"};
    default:
      break;
  }
  for (const card::PaymentCodeRule& rule : card::payment_code_rules()) {
    if (rule.firm != firm) continue;
    const std::string least = std::to_string(rule.shortest);
    const std::string most = std::to_string(rule.longest);
    const std::string size = least == most ? least : least + "–" + most;
    const std::string from = std::to_string(rule.first_two_from);
    const std::string to = std::to_string(rule.first_two_to);
    const std::string first = from == to ? from : from + "–" + to;
    return {size + " 位数字，以 " + first + " 开头", size + " digits, beginning with " + first};
  }
  return {};
}

Message said_of(Belief belief) {
  switch (belief) {
    case Belief::number_alone:
      return {"只有卡号，无从核对", "a number alone, nothing to check"};
    case Belief::genuine:
      return {"总部签名或密钥相符", "head office's signature or the secret holds"};
    case Belief::forged:
      return {"签名或密钥不符", "signature or secret is wrong"};
  }
  return {};
}

void say_own(MethodCall& call, const card::Scanned& scanned, JsonWriter& out) {
  const card::Number number = *scanned.number;
  const auto known = call.desk.store.books().card(number);
  const bool right = number.check_digit_holds();
  out.field("how", card::is_swipe(*scanned.form) ? "swipe" : "scan");
  out.field("form", card::name(*scanned.form));
  out.field("check_digit", right ? "right" : "wrong");
  out.field("card", number.masked()).field("training", number.is_training());
  out.field("known", known.has_value());
  const CardState state =
      known ? state_on(known->state, known->last_day, call.desk.stamp.day) : CardState::blank;
  if (known) out.field("state", name(state)).field("last_day", known->last_day.text());
  const Belief belief = judge_card(call.desk, scanned).belief;
  out.field("genuine", belief == Belief::genuine);
  write_message(out, message(Clause::D8, !right                     ? "scan_own_card_mistyped"
                                         : belief == Belief::forged ? "card_forged"
                                         : known                    ? "scan_own_card"
                                                                    : "scan_own_card_unknown"));
  FieldList fields(out);
  fields.add("form", {"读自", "read from"}, name_of(*scanned.form));
  fields.add("prefix", {"连锁号", "chain"}, number.text().substr(0, 4));
  fields.add("number", {"卡号", "card number"}, number.masked());
  fields.add("check_digit", {"校验位", "check digit"},
             right ? Message{"相符", "right"} : Message{"不符", "wrong"});
  fields.add("training", {"培训卡", "training card"}, number.is_training());
  fields.add("secret", {"卡内密钥", "secret"},
             scanned.secret ? Message{"有（不显示）", "there, and not shown"}
                            : Message{"无，只有卡号", "none: a number alone"});
  fields.add("genuine", {"真伪", "genuine"}, said_of(belief));
  if (scanned.later_version) {
    fields.add("version", {"码的版本", "version of the code"},
               Message{"比本程序新，只用卡号", "later than this program; its number alone counts"});
  }
  if (scanned.payload) {
    fields.add("batch", {"批次", "batch"}, std::to_string(scanned.payload->batch));
    fields.add("last_day_of_blank", {"最晚有效日", "no later than"},
               scanned.payload->last_day.text());
  }
  fields.add("known", {"本店有记录", "known here"}, known.has_value());
  if (known) fields.add("last_day", {"有效至", "last day"}, known->last_day.text());
}

void say_phone(MethodCall& call, const card::Scanned& scanned, JsonWriter& out) {
  const auto person = call.desk.store.people().with_phone(scanned.text);
  const auto card = person ? holding_card(call.desk, person->id) : std::nullopt;
  write_message(out, {"这是手机号。没有改动。可以凭它找会员（member find），或记一笔无卡购物。",
                      "That is a phone number. Nothing was changed. A member can be found by it "
                      "(member find), or a purchase without a card recorded."});
  FieldList fields(out);
  fields.add("phone", {"手机号", "phone"}, mask_phone(scanned.text));
  fields.add("member", {"本店会员", "member here"}, card.has_value());
  if (card) fields.add("card", {"会员卡", "card"}, card->number.masked());
}

void say_last_four(MethodCall& call, const card::Scanned& scanned, JsonWriter& out) {
  constexpr std::size_t most = 9;
  const std::vector<CardRow> found = cards_ending(call.desk, scanned.text, most + 1);
  const bool too_many = found.size() > most;
  write_message(out, message(Clause::D8, "scan_last_four"));
  {
    FieldList fields(out);
    const std::string count = std::to_string(found.size());
    fields.add("last_four", {"尾号", "last four"}, scanned.text);
    fields.add("cards", {"本店这个尾号的卡", "cards here that end so"},
               too_many ? Message{"9 张以上", "more than nine"} : Message{count + " 张", count});
  }
  if (too_many) return;
  // To choose from: `person` beside the four digits in another request names this one's card.
  out.key("matches").begin_array();
  for (const CardRow& row : found) {
    const auto card = show_card(call.desk, Shown{.card = row.number});
    if (!card) continue;
    out.begin_object()
        .field("person", chosen_by(call.desk, row))
        .field("card", row.number.masked());
    out.field("state", name(card->state));
    if (card->address) write_address(out, *card->address);
    if (card->phone) out.field("phone", *card->phone);
    out.end_object();
  }
  out.end_array();
}

void say_receipt(MethodCall& call, std::string_view number, JsonWriter& out) {
  TerminalBooks& books = call.desk.store.books();
  auto seq = books.sale_with_receipt(std::string(number));
  if (!seq) seq = read_sale_id(call.desk.store, number);
  const auto sale = seq ? books.sale(*seq) : std::nullopt;
  out.field("known", sale.has_value());
  write_message(out, message(Clause::D8, "scan_receipt"));
  FieldList fields(out);
  fields.add("receipt_no", {"小票号", "receipt"}, number);
  fields.add("known", {"本店有记录", "known here"}, sale.has_value());
  if (sale) fields.add("day", {"日期", "day"}, sale->day.text());
}

Answer<Done> scan(MethodCall& call) {
  // "raw", or "scan" as other requests call it.
  const bool as_scan = call.fields.has("scan") && !call.fields.has("raw");
  const auto read = read_scan(call, as_scan ? "scan" : "raw");
  if (!read && !as_scan) call.fields.text("raw", 4096);  // says what is wrong with it
  if (const auto bad = call.check(); !bad) return bad;
  card::Scanned scanned = *read;
  JsonWriter& out = call.result;
  const bool may_be_receipt = scanned.what == ScanClass::receipt ||
                              scanned.what == ScanClass::name || scanned.what == ScanClass::product;
  // Tills number their receipts as they like: what the books know is one.
  if (may_be_receipt && scanned.what != ScanClass::receipt &&
      call.desk.store.books().sale_with_receipt(scanned.text)) {
    scanned.what = ScanClass::receipt;
  }
  out.field("class", card::name(scanned.what));
  const Message what = name_of(scanned.what);
  out.key("label").begin_object().field("zh-CN", what.zh).field("en", what.en).end_object();
  const std::string_view symbology = symbology_of(scanned.symbology);
  if (!symbology.empty()) out.field("symbology", symbology);
  if (scanned.number) {
    say_own(call, scanned, out);
    return Done{};
  }
  switch (scanned.what) {
    case ScanClass::phone:
      say_phone(call, scanned, out);
      break;
    case ScanClass::last_four:
      say_last_four(call, scanned, out);
      break;
    case ScanClass::receipt:
      say_receipt(call, scanned.text, out);
      break;
    case ScanClass::product: {
      write_message(out, message(Clause::D8, "scan_product"));
      FieldList fields(out);
      fields.add("gtin", {"商品码", "product code"}, scanned.text);
      fields.add("kind", {"码制", "kind"}, kind_of_product(scanned.text));
      fields.add("check_digit", {"校验位", "check digit"}, Message{"相符", "right"});
      break;
    }
    case ScanClass::name: {
      write_message(out, message(Clause::D8, "scan_name"));
      FieldList fields(out);
      fields.add("name", {"姓名", "name"}, mask_name(scanned.text));
      break;
    }
    case ScanClass::read_error:
    case ScanClass::bank_card:
    case ScanClass::identity_card:
    case ScanClass::wechat_code:
    case ScanClass::alipay_code:
    case ScanClass::unionpay_code: {
      write_message(out, message(Clause::D8, scan_word(scanned.what)));
      FieldList fields(out);
      fields.add("known_by", {"凭什么认出", "known by"}, sign_of(scanned.what));
      fields.add("kept", {"保存了什么", "kept"}, Message{"什么也没有", "nothing"});
      break;
    }
    case ScanClass::nothing:
      write_message(out, message(Clause::D8, scan_word(scanned.what)));
      break;
    case ScanClass::own_card:
    case ScanClass::own_gs1:
    case ScanClass::own_ean13:
      break;
  }
  return Done{};
}

constexpr std::array methods = {Method{"scan", Access::reads, scan}};

}  // namespace

std::span<const Method> scan_methods() { return methods; }

}  // namespace vip::terminal
