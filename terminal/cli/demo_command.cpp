#include "terminal/cli/demo_command.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <iostream>
#include <optional>
#include <string_view>
#include <system_error>

#include "terminal/door/door.h"

namespace vip::terminal::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view help =
    "Usage: vip-terminal demo two-stores [--directory DIR] [--lang zh-CN|en] [--office PROGRAM]\n"
    "\n"
    "One card in two stores whose lines are cut, on one screen: where each point is, step by "
    "step,\n"
    "lost answer and lost card and all. Real programs, training data.\n"
    "一张卡、两家断线的门店，一屏看完：每一步积分在哪里。用真程序和培训数据。\n"
    "\n"
    "  --directory DIR  where the data are left, vip-demo unless told / 数据目录\n"
    "  --lang           zh-CN or en; from LANG unless told / 语言\n"
    "  --office PROGRAM head office's program, vip-office unless told / 总部程序\n"
    "\n"
    "Examples:\n"
    "  vip-terminal demo two-stores\n"
    "  vip-terminal demo two-stores --lang zh-CN --directory /tmp/two-stores\n";

std::optional<fs::path> program(const fs::path& here, std::string_view name,
                                std::initializer_list<const char*> folders) {
  std::vector<fs::path> places;
  for (const char* folder : folders) places.push_back(here / folder);
  const char* path = std::getenv("PATH");
  std::string_view rest = path != nullptr ? path : "";
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    if (end > 0) places.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  for (const fs::path& place : places) {
    const fs::path file = (place / name).lexically_normal();
    if (::access(file.c_str(), X_OK) == 0 && fs::is_regular_file(file)) return file;
  }
  return std::nullopt;
}

bool said(const std::vector<std::string>& words, std::string_view option) {
  return std::ranges::find(words, option) != words.end();
}

int missing(std::string_view name) {
  std::cerr << "没有找到 " << name << "。请先编译或安装它。\n"
            << name << " was not found beside this program or in PATH. Build or install it.\n";
  return exit_code::not_found;
}

}  // namespace

int tell_a_demo(const std::vector<std::string>& words) {
  if (said(words, "--help") || said(words, "-h")) {
    std::cout << help;
    return exit_code::ok;
  }
  if (words.size() < 2 || words[1] != "two-stores") {
    std::cerr << help;
    return exit_code::usage;
  }
  std::error_code unknown;
  const fs::path self = fs::read_symlink("/proc/self/exe", unknown);
  const fs::path here = self.parent_path();
  const auto story = program(here, "vip-demo", {".", "demo_driver", "../libexec/vip"});
  const auto office = program(here, "vip-office", {".", ".."});
  if (!story) return missing("vip-demo");
  if (!office && !said(words, "--office")) return missing("vip-office");
  std::vector<std::string> out{story->string(), "two-stores", "--terminal", self.string()};
  out.insert(out.end(), words.begin() + 2, words.end());
  if (!said(words, "--office")) out.insert(out.end(), {"--office", office->string()});
  if (!said(words, "--directory")) out.insert(out.end(), {"--directory", "vip-demo"});
  std::vector<char*> argv;
  for (std::string& word : out) argv.push_back(word.data());
  argv.push_back(nullptr);
  ::execv(argv.front(), argv.data());
  return missing("vip-demo");
}

}  // namespace vip::terminal::cli
