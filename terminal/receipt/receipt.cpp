#include "terminal/receipt/receipt.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "terminal/door/messages.h"
#include "terminal/receipt/paper.h"

namespace vip::terminal {
namespace {

constexpr std::size_t shown_of_head = 12;  // characters of the journal's head

std::string money(Fen amount) {
  const std::int64_t fen = amount.count();
  return (fen < 0 ? "-￥" : "￥") + yuan_grouped(fen < 0 ? -fen : fen);
}

std::string less(Fen reduction) {
  return reduction == Fen() ? money(reduction) : money(-reduction);
}

std::string with_sign(Points points) {
  return (points.count() > 0 ? "+" : "") + std::to_string(points.count());
}

// The clauses that set a price (A28); `none` needs no reason.
Label reason(Clause clause) {
  if (clause == Clause::D1) return {"会员价", "Member rate"};
  if (clause == Clause::D2) return {"高级会员价", "Level rate"};
  if (clause == Clause::D3) return {"生日价", "Birthday rate"};
  if (clause == Clause::D5) return {"促销特价", "Promotion"};
  if (clause == Clause::D6) return {"优惠券", "Coupon"};
  return {"其他", "Other"};
}

bool is_member_rate(Clause clause) {
  return clause == Clause::D1 || clause == Clause::D2 || clause == Clause::D3;
}

// "0.90" -> "90%", "0.875" -> "87.5%".
std::string percent(std::string_view pays) {
  std::string digits;
  for (const char c : pays) {
    if (c != '.') digits += c;
  }
  while (digits.size() < 3) digits += '0';
  digits.insert(3, ".");
  while (digits.back() == '0') digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  return digits.substr(digits[first] == '.' ? first - 1 : first) + "%";
}

std::string with_clause(const Paper& paper, Clause clause) {
  return paper.label(reason(clause)) + " (" + std::string(name(clause)) + ")";
}

void print_head(Paper& paper, const Receipt& receipt) {
  if (receipt.training) paper.centred("*** 培训 TRAINING ***");
  if (receipt.copy) paper.centred("*** 副本 COPY ***");
  for (const std::string& line : receipt.header) paper.centred(line);
  if (receipt.kind == Receipt::Kind::goods_returned) {
    paper.centred(paper.label({"退货单", "Return"}));
  } else if (receipt.kind == Receipt::Kind::gift) {
    paper.centred(paper.label({"礼品兑换单", "Gift"}));
  } else if (receipt.member) {
    paper.centred(paper.label({"VIP 会员小票", "Member receipt"}));
  } else {
    paper.centred(paper.label({"购物小票", "Receipt"}));
  }
  const bool numbered = receipt.kind != Receipt::Kind::gift;
  paper.row(numbered ? paper.label({"小票号", "No."}) + " " + receipt.receipt_no
                     : paper.label({"时间", "Time"}),
            receipt.time);
  paper.row(paper.label({"门店", "Store"}) + " " + receipt.store,
            receipt.lane.empty() ? "" : paper.label({"收银台", "Lane"}) + " " + receipt.lane);
  paper.row(
      paper.label({"收银员", "Operator"}) + " " + receipt.operator_no,
      paper.label(numbered ? Label{"交易", "Sale"} : Label{"兑换", "Ref."}) + " " + receipt.sale);
  paper.rule();
}

// What was bought, at what price, and why it cost what it cost: the row's last figure is what is
// paid for the line.
void print_line(Paper& paper, const ReceiptLine& line, Receipt::Kind kind) {
  const std::string goods_name = line.name.empty() ? line.sku : line.sku + " " + line.name;
  if (kind == Receipt::Kind::gift) {
    paper.row(goods_name, "x " + std::to_string(line.qty));
    return;
  }
  const bool returned = kind == Receipt::Kind::goods_returned;
  paper.left(goods_name);
  const std::string goods = std::to_string(line.qty) + " x " + money(line.unit_price);
  if (returned) {
    std::string text = goods;
    if (line.clause != Clause::none) text += " " + with_clause(paper, line.clause);
    paper.row(text, money(line.paid), 2);
    return;
  }
  paper.row(goods, money(line.gross), 2);
  if (line.clause == Clause::none) return;
  std::string why = with_clause(paper, line.clause);
  if (line.reduction == Fen()) {
    paper.left(why, 2);
  } else {
    paper.row(why + " " + less(line.reduction), money(line.paid), 2);
  }
}

void print_totals(Paper& paper, const Receipt& receipt) {
  if (receipt.kind == Receipt::Kind::goods_returned) {
    paper.labelled({"退款", "Refund"}, money(receipt.paid));
    return;
  }
  for (const ReceiptCoupon& coupon : receipt.coupons) {
    paper.row(paper.label({"用券", "Coupon used"}) + " " + coupon.id, money(coupon.amount));
  }
  paper.labelled({"合计", "Total"}, money(receipt.gross));
  paper.labelled({"优惠", "Reduction"}, less(receipt.reduction));
  paper.labelled({"实付", "Paid"}, money(receipt.paid));
}

Label moved(Receipt::Kind kind) {
  switch (kind) {
    case Receipt::Kind::goods_returned:
      return {"扣回积分", "Points taken back"};
    case Receipt::Kind::gift:
      return {"兑换积分", "Points spent"};
    case Receipt::Kind::sale:
      break;
  }
  return {"本次积分", "Points earned"};
}

void print_points(Paper& paper, const ReceiptPoints& points, Receipt::Kind kind) {
  paper.labelled({"原有积分", "Points before"}, std::to_string(points.before.count()));
  paper.labelled(moved(kind), with_sign(points.earned));
  paper.labelled({"现有积分", "Points after"}, std::to_string(points.after.count()));
  if (points.owed != Points()) {
    paper.labelled({"尚欠积分", "Points owed"}, std::to_string(points.owed.count()));
  }
  if (kind == Receipt::Kind::gift) return;  // it leaves the carry alone
  paper.labelled({"零头转下次", "Carried to next"}, money(points.carry_after));
}

void print_member(Paper& paper, const Receipt& receipt, const ReceiptMember& member) {
  paper.labelled({"会员卡", "Card"}, member.card);
  if (!member.address.empty()) paper.labelled({"会员", "Member"}, member.address);
  if (member.last_day) paper.labelled({"有效期至", "Valid through"}, member.last_day->text());
  if (member.rate) {
    Fen saved;
    for (const ReceiptLine& line : receipt.lines) {
      if (is_member_rate(line.clause)) saved += line.reduction;
    }
    paper.labelled({"所享优惠", "Benefit"},
                   with_clause(paper, member.rate->clause) + " " + percent(member.rate->pays));
    paper.labelled({"会员共省", "Saved as member"}, money(saved));
  }
  if (member.points) {
    print_points(paper, *member.points, receipt.kind);
    if (!member.as_of.empty()) paper.labelled({"积分截至", "Points as of"}, member.as_of);
  }
}

bool can_be_coded(std::string_view sale) {
  return !sale.empty() && sale.size() <= 40 &&
         std::all_of(sale.begin(), sale.end(), [](char c) { return 0x20 < c && c < 0x7f; });
}

}  // namespace

std::vector<PaperRow> lay_out(const Receipt& receipt, int columns) {
  Paper paper(columns);
  print_head(paper, receipt);
  for (const ReceiptLine& line : receipt.lines) {
    print_line(paper, line, receipt.kind);
  }
  if (receipt.kind != Receipt::Kind::gift) {
    paper.rule();
    print_totals(paper, receipt);
  }
  if (receipt.member) {
    paper.rule();
    print_member(paper, receipt, *receipt.member);
  }
  if (!receipt.remarks.empty()) {
    paper.rule();
    for (const std::string& remark : receipt.remarks) paper.left("* " + remark);
  }
  paper.rule();
  // S8: a VIP purchase is signed, and so is what a return takes back.
  if (receipt.member && receipt.member->points) {
    paper.empty();
    paper.to_sign({"签名", "Signature"});
  }
  for (const std::string& line : receipt.footer) paper.centred(line);
  if (!receipt.head.empty()) {
    paper.labelled({"流水账", "Journal"}, std::string_view(receipt.head).substr(0, shown_of_head));
  }
  if (receipt.training) paper.centred("*** 培训 TRAINING ***");
  if (can_be_coded(receipt.sale)) paper.code(PaperRow::Kind::code, receipt.sale);
  return std::move(paper).take();
}

std::string text_of(const std::vector<PaperRow>& rows) {
  std::string text;
  for (const PaperRow& row : rows) {
    if (row.kind == PaperRow::Kind::text) text += row.text + '\n';
  }
  return text;
}

std::string render(const Receipt& receipt, int columns) {
  return text_of(lay_out(receipt, columns));
}

}  // namespace vip::terminal
