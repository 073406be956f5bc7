// Layering: the map of README and design.md section 3, held to the files themselves.
//
// It reads sources as text, line by line. Files named main.cpp are composition roots and may
// include anything; tests may too.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace vip {
namespace {

namespace fs = std::filesystem;

const fs::path root = VIP_SOURCE_ROOT;

struct Include {
  bool ours = false;  // in quotes, from the root
  std::string path;
};

struct Source {
  std::string path;    // from the root: "terminal/rules/clause.h"
  std::string folder;  // "terminal/rules"
  std::vector<std::string> lines;
  std::vector<Include> includes;

  bool is_header() const { return path.ends_with(".h"); }
  bool is_main() const { return path.ends_with("/main.cpp"); }
};

Source read_source(const fs::path& file) {
  Source source;
  source.path = file.lexically_relative(root).generic_string();
  source.folder = file.parent_path().lexically_relative(root).generic_string();
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    source.lines.push_back(line);
    if (!line.starts_with("#include ")) continue;
    const std::size_t end = line.find_first_of(">\"", 10);
    if (end == std::string::npos) continue;
    source.includes.push_back({line[9] == '"', line.substr(10, end - 10)});
  }
  return source;
}

const std::vector<Source>& sources() {
  static const std::vector<Source> all = [] {
    std::vector<Source> found;
    for (const char* folder : {"cardformat", "terminal", "sync", "tests"}) {
      for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        const fs::path extension = entry.path().extension();
        if (extension == ".h" || extension == ".cpp") found.push_back(read_source(entry.path()));
      }
    }
    std::sort(found.begin(), found.end(),
              [](const Source& a, const Source& b) { return a.path < b.path; });
    return found;
  }();
  return all;
}

bool is_test(const Source& source) { return source.path.starts_with("tests/"); }

bool within(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/';
}

// What a folder may include besides itself: other folders with all that lies in them, or files.
const std::map<std::string, std::vector<std::string>>& map_of_folders() {
  static const std::map<std::string, std::vector<std::string>> map = {
      {"cardformat", {}},
      {"cardformat/codes", {"cardformat"}},
      {"cardformat/scan", {"cardformat"}},
      {"terminal/policy", {"cardformat", "terminal/rules", "terminal/json"}},
      {"terminal/rules", {"cardformat", "terminal/policy"}},
      {"terminal/json", {"cardformat"}},
      {"terminal/people", {"cardformat", "terminal/books"}},
      {"terminal/staff", {"cardformat", "terminal/books"}},
      {"terminal/books",
       {"cardformat", "terminal/policy", "terminal/rules", "terminal/json", "terminal/history",
        "terminal/people", "terminal/staff"}},
      {"terminal/counter",
       {"cardformat", "terminal/policy", "terminal/rules", "terminal/books", "terminal/history",
        "terminal/people", "terminal/staff", "terminal/json/problem.h"}},
      {"terminal/history", {"cardformat", "terminal/policy", "terminal/rules", "terminal/json"}},
      {"terminal/door",
       {"cardformat", "terminal/policy", "terminal/rules", "terminal/json", "terminal/books",
        "terminal/counter", "terminal/history", "terminal/people", "terminal/staff",
        "terminal/receipt", "terminal/reports", "terminal/devices"}},
      {"terminal/devices", {"cardformat", "terminal/json", "terminal/receipt"}},
      {"terminal/receipt",
       {"cardformat", "terminal/rules", "terminal/json", "terminal/door/columns.h",
        "terminal/door/messages.h"}},
      {"terminal/reports",
       {"cardformat", "terminal/books/sqlite.h", "terminal/door/columns.h",
        "terminal/door/messages.h"}},
      {"terminal/abi", {"cardformat", "terminal/json", "terminal/books/store.h", "terminal/door"}},
      {"terminal/http", {"cardformat"}},
      {"terminal/service",
       {"cardformat", "terminal/json", "terminal/books", "terminal/counter", "terminal/staff",
        "terminal/door", "terminal/http", "terminal/devices"}},
      {"terminal/demo_data", {"cardformat", "terminal/rules"}},
      {"terminal/demo_driver", {"cardformat", "terminal/history", "terminal/door"}},
      {"terminal/demo_driver/chapters", {"cardformat", "terminal/history", "terminal/demo_driver"}},
      {"terminal/cli", {"cardformat", "terminal"}},
      {"terminal/cli/commands",
       {"terminal/cli/command_line.h", "terminal/cli/forms.h", "terminal/cli/input.h",
        "terminal/cli/language.h", "terminal/json"}},
      {"sync", {"cardformat", "terminal"}},
      {"sync/office", {"cardformat", "terminal", "sync"}},
  };
  return map;
}

