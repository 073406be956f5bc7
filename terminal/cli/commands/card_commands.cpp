// Commands: members' cards.
#include "terminal/cli/commands/builder.h"
#include "terminal/cli/commands/groups.h"
#include "terminal/cli/forms.h"

namespace vip::terminal::cli {

void card_commands(Builder& to) {
  CLI::App* card = to.group("card", {"会员卡：办理、挂失、补卡、续卡", "members' cards"});

  Leaf& issue = to.leaf(card, "issue", "card.issue", {"办理会员卡", "give a customer a card"});
  to.registration(issue);
  to.text(issue, "--phone", "/registration/phone", {"手机号", "phone number"});
  to.many(issue, "--sale", "/proof/sales", {"凭本店交易办卡", "a sale of this store as proof"},
          {"交易号", "a sale"}, [](const std::string& value) { return Request(value); });
  to.many(issue, "--receipt", "/proof/receipts",
          {"凭小票办卡：小票号[:日期:金额]；都不填则凭手机号下的消费",
           "a receipt as proof: NUMBER[:DATE:PAID]; without proof, the purchases under the phone"},
          {"小票号", "a receipt"}, [](const std::string& value) {
            const ReceiptForm receipt = read_receipt(value);
            if (!receipt.elsewhere) return Request(receipt.receipt_no);
            return Request{{"receipt_no", receipt.receipt_no},
                           {"date", receipt.elsewhere->date},
                           {"paid", receipt.elsewhere->paid}};
          });
  to.blank(issue);
  to.writes(issue);

  Leaf& show =
      to.leaf(card, "show", "card.show",
              {"查看会员卡：状态、积分、可兑礼品", "state, points and what can be redeemed"});
  to.shown_card(show);
  to.reads(show);

  Leaf& code = to.leaf(card, "code", "card.code",
                       {"虚拟卡的二维码：显示在屏幕上，或存成图片发到手机",
                        "a virtual card as a QR code: on the screen, or a picture for a phone"});
  to.shown_card(code);
  to.sets(code, "--svg", "/format", "svg", {"SVG 图片", "as an SVG picture"});
  to.sets(code, "--png", "/format", "png", {"PNG 图片，发到手机", "as a PNG picture, for a phone"});
  to.output(code);
  to.who(code);
  to.reads(code);

  Leaf& slip = to.leaf(card, "slip", "card.slip",
                       {"虚拟卡的纸条：文字、SVG 或打印机字节（ESC/POS）",
                        "a virtual card on paper: text, SVG, or a printer's bytes (ESC/POS)"});
  to.shown_card(slip);
  to.sets(slip, "--svg", "/format", "svg", {"SVG 图片", "as an SVG picture"});
  to.sets(slip, "--escpos", "/format", "escpos", {"打印机字节", "as a printer's bytes"});
  to.output(slip);
  to.who(slip);
  to.reads(slip);

  Leaf& block = to.leaf(card, "block", "card.block", {"挂失或停用", "block a card"});
  to.shown_card(block);
  to.text(block, "--reason", "/reason",
          {"lost 遗失，stolen 被盗，damaged 损坏，other 其他", "lost, stolen, damaged or other"})
      .required();
  to.writes(block);

  Leaf& replace = to.leaf(card, "replace", "card.replace", {"补卡", "replace a card"});
  to.shown_card(replace);
  to.text(replace, "--reason", "/reason", {"原因", "lost, stolen, damaged or other"});
  to.blank(replace);
  to.second(replace);
  to.writes(replace);

  Leaf& renew = to.leaf(card, "renew", "card.renew", {"续卡", "renew a card that has run out"});
  to.shown_card(renew);
  to.blank(renew);
  to.writes(renew);

  Leaf& close = to.leaf(card, "close", "card.close", {"注销", "close a card"});
  to.shown_card(close);
  to.text(close, "--reason", "/reason", {"原因", "why"}).required();
  to.second(close);
  to.writes(close);

  Leaf& check = to.leaf(card, "check-holder", "card.check_holder",
                        {"登记持卡人身份核对", "record a check of the holder's identity"});
  to.shown_card(check);
  to.text(check, "--outcome", "/outcome", {"passed 通过，failed 未通过", "passed or failed"})
      .required();
  to.lane(check);
  to.writes(check);
}

std::vector<Example> card_examples() {
  return {
      {"card issue",
       "vip-terminal card issue --surname 王 --form ms --phone 13800000001 --birthday 1990-05-01 "
       "--consent --blank 9156900000000012 --operator 1001",
       "vip-terminal card issue --surname Li --form mr --phone 13800000002 --birthday 1985-12-24 "
       "--consent --receipt S02-7:2026-11-02:2100.00 --blank 9156900000000020 --operator 1001"},
      {"card show", "vip-terminal card show --card 9156900000000012",
       "vip-terminal card show --phone 13800000001 --lang zh-CN"},
      {"card code", "vip-terminal card code --card 9156900000000012 --operator 1001",
       "vip-terminal card code --phone 13800000002 --png --output card.png --operator 1001"},
      {"card slip", "vip-terminal card slip --card 9156900000000012 --operator 1001",
       "vip-terminal card slip --card 9156900000000012 --svg --output card.svg --operator 1001"},
      {"card block",
       "vip-terminal card block --card 9156900000000012 --reason lost --operator 1001",
       "vip-terminal card block --phone 13800000002 --reason damaged --operator 1001"},
      {"card replace",
       "vip-terminal card replace --card 9156900000000012 --blank 9156900000000038 "
       "--operator 1001",
       "vip-terminal card replace --card 9156900000000020 --operator 2001"},
      {"card renew",
       "vip-terminal card renew --card 9156900000000012 --operator 1001 "
       "--at 2028-12-01T10:00:00+08:00",
       "vip-terminal card renew --card 9156900000000020 --blank 9156900000000046 --operator 1001 "
       "--at 2028-12-01T10:05:00+08:00"},
      {"card close",
       "vip-terminal card close --card 9156900000000038 --reason \"moved away\" --operator 2001",
       "vip-terminal card close --phone 13800000002 --reason \"asked for it\" --operator 2001"},
      {"card check-holder",
       "vip-terminal card check-holder --card 9156900000000012 --outcome passed --operator 1001",
       "vip-terminal card check-holder --card 9156900000000012 --outcome failed --lane 2 "
       "--operator 1001"},
  };
}

}  // namespace vip::terminal::cli
