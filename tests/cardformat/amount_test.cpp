#include "cardformat/amount.h"

#include <doctest/doctest.h>

#include <concepts>
#include <cstdint>
#include <type_traits>

#include "tests/death.h"
#include "tests/show.h"

namespace vip {
namespace {

// clang-format off
template <class A, class B> concept Addable = requires(A a, B b) { a + b; };
template <class A, class B> concept Subtractable = requires(A a, B b) { a - b; };
template <class A, class B> concept Increasable = requires(A a, B b) { a += b; };
template <class A, class B> concept Multipliable = requires(A a, B b) { a * b; };
template <class A, class B> concept Divisible = requires(A a, B b) { a / b; };
template <class A, class B> concept Dividable = requires(A a, B b) { a % b; };
template <class A, class B> concept Comparable = requires(A a, B b) { a < b; };
template <class A, class B> concept Equal = requires(A a, B b) { a == b; };
template <class A> concept Countable = requires(A a) { ++a; };
// clang-format on

// The concepts see what there is ...
static_assert(Addable<Fen, Fen> && Subtractable<Fen, Fen> && Increasable<Fen, Fen>);
static_assert(Comparable<Fen, Fen> && Equal<Points, Points>);
static_assert(Multipliable<int, int> && Divisible<int, int> && Dividable<int, int>);
static_assert(std::constructible_from<Fen, std::int64_t>);

// ... and what there must not be. P6: points are never money.
static_assert(!Addable<Fen, Points> && !Addable<Points, Fen>);
static_assert(!Subtractable<Fen, Points> && !Increasable<Fen, Points>);
static_assert(!Comparable<Fen, Points> && !Equal<Fen, Points>);
static_assert(!std::constructible_from<Fen, Points> && !std::constructible_from<Points, Fen>);
static_assert(!std::assignable_from<Fen&, Points>);

// Money is not multiplied by money, and not divided: it is shared out (D7).
static_assert(!Multipliable<Fen, Fen> && !Multipliable<Fen, int> && !Multipliable<int, Fen>);
static_assert(!Divisible<Fen, int> && !Divisible<Fen, Fen> && !Dividable<Fen, int>);
static_assert(!Divisible<Points, int> && !Multipliable<Points, int>);

// A bare number is not an amount until somebody says of what; no floating point either way.
static_assert(!std::convertible_to<std::int64_t, Fen> && !std::convertible_to<Fen, std::int64_t>);
static_assert(!Addable<Fen, int> && !Increasable<Fen, int> && !Equal<Fen, int>);
static_assert(!std::constructible_from<Fen, double> && !std::constructible_from<Fen, float>);
static_assert(!std::constructible_from<Points, long double>);
static_assert(!std::constructible_from<double, Fen> && !std::constructible_from<bool, Fen>);
static_assert(!Countable<Fen>);

TEST_CASE("P6: amounts of one kind add up, subtract and compare") {
  CHECK(Fen(100) + Fen(25) == Fen(125));
  CHECK(Fen(100) - Fen(125) == Fen(-25));
  CHECK(-Points(3) == Points(-3));
  CHECK(Fen() == Fen(0));
  CHECK(Fen(1) < Fen(2));
  Points points(7);
  points += Points(3);
  points -= Points(11);
  CHECK(points.count() == -1);
}

TEST_CASE("an amount is within its limits, or the program stops") {
  constexpr std::int64_t most = 1'000'000'000'000'000'000;
  CHECK(Fen::max == most);
  CHECK(Fen(most).count() == most);
  CHECK(Fen(-most).count() == -most);
  CHECK(death_of([] { Fen(most + 1); }).aborted);
  CHECK(death_of([] { Fen(-most - 1); }).aborted);
  CHECK(death_of([] { Fen(INT64_MIN); }).aborted);
  CHECK(death_of([] { Fen(most) + Fen(1); }).aborted);
  CHECK(death_of([] { Fen(-most) - Fen(1); }).aborted);
  CHECK(death_of([] { Fen(most) + Fen(most); }).aborted);
  CHECK_FALSE(death_of([] { Fen(most) - Fen(1); }).aborted);
}

TEST_CASE("amounts are worked out by the compiler where they can be") {
  static_assert(Fen(3) + Fen(4) == Fen(7));
  static_assert(sizeof(Fen) == 8 && std::is_trivially_copyable_v<Fen>);
}

}  // namespace
}  // namespace vip
