// Mask: personal data as it is shown by default (R3).
//
// Card numbers mask themselves: card::Number::masked().
#pragma once

#include <string>
#include <string_view>

namespace vip {

// "138****1234". Anything but eleven ASCII digits is hidden whole: "****".
std::string mask_phone(std::string_view phone);

// The first character, whatever the length of the rest: "王**", "A**". What does not begin with a
// character in valid UTF-8 is hidden whole: "**".
std::string mask_name(std::string_view name);

}  // namespace vip
