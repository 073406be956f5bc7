// Bytes of events: what is sold, returned, given, and what earns a card (event_fields.h).

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "terminal/books/event_fields.h"

namespace vip::terminal {
namespace {

// Flags of a basket line.
constexpr std::int64_t promotion_flag = 1;
constexpr std::int64_t special_price_flag = 2;
// Flags of a member's part.
constexpr std::int64_t birthday_flag = 1;
constexpr std::int64_t document_flag = 2;

std::string_view way_name(Way way) { return way == Way::member ? "member" : "coupon"; }
std::optional<Way> way_named(std::string_view text) {
  if (text == "member") return Way::member;
  if (text == "coupon") return Way::coupon;
  return std::nullopt;
}

}  // namespace

void write_fields(EventWriter& out, const IssueEvent& e) {
  out.number("card", e.card);
  out.json.field("who", e.person).field("last", e.last_day.text());
  out.json.key("sales").begin_array();
  for (const Seq seq : e.proof.sales) out.json.integer(static_cast<std::int64_t>(seq));
  out.json.end_array();
  out.json.key("receipts").begin_array();
  for (const auto& receipt : e.proof.receipts) {
    out.json.begin_array().text(receipt.receipt_no).text(receipt.day.text());
    out.json.integer(receipt.paid.count()).end_array();
  }
  out.json.end_array();
  out.json.field("by", name(e.qualified_by)).field("reg", e.registration_hash);
  if (e.referrer) out.number("ref", *e.referrer);
  if (!e.earnings.empty()) {
    out.json.key("earn").begin_array();
    for (const auto& earning : e.earnings) {
      out.json.begin_array().integer(static_cast<std::int64_t>(earning.sale));
      out.json.integer(earning.net.count()).integer(earning.earned.count());
      out.json.integer(earning.carry_after.count()).end_array();
    }
    out.json.end_array();
  }
}

void read_fields(EventReader& in, IssueEvent& e) {
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
}

void write_fields(EventWriter& out, const SaleEvent& e) {
  out.json.field("rc", e.receipt_no);
  if (e.person != 0) out.json.field("who", e.person);
  out.json.key("b").begin_array();
  for (std::size_t i = 0; i < e.basket.lines.size(); ++i) {
    const BasketLine& line = e.basket.lines[i];
    out.json.begin_array().text(line.sku).integer(line.qty).integer(line.unit_price.count());
    out.json.integer((line.promotion ? promotion_flag : 0) |
                     (line.special_price ? special_price_flag : 0));
    out.json.integer(e.paid[i].count()).text(name(e.clauses[i]));
    if (!line.name.empty()) out.json.text(line.name);
    out.json.end_array();
  }
  out.json.end_array();
  if (!e.basket.coupons.empty()) {
    out.json.key("c").begin_array();
    for (const Coupon& coupon : e.basket.coupons) {
      out.json.begin_array().text(coupon.id).integer(coupon.amount.count());
      if (coupon.lines) {
        out.json.begin_array();
        for (const std::size_t line : *coupon.lines) {
          out.json.integer(static_cast<std::int64_t>(line));
        }
        out.json.end_array();
      }
      out.json.end_array();
    }
    out.json.end_array();
  }
  if (e.choice) out.json.field("ask", way_name(*e.choice));
  out.json.field("way", way_name(e.way)).field("pol", e.policy_version);
  if (e.member) {
    const MemberPart& m = *e.member;
    out.json.key("m").begin_array();
    out.json.integer(static_cast<std::int64_t>(m.card.value()));
    out.json.integer(static_cast<std::int64_t>(m.account.value()));
    out.json.integer(m.facts.accumulated.count()).integer(m.facts.balance.count());
    out.json.integer(m.facts.carry.count());
    out.json.integer((m.facts.birthday_today ? birthday_flag : 0) |
                     (m.facts.birthday_document_shown ? document_flag : 0));
    out.json.integer(m.facts.birthday_uses).integer(m.facts.birthday_amount.count());
    out.json.integer(m.earned.count()).integer(m.carry_after.count());
    out.json.end_array();
  }
  if (e.withheld) {
    out.json.key("x").begin_array().integer(static_cast<std::int64_t>(e.withheld->card.value()));
    out.json.text(name(e.withheld->clause)).end_array();
  }
  out.history(e.history);
}

void read_fields(EventReader& in, SaleEvent& e) {
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
  e.history = in.history();
}

void write_fields(EventWriter& out, const ReturnEvent& e) {
  out.json.field("sale", e.sale);
  out.json.key("b").begin_array();
  for (const auto& units : e.lines) {
    out.json.begin_array().integer(static_cast<std::int64_t>(units.line)).integer(units.qty);
    out.json.integer(units.refund.count()).end_array();
  }
  out.json.end_array();
  if (!e.receipt_no.empty()) out.json.field("rc", e.receipt_no);
  out.json.field("taken", e.taken.count()).field("carry", e.carry_after.count());
  out.json.field("owed", e.owed_after.count());
  out.history(e.history);
}

void read_fields(EventReader& in, ReturnEvent& e) {
  e.sale = in.seq(in.find("sale"));
  in.rows("b", 3, 3, [&](const Json& row) {
    e.lines.push_back({static_cast<std::size_t>(in.number(&row[0], 0, 999)),
                       in.number(&row[1], 1, 1'000'000), in.fen(&row[2])});
  });
  e.receipt_no = in.optional_text("rc");
  e.taken = in.points(in.find("taken"));
  e.carry_after = in.fen("carry");
  e.owed_after = in.points(in.find("owed"));
  e.history = in.history();
}

void write_fields(EventWriter& out, const RedeemEvent& e) {
  out.number("card", e.card);
  out.number("acct", e.account);
  out.json.field("gift", e.gift).field("points", e.points.count());
}

void read_fields(EventReader& in, RedeemEvent& e) {
  e.card = in.card("card");
  e.account = in.card("acct");
  e.gift = in.text("gift");
  e.points = in.points(in.find("points"), 1);
}

void write_fields(EventWriter& out, const GiftPutEvent& e) {
  out.json.field("gift", e.gift.id).field("name", e.gift.name);
  out.json.field("points", e.gift.points.count()).field("stock", e.gift.stock);
  out.json.field("first", e.gift.first_day.text()).field("last", e.gift.last_day.text());
}

void read_fields(EventReader& in, GiftPutEvent& e) {
  e.gift.id = in.text("gift");
  e.gift.name = in.text("name");
  e.gift.points = in.points(in.find("points"), 1);
  e.gift.stock = in.integer("stock", 0, Fen::max);
  e.gift.first_day = in.day("first");
  e.gift.last_day = in.day("last");
}

}  // namespace vip::terminal
