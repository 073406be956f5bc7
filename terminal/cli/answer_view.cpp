#include "terminal/cli/answer_view.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "terminal/cli/answer_words.h"
#include "terminal/cli/table.h"
#include "terminal/door/columns.h"
#include "terminal/door/messages.h"

namespace vip::terminal::cli {
namespace {

using Json = nlohmann::ordered_json;  // fields stay in the order of the answer

bool is_both(const Json& value) {
  return value.is_object() && value.contains("zh-CN") && value.contains("en");
}

bool is_scalar(const Json& value) { return value.is_primitive() || is_both(value); }

using Pairs = std::vector<std::pair<std::string, std::string>>;

class Show {
 public:
  explicit Show(const Look& look) : language_(look.language), colour_(look.colour) {}

  std::string result(const Json& result) const {
    if (!result.is_object()) return scalar("", result) + "\n";
    if (result.contains("text") && result["text"].is_string()) {
      const std::string paper = result["text"];
      return result.contains("token") ? on_white(paper) : paper;
    }
    if (result.contains("fields") && result["fields"].is_array()) return explained(result);
    std::string out = result.contains("receipt") && result["receipt"].is_string()
                          ? with_paper(result)
                          : object(result);
    for (const char* notes : {"warnings", "prompts"}) {
      if (result.contains(notes)) out += sentences(result[notes], notes);
    }
    return out;
  }

  // What was scanned: what it is, what to do, and each field under its label.
  std::string explained(const Json& result) const {
    std::string out = paint("1", text(result.value("label", Json()))) + "\n" +
                      printable(text(result.value("message", Json()))) + "\n";
    std::size_t widest = 0;
    for (const Json& field : result["fields"]) {
      widest = std::max(widest, columns_of(text(field.value("label", Json()))));
    }
    for (const Json& field : result["fields"]) {
      out += "  " + pad_right(text(field.value("label", Json())), widest) + "  " +
             printable(text(field.value("value", Json()))) + "\n";
    }
    return out;
  }

  // "What happened, what was not affected, what to do. (G2)"
  std::string refusal(const Json& refusal) const {
    return paint("1;31", text(refusal.value("message", Json())) + " (" +
                             refusal.value("clause", std::string()) + ")") +
           "\n";
  }

  std::string error(const Json& error) const {
    const std::string pointer = error.value("pointer", std::string());
    const std::string code = error.value("code", std::string());
    std::string where = code;
    if (!pointer.empty()) where += pick({"，见 ", ", at "}) + pointer;
    return paint("1;31", text(error.value("message", Json())) + " (" + where + ")") + "\n";
  }

 private:
  std::string pick(Both both) const { return std::string(both.in(language_)); }

  std::string paint(std::string_view code, std::string text) const {
    text = printable(text);
    if (!colour_) return text;
    return "\x1b[" + std::string(code) + "m" + text + "\x1b[0m";
  }

  std::string text(const Json& message) const {
    if (!is_both(message)) return message.is_string() ? message.get<std::string>() : std::string();
    return message[language_ == Language::zh ? "zh-CN" : "en"].get<std::string>();
  }

  std::string name_of(std::string_view key) const {
    if (const Label* label = label_of(key)) return pick(label->text);
    std::string plain(key);
    std::replace(plain.begin(), plain.end(), '_', ' ');
    return plain;
  }

  std::string scalar(std::string_view key, const Json& value) const {
    if (is_both(value)) return text(value);
    if (value.is_null()) return "-";
    if (value.is_boolean()) return value.get<bool>() ? pick({"是", "yes"}) : pick({"否", "no"});
    if (value.is_number_integer()) {
      const auto number = value.get<std::int64_t>();
      const Label* label = label_of(key);
      if (label != nullptr && label->money) return yuan_grouped(number);
      return std::to_string(number);
    }
    if (!value.is_string()) return value.dump();
    const std::string word = value.get<std::string>();
    if (key == "clause") {
      const auto reason = reason_of_price(word);
      if (!reason) return word;
      return word == "none" ? pick(*reason) : pick(*reason) + " (" + word + ")";
    }
    const auto said = said_word(key, word);
    return said ? pick(*said) : word;
  }

  // In the order of the answer: what is one value stands one under the other, every object and
  // array under its own heading.
  std::string object(const Json& value) const {
    std::string out;
    Pairs rows;
    const auto flush = [&] {
      if (!rows.empty() && !out.empty()) out += "\n";
      out += pairs(std::exchange(rows, {}));
    };
    for (const auto& [key, field] : value.items()) {
      if (key == "prompts" || key == "warnings") continue;
      // One way alone was open (A8): there was no choice.
      if ((key == "choice" || key == "recommended") && !value.contains("alternatives") &&
          value.contains("gross")) {
        continue;
      }
      if (key == "points" && is_movement(field)) {
        movement(field, rows);
      } else if (key == "rate" && field.is_object()) {
        rows.emplace_back(name_of(key), scalar("clause", field.value("clause", Json())) + " " +
                                            field.value("pays", std::string()));
      } else if (is_scalar(field)) {
        rows.emplace_back(name_of(key), scalar(key, field));
      } else if (field.is_array() && (field.empty() || all_scalars(field))) {
        rows.emplace_back(name_of(key), list(key, field));
      } else if (field.is_object() && key == "member") {
        rows.emplace_back(name_of(key), member(field));
      } else {
        flush();
        if (!out.empty()) out += "\n";
        out += paint("1", name_of(key)) + "\n";
        out += indented(field.is_object() ? object(field) : records(field));
      }
    }
    flush();
    return out;
  }

