// vip-demo: plays a file of sales through the real programs and tells what happens. Usually started
// by terminal/demo, which builds everything first.
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>

#include <signal.h>

#include "terminal/demo_driver/chapters/story.h"
#include "terminal/demo_driver/chapters/two_stores.h"

namespace {

constexpr const char* usage =
    "vip-demo --terminal PROGRAM [--office PROGRAM] --sales FILE --directory DIR\n"
    "         [--lang zh-CN|en] [--kill-every N] [--seed N] [--books FILE]\n"
    "vip-demo two-stores --terminal PROGRAM --office PROGRAM --directory DIR [--lang zh-CN|en]\n"
    "\n"
    "  --directory   where the data directories are made; those of an earlier story go first\n"
    "  --office      left out: the story ends before the line to head office comes up\n"
    "  --kill-every  kill -9 the terminal about once in N answers, and go on\n"
    "  --books       write the final figures there, as JSON\n";

bool speaks_chinese(std::string_view wanted) {
  if (!wanted.empty()) return wanted == "zh-CN";
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return std::string_view(value).starts_with("zh");
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  vip::terminal::demo::StoryWish wish;
  std::string lang;
  const bool two_stores = argc > 1 && std::string_view(argv[1]) == "two-stores";
  for (int i = two_stores ? 2 : 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    const std::string value = i + 1 < argc ? argv[i + 1] : "";
    if (name == "--terminal")
      wish.terminal = value;
    else if (name == "--office")
      wish.office = value;
    else if (name == "--sales")
      wish.sales = value;
    else if (name == "--directory")
      wish.directory = value;
    else if (name == "--lang")
      lang = value;
    else if (name == "--kill-every")
      wish.kill_every = std::strtoull(value.c_str(), nullptr, 10);
    else if (name == "--seed")
      wish.seed = std::strtoull(value.c_str(), nullptr, 10);
    else if (name == "--books")
      wish.books = value;
    else {
      std::cerr << usage;
      return 2;
    }
  }
  if (wish.terminal.empty() || wish.directory.empty() ||
      (two_stores ? wish.office.empty() : wish.sales.empty())) {
    std::cerr << usage;
    return 2;
  }
  wish.chinese = speaks_chinese(lang);
  ::signal(SIGPIPE, SIG_IGN);  // a terminal that was killed is noticed where it is written to
  try {
    return two_stores ? vip::terminal::demo::tell_two_stores(wish)
                      : vip::terminal::demo::tell_story(wish);
  } catch (const std::exception& error) {
    std::cerr << '\n' << error.what() << '\n';
    return 1;
  }
}
