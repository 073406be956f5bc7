#include "terminal/json/fields.h"

#include <algorithm>
#include <set>

#include "cardformat/utf8.h"

namespace vip::terminal {
namespace {

constexpr std::size_t longest_shown = 40;  // bytes of a stranger's text in a message
constexpr std::size_t most_unknown_named = 20;

// A stranger's text for a message: no controls, not too long, never half a character.
std::string shown(std::string_view text) {
  std::string shown;
  while (!text.empty() && shown.size() < longest_shown) {
    const std::string_view before = text;
    const std::optional<char32_t> character = take_character(text);
    if (!character) break;
    if (is_control(*character)) {
      shown += '?';
    } else {
      shown += before.substr(0, before.size() - text.size());
    }
  }
  return text.empty() ? shown : shown + "…";
}

std::string joined(const std::vector<std::string_view>& words, std::string_view between) {
  std::string joined;
  for (const std::string_view word : words) {
    if (!joined.empty()) joined += between;
    joined += '"' + std::string(word) + '"';
  }
  return joined;
}

std::string lowered(std::string_view text) {
  std::string lowered;
  for (const char c : text) {
    if (c == '_' || c == '-') continue;
    lowered += 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return lowered;
}

// Letters to add, drop, change, or swap with the next one.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({changed, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::optional<std::string_view> nearest_word(std::string_view misspelt,
                                             const std::vector<std::string_view>& known) {
  constexpr std::size_t longest = 64;
  constexpr std::size_t shortest_part = 4;
  if (misspelt.empty() || misspelt.size() > longest) return std::nullopt;
  const std::string wanted = lowered(misspelt);
  std::optional<std::string_view> nearest;
  std::size_t limit = 1 + wanted.size() / 4;  // further away is another word
  for (const std::string_view word : known) {
    const std::string candidate = lowered(word);
    const std::size_t steps = distance(wanted, candidate);
    const bool nearer = nearest ? steps < limit : steps <= limit;
    if (nearer && steps < candidate.size()) {
      limit = steps;
      nearest = word;
    }
  }
  if (nearest || wanted.size() < shortest_part) return nearest;
  for (const std::string_view word : known) {  // price: unit_price
    if (lowered(word).find(wanted) != std::string::npos) return word;
  }
  return std::nullopt;
}

Fields::Fields(const Json& json, std::string pointer, Problems& problems)
    : object_(json.is_object() ? &json : nullptr),
      pointer_(std::move(pointer)),
      problems_(&problems) {
  names_.reserve(8);  // most objects have fewer
  if (object_ == nullptr) problem("这里须为一个对象 {…}。", "An object {…} is wanted here.");
}

const Json* Fields::look(std::string_view name) {
  names_.push_back(name);
  if (object_ == nullptr) return nullptr;
  const auto field = object_->find(name);
  return field == object_->end() ? nullptr : &*field;
}

const Json* Fields::require(std::string_view name) {
  const Json* value = look(name);
  if (value == nullptr && object_ != nullptr) {
    const std::string field(name);
    missing_.push_back({name, problems_->size()});
    problem(name, "缺少 " + field + "。", field + " is missing.");
  }
  return value;
}

std::optional<std::int64_t> Fields::read_integer(const Json* value, std::string_view name,
                                                 std::int64_t least, std::int64_t most,
                                                 bool null_too) {
  if (value == nullptr || (null_too && value->is_null())) return std::nullopt;
  if (value->is_number_integer()) {
    const auto number = value->get<std::int64_t>();
    if (least <= number && number <= most) return number;
  }
  const std::string from = std::to_string(least);
  const std::string to = std::to_string(most);
  const std::string field(name);
  problem(name,
          field + " 须为 " + from + " 到 " + to + " 的整数（不写小数点）" +
              (null_too ? "，或 null。" : "。"),
          field + " must be a whole number from " + from + " to " + to +
              ", written without a point" + (null_too ? ", or null." : "."));
  return std::nullopt;
}

std::optional<std::int64_t> Fields::integer(std::string_view name, std::int64_t least,
                                            std::int64_t most) {
  return read_integer(require(name), name, least, most);
}

std::optional<std::int64_t> Fields::optional_integer(std::string_view name, std::int64_t least,
                                                     std::int64_t most) {
  return read_integer(look(name), name, least, most);
}

std::int64_t Fields::integer(std::string_view name, std::int64_t least, std::int64_t most,
                             std::int64_t left_out) {
  return optional_integer(name, least, most).value_or(left_out);
}

std::optional<std::int64_t> Fields::integer_or_null(std::string_view name, std::int64_t least,
                                                    std::int64_t most) {
  return read_integer(look(name), name, least, most, true);
}

std::optional<Fen> Fields::fen(std::string_view name, Fen least, Fen most) {
  const auto count = integer(name, least.count(), most.count());
  return count ? std::optional(Fen(*count)) : std::nullopt;
}

std::optional<Fen> Fields::optional_fen(std::string_view name, Fen least, Fen most) {
  const auto count = optional_integer(name, least.count(), most.count());
  return count ? std::optional(Fen(*count)) : std::nullopt;
}

std::optional<Points> Fields::points(std::string_view name, Points least, Points most) {
  const auto count = integer(name, least.count(), most.count());
  return count ? std::optional(Points(*count)) : std::nullopt;
}

std::optional<std::string> Fields::read_text(const Json* value, std::string_view name,
                                             std::size_t max_bytes, std::size_t min_bytes) {
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) {
    const auto& text = value->get_ref<const std::string&>();
    if (min_bytes <= text.size() && text.size() <= max_bytes && !has_control(text)) return text;
  }
  const std::string from = std::to_string(min_bytes);
  const std::string to = std::to_string(max_bytes);
  const std::string field(name);
  problem(
      name, field + " 须为 " + from + " 到 " + to + " 字节的文字，不含控制字符。",
      field + " must be a text of " + from + " to " + to + " bytes without control characters.");
  return std::nullopt;
}

std::optional<std::string> Fields::text(std::string_view name, std::size_t max_bytes,
                                        std::size_t min_bytes) {
  return read_text(require(name), name, max_bytes, min_bytes);
}

std::optional<std::string> Fields::optional_text(std::string_view name, std::size_t max_bytes,
                                                 std::size_t min_bytes) {
  return read_text(look(name), name, max_bytes, min_bytes);
}

std::optional<std::string> Fields::optional_any_text(std::string_view name) {
  const Json* value = look(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return value->get<std::string>();
  const std::string field(name);
  problem(name, field + " 须为文字。", field + " must be a text.");
  return std::nullopt;
}

std::optional<bool> Fields::read_boolean(const Json* value, std::string_view name) {
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  const std::string field(name);
  problem(name, field + " 须为 true 或 false。", field + " must be true or false.");
  return std::nullopt;
}

std::optional<bool> Fields::boolean(std::string_view name) {
  return read_boolean(require(name), name);
}

std::optional<bool> Fields::optional_boolean(std::string_view name) {
  return read_boolean(look(name), name);
}

bool Fields::boolean(std::string_view name, bool left_out) {
  return optional_boolean(name).value_or(left_out);
}

std::optional<Day> Fields::read_date(const Json* value, std::string_view name) {
  if (value == nullptr) return std::nullopt;
  const std::string field(name);
  DayError error = DayError::not_a_date;
  if (value->is_string()) {
    const auto& text = value->get_ref<const std::string&>();
    if (const std::optional<Day> day = read_day(text)) return day;
    error = why_no_day(text);
  }
  switch (error) {
    case DayError::not_a_date:
      problem(name, field + " 须为日期，如 \"2026-11-22\"。",
              field + " must be a date such as \"2026-11-22\".");
      break;
    case DayError::no_such_day:
      problem(name, field + "：没有这一天。", field + ": there is no such day.");
      break;
    case DayError::outside_1900_2199:
      problem(name, field + " 须在 1900-01-01 到 2199-12-31 之间。",
              field + " must lie from 1900-01-01 to 2199-12-31.");
      break;
  }
  return std::nullopt;
}

std::optional<Day> Fields::date(std::string_view name) { return read_date(require(name), name); }

std::optional<Day> Fields::optional_date(std::string_view name) {
  return read_date(look(name), name);
}

std::optional<Fields> Fields::read_object(const Json* value, std::string_view name) {
  if (value == nullptr) return std::nullopt;
  Fields inside(*value, pointer(name), *problems_);
  if (inside.object_ == nullptr) return std::nullopt;
  return inside;
}

std::optional<Fields> Fields::object(std::string_view name) {
  return read_object(require(name), name);
}

std::optional<Fields> Fields::optional_object(std::string_view name) {
  return read_object(look(name), name);
}

std::optional<Items> Fields::read_array(const Json* value, std::string_view name, std::size_t least,
                                        std::size_t most) {
  if (value == nullptr) return std::nullopt;
  if (value->is_array() && least <= value->size() && value->size() <= most) {
    return Items(*value, pointer(name), *problems_);
  }
  const std::string from = std::to_string(least);
  const std::string to = std::to_string(most);
  const std::string field(name);
  problem(name, field + " 须为 " + from + " 到 " + to + " 项的数组 […]。",
          field + " must be an array […] of " + from + " to " + to + " items.");
  return std::nullopt;
}

std::optional<Items> Fields::array(std::string_view name, std::size_t least, std::size_t most) {
  return read_array(require(name), name, least, most);
}

std::optional<Items> Fields::optional_array(std::string_view name, std::size_t least,
                                            std::size_t most) {
  return read_array(look(name), name, least, most);
}

const Json* Fields::value(std::string_view name) { return look(name); }

bool Fields::has(std::string_view name) const {
  return object_ != nullptr && object_->contains(name);
}

void Fields::not_one_of(std::string_view name, const std::vector<std::string_view>& words) {
  const std::string field(name);
  problem(name, field + " 须为 " + joined(words, "、") + " 之一。",
          field + " must be one of " + joined(words, ", ") + ".");
}

void Fields::problem(std::string_view name, std::string zh, std::string en) {
  problems_->push_back({pointer(name), std::move(zh), std::move(en)});
}

void Fields::problem(std::string zh, std::string en) {
  problems_->push_back({pointer_, std::move(zh), std::move(en)});
}

std::string Fields::pointer(std::string_view name) const {
  std::string pointer = pointer_;
  append_step(pointer, name);
  return pointer;
}

void Fields::finish() {
  if (object_ == nullptr) return;
  std::size_t unknown = 0;
  for (const auto& [name, value] : object_->get_ref<const Json::object_t&>()) {
    if (std::find(names_.begin(), names_.end(), name) != names_.end()) continue;
    if (++unknown > most_unknown_named) return;
    std::string zh = "不认识的字段 " + shown(name) + "。";
    std::string en = "Unknown field " + shown(name) + ".";
    const auto meant = nearest_word(name, names_);
    if (meant) {
      zh += "是否想写 " + std::string(*meant) + "？";
      en += " Did you mean " + std::string(*meant) + "?";
    }
    const auto missing = std::find_if(missing_.begin(), missing_.end(), [&](const Missing& one) {
      return meant && one.name == *meant;
    });
    if (missing == missing_.end()) {
      problem(name, std::move(zh), std::move(en));
    } else {
      (*problems_)[missing->problem] = {pointer(name), std::move(zh), std::move(en)};
      missing_.erase(missing);
    }
  }
}

Items::Items(const Json& array, std::string pointer, Problems& problems)
    : array_(&array), pointer_(std::move(pointer)), problems_(&problems) {}

std::string Items::pointer(std::size_t index) const {
  std::string pointer = pointer_;
  append_step(pointer, index);
  return pointer;
}

Fields Items::fields(std::size_t index) const {
  return Fields((*array_)[index], pointer(index), *problems_);
}

std::optional<std::vector<std::int64_t>> Items::integers(std::int64_t least,
                                                         std::int64_t most) const {
  std::vector<std::int64_t> integers;
  for (std::size_t i = 0; i < size(); ++i) {
    const Json& item = (*array_)[i];
    if (item.is_number_integer()) {
      const auto number = item.get<std::int64_t>();
      if (least <= number && number <= most) {
        integers.push_back(number);
        continue;
      }
    }
    const std::string from = std::to_string(least);
    const std::string to = std::to_string(most);
    problem(i, "须为 " + from + " 到 " + to + " 的整数（不写小数点）。",
            "A whole number from " + from + " to " + to + ", written without a point, is wanted.");
  }
  if (integers.size() != size()) return std::nullopt;
  return integers;
}

std::optional<std::vector<std::string>> Items::texts(std::size_t max_bytes) const {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < size(); ++i) {
    const Json& item = (*array_)[i];
    if (item.is_string()) {
      const auto& text = item.get_ref<const std::string&>();
      if (!text.empty() && text.size() <= max_bytes && !has_control(text)) {
        texts.push_back(text);
        continue;
      }
    }
    const std::string to = std::to_string(max_bytes);
    problem(i, "须为 1 到 " + to + " 字节的文字，不含控制字符。",
            "A text of 1 to " + to + " bytes without control characters is wanted.");
  }
  if (texts.size() != size()) return std::nullopt;
  return texts;
}

std::optional<std::size_t> Items::first_repeated() const {
  std::set<Json> seen;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!seen.insert((*array_)[i]).second) return i;
  }
  return std::nullopt;
}

void Items::problem(std::size_t index, std::string zh, std::string en) const {
  problems_->push_back({pointer(index), std::move(zh), std::move(en)});
}

}  // namespace vip::terminal
