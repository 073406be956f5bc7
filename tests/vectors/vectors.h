// Vectors: a file of this folder, read. Lines of "name value"; a line "name X" begins a vector;
// lines that begin with # are for people, empty ones for their eyes.
#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace vip {

using Vector = std::map<std::string, std::string>;

inline std::vector<Vector> read_vectors(const std::string& file) {
  std::ifstream in(file);
  REQUIRE(in);
  std::vector<Vector> vectors;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t space = line.find(' ');
    const std::string key = line.substr(0, space);
    if (key == "name") vectors.emplace_back();
    REQUIRE_FALSE(vectors.empty());
    vectors.back()[key] = space == std::string::npos ? "" : line.substr(space + 1);
  }
  return vectors;
}

}  // namespace vip
