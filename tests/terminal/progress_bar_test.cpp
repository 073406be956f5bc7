#include "terminal/history/progress_bar.h"

#include <doctest/doctest.h>

namespace vip::terminal {
namespace {

TEST_CASE("a progress line shows the part done, the speed and the time left") {
  CHECK(progress_line(0, 1000, 0, 1) == "[>                       ]   0 %  0 rows  0 rows/s");
  CHECK(progress_line(500, 1000, 18'600, 2'000) ==
        "[============>           ]  50 %  18,600 rows  9,300 rows/s  0:02 left");
  CHECK(progress_line(1000, 1000, 1'234'567, 100'000) ==
        "[========================] 100 %  1,234,567 rows  12,345 rows/s  0:00 left");
  CHECK(progress_line(10, 1000, 100, 1'000) ==
        "[>                       ]   1 %  100 rows  100 rows/s  1:39 left");
}

TEST_CASE("where nobody knows how much there is, it shows rows and speed alone") {
  CHECK(progress_line(500, 0, 1'000, 1'000) == "1,000 rows  1,000 rows/s");
}

}  // namespace
}  // namespace vip::terminal
