#include "sync/office/office_view.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "terminal/books/clock.h"
#include "terminal/door/columns.h"
#include "terminal/door/messages.h"
#include "terminal/door/method.h"
#include "terminal/json/json_writer.h"

namespace vip::sync {
namespace {

using terminal::CardState;
using terminal::JsonWriter;
using terminal::pad_left;
using terminal::pad_right;
using terminal::Standing;
using terminal::Tally;
using terminal::yuan_grouped;

std::string_view in(Speech speech, std::string_view zh, std::string_view en) {
  return speech == Speech::zh ? zh : en;
}

// A table: the first column to the left, figures to the right.
class Table {
 public:
  void row(std::vector<std::string> cells) {
    widths_.resize(std::max(widths_.size(), cells.size()));
    for (std::size_t i = 0; i < cells.size(); ++i) {
      widths_[i] = std::max(widths_[i], terminal::columns_of(cells[i]));
    }
    rows_.push_back(std::move(cells));
  }
  std::string text() const {
    std::string text;
    for (const auto& cells : rows_) {
      for (std::size_t i = 0; i < cells.size(); ++i) {
        text += i == 0 ? pad_right(cells[i], widths_[i]) : "  " + pad_left(cells[i], widths_[i]);
      }
      while (text.ends_with(' ')) text.pop_back();
      text += '\n';
    }
    return text;
  }

