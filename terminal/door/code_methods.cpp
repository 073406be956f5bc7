// card.code, card.slip: a virtual card for a screen, a phone and paper.
//
// The answer holds it in a field named by its format: text and svg as they are, png and escpos in
// base64.

#include <array>

#include "cardformat/bytes.h"
#include "cardformat/codes/draw.h"
#include "cardformat/codes/qr.h"
#include "terminal/door/method.h"
#include "terminal/receipt/card_slip.h"
#include "terminal/receipt/escpos.h"
#include "terminal/receipt/glyphs.h"
#include "terminal/receipt/svg.h"

namespace vip::terminal {
namespace {

enum class Form : std::uint8_t { text, svg, png, escpos };

constexpr std::size_t phone_dots = 8;             // of a module: 456 in all, on any phone's screen
constexpr std::uint32_t screen_density = 3780;    // dots a metre: 96 to the inch
constexpr std::int64_t module_micrometres = 500;  // on paper: four dots of 203 to the inch

void write_card(MethodCall& call, const CardCode& code) {
  call.result.field("card", code.card.number.masked());
  call.result.field("last_day", code.card.last_day.text());
  // Whether the code proves by itself, at a store with no network, whose card it is.
  call.result.field("proves_itself", code.token.size() == card::payload_digits);
  if (call.desk.store.identity().training) call.result.field("training", true);
}

Answer<Done> card_code_method(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  const auto form =
      call.fields
          .optional_word<Form>("format",
                               {{"text", Form::text}, {"svg", Form::svg}, {"png", Form::png}})
          .value_or(Form::text);
  if (const auto bad = call.check(); !bad) return bad;
  const auto code = card_code(call.desk, shown);
  if (!code) return Unexpected{code.error()};
  write_card(call, *code);
  call.result.field("token", code->token);
  const card::Modules modules = card::qr(code->token);
  switch (form) {
    case Form::svg:
      call.result.field("svg", card::svg(modules, module_micrometres, module_micrometres));
      break;
    case Form::png:
      call.result.field("png",
                        base64(card::png(card::picture(modules, phone_dots), screen_density)));
      break;
    case Form::text:
    case Form::escpos:
      call.result.field("text", card::half_blocks(modules));
      break;
  }
  return Done{};
}

CardSlip slip_of(const MethodCall& call, const CardCode& code) {
  const Store& store = call.desk.store;
  std::vector<std::string> header = call.config.receipt.header;
  if (!call.config.shop_name.empty()) header.insert(header.begin(), call.config.shop_name);
  return {.training = store.identity().training,
          .header = std::move(header),
          .store = store.identity().store,
          .time = store.zone().local_text(call.desk.stamp.at),
          .number = code.card.number,
          .address = code.address ? code.address->zh : std::string(),
          .last_day = code.card.last_day,
          .token = code.token};
}

Answer<Done> card_slip_method(MethodCall& call) {
  const Shown shown = read_shown(call, true);
  const auto form =
      call.fields
          .optional_word<Form>("format",
                               {{"text", Form::text}, {"svg", Form::svg}, {"escpos", Form::escpos}})
          .value_or(Form::text);
  if (const auto bad = call.check(); !bad) return bad;
  const auto code = card_code(call.desk, shown);
  if (!code) return Unexpected{code.error()};
  write_card(call, *code);
  const int columns =
      form == Form::text ? call.config.receipt.columns : call.config.printer.columns;
  const std::vector<PaperRow> rows = lay_out(slip_of(call, *code), columns);
  switch (form) {
    case Form::svg:
      call.result.field("svg", svg(rows, columns, PrinterProfile::Code::qr));
      break;
    case Form::escpos: {
      Glyphs glyphs;
      call.result.field("escpos", base64(escpos(rows, call.config.printer.profile, glyphs)));
      break;
    }
    case Form::text:
    case Form::png:
      call.result.field("text", text_of(rows));
      break;
  }
  return Done{};
}

constexpr std::array methods = {Method{"card.code", Access::reads, card_code_method},
                                Method{"card.slip", Access::reads, card_slip_method}};

}  // namespace

std::span<const Method> code_methods() { return methods; }

}  // namespace vip::terminal
