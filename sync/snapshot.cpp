#include "sync/snapshot.h"

#include <limits>
#include <utility>
#include <variant>

#include "cardformat/bytes.h"
#include "sync/downlink.h"
#include "sync/packing.h"
#include "sync/page.h"
#include "terminal/json/fields.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"

namespace vip::sync {
namespace {

using terminal::Fields;
using terminal::JsonWriter;
using terminal::Problems;

constexpr std::size_t line_limit = 4096;
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max() - 1;
constexpr std::int64_t largest_u32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::string_view signature_begin = R"({"sig":")";
constexpr std::string_view signature_end = R"("})";

Unexpected<WireError> wrong(std::string what) { return Unexpected{WireError{std::move(what)}}; }

std::string text_to_sign(const TerminalName& who, const Digest& id) {
  std::string text = "VIP-M1";
  append_u32(text, who.tid);
  append_u32(text, who.epoch);
  return text.append(raw(id));
}

Digest id_of(const Lines& lines) {
  std::string text;
  for (const std::string_view line : lines) text.append(line).push_back('\n');
  return sha256(text);
}

// Every number of these lines is within its range; who reads none knows why.
std::optional<SnapshotManifest> read_head(std::string_view line) {
  const auto json = terminal::read_json(line, line_limit);
  if (!json) return std::nullopt;
  Problems problems;
  Fields in(*json, "", problems);
  SnapshotManifest manifest;
  in.integer("v", wire_version, wire_version);
  manifest.of.tid = static_cast<std::uint32_t>(in.integer("tid", 1, largest_u32).value_or(0));
  manifest.of.epoch = static_cast<std::uint32_t>(in.integer("epoch", 1, largest_u32).value_or(0));
  manifest.time = in.integer("time", 0, largest).value_or(0);
  if (const auto lineage = in.array("lineage", 2, 2)) {
    if (!(*lineage)[0].is_number_integer() || !(*lineage)[1].is_string()) return std::nullopt;
    manifest.lineage = {(*lineage)[0].get<std::int64_t>(), (*lineage)[1].get<std::string>()};
  }
  if (!problems.empty() || manifest.lineage.number < 1) return std::nullopt;
  return manifest;
}

std::optional<SnapshotPage> read_page_line(std::string_view line) {
  const auto json = terminal::read_json(line, line_limit);
  if (!json) return std::nullopt;
  Problems problems;
  Fields in(*json, "", problems);
  SnapshotPage page;
  const auto bytes = read_hex(in.text("sha256", 64, 64).value_or(""));
  const auto digest = bytes ? array_of<32>(*bytes) : std::nullopt;
  page.size = static_cast<std::size_t>(in.integer("size", 1, blob_limit).value_or(0));
  page.rows = static_cast<std::size_t>(in.integer("rows", 1, rows_a_blob).value_or(0));
  if (!problems.empty() || !digest) return std::nullopt;
  page.sha256 = *digest;
  return page;
}

}  // namespace

std::string write_snapshot_request(const TerminalName& who) {
  JsonWriter json;
  json.begin_object().field("v", wire_version).field("tid", who.tid).field("epoch", who.epoch);
  json.end_object();
  return json.take() + '\n';
}

Result<TerminalName, WireError> read_snapshot_request(std::string_view text) {
  const auto lines = split_lines(text);
  if (!lines || lines->size() != 1) {
    return wrong("a question for a snapshot is one line, and ends with a line feed");
  }
  const auto json = terminal::read_json(lines->front(), line_limit);
  if (!json) return wrong("the question is no JSON");
  Problems problems;
  Fields in(*json, "", problems);
  in.integer("v", wire_version, wire_version);
  const TerminalName who{
      static_cast<std::uint32_t>(in.integer("tid", 1, largest_u32).value_or(0)),
      static_cast<std::uint32_t>(in.integer("epoch", 1, largest_u32).value_or(0))};
  if (!problems.empty())
    return wrong(problems.front().pointer + ": " + problems.front().message_en);
  return who;
}

