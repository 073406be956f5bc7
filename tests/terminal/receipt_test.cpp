// S8: what a receipt says, letter by letter, and that it fits the paper.
#include "terminal/receipt/receipt.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "terminal/door/columns.h"

namespace vip::terminal {
namespace {

// Two lipsticks at the member rate, hand cream on promotion: 258.00 + 35.50, 25.80 off.
Receipt vip_purchase() {
  Receipt receipt;
  receipt.header = {"示例美妆 城西店", "电话 0571-1234567"};
  receipt.footer = {"谢谢惠顾"};
  receipt.store = "S01";
  receipt.receipt_no = "S01-1-000481";
  receipt.time = "2026-11-22 10:42";
  receipt.operator_no = "1001";
  receipt.lane = "3";
  receipt.sale = "S01-1-42";
  receipt.lines = {
      {"A17", "口红 玫瑰红", 2, Fen(12900), Fen(25800), Fen(2580), Fen(23220), Clause::D1},
      {"B20", "护手霜", 1, Fen(3550), Fen(3550), Fen(), Fen(3550), Clause::D5}};
  receipt.gross = Fen(29350);
  receipt.reduction = Fen(2580);
  receipt.paid = Fen(26770);
  receipt.member = ReceiptMember{.card = "9156 **** **** 0018",
                                 .address = "王女士",
                                 .rate = ReceiptRate{Clause::D1, "0.90"},
                                 .points = ReceiptPoints{.before = Points(12),
                                                         .earned = Points(3),
                                                         .after = Points(15),
                                                         .owed = Points(),
                                                         .carry_before = Fen(8000),
                                                         .carry_after = Fen(4770)},
                                 .last_day = Day::from_civil(2028, 1, 10)};
  receipt.head = "9f3a1c2b77d04e5f9f3a1c2b77d04e5f";
  return receipt;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST_CASE("S8: a VIP purchase: benefits and their clauses, points, masked card, a line to sign") {
  CHECK(render(vip_purchase()) ==
        "                示例美妆 城西店\n"
        "               电话 0571-1234567\n"
        "          VIP 会员小票 Member receipt\n"
        "小票号 No. S01-1-000481         2026-11-22 10:42\n"
        "门店 Store S01                     收银台 Lane 3\n"
        "收银员 Operator 1001          交易 Sale S01-1-42\n"
        "------------------------------------------------\n"
        "A17 口红 玫瑰红\n"
        "  2 x ￥129.00                          ￥258.00\n"
        "  会员价 Member rate (D1) -￥25.80      ￥232.20\n"
        "B20 护手霜\n"
        "  1 x ￥35.50                            ￥35.50\n"
        "  促销特价 Promotion (D5)\n"
        "------------------------------------------------\n"
        "合计 Total                              ￥293.50\n"
        "优惠 Reduction                          -￥25.80\n"
        "实付 Paid                               ￥267.70\n"
        "------------------------------------------------\n"
        "会员卡 Card                  9156 **** **** 0018\n"
        "会员 Member                               王女士\n"
        "有效期至 Valid through                2028-01-10\n"
        "所享优惠 Benefit     会员价 Member rate (D1) 90%\n"
        "会员共省 Saved as member                 ￥25.80\n"
        "原有积分 Points before                        12\n"
        "本次积分 Points earned                        +3\n"
        "现有积分 Points after                         15\n"
        "零头转下次 Carried to next               ￥47.70\n"
        "------------------------------------------------\n"
        "\n"
        "签名 Signature: ________________________________\n"
        "                    谢谢惠顾\n"
        "流水账 Journal                      9f3a1c2b77d0\n");
}

TEST_CASE("S8: narrow paper has one language and all the figures") {
  CHECK(render(vip_purchase(), 32) ==
        "        示例美妆 城西店\n"
        "       电话 0571-1234567\n"
        "          VIP 会员小票\n"
        "小票号 S01-1-000481\n"
        "                2026-11-22 10:42\n"
        "门店 S01                收银台 3\n"
        "收银员 1001        交易 S01-1-42\n"
        "--------------------------------\n"
        "A17 口红 玫瑰红\n"
        "  2 x ￥129.00          ￥258.00\n"
        "  会员价 (D1) -￥25.80  ￥232.20\n"
        "B20 护手霜\n"
        "  1 x ￥35.50            ￥35.50\n"
        "  促销特价 (D5)\n"
        "--------------------------------\n"
        "合计                    ￥293.50\n"
        "优惠                    -￥25.80\n"
        "实付                    ￥267.70\n"
        "--------------------------------\n"
        "会员卡       9156 **** **** 0018\n"
        "会员                      王女士\n"
        "有效期至              2028-01-10\n"
        "所享优惠         会员价 (D1) 90%\n"
        "会员共省                 ￥25.80\n"
        "原有积分                      12\n"
        "本次积分                      +3\n"
        "现有积分                      15\n"
        "零头转下次               ￥47.70\n"
        "--------------------------------\n"
        "\n"
        "签名: __________________________\n"
        "            谢谢惠顾\n"
        "流水账              9f3a1c2b77d0\n");
}

TEST_CASE("S8, E3: a sale without a card grants nothing and is not signed") {
  Receipt receipt;
  receipt.training = true;
  receipt.store = "S01";
  receipt.receipt_no = "482";
  receipt.time = "2026-11-22 10:45";
  receipt.operator_no = "1001";
  receipt.lane = "3";
  receipt.sale = "S01-1-43";
  receipt.lines = {{"B20", "", 1, Fen(3550), Fen(3550), Fen(), Fen(3550), Clause::none}};
  receipt.gross = receipt.paid = Fen(3550);
  receipt.remarks = {"会员卡已过期 Card expired on 2026-11-21 (C3)"};
  receipt.head = "00ff";
  CHECK(render(receipt) ==
        "             *** 培训 TRAINING ***\n"
        "                购物小票 Receipt\n"
        "小票号 No. 482                  2026-11-22 10:45\n"
        "门店 Store S01                     收银台 Lane 3\n"
        "收银员 Operator 1001          交易 Sale S01-1-43\n"
        "------------------------------------------------\n"
        "B20\n"
        "  1 x ￥35.50                            ￥35.50\n"
        "------------------------------------------------\n"
        "合计 Total                               ￥35.50\n"
        "优惠 Reduction                            ￥0.00\n"
        "实付 Paid                                ￥35.50\n"
        "------------------------------------------------\n"
        "* 会员卡已过期 Card expired on 2026-11-21 (C3)\n"
        "------------------------------------------------\n"
        "流水账 Journal                              00ff\n"
        "             *** 培训 TRAINING ***\n");
}

TEST_CASE("S8, D6: coupons are named, and what they took off each line") {
  Receipt receipt = vip_purchase();
  receipt.header.clear();
  receipt.footer.clear();
  receipt.lines = {{"A17", "口红", 1, Fen(12900), Fen(12900), Fen(5000), Fen(7900), Clause::D6}};
  receipt.coupons = {{"C9", Fen(5000)}};
  receipt.gross = Fen(12900);
  receipt.reduction = Fen(5000);
  receipt.paid = Fen(7900);
  receipt.member->rate = ReceiptRate{Clause::D2, "0.875"};
  const std::vector<std::string> lines = lines_of(render(receipt));
  const auto has = [&](const char* line) {
    return std::find(lines.begin(), lines.end(), line) != lines.end();
  };
  CHECK(has("  优惠券 Coupon (D6) -￥50.00            ￥79.00"));
  CHECK(has("用券 Coupon used C9                      ￥50.00"));
  CHECK(has("所享优惠 Benefit"));
  CHECK(has("                高级会员价 Level rate (D2) 87.5%"));
  CHECK(has("会员共省 Saved as member                  ￥0.00"));
}

TEST_CASE("P4, S8: a return says what is paid back, what is taken and what is owed") {
  Receipt receipt = vip_purchase();
  receipt.kind = Receipt::Kind::goods_returned;
  receipt.header.clear();
  receipt.footer.clear();
  receipt.lines = {
      {"A17", "口红 玫瑰红", 1, Fen(12900), Fen(12900), Fen(1290), Fen(11610), Clause::D1}};
  receipt.paid = Fen(11610);
  receipt.member->rate.reset();
  receipt.member->points = ReceiptPoints{.before = Points(0),
                                         .earned = Points(-1),
                                         .after = Points(-1),
                                         .owed = Points(1),
                                         .carry_before = Fen(4770),
                                         .carry_after = Fen(3160)};
  CHECK(render(receipt) ==
        "                 退货单 Return\n"
        "小票号 No. S01-1-000481         2026-11-22 10:42\n"
        "门店 Store S01                     收银台 Lane 3\n"
        "收银员 Operator 1001          交易 Sale S01-1-42\n"
        "------------------------------------------------\n"
        "A17 口红 玫瑰红\n"
        "  1 x ￥129.00 会员价 Member rate (D1)  ￥116.10\n"
        "------------------------------------------------\n"
        "退款 Refund                             ￥116.10\n"
        "------------------------------------------------\n"
        "会员卡 Card                  9156 **** **** 0018\n"
        "会员 Member                               王女士\n"
        "有效期至 Valid through                2028-01-10\n"
        "原有积分 Points before                         0\n"
        "扣回积分 Points taken back                    -1\n"
        "现有积分 Points after                         -1\n"
        "尚欠积分 Points owed                           1\n"
        "零头转下次 Carried to next               ￥31.60\n"
        "------------------------------------------------\n"
        "\n"
        "签名 Signature: ________________________________\n"
        "流水账 Journal                      9f3a1c2b77d0\n");
}

TEST_CASE("S8: no line is wider than the paper, whatever goods are called and cost") {
  const std::vector<std::string> pieces = {"口",
                                           "红",
                                           "A",
                                           "b",
                                           " ",
                                           "，",
                                           "\n",
                                           "\x1b",
                                           "\xff",
                                           "￥",
                                           "é",
                                           "“",
                                           "𬭳",
                                           "长长的名字没有空格",
                                           "Longwordwithoutanyblank"};
  const bool held = rc::check([&] {
    Receipt receipt = vip_purchase();
    const auto text = [&] {
      std::string out;
      for (const int i : *rc::gen::container<std::vector<int>>(
               rc::gen::inRange(0, static_cast<int>(pieces.size())))) {
        out += pieces[static_cast<std::size_t>(i)];
      }
      return out;
    };
    const Fen amount(*rc::gen::element<std::int64_t>(0, 5, 99, 123456, 1'000'000'000'000));
    receipt.header = {text()};
    receipt.receipt_no = text();
    receipt.lane = text();
    receipt.lines[0].name = text();
    receipt.lines[0].sku = text();
    receipt.lines[0].qty = 1'000'000;
    receipt.lines[0].unit_price = receipt.lines[0].gross = amount;
    receipt.lines[0].reduction = receipt.lines[0].paid = amount;
    receipt.coupons = {{text(), amount}};
    receipt.remarks = {text()};
    receipt.member->address = text();
    if (*rc::gen::arbitrary<bool>()) receipt.kind = Receipt::Kind::goods_returned;
    const int columns = *rc::gen::element(32, 39, 40, 42, 44, 48, 96);
    for (const std::string& line : lines_of(render(receipt, columns))) {
      RC_ASSERT(columns_of(line, Medium::paper) <= static_cast<std::size_t>(columns));
      RC_ASSERT(line.find('\x1b') == std::string::npos);
    }
  });
  CHECK(held);
}

}  // namespace
}  // namespace vip::terminal
