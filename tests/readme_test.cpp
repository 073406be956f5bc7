// README: the way from a clause to its code and to its test, held to the files themselves.
#include <doctest/doctest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace vip {
namespace {

namespace fs = std::filesystem;

const fs::path root = VIP_SOURCE_ROOT;

std::vector<std::string> lines_of(const fs::path& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// The clauses of the written policy.
std::set<std::string> clauses(std::string_view letters) {
  struct Row {
    char letter;
    int last;
  };
  const Row rows[] = {{'E', 8}, {'D', 8}, {'P', 8}, {'G', 5},
                      {'C', 9}, {'R', 4}, {'S', 8}, {'X', 2}};
  std::set<std::string> all;
  for (const Row& row : rows) {
    for (int i = 1; i <= row.last && letters.find(row.letter) != std::string_view::npos; ++i) {
      all.insert(row.letter + std::to_string(i));
    }
  }
  return all;
}

bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// The clause ids that `text` names: D7; and with ranges, "D1-D4" or "D1 to D4", those between.
std::set<std::string> clauses_named(const std::string& text) {
  struct Named {
    char letter = 0;
    int number = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  std::set<std::string> found;
  Named before;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const bool starts = i == 0 || !is_letter_or_digit(text[i - 1]);
    const bool ends = i + 2 == text.size() || !is_letter_or_digit(text[i + 2]);
    const bool clause = std::string_view("EDPGCRSX").find(text[i]) != std::string_view::npos &&
                        '1' <= text[i + 1] && text[i + 1] <= '9';
    if (!starts || !ends || !clause) continue;
    const Named here{text[i], text[i + 1] - '0', i, i + 2};
    const std::string between = text.substr(before.end, here.begin - before.end);
    const bool range = before.letter == here.letter && (between == "-" || between == " to ");
    for (int n = range ? before.number : here.number; n <= here.number; ++n) {
      found.insert(here.letter + std::to_string(n));
    }
    before = here;
  }
  return found;
}

TEST_CASE("README names only files and folders that are there") {
  for (const std::string& line : lines_of(root / "README.md")) {
    for (std::size_t at = line.find('`'); at != std::string::npos;) {
      const std::size_t end = line.find('`', at + 1);
      if (end == std::string::npos) break;
      const std::string quoted = line.substr(at + 1, end - at - 1);
      const std::string path = quoted.substr(0, quoted.find(' '));
      if (path.find('/') != std::string::npos) CHECK_MESSAGE(fs::exists(root / path), path);
      at = line.find('`', end + 1);
    }
  }
}

TEST_CASE("README leads from every clause of the policy to its code") {
  std::set<std::string> led;
  for (const std::string& line : lines_of(root / "README.md")) {
    const std::size_t second_cell = line.find(" | ");
    if (!line.starts_with("| ") || line.find('`', second_cell) == std::string::npos) continue;
    led.merge(clauses_named(line.substr(0, second_cell)));
  }
  for (const std::string& clause : clauses("EDPGCRX")) CHECK_MESSAGE(led.contains(clause), clause);
}

// The names of tests: TEST_CASE("...") in sources, == ... in stories.
std::vector<std::string> names_of_tests() {
  const std::string begin = "TEST_CASE(\"";
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(root / "tests")) {
    const bool story = entry.path().extension() == ".story";
    if (!story && entry.path().extension() != ".cpp") continue;
    std::string whole;
    for (const std::string& line : lines_of(entry.path())) {
      if (story && line.starts_with("== ")) names.push_back(line.substr(3));
      whole += line + "\n";
    }
    for (std::size_t at = 0; !story && (at = whole.find(begin, at)) != std::string::npos; ++at) {
      const std::size_t name = at + begin.size();
      names.push_back(whole.substr(name, whole.find("\")", name) - name));
    }
  }
  return names;
}

TEST_CASE("every clause of E, D, P, G and C has a test named by it") {
  std::set<std::string> tested;
  for (const std::string& name : names_of_tests()) tested.merge(clauses_named(name));
  for (const std::string& clause : clauses("EDPGC")) CHECK_MESSAGE(tested.contains(clause), clause);
}

}  // namespace
}  // namespace vip
