#include "sync/office/simulate_command.h"

#include <array>
#include <iostream>
#include <optional>
#include <vector>

#include "sync/files.h"
#include "sync/office/head_office.h"
#include "sync/office/policy_simulation.h"
#include "terminal/door/columns.h"
#include "terminal/door/messages.h"
#include "terminal/history/progress_bar.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"
#include "terminal/policy/policy_reader.h"

namespace vip::sync {
namespace {

using terminal::Clause;
using terminal::JsonWriter;

constexpr std::array clauses = {Clause::D1, Clause::D2, Clause::D3, Clause::D6};

// One figure of both replays: fen, or a count.
struct Figure {
  const char* key;
  const char* zh;
  const char* en;
  bool money;
  std::int64_t before;
  std::int64_t after;
};

std::vector<Figure> figures_of(const ReplayFigures& a, const ReplayFigures& b) {
  return {
      {"paid", "实收", "paid", true, a.paid.count(), b.paid.count()},
      {"refunded", "退款", "refunded", true, a.refunded.count(), b.refunded.count()},
      {"net", "净额", "net", true, a.net().count(), b.net().count()},
      {"sales_with_benefits", "会员单数", "sales with benefits", false, a.sales_with_benefits,
       b.sales_with_benefits},
      {"earned", "积分", "points earned", false, a.earned.count(), b.earned.count()},
      {"taken", "退货扣分", "points taken back", false, a.taken.count(), b.taken.count()},
      {"voided", "补卡作废分", "points voided (C7)", false, a.voided.count(), b.voided.count()},
      {"gifts", "兑换礼品", "gifts", false, a.gifts, b.gifts},
      {"redeemed", "兑换用分", "points redeemed", false, a.redeemed.count(), b.redeemed.count()},
      {"gifts_out_of_reach", "分不够的礼品", "gifts out of reach (G2)", false, a.gifts_out_of_reach,
       b.gifts_out_of_reach},
      {"cards_issued", "发卡", "cards issued", false, a.cards_issued, b.cards_issued},
      {"cards_refused", "不够条件", "cards refused (E1, E2)", false, a.cards_refused,
       b.cards_refused},
      {"renewed", "续卡", "renewed", false, a.renewed, b.renewed},
      {"renewals_too_late", "续卡过期", "renewals too late (C4)", false, a.renewals_too_late,
       b.renewals_too_late},
      {"renewals_too_early", "尚不必续卡", "renewals too early (C2)", false, a.renewals_too_early,
       b.renewals_too_early},
  };
}

ClauseFigures of_clause(const ReplayFigures& figures, Clause clause) {
  const auto found = figures.clauses.find(clause);
  return found == figures.clauses.end() ? ClauseFigures{} : found->second;
}

StoreFigures of_store(const ReplayFigures& figures, std::uint32_t tid) {
  const auto found = figures.stores.find(tid);
  return found == figures.stores.end() ? StoreFigures{} : found->second;
}

std::string json_of(const PolicySimulation& done, std::int64_t version) {
  JsonWriter json;
  json.begin_object().key("policy").begin_object().field("version", version).end_object();
  json.field("from", done.from ? done.from->text() : "")
      .field("to", done.to ? done.to->text() : "");
  json.field("events", done.events).field("sales", done.before.sales);
  json.field("gross", done.before.gross.count());
  json.field("priced_otherwise_than_recorded", done.before.priced_otherwise);
  const auto both = [&](std::int64_t before, std::int64_t after) {
    json.begin_object().field("before", before).field("after", after);
    json.field("difference", after - before).end_object();
  };
  json.key("figures").begin_object();
  for (const Figure& figure : figures_of(done.before, done.after)) {
    json.key(figure.key);
    both(figure.before, figure.after);
  }
  json.end_object().key("clauses").begin_array();
  for (const Clause clause : clauses) {
    const ClauseFigures before = of_clause(done.before, clause);
    const ClauseFigures after = of_clause(done.after, clause);
    json.begin_object().field("clause", terminal::name(clause)).key("lines");
    both(before.lines, after.lines);
    json.key("reduction");
    both(before.reduction.count(), after.reduction.count());
    json.end_object();
  }
  json.end_array().key("stores").begin_array();
  for (const auto& [tid, name] : done.stores) {
    json.begin_object().field("store", name).key("net");
    both(of_store(done.before, tid).net().count(), of_store(done.after, tid).net().count());
    json.end_object();
  }
  json.end_array().key("not_simulated").begin_array();
  if (done.presence_differs) json.text("presence");
  if (done.leap_day_differs) json.text("rates.birthday.leap_day");
  json.end_array().end_object();
  return json.take();
}

class Table {
 public:
  explicit Table(const Manner& manner) : manner_(manner) {}

  void head() {
    row("", manner_.say("原政策", "as it was"), manner_.say("新政策", "with the draft"),
        manner_.say("相差", "difference"));
  }
  void figure(const std::string& what, bool money, std::int64_t before, std::int64_t after) {
    const auto shown = [money](std::int64_t n) {
      return money ? terminal::yuan_grouped(n) : std::to_string(n);
    };
    const std::int64_t difference = after - before;
    row(what, shown(before), shown(after),
        difference == 0 ? "=" : (difference > 0 ? "+" : "") + shown(difference));
  }
  std::string text;

