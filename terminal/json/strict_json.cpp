#include "terminal/json/strict_json.h"

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cardformat/utf8.h"
#include "terminal/json/plain_json.h"

namespace vip::terminal {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Builds the value as its parts are read, and stops at the first thing that is not allowed. The
// reader under it does not recurse, and neither does this.
class Builder {
 public:
  // What the library calls; false stops the reading.
  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(std::int64_t value) { return add(value); }
  bool number_unsigned(std::uint64_t value) {
    constexpr auto largest = std::numeric_limits<std::int64_t>::max();
    if (value > static_cast<std::uint64_t>(largest)) return add(static_cast<double>(value));
    return add(static_cast<std::int64_t>(value));
  }
  bool number_float(double value, const std::string&) { return add(value); }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(Json::binary_t&) { return false; }  // not in texts

  bool start_object(std::size_t) { return open(Json::object()); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& key) {
    Level& level = levels_.back();
    level.key = std::move(key);
    if (!level.container->contains(level.key)) return true;
    return stop("同一个对象里这个字段写了两次。请只保留一个。",
                "This field stands twice in one object. Keep one of them.");
  }

  bool parse_error(std::size_t position, const std::string&, const Json::exception& error) {
    constexpr int number_overflow = 406;
    if (error.id == number_overflow) {
      return stop("这个数太大，无法表示。", "This number is too large for anything.");
    }
    const std::string at = std::to_string(position);
    return stop("从第 " + at + " 个字节起不是合法的 JSON。", "Not JSON from byte " + at + " on.");
  }

  Json& root() { return root_; }
  Problem take_problem() { return std::move(*problem_); }
  std::string pointer() const {
    std::string pointer;
    for (const Level& level : levels_) {
      if (level.container->is_array()) {
        // The value being read is not yet in the innermost container, and is in all others.
        const bool innermost = &level == &levels_.back();
        append_step(pointer, level.container->size() - (innermost ? 0 : 1));
      } else if (level.key) {
        append_step(pointer, *level.key);
      }
    }
    return pointer;
  }

 private:
  struct Level {
    Json* container;                 // lives in its parent, which does not change meanwhile
    std::optional<std::string> key;  // of an object: the field being read
  };

  bool stop(std::string zh, std::string en) {
    problem_ = Problem{pointer(), std::move(zh), std::move(en)};
    return false;
  }

  Json* put(Json value) {
    if (levels_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Level& level = levels_.back();
    if (level.container->is_array()) {
      level.container->push_back(std::move(value));
      return &level.container->back();
    }
    Json& field = (*level.container)[*level.key];
    field = std::move(value);
    return &field;
  }

  bool add(Json value) {
    put(std::move(value));
    return done();
  }

  bool open(Json container) {
    if (levels_.size() == max_depth) {
      const std::string depth = std::to_string(max_depth);
      return stop("嵌套超过 " + depth + " 层。", "Nested more than " + depth + " deep.");
    }
    levels_.push_back({put(std::move(container)), std::nullopt});
    return true;
  }

  bool close() {
    levels_.pop_back();
    return done();
  }

  // A value is whole: the next problem of its object is not at this field any more.
  bool done() {
    if (!levels_.empty()) levels_.back().key.reset();
    return true;
  }

  Json root_;
  std::vector<Level> levels_;
  std::optional<Problem> problem_;
};

}  // namespace

Result<Json, JsonProblem> read_json(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) {
    const std::string most = std::to_string(max_bytes);
    return Unexpected{Problem{"", "内容太长：最多 " + most + " 字节。",
                              "Too long: at most " + most + " bytes are read."}};
  }
  if (text.starts_with(byte_order_mark)) {
    return Unexpected{Problem{"", "开头有字节顺序标记（BOM）。请存为不带 BOM 的 UTF-8。",
                              "Begins with a byte order mark. Save it as UTF-8 without one."}};
  }
  if (const auto zero = text.find('\0'); zero != std::string_view::npos) {
    const std::string at = std::to_string(zero + 1);
    return Unexpected{Problem{"", "第 " + at + " 个字节为 0，不是合法的 JSON。",
                              "Byte " + at + " is zero, which no JSON text has."}};
  }
  if (auto plain = read_plain_json(text)) return std::move(*plain);
  Builder builder;
  if (Json::sax_parse(text.begin(), text.end(), &builder)) return std::move(builder.root());
  Problem problem = builder.take_problem();
  if (!is_utf8(text)) {
    problem.message_zh += "内容不是合法的 UTF-8。";
    problem.message_en += " The text is not valid UTF-8.";
  }
  return Unexpected{std::move(problem)};
}

void append_step(std::string& pointer, std::string_view key) {
  pointer += '/';
  for (const char c : key) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

void append_step(std::string& pointer, std::size_t index) {
  pointer += '/';
  pointer += std::to_string(index);
}

}  // namespace vip::terminal
