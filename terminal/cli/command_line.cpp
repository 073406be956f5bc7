#include "terminal/cli/command_line.h"

#include <sys/random.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <utility>

#include "cardformat/ensure.h"
#include "terminal/cli/answer_view.h"
#include "terminal/cli/forms.h"
#include "terminal/cli/input.h"
#include "terminal/cli/language.h"
#include "terminal/cli/stream.h"
#include "terminal/door/columns.h"
#include "terminal/door/config.h"
#include "terminal/json/fields.h"
#include "terminal/json/member_text.h"
#include "terminal/json/strict_json.h"

namespace vip::terminal::cli {
namespace {

using Request = nlohmann::ordered_json;
using Pointer = Request::json_pointer;

// What somebody wrote that is no command of ours; the text says what would be right.
struct UsageError {
  std::string text;
};

// What every command knows besides its own request.
struct Common {
  std::string data;
  bool json = false;
  std::string lang;
  std::string request_id;
  std::string pin_file;  // PINs come from files or the environment: arguments are public
  std::string second_pin_file;
  std::string new_pin_file;
};

// A command that ends in a call: `sale quote`, `status`.
struct Leaf {
  CLI::App* app = nullptr;
  std::string method;
  bool writes = false;  // takes a request id
  Request request = Request::object();
  std::string document;  // "policy" as the file has it, byte for byte: its signature is over these
};

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

// "cli-" and 64 random bits: unique for ever in one store, short enough to type again.
std::string new_request_id() {
  std::array<unsigned char, 8> random{};
  const ssize_t count = getrandom(random.data(), random.size(), 0);
  ensure(count == static_cast<ssize_t>(random.size()), "the system has random numbers");
  constexpr std::string_view digits = "0123456789abcdef";
  std::string id = "cli-";
  for (const unsigned char byte : random) {
    id += digits[byte >> 4U];
    id += digits[byte & 15U];
  }
  return id;
}

// Help whose descriptions line up where labels are Chinese, with the words of both languages.
class Help : public CLI::Formatter {
 public:
  explicit Help(Language language) : language_(language) {
    column_width(34);
    if (language_ == Language::en) return;
    for (const auto& [key, text] : {std::pair{"Usage", "用法"},
                                    {"OPTIONS", "选项"},
                                    {"SUBCOMMAND", "命令"},
                                    {"Positionals", "参数"}}) {
      label(key, text);
    }
  }

  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    std::string left = "  " + make_option_name(option, is_positional);
    if (option->get_items_expected_max() != 0) left += is_positional ? "" : " ...";
    if (option->get_required()) left += language_ == Language::zh ? "（必填）" : " (required)";
    return row(left, option->get_description());
  }

  std::string make_subcommand(const CLI::App* command) const override {
    return row("  " + command->get_name(), command->get_description());
  }

 private:
  static std::string row(const std::string& left, const std::string& right) {
    constexpr std::size_t width = 30;
    const std::string gap = columns_of(left) + 2 > width ? "\n" + std::string(width, ' ') : "";
    return pad_right(left, width) + gap + right + "\n";
  }

  Language language_;
};

class CommandLine {
 public:
  CommandLine(Language language, const Programs& programs, std::string default_data)
      : language_(language), programs_(programs) {
    common_.data = std::move(default_data);
    app_.name("vip-terminal");
    app_.description(say({"门店 VIP 会员终端：没有网络也照常营业。",
                          "The VIP terminal of a store: it works with no network."}));
    app_.require_subcommand(1);
    app_.formatter(std::make_shared<Help>(language));
    app_.option_defaults()->group(say({"选项", "Options"}));
    app_.set_help_flag("-h,--help",
                       say({"显示帮助和两个例子", "Show this help with two examples"}));
    app_.set_version_flag("--version", "vip-terminal 0.1.0", say({"显示版本", "Show the version"}));
    app_.footer(
        say({"每个命令都有带例子的帮助：vip-terminal sale quote --help。\n"
             "数据目录：--data，否则环境变量 VIP_DATA，否则 ./store。",
             "Every command has help with examples: vip-terminal sale quote --help.\n"
             "The store: --data, else the variable VIP_DATA, else ./store."}));
    add_common(app_);
    store_commands();
    sale_commands();
    card_commands();
    gift_and_point_commands();
    member_commands();
    staff_commands();
    report_commands();
    policy_commands();
    blank_commands();
    exchange_commands();
  }

  int run(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
      if (init_ != nullptr && init_->parsed()) return finish(programs_.init(wish()));
      if (call_ != nullptr && call_->parsed()) return run_call();
      for (const Leaf& leaf : leaves_) {
        if (leaf.app->parsed()) return run_leaf(leaf);
      }
      throw UsageError{say({"请给出命令", "a command is needed"})};
    } catch (const UsageError& error) {
      // A misspelt option explains why its value landed where it does not belong.
      return usage(app_.remaining(true).empty() ? error.text : not_known());
    } catch (const StorageError& error) {
      return finish(storage_reply(error));
    } catch (const CLI::Success& asked_for) {  // --help, --version
      return app_.exit(asked_for, std::cout, std::cerr);
    } catch (const CLI::ParseError& error) {
      return usage(explain(error));
    }
  }

 private:
  std::string say(Both both) const { return std::string(both.in(language_)); }

  // ---- how commands are put together ----

