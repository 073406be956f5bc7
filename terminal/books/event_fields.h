// What the bytes of all events are made of: fields written, and fields read and measured.
//
// Used by event_codec.cpp and the files of its families (event_codec_*.cpp), by nobody else.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "terminal/books/event.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"
#include "terminal/rules/clause.h"

namespace vip::terminal {

// The object under way, and the fields that several kinds share.
struct EventWriter {
  JsonWriter json;

  void number(std::string_view key, card::Number number) { json.field(key, number.value()); }
  void inbox(InboxNo number) {
    if (number != 0) json.field("in", number);
  }
  void history(const std::optional<Happened>& happened) {
    if (!happened) return;
    json.key("hist").begin_array().integer(happened->at).text(happened->day.text()).end_array();
  }
};

// Reads an object's fields or an array's items, and remembers whether all were as they should be.
class EventReader {
 public:
  explicit EventReader(const Json& json) : json_(&json) {}

  std::int64_t integer(const char* key, std::int64_t low, std::int64_t high) {
    return number(find(key), low, high);
  }
  std::int64_t number(const Json* value, std::int64_t low, std::int64_t high) {
    if (value == nullptr || !value->is_number_integer()) return fail(low);
    if (value->is_number_unsigned() &&
        value->get<std::uint64_t>() > static_cast<std::uint64_t>(high)) {
      return fail(low);
    }
    const auto n = value->get<std::int64_t>();
    return n < low || n > high ? fail(low) : n;
  }
  std::string text(const Json* value) {
    if (value == nullptr || !value->is_string()) {
      good_ = false;
      return {};
    }
    return value->get<std::string>();
  }
  std::string text(const char* key) { return text(find(key)); }
  std::string optional_text(const char* key) { return has(key) ? text(key) : std::string(); }
  Day day(const Json* value) {
    const auto day = read_day(text(value));
    if (!day) good_ = false;
    return day.value_or(Day());
  }
  Day day(const char* key) { return day(find(key)); }
  bool boolean(const char* key) {
    const Json* value = find(key);
    if (value == nullptr || !value->is_boolean()) {
      good_ = false;
      return false;
    }
    return value->get<bool>();
  }
  card::Number card(const Json* value) {
    return card::Number::from_value(
        static_cast<std::uint64_t>(number(value, 0, 9'999'999'999'999'999)));
  }
  card::Number card(const char* key) { return card(find(key)); }
  Fen fen(const Json* value) { return Fen(number(value, 0, Fen::max)); }
  Fen fen(const char* key) { return fen(find(key)); }
  Points points(const Json* value, std::int64_t low = 0) {
    return Points(number(value, low, Points::max));
  }
  Seq seq(const Json* value) { return static_cast<Seq>(number(value, 1, Fen::max)); }

  bool has(const char* key) const { return json_->is_object() && json_->contains(key); }
  const Json* find(const char* key) {
    if (!json_->is_object()) return nullptr;
    const auto found = json_->find(key);
    if (found == json_->end()) return nullptr;
    ++used_;
    return &*found;
  }
  const Json* item(const Json& array, std::size_t index) {
    return array.is_array() && index < array.size() ? &array[index] : nullptr;
  }
  // An array under `key`, visited item by item; each item an array of `least` to `most` values.
  template <class Visit>
  void rows(const char* key, std::size_t least, std::size_t most, Visit visit) {
    const Json* array = find(key);
    if (array == nullptr || !array->is_array()) {
      good_ = false;
      return;
    }
    for (const Json& row : *array) {
      if (!row.is_array() || row.size() < least || row.size() > most) {
        good_ = false;
        return;
      }
      visit(row);
    }
  }
  template <class T>
  T among(std::optional<T> value, T otherwise) {
    if (!value) good_ = false;
    return value.value_or(otherwise);
  }
  void require(bool fact) { good_ = good_ && fact; }
  // Everything was there, in range, and nothing else was.
  bool good() const { return good_ && used_ == json_->size(); }

  std::optional<Happened> history() {
    if (!has("hist")) return std::nullopt;
    const Json& value = *find("hist");
    require(value.is_array() && value.size() == 2);
    if (!value.is_array() || value.size() != 2) return std::nullopt;
    return Happened{number(&value[0], -Fen::max, Fen::max), day(&value[1])};
  }
  InboxNo inbox() { return has("in") ? static_cast<InboxNo>(integer("in", 1, Fen::max)) : 0; }

 private:
  std::int64_t fail(std::int64_t value) {
    good_ = false;
    return value;
  }

  const Json* json_;
  std::size_t used_ = 0;
  bool good_ = true;
};

// The value whose name stands in a table that begins with the empty name of 0.
template <class Enum, std::size_t size>
std::optional<Enum> among_names(const std::array<std::string_view, size>& names,
                                std::string_view text) {
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (names[i] == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

// event_codec_sales.cpp: what is sold, returned, given, and what earns a card.
void write_fields(EventWriter& out, const IssueEvent& e);
void read_fields(EventReader& in, IssueEvent& e);
void write_fields(EventWriter& out, const SaleEvent& e);
void read_fields(EventReader& in, SaleEvent& e);
void write_fields(EventWriter& out, const ReturnEvent& e);
void read_fields(EventReader& in, ReturnEvent& e);
void write_fields(EventWriter& out, const RedeemEvent& e);
void read_fields(EventReader& in, RedeemEvent& e);
void write_fields(EventWriter& out, const GiftPutEvent& e);
void read_fields(EventReader& in, GiftPutEvent& e);
// event_codec_cards.cpp: a card's life after it was issued.
void write_fields(EventWriter& out, const BlockEvent& e);
void read_fields(EventReader& in, BlockEvent& e);
void write_fields(EventWriter& out, const LiftEvent& e);
void read_fields(EventReader& in, LiftEvent& e);
void write_fields(EventWriter& out, const ReplaceEvent& e);
void read_fields(EventReader& in, ReplaceEvent& e);
void write_fields(EventWriter& out, const RenewEvent& e);
void read_fields(EventReader& in, RenewEvent& e);
void write_fields(EventWriter& out, const CloseEvent& e);
void read_fields(EventReader& in, CloseEvent& e);
void write_fields(EventWriter& out, const CorrectEvent& e);
void read_fields(EventReader& in, CorrectEvent& e);
void write_fields(EventWriter& out, const IdCheckEvent& e);
void read_fields(EventReader& in, IdCheckEvent& e);
void write_fields(EventWriter& out, const HandoverEvent& e);
void read_fields(EventReader& in, HandoverEvent& e);
// event_codec_store.cpp: policy, people, staff and what is found amiss.
void write_fields(EventWriter& out, const PolicyAdoptedEvent& e);
void read_fields(EventReader& in, PolicyAdoptedEvent& e);
void write_fields(EventWriter& out, const MemberEditEvent& e);
void read_fields(EventReader& in, MemberEditEvent& e);
void write_fields(EventWriter& out, const EraseEvent& e);
void read_fields(EventReader& in, EraseEvent& e);
void write_fields(EventWriter& out, const TimeStepEvent& e);
void read_fields(EventReader& in, TimeStepEvent& e);
void write_fields(EventWriter& out, const MonthCloseEvent& e);
void read_fields(EventReader& in, MonthCloseEvent& e);
void write_fields(EventWriter& out, const OperatorEvent& e);
void read_fields(EventReader& in, OperatorEvent& e);
void write_fields(EventWriter& out, const AuditEvent& e);
void read_fields(EventReader& in, AuditEvent& e);
void write_fields(EventWriter& out, const AnomalyEvent& e);
void read_fields(EventReader& in, AnomalyEvent& e);
void write_fields(EventWriter& out, const AnomalyStateEvent& e);
void read_fields(EventReader& in, AnomalyStateEvent& e);
// event_codec_exchange.cpp: what head office says and what is answered.
void write_fields(EventWriter& out, const ToldEvent& e);
void read_fields(EventReader& in, ToldEvent& e);
void write_fields(EventWriter& out, const GrantAcceptedEvent& e);
void read_fields(EventReader& in, GrantAcceptedEvent& e);
void write_fields(EventWriter& out, const ReleaseEvent& e);
void read_fields(EventReader& in, ReleaseEvent& e);
void write_fields(EventWriter& out, const RangeAcceptedEvent& e);
void read_fields(EventReader& in, RangeAcceptedEvent& e);
void write_fields(EventWriter& out, const NackEvent& e);
void read_fields(EventReader& in, NackEvent& e);

}  // namespace vip::terminal
