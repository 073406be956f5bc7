// receipt.show, receipt.print: a receipt again, on a screen or on paper (S8).
//
// They name a sale, or with `seq` a return or a redemption: the place in the journal that its
// answer gave. The first receipt that goes to a printer is the original, later ones say "copy".
// That is written down before the printer is asked, and taken back where nothing came out: two
// originals are worse than none.
//
// receipt.print has two halves, because a printer may take seconds: the method decides and makes a
// job of it, and judge_print() says what became of the job.

#include <algorithm>
#include <array>

#include "cardformat/bytes.h"
#include "terminal/books/printed.h"
#include "terminal/door/method.h"
#include "terminal/door/receipt_model.h"
#include "terminal/receipt/receipt_json.h"
#include "terminal/receipt/svg.h"

namespace vip::terminal {
namespace {

enum class Format : std::uint8_t { text, svg, escpos, json };

constexpr int dots_of_a_column = 12;

struct Wish {
  SaleName name;
  std::optional<Seq> seq;
  std::optional<int> columns;
};

Wish read_wish(Fields& fields) {
  Wish wish;
  if (fields.has("seq")) {
    if (const auto seq = fields.integer("seq", 1, Fen::max)) wish.seq = static_cast<Seq>(*seq);
  } else {
    wish.name = read_sale_name(fields);
  }
  if (const auto columns = fields.optional_integer("columns", 0, 1000)) {
    constexpr std::array<std::int64_t, 4> papers = {32, 42, 44, 48};
    if (std::find(papers.begin(), papers.end(), *columns) == papers.end()) {
      fields.problem("columns", "列数应为 32、42、44 或 48。", "Columns are 32, 42, 44 or 48.");
    } else {
      wish.columns = static_cast<int>(*columns);
    }
  }
  return wish;
}

struct Found {
  Seq seq = 0;
  Receipt receipt;
};

Answer<Found> find(const MethodCall& call, const Wish& wish) {
  Seq seq = wish.seq.value_or(0);
  if (!wish.seq) {
    const auto shown = show_sale(call.desk, wish.name);
    if (!shown) return Unexpected{shown.error()};
    seq = shown->row.seq;
  }
  auto receipt = receipt_at(call.desk, call.config, seq, "/seq");
  if (!receipt) return Unexpected{receipt.error()};
  return Found{seq, std::move(*receipt)};
}

std::string bytes_for(const MethodCall& call, const Receipt& receipt, int columns) {
  PrinterProfile profile = call.config.printer.profile;
  profile.dots = std::min(profile.dots, columns * dots_of_a_column);
  Glyphs glyphs;
  return escpos(lay_out(receipt, columns), profile, glyphs);
}

void write_name(JsonWriter& out, const Receipt& receipt) {
  out.field(receipt.kind == Receipt::Kind::gift ? "redemption" : "sale", receipt.sale);
  if (!receipt.receipt_no.empty()) out.field("receipt_no", receipt.receipt_no);
}

Answer<Done> receipt_show(MethodCall& call) {
  const Wish wish = read_wish(call.fields);
  const Format format = call.fields
                            .optional_word<Format>("format", {{"text", Format::text},
                                                              {"svg", Format::svg},
                                                              {"escpos", Format::escpos},
                                                              {"json", Format::json}})
                            .value_or(Format::text);
  const auto as_copy = call.fields.optional_boolean("copy");
  if (const auto bad = call.check(); !bad) return bad;
  auto found = find(call, wish);
  if (!found) return Unexpected{found.error()};
  Receipt& receipt = found->receipt;
  const std::int64_t printed = Printed(call.desk.store.database()).times(found->seq);
  receipt.copy = as_copy.value_or(printed > 0);
  const int columns = wish.columns.value_or(format == Format::text || format == Format::json
                                                ? call.config.receipt.columns
                                                : call.config.printer.columns);
  JsonWriter& out = call.result;
  write_name(out, receipt);
  out.field("seq", found->seq).field("copy", receipt.copy).field("times_printed", printed);
  if (format != Format::json) out.field("columns", columns);
  switch (format) {
    case Format::text:
      out.field("text", render(receipt, columns));
      break;
    case Format::svg:
      out.field("svg", svg(lay_out(receipt, columns), columns, call.config.printer.profile.code));
      break;
    case Format::escpos:
      out.field("escpos", base64(bytes_for(call, receipt, columns)));
      break;
    case Format::json:
      write_receipt(out.key("receipt"), receipt);
      break;
  }
  return Done{};
}

void note_printed(Store& store, Seq seq, std::int64_t more) {
  Unit unit(store);
  unit.run([&] {
    Printed printed(store.database());
    printed.put(seq, printed.times(seq) + more);
    return true;
  });
  unit.commit();
}

Answer<Done> receipt_print(MethodCall& call) {
  const Wish wish = read_wish(call.fields);
  const auto lane = read_lane(call, false);
  if (const auto bad = call.check(); !bad) return bad;
  auto found = find(call, wish);
  if (!found) return Unexpected{found.error()};
  Receipt& receipt = found->receipt;
  Store& store = call.desk.store;
  receipt.copy = Printed(store.database()).times(found->seq) > 0;

  const PrinterTarget& target = call.config.printer.of_lane(lane.value_or(receipt.lane));
  JsonWriter& out = call.result;
  write_name(out, receipt);
  out.field("seq", found->seq).field("target", target.text());
  if (target.kind == PrinterTarget::Kind::none) {
    out.field("was_printed", false).field("word", "no_printer");
    write_message(out, message(Clause::none, "no_printer"));
    return Done{};
  }
  const std::string bytes =
      bytes_for(call, receipt, wish.columns.value_or(call.config.printer.columns));
  note_printed(store, found->seq, +1);
  out.field("was_printed", true).field("copy", receipt.copy).field("bytes", bytes.size());
  call.to_print =
      std::make_shared<PrintJob>(PrintJob{.target = target, .bytes = bytes, .seq = found->seq});
  return Done{};
}

constexpr std::array methods = {Method{"receipt.show", Access::reads, receipt_show},
                                Method{"receipt.print", Access::bulk, receipt_print}};

}  // namespace

std::span<const Method> receipt_methods() { return methods; }

std::optional<Fault> judge_print(Store& store, const PrintJob& job) {
  if (!job.failure) return std::nullopt;
  if (!job.failure->began) note_printed(store, job.seq, -1);
  return Fault{.code = Fault::Code::unreachable,
               .word = job.failure->began ? "printer_stopped" : "printer_failed",
               .facts = {{"target", job.target.text()}, {"detail", job.failure->detail}}};
}

}  // namespace vip::terminal