  void add_common(CLI::App& app) {
    app.add_option("--data", common_.data, say({"数据目录", "the store's directory"}));
    app.add_flag("--json", common_.json,
                 say({"原样输出 JSON 应答", "print the answer as JSON, as it came"}));
    app.add_option("--lang", common_.lang, say({"语言：zh-CN 或 en", "language: zh-CN or en"}))
        ->check(CLI::IsMember({"zh-CN", "en"}));
  }

  CLI::App* group(const char* name, Both what) {
    CLI::App* app = app_.add_subcommand(name, say(what));
    app->group(say({"命令", "Commands"}));
    app->get_help_ptr()->group(say({"选项", "Options"}));
    app->require_subcommand(1);
    return app;
  }

  CLI::App* command(CLI::App* parent, const char* name, Both what) {
    CLI::App* app = parent->add_subcommand(name, say(what));
    app->group(say({"命令", "Commands"}));
    app->get_help_ptr()->group(say({"选项", "Options"}));
    app->footer("");
    const std::string full =
        parent == &app_ ? std::string(name) : parent->get_name() + " " + std::string(name);
    for (const Example& example : examples()) {
      if (example.command != full) continue;
      app->footer(say({"例：", "Examples:"}) + "\n  " + std::string(example.first) + "\n  " +
                  std::string(example.second));
    }
    return app;
  }

  Leaf& leaf(CLI::App* parent, const char* name, const char* method, Both what) {
    Leaf& made = leaves_.emplace_back();
    made.app = command(parent, name, what);
    made.method = method;
    return made;
  }

  // Common options come last in the help; call it when a command's own are there.
  void reads(Leaf& leaf) {
    text(leaf, "--at", "/at",
         {"按此时间处理（仅培训门店）", "act at this time (training stores alone)"});
    add_common(*leaf.app);
  }

  void writes(Leaf& leaf) {
    leaf.writes = true;
    whole(leaf, "--operator", "/operator",
          {"工号；也可用环境变量 VIP_OPERATOR", "staff number; or the variable VIP_OPERATOR"})
        ->envname("VIP_OPERATOR");
    pin(leaf);
    leaf.app->add_option("--request-id", common_.request_id,
                         say({"请求编号，重试时用同一个；不填则自动生成",
                              "request id, the same for a repetition; made when left out"}));
    reads(leaf);
  }

  void pin(Leaf& leaf) {
    leaf.app->add_option(
        "--pin-file", common_.pin_file,
        say({"工号的密码所在文件（- 为标准输入）；也可用环境变量 VIP_PIN",
             "file with the operator's PIN (-: standard input); or the variable VIP_PIN"}));
  }

  void new_pin(Leaf& leaf) {
    leaf.app->add_option("--new-pin-file", common_.new_pin_file,
                         say({"新密码所在文件；也可用环境变量 VIP_NEW_PIN",
                              "file with the new PIN; or the variable VIP_NEW_PIN"}));
  }

  // Somebody who stands by: a manager where the operator is none.
  CLI::Option* second(Leaf& leaf) {
    leaf.app->add_option(
        "--second-pin-file", common_.second_pin_file,
        say({"第二位员工的密码所在文件；也可用环境变量 VIP_SECOND_PIN",
             "file with the second operator's PIN; or the variable VIP_SECOND_PIN"}));
    return whole(leaf, "--second-operator", "/second_operator",
                 {"第二位员工的工号", "the second operator"});
  }

  CLI::Option* text(Leaf& leaf, const char* flag, const char* where, Both what) {
    return leaf.app->add_option_function<std::string>(
        flag, [&leaf, where](const std::string& value) { leaf.request[Pointer(where)] = value; },
        say(what));
  }

  CLI::Option* whole(Leaf& leaf, const char* flag, const char* where, Both what) {
    return leaf.app->add_option_function<std::string>(
        flag,
        [this, &leaf, flag, where](const std::string& value) {
          const auto number = read_whole(value);
          if (!number) throw not_a(value, flag, {"整数，例如 2", "a whole number, such as 2"});
          leaf.request[Pointer(where)] = *number;
        },
        say(what));
  }

  CLI::Option* yuan(Leaf& leaf, const char* flag, const char* where, Both what) {
    return leaf.app->add_option_function<std::string>(
        flag,
        [this, &leaf, flag, where](const std::string& value) {
          const auto fen = read_yuan(value);
          if (!fen) throw not_a(value, flag, {"金额，例如 120.00", "an amount, such as 120.00"});
          leaf.request[Pointer(where)] = *fen;
        },
        say(what));
  }

  CLI::Option* yes(Leaf& leaf, const char* flag, const char* where, Both what) {
    return leaf.app->add_flag_function(
        flag, [&leaf, where](std::int64_t) { leaf.request[Pointer(where)] = true; }, say(what));
  }

  // Each value read by `read` and put at the end of the array at `where`.
  template <class Read, class Put>
  CLI::Option* many(Leaf& leaf, const char* flag, const char* where, Both what, Both form,
                    Read read, Put put) {
    return leaf.app
        ->add_option_function<std::vector<std::string>>(
            flag,
            [this, &leaf, flag, where, form, read, put](const std::vector<std::string>& values) {
              for (const std::string& value : values) {
                const auto read_value = read(value);
                if (!read_value) throw not_a(value, flag, form);
                leaf.request[Pointer(where)].push_back(put(*read_value));
              }
            },
            say(what))
        ->take_all()
        ->allow_extra_args(flag[0] != '-');  // one value for each --flag
  }

