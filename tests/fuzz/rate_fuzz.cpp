#include "terminal/rules/rate.h"

#include "tests/fuzz/fuzz.h"

using namespace vip::terminal;

FUZZ_INPUT(text) {
  if (const auto rate = read_rate(text)) {
    ensure(rate->text() == text, "what was read is written the same");
    ensure(1 <= rate->ten_thousandths() && rate->ten_thousandths() <= Rate::whole,
           "nobody pays less than nothing or more than the price");
  }
}
