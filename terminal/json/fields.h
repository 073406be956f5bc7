// Fields: one JSON object from outside, read field by field, with every problem named (A50).
//
//   Problems problems;
//   Fields sale(json, "", problems);
//   const auto id = sale.text("request_id", 64);               // required
//   const auto day = sale.optional_date("date");               // may be left out
//   const bool shown = sale.boolean("birthday_document_shown", false);
//   if (auto lines = sale.array("lines", 1, 1000)) {
//     for (std::size_t i = 0; i < lines->size(); ++i) {
//       Fields line = lines->fields(i);
//       const auto qty = line.integer("qty", 1, 1'000'000);
//       line.finish();
//     }
//   }
//   sale.finish();                                             // what nobody asked for is unknown
//   if (!problems.empty()) return invalid(problems.front());
//   use(*id);                                                  // no problems: all required are
//   there
//
// Read everything first, ask `problems` once, then use the values. While there are problems a value
// may be missing; where there are none, everything required has one.
//
// Problems stand in the order in which fields are read, then come the unknown fields of the object
// in the order of their names, when finish() is called. A field that is missing is a problem at the
// place where it should stand; where an unknown field is its misspelt name, the two are one
// problem, at the field that is there. null is a value like any other and is never "left out".
//
// Texts are refused where they hold a control character; dates outside 1900 to 2199 are refused
// (A53). Nothing is trimmed, converted or rounded. What is not an object is one problem, and then
// every field of it is silently absent.
//
// Requires: the Json and the Problems outlive the Fields, and field names are literals (they are
// kept as views).
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cardformat/amount.h"
#include "cardformat/day.h"
#include "terminal/json/problem.h"
#include "terminal/json/strict_json.h"

namespace vip::terminal {

class Items;

// A word of the contract, and what it stands for.
template <class T>
using Word = std::pair<std::string_view, T>;

class Fields {
 public:
  Fields(const Json& json, std::string pointer, Problems& problems);
  Fields(Json&&, std::string, Problems&) = delete;
  Fields(Fields&&) = default;
  Fields& operator=(Fields&&) = default;

