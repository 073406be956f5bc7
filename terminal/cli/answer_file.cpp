#include "terminal/cli/answer_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "cardformat/bytes.h"

namespace vip::terminal::cli {

std::optional<AnswerFile> file_in(std::string_view answer) {
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  if (!json.is_object() || !json.contains("result")) return std::nullopt;
  const auto& result = json["result"];
  for (const char* field : {"xlsx", "csv", "escpos", "png", "svg", "text"}) {
    if (!result.contains(field) || !result[field].is_string()) continue;
    const std::string content = result[field];
    const std::string_view name = field;
    if (name != "xlsx" && name != "escpos" && name != "png")
      return AnswerFile{content, name == "text"};
    if (auto bytes = read_base64(content)) return AnswerFile{std::move(*bytes)};
  }
  return std::nullopt;
}

bool write_file(const std::string& name, std::string_view bytes) {
  const std::string part = name + ".part";
  const int file =
      ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return false;
  bool good = ::fchmod(file, 0600) == 0;
  while (good && !bytes.empty()) {
    const ssize_t wrote = ::write(file, bytes.data(), bytes.size());
    good = wrote > 0;
    if (good) bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  good = good && ::fsync(file) == 0;
  good = ::close(file) == 0 && good;
  good = good && std::rename(part.c_str(), name.c_str()) == 0;
  if (!good) ::unlink(part.c_str());
  return good;
}

}  // namespace vip::terminal::cli