TEST_CASE("layers point one way: sync -> terminal -> cardformat, and folders within them") {
  for (const Source& source : sources()) {
    if (is_test(source) || source.is_main()) continue;
    CAPTURE(source.path);
    const auto folder = map_of_folders().find(source.folder);
    REQUIRE_MESSAGE(folder != map_of_folders().end(), "a folder that is not on the map");
    for (const Include& include : source.includes) {
      if (!include.ours) continue;
      CAPTURE(include.path);
      bool allowed = fs::path(include.path).parent_path() == source.folder;
      for (const std::string& other : folder->second) {
        allowed |= include.path == other || within(include.path, other);
      }
      CHECK(allowed);
    }
  }
}

TEST_CASE("third parties stay where they belong") {
  struct Row {
    const char* library;             // how its headers begin
    std::vector<const char*> homes;  // a file, or a folder with / at its end
  };
  const Row rows[] = {
      {"sqlite3.h", {"terminal/books/sqlite.cpp"}},
      {"curl/", {"sync/http_transport.cpp"}},
      {"boost/", {"terminal/http/http_server.cpp"}},
      {"nlohmann/",
       {"terminal/json/", "terminal/policy/policy_reader", "terminal/books/event", "terminal/door/",
        "terminal/cli/", "terminal/demo_driver/", "sync/"}},
      {"openssl/",
       {"terminal/http/http_server.cpp", "terminal/http/pinned_tls.cpp", "cardformat/digest.cpp",
        "cardformat/seal.cpp", "cardformat/hpke.cpp", "cardformat/secret.cpp",
        "cardformat/wipe.cpp", "sync/"}},
      {"zstd", {"sync/packing.cpp"}},
      {"qrcodegen/", {"cardformat/codes/qr.cpp"}},
      {"ft2build.h", {"terminal/receipt/glyphs.cpp"}},
      {"iconv.h", {"terminal/receipt/gbk.cpp"}},
      {"xlsxwriter.h", {"terminal/reports/xlsx_file.cpp"}},
      {"zlib.h",
       {"cardformat/codes/draw.cpp", "terminal/history/", "terminal/service/web_files.cpp"}},
      {"CLI/", {"terminal/cli/", "sync/office/"}},
      {"toml++/", {"terminal/door/config.cpp", "sync/office/"}},
      {"doctest", {"tests/"}},
      {"rapidcheck", {"tests/"}},
      {"benchmark/", {"tests/"}},
  };
  for (const Source& source : sources()) {
    if (is_test(source) || source.is_main()) continue;
    CAPTURE(source.path);
    for (const Include& include : source.includes) {
      for (const Row& row : rows) {
        if (include.ours || !include.path.starts_with(row.library)) continue;
        CAPTURE(include.path);
        CHECK(std::any_of(row.homes.begin(), row.homes.end(),
                          [&](const char* home) { return source.path.starts_with(home); }));
      }
    }
  }
}

TEST_CASE("includes are written from the root, and name files that are there") {
  for (const Source& source : sources()) {
    CAPTURE(source.path);
    for (const Include& include : source.includes) {
      CAPTURE(include.path);
      if (include.ours) CHECK(fs::is_regular_file(root / include.path));
    }
  }
}

TEST_CASE("a source includes its own header first") {
  for (const Source& source : sources()) {
    if (source.is_header()) continue;
    const std::string own = source.path.substr(0, source.path.size() - 4) + ".h";
    if (!fs::exists(root / own)) continue;
    CAPTURE(source.path);
    REQUIRE_FALSE(source.includes.empty());
    CHECK(source.includes.front().path == own);
  }
}

TEST_CASE("a header says first what it is, then #pragma once") {
  for (const Source& source : sources()) {
    if (!source.is_header()) continue;
    CAPTURE(source.path);
    REQUIRE_FALSE(source.lines.empty());
    CHECK(source.lines.front().starts_with("// "));
    CHECK(std::find(source.lines.begin(), source.lines.end(), "#pragma once") !=
          source.lines.end());
  }
}

