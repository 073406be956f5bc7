// Its seal is a digest that no search finds, so each input is read as it is, and again as the lines
// of a page that is sealed here.
#include "sync/page.h"

#include <algorithm>

#include "tests/fuzz/fuzz.h"

using namespace vip;
using namespace vip::sync;

FUZZ_INPUT(text) {
  if (const auto lines = read_page(text)) ensure(make_page(*lines) == text, "a page has one form");
  const auto lines = split_lines(text);
  if (!lines || lines->empty()) return;
  const std::string page = make_page(*lines);
  const auto read = read_page(page);
  ensure(read && *read == *lines, "a page that was made is read");
  for (const std::size_t cut : {page.size() - 1, page.size() / 2, std::size_t{0}}) {
    ensure(!read_page(std::string_view(page).substr(0, cut)), "a page that was cut is no page");
  }
}