  UsageError not_a(const std::string& value, const char* option, Both wanted) const {
    return {say({"“", "\""}) + value + say({"” 不能用于 ", "\" does not do for "}) + option +
            say({"：要写", ": it takes "}) + say(wanted)};
  }

  // ---- parts of requests that several commands share ----

  void shown_card(Leaf& leaf) {
    text(leaf, "--card", "/card", {"会员卡号", "number of the member's card"});
    text(leaf, "--scan", "/scan", {"扫码或刷卡得到的原文", "raw text of a scan or a swipe"});
    text(leaf, "--phone", "/phone", {"手机号", "phone number"});
  }

  void basket(Leaf& leaf) {
    many(
        leaf, "items", "/lines",
        {"商品：货号[=名称]:件数:单价[/promo][/special]",
         "goods: SKU[=NAME]:QTY:PRICE[/promo][/special]"},
        {"货号:件数:单价，例如 A17:2:129.00", "SKU:QTY:PRICE, such as A17:2:129.00"},
        [](const std::string& value) { return read_item(value); },
        [](const ItemForm& item) {
          Request line = {{"sku", item.sku}};
          if (!item.name.empty()) line["name"] = item.name;
          line["qty"] = item.qty;
          line["unit_price"] = item.unit_price;
          if (item.promotion) line["promotion"] = true;
          if (item.special_price) line["special_price"] = true;
          return line;
        })
        ->required();
    many(
        leaf, "--coupon", "/coupons",
        {"优惠券：编号:面额[@行,行]", "coupon: ID:AMOUNT[@LINE,LINE]"},
        {"编号:面额，例如 C9:50.00", "ID:AMOUNT, such as C9:50.00 or C9:50.00@1,3"},
        [](const std::string& value) { return read_coupon(value); },
        [](const CouponForm& coupon) {
          Request request = {{"id", coupon.id}, {"amount", coupon.amount}};
          if (!coupon.lines.empty()) request["lines"] = coupon.lines;
          return request;
        });
    text(leaf, "--choice", "/choice",
         {"用会员价还是用券：member 或 coupon", "pay by member rate or by coupon"});
    yes(leaf, "--birthday-document", "/birthday_document_shown",
        {"已核对生日的身份证件原件", "the identity document was shown for the birthday"});
  }

  void registration(Leaf& leaf) {
    text(leaf, "--surname", "/registration/surname", {"姓氏", "surname"});
    text(leaf, "--given-name", "/registration/given_name", {"名字", "given name"});
    text(leaf, "--form", "/registration/form",
         {"称呼：ms 女士，mr 先生", "form of address: ms or mr"});
    text(leaf, "--birthday", "/registration/birthday", {"生日 YYYY-MM-DD", "birthday YYYY-MM-DD"});
    yes(leaf, "--consent", "/registration/consent",
        {"顾客同意使用其资料", "the customer consents to the use of the data"});
    text(leaf, "--note", "/registration/note", {"备注", "note"});
    text(leaf, "--referrer", "/registration/referrer",
         {"介绍人的卡号", "card of the member who brought them"});
  }

  void which_sale(Leaf& leaf) {
    text(leaf, "--sale", "/sale", {"交易号，例如 S01-1-42", "the sale, such as S01-1-42"});
    text(leaf, "--receipt-no", "/receipt_no", {"小票号", "receipt number"});
  }

  void on_paper(Leaf& leaf) {
    leaf.app->add_flag_function(
        "--text", [&leaf](std::int64_t) { leaf.request["format"] = "text"; },
        say({"打印用的文字，48 列", "as text for a printer, 48 columns"}));
  }

  CLI::Option* lane(Leaf& leaf) {
    return whole(leaf, "--lane", "/lane", {"收银台号", "number of the lane"});
  }

  // ---- the commands ----

  void store_commands() {
    init_ = command(&app_, "init", {"建立门店数据目录", "make a store"});
    init_->add_option("--store", store_, say({"门店编号，例如 S01", "the store, such as S01"}))
        ->required();
    init_->add_flag("--training", training_,
                    say({"培训门店：用来试用，卡号带培训标记",
                         "a training store: for trying out, with cards marked so"}));
    init_->add_option(
        "--seed", seed_,
        say({"培训门店：固定的卡号序列", "training: the same card numbers every time"}));
    init_->add_option(
        "--epoch", epoch_,
        say({"本店终端的第几代，由总部告知；默认 1",
             "which life of this store's terminal, as head office said; left out: the first"}));
    add_common(*init_);

    call_ = command(&app_, "call",
                    {"调用一个方法：从标准输入读请求，应答写到标准输出",
                     "call a method: the request from standard input, the answer to standard "
                     "output"});
    call_->add_option("method", method_, say({"方法，例如 sale.quote", "such as sale.quote"}));
    call_->add_flag("--stream", stream_,
                    say({"每行一个 {\"method\",\"request\"}，每行一个应答",
                         "one {\"method\",\"request\"} a line in, one answer a line out"}));
    add_common(*call_);

    reads(leaf(&app_, "status", "status",
               {"一屏看清本机状态", "the state of this terminal on one screen"}));
    reads(leaf(&app_, "verify", "verify",
               {"从流水账重算并核对", "rebuild from the journal and compare"}));
    Leaf& scan = leaf(&app_, "scan", "scan", {"辨认扫到的内容", "tell what was scanned"});
    text(scan, "raw", "/raw",
         {"扫到的原文；不写则从标准输入读，命令历史里就不留下它",
          "the raw text; left out: read from standard input, so that no shell remembers it"});
    reads(scan);
  }

