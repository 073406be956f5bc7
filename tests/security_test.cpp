// SECURITY.md: every row of its threat table names tests that are there.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <string>
#include <vector>

namespace vip {
namespace {

namespace fs = std::filesystem;

const fs::path root = VIP_SOURCE_ROOT;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Every test's source by the name that the table uses: "people_test", "anomalies.story". What a
// compiler joins is joined: a case's name may stand in two pieces.
std::map<std::string, std::string> tests() {
  static const std::regex joined("\"\\s*\\n\\s*\"");
  std::map<std::string, std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(root / "tests")) {
    const fs::path& file = entry.path();
    if (file.extension() == ".cpp") {
      found[file.stem().string()] = std::regex_replace(text_of(file), joined, "");
    } else if (file.extension() == ".story") {
      found[file.filename().string()] = text_of(file);
    }
  }
  return found;
}

std::vector<std::string> matches(const std::string& text, const std::regex& pattern) {
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}

// Rows of the table of threats.
std::vector<std::string> rows() {
  std::vector<std::string> rows;
  std::ifstream in(root / "terminal" / "SECURITY.md");
  bool threats = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## ")) threats = line == "## Threats";
    const bool row =
        line.starts_with("| ") && !line.starts_with("| actor") && !line.starts_with("| ---");
    if (threats && row) rows.push_back(line);
  }
  return rows;
}

TEST_CASE("every row of the threat table names a test, and it is there") {
  const auto all = tests();
  const std::regex named("`([a-z_0-9.]+)`");
  const std::regex quoted("\"([^\"]+)\"");
  CHECK(rows().size() >= 30);
  for (const std::string& row : rows()) {
    CAPTURE(row);
    const std::string last = row.substr(row.rfind('|', row.size() - 2));
    const auto files = matches(last, named);
    CHECK_FALSE(files.empty());
    std::string texts;
    for (const std::string& file : files) {
      CAPTURE(file);
      const auto test = all.find(file);
      CHECK(test != all.end());
      if (test != all.end()) texts += test->second;
    }
    for (const std::string& name : matches(last, quoted)) {
      CAPTURE(name);
      CHECK(texts.find(name) != std::string::npos);
    }
  }
}

}  // namespace
}  // namespace vip
