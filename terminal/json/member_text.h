// member_text: the exact bytes of one member of a JSON object, for what is signed as it was
// written.
#pragma once

#include <string>
#include <string_view>

namespace vip::terminal {

// The bytes of the value of `name` at the top of `object`, without white space around them.
// Requires: `object` is a valid JSON object (strict_json read it) that has the member.
std::string member_text(std::string_view object, std::string_view name);

}  // namespace vip::terminal