  void sale_commands() {
    CLI::App* sale = group("sale", {"报价、收款、退货", "quotes, sales and returns"});
    Leaf& quote = leaf(sale, "quote", "sale.quote",
                       {"报价：每行为什么这个价", "what a basket would cost, and why"});
    basket(quote);
    shown_card(quote);
    reads(quote);

    Leaf& commit = leaf(sale, "commit", "sale.commit", {"收款入账", "book a basket that was paid"});
    basket(commit);
    shown_card(commit);
    text(commit, "--receipt-no", "/receipt_no", {"小票号", "receipt number"})->required();
    yuan(commit, "--paid", "/expected_paid",
         {"顾客实付，与报价一致", "what the customer paid, the figure of the quote"})
        ->required();
    lane(commit)->default_str("1");
    commit.request["lane"] = 1;
    writes(commit);

    Leaf& give_back = leaf(sale, "return", "sale.return", {"退货", "take goods back"});
    many(
        give_back, "lines", "/lines",
        {"行号:件数，行号从 1 起", "LINE:QTY, lines counted from one"},
        {"行号:件数，例如 1:2", "LINE:QTY, such as 1:2"},
        [](const std::string& value) { return read_return(value); },
        [](const ReturnForm& form) {
          return Request{{"line", form.line}, {"qty", form.qty}};
        })
        ->required();
    which_sale(give_back);
    writes(give_back);

    Leaf& show = leaf(sale, "show", "sale.show", {"查看一笔交易", "show a sale"});
    which_sale(show);
    reads(show);
  }

  void card_commands() {
    CLI::App* card = group("card", {"会员卡：办理、挂失、补卡、续卡", "members' cards"});

    Leaf& issue = leaf(card, "issue", "card.issue", {"办理会员卡", "give a customer a card"});
    registration(issue);
    text(issue, "--phone", "/registration/phone", {"手机号", "phone number"});
    many(
        issue, "--sale", "/proof/sales", {"凭本店交易办卡", "a sale of this store as proof"},
        {"交易号", "a sale"}, [](const std::string& value) { return std::optional(value); },
        [](const std::string& value) { return Request(value); });
    many(
        issue, "--receipt", "/proof/receipts",
        {"凭小票办卡：小票号[:日期:金额]；都不填则凭手机号下的消费",
         "a receipt as proof: NUMBER[:DATE:PAID]; without proof, the purchases under the phone"},
        {"小票号", "a receipt"},
        [](const std::string& value) { return std::optional(read_receipt(value)); },
        [](const ReceiptForm& receipt) {
          if (!receipt.elsewhere) return Request(receipt.receipt_no);
          return Request{{"receipt_no", receipt.receipt_no},
                         {"date", receipt.elsewhere->date},
                         {"paid", receipt.elsewhere->paid}};
        });
    text(issue, "--blank", "/blank", {"空白卡号；不填用下一张", "the blank; left out, the next"});
    writes(issue);

    Leaf& show =
        leaf(card, "show", "card.show",
             {"查看会员卡：状态、积分、可兑礼品", "state, points and what can be redeemed"});
    shown_card(show);
    reads(show);

    Leaf& block = leaf(card, "block", "card.block", {"挂失或停用", "block a card"});
    shown_card(block);
    text(block, "--reason", "/reason",
         {"lost 遗失，stolen 被盗，damaged 损坏，other 其他", "lost, stolen, damaged or other"})
        ->required();
    writes(block);

    Leaf& replace = leaf(card, "replace", "card.replace", {"补卡", "replace a card"});
    shown_card(replace);
    text(replace, "--reason", "/reason", {"原因", "lost, stolen, damaged or other"});
    text(replace, "--blank", "/blank", {"空白卡号；不填用下一张", "the blank; left out, the next"});
    second(replace);
    writes(replace);

    Leaf& renew = leaf(card, "renew", "card.renew", {"续卡", "renew a card that has run out"});
    shown_card(renew);
    text(renew, "--blank", "/blank", {"空白卡号；不填用下一张", "the blank; left out, the next"});
    writes(renew);

    Leaf& close = leaf(card, "close", "card.close", {"注销", "close a card"});
    shown_card(close);
    text(close, "--reason", "/reason", {"原因", "why"})->required();
    second(close);
    writes(close);

    Leaf& check = leaf(card, "check-holder", "card.check_holder",
                       {"登记持卡人身份核对", "record a check of the holder's identity"});
    shown_card(check);
    text(check, "--outcome", "/outcome", {"passed 通过，failed 未通过", "passed or failed"})
        ->required();
    lane(check);
    writes(check);
  }

