#include "cardformat/blank_list.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "cardformat/bytes.h"
#include "cardformat/ensure.h"

namespace vip::card {
namespace {

constexpr std::string_view family = "VIP-BLANKS-";
constexpr std::string_view first_line = "VIP-BLANKS-1";

bool store_name_is_right(std::string_view store) {
  return !store.empty() && store.size() <= 16 &&
         std::all_of(store.begin(), store.end(), [](char c) {
           return ('0' <= c && c <= '9') || ('A' <= c && c <= 'Z') || ('a' <= c && c <= 'z') ||
                  c == '-' || c == '_';
         });
}

std::optional<BlankKind> kind_named(std::string_view text) {
  for (const BlankKind kind : {BlankKind::printed, BlankKind::virtual_, BlankKind::withheld}) {
    if (name(kind) == text) return kind;
  }
  return std::nullopt;
}

// A whole number as it is written here: no sign, no zero in front.
std::optional<std::uint32_t> read_count(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  return value;
}

template <std::size_t size>
std::optional<std::array<std::uint8_t, size>> read_bytes(std::string_view text) {
  const auto bytes = read_hex(text);
  if (!bytes || hex(*bytes) != text) return std::nullopt;  // lower case: one writing alone
  return array_of<size>(*bytes);
}

// One line after the other.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  std::size_t number() const { return number_; }  // of the line read last
  std::size_t at() const { return at_; }          // where the next begins
  bool at_end() const { return at_ == text_.size(); }

  // The next line without its end. No value: there is none, or its end is missing.
  std::optional<std::string_view> next() {
    ++number_;
    const std::size_t end = text_.find('\n', at_);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = text_.substr(at_, end - at_);
    at_ = end + 1;
    return line;
  }

