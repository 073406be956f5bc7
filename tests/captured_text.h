// Captured text: doctest 2.4.9 prints a const char* as an address, and its own switch against that
// does not compile (TREAT_CHAR_STAR_AS_STRING, mended in 2.4.10). Every test begins with this
// header (tests/CMakeLists.txt), so that CAPTURE(row.name) says the name.
#pragma once

#include <doctest/doctest.h>

#include <ostream>

namespace doctest::detail {

template <>
struct filldata<const char*> {
  static void fill(std::ostream* stream, const char* text) { *stream << (text ? text : "nullptr"); }
};

}  // namespace doctest::detail