  // A code in half blocks is ink: on a terminal with colours, black on white whatever its own are.
  std::string on_white(const std::string& code) const {
    std::string out;
    for (std::size_t at = 0; at < code.size();) {
      const std::size_t end = std::min(code.find('\n', at), code.size());
      out += paint("30;107", code.substr(at, end - at)) + "\n";
      at = end + 1;
    }
    return out;
  }

  // A sale whose receipt says all the rest.
  std::string with_paper(const Json& result) const {
    Pairs rows;
    for (const auto& [key, field] : result.items()) {
      const bool said_on_paper = key != "sale" && key != "receipt_no" && key != "refund";
      if (!said_on_paper && is_scalar(field)) rows.emplace_back(name_of(key), scalar(key, field));
    }
    return pairs(rows) + "\n" + result["receipt"].get<std::string>();
  }

  static bool is_movement(const Json& points) {
    return points.is_object() && points.contains("before") && points.contains("after");
  }

  // Both numbers of points: what the card has, and what it has ever earned (D2).
  void movement(const Json& points, Pairs& rows) const {
    std::string change = scalar("", points["before"]) + " -> " + scalar("", points["after"]);
    if (points.contains("earned")) change += " (+" + scalar("", points["earned"]) + ")";
    if (points.contains("taken")) change += " (-" + scalar("", points["taken"]) + ")";
    rows.emplace_back(pick({"积分余额", "points balance"}), change);
    if (points.contains("carry_before") && points.contains("carry_after")) {
      rows.emplace_back(name_of("carry"), scalar("carry", points["carry_before"]) + " -> " +
                                              scalar("carry", points["carry_after"]));
    }
    for (const auto& [key, field] : points.items()) {
      const bool shown = key == "before" || key == "after" || key == "earned" || key == "taken" ||
                         key == "carry_before" || key == "carry_after";
      if (!shown) rows.emplace_back(name_of(key), scalar(key, field));
    }
  }

  std::string member(const Json& member) const {
    std::string out;
    for (const auto& [key, field] : member.items()) {
      if (!out.empty()) out += ", ";
      if (key != "address") out += name_of(key) + " ";
      out += is_scalar(field) ? scalar(key, field) : field.dump();
    }
    return out;
  }

  static bool all_scalars(const Json& array) {
    return !array.empty() && std::all_of(array.begin(), array.end(),
                                         [](const Json& item) { return is_scalar(item); });
  }

  std::string list(std::string_view key, const Json& array) const {
    std::string out;
    for (const Json& item : array) out += (out.empty() ? "" : ", ") + scalar(key, item);
    return out.empty() ? "-" : out;
  }

  // An array of objects as a table; columns in the order in which fields first appear.
  std::string records(const Json& array) const {
    std::vector<std::string> keys;
    for (const Json& item : array) {
      if (!item.is_object()) return array.dump() + "\n";
      for (const auto& [key, field] : item.items()) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
      }
    }
    std::vector<Column> columns;
    for (const std::string& key : keys) {
      const bool numbers = std::all_of(array.begin(), array.end(), [&](const Json& item) {
        return !item.contains(key) || item[key].is_number() || item[key].is_null();
      });
      columns.push_back({name_of(key), numbers ? Side::right : Side::left});
    }
    std::vector<std::vector<std::string>> rows;
    for (const Json& item : array) {
      std::vector<std::string> row;
      for (const std::string& key : keys) {
        if (!item.contains(key)) {
          row.emplace_back();
        } else if (key == "line" && item.contains("qty") && item[key].is_number_integer()) {
          // People count the lines of a basket from one. (Lines of a file are so already.)
          row.push_back(std::to_string(item[key].get<std::int64_t>() + 1));
        } else if (const Json& field = item[key]; is_scalar(field)) {
          row.push_back(scalar(key, field));
        } else if (field.is_array() && all_scalars(field)) {
          row.push_back(list(key, field));
        } else {
          row.push_back(member(field.is_object() ? field : Json{{key, field}}));
        }
      }
      rows.push_back(std::move(row));
    }
    return table(columns, rows);
  }

  static std::string indented(const std::string& text) {
    std::string out;
    bool at_start = true;
    for (const char c : text) {
      if (at_start && c != '\n') out += "  ";
      out += c;
      at_start = c == '\n';
    }
    return out;
  }

  std::string sentences(const Json& notes, std::string_view kind) const {
    std::string out;
    if (!notes.is_array()) return out;
    for (const Json& note : notes) {
      const std::string clause = note.value("clause", std::string());
      std::string line = (kind == "warnings" ? "! " : "* ") + text(note.value("message", Json()));
      if (!clause.empty()) line += " (" + clause + ")";
      out += (kind == "warnings" ? paint("33", line) : printable(line)) + "\n";
    }
    return out.empty() ? out : "\n" + out;
  }

  Language language_;
  bool colour_;
};

}  // namespace

View view(std::string_view answer, const Look& look) {
  const Json json = Json::parse(answer, nullptr, false);
  const Show show(look);
  if (json.is_object()) {
    if (json.contains("result")) return {.data = show.result(json["result"]), .messages = {}};
    if (json.contains("refusal")) return {.data = {}, .messages = show.refusal(json["refusal"])};
    if (json.contains("error")) return {.data = {}, .messages = show.error(json["error"])};
  }
  return {.data = std::string(answer) + "\n", .messages = {}};
}

}  // namespace vip::terminal::cli