  void gift_and_point_commands() {
    CLI::App* gift = group("gift", {"礼品单与兑换", "the poster and redemptions"});
    Leaf& put = leaf(gift, "put", "gift.put", {"登记礼品", "put a gift on the poster"});
    text(put, "--id", "/gift/id", {"礼品编号", "the gift's id"})->required();
    text(put, "--name", "/gift/name", {"名称", "its name"})->required();
    whole(put, "--points", "/gift/points", {"所需积分", "points it takes"})->required();
    whole(put, "--stock", "/gift/stock", {"库存件数", "pieces in stock"})->required();
    text(put, "--first-day", "/gift/first_day", {"兑换首日", "first day"})->required();
    text(put, "--last-day", "/gift/last_day", {"兑换末日", "last day"})->required();
    writes(put);
    reads(leaf(gift, "list", "gift.list", {"礼品单", "the poster"}));
    Leaf& redeem = leaf(gift, "redeem", "gift.redeem", {"用积分兑换礼品", "points for a gift"});
    text(redeem, "gift", "/gift", {"礼品编号", "the gift's id"})->required();
    shown_card(redeem);
    lane(redeem);
    writes(redeem);

    CLI::App* points =
        group("points", {"积分更正与来历", "corrections and where points came from"});
    Leaf& correct = leaf(points, "correct", "points.correct",
                         {"手工更正积分（店长）", "correct points by hand (managers)"});
    shown_card(correct);
    whole(correct, "--delta", "/delta", {"加减多少分，例如 --delta=-5", "such as --delta=-5"})
        ->required();
    text(correct, "--reason", "/reason", {"原因", "why"})->required();
    second(correct)->required();
    writes(correct);
    Leaf& explain = leaf(points, "explain", "points.explain",
                         {"积分的每一笔来历", "every event of the account, with the balance"});
    shown_card(explain);
    reads(explain);
  }

  void member_commands() {
    CLI::App* member = group("member", {"会员资料", "members"});
    Leaf& find = leaf(member, "find", "member.find", {"查找会员", "find a member"});
    text(find, "--phone", "/phone", {"手机号", "phone number"});
    text(find, "--card", "/card", {"会员卡号", "number of the member's card"});
    reads(find);
    Leaf& show =
        leaf(member, "show", "member.show",
             {"查看会员（遮盖；写明原因则完整）", "show a member, masked unless for a reason"});
    shown_card(show);
    text(show, "--reason", "/reason", {"查看完整资料的原因", "why the data is needed in full"});
    whole(show, "--operator", "/operator", {"工号", "staff number"})->envname("VIP_OPERATOR");
    pin(show);
    reads(show);
    Leaf& edit = leaf(member, "edit", "member.edit", {"改正会员资料", "correct a member's data"});
    text(edit, "--card", "/card", {"会员卡号", "number of the member's card"});
    text(edit, "--scan", "/scan", {"扫码或刷卡得到的原文", "raw text of a scan or a swipe"});
    registration(edit);
    text(edit, "--new-phone", "/registration/phone", {"新手机号", "the new phone number"});
    second(edit);
    writes(edit);

    CLI::App* handover = group("handover", {"手册与会员杂志", "handbook and magazine"});
    Leaf& record = leaf(handover, "record", "handover.record",
                        {"登记已发放", "record that it was handed over"});
    text(record, "item", "/item", {"handbook 手册，magazine 杂志", "handbook or magazine"})
        ->required();
    shown_card(record);
    text(record, "--issue", "/issue", {"杂志期号", "issue of the magazine"});
    writes(record);
  }

  void staff_commands() {
    CLI::App* staff = group("operator", {"员工：工号、密码、权限", "staff: numbers, PINs, roles"});
    const auto number = [this](Leaf& leaf) {
      whole(leaf, "number", "/number", {"工号", "the staff number"})->required();
    };
    const auto own_card = [this](Leaf& leaf) {
      text(leaf, "--card", "/card",
           {"该员工本人的会员卡号", "number of their own card as a member"});
    };
    const auto role = [this](Leaf& leaf) {
      return text(leaf, "--role", "/role",
                  {"cashier 收银，manager 店长，operations 营运，privacy 隐私，technician 技术",
                   "cashier, manager, operations, privacy or technician"});
    };
    const auto badge = [this](Leaf& leaf) {
      yes(leaf, "--badge", "/badge_wanted",
          {"另发一张工牌，登录时与密码一起出示", "a badge as well, shown with the PIN at login"});
    };
    Leaf& add = leaf(staff, "add", "operator.add",
                     {"登记员工；第一位须是店长本人",
                      "enrol somebody; the first is a manager who enrols themselves"});
    number(add);
    role(add)->required();
    new_pin(add);
    badge(add);
    own_card(add);
    writes(add);
    Leaf& list = leaf(staff, "list", "operator.list", {"员工一览", "everybody who may act here"});
    reads(list);
    Leaf& pin_of = leaf(staff, "pin", "operator.pin",
                        {"改密码（自己的，或店长代设）", "a new PIN: one's own, or by a manager"});
    number(pin_of);
    new_pin(pin_of);
    badge(pin_of);
    writes(pin_of);
    Leaf& edit =
        leaf(staff, "edit", "operator.edit",
             {"改权限、启用停用、登记本人会员卡", "role, switched on or off, their own card"});
    number(edit);
    role(edit);
    edit.app->add_option_function<bool>(
        "--active", [&edit](bool value) { edit.request["active"] = value; },
        say({"true 启用，false 停用", "true: may act; false: may not"}));
    own_card(edit);
    writes(edit);
    Leaf& unlock =
        leaf(staff, "unlock", "operator.unlock", {"解除密码锁定", "end a lock after wrong PINs"});
    number(unlock);
    writes(unlock);
    Leaf& login = leaf(staff, "login", "operator.login",
                       {"核对密码，取得登录口令", "check a PIN and get a session"});
    whole(login, "--operator", "/operator", {"工号", "staff number"})->envname("VIP_OPERATOR");
    pin(login);
    text(login, "--badge", "/badge", {"工牌内容", "what the badge says"});
    reads(login);
    Leaf& logout = leaf(staff, "logout", "operator.logout", {"退出登录", "end a session"});
    text(logout, "--session", "/session", {"登录口令", "the session"})->required();
    reads(logout);

    CLI::App* audit = group("audit", {"谁做了什么", "who did what"});
    Leaf& entries = leaf(
        audit, "list", "audit.list",
        {"查看、拒绝、确认、导出、设置的记录", "looks, refusals, approvals, exports and settings"});
    text(entries, "--from", "/from", {"首日；不填为今天", "first day; left out, today"});
    text(entries, "--through", "/through", {"末日", "last day"});
    text(entries, "--kind", "/kind",
         {"look、refusal、approval、copied、setting、correction、session 之一",
          "look, refusal, approval, copied, setting, correction or session"});
    whole(entries, "--by", "/by", {"只看这个工号", "of this operator alone"});
    whole(entries, "--operator", "/operator", {"工号", "staff number"})->envname("VIP_OPERATOR");
    pin(entries);
    reads(entries);
  }

