// blanks.accept, blanks.show.

#include <array>

#include "terminal/counter/blank_desk.h"
#include "terminal/door/method.h"

namespace vip::terminal {
namespace {

constexpr std::size_t longest_list = 32 << 20;  // card::most_blanks virtual ones take 24 MB

void write_batch(JsonWriter& out, const StockedBatch& batch) {
  out.field("batch", batch.batch).field("kind", card::name(batch.kind));
  out.field("count", batch.count).field("left", batch.left);
  out.field("last_day", batch.last_day.text());
}

Answer<Done> blanks_accept(MethodCall& call) {
  const auto list = call.fields.optional_any_text("list");               // it has lines
  if (!call.fields.has("list")) call.fields.text("list", longest_list);  // says that it is missing
  if (list && list->size() > longest_list) {
    call.fields.problem("list", "清单太大。", "The list is too large.");
  }
  if (const auto bad = call.check(); !bad) return bad;
  const auto batch = accept_blanks(call.desk, *list);
  if (!batch) return Unexpected{batch.error()};
  write_batch(call.result, *batch);
  return Done{};
}

Answer<Done> blanks_show(MethodCall& call) {
  if (const auto bad = call.check(); !bad) return bad;
  if (call.desk.store.identity().training) {  // A37
    call.result.field("training", true);
    return Done{};
  }
  std::int64_t printed = 0;
  std::int64_t virtual_ones = 0;
  const auto batches = stocked_blanks(call.desk);
  call.result.key("batches").begin_array();
  for (const StockedBatch& batch : batches) {
    call.result.begin_object();
    write_batch(call.result, batch);
    call.result.end_object();
    (batch.kind == card::BlankKind::printed ? printed : virtual_ones) += batch.left;
  }
  call.result.end_array();
  call.result.field("printed", printed).field("virtual", virtual_ones);
  return Done{};
}

constexpr std::array methods = {Method{"blanks.accept", Access::writes, blanks_accept},
                                Method{"blanks.show", Access::reads, blanks_show}};

}  // namespace

std::span<const Method> blank_methods() { return methods; }

}  // namespace vip::terminal
