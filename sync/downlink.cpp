#include "sync/downlink.h"

#include <utility>

#include "terminal/json/fields.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"

namespace vip::sync {
namespace {

using terminal::Fields;
using terminal::HeardOf;
using terminal::Json;
using terminal::JsonWriter;
using terminal::Problems;

constexpr std::size_t line_limit = 256 * 1024;
constexpr std::int64_t largest = Fen::max;

struct Writing {
  JsonWriter& json;

  void operator()(const GrantEntry& e) {
    json.field("kind", "grant").key("grant").begin_array();
    json.integer(e.grant.lineage).integer(e.grant.number).end_array();
    json.field("acct", e.account.value()).field("points", e.points.count());
    json.field("carry", e.carry.count());
  }
  void operator()(const RecallEntry& e) {
    json.field("kind", "recall").field("acct", e.account.value());
    json.field("points", e.points.count());
  }
  void operator()(const BlockEntry& e) {
    json.field("kind", "block").field("card", e.card.value()).field("why", name(e.reason));
  }
  void operator()(const LiftEntry& e) { json.field("kind", "lift").field("card", e.card.value()); }
  void operator()(const EraseEntry& e) {
    json.field("kind", "erase").field("acct", e.account.value());
  }
  void operator()(const ListEntry& e) {
    json.field("kind", "list").field("list", e.list).field("doc", e.document);
    json.field("key", e.key).field("sig", e.signature);
  }
  void operator()(const UnknownEntry& e) { json.field("kind", e.kind); }
};

card::Number number(Fields& in, std::string_view field) {
  const auto value = in.integer(field, 1, 9'999'999'999'999'999);
  return card::Number::from_value(static_cast<std::uint64_t>(value.value_or(0)));
}
Points points(Fields& in, std::string_view field) {
  return Points(in.integer(field, 0, largest).value_or(0));
}
// Any text: a document has line feeds and quotes of its own.
std::string any_text(Fields& in, std::string_view field) {
  const Json* value = in.value(field);
  if (value != nullptr && value->is_string()) return value->get<std::string>();
  in.problem(field, "格式不对。", "Should be a text.");
  return {};
}

InboxEntry read_entry(Fields& in) {
  InboxEntry entry;
  entry.number = static_cast<terminal::InboxNo>(in.integer("in", 1, largest).value_or(0));
  entry.must = in.boolean("must").value_or(true);
  const std::string kind = in.text("kind", 64).value_or("");
  if (kind == "grant") {
    GrantEntry grant;
    if (const auto id = in.array("grant", 2, 2)) {
      const auto both = id->integers(1, largest);
      if (both) grant.grant = {(*both)[0], (*both)[1]};
    }
    grant.account = number(in, "acct");
    grant.points = points(in, "points");
    grant.carry = Fen(in.integer("carry", 0, largest).value_or(0));
    entry.what = grant;
  } else if (kind == "recall") {
    entry.what = RecallEntry{number(in, "acct"), points(in, "points")};
  } else if (kind == "block") {
    const auto why = terminal::block_reason_named(in.text("why", 64).value_or(""));
    entry.what = BlockEntry{number(in, "card"), why.value_or(terminal::BlockReason::other)};
  } else if (kind == "lift") {
    entry.what = LiftEntry{number(in, "card")};
  } else if (kind == "list") {
    entry.what =
        ListEntry{in.text("list", 64).value_or(""), any_text(in, "doc"),
                  in.text("key", 64, 64).value_or(""), in.text("sig", 128, 128).value_or("")};
  } else if (kind == "erase") {
    entry.what = EraseEntry{number(in, "acct")};
  } else {
    entry.what = UnknownEntry{kind};
  }
  return entry;
}

// `told` of a line as write_state() writes it: the text of its value, and the line around it, in
// which a 0 stands for it. decode() reads that text anyway, so it is not read here as well and made
// into a text again, which is half of what a snapshot costs. No value: a line of another form.
struct Apart {
  std::string_view told;
  std::string around;
};
std::optional<Apart> apart(std::string_view line) {
  constexpr std::string_view begin = R"({"ver":)";
  constexpr std::string_view before = R"("told":)";
  if (!line.starts_with(begin)) return std::nullopt;
  const std::size_t at = line.find('{', begin.size());
  if (at == std::string_view::npos || !line.substr(0, at).ends_with(before)) return std::nullopt;
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = at; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && --depth == 0) {
      Apart found{.told = line.substr(at, i + 1 - at), .around = std::string(line.substr(0, at))};
      found.around.append("0").append(line.substr(i + 1));
      return found;
    }
  }
  return std::nullopt;
}

HeardOf read_state(Fields& in, std::optional<std::string_view> text) {
  HeardOf state;
  state.lineage = 0;
  state.version = in.integer("ver", 1, largest).value_or(1);
  state.home = in.boolean("home").value_or(false);
  const Json* told = in.value("told");
  std::string made;
  if (!text && told != nullptr) text = made = told->dump();
  auto event = told != nullptr ? terminal::decode(*text)
                               : Result<terminal::Event, terminal::EventProblem>(
                                     Unexpected{terminal::EventProblem::malformed});
  auto* read = event ? std::get_if<terminal::ToldEvent>(&event->act) : nullptr;
  if (read != nullptr) {
    state.told = std::move(*read);
  } else {
    in.problem("told", "格式不对。", "Should be what is told of an account.");
  }
  if (const auto places = in.array("where", 0, 1000)) {
    for (std::size_t i = 0; i < places->size(); ++i) {
      const Json& place = (*places)[i];
      if (!place.is_array() || place.size() != 3 || !place[0].is_string() ||
          !place[1].is_number_integer() || !place[2].is_number_integer()) {
        in.problem("where", "格式不对。", "Should be store, points and time.");
        break;
      }
      state.where.push_back({place[0].get<std::string>(), Points(place[1].get<std::int64_t>()),
                             place[2].get<std::int64_t>()});
    }
  }
  state.address_zh = in.optional_text("zh", 256).value_or("");
  state.address_en = in.optional_text("en", 256).value_or("");
  return state;
}

}  // namespace

std::string write_entry(const InboxEntry& entry) {
  JsonWriter json;
  json.begin_object().field("in", entry.number).field("must", entry.must);
  std::visit(Writing{json}, entry.what);
  json.end_object();
  return json.take();
}

std::string write_state(const HeardOf& state) {
  JsonWriter json;
  json.begin_object().field("ver", state.version).field("home", state.home);
  json.key("told").raw(encode(terminal::Event{{}, state.told}));
  json.key("where").begin_array();
  for (const auto& place : state.where) {
    json.begin_array().text(place.store).integer(place.points.count());
    json.integer(place.heard_at).end_array();
  }
  json.end_array();
  if (!state.address_zh.empty()) json.field("zh", state.address_zh);
  if (!state.address_en.empty()) json.field("en", state.address_en);
  json.end_object();
  return json.take();
}

Result<std::optional<DownlinkLine>, Done> read_downlink(std::string_view line) {
  const auto parts = line.size() <= line_limit ? apart(line) : std::nullopt;
  const auto json = terminal::read_json(parts ? std::string_view(parts->around) : line, line_limit);
  if (!json || !json->is_object()) return Unexpected{Done{}};
  Problems problems;
  Fields in(*json, "", problems);
  std::optional<DownlinkLine> read;
  if (in.has("in")) {
    read = read_entry(in);
  } else if (in.has("told")) {
    read = read_state(in, parts ? std::optional(parts->told) : std::nullopt);
  }
  if (!problems.empty()) return Unexpected{Done{}};
  return read;
}

}  // namespace vip::sync