  void report_commands() {
    CLI::App* report = group("report", {"日报、月报、登记册", "reports of the day and month"});
    Leaf& day = leaf(report, "day", "report.day", {"日报", "the report of a day"});
    text(day, "--date", "/date", {"日期；不填为今天", "the day; left out, today"});
    on_paper(day);
    reads(day);
    Leaf& month = leaf(report, "month", "report.month", {"月报", "the report of a month"});
    text(month, "--month", "/month", {"月份 YYYY-MM；不填为本月", "YYYY-MM; left out, this month"});
    on_paper(month);
    reads(month);
    Leaf& totals = leaf(report, "totals", "report.totals",
                        {"至今的合计与现状", "everything so far, and how things stand"});
    on_paper(totals);
    reads(totals);
    reads(leaf(report, "anomalies", "report.anomalies", {"异常", "breaches that data shows"}));
    Leaf& registry = leaf(report, "registry", "report.registry",
                          {"当月会员登记册", "the registrations of a month"});
    text(registry, "--month", "/month",
         {"月份 YYYY-MM；不填为本月", "YYYY-MM; left out, this month"});
    on_paper(registry);
    reads(registry);

    CLI::App* history = group("history", {"以前的销售", "sales of the time before"});
    Leaf& import =
        leaf(history, "import", "history.import",
             {"导入以前的销售（CSV，可为 gzip）", "bring in earlier sales (CSV, plain or gzip)"});
    text(import, "file", "/file", {"文件", "the file"})->required();
    text(import, "--format", "/format",
         {"格式；不填自动辨认", "its form; left out, from its head"});
    text(import, "--rejects", "/rejects",
         {"未收的行写到此文件", "where rejected rows are written"});
    text(import, "--as-of", "/as_of", {"按哪天算谁够条件", "the day for who qualifies"});
    whole(import, "--operator", "/operator", {"工号", "staff number"})->envname("VIP_OPERATOR");
    pin(import);
    reads(import);
  }

  void policy_commands() {
    CLI::App* policy = group("policy", {"政策文件", "the policy document"});
    reads(leaf(policy, "show", "policy.show", {"现行政策", "the document in force"}));
    Leaf& check =
        leaf(policy, "check", "policy.check", {"检查政策文件", "name every field that is wrong"});
    policy_file(check, "file", {"政策文件", "the document"})->required();
    reads(check);
    Leaf& adopt = leaf(policy, "adopt", "policy.adopt", {"采用政策文件", "take a document over"});
    policy_file(adopt, "file", {"政策文件", "the document"})->required();
    writes(adopt);

    Leaf& evaluate = leaf(policy, "evaluate", "policy.evaluate",
                          {"试算：给定事实和政策", "a quote from given facts and policy"});
    basket(evaluate);
    text(evaluate, "--date", "/date", {"日期 YYYY-MM-DD", "the day, YYYY-MM-DD"})->required();
    policy_file(evaluate, "--policy", {"政策文件；不填用现行的", "left out, the one in force"});
    whole(evaluate, "--accumulated", "/facts/accumulated", {"累计积分", "points accumulated"});
    whole(evaluate, "--balance", "/facts/balance", {"积分余额", "points balance"});
    yuan(evaluate, "--carry", "/facts/carry", {"零头", "carry, in yuan"});
    text(evaluate, "--card-state", "/facts/card_state", {"卡的状态", "state of the card"});
    text(evaluate, "--last-day", "/facts/last_day", {"最后有效日", "last valid day"});
    text(evaluate, "--birthday", "/facts/birthday", {"生日", "birthday"});
    add_common(*evaluate.app);

    CLI::App* eligibility = group("eligibility", {"办卡条件", "who becomes a member"});
    Leaf& who = leaf(eligibility, "evaluate", "eligibility.evaluate",
                     {"试算：这些消费够不够办卡", "do these purchases qualify"});
    many(
        who, "purchases", "/purchases",
        {"消费：日期:实付[:已退]", "purchases: DATE:PAID[:RETURNED]"},
        {"日期:实付，例如 2026-11-02:1200.00", "DATE:PAID, such as 2026-11-02:1200.00"},
        [](const std::string& value) { return read_purchase(value); },
        [](const PurchaseForm& form) {
          Request purchase = {{"date", form.date}, {"paid", form.paid}};
          if (form.returned) purchase["returned"] = *form.returned;
          return purchase;
        })
        ->required();
    text(who, "--date", "/date", {"申请日 YYYY-MM-DD", "day of application, YYYY-MM-DD"})
        ->required();
    policy_file(who, "--policy", {"政策文件；不填用现行的", "left out, the one in force"});
    add_common(*who.app);
  }

