// Surname readings: how a Chinese surname is written in Latin letters (S2: 王 is "Ms Wang").
//
// Mandarin readings in the surname's own sound, which is not always the character's usual one (曾
// Zeng, 单 Shan, 仇 Qiu, 解 Xie), spelled as in Chinese passports (吕 Lyu). Simplified characters
// only: a member who writes 陳 may be Chen, Chan or Tan, and says so by registering that.
#pragma once

#include <optional>
#include <string_view>

namespace vip::terminal {

// No value: not in the table, and then nobody guesses. Lives as long as the program.
std::optional<std::string_view> surname_reading(std::string_view surname);

}  // namespace vip::terminal