  // The next line's value, where the line is "name value".
  std::optional<std::string_view> value(std::string_view name) {
    const auto line = next();
    if (!line || !line->starts_with(name) || line->size() <= name.size() + 1 ||
        (*line)[name.size()] != ' ') {
      return std::nullopt;
    }
    return line->substr(name.size() + 1);
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t number_ = 0;
};

bool read_head(Lines& lines, BlankList& list, std::size_t& count) {
  const auto chain = lines.value("chain");
  const auto prefix = chain ? read_count(*chain) : std::nullopt;
  if (!prefix || *prefix > 9999 || !prefix_allowed(static_cast<int>(*prefix))) return false;
  list.chain_prefix = static_cast<int>(*prefix);
  const auto store = lines.value("store");
  if (!store || !store_name_is_right(*store)) return false;
  list.store = *store;
  const auto batch = lines.value("batch");
  const auto batch_number = batch ? read_count(*batch) : std::nullopt;
  if (!batch_number) return false;
  list.batch = *batch_number;
  const auto kind = lines.value("kind");
  const auto kind_read = kind ? kind_named(*kind) : std::nullopt;
  if (!kind_read) return false;
  list.kind = *kind_read;
  const auto last_day = lines.value("last_day");
  const auto day = last_day ? read_day(*last_day) : std::nullopt;
  if (!day || day->number() < 0 || day->number() > 0xFFFF) return false;
  list.last_day = *day;
  const auto card_key = lines.value("card_key");
  const auto key = card_key ? read_bytes<32>(*card_key) : std::nullopt;
  if (!key) return false;
  list.card_key = *key;
  const auto certificate = lines.value("certificate");
  const auto signature = certificate ? read_bytes<64>(*certificate) : std::nullopt;
  if (!signature) return false;
  list.certificate = *signature;
  const auto counted = lines.value("count");
  const auto counted_read = counted ? read_count(*counted) : std::nullopt;
  if (!counted_read || *counted_read < 1 || *counted_read > most_blanks) return false;
  count = *counted_read;
  return true;
}

// "number hash".
std::optional<Blank> read_blank(std::string_view line, const BlankList& list) {
  constexpr std::size_t digits = 16;
  if (line.size() <= digits || line[digits] != ' ') return std::nullopt;
  const auto number = read_number(line.substr(0, digits));
  const auto hash = read_bytes<32>(line.substr(digits + 1));
  if (!number || !hash) return std::nullopt;
  return Blank{*number, *hash, list.batch, key_id(list.card_key), list.last_day};
}

bool read_entry(std::string_view line, BlankList& list) {
  std::optional<Blank> blank;
  if (list.kind == BlankKind::virtual_) {
    const auto payload = read_payload(line);
    if (!payload) return false;
    blank = payload->blank();
    list.payloads.push_back(*payload);
  } else {
    blank = read_blank(line, list);
    if (!blank) return false;
  }
  const bool rising = list.blanks.empty() || list.blanks.back().number < blank->number;
  if (!rising || !blank->number.check_digit_holds() ||
      !blank->number.has_prefix(list.chain_prefix)) {
    return false;
  }
  list.blanks.push_back(*blank);
  return true;
}

Unexpected<BlankListProblem> problem(BlankListError error, std::size_t line) {
  return Unexpected{BlankListProblem{error, line}};
}

}  // namespace

std::string_view name(BlankKind kind) {
  switch (kind) {
    case BlankKind::printed:
      return "printed";
    case BlankKind::virtual_:
      return "virtual";
    case BlankKind::withheld:
      return "withheld";
  }
  return "";
}

std::string card_key_message(int chain_prefix, const PublicKey& card_key) {
  std::string message = "VIP-CARD-KEY-1";
  append_u32(message, static_cast<std::uint32_t>(chain_prefix));
  message += raw(card_key);
  return message;
}

std::string write_blank_list(const BlankList& list, const SigningKey& key) {
  ensure(!list.blanks.empty() && list.blanks.size() <= most_blanks, "a batch has its limits");
  ensure(store_name_is_right(list.store), "a list is for a store with a name");
  ensure(key.public_key() == list.card_key, "the card key seals its list");
  const bool is_virtual = list.kind == BlankKind::virtual_;
  ensure(!is_virtual || list.payloads.size() == list.blanks.size(),
         "a virtual blank has its payload");
  std::string text(first_line);
  text += "\nchain " + std::to_string(list.chain_prefix) + "\nstore " + list.store + "\nbatch " +
          std::to_string(list.batch) + "\nkind " + std::string(name(list.kind)) + "\nlast_day " +
          list.last_day.text() + "\ncard_key " + hex(list.card_key) + "\ncertificate " +
          hex(list.certificate) + "\ncount " + std::to_string(list.blanks.size()) + '\n';
  for (std::size_t i = 0; i < list.blanks.size(); ++i) {
    const Blank& blank = list.blanks[i];
    ensure(blank.batch == list.batch && blank.last_day == list.last_day &&
               blank.key_id == key_id(list.card_key) && blank.number.has_prefix(list.chain_prefix),
           "a list's blanks are of one batch");
    ensure(i == 0 || list.blanks[i - 1].number < blank.number, "a list's numbers rise");
    if (is_virtual) {
      text += text_of(list.payloads[i]);
    } else {
      text += blank.number.text() + ' ' + hex(blank.secret_hash);
    }
    text += '\n';
  }
  const std::string seal = hex(key.sign(text));
  return text + "seal " + seal + '\n';
}

Result<BlankList, BlankListProblem> read_blank_list(std::string_view text,
                                                    const PublicKey& office_key) {
  Lines lines(text);
  const auto first = lines.next();
  if (!first || !first->starts_with(family)) return problem(BlankListError::no_list, 1);
  if (*first != first_line) return problem(BlankListError::unknown_version, 1);
  const auto malformed = [&] { return problem(BlankListError::malformed, lines.number()); };

  BlankList list;
  std::size_t count = 0;
  if (!read_head(lines, list, count)) return malformed();
  list.blanks.reserve(std::min(count, text.size() / 80));
  for (std::size_t i = 0; i < count; ++i) {
    const auto line = lines.next();
    if (!line || !read_entry(*line, list)) return malformed();
  }
  const std::string_view sealed = text.substr(0, lines.at());
  const auto seal = lines.value("seal");
  const auto signature = seal ? read_bytes<64>(*seal) : std::nullopt;
  if (!signature || !lines.at_end()) return malformed();
  if (!seal_holds(list.card_key, sealed, *signature)) {
    return problem(BlankListError::seal_broken, lines.number());
  }
  if (!seal_holds(office_key, card_key_message(list.chain_prefix, list.card_key),
                  list.certificate)) {
    return problem(BlankListError::not_certified, 8);
  }
  CardKeys keys;
  keys.add(list.card_key);
  for (std::size_t i = 0; i < list.payloads.size(); ++i) {
    const auto believed = believe(list.payloads[i], list.chain_prefix, keys);
    if (!believed || believed->batch != list.batch || believed->last_day != list.last_day) {
      return problem(BlankListError::card_forged, 10 + i);
    }
  }
  return list;
}

}  // namespace vip::card
