// Pattern: what a story expects of an answer, and the values that a story carries from one answer
// to the next request.
//
// A pattern is JSON that says only what matters: an object matches when every key that it gives
// matches, and other keys may stand beside them; a list matches item by item and has to be as
// long. On top of JSON, outside of quotation marks:
//
//   $card          the first time: whatever stands there, remembered as $card; afterwards: that
//                  same value. In a request: the remembered value.
//   absent         this key must not be there
//   any            something is there, whatever it is
//   text  integer  something of that kind
//   ={…}           exactly these keys, no others
//   [..., x, ...]  a list in which x stands somewhere; [x, ...] a list that begins with x
//   none y         in a list pattern `[none y]`: no item matches y
//   "~^91.*"       a text in which this regular expression is found
//
// Throws StoryError when the text itself cannot be read. No state, no files.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace vip::story {

// The story (not the program) is wrong: it cannot be read, or uses a value never remembered.
struct StoryError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using Memory = std::map<std::string, nlohmann::json>;

// A request's text with each `$name` replaced by its remembered value. All else stays byte for
// byte as written, so that a story can send what no JSON library would write.
std::string fill_in(std::string_view request, const Memory& memory);

nlohmann::json read_pattern(std::string_view text);

// Nothing when `got` matches; else where and how it differs, as one line. Names seen for the
// first time are put into `memory`, also when a later part does not match.
std::optional<std::string> mismatch(const nlohmann::json& pattern, const nlohmann::json& got,
                                    Memory& memory);

}  // namespace vip::story
