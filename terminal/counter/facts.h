// Facts: what a refusal, warning, prompt or error can be told with: names and values, in the order
// in which the answer shows them.
//
//   Facts{{"balance", 12}, {"needed", 30}, {"short", 18}}          // G2 points_short
//   Facts{{"last_day", day.text()}}                                // C3 card_expired
//
// A value is a whole number (fen, points, days, pieces: the text that shows it knows which) or a
// text; a day is the text YYYY-MM-DD. Card numbers are masked before they become a fact (R3).
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace vip::terminal {

struct Fact {
  std::string name;
  std::variant<std::int64_t, std::string> value;

  // Any whole number; `true` and 1.5 are not facts.
  template <std::integral Number>
  requires(!std::same_as<Number, bool>) Fact(std::string_view its_name, Number number)
      : name(its_name), value(static_cast<std::int64_t>(number)) {}
  Fact(std::string_view its_name, std::string text) : name(its_name), value(std::move(text)) {}
  Fact(std::string_view its_name, std::string_view text)
      : name(its_name), value(std::string(text)) {}
  Fact(std::string_view its_name, const char* text) : name(its_name), value(std::string(text)) {}

  friend bool operator==(const Fact&, const Fact&) = default;
};

using Facts = std::vector<Fact>;

// No value where there is none of that name; of two the first.
inline const Fact* find(const Facts& facts, std::string_view name) {
  for (const Fact& fact : facts) {
    if (fact.name == name) return &fact;
  }
  return nullptr;
}

}  // namespace vip::terminal