  // Whole numbers from `least` to `most`.
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t least, std::int64_t most);
  std::optional<std::int64_t> optional_integer(std::string_view name, std::int64_t least,
                                               std::int64_t most);
  std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most,
                       std::int64_t left_out);
  // null or a whole number; left out is null.
  std::optional<std::int64_t> integer_or_null(std::string_view name, std::int64_t least,
                                              std::int64_t most);

  std::optional<Fen> fen(std::string_view name, Fen least, Fen most);
  std::optional<Fen> optional_fen(std::string_view name, Fen least, Fen most);
  std::optional<Points> points(std::string_view name, Points least, Points most);

  // Texts of `min_bytes` to `max_bytes` bytes without control characters.
  std::optional<std::string> text(std::string_view name, std::size_t max_bytes,
                                  std::size_t min_bytes = 1);
  std::optional<std::string> optional_text(std::string_view name, std::size_t max_bytes,
                                           std::size_t min_bytes = 1);
  // Any text at all, for what a rule judges later: a phone, a form's entries (E5), a scan.
  std::optional<std::string> optional_any_text(std::string_view name);

  std::optional<bool> boolean(std::string_view name);
  bool boolean(std::string_view name, bool left_out);
  std::optional<bool> optional_boolean(std::string_view name);

  std::optional<Day> date(std::string_view name);
  std::optional<Day> optional_date(std::string_view name);

  // fields.word<Way>("choice", {{"member", Way::member}, {"coupon", Way::coupon}})
  template <class T>
  std::optional<T> word(std::string_view name, std::span<const Word<T>> words) {
    return one_of<T>(require(name), name, words);
  }
  template <class T>
  std::optional<T> word(std::string_view name, std::initializer_list<Word<T>> words) {
    return one_of<T>(require(name), name, words);
  }
  template <class T>
  std::optional<T> optional_word(std::string_view name, std::span<const Word<T>> words) {
    return one_of<T>(look(name), name, words);
  }
  template <class T>
  std::optional<T> optional_word(std::string_view name, std::initializer_list<Word<T>> words) {
    return one_of<T>(look(name), name, words);
  }

  // An object inside. No value: left out, or not an object (a problem).
  std::optional<Fields> object(std::string_view name);
  std::optional<Fields> optional_object(std::string_view name);

  // An array of `least` to `most` items.
  std::optional<Items> array(std::string_view name, std::size_t least, std::size_t most);
  std::optional<Items> optional_array(std::string_view name, std::size_t least, std::size_t most);

  // As it stands, and known from now on. nullptr: left out.
  const Json* value(std::string_view name);
  // Is it there? Does not make it known.
  bool has(std::string_view name) const;

  // Makes a name known without a look: one that another reader of the same object asks for.
  void known(std::string_view name) { names_.push_back(name); }

  // A problem of the caller's own, at this field or (without a name) at the object.
  void problem(std::string_view name, std::string zh, std::string en);
  void problem(std::string zh, std::string en);

  std::string pointer(std::string_view name) const;
  const std::string& pointer() const { return pointer_; }
  Problems& problems() { return *problems_; }

  // Every field that was not asked for is a problem, with the nearest known name; of very many the
  // first twenty. Call it last.
  void finish();

 private:
  const Json* look(std::string_view name);     // nullptr: left out
  const Json* require(std::string_view name);  // nullptr: a problem, or no object at all

  std::optional<std::int64_t> read_integer(const Json* value, std::string_view name,
                                           std::int64_t least, std::int64_t most,
                                           bool null_too = false);
  std::optional<std::string> read_text(const Json* value, std::string_view name,
                                       std::size_t max_bytes, std::size_t min_bytes);
  std::optional<bool> read_boolean(const Json* value, std::string_view name);
  std::optional<Day> read_date(const Json* value, std::string_view name);
  std::optional<Fields> read_object(const Json* value, std::string_view name);
  std::optional<Items> read_array(const Json* value, std::string_view name, std::size_t least,
                                  std::size_t most);
  void not_one_of(std::string_view name, const std::vector<std::string_view>& words);

  template <class T>
  std::optional<T> one_of(const Json* value, std::string_view name,
                          std::span<const Word<T>> words) {
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) {
      for (const auto& [word, meaning] : words) {
        if (value->get_ref<const std::string&>() == word) return meaning;
      }
    }
    std::vector<std::string_view> allowed;
    for (const auto& entry : words) allowed.push_back(entry.first);
    not_one_of(name, allowed);
    return std::nullopt;
  }

  const Json* object_;  // nullptr: not an object
  std::string pointer_;
  Problems* problems_;
  std::vector<std::string_view> names_;  // asked for so far

  struct Missing {
    std::string_view name;
    std::size_t problem;  // which of the problems says so
  };
  std::vector<Missing> missing_;
};

// Items: an array from outside, its length already measured.
class Items {
 public:
  Items(const Json& array, std::string pointer, Problems& problems);

  std::size_t size() const { return array_->size(); }
  const Json& operator[](std::size_t index) const { return (*array_)[index]; }
  std::string pointer(std::size_t index) const;

  // The item as an object.
  Fields fields(std::size_t index) const;

  // Every item as a whole number or a text, as Fields reads them; no value where one is not.
  std::optional<std::vector<std::int64_t>> integers(std::int64_t least, std::int64_t most) const;
  std::optional<std::vector<std::string>> texts(std::size_t max_bytes) const;

  // The first item that is equal to an earlier one; no value: all are distinct.
  std::optional<std::size_t> first_repeated() const;

  void problem(std::size_t index, std::string zh, std::string en) const;

 private:
  const Json* array_;
  std::string pointer_;
  Problems* problems_;
};

// The known word that a misspelt one probably meant; no value: none is near enough.
std::optional<std::string_view> nearest_word(std::string_view misspelt,
                                             const std::vector<std::string_view>& known);

}  // namespace vip::terminal
