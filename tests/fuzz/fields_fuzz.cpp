#include "terminal/json/fields.h"

#include "cardformat/utf8.h"
#include "tests/fuzz/fuzz.h"

using namespace vip;
using namespace vip::terminal;

// A reader as the door has them: every kind of field, objects and arrays inside.
FUZZ_INPUT(text) {
  const auto json = read_json(text);
  if (!json) return;
  Problems problems;
  Fields fields(*json, "/request", problems);
  fields.text("request_id", 64);
  fields.optional_date("date");
  fields.boolean("shown", false);
  fields.integer_or_null("uses", 0, 9);
  fields.optional_fen("paid", Fen(0), Fen(1'000'000'000'000));
  fields.optional_word<int>("choice", {{"member", 1}, {"coupon", 2}});
  fields.optional_any_text("scan");
  if (const auto lines = fields.optional_array("lines", 1, 1000)) {
    for (std::size_t i = 0; i < lines->size(); ++i) {
      Fields line = lines->fields(i);
      const auto sku = line.text("sku", 64);
      if (sku) ensure(is_utf8(*sku) && !has_control(*sku), "a text is fit to be printed");
      line.integer("qty", 1, 1'000'000);
      line.finish();
    }
  }
  if (const auto list = fields.optional_array("list", 0, 1000)) {
    const auto numbers = list->integers(1, 9);
    ensure(!numbers || numbers->size() == list->size(), "every item is a number, or it is said");
    list->first_repeated();
  }
  if (auto proof = fields.optional_object("proof")) proof->finish();
  fields.finish();
  for (const Problem& problem : problems) {
    ensure(problem.pointer.starts_with("/request"), "a problem stands inside the request");
    ensure(is_utf8(problem.pointer), "a pointer is UTF-8");
    ensure(is_utf8(problem.message_zh) && !has_control(problem.message_zh), "a message is text");
    ensure(is_utf8(problem.message_en) && !has_control(problem.message_en), "a message is text");
  }
}
