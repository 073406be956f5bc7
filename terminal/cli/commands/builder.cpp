#include "terminal/cli/commands/builder.h"

#include <unistd.h>

#include <CLI/CLI.hpp>

#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "terminal/cli/command_line.h"
#include "terminal/cli/forms.h"
#include "terminal/cli/input.h"
#include "terminal/json/member_text.h"
#include "terminal/json/strict_json.h"

namespace vip::terminal::cli {

Added Added::required() const {
  option_->required();
  return *this;
}

Added Added::or_variable(const char* name) const {
  option_->envname(name);
  return *this;
}

Added Added::shown_default(const char* text) const {
  option_->default_str(text);
  return *this;
}

UsageError Builder::not_a(const std::string& value, const char* option, Both wanted) const {
  return {say({"“", "\""}) + value + say({"” 不能用于 ", "\" does not do for "}) + option +
          say({"：要写", ": it takes "}) + say(wanted)};
}

std::string Builder::read_file(const std::string& name) const {
  std::ostringstream text;
  if (name == "-") return read_input(STDIN_FILENO);
  std::ifstream in(name, std::ios::binary);
  if (!in || !(text << in.rdbuf())) {
    throw UsageError{say({"读不了文件 ", "cannot read the file "}) + name};
  }
  return text.str();
}

// ---- commands ----

CLI::App* Builder::group(const char* name, Both what) {
  CLI::App* app = root_.add_subcommand(name, say(what));
  app->group(say({"命令", "Commands"}));
  app->get_help_ptr()->group(say({"选项", "Options"}));
  app->require_subcommand(1);
  return app;
}

CLI::App* Builder::command(CLI::App* parent, const char* name, Both what) {
  CLI::App* app = parent->add_subcommand(name, say(what));
  app->group(say({"命令", "Commands"}));
  app->get_help_ptr()->group(say({"选项", "Options"}));
  app->footer("");
  const std::string full =
      parent == &root_ ? std::string(name) : parent->get_name() + " " + std::string(name);
  for (const Example& example : examples()) {
    if (example.command != full) continue;
    app->footer(say({"例：", "Examples:"}) + "\n  " + std::string(example.first) + "\n  " +
                std::string(example.second));
  }
  return app;
}

Leaf& Builder::leaf(CLI::App* parent, const char* name, const char* method, Both what) {
  Leaf& made = leaves_.emplace_back();
  made.app = command(parent, name, what);
  made.method = method;
  return made;
}

// ---- what ends a command ----

void Builder::common(CLI::App& app) {
  app.add_option("--data", common_.data, say({"数据目录", "the store's directory"}));
  app.add_flag("--json", common_.json,
               say({"原样输出 JSON 应答", "print the answer as JSON, as it came"}));
  app.add_option("--lang", common_.lang, say({"语言：zh-CN 或 en", "language: zh-CN or en"}))
      ->check(CLI::IsMember({"zh-CN", "en"}));
}

void Builder::common(Leaf& leaf) { common(*leaf.app); }

void Builder::reads(Leaf& leaf) {
  text(leaf, "--at", "/at",
       {"按此时间处理（仅培训门店）", "act at this time (training stores alone)"});
  common(leaf);
}

void Builder::writes(Leaf& leaf) {
  leaf.writes = true;
  whole(leaf, "--operator", "/operator",
        {"工号；也可用环境变量 VIP_OPERATOR", "staff number; or the variable VIP_OPERATOR"})
      .or_variable("VIP_OPERATOR");
  pin(leaf);
  leaf.app->add_option("--request-id", common_.request_id,
                       say({"请求编号，重试时用同一个；不填则自动生成",
                            "request id, the same for a repetition; made when left out"}));
  reads(leaf);
}

// ---- options ----

Added Builder::text(Leaf& leaf, const char* flag, const char* where, Both what) {
  return Added(leaf.app->add_option_function<std::string>(
      flag, [&leaf, where](const std::string& value) { leaf.request[Pointer(where)] = value; },
      say(what)));
}

Added Builder::whole(Leaf& leaf, const char* flag, const char* where, Both what) {
  return Added(leaf.app->add_option_function<std::string>(
      flag,
      [this, &leaf, flag, where](const std::string& value) {
        const auto number = read_whole(value);
        if (!number) throw not_a(value, flag, {"整数，例如 2", "a whole number, such as 2"});
        leaf.request[Pointer(where)] = *number;
      },
      say(what)));
}

Added Builder::yuan(Leaf& leaf, const char* flag, const char* where, Both what) {
  return Added(leaf.app->add_option_function<std::string>(
      flag,
      [this, &leaf, flag, where](const std::string& value) {
        const auto fen = read_yuan(value);
        if (!fen) throw not_a(value, flag, {"金额，例如 120.00", "an amount, such as 120.00"});
        leaf.request[Pointer(where)] = *fen;
      },
      say(what)));
}

Added Builder::yes(Leaf& leaf, const char* flag, const char* where, Both what) {
  return Added(leaf.app->add_flag_function(
      flag, [&leaf, where](std::int64_t) { leaf.request[Pointer(where)] = true; }, say(what)));
}

Added Builder::truth(Leaf& leaf, const char* flag, const char* where, Both what) {
  return Added(leaf.app->add_option_function<bool>(
      flag, [&leaf, where](bool value) { leaf.request[Pointer(where)] = value; }, say(what)));
}

Added Builder::file(Leaf& leaf, const char* flag, const char* where, Both what) {
  return Added(leaf.app->add_option_function<std::string>(
      flag,
      [this, &leaf, where](const std::string& name) {
        leaf.request[Pointer(where)] = read_file(name);
      },
      say(what)));
}

Added Builder::sets(Leaf& leaf, const char* flag, const char* where, const char* value, Both what) {
  return Added(leaf.app->add_flag_function(
      flag, [&leaf, where, value](std::int64_t) { leaf.request[Pointer(where)] = value; },
      say(what)));
}

Added Builder::many(Leaf& leaf, const char* flag, const char* where, Both what, Both form,
                    ReadOne read) {
  return Added(leaf.app
                   ->add_option_function<std::vector<std::string>>(
                       flag,
                       [this, &leaf, flag, where, form,
                        read = std::move(read)](const std::vector<std::string>& values) {
                         for (const std::string& value : values) {
                           std::optional<Request> one = read(value);
                           if (!one) throw not_a(value, flag, form);
                           leaf.request[Pointer(where)].push_back(*std::move(one));
                         }
                       },
                       say(what))
                   ->take_all()
                   ->allow_extra_args(flag[0] != '-'));  // one value for each --flag
}

// ---- parts of requests that several commands share ----

void Builder::shown_card(Leaf& leaf) {
  text(leaf, "--card", "/card", {"会员卡号", "number of the member's card"});
  text(leaf, "--scan", "/scan", {"扫码或刷卡得到的原文", "raw text of a scan or a swipe"});
  text(leaf, "--phone", "/phone", {"手机号", "phone number"});
}

void Builder::basket(Leaf& leaf) {
  many(leaf, "items", "/lines",
       {"商品：货号[=名称]:件数:单价[/promo][/special]",
        "goods: SKU[=NAME]:QTY:PRICE[/promo][/special]"},
       {"货号:件数:单价，例如 A17:2:129.00", "SKU:QTY:PRICE, such as A17:2:129.00"},
       [](const std::string& value) -> std::optional<Request> {
         const auto item = read_item(value);
         if (!item) return std::nullopt;
         Request line = {{"sku", item->sku}};
         if (!item->name.empty()) line["name"] = item->name;
         line["qty"] = item->qty;
         line["unit_price"] = item->unit_price;
         if (item->promotion) line["promotion"] = true;
         if (item->special_price) line["special_price"] = true;
         return line;
       })
      .required();
  many(leaf, "--coupon", "/coupons", {"优惠券：编号:面额[@行,行]", "coupon: ID:AMOUNT[@LINE,LINE]"},
       {"编号:面额，例如 C9:50.00", "ID:AMOUNT, such as C9:50.00 or C9:50.00@1,3"},
       [](const std::string& value) -> std::optional<Request> {
         const auto coupon = read_coupon(value);
         if (!coupon) return std::nullopt;
         Request request = {{"id", coupon->id}, {"amount", coupon->amount}};
         if (!coupon->lines.empty()) request["lines"] = coupon->lines;
         return request;
       });
  text(leaf, "--choice", "/choice",
       {"用会员价还是用券：member 或 coupon", "pay by member rate or by coupon"});
  yes(leaf, "--birthday-document", "/birthday_document_shown",
      {"已核对生日的身份证件原件", "the identity document was shown for the birthday"});
}

void Builder::registration(Leaf& leaf) {
  text(leaf, "--surname", "/registration/surname", {"姓氏", "surname"});
  text(leaf, "--given-name", "/registration/given_name", {"名字", "given name"});
  text(leaf, "--form", "/registration/form",
       {"称呼：ms 女士，mr 先生", "form of address: ms or mr"});
  text(leaf, "--birthday", "/registration/birthday", {"生日 YYYY-MM-DD", "birthday YYYY-MM-DD"});
  yes(leaf, "--consent", "/registration/consent",
      {"顾客同意使用其资料", "the customer consents to the use of the data"});
  yes(leaf, "--messages", "/registration/messages",
      {"顾客同意接收短信问候", "the customer agrees to messages: greetings, news"});
  text(leaf, "--note", "/registration/note", {"备注", "note"});
  text(leaf, "--referrer", "/registration/referrer",
       {"介绍人的卡号", "card of the member who brought them"});
}

void Builder::which_sale(Leaf& leaf) {
  text(leaf, "--sale", "/sale", {"交易号，例如 S01-1-42", "the sale, such as S01-1-42"});
  text(leaf, "--receipt-no", "/receipt_no", {"小票号", "receipt number"});
}

void Builder::blank(Leaf& leaf) {
  text(leaf, "--blank", "/blank", {"空白卡号；不填用下一张", "the blank; left out, the next"});
}

void Builder::on_paper(Leaf& leaf) {
  sets(leaf, "--text", "/format", "text",
       {"打印用的文字，48 列", "as text for a printer, 48 columns"});
  text(leaf, "--format", "/format",
       {"json、text、csv 或 xlsx（csv 和 xlsx 须店长）",
        "json, text, csv or xlsx (csv and xlsx: managers)"});
  output(leaf);
}

void Builder::output(Leaf& leaf) {
  leaf.app->add_option("--output", common_.output,
                       say({"写到此文件（仅本人可读）；不写则到标准输出",
                            "into this file, for its owner alone; left out, standard output"}));
}

Added Builder::lane(Leaf& leaf) {
  return whole(leaf, "--lane", "/lane", {"收银台号", "number of the lane"});
}

void Builder::who(Leaf& leaf) {
  whole(leaf, "--operator", "/operator", {"工号", "staff number"}).or_variable("VIP_OPERATOR");
  pin(leaf);
}

void Builder::pin(Leaf& leaf) {
  leaf.app->add_option(
      "--pin-file", common_.pin_file,
      say({"工号的密码所在文件（- 为标准输入）；也可用环境变量 VIP_PIN",
           "file with the operator's PIN (-: standard input); or the variable VIP_PIN"}));
}

void Builder::new_pin(Leaf& leaf) {
  leaf.app->add_option("--new-pin-file", common_.new_pin_file,
                       say({"新密码所在文件；也可用环境变量 VIP_NEW_PIN",
                            "file with the new PIN; or the variable VIP_NEW_PIN"}));
}

Added Builder::second(Leaf& leaf) {
  leaf.app->add_option(
      "--second-pin-file", common_.second_pin_file,
      say({"第二位员工的密码所在文件；也可用环境变量 VIP_SECOND_PIN",
           "file with the second operator's PIN; or the variable VIP_SECOND_PIN"}));
  return whole(leaf, "--second-operator", "/second_operator",
               {"第二位员工的工号", "the second operator"});
}

Added Builder::policy_file(Leaf& leaf, const char* flag, Both what) {
  return Added(leaf.app->add_option_function<std::string>(
      flag,
      [this, &leaf](const std::string& name) {
        const std::string file = read_file(name);
        const auto json = read_json(file);
        if (!json) {
          const JsonProblem& problem = json.error();
          throw UsageError{name + ": " + say({problem.message_zh, problem.message_en}) + " " +
                           problem.pointer};
        }
        if (json->is_object() && json->contains("policy")) {
          leaf.document = member_text(file, "policy");
          for (const char* beside : {"key", "signature"}) {
            if (json->contains(beside)) leaf.request[beside] = (*json)[beside];
          }
        } else {
          leaf.document = file;
        }
      },
      say(what)));
}

}  // namespace vip::terminal::cli
