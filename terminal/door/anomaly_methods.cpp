// report.anomalies, anomaly.settle: breaches that data shows, each with its clause, its evidence
// and what to do; and what became of them (X1, X2).

#include <array>

#include "terminal/counter/anomaly_desk.h"
#include "terminal/door/method.h"
#include "terminal/door/report_format.h"
#include "terminal/door/report_text.h"

namespace vip::terminal {
namespace {

constexpr std::array<Word<AnomalyState>, 3> states = {{{"open", AnomalyState::open},
                                                       {"explained", AnomalyState::explained},
                                                       {"punished", AnomalyState::punished}}};

Facts facts_of(const AnomalyShown& shown) {
  Facts facts;
  const AnomalyEvent& anomaly = shown.row.anomaly;
  if (anomaly.card) facts.emplace_back("card", anomaly.card->masked());
  if (anomaly.count != 0) facts.emplace_back("count", anomaly.count);
  if (shown.sale) facts.emplace_back("receipt_no", shown.sale->receipt_no);
  return facts;
}

void write_evidence(const MethodCall& call, const AnomalyShown& shown) {
  JsonWriter& out = call.result;
  out.key("evidence").begin_object().field("entry", shown.row.seq);
  if (shown.row.anomaly.about != 0) out.field("about", shown.row.anomaly.about);
  if (shown.row.anomaly.count != 0) out.field("count", shown.row.anomaly.count);
  if (shown.sale) {
    const SaleRow& sale = *shown.sale;
    out.field("sale", sale_id(call.desk.store, sale.seq)).field("receipt_no", sale.receipt_no);
    out.field("at", call.desk.store.zone().rfc3339(sale.at));
    if (!sale.staff.empty()) out.field("operator", sale.staff);
    if (!sale.lane.empty()) out.field("lane", sale.lane);
    out.field("gross", sale.gross.count()).field("paid", sale.paid.count());
    out.field("refunded", sale.refunded.count());
  }
  out.end_object();
}

Answer<Done> report_anomalies(MethodCall& call) {
  const auto state = call.fields.optional_word<AnomalyState>("state", std::span(states));
  const auto from = call.fields.optional_date("from");
  const auto through = call.fields.optional_date("through");
  const ReportFormat format = read_format(call.fields, every_format);
  if (const auto bad = call.check(); !bad) return bad;
  if (const auto may = may_export(call, format); !may) return may;
  JsonWriter& out = call.result;
  const Store& store = call.desk.store;
  out.field("store", store.identity().store);
  std::vector<AnomalyLine> lines;
  std::int64_t open = 0;
  out.key("anomalies").begin_array();
  for (const AnomalyShown& shown : anomalies(call.desk)) {
    const AnomalyRow& row = shown.row;
    if (shown.state == AnomalyState::open) ++open;
    if ((state && shown.state != *state) || (from && row.day < *from) ||
        (through && row.day > *through)) {
      continue;
    }
    const std::string_view kind = name(row.anomaly.kind);
    const Facts facts = facts_of(shown);
    const Message said = message(Clause::X2, kind, facts);
    const Message advice = message(Clause::X1, kind, facts);
    out.begin_object().field("seq", row.seq).field("day", row.day.text());
    out.field("at", store.zone().rfc3339(shown.at));
    out.field("kind", kind).field("clause", name(row.anomaly.clause));
    if (row.anomaly.card) out.field("card", row.anomaly.card->masked());
    if (row.anomaly.count != 0) out.field("count", row.anomaly.count);
    if (row.anomaly.about != 0) out.field("about", row.anomaly.about);
    out.field("operator", shown.staff);
    if (!shown.lane.empty()) out.field("lane", shown.lane);
    out.field("state", name(shown.state));
    if (!shown.settled_by.empty()) {
      out.key("settled").begin_object().field("operator", shown.settled_by);
      out.field("at", store.zone().rfc3339(shown.settled_at));
      if (!shown.why.empty()) out.field("reason", shown.why);
      out.end_object();
    }
    write_evidence(call, shown);
    write_message(out, said);
    out.key("what_to_do").begin_object();
    out.field("zh-CN", advice.zh).field("en", advice.en).end_object();
    out.end_object();
    lines.push_back({row.day, std::string(kind), std::string(name(row.anomaly.clause)),
                     row.anomaly.card ? row.anomaly.card->masked() : std::string(), shown.staff,
                     std::string(name(shown.state)), said.zh, advice.zh});
  }
  out.end_array();
  out.field("count", lines.size()).field("open", open);
  if (format == ReportFormat::text) {
    out.field("text", anomalies_text(store.identity().store, lines));
  }
  write_file(call, format, {"anomalies", call.desk.stamp.day.text()},
             [&] { return anomalies_sheet(store.identity().store, lines); });
  return Done{};
}

Answer<Done> anomaly_settle(MethodCall& call) {
  const auto seq = call.fields.integer("seq", 1, Fen::max);
  const auto state = call.fields.word<AnomalyState>("state", std::span(states));
  const auto reason = read_free_text(call.fields, "reason", true);
  if (const auto bad = call.check(); !bad) return bad;
  const auto done = settle(call.desk, static_cast<Seq>(*seq), *state, *reason);
  if (!done) return Unexpected{done.error()};
  call.position = done->position;
  call.result.field("seq", done->row.seq).field("kind", name(done->row.anomaly.kind));
  call.result.field("state", name(done->state));
  return Done{};
}

constexpr std::array methods = {Method{"report.anomalies", Access::reads, report_anomalies},
                                Method{"anomaly.settle", Access::writes, anomaly_settle}};

}  // namespace

std::span<const Method> anomaly_methods() { return methods; }

}  // namespace vip::terminal
