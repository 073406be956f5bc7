// UTF-8: one character after the other, strictly (RFC 3629: no surrogates, nothing longer than it
// needs to be, nothing above U+10FFFF).
#pragma once

#include <optional>
#include <string_view>

namespace vip {

// The first character of `text`, which then begins after it. No value: what stands first is not
// UTF-8, and `text` stays as it was. Requires: text is not empty.
std::optional<char32_t> take_character(std::string_view& text);

bool is_utf8(std::string_view text);

// What would end a line of a receipt, or turn its direction round, or not be seen at all.
bool is_control(char32_t character);
// Requires: text is UTF-8.
bool has_control(std::string_view text);

}  // namespace vip
