#include "terminal/rules/basket.h"

#include "terminal/rules/wide.h"

namespace vip::terminal {

Fen gross(const BasketLine& line) { return Fen(line.qty * line.unit_price.count()); }

Fen gross(const Basket& basket) {
  Fen sum;
  for (const BasketLine& line : basket.lines) sum += gross(line);
  return sum;
}

bool gross_within_limit(const Basket& basket) {
  Wide sum = 0;
  for (const BasketLine& line : basket.lines) sum += Wide{line.qty} * line.unit_price.count();
  return sum <= limits::basket_gross.count();
}

}  // namespace vip::terminal
