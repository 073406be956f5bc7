// Strict JSON: a text from outside becomes a value, or a problem (A50).
//
// The library under it (nlohmann 3.11) is generous where money may not be: it keeps the last of two
// equal keys, turns numbers around silently, takes a byte order mark, stops reading at a zero byte,
// and dies on copying values 10^5 deep. Here a text is accepted if and only if it
//
//   (1) has at most `max_bytes` bytes
//   (2) has no byte order mark and no zero byte
//   (3) is one JSON value (RFC 8259) in UTF-8, with nothing but white space around it
//   (4) nests objects and arrays at most `max_depth` deep
//   (5) gives each key of an object once
//   (6) has no number beyond a double
//
// Numbers: what is written as an integer (no point, no exponent) and fits int64 is an integer, kept
// exactly. Everything else (1.0, 1e2, 9223372036854775808) stays a float, so that a field that
// wants an integer refuses it.
//
// Safe on any bytes of any length; works in memory proportional to the text. No threads, no state.
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string_view>

#include "cardformat/result.h"
#include "terminal/json/problem.h"

namespace vip::terminal {

// Keys are in the order of their bytes. Integers are number_integer, also those above 0.
using Json = nlohmann::json;

using JsonProblem = Problem;

inline constexpr std::size_t max_depth = 32;
// A basket at its limits (A20: 1000 lines, 50 coupons) takes a quarter of it.
inline constexpr std::size_t max_request_bytes = 1 << 20;

Result<Json, JsonProblem> read_json(std::string_view text,
                                    std::size_t max_bytes = max_request_bytes);

// A key as a step of a pointer: "/" in front, "~" and "/" as ~0 and ~1.
void append_step(std::string& pointer, std::string_view key);
void append_step(std::string& pointer, std::size_t index);

}  // namespace vip::terminal
