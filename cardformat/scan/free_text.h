// Free text: what people write by hand into a note or a reason, and must not hold somebody's
// number.
//
// Identity numbers, bank cards and payment codes are looked for in every run of digits of the text
// (single blanks and hyphens between digits aside), also among words: "身份证 11010519491231002X",
// and behind an AIM identifier; so are the beginnings of tracks, ";" or "%B" and twelve digits or
// more. Any bytes; nothing is kept, and every copy is wiped.
#pragma once

#include <optional>
#include <string_view>

#include "cardformat/scan/scan.h"

namespace vip::card {

// The first secret of somebody else's in it: one of the classes that is_secret(); read_error for
// half a swipe.
std::optional<ScanClass> secret_in(std::string_view text);

}  // namespace vip::card