TEST_CASE("every source is built: its folder's CMakeLists.txt, or one above, names it") {
  for (const Source& source : sources()) {
    if (source.is_header()) continue;
    const fs::path file = source.path;
    // A test is named without its ending: vip_test(ledger_test ...).
    const std::string name = is_test(source) ? file.stem().string() : file.filename().string();
    bool named = false;
    for (fs::path folder = file.parent_path(); !folder.empty(); folder = folder.parent_path()) {
      std::ifstream in(root / folder / "CMakeLists.txt");
      std::stringstream text;
      text << in.rdbuf();
      named |= text.str().find(name) != std::string::npos;
    }
    CAPTURE(source.path);
    CHECK(named);
  }
}

// The line without its comment and without what stands in quotes.
std::string code_of(const std::string& line) {
  std::string code;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (quoted && line[i] == '\\') {
      ++i;
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && line.compare(i, 2, "//") == 0) {
      break;
    } else if (!quoted) {
      code.push_back(line[i]);
    }
  }
  return code;
}

bool has_word(const std::string& code, std::string_view word) {
  const auto letter = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  };
  for (std::size_t at = code.find(word); at != std::string::npos; at = code.find(word, at + 1)) {
    const bool starts = at == 0 || !letter(code[at - 1]);
    const bool ends = at + word.size() == code.size() || !letter(code[at + word.size()]);
    if (starts && ends) return true;
  }
  return false;
}

TEST_CASE("words that only some files may say") {
  struct Row {
    const char* why;
    std::vector<const char*> words;
    std::vector<const char*> homes;
  };
  const Row rows[] = {
      {"the clock alone asks what time it is",
       {"system_clock::now", "gettimeofday", "clock_gettime", "CLOCK_REALTIME"},
       {"terminal/books/clock.cpp"}},
      {"the sync agent alone sleeps",
       {"sleep_for", "sleep_until", "usleep", "nanosleep"},
       {"sync/"}},
      {"amounts are whole numbers",
       {"double", "float"},
       {"terminal/json/", "terminal/reports/xlsx_file.cpp"}},
      {"few threads, and who owns them is known",
       {"std::thread", "std::jthread"},
       {"sync/", "terminal/service/store_thread", "terminal/service/client",
        "terminal/service/printers", "terminal/service/displays", "terminal/devices/scanner",
        "terminal/demo_driver/cut_line"}},
  };
  for (const Source& source : sources()) {
    if (is_test(source) || source.is_main()) continue;
    for (const Row& row : rows) {
      if (std::any_of(row.homes.begin(), row.homes.end(),
                      [&](const char* home) { return source.path.starts_with(home); })) {
        continue;
      }
      for (std::size_t i = 0; i < source.lines.size(); ++i) {
        for (const char* word : row.words) {
          if (has_word(code_of(source.lines[i]), word)) {
            FAIL_CHECK(source.path << ":" << i + 1 << ": " << word << "; " << row.why);
          }
        }
      }
    }
  }
}

TEST_CASE("no line is left for later") {
  // In two pieces, so that this file does not say them.
  const std::string marks[] = {std::string("TO") + "DO", std::string("FIX") + "ME",
                               std::string("XX") + "X"};
  for (const Source& source : sources()) {
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
      for (const std::string& mark : marks) {
        if (has_word(source.lines[i], mark))
          FAIL_CHECK(source.path << ":" << i + 1 << ": " << mark);
      }
    }
  }
}

TEST_CASE("the root holds what it must and nothing else") {
  const std::set<std::string> wanted = {
      "CMakeLists.txt", "CMakePresets.json", "LICENSE",    "README.md", ".ci",   ".clang-format",
      ".clang-tidy",    ".gitignore",        "cardformat", "sync",      "tests", "terminal"};
  const std::set<std::string> tolerated = {".git", ".cache", "build", "CMakeUserPresets.json"};
  for (const std::string& name : wanted)
    CHECK_MESSAGE(fs::exists(root / name), "missing: " << name);
  for (const auto& entry : fs::directory_iterator(root)) {
    const std::string name = entry.path().filename().string();
    CHECK_MESSAGE((wanted.contains(name) || tolerated.contains(name)), "stray: " << name);
  }
}

}  // namespace
}  // namespace vip