  void blank_commands() {
    CLI::App* blanks = group("blanks", {"空白卡", "cards that are nobody's yet"});
    Leaf& accept = leaf(blanks, "accept", "blanks.accept",
                        {"收下总部的空白卡清单", "take a list of blanks that head office made"});
    accept.app
        ->add_option_function<std::string>(
            "file",
            [this, &accept](const std::string& name) { accept.request["list"] = read_file(name); },
            say({"清单文件", "the list"}))
        ->required();
    writes(accept);
    reads(leaf(blanks, "show", "blanks.show", {"还有多少空白卡", "how many blanks are left"}));
  }

  void exchange_commands() {
    Leaf& enrol = leaf(&app_, "enrol", "sync.enrol",
                       {"凭一次性口令向总部登记本机", "enrol at head office with a one-time code"});
    text(enrol, "--office", "/office", {"总部地址", "address of head office"})->required();
    text(enrol, "--code", "/code", {"一次性口令", "the one-time code"})->required();
    text(enrol, "--ca-fingerprint", "/ca_fingerprint",
         {"总部证书指纹，核对全部 64 位时填",
          "head office's whole fingerprint, to check all of it"});
    add_common(*enrol.app);
    CLI::App* sync = group("sync", {"与总部交换", "the exchange with head office"});
    Leaf& run = leaf(sync, "run", "sync.run", {"现在交换一次", "one exchange now"});
    add_common(*run.app);
    Leaf& status =
        leaf(sync, "status", "sync.status", {"多少条待上传、从何时起", "what waits, since when"});
    add_common(*status.app);
  }

  // A policy document in a file ("-": standard input). What head office publishes has the document
  // inside, beside its key and signature.
  CLI::Option* policy_file(Leaf& leaf, const char* flag, Both what) {
    return leaf.app->add_option_function<std::string>(
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
        say(what));
  }

  std::string read_file(const std::string& name) const {
    std::ostringstream text;
    if (name == "-") return read_input(STDIN_FILENO);
    std::ifstream in(name, std::ios::binary);
    if (!in || !(text << in.rdbuf())) {
      throw UsageError{say({"读不了文件 ", "cannot read the file "}) + name};
    }
    return text.str();
  }

  // ---- running ----

  InitWish wish() const {
    InitWish wish{.data = common_.data, .store = store_, .training = training_, .seed = {}};
    if (!epoch_.empty()) {
      const auto epoch = read_whole(epoch_);
      if (!epoch || *epoch < 1 || *epoch > 0x7fffffff) {
        throw not_a(epoch_, "--epoch", {"正整数", "a whole number from 1"});
      }
      wish.epoch = static_cast<std::uint32_t>(*epoch);
    }
    if (seed_.empty()) return wish;
    const auto seed = read_whole(seed_);
    if (!seed || *seed < 0) throw not_a(seed_, "--seed", {"0 或正整数", "a whole number from 0"});
    wish.seed = static_cast<std::uint64_t>(*seed);
    return wish;
  }

  int run_call() {
    if (stream_ != method_.empty()) {
      throw UsageError{
          say({"call 要么给出方法，要么用 --stream", "call takes either a method or --stream"})};
    }
    common_.json = true;
    Reply why_not;
    const std::unique_ptr<OpenStore> store = programs_.open(common_.data, why_not);
    if (store == nullptr) return finish(why_not);
    if (stream_) return run_stream(STDIN_FILENO, STDOUT_FILENO, store->door());
    return finish(store->door().call(method_, read_input(STDIN_FILENO)));
  }

  int run_leaf(const Leaf& leaf) {
    Request request = leaf.request;
    complete(leaf, request);
    Reply why_not;
    const std::unique_ptr<OpenStore> store = programs_.open(common_.data, why_not);
    if (store == nullptr) return finish(why_not);
    return finish(store->door().call(leaf.method, with_document(leaf, request)));
  }

  static std::string with_document(const Leaf& leaf, const Request& request) {
    std::string text = request.dump();
    if (leaf.document.empty()) return text;
    text.pop_back();
    return text + (text == "{" ? "" : ",") + "\"policy\":" + leaf.document + "}";
  }

  // What a command adds by itself.
  void complete(const Leaf& leaf, Request& request) {
    if (leaf.method == "scan" && !request.contains("raw")) {
      if (isatty(STDIN_FILENO) != 0) {
        std::cerr << say({"请扫码或刷卡，再按回车。", "Scan or swipe now, then press Enter."})
                  << "\n";
      }
      request["raw"] = read_burst(STDIN_FILENO);
    }
    if (leaf.method == "card.issue" && !request.contains("proof") &&
        request.contains(Pointer("/registration/phone"))) {
      request["proof"]["phone"] = request["registration"]["phone"];
    }
    add_secret(request, "operator", "pin", common_.pin_file, "VIP_PIN");
    add_secret(request, "second_operator", "second_pin", common_.second_pin_file, "VIP_SECOND_PIN");
    if (leaf.method == "operator.add" || leaf.method == "operator.pin") {
      add_secret(request, "number", "new_pin", common_.new_pin_file, "VIP_NEW_PIN");
    }
    if (!leaf.writes) return;
    if (!common_.request_id.empty()) {
      request["request_id"] = common_.request_id;
    } else {
      const std::string id = new_request_id();
      request["request_id"] = id;
      std::cerr << say({"请求编号 ", "request id "}) << id
                << say({"（重试请加 --request-id ", " (to repeat it safely: --request-id "}) << id
                << say({"）", ")"}) << "\n";
    }
  }

