// Result: a value, or the reason why there is none.
//
//   Result<Day, DayError> read_day(std::string_view text);
//   if (auto day = read_day(text)) use(*day); else say(day.error());
//   return Unexpected{Refusal::points_short};
//
// std::expected in the shape that both of our compilers have. Reading the side that is not there
// is a broken invariant (ensure), never undefined.
#pragma once

#include <utility>
#include <variant>

#include "cardformat/ensure.h"

namespace vip {

template <class E>
struct Unexpected {
  E reason;
};
template <class E>
Unexpected(E) -> Unexpected<E>;

// What a Result holds when success has nothing to say.
struct Done {
  friend bool operator==(const Done&, const Done&) = default;
};

template <class T, class E>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  template <class R>
  Result(Unexpected<R> unexpected) : state_(std::in_place_index<1>, std::move(unexpected.reason)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & { return get(); }
  const T& value() const& { return get(); }
  T&& value() && { return std::move(get()); }
  T& operator*() & { return get(); }
  const T& operator*() const& { return get(); }
  T&& operator*() && { return std::move(get()); }
  T* operator->() { return &get(); }
  const T* operator->() const { return &get(); }

  const E& error() const {
    ensure(!has_value(), "error() is asked only of a Result without a value");
    return std::get<1>(state_);
  }

 private:
  T& get() {
    ensure(has_value(), "a Result's value is read only where there is one");
    return std::get<0>(state_);
  }
  const T& get() const {
    ensure(has_value(), "a Result's value is read only where there is one");
    return std::get<0>(state_);
  }

  std::variant<T, E> state_;
};

}  // namespace vip
