// Event's bytes: encode() and decode() (event.h).

#include <algorithm>
#include <array>
#include <utility>

#include "terminal/books/event.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"

namespace vip::terminal {
namespace {

// Names as they are written. Add, never rename.
constexpr std::array<std::string_view, std::variant_size_v<Act>> kinds = {
    "issue",          "sale",        "return",         "redeem",         "block",
    "replace",        "renew",       "close",          "correct",        "id_check",
    "handover",       "gift_put",    "policy_adopted", "member_edit",    "time_step",
    "anomaly",        "month_close", "operator",       "audit",          "told",
    "grant_accepted", "release",     "lift",           "range_accepted", "nack",
    "anomaly_state",  "erase"};

constexpr std::array<std::string_view, 6> block_reasons = {"",        "lost",   "stolen",
                                                           "damaged", "frozen", "other"};
constexpr std::array<std::string_view, 10> operator_changes = {
    "", "added", "role", "card", "pin", "off", "on", "unlocked", "pin_wrong", "pin_right"};
constexpr std::array<std::string_view, 9> audit_kinds = {
    "", "look", "refusal", "approval", "copied", "setting", "correction", "session", "erasing"};
constexpr std::array<std::string_view, 4> erase_reasons = {"", "asked", "unseen", "told"};
constexpr std::array<std::string_view, 12> anomaly_kinds = {"",
                                                            "benefit_on_void_card",
                                                            "identity_check_failed",
                                                            "birthday_many_purchases",
                                                            "many_purchases_a_day",
                                                            "same_card_same_operator",
                                                            "qualifying_purchase_returned",
                                                            "clock_set_back",
                                                            "false_receipt",
                                                            "own_card",
                                                            "birthday_without_document",
                                                            "journal_broken"};
constexpr std::array<std::string_view, 4> anomaly_states = {"", "open", "explained", "punished"};

// Flags of a basket line.
constexpr std::int64_t promotion_flag = 1;
constexpr std::int64_t special_price_flag = 2;
// Flags of a member's part.
constexpr std::int64_t birthday_flag = 1;
constexpr std::int64_t document_flag = 2;

class Encoder {
 public:
  explicit Encoder(const Event& event) {
    json_.begin_object();
    json_.field("k", kind_name(event.act)).field("v", 1);
    json_.field("t", event.stamp.at).field("d", event.stamp.day.text());
    if (!event.stamp.staff.empty()) json_.field("op", event.stamp.staff);
    if (!event.stamp.lane.empty()) json_.field("ln", event.stamp.lane);
    std::visit(*this, event.act);
    json_.end_object();
  }
  std::string take() { return json_.take(); }

  void operator()(const IssueEvent& e) {
    number("card", e.card);
    json_.field("who", e.person).field("last", e.last_day.text());
    json_.key("sales").begin_array();
    for (const Seq seq : e.proof.sales) json_.integer(static_cast<std::int64_t>(seq));
    json_.end_array();
    json_.key("receipts").begin_array();
    for (const auto& receipt : e.proof.receipts) {
      json_.begin_array().text(receipt.receipt_no).text(receipt.day.text());
      json_.integer(receipt.paid.count()).end_array();
    }
    json_.end_array();
    json_.field("by", name(e.qualified_by)).field("reg", e.registration_hash);
    if (e.referrer) number("ref", *e.referrer);
    if (!e.earnings.empty()) {
      json_.key("earn").begin_array();
      for (const auto& earning : e.earnings) {
        json_.begin_array().integer(static_cast<std::int64_t>(earning.sale));
        json_.integer(earning.net.count()).integer(earning.earned.count());
        json_.integer(earning.carry_after.count()).end_array();
      }
      json_.end_array();
    }
  }

