#include "terminal/door/method.h"

#include <algorithm>
#include <limits>
#include <set>

#include "cardformat/scan/free_text.h"
#include "cardformat/scan/wedge.h"
#include "cardformat/wipe.h"

namespace vip::terminal {
namespace {

constexpr std::size_t longest_sku = 64;
constexpr std::size_t longest_name = 200;
constexpr std::size_t longest_id = 64;
constexpr std::size_t longest_free_text = 200;

void read_coupon(Fields& coupon, std::size_t lines, std::set<std::string>& ids, Basket& basket) {
  Coupon read;
  if (const auto id = coupon.text("id", longest_id)) {
    read.id = *id;
    if (!ids.insert(*id).second) {
      coupon.problem("id", "这张券写了两次，请只写一次。",
                     "This coupon is named twice. Name it once.");
    }
  }
  if (const auto amount = coupon.fen("amount", Fen(1), limits::coupon_amount))
    read.amount = *amount;
  if (coupon.has("lines")) {
    const auto items = coupon.array("lines", 1, limits::lines);
    if (items) {
      const auto last = static_cast<std::int64_t>(lines) - 1;
      const auto indexes = items->integers(0, last);
      if (const auto repeated = items->first_repeated()) {
        items->problem(*repeated, "同一行写了两次，请只写一次。",
                       "This line is named twice. Name it once.");
      }
      if (indexes) {
        read.lines.emplace();
        for (const std::int64_t index : *indexes) {
          read.lines->push_back(static_cast<std::size_t>(index));
        }
      }
    }
  }
  coupon.finish();
  basket.coupons.push_back(std::move(read));
}

}  // namespace

Answer<Done> MethodCall::check() {
  fields.finish();
  if (fields.problems().empty()) return Done{};
  const Problem& first = fields.problems().front();
  return Unexpected{
      No(Fault{Fault::Code::request_invalid, first.pointer, "request_invalid", {}, first})};
}

card::Own own_cards(const MethodCall& call) {
  return {.prefix = call.desk.store.identity().card_prefix,
          .member_range = call.config.member_range,
          .gs1_prefix = call.config.gs1_prefix};
}

std::optional<card::Scanned> read_scan(MethodCall& call, std::string_view name) {
  auto raw = call.fields.optional_any_text(name);
  if (!raw) return std::nullopt;
  if (raw->size() > card::Burst::longest) {
    call.fields.problem(name, "扫到的内容太长。", "What was scanned is too long.");
  }
  card::Scanned scanned = card::classify(*raw, own_cards(call));
  wipe(*raw);
  return scanned;
}

std::optional<card::Number> read_card(Fields& fields, std::string_view name) {
  auto text = fields.optional_text(name, 32);
  if (!text) return std::nullopt;
  const auto number = card::read_number(*text);
  const auto secret = card::secret_in(*text);
  wipe(*text);
  if (!number) {
    fields.problem(name, "卡号须为 16 位数字。请核对后重试。",
                   "A card number has sixteen digits. Check it and try again.");
  } else if (secret) {
    fields.problem(name, "这不是会员卡号，像是银行卡号或付款码，没有保存。请输入会员卡号。",
                   "This is no member's card number; it looks like a bank card or a payment code. "
                   "Nothing was stored. Type the number of the member's card.");
  }
  return number;
}

std::optional<std::string> read_free_text(Fields& fields, std::string_view name, bool needed) {
  auto text =
      needed ? fields.text(name, longest_free_text) : fields.optional_text(name, longest_free_text);
  if (text && card::secret_in(*text)) {
    wipe(*text);
    fields.problem(name, "这里像有身份证号、银行卡号或付款码，不能保存。请去掉后再提交。",
                   "This seems to hold an identity number, a bank card or a payment code, which "
                   "are never kept. Leave it out and send it again.");
  }
  if (text && text->find_first_not_of(' ') == std::string::npos && !text->empty()) {
    fields.problem(name, "这里只有空白，请写明。", "There are only blanks here. Say it in words.");
  }
  return text;
}

namespace {

// Of several cards that end in the scanned four digits, that of one person. It names a card in what
// needs one; a sale has only the four digits, which make no price (D8).
void choose_among(const Desk& desk, PersonId person, Shown& shown) {
  if (shown.scan->what != card::ScanClass::last_four) return;
  constexpr std::size_t most = 10;
  for (const CardRow& card : cards_ending(desk, shown.scan->text, most)) {
    if (chosen_by(desk, card) != person) continue;
    shown.card = card.number;
    shown.scan.reset();
    return;
  }
}

}  // namespace

Shown read_shown(MethodCall& call, bool needed) {
  Fields& fields = call.fields;
  Shown shown;
  shown.scan = read_scan(call, "scan");
  const Json* const typed = fields.has("card") ? fields.value("card") : nullptr;
  if (typed != nullptr && typed->is_string() && !shown.scan) {
    auto scanned = card::classify(typed->get_ref<const std::string&>(), own_cards(call));
    if (card::is_secret(scanned.what)) shown.scan = std::move(scanned);
  }
  if (!shown.scan || fields.has("scan")) shown.card = read_card(fields, "card");
  shown.phone = fields.optional_any_text("phone");
  const auto person = fields.optional_integer("person", 1, std::numeric_limits<PersonId>::max());
  if (needed && person && shown.scan) choose_among(call.desk, *person, shown);
  if (fields.has("scan") && fields.has("card")) {  // A17
    fields.problem("card", "scan 和 card 只能给一个。", "Give either scan or card, not both.");
  } else if (needed && fields.has("phone") && (fields.has("scan") || fields.has("card"))) {
    fields.problem("phone", "card、scan、phone 只能给一个。",
                   "Give one of card, scan and phone, not two.");
  }
  if (needed && !fields.has("scan") && !fields.has("card") && !fields.has("phone")) {
    fields.problem("card", "缺少 card（或 scan、phone）。", "card (or scan, or phone) is missing.");
  }
  return shown;
}

Basket read_basket(Fields& fields) {
  Basket basket;
  const auto lines = fields.array("lines", 1, limits::lines);  // A20, here and below
  for (std::size_t i = 0; lines && i < lines->size(); ++i) {
    Fields line = lines->fields(i);
    BasketLine read;
    read.sku = line.text("sku", longest_sku).value_or(std::string());
    read.name = line.optional_text("name", longest_name, 0).value_or(std::string());
    read.qty = line.integer("qty", 1, limits::qty).value_or(1);
    read.unit_price = line.fen("unit_price", Fen(0), limits::unit_price).value_or(Fen(0));
    read.promotion = line.boolean("promotion", false);
    read.special_price = line.boolean("special_price", false);
    line.finish();
    basket.lines.push_back(std::move(read));
  }
  if (!gross_within_limit(basket)) {
    fields.problem("lines", "整单金额超过上限 10,000,000,000.00 元。",
                   "The basket comes to more than 10,000,000,000.00 yuan.");
  }
  if (const auto coupons = fields.optional_array("coupons", 0, limits::coupons)) {
    std::set<std::string> ids;
    for (std::size_t i = 0; i < coupons->size(); ++i) {
      Fields coupon = coupons->fields(i);
      read_coupon(coupon, basket.lines.size(), ids, basket);
    }
  }
  return basket;
}

std::optional<Way> read_choice(Fields& fields) {
  return fields.optional_word<Way>("choice", {{"member", Way::member}, {"coupon", Way::coupon}});
}

SaleName read_sale_name(Fields& fields) {
  SaleName name;
  name.sale = fields.optional_text("sale", longest_id);
  name.receipt_no = fields.optional_text("receipt_no", longest_id);
  if (fields.has("sale") && fields.has("receipt_no")) {
    fields.problem("receipt_no", "sale 和 receipt_no 只能给一个。",
                   "Give either sale or receipt_no, not both.");
  } else if (!fields.has("sale") && !fields.has("receipt_no")) {
    fields.problem("sale", "缺少 sale（或 receipt_no）。", "sale (or receipt_no) is missing.");
  }
  return name;
}

std::optional<std::string> read_number_or_text(Fields& fields, std::string_view name, bool needed,
                                               std::size_t longest) {
  const Json* value = fields.value(name);
  if (value == nullptr) {
    if (needed) fields.text(name, longest);  // says that it is missing
    return std::nullopt;
  }
  if (value->is_number_integer()) {
    const auto number = fields.integer(name, 1, 999'999'999);
    return number ? std::optional(std::to_string(*number)) : std::nullopt;
  }
  return fields.text(name, longest);
}

std::optional<std::string> read_lane(MethodCall& call, bool needed) {
  const std::string& known = call.way_in.lane;
  auto lane = read_number_or_text(call.fields, "lane", needed && known.empty(), longest_lane);
  if (known.empty()) return lane;
  if (lane && *lane != known) {
    call.fields.problem("lane",
                        "这个令牌属于收银台 " + known + "。请去掉“lane”，或用该台自己的令牌。",
                        "This token is lane " + known +
                            "'s. Leave \"lane\" out, or come with the token of that lane.");
  }
  return known;
}

std::optional<std::string> read_staff(Fields& fields, std::string_view name, bool needed) {
  return read_number_or_text(fields, name, needed, 16);
}

Form5 read_form(Fields& form) {
  Form5 read;
  read.surname = form.optional_any_text("surname");
  read.given_name = form.optional_any_text("given_name");
  read.form = form.optional_any_text("form");
  read.phone = form.optional_any_text("phone");
  read.birthday = form.optional_any_text("birthday");
  if (read.birthday && !read_day(*read.birthday) &&
      why_no_day(*read.birthday) == DayError::outside_1900_2199) {  // A53
    form.problem("birthday", "日期应在 1900-01-01 至 2199-12-31 之间。",
                 "Dates lie from 1900-01-01 to 2199-12-31.");
  }
  read.consent = form.optional_boolean("consent");
  read.consent_version = form.optional_text("consent_version", 32);
  read.messages = form.optional_boolean("messages");
  read.guardian = form.optional_boolean("guardian");
  read.note = form.optional_any_text("note");
  if (read.note && card::secret_in(*read.note)) {
    wipe(*read.note);
    form.problem("note", "备注里像有身份证号、银行卡号或付款码，不能保存。请去掉后再提交。",
                 "The note seems to hold an identity number, a bank card or a payment code, which "
                 "are never kept. Leave it out and send it again.");
  }
  for (auto* const name : {&read.surname, &read.given_name}) {
    if (*name && card::secret_in(**name)) wipe(**name);  // no name: E5 says so
  }
  return read;
}

void write_message(JsonWriter& out, const Message& message) {
  out.key("message").begin_object();
  out.field("zh-CN", message.zh).field("en", message.en);
  out.end_object();
}

void write_facts(JsonWriter& out, const Facts& facts) {
  out.key("facts").begin_object();
  for (const Fact& fact : facts) {
    out.key(fact.name);
    if (const auto* number = std::get_if<std::int64_t>(&fact.value)) {
      out.integer(*number);
    } else {
      out.text(std::get<std::string>(fact.value));
    }
  }
  out.end_object();
}

void want_if_unknown(MethodCall& call, const Shown& shown) {
  const auto number = shown.scan ? shown.scan->number : shown.card;
  if (!number || !number->check_digit_holds()) return;
  if (!call.desk.store.books().card(*number)) call.wanted = Wanted{*number, Points(0)};
}

void write_notices(JsonWriter& out, std::string_view name_of_list,
                   const std::vector<Notice>& notices) {
  out.key(name_of_list).begin_array();
  for (const Notice& notice : notices) {
    out.begin_object();
    out.field("clause", name(notice.clause)).field("word", notice.word);
    write_message(out, message(notice.clause, notice.word, notice.facts));
    write_facts(out, notice.facts);
    out.end_object();
  }
  out.end_array();
}

void write_priced(JsonWriter& out, const Basket& basket, const Priced& priced,
                  const std::optional<QuotePoints>& points) {
  const auto way = [](Way w) { return w == Way::member ? "member" : "coupon"; };
  out.field("choice", way(priced.choice)).field("recommended", way(priced.recommended));
  if (priced.alternatives) {
    out.key("alternatives").begin_array();
    out.begin_object().field("choice", "member");
    out.field("paid", priced.alternatives->member.count()).end_object();
    out.begin_object().field("choice", "coupon");
    out.field("paid", priced.alternatives->coupon.count()).end_object();
    out.end_array();
  }
  if (priced.chosen.rate) {
    out.key("rate").begin_object();
    out.field("clause", name(priced.chosen.rate->why));
    out.field("pays", priced.chosen.rate->rate.text()).end_object();
  }
  out.key("lines").begin_array();
  for (std::size_t i = 0; i < priced.chosen.lines.size(); ++i) {
    const PricedLine& line = priced.chosen.lines[i];
    out.begin_object().field("sku", basket.lines[i].sku);
    out.field("gross", line.gross.count()).field("reduction", line.reduction.count());
    out.field("paid", line.paid.count()).field("clause", name(line.clause));
    out.end_object();
  }
  out.end_array();
  out.field("gross", priced.chosen.gross.count());
  out.field("reduction", priced.chosen.reduction.count());
  out.field("paid", priced.chosen.paid.count());
  if (!points) return;
  out.key("points").begin_object();
  out.field("before", points->before.count()).field("accumulated", points->accumulated.count());
  out.field("earned", points->earned.count()).field("after", points->after.count());
  out.field("carry_before", points->carry_before.count());
  out.field("carry_after", points->carry_after.count());
  out.end_object();
}

void write_address(JsonWriter& out, const Address& address) {
  out.key("address").begin_object();
  out.field("zh-CN", address.zh).field("en", address.en);
  out.end_object();
}

void write_tally(JsonWriter& out, const Tally& tally) {
  out.field("sales", tally.sales).field("member_sales", tally.member_sales);
  out.field("gross", tally.gross.count()).field("reduction", tally.reduction.count());
  out.field("paid", tally.paid.count());
  out.field("returns", tally.returns).field("refunded", tally.refunded.count());
  out.field("net", (tally.paid - tally.refunded).count());
  out.key("points").begin_object();
  out.field("earned", tally.earned.count()).field("taken", tally.taken.count());
  out.field("redeemed", tally.redeemed.count()).field("corrected", tally.corrected.count());
  out.end_object();
  out.field("redemptions", tally.redemptions).field("corrections", tally.corrections);
  out.key("cards").begin_object();
  out.field("issued", tally.cards_issued).field("blocked", tally.cards_blocked);
  out.field("replaced", tally.cards_replaced).field("renewed", tally.cards_renewed);
  out.field("closed", tally.cards_closed);
  out.end_object();
  out.key("history").begin_object();
  out.field("sales", tally.history_sales).field("paid", tally.history_paid.count());
  out.field("returns", tally.history_returns);
  out.field("refunded", tally.history_refunded.count());
  out.end_object();
  out.field("anomalies", tally.anomalies).field("events", tally.events);
}

void write_standing(JsonWriter& out, const Standing& standing) {
  out.key("cards").begin_object();
  for (std::size_t i = 0; i < standing.cards_by_state.size(); ++i) {
    const auto state = static_cast<CardState>(i);
    if (state == CardState::blank) continue;
    out.field(name(state), standing.cards_by_state[i]);
  }
  out.end_object();
  out.field("accounts", standing.accounts).field("balance", standing.balance.count());
  out.field("rights", standing.right.count()).field("owed", standing.owed.count());
  out.field("carry", standing.carry.count()).field("spend", standing.spend.count());
}

}  // namespace vip::terminal