 private:
  void row(const std::string& what, const std::string& before, const std::string& after,
           const std::string& difference) {
    text += "  " + terminal::pad_right(what, 26) + terminal::pad_left(before, 18) +
            terminal::pad_left(after, 18) + terminal::pad_left(difference, 18) + "\n";
  }
  const Manner& manner_;
};

std::string text_of(const Manner& manner, const PolicySimulation& done) {
  if (done.events == 0) {
    return manner.say("这段时间没有任何记录。\n", "Nothing was recorded in that time.\n");
  }
  Table table(manner);
  table.text = done.from->text() + manner.say(" 至 ", " to ") + done.to->text() +
               manner.say("，", ": ") + std::to_string(done.before.sales) +
               manner.say(" 笔销售，原价合计 ", " sales, gross ") +
               terminal::yuan_grouped(done.before.gross.count()) + "\n\n";
  table.head();
  for (const Figure& figure : figures_of(done.before, done.after)) {
    if (figure.before == 0 && figure.after == 0) continue;
    table.figure(manner.say(figure.zh, figure.en), figure.money, figure.before, figure.after);
  }
  table.text += manner.say("\n各条款优惠\n", "\nTaken off, by clause\n");
  for (const Clause clause : clauses) {
    const ClauseFigures before = of_clause(done.before, clause);
    const ClauseFigures after = of_clause(done.after, clause);
    if (before == ClauseFigures{} && after == ClauseFigures{}) continue;
    table.figure(std::string(terminal::name(clause)), true, before.reduction.count(),
                 after.reduction.count());
  }
  table.text += manner.say("\n各店净额\n", "\nNet, by store\n");
  for (const auto& [tid, name] : done.stores) {
    table.figure(name, true, of_store(done.before, tid).net().count(),
                 of_store(done.after, tid).net().count());
  }
  table.text += manner.say(
      "\n假定顾客照样购物、照样选择优惠；没有申请过会员卡的人不会凭空成为会员。没有改动任何数据。"
      "\n",
      "\nPeople are taken to have bought and chosen as they did; nobody becomes a member who did "
      "not "
      "apply. Nothing was changed.\n");
  if (done.before.priced_otherwise > 0) {
    table.text += std::to_string(done.before.priced_otherwise) +
                  manner.say(" 笔销售当时的价格与此处不同：门店还没得知别店的情况。\n",
                             " sales were priced otherwise at the time: their stores had not heard "
                             "of other stores yet.\n");
  }
  if (done.presence_differs) {
    table.text += manner.say("出示方式（presence，D8）的改动没有计入。\n",
                             "The change of presence (D8) is not worked out.\n");
  }
  if (done.leap_day_differs) {
    table.text += manner.say("闰日生日（leap_day，D3）的改动没有计入。\n",
                             "The change of leap_day (D3) is not worked out.\n");
  }
  return table.text;
}

}  // namespace

Exit simulate_draft(const Manner& manner, const SimulateWish& wish) {
  const auto document = read_file(wish.file);
  if (!document) {
    return manner.fail(Exit::not_found, "没有这个文件：" + wish.file, "No such file: " + wish.file);
  }
  const auto json = terminal::read_json(*document);
  terminal::Problems problems;
  SimulationWish asked;
  if (!json) {
    problems.push_back(json.error());
  } else if (const auto draft = terminal::read_policy(*json, terminal::Head::optional); !draft) {
    problems = draft.error();
  } else {
    asked.draft = *draft;
  }
  for (const auto& problem : problems) {
    std::cerr << (problem.pointer.empty() ? "/" : problem.pointer) << ": "
              << manner.say(problem.message_zh, problem.message_en) << "\n";
  }
  if (!problems.empty()) return Exit::usage;
  const auto day = [&](const char* option, const std::string& text, std::optional<Day>& into) {
    if (text.empty()) return true;
    into = read_day(text);
    if (into) return true;
    manner.fail(Exit::usage, std::string(option) + "：应是日期，如 2026-10-01。",
                std::string(option) + ": a date, such as 2026-10-01.");
    return false;
  };
  if (!day("--from", wish.from, asked.from) || !day("--to", wish.to, asked.to)) return Exit::usage;
  if (asked.from && asked.to && *asked.to < *asked.from) {
    return manner.fail(Exit::usage, "--to 早于 --from。", "--to is before --from.");
  }
  const OfficeDirectory directory(manner.data);
  OfficeBooksOpen books(directory, terminal::Database::Mode::read);
  books.database.execute("BEGIN");  // one state of the books, whoever writes meanwhile
  std::optional<terminal::ProgressBar> bar;
  if (!wish.quiet) bar.emplace();
  const PolicySimulation done = simulate_policy(books.store, books.fold.parked(), asked,
                                                [&](std::uint64_t so_far, std::uint64_t total) {
                                                  if (bar) bar->show(so_far, total, so_far);
                                                });
  bar.reset();
  books.database.execute("COMMIT");
  manner.show(json_of(done, asked.draft.version), text_of(manner, done));
  return Exit::ok;
}

}  // namespace vip::sync