  void operator()(const SaleEvent& e) {
    json_.field("rc", e.receipt_no);
    if (e.person != 0) json_.field("who", e.person);
    json_.key("b").begin_array();
    for (std::size_t i = 0; i < e.basket.lines.size(); ++i) {
      const BasketLine& line = e.basket.lines[i];
      json_.begin_array().text(line.sku).integer(line.qty).integer(line.unit_price.count());
      json_.integer((line.promotion ? promotion_flag : 0) |
                    (line.special_price ? special_price_flag : 0));
      json_.integer(e.paid[i].count()).text(name(e.clauses[i]));
      if (!line.name.empty()) json_.text(line.name);
      json_.end_array();
    }
    json_.end_array();
    if (!e.basket.coupons.empty()) {
      json_.key("c").begin_array();
      for (const Coupon& coupon : e.basket.coupons) {
        json_.begin_array().text(coupon.id).integer(coupon.amount.count());
        if (coupon.lines) {
          json_.begin_array();
          for (const std::size_t line : *coupon.lines) {
            json_.integer(static_cast<std::int64_t>(line));
          }
          json_.end_array();
        }
        json_.end_array();
      }
      json_.end_array();
    }
    if (e.choice) json_.field("ask", way_name(*e.choice));
    json_.field("way", way_name(e.way)).field("pol", e.policy_version);
    if (e.member) {
      const MemberPart& m = *e.member;
      json_.key("m").begin_array();
      json_.integer(static_cast<std::int64_t>(m.card.value()));
      json_.integer(static_cast<std::int64_t>(m.account.value()));
      json_.integer(m.facts.accumulated.count()).integer(m.facts.balance.count());
      json_.integer(m.facts.carry.count());
      json_.integer((m.facts.birthday_today ? birthday_flag : 0) |
                    (m.facts.birthday_document_shown ? document_flag : 0));
      json_.integer(m.facts.birthday_uses).integer(m.facts.birthday_amount.count());
      json_.integer(m.earned.count()).integer(m.carry_after.count());
      json_.end_array();
    }
    if (e.withheld) {
      json_.key("x").begin_array().integer(static_cast<std::int64_t>(e.withheld->card.value()));
      json_.text(name(e.withheld->clause)).end_array();
    }
    history(e.history);
  }

  void operator()(const ReturnEvent& e) {
    json_.field("sale", e.sale);
    json_.key("b").begin_array();
    for (const auto& units : e.lines) {
      json_.begin_array().integer(static_cast<std::int64_t>(units.line)).integer(units.qty);
      json_.integer(units.refund.count()).end_array();
    }
    json_.end_array();
    if (!e.receipt_no.empty()) json_.field("rc", e.receipt_no);
    json_.field("taken", e.taken.count()).field("carry", e.carry_after.count());
    json_.field("owed", e.owed_after.count());
    history(e.history);
  }

  void operator()(const RedeemEvent& e) {
    number("card", e.card);
    number("acct", e.account);
    json_.field("gift", e.gift).field("points", e.points.count());
  }

  void operator()(const BlockEvent& e) {
    number("card", e.card);
    json_.field("why", name(e.reason));
    inbox(e.inbox);
  }

  void operator()(const ReplaceEvent& e) {
    number("old", e.old_card);
    number("new", e.new_card);
    number("acct", e.account);
    json_.field("points", e.points == ReplacementPoints::move ? "move" : "void");
  }

  void operator()(const RenewEvent& e) {
    number("old", e.old_card);
    number("new", e.new_card);
    json_.field("last", e.last_day.text());
  }

  void operator()(const CloseEvent& e) { number("card", e.card); }

  void operator()(const CorrectEvent& e) {
    number("card", e.card);
    number("acct", e.account);
    json_.field("delta", e.delta.count()).field("op2", e.second_staff);
  }

  void operator()(const IdCheckEvent& e) {
    number("card", e.card);
    json_.field("ok", e.passed);
  }

  void operator()(const HandoverEvent& e) {
    number("card", e.card);
    json_.field("item", e.item == Handover::handbook ? "handbook" : "magazine");
    if (!e.issue.empty()) json_.field("issue", e.issue);
  }

  void operator()(const GiftPutEvent& e) {
    json_.field("gift", e.gift.id).field("name", e.gift.name);
    json_.field("points", e.gift.points.count()).field("stock", e.gift.stock);
    json_.field("first", e.gift.first_day.text()).field("last", e.gift.last_day.text());
  }

