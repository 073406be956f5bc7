#include "terminal/receipt/receipt_json.h"

#include <string>
#include <string_view>
#include <vector>

namespace vip::terminal {
namespace {

void write_texts(JsonWriter& out, std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  out.key(name).begin_array();
  for (const std::string& text : texts) out.text(text);
  out.end_array();
}

void write_text(JsonWriter& out, std::string_view field, std::string_view text) {
  if (!text.empty()) out.field(field, text);
}

using Kind = Receipt::Kind;

std::string_view kind_word(Kind kind) {
  switch (kind) {
    case Kind::sale:
      return "sale";
    case Kind::goods_returned:
      return "return";
    case Kind::gift:
      return "gift";
  }
  return "sale";
}

void write_line(JsonWriter& out, const ReceiptLine& line, Kind kind) {
  const bool returned = kind == Kind::goods_returned;
  out.begin_object().field(kind == Kind::gift ? "gift" : "sku", line.sku);
  write_text(out, "name", line.name);
  if (kind == Kind::gift) {
    out.field("qty", line.qty).end_object();
    return;
  }
  out.field("qty", line.qty).field("unit_price", line.unit_price.count());
  if (returned) {
    out.field("refund", line.paid.count());
  } else {
    out.field("gross", line.gross.count()).field("reduction", line.reduction.count());
    out.field("paid", line.paid.count());
  }
  out.field("clause", name(line.clause)).end_object();
}

void write_member(JsonWriter& out, const ReceiptMember& member, Kind kind) {
  out.key("member").begin_object().field("card", member.card);
  write_text(out, "address", member.address);
  if (member.last_day) out.field("last_day", member.last_day->text());
  if (member.rate) {
    out.key("rate").begin_object().field("clause", name(member.rate->clause));
    out.field("pays", member.rate->pays).end_object();
  }
  if (const auto& points = member.points) {
    out.key("points").begin_object().field("before", points->before.count());
    if (kind == Kind::goods_returned) {
      out.field("taken", -points->earned.count());
    } else if (kind == Kind::gift) {
      out.field("spent", -points->earned.count());
    } else {
      out.field("earned", points->earned.count());
    }
    out.field("after", points->after.count());
    if (kind != Kind::gift) {
      out.field("owed", points->owed.count());
      out.field("carry_before", points->carry_before.count());
      out.field("carry_after", points->carry_after.count());
    }
    write_text(out, "as_of", member.as_of);
    out.end_object();
  }
  out.end_object();
}

}  // namespace

void write_receipt(JsonWriter& out, const Receipt& receipt) {
  out.begin_object().field("kind", kind_word(receipt.kind));
  out.field("training", receipt.training).field("copy", receipt.copy);
  write_texts(out, "header", receipt.header);
  out.field("store", receipt.store);
  write_text(out, "receipt_no", receipt.receipt_no);
  out.field(receipt.kind == Kind::gift ? "redemption" : "sale", receipt.sale)
      .field("time", receipt.time);
  out.field("operator", receipt.operator_no);
  write_text(out, "lane", receipt.lane);
  out.key("lines").begin_array();
  for (const ReceiptLine& line : receipt.lines) write_line(out, line, receipt.kind);
  out.end_array();
  if (!receipt.coupons.empty()) {
    out.key("coupons").begin_array();
    for (const ReceiptCoupon& coupon : receipt.coupons) {
      out.begin_object().field("id", coupon.id).field("amount", coupon.amount.count()).end_object();
    }
    out.end_array();
  }
  if (receipt.kind == Kind::goods_returned) {
    out.field("refund", receipt.paid.count());
  } else if (receipt.kind == Kind::sale) {
    out.field("gross", receipt.gross.count()).field("reduction", receipt.reduction.count());
    out.field("paid", receipt.paid.count());
  }
  if (receipt.member) write_member(out, *receipt.member, receipt.kind);
  write_texts(out, "remarks", receipt.remarks);
  out.field("to_sign", receipt.member && receipt.member->points);
  write_text(out, "head", receipt.head);
  write_texts(out, "footer", receipt.footer);
  out.end_object();
}

}  // namespace vip::terminal
