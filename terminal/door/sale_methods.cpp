// sale.quote, sale.commit, sale.return, sale.show.

#include <array>

#include "terminal/door/method.h"
#include "terminal/door/receipt_model.h"

namespace vip::terminal {
namespace {

constexpr std::size_t longest_receipt_no = 64;

QuoteRequest read_quote(MethodCall& call) {
  QuoteRequest request;
  Fields& fields = call.fields;
  request.shown = read_shown(call, false);
  request.basket = read_basket(fields);
  request.birthday_document_shown = fields.boolean("birthday_document_shown", false);
  request.choice = read_choice(fields);
  return request;
}

void write_quote(JsonWriter& out, const Basket& basket, const Quote& quote) {
  if (quote.card) out.field("card", quote.card->masked());
  if (quote.member) {
    out.key("member").begin_object();
    write_address(out, quote.member->address);
    out.field("since", quote.member->since.text());
    out.field("last_day", quote.member->last_day.text()).end_object();
  }
  write_priced(out, basket, quote.priced, quote.points);
  write_notices(out, "prompts", quote.prompts);
  write_notices(out, "warnings", quote.warnings);
}

Answer<Done> sale_quote(MethodCall& call) {
  QuoteRequest request = read_quote(call);
  request.lane = read_lane(call, false);
  if (const auto bad = call.check(); !bad) return bad;
  const auto quoted = quote(call.desk, request);
  if (!quoted) return Unexpected{quoted.error()};
  want_if_unknown(call, request.shown);
  write_quote(call.result, request.basket, *quoted);
  if (call.desk.store.identity().training) call.result.field("training", true);
  return Done{};
}

// S8, as the till prints it.
std::string receipt_of(const MethodCall& call, const Committed& done) {
  const Quote& quote = done.quote;
  SaleSlip slip{.stamp = call.desk.stamp, .position = done.position, .sale = done.event};
  if (quote.member) {
    slip.address = quote.member->address.zh;
    slip.last_day = quote.member->last_day;
  }
  if (const auto& rate = quote.priced.chosen.rate) {
    slip.rate = ReceiptRate{rate->why, rate->rate.text()};
  }
  for (const Notice& warning : quote.warnings) {
    if (warning.clause == Clause::E3) continue;  // for the cashier alone
    slip.remarks.push_back(receipt_remark(warning));
  }
  return render(sale_receipt(call.desk, call.config, std::move(slip)), call.config.receipt.columns);
}

Answer<Done> sale_commit(MethodCall& call) {
  CommitRequest request{.quote = read_quote(call)};
  const auto lane = read_lane(call, true);
  request.receipt_no = call.fields.text("receipt_no", longest_receipt_no).value_or(std::string());
  request.expected_paid =
      call.fields.fen("expected_paid", Fen(0), Fen(1'000'000'000'000)).value_or(Fen(0));
  if (const auto bad = call.check(); !bad) return bad;
  call.desk.stamp.lane = *lane;
  request.quote.lane = lane;
  const auto done = commit(call.desk, request);
  if (!done) return Unexpected{done.error()};
  call.position = done->position;
  write_quote(call.result, request.quote.basket, done->quote);
  call.result.field("sale", done->sale).field("receipt_no", request.receipt_no);
  call.result.field("receipt", receipt_of(call, *done));
  if (call.desk.store.identity().training) call.result.field("training", true);
  return Done{};
}

ReturnRequest read_return(Fields& fields) {
  ReturnRequest request{.name = read_sale_name(fields)};
  const auto lines = fields.array("lines", 1, 1000);
  for (std::size_t i = 0; lines && i < lines->size(); ++i) {
    Fields line = lines->fields(i);
    ReturnRequest::Units units;
    if (const auto index = line.integer("line", 0, 999)) {
      units.line = static_cast<std::size_t>(*index);
      for (const auto& earlier : request.lines) {
        if (earlier.line == units.line) {  // A40
          line.problem("line", "同一行在一次退货里只能写一次，请合并件数。",
                       "A line stands once at most in a return. Add its pieces up.");
        }
      }
    }
    units.qty = line.integer("qty", 1, 1'000'000).value_or(1);
    line.finish();
    request.lines.push_back(units);
  }
  return request;
}

Answer<Done> sale_return(MethodCall& call) {
  ReturnRequest request = read_return(call.fields);
  const auto lane = read_lane(call, false);
  request.receipt_no =
      call.fields.optional_text("return_no", longest_receipt_no).value_or(std::string());
  if (const auto bad = call.check(); !bad) return bad;
  call.desk.stamp.lane = lane.value_or(std::string());
  const auto done = return_goods(call.desk, request);
  if (!done) return Unexpected{done.error()};
  call.position = done->position;
  JsonWriter& out = call.result;
  out.field("sale", done->sale).field("refund", done->refund.count());
  out.key("lines").begin_array();
  for (const ReturnedUnits& units : done->lines) {
    out.begin_object().field("line", units.line).field("qty", units.qty);
    out.field("refund", units.refund.count()).end_object();
  }
  out.end_array();
  if (done->points) {
    out.key("points").begin_object();
    out.field("before", done->points->before.count()).field("taken", done->points->taken.count());
    out.field("after", done->points->after.count()).field("owed", done->points->owed.count());
    out.field("carry_before", done->points->carry_before.count());
    out.field("carry_after", done->points->carry_after.count()).end_object();
  }
  out.field("receipt",
            render(return_receipt(call.desk, call.config, *done), call.config.receipt.columns));
  return Done{};
}

Answer<Done> sale_show(MethodCall& call) {
  const SaleName name_of_sale = read_sale_name(call.fields);
  if (const auto bad = call.check(); !bad) return bad;
  const auto shown = show_sale(call.desk, name_of_sale);
  if (!shown) return Unexpected{shown.error()};
  const SaleRow& row = shown->row;
  JsonWriter& out = call.result;
  out.field("sale", sale_id(call.desk.store, row.seq)).field("receipt_no", row.receipt_no);
  out.field("day", row.day.text()).field("at", call.desk.store.zone().rfc3339(row.at));
  if (!row.staff.empty()) out.field("operator", row.staff);
  if (!row.lane.empty()) out.field("lane", row.lane);
  if (row.card) out.field("card", row.card->masked());
  if (row.origin == Origin::history) out.field("origin", "history");
  out.key("lines").begin_array();
  for (std::size_t i = 0; i < row.lines.size(); ++i) {
    const BasketLine& line = shown->event.basket.lines[i];
    const Fen whole = gross(line);
    out.begin_object().field("sku", line.sku);
    if (!line.name.empty()) out.field("name", line.name);
    out.field("qty", line.qty).field("unit_price", line.unit_price.count());
    out.field("gross", whole.count()).field("reduction", (whole - row.lines[i].paid).count());
    out.field("paid", row.lines[i].paid.count());
    out.field("clause", name(shown->event.clauses[i]));
    out.field("returned", row.lines[i].returned).end_object();
  }
  out.end_array();
  out.field("gross", row.gross.count()).field("reduction", (row.gross - row.paid).count());
  out.field("paid", row.paid.count()).field("refunded", row.refunded.count());
  out.field("net", row.net().count());
  if (shown->event.member) {
    out.key("points").begin_object();
    out.field("earned", shown->event.member->earned.count()).end_object();
  }
  out.field("used_as_proof", row.proof_of != 0);
  return Done{};
}

constexpr std::array methods = {Method{"sale.quote", Access::reads, sale_quote},
                                Method{"sale.commit", Access::writes, sale_commit},
                                Method{"sale.return", Access::writes, sale_return},
                                Method{"sale.show", Access::reads, sale_show}};

}  // namespace

std::span<const Method> sale_methods() { return methods; }

}  // namespace vip::terminal