  void operator()(const PolicyAdoptedEvent& e) {
    json_.field("doc", e.document);
    if (!e.key.empty()) json_.field("key", e.key).field("sig", e.signature);
  }

  void operator()(const MemberEditEvent& e) {
    json_.field("who", e.person).field("reg", e.registration_hash);
  }

  void operator()(const TimeStepEvent& e) { json_.field("wall", e.wall_clock); }

  void operator()(const AnomalyEvent& e) {
    json_.field("kind", name(e.kind)).field("clause", name(e.clause));
    if (e.card) number("card", *e.card);
    if (e.about != 0) json_.field("about", e.about);
    if (e.count != 0) json_.field("n", e.count);
  }

  void operator()(const AnomalyStateEvent& e) {
    json_.field("of", e.anomaly).field("state", name(e.state));
  }

  void operator()(const MonthCloseEvent& e) {
    json_.field("month", e.month.text()).field("n", e.registrations);
  }

  void operator()(const OperatorEvent& e) {
    json_.field("what", name(e.change)).field("no", e.number);
    if (e.role != Role::nobody) json_.field("role", name(e.role));
    if (e.card) number("card", *e.card);
    if (!e.credential.empty()) json_.field("cred", e.credential);
    if (!e.boot.empty()) json_.field("boot", e.boot).field("up", e.boot_seconds);
  }

  void operator()(const AuditEvent& e) {
    json_.field("what", name(e.kind)).field("act", e.method);
    if (!e.word.empty()) json_.field("word", e.word);
    if (e.card) number("card", *e.card);
    if (e.person != 0) json_.field("who", e.person);
    if (!e.second_staff.empty()) json_.field("op2", e.second_staff);
    if (e.count != 0) json_.field("n", e.count);
  }

  void operator()(const ToldEvent& e) {
    number("acct", e.account);
    json_.field("points", e.points.count()).field("acc", e.accumulated.count());
    json_.key("cards").begin_array();
    for (const ToldCard& card : e.cards) {
      json_.begin_array().integer(static_cast<std::int64_t>(card.number.value()));
      json_.text(name(card.state)).text(card.blocked_for ? name(*card.blocked_for) : "");
      json_.text(card.issued.text()).text(card.last_day.text());
      json_.integer(stored(card.replaced_by)).integer(stored(card.renewed_by)).end_array();
    }
    json_.end_array();
  }

  void operator()(const GrantAcceptedEvent& e) {
    inbox(e.inbox);
    json_.key("grant").begin_array().integer(e.grant.lineage).integer(e.grant.number).end_array();
    number("acct", e.account);
    json_.field("points", e.points.count()).field("carry", e.carry.count());
    json_.field("earned", e.earned.count()).field("after", e.carry_after.count());
  }

  void operator()(const ReleaseEvent& e) {
    inbox(e.inbox);
    number("acct", e.account);
    json_.field("points", e.points.count()).field("carry", e.carry.count());
  }

  void operator()(const LiftEvent& e) {
    inbox(e.inbox);
    number("card", e.card);
  }

  void operator()(const RangeAcceptedEvent& e) {
    inbox(e.inbox);
    json_.field("list", e.list).field("doc", e.document);
    json_.field("key", e.key).field("sig", e.signature);
  }

  void operator()(const NackEvent& e) {
    inbox(e.inbox);
    json_.field("kind", e.kind).field("why", e.why);
  }

  void operator()(const EraseEvent& e) {
    inbox(e.inbox);
    json_.field("who", e.person).field("why", name(e.reason));
    json_.key("accts").begin_array();
    for (const card::Number account : e.accounts) {
      json_.begin_array().integer(static_cast<std::int64_t>(account.value())).end_array();
    }
    json_.end_array();
  }

 private:
  static std::string_view way_name(Way way) { return way == Way::member ? "member" : "coupon"; }
  void history(const std::optional<Happened>& happened) {
    if (!happened) return;
    json_.key("hist").begin_array().integer(happened->at).text(happened->day.text()).end_array();
  }
  void number(std::string_view key, card::Number number) { json_.field(key, number.value()); }
  void inbox(InboxNo number) {
    if (number != 0) json_.field("in", number);
  }
  // No card has the number 0.
  static std::int64_t stored(const std::optional<card::Number>& number) {
    return number ? static_cast<std::int64_t>(number->value()) : 0;
  }

