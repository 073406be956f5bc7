#include "terminal/rules/share_out.h"

#include <algorithm>

#include "cardformat/ensure.h"
#include "terminal/rules/wide.h"

namespace vip::terminal {

std::vector<Fen> share_out(Fen total, std::span<const Fen> weights) {
  Fen sum;
  for (const Fen weight : weights) {
    ensure(weight >= Fen(0), "a weight is not negative");
    sum += weight;
  }
  ensure(Fen(0) <= total && total <= sum, "what is shared out is at most the weights together");

  std::vector<Fen> parts(weights.size());
  if (total == Fen(0)) return parts;

  struct Remainder {
    std::int64_t size;  // in fen / sum
    std::size_t index;
  };
  std::vector<Remainder> remainders(weights.size());
  Fen left = total;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Wide exact = Wide{total.count()} * weights[i].count();  // in fen / sum
    parts[i] = Fen(static_cast<std::int64_t>(exact / sum.count()));
    remainders[i] = {static_cast<std::int64_t>(exact % sum.count()), i};
    left -= parts[i];
  }
  // Fewer fen are left than there are remainders above 0, so none goes to a part that is exact, and
  // no part passes its weight.
  const auto receivers = remainders.begin() + left.count();
  std::partial_sort(remainders.begin(), receivers, remainders.end(),
                    [](const Remainder& a, const Remainder& b) {
                      return a.size != b.size ? a.size > b.size : a.index < b.index;
                    });
  for (auto receiver = remainders.begin(); receiver != receivers; ++receiver) {
    parts[receiver->index] += Fen(1);
  }
  return parts;
}

Fen paid_for_units(Fen paid, std::int64_t qty, std::int64_t k) {
  ensure(qty >= 1 && 0 <= k && k <= qty, "units come out of those that were bought");
  ensure(paid >= Fen(0), "a line was paid at no less than nothing");
  const std::int64_t even = paid.count() / qty;
  const std::int64_t odd = paid.count() % qty;
  return Fen(k * even + std::min(k, odd));
}

}  // namespace vip::terminal
