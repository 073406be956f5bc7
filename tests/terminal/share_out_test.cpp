#include "terminal/rules/share_out.h"

#include <doctest/doctest.h>

#include "tests/death.h"
#include "tests/show.h"

namespace vip::terminal {
namespace {

std::vector<Fen> fen(std::initializer_list<std::int64_t> counts) {
  std::vector<Fen> amounts;
  for (const std::int64_t count : counts) amounts.push_back(Fen(count));
  return amounts;
}

TEST_CASE("A3: in proportion, in whole fen, what is left over to the largest remainders") {
  struct Row {
    const char* name;
    std::int64_t total;
    std::vector<Fen> weights;
    std::vector<Fen> parts;
  };
  const Row rows[] = {
      {"nothing over nothing", 0, fen({}), fen({})},
      {"nothing over a line of nothing", 0, fen({0}), fen({0})},
      {"nothing over lines", 0, fen({5, 7}), fen({0, 0})},
      {"all of it", 12, fen({5, 7}), fen({5, 7})},
      {"exact shares", 300, fen({1000, 2000}), fen({100, 200})},
      {"of equal remainders the earlier line", 1, fen({5, 5, 5}), fen({1, 0, 0})},
      {"two fen over, three equal", 2, fen({5, 5, 5}), fen({1, 1, 0})},
      // 100 x 9000 / 27000 = 33 1/3 and 66 2/3
      {"the larger remainder before the earlier line", 100, fen({9000, 18000}), fen({33, 67})},
      // 98.59.., 197.18.., 54.22..
      {"one fen over", 350, fen({1000, 2000, 550}), fen({99, 197, 54})},
      // 2.5, 2.5, 2.5, 2.5: two fen over
      {"half a fen each", 10, fen({7, 7, 7, 7}), fen({3, 3, 2, 2})},
      {"a line of nothing gets nothing", 3, fen({0, 2, 0, 2}), fen({0, 2, 0, 1})},
      {"one fen short of all", 9, fen({1, 2, 3, 4}), fen({1, 2, 3, 3})},
      // 0.9, 1.8, 2.7, 3.6: remainders .9 .8 .7 .6, three fen over
      {"equal to the exact share or one above", 9, fen({10, 20, 30, 40}), fen({1, 2, 3, 3})},
      {"10^12 fen", 999'999'999'999, fen({500'000'000'000, 500'000'000'000}),
       fen({500'000'000'000, 499'999'999'999})},
      // 128 bits: the products are near 10^35
      {"the largest amounts", 499'999'999'999'999'999,
       fen({500'000'000'000'000'000, 500'000'000'000'000'000}),
       fen({250'000'000'000'000'000, 249'999'999'999'999'999})},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(share_out(Fen(row.total), row.weights) == row.parts);
  }
}

TEST_CASE("A3: more than the weights together, less than nothing: nobody may ask for it") {
  CHECK(death_of([] { share_out(Fen(13), fen({5, 7})); }).aborted);
  CHECK(death_of([] { share_out(Fen(1), fen({})); }).aborted);
  CHECK(death_of([] { share_out(Fen(-1), fen({5, 7})); }).aborted);
  CHECK(death_of([] { share_out(Fen(1), fen({5, -1})); }).aborted);
}

TEST_CASE("A4: the first units carry the odd fen") {
  struct Row {
    const char* name;
    std::int64_t paid, qty, k, was_paid;
  };
  const Row rows[] = {
      {"none of three", 100, 3, 0, 0},
      {"one of three", 100, 3, 1, 34},
      {"two of three", 100, 3, 2, 67},
      {"all three", 100, 3, 3, 100},
      {"two odd fen, one unit", 101, 3, 1, 34},
      {"two odd fen, two units", 101, 3, 2, 68},
      {"two odd fen, three units", 101, 3, 3, 101},
      {"even", 99, 3, 2, 66},
      {"one unit", 23220, 1, 1, 23220},
      {"less than a fen each, in the odd ones", 2, 5, 2, 2},
      {"less than a fen each, beyond them", 2, 5, 3, 2},
      {"nothing paid", 0, 4, 3, 0},
      {"the largest", 1'000'000'000'000, 1'000'000, 999'999, 999'999'000'000},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(paid_for_units(Fen(row.paid), row.qty, row.k) == Fen(row.was_paid));
  }
  CHECK(death_of([] { paid_for_units(Fen(1), 0, 0); }).aborted);
  CHECK(death_of([] { paid_for_units(Fen(1), 2, 3); }).aborted);
  CHECK(death_of([] { paid_for_units(Fen(1), 2, -1); }).aborted);
  CHECK(death_of([] { paid_for_units(Fen(-1), 2, 1); }).aborted);
}

}  // namespace
}  // namespace vip::terminal
