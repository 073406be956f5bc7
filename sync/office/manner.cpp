#include "sync/office/manner.h"

#include <cstdlib>
#include <iostream>

namespace vip::sync {

Speech Manner::speech() const {
  if (lang == "zh-CN") return Speech::zh;
  if (lang == "en") return Speech::en;
  const char* locale = std::getenv("LC_ALL");
  if (locale == nullptr || *locale == '\0') locale = std::getenv("LANG");
  return locale != nullptr && std::string_view(locale).starts_with("zh") ? Speech::zh : Speech::en;
}

std::string Manner::say(std::string_view zh, std::string_view en) const {
  return std::string(speech() == Speech::zh ? zh : en);
}

void Manner::show(const std::string& as_json, const std::string& as_text) const {
  std::cout << (json ? as_json + "\n" : as_text) << std::flush;
}

Exit Manner::fail(Exit exit, std::string_view zh, std::string_view en) const {
  std::cerr << say(zh, en) << "\n";
  return exit;
}

}  // namespace vip::sync