std::string write_manifest(const SnapshotManifest& manifest, const Sign& sign) {
  std::vector<std::string> lines;
  JsonWriter head;
  head.begin_object().field("v", wire_version).field("tid", manifest.of.tid);
  head.field("epoch", manifest.of.epoch).key("lineage").begin_array();
  head.integer(manifest.lineage.number).text(manifest.lineage.id).end_array();
  head.field("time", manifest.time).end_object();
  lines.push_back(head.take());
  for (const SnapshotPage& page : manifest.pages) {
    JsonWriter line;
    line.begin_object().field("sha256", hex(page.sha256)).field("size", page.size);
    line.field("rows", page.rows).end_object();
    lines.push_back(line.take());
  }
  const Digest id = id_of(Lines(lines.begin(), lines.end()));
  lines.push_back(std::string(signature_begin) + hex(sign(text_to_sign(manifest.of, id))) +
                  std::string(signature_end));
  return make_page(Lines(lines.begin(), lines.end()));
}

std::string write_not_ready(int retry_s) {
  JsonWriter json;
  json.begin_object().field("v", wire_version).field("retry", std::int64_t{retry_s}).end_object();
  return make_page({json.str()});
}

Result<ManifestAnswer, WireError> read_manifest(std::string_view page, const TerminalName& who,
                                                const std::optional<PublicKey>& key) {
  auto lines = read_page(page);
  if (!lines) return wrong("the manifest was cut off, or does not agree with its trailer");
  ManifestAnswer answer;
  if (lines->size() == 1) {
    const auto json = terminal::read_json(lines->front(), line_limit);
    Problems problems;
    if (json) {
      Fields in(*json, "", problems);
      in.integer("v", wire_version, wire_version);
      answer.retry_s = static_cast<int>(in.integer("retry", 0, 3600).value_or(0));
    }
    if (!json || !problems.empty()) return wrong("what should be a manifest is none");
    return answer;
  }
  const std::string_view last = lines->back();
  lines->pop_back();
  const bool form = last.size() == signature_begin.size() + 128 + signature_end.size() &&
                    last.starts_with(signature_begin) && last.ends_with(signature_end);
  const auto bytes = form ? read_hex(last.substr(signature_begin.size(), 128)) : std::nullopt;
  const auto signature = bytes ? array_of<64>(*bytes) : std::nullopt;
  const Digest id = id_of(*lines);
  if (!signature || (key && !seal_holds(*key, text_to_sign(who, id), *signature))) {
    return wrong("the manifest is not signed by head office");
  }
  auto manifest = read_head(lines->front());
  if (!manifest || manifest->of != who) return wrong("the manifest is not this terminal's");
  for (std::size_t i = 1; i < lines->size(); ++i) {
    const auto read = read_page_line((*lines)[i]);
    if (!read) return wrong("line " + std::to_string(i + 1) + " of the manifest cannot be read");
    manifest->pages.push_back(*read);
  }
  answer.manifest = std::move(*manifest);
  answer.id = hex(id);
  return answer;
}

Result<std::vector<terminal::HeardOf>, WireError> read_blob(std::string_view packed,
                                                            const SnapshotPage& page,
                                                            const SnapshotManifest& manifest) {
  if (packed.size() != page.size || sha256(packed) != page.sha256) {
    return wrong("a page of the snapshot is not the one that was named");
  }
  const auto text = unpack(packed, blob_limit);
  const auto lines = text ? split_lines(*text) : Result<Lines, Done>(Unexpected{Done{}});
  if (!lines || lines->size() != page.rows) return wrong("a page of the snapshot is damaged");
  std::vector<terminal::HeardOf> states;
  states.reserve(lines->size());
  for (const std::string_view line : *lines) {
    auto read = read_downlink(line);
    auto* state = read && *read ? std::get_if<terminal::HeardOf>(&**read) : nullptr;
    if (state == nullptr) return wrong("a line of the snapshot is no state of an account");
    state->lineage = manifest.lineage.number;
    state->at = manifest.time;
    states.push_back(std::move(*state));
  }
  return states;
}

}  // namespace vip::sync
