// Page: an answer of head office as bytes: lines, and a trailer that proves that all of them came.
//
//   header line \n  line \n ...  {"n":57,"sha256":"9f3a..."}\n
//
// n      how many lines stand before the trailer, the header included
// sha256 over the exact bytes of those lines, their line feeds included; 64 lower-case hex digits
//
// A page is valid if and only if, tested in this order,
//   (1) it ends with a line feed,
//   (2) its last line is exactly a trailer of the form above, no spaces,
//   (3) n is the number of lines before it, and is at least 1,
//   (4) sha256 is that of their bytes.
// Anything else is thrown away whole. Nothing else is trusted for this: a body that was cut off may
// well have come with status 200 and without any error of the line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/result.h"

namespace vip::sync {

// The lines without their line feeds; views into the text that was read.
using Lines = std::vector<std::string_view>;

// Text into lines; no value where the last one has no line feed.
Result<Lines, Done> split_lines(std::string_view text);

// Requires: no line holds a line feed, and there is at least one.
std::string make_page(const Lines& lines);

enum class PageError : std::uint8_t {
  cut = 1,      // (1), (2): the trailer is missing
  wrong_count,  // (3)
  wrong_digest  // (4)
};

// The lines before the trailer.
Result<Lines, PageError> read_page(std::string_view text);

}  // namespace vip::sync
