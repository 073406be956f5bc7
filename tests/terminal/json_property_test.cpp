// Properties of what reads JSON: any bytes are harmless, what is written is read again.
#include <doctest/doctest.h>

#include <string>

#include "terminal/policy/policy_reader.h"
#include "tests/property.h"

namespace vip::terminal {
namespace {

std::int64_t any(std::int64_t least, std::int64_t most) {
  return *rc::gen::inRange(least, most + 1);
}
bool any_bool() { return any(0, 1) == 1; }

Json any_json(int depth) {
  switch (any(0, depth > 0 ? 6 : 4)) {
    case 0:
      return nullptr;
    case 1:
      return any_bool();
    case 2:
      return *rc::gen::arbitrary<std::int64_t>();
    case 3: {
      std::string text;
      for (std::int64_t i = any(0, 6); i > 0; --i) {
        text += *rc::gen::element<std::string>("a", "\n", "\"", "\\", "王", "\x7F", "😀", "/", "~");
      }
      return text;
    }
    case 4:
      return static_cast<double>(any(-1000, 1000)) / 8;
    case 5: {
      Json array = Json::array();
      for (std::int64_t i = any(0, 4); i > 0; --i) array.push_back(any_json(depth - 1));
      return array;
    }
    default: {
      Json object = Json::object();
      for (std::int64_t i = any(0, 4); i > 0; --i) {
        object[*rc::gen::element<std::string>("a", "b/c", "d~", "", "王")] = any_json(depth - 1);
      }
      return object;
    }
  }
}

TEST_CASE("A50: what is written is read again, the same") {
  CHECK(holds("JSON there and back", 20'000, [] {
    const Json value = any_json(4);
    const auto read = read_json(value.dump(any_bool() ? 2 : -1));
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == value);
  }));
}

TEST_CASE("A50: whatever the bytes, a value that the library would read as well, or a problem") {
  CHECK(holds("hostile bytes", 40'000, [] {
    std::string text = any_json(3).dump();
    for (std::int64_t i = any(1, 4); i > 0; --i) {
      const auto at = static_cast<std::size_t>(any(0, static_cast<std::int64_t>(text.size())));
      switch (any(0, 3)) {
        case 0:
          text.insert(at, 1, static_cast<char>(any(0, 255)));
          break;
        case 1:
          text.erase(at, 1);
          break;
        case 2:
          text.insert(at, *rc::gen::element<std::string>("{", "}", "[", "]", ",", ":", "\"", "1e9",
                                                         "-", "null", "\\u00", "\xEF\xBB\xBF"));
          break;
        default:
          if (at < text.size()) text[at] = static_cast<char>(any(0, 255));
      }
    }
    const auto read = read_json(text);
    if (read) {
      RC_ASSERT(Json::accept(text));
      RC_ASSERT(*read == Json::parse(text));
      RC_ASSERT(read_json(read->dump()).has_value());
    } else {
      RC_ASSERT(!read.error().message_en.empty());
    }
    // And so for whoever reads on.
    if (read) {
      const auto policy = read_policy(*read, Head::optional);
      RC_ASSERT((policy.has_value() || !policy.error().empty()));
    }
  }));
}

Fen any_fen() { return Fen(any(1, 1'000'000'000'000)); }
Rate any_rate() { return Rate(static_cast<std::int32_t>(any(1, 10000))); }
Keeps any_keeps() {
  return any_bool() ? Keeps{} : Keeps{Points(any_bool() ? 0 : any(0, Points::max))};
}
int any_int(int least, int most) { return static_cast<int>(any(least, most)); }

Policy any_policy() {
  Policy policy;
  policy.version = any(1, 1'000'000'000);
  policy.from = *Day::from_number(
      any(Day::from_civil(1900, 1, 1)->number(), Day::from_civil(2199, 12, 31)->number()));
  policy.join = {any_fen(), any_fen(), any_int(1, 120), any_bool(), any_bool()};
  policy.rates = {.member = any_rate(),
                  .level = any_rate(),
                  .level_points = Points(any(1, 1'000'000'000)),
                  .level_basis = any_bool() ? LevelBasis::accumulated : LevelBasis::balance,
                  .birthday = any_rate(),
                  .leap_day = any_bool() ? LeapDay::february_28 : LeapDay::march_1};
  if (any_bool()) policy.rates.birthday_max_uses = any(0, 1'000'000'000);
  if (any_bool()) policy.rates.birthday_max_amount = any_fen();
  policy.rounding = {static_cast<RoundingUnit>(any(0, 2)), static_cast<RoundingMode>(any(0, 1))};
  policy.presence = {any_bool(), any_bool(), any_bool(), true};
  if (any_bool()) policy.presence = {true, any_bool(), any_bool(), false};
  policy.earning = {Points(any(1, 1000)), any_fen(),
                    any_bool() ? Remainder::carried : Remainder::dropped};
  policy.card = {any_int(1, 120), any_int(0, 3650),
                 any_bool() ? ReplacementPoints::move : ReplacementPoints::void_};
  policy.registry_due_day = any_int(1, 28);
  policy.prompts = {any_int(0, 60), any_int(0, 365)};
  policy.rights = {any_keeps(), any_keeps(), any_int(0, 60000)};
  policy.anomalies = {any(1, 1'000'000'000), any(1, 1'000'000'000), any(1, 1'000'000'000),
                      any(1, 1'000'000'000)};
  return policy;
}

TEST_CASE("a policy that is written is read again, the same, and written the same") {
  CHECK(holds("policies there and back", 20'000, [] {
    const Policy policy = any_policy();
    const std::string text = to_json(policy);
    const auto json = read_json(text);
    RC_ASSERT(json.has_value());
    const auto read = read_policy(*json, Head::required);
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == policy);
    RC_ASSERT(to_json(*read) == text);
  }));
}

TEST_CASE("A24: a field left out has its default, and touches no other") {
  CHECK(holds("policies with holes", 12'000, [] {
    const Policy policy = any_policy();
    Json json = read_json(to_json(policy)).value();
    const Json defaults = read_json(to_json(Policy{})).value();
    for (auto& [name, value] : json.items()) {
      if (!value.is_object() || any_bool()) continue;
      const std::size_t before = value.size();
      for (const auto& [inner, its_default] : defaults[name].items()) {
        if (any_bool()) value.erase(inner);
      }
      RC_ASSERT(value.size() <= before);
    }
    const auto read = read_policy(json, Head::required);
    RC_ASSERT(read.has_value());
    Json expected = defaults;
    expected.merge_patch(json);
    // A merge drops what is null; only the two caps are, and null is their default.
    const Json written = read_json(to_json(*read)).value();
    for (const char* cap : {"max_uses", "max_amount"}) {
      expected["rates"]["birthday"][cap] = written["rates"]["birthday"][cap];
    }
    RC_ASSERT(written == expected);
  }));
}

}  // namespace
}  // namespace vip::terminal