  // A PIN for the one who is named: the first line of the file, else the variable.
  void add_secret(Request& request, const char* whose, const char* field, const std::string& file,
                  const char* variable) const {
    if (!request.contains(whose)) return;
    std::string secret = file.empty() ? environment(variable) : read_file(file);
    secret = secret.substr(0, secret.find_first_of("\r\n"));
    if (!secret.empty()) request[field] = secret;
  }

  int finish(const Reply& reply) {
    if (reply.text.starts_with(R"({"ok":true,"replayed":true)")) {
      std::cerr
          << say({"这笔之前已办妥，没有重复办理；下面是当时的应答。",
                  "This was done before and was not done twice; the answer is the first one."})
          << "\n";
    }
    if (common_.json) {
      std::cout << reply.text << "\n";
    } else {
      Look look{.language = language_, .colour = colour(STDOUT_FILENO)};
      std::cout << view(reply.text, look).data;
      look.colour = colour(STDERR_FILENO);
      std::cerr << view(reply.text, look).messages;
    }
    std::cout.flush();
    if (!std::cout) {
      std::cerr << "vip-terminal: "
                << say({"应答写不出去；业务以应答为准，请用同一请求编号重试",
                        "the answer could not be written; repeat it with the same request id"})
                << "\n";
      return reply.exit_code == 0 ? exit_code::unexpected : reply.exit_code;
    }
    return reply.exit_code;
  }

  static bool colour(int file) {
    return isatty(file) == 1 && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
  }

  // ---- when what was written is no command ----

  const CLI::App* deepest() const {
    const CLI::App* app = &app_;
    while (true) {
      const auto subcommands = app->get_subcommands();
      if (subcommands.empty()) return app;
      app = subcommands.front();
    }
  }

  static std::string path(const CLI::App* app) {
    std::string out = app->get_name();
    for (const CLI::App* up = app->get_parent(); up != nullptr; up = up->get_parent()) {
      out = up->get_name() + " " + out;
    }
    return out;
  }

  static std::vector<std::string> commands_of(const CLI::App* app) {
    std::vector<std::string> names;
    for (const CLI::App* sub : app->get_subcommands({})) names.push_back(sub->get_name());
    return names;
  }

  // Requires: some word was left over.
  std::string not_known() const {
    const std::string word = app_.remaining(true).front();
    const CLI::App* app = deepest();
    std::vector<std::string> names = commands_of(app);
    std::string out = names.empty() ? say({"不认识：", "not understood: "})
                                    : say({"没有这个命令：", "there is no command "});
    out += word;
    for (const CLI::Option* option : app->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    const std::vector<std::string_view> known(names.begin(), names.end());
    if (const auto meant = nearest_word(word, known)) {
      out += say({"（是不是 ", " (did you mean "}) + std::string(*meant) + say({"？）", "?)"});
    }
    return out;
  }

  std::string explain(const CLI::ParseError& error) const {
    const CLI::App* app = deepest();
    const std::vector<std::string> names = commands_of(app);
    if (!app_.remaining(true).empty()) return not_known();
    if (!names.empty()) {
      std::string out = path(app) + say({" 后面要有命令：", " needs a command: "});
      for (const std::string& name : names) out += (&name == &names.front() ? "" : ", ") + name;
      return out;
    }
    if (language_ == Language::en) return error.what();
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
      const std::string text = error.what();
      return "缺少 " + text.substr(0, text.find(" is required"));
    }
    return std::string("写法不对：") + error.what();
  }

  int usage(const std::string& text) const {
    std::cerr << "vip-terminal: " << text << "\n"
              << say({"用法和例子：", "for usage and examples: "}) << path(deepest())
              << " --help\n";
    return exit_code::usage;
  }

  Language language_;
  const Programs& programs_;
  CLI::App app_;
  Common common_;
  std::deque<Leaf> leaves_;  // addresses stay: options write into their leaf's request

  CLI::App* init_ = nullptr;
  std::string store_;
  bool training_ = false;
  std::string seed_;
  std::string epoch_;

  CLI::App* call_ = nullptr;
  std::string method_;
  bool stream_ = false;
};

// Before anything is parsed: the value of --name, wherever it stands.
std::string option_value(int argc, const char* const* argv, std::string_view name) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == name && i + 1 < argc) return argv[i + 1];
    if (word.starts_with(std::string(name) + "=")) return std::string(word.substr(name.size() + 1));
  }
  return {};
}

Language language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::string value = environment(name);
    if (!value.empty()) return value.starts_with("zh") ? Language::zh : Language::en;
  }
  return Language::en;
}

// Interrupted: nothing is half done, because a commit is one transaction and the books come back
// whole from any end.
extern "C" void interrupted(int) { _exit(exit_code::interrupted); }

}  // namespace

int run_command_line(int argc, const char* const* argv, const Programs& programs) {
  std::signal(SIGINT, interrupted);
  std::string data = option_value(argc, argv, "--data");
  if (data.empty()) data = environment("VIP_DATA");
  if (data.empty()) data = "store";
  // --lang, else vip.toml, else the environment. Help needs it, so it comes before parsing.
  std::optional<Language> language = language_named(option_value(argc, argv, "--lang"));
  const auto config = read_config(std::filesystem::path(data) / "vip.toml");
  if (!language && config && config->lang) language = language_named(*config->lang);
  if (!language) language = language_of_environment();
  return CommandLine(*language, programs, data).run(argc, argv);
}

}  // namespace vip::terminal::cli