  JsonWriter json_;
};

// Reads an object's fields or an array's items, and remembers whether all were as they should be.
class Source {
 public:
  explicit Source(const Json& json) : json_(&json) {}

  std::int64_t integer(const char* key, std::int64_t low, std::int64_t high) {
    return number(find(key), low, high);
  }
  std::int64_t number(const Json* value, std::int64_t low, std::int64_t high) {
    if (value == nullptr || !value->is_number_integer()) return fail(low);
    if (value->is_number_unsigned() &&
        value->get<std::uint64_t>() > static_cast<std::uint64_t>(high)) {
      return fail(low);
    }
    const auto n = value->get<std::int64_t>();
    return n < low || n > high ? fail(low) : n;
  }
  std::string text(const Json* value) {
    if (value == nullptr || !value->is_string()) {
      good_ = false;
      return {};
    }
    return value->get<std::string>();
  }
  std::string text(const char* key) { return text(find(key)); }
  std::string optional_text(const char* key) { return has(key) ? text(key) : std::string(); }
  Day day(const Json* value) {
    const auto day = read_day(text(value));
    if (!day) good_ = false;
    return day.value_or(Day());
  }
  Day day(const char* key) { return day(find(key)); }
  bool boolean(const char* key) {
    const Json* value = find(key);
    if (value == nullptr || !value->is_boolean()) {
      good_ = false;
      return false;
    }
    return value->get<bool>();
  }
  card::Number card(const Json* value) {
    return card::Number::from_value(
        static_cast<std::uint64_t>(number(value, 0, 9'999'999'999'999'999)));
  }
  card::Number card(const char* key) { return card(find(key)); }
  Fen fen(const Json* value) { return Fen(number(value, 0, Fen::max)); }
  Fen fen(const char* key) { return fen(find(key)); }
  Points points(const Json* value, std::int64_t low = 0) {
    return Points(number(value, low, Points::max));
  }
  Seq seq(const Json* value) { return static_cast<Seq>(number(value, 1, Fen::max)); }

  bool has(const char* key) const { return json_->is_object() && json_->contains(key); }
  const Json* find(const char* key) {
    if (!json_->is_object()) return nullptr;
    const auto found = json_->find(key);
    if (found == json_->end()) return nullptr;
    ++used_;
    return &*found;
  }
  const Json* item(const Json& array, std::size_t index) {
    return array.is_array() && index < array.size() ? &array[index] : nullptr;
  }
  // An array under `key`, visited item by item; each item an array of `least` to `most` values.
  template <class Visit>
  void rows(const char* key, std::size_t least, std::size_t most, Visit visit) {
    const Json* array = find(key);
    if (array == nullptr || !array->is_array()) {
      good_ = false;
      return;
    }
    for (const Json& row : *array) {
      if (!row.is_array() || row.size() < least || row.size() > most) {
        good_ = false;
        return;
      }
      visit(row);
    }
  }
  template <class T>
  T among(std::optional<T> value, T otherwise) {
    if (!value) good_ = false;
    return value.value_or(otherwise);
  }
  void require(bool fact) { good_ = good_ && fact; }
  // Everything was there, in range, and nothing else was.
  bool good() const { return good_ && used_ == json_->size(); }

 private:
  std::int64_t fail(std::int64_t value) {
    good_ = false;
    return value;
  }

  const Json* json_;
  std::size_t used_ = 0;
  bool good_ = true;
};

std::optional<Way> way_named(std::string_view text) {
  if (text == "member") return Way::member;
  if (text == "coupon") return Way::coupon;
  return std::nullopt;
}

std::optional<Clause> clause_named(std::string_view text) {
  for (int i = 0; i <= static_cast<int>(Clause::X2); ++i) {
    if (name(static_cast<Clause>(i)) == text) return static_cast<Clause>(i);
  }
  return std::nullopt;
}

std::optional<Happened> read_history(Source& in) {
  if (!in.has("hist")) return std::nullopt;
  const Json& value = *in.find("hist");
  in.require(value.is_array() && value.size() == 2);
  if (!value.is_array() || value.size() != 2) return std::nullopt;
  return Happened{in.number(&value[0], -Fen::max, Fen::max), in.day(&value[1])};
}

IssueEvent read_issue(Source& in) {
  IssueEvent e;
  e.card = in.card("card");
  e.person = in.integer("who", 0, Fen::max);
  e.last_day = in.day("last");
  const Json* sales = in.find("sales");
  in.require(sales != nullptr && sales->is_array());
  if (sales != nullptr && sales->is_array()) {
    for (const Json& seq : *sales) e.proof.sales.push_back(in.seq(&seq));
  }
  in.rows("receipts", 3, 3, [&](const Json& row) {
    e.proof.receipts.push_back({in.text(&row[0]), in.day(&row[1]), in.fen(&row[2])});
  });
  e.qualified_by = in.among(clause_named(in.text("by")), Clause::E1);
  e.registration_hash = in.text("reg");
  if (in.has("ref")) e.referrer = in.card("ref");
  if (in.has("earn")) {
    in.rows("earn", 4, 4, [&](const Json& row) {
      e.earnings.push_back({in.seq(&row[0]), in.fen(&row[1]), in.points(&row[2]), in.fen(&row[3])});
    });
  }
  return e;
}

SaleEvent read_sale(Source& in) {
  SaleEvent e;
  e.receipt_no = in.text("rc");
  if (in.has("who")) e.person = in.integer("who", 1, Fen::max);
  Fen total;
  in.rows("b", 6, 7, [&](const Json& row) {
    BasketLine line;
    line.sku = in.text(&row[0]);
    line.qty = in.number(&row[1], 1, 1'000'000);
    line.unit_price = Fen(in.number(&row[2], 0, 100'000'000'000));
    const std::int64_t flags = in.number(&row[3], 0, promotion_flag | special_price_flag);
    line.promotion = (flags & promotion_flag) != 0;
    line.special_price = (flags & special_price_flag) != 0;
    e.paid.push_back(in.fen(&row[4]));
    e.clauses.push_back(in.among(clause_named(in.text(&row[5])), Clause::none));
    if (row.size() == 7) line.name = in.text(&row[6]);
    total += gross(line);
    in.require(total <= Fen(1'000'000'000'000) && e.paid.size() <= 1000);
    if (total > Fen(1'000'000'000'000)) total = Fen(0);
    e.basket.lines.push_back(std::move(line));
  });
  in.require(!e.basket.lines.empty());
  if (in.has("c")) {
    in.rows("c", 2, 3, [&](const Json& row) {
      Coupon coupon{.id = in.text(&row[0]),
                    .amount = Fen(in.number(&row[1], 1, 1'000'000'000'000))};
      if (row.size() == 3) {
        coupon.lines.emplace();
        in.require(row[2].is_array() && !row[2].empty());
        if (row[2].is_array()) {
          for (const Json& line : row[2]) {
            const auto last = static_cast<std::int64_t>(e.basket.lines.size()) - 1;
            coupon.lines->push_back(static_cast<std::size_t>(in.number(&line, 0, last)));
          }
        }
      }
      e.basket.coupons.push_back(std::move(coupon));
      in.require(e.basket.coupons.size() <= 50);
    });
  }
  if (in.has("ask")) e.choice = in.among(way_named(in.text("ask")), Way::member);
  e.way = in.among(way_named(in.text("way")), Way::member);
  e.policy_version = in.integer("pol", 0, Fen::max);
  if (in.has("m")) {
    const Json* m = in.find("m");
    in.require(m->is_array() && m->size() == 10);
    if (m->is_array() && m->size() == 10) {
      MemberPart part;
      part.card = in.card(&(*m)[0]);
      part.account = in.card(&(*m)[1]);
      part.facts.accumulated = in.points(&(*m)[2], -Points::max);
      part.facts.balance = in.points(&(*m)[3], -Points::max);
      part.facts.carry = in.fen(&(*m)[4]);
      const std::int64_t flags = in.number(&(*m)[5], 0, birthday_flag | document_flag);
      part.facts.birthday_today = (flags & birthday_flag) != 0;
      part.facts.birthday_document_shown = (flags & document_flag) != 0;
      part.facts.birthday_uses = in.number(&(*m)[6], 0, Fen::max);
      part.facts.birthday_amount = in.fen(&(*m)[7]);
      part.earned = in.points(&(*m)[8]);
      part.carry_after = in.fen(&(*m)[9]);
      e.member = part;
    }
  }
  if (in.has("x")) {
    const Json* x = in.find("x");
    in.require(x->is_array() && x->size() == 2);
    if (x->is_array() && x->size() == 2) {
      e.withheld =
          Withheld{in.card(&(*x)[0]), in.among(clause_named(in.text(&(*x)[1])), Clause::none)};
    }
  }
  e.history = read_history(in);
  return e;
}

ReturnEvent read_return(Source& in) {
  ReturnEvent e;
  e.sale = in.seq(in.find("sale"));
  in.rows("b", 3, 3, [&](const Json& row) {
    e.lines.push_back({static_cast<std::size_t>(in.number(&row[0], 0, 999)),
                       in.number(&row[1], 1, 1'000'000), in.fen(&row[2])});
  });
  e.receipt_no = in.optional_text("rc");
  e.taken = in.points(in.find("taken"));
  e.carry_after = in.fen("carry");
  e.owed_after = in.points(in.find("owed"));
  e.history = read_history(in);
  return e;
}

Gift read_gift(Source& in) {
  Gift gift;
  gift.id = in.text("gift");
  gift.name = in.text("name");
  gift.points = in.points(in.find("points"), 1);
  gift.stock = in.integer("stock", 0, Fen::max);
  gift.first_day = in.day("first");
  gift.last_day = in.day("last");
  return gift;
}

std::optional<AnomalyKind> anomaly_named(std::string_view text) {
  for (std::size_t i = 1; i < anomaly_kinds.size(); ++i) {
    if (anomaly_kinds[i] == text) return static_cast<AnomalyKind>(i);
  }
  return std::nullopt;
}

AnomalyEvent read_anomaly(Source& in) {
  AnomalyEvent e;
  e.kind = in.among(anomaly_named(in.text("kind")), AnomalyKind::benefit_on_void_card);
  e.clause = in.among(clause_named(in.text("clause")), Clause::X2);
  if (in.has("card")) e.card = in.card("card");
  if (in.has("about")) e.about = in.seq(in.find("about"));
  if (in.has("n")) e.count = in.integer("n", 0, Fen::max);
  return e;
}

template <class Enum, std::size_t size>
std::optional<Enum> among_names(const std::array<std::string_view, size>& names,
                                std::string_view text) {
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (names[i] == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

OperatorEvent read_operator(Source& in) {
  OperatorEvent e;
  e.change = in.among(among_names<OperatorChange>(operator_changes, in.text("what")),
                      OperatorChange::added);
  e.number = in.text("no");
  in.require(!e.number.empty());
  if (in.has("role")) e.role = in.among(role_named(in.text("role")), Role::nobody);
  if (in.has("card")) e.card = in.card("card");
  e.credential = in.optional_text("cred");
  if (in.has("boot")) {
    e.boot = in.text("boot");
    e.boot_seconds = in.integer("up", 0, Fen::max);
  }
  const bool has_role = e.change == OperatorChange::added || e.change == OperatorChange::role;
  in.require((e.role != Role::nobody) == has_role);
  in.require(!e.boot.empty() == (e.change == OperatorChange::pin_wrong));
  return e;
}

AuditEvent read_audit(Source& in) {
  AuditEvent e;
  e.kind = in.among(audit_kind_named(in.text("what")), AuditKind::look);
  e.method = in.text("act");
  e.word = in.optional_text("word");
  if (in.has("card")) e.card = in.card("card");
  if (in.has("who")) e.person = in.integer("who", 1, Fen::max);
  e.second_staff = in.optional_text("op2");
  if (in.has("n")) e.count = in.integer("n", 1, Fen::max);
  return e;
}

InboxNo read_inbox(Source& in) {
  return in.has("in") ? static_cast<InboxNo>(in.integer("in", 1, Fen::max)) : 0;
}

ToldEvent read_told(Source& in) {
  ToldEvent e;
  e.account = in.card("acct");
  e.points = in.points(in.find("points"), -Points::max);
  e.accumulated = in.points(in.find("acc"), -Points::max);
  in.rows("cards", 7, 7, [&](const Json& row) {
    const auto other = [&](const Json& value) -> std::optional<card::Number> {
      const card::Number number = in.card(&value);
      return number.value() == 0 ? std::nullopt : std::optional(number);
    };
    ToldCard card{.number = in.card(&row[0]),
                  .state = in.among(card_state_named(in.text(&row[1])), CardState::active)};
    const std::string reason = in.text(&row[2]);
    if (!reason.empty()) {
      card.blocked_for = in.among(block_reason_named(reason), BlockReason::other);
    }
    card.issued = in.day(&row[3]);
    card.last_day = in.day(&row[4]);
    card.replaced_by = other(row[5]);
    card.renewed_by = other(row[6]);
    e.cards.push_back(card);
    in.require(e.cards.size() <= 1000);
  });
  return e;
}

GrantAcceptedEvent read_grant_accepted(Source& in) {
  GrantAcceptedEvent e;
  e.inbox = read_inbox(in);
  in.require(e.inbox != 0);
  const Json* id = in.find("grant");
  in.require(id != nullptr && id->is_array() && id->size() == 2);
  if (id != nullptr && id->is_array() && id->size() == 2) {
    e.grant = {in.number(&(*id)[0], 1, Fen::max), in.number(&(*id)[1], 1, Fen::max)};
  }
  e.account = in.card("acct");
  e.points = in.points(in.find("points"));
  e.carry = in.fen("carry");
  e.earned = in.points(in.find("earned"));
  e.carry_after = in.fen("after");
  return e;
}

EraseEvent read_erase(Source& in) {
  EraseEvent e{.person = in.integer("who", 0, Fen::max)};
  e.reason = in.among(among_names<EraseReason>(erase_reasons, in.text("why")), EraseReason::asked);
  in.rows("accts", 1, 1, [&](const Json& row) { e.accounts.push_back(in.card(&row[0])); });
  e.inbox = read_inbox(in);
  return e;
}

Act read_act(std::string_view kind, Source& in) {
  const auto points_switch = [](std::string_view text) -> std::optional<ReplacementPoints> {
    if (text == "move") return ReplacementPoints::move;
    if (text == "void") return ReplacementPoints::void_;
    return std::nullopt;
  };
  const auto handover = [](std::string_view text) -> std::optional<Handover> {
    if (text == "handbook") return Handover::handbook;
    if (text == "magazine") return Handover::magazine;
    return std::nullopt;
  };
  if (kind == "issue") return read_issue(in);
  if (kind == "sale") return read_sale(in);
  if (kind == "return") return read_return(in);
  if (kind == "redeem") {
    return RedeemEvent{in.card("card"), in.card("acct"), in.text("gift"),
                       in.points(in.find("points"), 1)};
  }
  if (kind == "block") {
    return BlockEvent{in.card("card"),
                      in.among(block_reason_named(in.text("why")), BlockReason::other),
                      read_inbox(in)};
  }
  if (kind == "replace") {
    return ReplaceEvent{in.card("old"), in.card("new"), in.card("acct"),
                        in.among(points_switch(in.text("points")), ReplacementPoints::move)};
  }
  if (kind == "renew") return RenewEvent{in.card("old"), in.card("new"), in.day("last")};
  if (kind == "close") return CloseEvent{in.card("card")};
  if (kind == "correct") {
    return CorrectEvent{in.card("card"), in.card("acct"), in.points(in.find("delta"), -Points::max),
                        in.text("op2")};
  }
  if (kind == "id_check") return IdCheckEvent{in.card("card"), in.boolean("ok")};
  if (kind == "handover") {
    return HandoverEvent{in.card("card"), in.among(handover(in.text("item")), Handover::handbook),
                         in.optional_text("issue")};
  }
  if (kind == "gift_put") return GiftPutEvent{read_gift(in)};
  if (kind == "policy_adopted") {
    PolicyAdoptedEvent e{.document = in.text("doc")};
    if (in.has("key")) {
      e.key = in.text("key");
      e.signature = in.text("sig");
    }
    return e;
  }
  if (kind == "member_edit") return MemberEditEvent{in.integer("who", 1, Fen::max), in.text("reg")};
  if (kind == "time_step") return TimeStepEvent{in.integer("wall", -Fen::max, Fen::max)};
  if (kind == "anomaly") return read_anomaly(in);
  if (kind == "anomaly_state") {
    AnomalyStateEvent e{.anomaly = in.seq(in.find("of"))};
    e.state =
        in.among(among_names<AnomalyState>(anomaly_states, in.text("state")), AnomalyState::open);
    return e;
  }
  if (kind == "operator") return read_operator(in);
  if (kind == "audit") return read_audit(in);
  if (kind == "told") return read_told(in);
  if (kind == "grant_accepted") return read_grant_accepted(in);
  if (kind == "release") {
    return ReleaseEvent{in.card("acct"), in.points(in.find("points")), in.fen("carry"),
                        read_inbox(in)};
  }
  if (kind == "lift") return LiftEvent{in.card("card"), read_inbox(in)};
  if (kind == "range_accepted") {
    return RangeAcceptedEvent{read_inbox(in), in.text("list"), in.text("doc"), in.text("key"),
                              in.text("sig")};
  }
  if (kind == "erase") return read_erase(in);
  if (kind == "nack") return NackEvent{read_inbox(in), in.text("kind"), in.text("why")};
  return MonthCloseEvent{in.day("month"), in.integer("n", 0, Fen::max)};
}

}  // namespace

std::string_view kind_name(const Act& act) { return kinds[act.index()]; }

InboxNo inbox_of(const Act& act) {
  return std::visit(
      [](const auto& e) -> InboxNo {
        if constexpr (requires { e.inbox; }) {
          return e.inbox;
        } else {
          return 0;
        }
      },
      act);
}

std::string_view name(BlockReason reason) {
  return block_reasons[static_cast<std::size_t>(reason)];
}

std::optional<BlockReason> block_reason_named(std::string_view text) {
  for (std::size_t i = 1; i < block_reasons.size(); ++i) {
    if (block_reasons[i] == text) return static_cast<BlockReason>(i);
  }
  return std::nullopt;
}

std::string_view name(OperatorChange change) {
  return operator_changes[static_cast<std::size_t>(change)];
}

std::string_view name(AuditKind kind) { return audit_kinds[static_cast<std::size_t>(kind)]; }

std::optional<AuditKind> audit_kind_named(std::string_view text) {
  return among_names<AuditKind>(audit_kinds, text);
}

std::string_view name(EraseReason reason) {
  return erase_reasons[static_cast<std::size_t>(reason)];
}

std::string_view name(AnomalyKind kind) { return anomaly_kinds[static_cast<std::size_t>(kind)]; }

std::string_view name(AnomalyState state) {
  return anomaly_states[static_cast<std::size_t>(state)];
}

std::string encode(const Event& event) { return Encoder(event).take(); }

Result<Event, EventProblem> decode(std::string_view body) {
  const auto json = read_json(body);
  if (!json || !json->is_object()) return Unexpected{EventProblem::malformed};
  Source in(*json);
  const std::string kind = in.text("k");
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
    return Unexpected{EventProblem::unknown_kind};
  }
  if (in.integer("v", 0, Fen::max) != 1) return Unexpected{EventProblem::unknown_version};
  Event event;
  event.stamp.at = in.integer("t", -Fen::max, Fen::max);
  event.stamp.day = in.day("d");
  event.stamp.staff = in.optional_text("op");
  event.stamp.lane = in.optional_text("ln");
  event.act = read_act(kind, in);
  if (!in.good()) return Unexpected{EventProblem::bad_field};
  return event;
}

}  // namespace vip::terminal
