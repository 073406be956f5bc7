// Fuzz: what every fuzz target begins with.
//
//   FUZZ_INPUT(text) { if (const auto day = read_day(text)) ensure(day->text() == text, "..."); }
//
// A target says with ensure() what must hold for any input at all.
#pragma once

#include <cstdint>
#include <string_view>

#include "cardformat/ensure.h"

#define FUZZ_INPUT(text)                                                              \
  static void fuzz_one_input(std::string_view text);                                  \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);  \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
    fuzz_one_input({reinterpret_cast<const char*>(data), size});                      \
    return 0;                                                                         \
  }                                                                                   \
  static void fuzz_one_input(std::string_view text)