 private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> widths_;
};

std::vector<std::string> titles_of(
    Speech speech, std::initializer_list<std::pair<const char*, const char*>> names) {
  std::vector<std::string> titles;
  for (const auto& [zh, en] : names) titles.emplace_back(in(speech, zh, en));
  return titles;
}

std::vector<std::string> tally_cells(std::string first, const Tally& tally) {
  return {std::move(first),
          std::to_string(tally.sales),
          yuan_grouped(tally.gross.count()),
          yuan_grouped(tally.paid.count()),
          std::to_string(tally.returns),
          yuan_grouped(tally.refunded.count()),
          std::to_string(tally.earned.count()),
          std::to_string(tally.taken.count()),
          std::to_string(tally.redeemed.count()),
          std::to_string(tally.corrected.count()),
          std::to_string(tally.cards_issued)};
}

std::vector<std::string> standing_cells(std::string first, const Standing& standing) {
  std::vector<std::string> cells = {
      std::move(first), std::to_string(standing.accounts), std::to_string(standing.balance.count()),
      std::to_string(standing.owed.count()), yuan_grouped(standing.carry.count())};
  for (const CardState state : {CardState::active, CardState::blocked, CardState::expired,
                                CardState::replaced, CardState::closed}) {
    cells.push_back(std::to_string(standing.cards_by_state[static_cast<std::size_t>(state)]));
  }
  return cells;
}

std::string time_text(std::int64_t at) {
  if (at == 0) return "-";
  const auto zone = terminal::Zone::named("Asia/Shanghai");
  return zone ? zone->local_text(at) : std::to_string(at);
}

void write_epoch(JsonWriter& json, const Fleet::Member& member, std::int64_t now) {
  const Epoch& epoch = member.epoch;
  json.begin_object().field("store", member.terminal.store).field("tid", member.terminal.tid);
  json.field("epoch", epoch.genesis.epoch).field("state", name(epoch.state));
  json.field("acked", epoch.acked).field("last", epoch.last);
  json.field("waiting", epoch.last - std::min(epoch.last, epoch.acked));
  json.field("parked", member.parked);
  json.key("heard_seconds_ago");
  if (epoch.heard_at == 0) {
    json.null();
  } else {
    json.integer(std::max<std::int64_t>(now - epoch.heard_at, 0));
  }
  json.end_object();
}

std::vector<StoreAnomaly> anomalies_of_stores(terminal::Database& database) {
  std::vector<StoreAnomaly> anomalies;
  terminal::Statement rows(database,
                           "SELECT tid, epoch, seq, day, kind, clause, card, about, count "
                           "FROM store_anomaly ORDER BY tid, epoch, seq");
  while (rows.step()) {
    StoreAnomaly anomaly;
    anomaly.tid = static_cast<std::uint32_t>(rows.integer(0));
    anomaly.epoch = static_cast<std::uint32_t>(rows.integer(1));
    anomaly.row.seq = static_cast<Seq>(rows.integer(2));
    anomaly.row.day = Day::from_number(rows.integer(3)).value_or(Day());
    anomaly.row.anomaly.kind = static_cast<terminal::AnomalyKind>(rows.integer(4));
    anomaly.row.anomaly.clause = static_cast<terminal::Clause>(rows.integer(5));
    if (const auto card = rows.optional_integer(6)) {
      anomaly.row.anomaly.card = card::Number::from_value(static_cast<std::uint64_t>(*card));
    }
    anomaly.row.anomaly.about = static_cast<Seq>(rows.integer(7));
    anomaly.row.anomaly.count = rows.integer(8);
    anomalies.push_back(anomaly);
  }
  return anomalies;
}

std::string store_of(const Fleet& fleet, std::uint32_t tid) {
  for (const auto& member : fleet.members) {
    if (member.terminal.tid == tid) return member.terminal.store;
  }
  return std::to_string(tid);
}

}  // namespace

std::string report_json(const Report& report) {
  JsonWriter json;
  const auto write_standing = [&json](const Standing& standing) {
    json.key("standing").begin_object();
    terminal::write_standing(json, standing);
    json.end_object();
  };
  json.begin_object().key("stores").begin_array();
  for (const StoreReport& store : report.stores) {
    json.begin_object().field("store", store.store).field("tid", store.tid);
    json.field("received", store.events).field("parked", store.parked);
    terminal::write_tally(json, store.total);
    write_standing(store.standing);
    json.key("days").begin_array();
    for (const DayTotal& day : store.days) {
      json.begin_object().field("date", day.day.text());
      terminal::write_tally(json, day.tally);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().key("all").begin_object();
  terminal::write_tally(json, report.total);
  write_standing(report.standing);
  json.end_object().end_object();
  return json.take();
}

std::string report_text(const Report& report, Speech speech, bool days) {
  const std::string all(in(speech, "合计", "all"));
  Table sold;
  sold.row(titles_of(speech, {{"门店", "store"},
                              {"交易", "sales"},
                              {"原价", "gross"},
                              {"实付", "paid"},
                              {"退货", "returns"},
                              {"退款", "refunded"},
                              {"得分", "earned"},
                              {"扣回", "taken"},
                              {"兑换", "redeemed"},
                              {"更正", "corrected"},
                              {"发卡", "cards"}}));
  for (const StoreReport& store : report.stores) {
    sold.row(tally_cells(store.store, store.total));
    for (const DayTotal& day : store.days) {
      if (!days) break;
      if (day.tally.sales + day.tally.returns + day.tally.redemptions == 0) continue;
      sold.row(tally_cells("  " + day.day.text(), day.tally));
    }
  }
  sold.row(tally_cells(all, report.total));

  Table held;
  held.row(titles_of(speech, {{"门店", "store"},
                              {"账户", "accounts"},
                              {"积分", "points"},
                              {"欠分", "owed"},
                              {"余额", "carry"},
                              {"有效卡", "active"},
                              {"停用", "blocked"},
                              {"过期", "expired"},
                              {"已换", "replaced"},
                              {"注销", "closed"}}));
  for (const StoreReport& store : report.stores) {
    held.row(standing_cells(store.store, store.standing));
  }
  held.row(standing_cells(all, report.standing));

  std::string text = sold.text() + '\n' + held.text();
  if (report.total.history_sales != 0) {
    text +=
        '\n' + std::to_string(report.total.history_sales) +
        std::string(in(speech, " 笔导入的历史交易，实付 ", " sales imported from before, paid ")) +
        yuan_grouped(report.total.history_paid.count()) +
        std::string(in(speech, "，退款 ", ", refunded ")) +
        yuan_grouped(report.total.history_refunded.count()) + '\n';
  }
  Seq parked = 0;
  for (const StoreReport& store : report.stores) parked += store.parked;
  if (parked != 0) {
    text += '\n' + std::to_string(parked) + ' ' +
            std::string(in(speech, "条事件待人工处理：vip-office anomalies",
                           "events wait for a person: vip-office anomalies")) +
            '\n';
  }
  return text;
}

std::string verified_json(const Verified& verified) {
  JsonWriter json;
  json.begin_object().field("ok", verified.findings.empty());
  json.field("epochs", verified.epochs).field("events", verified.events);
  json.field("segments", verified.segments).field("rows", verified.rows);
  json.key("findings").begin_array();
  for (const std::string& finding : verified.findings) json.text(finding);
  json.end_array().end_object();
  return json.take();
}

std::string verified_text(const Verified& verified, Speech speech) {
  const auto number = [](std::int64_t value) { return std::to_string(value); };
  if (verified.findings.empty()) {
    return speech == Speech::zh
               ? "一致：" + number(verified.epochs) + " 本流水账、" + number(verified.events) +
                     " 条事件、" + number(verified.segments) + " 个签名、" + number(verified.rows) +
                     " 行账。\n"
               : "All agree: " + number(verified.epochs) + " journals, " + number(verified.events) +
                     " events, " + number(verified.segments) + " signatures, " +
                     number(verified.rows) + " rows.\n";
  }
  std::string text(in(speech, "不一致：\n", "What differs:\n"));
  for (const std::string& finding : verified.findings) text += "  " + finding + '\n';
  return text;
}

Fleet make_fleet(terminal::Database& database, OfficeStore& store, Fold& fold, Meetings& meetings,
                 std::int64_t codes) {
  Fleet fleet;
  fleet.training = store.meta("training") == "1";
  fleet.codes = codes;
  fleet.parked = fold.parked();
  fleet.anomalies = store.anomalies();
  fleet.of_stores = anomalies_of_stores(database);
  fleet.two_stores = meetings.found();
  for (const Terminal& terminal : store.terminals()) {
    const auto epoch = store.epoch(terminal.tid, terminal.epoch);
    if (!epoch) continue;
    const auto parked = std::ranges::count_if(
        fleet.parked, [&](const Parked& event) { return event.tid == terminal.tid; });
    fleet.members.push_back({terminal, *epoch, parked});
  }
  return fleet;
}

namespace {

std::size_t anomalies_in(const Fleet& fleet) {
  return fleet.anomalies.size() + fleet.of_stores.size() + fleet.two_stores.size();
}

std::int64_t minutes_between(const TwoStores& met) { return (met.then.at - met.first.at) / 60; }

}  // namespace

std::string fleet_json(const Fleet& fleet, std::int64_t now) {
  JsonWriter json;
  json.begin_object().field("training", fleet.training).field("codes", fleet.codes);
  json.field("anomalies", anomalies_in(fleet)).field("parked", fleet.parked.size());
  json.key("stores").begin_array();
  for (const auto& member : fleet.members) write_epoch(json, member, now);
  json.end_array().end_object();
  return json.take();
}

std::string fleet_text(const Fleet& fleet, std::int64_t now, Speech speech) {
  static_cast<void>(now);
  Table table;
  std::vector<std::string> titles;
  for (const auto& [zh, en] : {std::pair{"门店", "store"},
                               {"周期", "epoch"},
                               {"状态", "state"},
                               {"已收", "received"},
                               {"待传", "waiting"},
                               {"待处理", "parked"},
                               {"最近联系", "last heard"}}) {
    titles.emplace_back(in(speech, zh, en));
  }
  table.row(std::move(titles));
  for (const auto& member : fleet.members) {
    const Epoch& epoch = member.epoch;
    table.row({member.terminal.store, std::to_string(epoch.genesis.epoch),
               std::string(name(epoch.state)), std::to_string(epoch.acked),
               std::to_string(epoch.last - std::min(epoch.last, epoch.acked)),
               std::to_string(member.parked), time_text(epoch.heard_at)});
  }
  std::string text = table.text();
  if (fleet.members.empty()) {
    text = std::string(in(speech, "还没有门店。用 vip-office terminal add --store S01 添加。\n",
                          "No stores yet. Add one: vip-office terminal add --store S01\n"));
  }
  if (fleet.training)
    text += in(speech, "这是培训用总部。\n", "This head office is for training.\n");
  if (anomalies_in(fleet) != 0) {
    text += std::to_string(anomalies_in(fleet));
    text += in(speech, " 个异常：vip-office anomalies\n", " anomalies: vip-office anomalies\n");
  }
  return text;
}

std::string anomalies_json(const Fleet& fleet) {
  JsonWriter json;
  json.begin_object().key("anomalies").begin_array();
  for (const OfficeAnomaly& anomaly : fleet.anomalies) {
    json.begin_object().field("store", store_of(fleet, anomaly.tid));
    json.field("epoch", anomaly.epoch).field("kind", name(anomaly.kind));
    json.field("event", anomaly.about).field("at", anomaly.at).end_object();
  }
  json.end_array().key("of_stores").begin_array();
  for (const StoreAnomaly& anomaly : fleet.of_stores) {
    json.begin_object().field("store", store_of(fleet, anomaly.tid));
    json.field("epoch", anomaly.epoch).field("event", anomaly.row.seq);
    json.field("day", anomaly.row.day.text()).field("kind", name(anomaly.row.anomaly.kind));
    json.field("clause", name(anomaly.row.anomaly.clause));
    if (anomaly.row.anomaly.card) json.field("card", anomaly.row.anomaly.card->masked());
    if (anomaly.row.anomaly.about != 0) json.field("about", anomaly.row.anomaly.about);
    if (anomaly.row.anomaly.count != 0) json.field("count", anomaly.row.anomaly.count);
    json.end_object();
  }
  json.end_array().key("two_stores").begin_array();
  for (const TwoStores& met : fleet.two_stores) {
    json.begin_object().field("kind", "two_stores").field("clause", "X2");
    json.field("account", met.account.masked()).field("minutes", minutes_between(met));
    json.key("purchases").begin_array();
    for (const Purchase& purchase : {met.first, met.then}) {
      json.begin_object().field("store", store_of(fleet, purchase.tid));
      json.field("epoch", purchase.epoch).field("event", purchase.seq);
      json.field("at", purchase.at).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().key("parked").begin_array();
  for (const Parked& event : fleet.parked) {
    json.begin_object().field("store", store_of(fleet, event.tid)).field("epoch", event.epoch);
    json.field("event", event.seq).field("kind", event.kind).field("reason", event.reason);
    json.end_object();
  }
  json.end_array().end_object();
  return json.take();
}

std::string anomalies_text(const Fleet& fleet, Speech speech) {
  Table table;
  for (const OfficeAnomaly& anomaly : fleet.anomalies) {
    table.row({store_of(fleet, anomaly.tid), std::to_string(anomaly.epoch),
               std::to_string(anomaly.about), std::string(name(anomaly.kind)),
               time_text(anomaly.at)});
  }
  for (const Parked& event : fleet.parked) {
    table.row({store_of(fleet, event.tid), std::to_string(event.epoch), std::to_string(event.seq),
               event.kind.empty() ? "?" : event.kind, event.reason});
  }
  for (const StoreAnomaly& anomaly : fleet.of_stores) {
    table.row({store_of(fleet, anomaly.tid), std::to_string(anomaly.epoch),
               std::to_string(anomaly.row.seq), std::string(name(anomaly.row.anomaly.kind)),
               anomaly.row.day.text(), std::string(name(anomaly.row.anomaly.clause)),
               anomaly.row.anomaly.card ? anomaly.row.anomaly.card->masked() : ""});
  }
  std::string text = table.text();
  for (const TwoStores& met : fleet.two_stores) {
    text += time_text(met.then.at) + "  X2  " + met.account.masked();
    text += in(speech, "  两家门店相隔 ", "  two stores within ");
    text += std::to_string(minutes_between(met));
    text += in(speech, " 分钟：", " minutes: ");
    text += store_of(fleet, met.first.tid) + " (" + std::to_string(met.first.seq) + "), " +
            store_of(fleet, met.then.tid) + " (" + std::to_string(met.then.seq) + ")";
    text += in(speech, "。请核对持卡人，必要时挂失补卡。\n",
               ". Check who holds the card; block and replace it if it was copied.\n");
  }
  if (!text.empty()) return text;
  return std::string(in(speech, "没有异常。\n", "No anomalies.\n"));
}

}  // namespace vip::sync
