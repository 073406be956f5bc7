// Commands: quotes, sales and returns.
#include "terminal/cli/commands/builder.h"
#include "terminal/cli/commands/groups.h"
#include "terminal/cli/forms.h"

namespace vip::terminal::cli {

void sale_commands(Builder& to) {
  CLI::App* sale = to.group("sale", {"报价、收款、退货", "quotes, sales and returns"});
  Leaf& quote = to.leaf(sale, "quote", "sale.quote",
                        {"报价：每行为什么这个价", "what a basket would cost, and why"});
  to.basket(quote);
  to.shown_card(quote);
  to.reads(quote);

  Leaf& commit =
      to.leaf(sale, "commit", "sale.commit", {"收款入账", "book a basket that was paid"});
  to.basket(commit);
  to.shown_card(commit);
  to.text(commit, "--receipt-no", "/receipt_no", {"小票号", "receipt number"}).required();
  to.yuan(commit, "--paid", "/expected_paid",
          {"顾客实付，与报价一致", "what the customer paid, the figure of the quote"})
      .required();
  to.lane(commit).shown_default("1");
  commit.request["lane"] = 1;
  to.writes(commit);

  Leaf& give_back = to.leaf(sale, "return", "sale.return", {"退货", "take goods back"});
  to.many(give_back, "lines", "/lines",
          {"行号:件数，行号从 1 起", "LINE:QTY, lines counted from one"},
          {"行号:件数，例如 1:2", "LINE:QTY, such as 1:2"},
          [](const std::string& value) -> std::optional<Request> {
            const auto form = read_return(value);
            if (!form) return std::nullopt;
            return Request{{"line", form->line}, {"qty", form->qty}};
          })
      .required();
  to.which_sale(give_back);
  to.writes(give_back);

  Leaf& show = to.leaf(sale, "show", "sale.show", {"查看一笔交易", "show a sale"});
  to.which_sale(show);
  to.reads(show);
}

std::vector<Example> sale_examples() {
  return {
      {"sale quote",
       "vip-terminal sale quote A17:2:129.00 B20:1:35.50/promo --card 9156900000000012",
       "vip-terminal sale quote A17:1:129.00 --coupon C9:50.00 --card 9156900000000012"},
      {"sale commit",
       "vip-terminal sale commit A17=口红:8:150.00 --phone 13800000001 --paid 1200.00 "
       "--receipt-no 101 --operator 1001",
       "vip-terminal sale commit A17=口红:30:129.00 --card 9156900000000012 --paid 3483.00 "
       "--receipt-no 102 --operator 1001 --lane 2"},
      {"sale return", "vip-terminal sale return 1:2 --receipt-no 102 --operator 1001",
       "vip-terminal sale return 1 --receipt-no 102 --operator 2001 --request-id return-102"},
      {"sale show", "vip-terminal sale show --receipt-no 101",
       "vip-terminal sale show --receipt-no 102 --lang zh-CN"},
  };
}

}  // namespace vip::terminal::cli
