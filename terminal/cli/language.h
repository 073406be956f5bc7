// Language: which of the two a command speaks.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace vip::terminal::cli {

enum class Language : std::uint8_t { zh, en };

// "zh-CN" or "en", as --lang and vip.toml write it.
inline std::optional<Language> language_named(std::string_view name) {
  if (name == "zh-CN") return Language::zh;
  if (name == "en") return Language::en;
  return std::nullopt;
}

// A text in both, written where it is used.
struct Both {
  std::string_view zh;
  std::string_view en;
  constexpr std::string_view in(Language language) const {
    return language == Language::zh ? zh : en;
  }
};

}  // namespace vip::terminal::cli
