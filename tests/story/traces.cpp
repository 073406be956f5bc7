#include "tests/story/traces.h"

#include <iconv.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>

#include "tests/folder.h"

namespace vip::story {
namespace {

std::string converted(const std::string& text, const char* to) {
  const iconv_t how = iconv_open(to, "UTF-8");
  if (how == reinterpret_cast<iconv_t>(-1)) return {};
  std::string in = text;
  std::string out(text.size() * 4, '\0');
  char* from = in.data();
  char* into = out.data();
  std::size_t left = in.size();
  std::size_t room = out.size();
  const bool whole = iconv(how, &from, &left, &into, &room) != static_cast<std::size_t>(-1);
  iconv_close(how);
  return whole ? out.substr(0, out.size() - room) : std::string();
}

}  // namespace

std::string base64_inside(std::string_view bytes) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i + 3 <= bytes.size(); i += 3) {
    const auto byte = [&](std::size_t k) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i + k]));
    };
    const std::uint32_t three = byte(0) << 16U | byte(1) << 8U | byte(2);
    for (int shift = 18; shift >= 0; shift -= 6) text += digits[three >> shift & 63U];
  }
  return text;
}

std::string full_width(std::string_view digits) {
  std::string text;
  for (const char digit : digits)
    text += std::string("\xEF\xBC") + static_cast<char>(0x90 + digit - '0');
  return text;
}

std::vector<std::string> written(const std::string& text) {
  std::string hex;
  for (const char c : text) {
    constexpr std::string_view digits = "0123456789abcdef";
    hex +=
        {digits[static_cast<unsigned char>(c) >> 4U], digits[static_cast<unsigned char>(c) & 15U]};
  }
  std::vector<std::string> ways = {text, converted(text, "UTF-16LE"), converted(text, "UTF-16BE"),
                                   hex, std::string(text.rbegin(), text.rend())};
  for (std::size_t skip = 0; skip < 3; ++skip) ways.push_back(base64_inside(text.substr(skip)));
  if (text.find_first_not_of("0123456789") == std::string::npos) {
    ways.push_back(full_width(text));
    for (std::size_t skip = 0; skip < 2; ++skip) {  // packed decimal
      std::string packed;
      for (std::size_t i = skip; i + 1 < text.size(); i += 2) {
        packed += static_cast<char>((text[i] - '0') << 4 | (text[i + 1] - '0'));
      }
      ways.push_back(packed);
    }
  } else {
    ways.push_back(converted(text, "GBK"));
  }
  // Of three bytes there is one anywhere in what is random.
  std::erase_if(ways, [](const std::string& way) { return way.size() < 4; });
  return ways;
}

void each_file(
    const std::filesystem::path& directory,
    const std::function<void(const std::string& name, const std::string& bytes)>& visit) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) visit(entry.path().filename().string(), read_all(entry.path()));
  }
}

bool each_page(
    pid_t pid,
    const std::function<void(const std::string& name, const std::string& bytes)>& visit) {
  std::ifstream maps("/proc/" + std::to_string(pid) + "/maps");
  std::ifstream memory("/proc/" + std::to_string(pid) + "/mem", std::ios::binary);
  if (!memory) return false;
  for (std::string line; std::getline(maps, line);) {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    char rights[5] = {};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, rights) != 3 || rights[0] != 'r')
      continue;
    if (line.find("[v") != std::string::npos || to - from > (1ULL << 30)) continue;
    std::string bytes(to - from, '\0');
    memory.clear();
    memory.seekg(static_cast<std::streamoff>(from));
    memory.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(memory.gcount()));
    visit("memory " + line, bytes);
  }
  return true;
}

}  // namespace vip::story
