#include "cardformat/scan/wedge.h"

#include <doctest/doctest.h>

#include <cstring>
#include <new>
#include <string>
#include <string_view>

#include "tests/property.h"

namespace vip::card {
namespace {

struct Row {
  const char* name;
  std::string_view raw;
  std::string_view text;
  std::string_view symbology;
};

TEST_CASE("wedge: prefixes, suffixes, full width, an input method's signs") {
  using namespace std::string_view_literals;
  const Row rows[] = {
      {"nothing", "", "", ""},
      {"nothing but a suffix", "\r\n", "", ""},
      {"as it is", "9156000000000011", "9156000000000011", ""},
      {"CR", "9156000000000011\r", "9156000000000011", ""},
      {"CR LF", "9156000000000011\r\n", "9156000000000011", ""},
      {"TAB", "\t9156000000000011\t", "9156000000000011", ""},
      {"STX and ETX",
       "\x02"
       "9156\x03",
       "9156", ""},
      {"Ctrl-G", "\a9156", "9156", ""},
      {"a zero byte", "9156\0"sv, "9156", ""},
      {"blanks", "  9156 0000 ", "9156 0000", ""},
      {"several lines", "a\r\n\r\nb\tc\n", "a\nb\nc", ""},
      {"AIM, Code 128", "]C09156000000000011", "9156000000000011", "C0"},
      {"AIM, GS1-128, after a prefix", "\x02]C18018", "8018", "C1"},
      {"AIM under Caps Lock",
       "]c1"
       "8018",
       "8018", "C1"},
      {"AIM, QR under Caps Lock",
       "]q1"
       "9156",
       "9156", "Q1"},
      {"AIM, DataMatrix under Caps Lock",
       "]D2"
       "8018",
       "8018", "d2"},
      {"AIM, EAN-13", "]E06901234567892", "6901234567892", "E0"},
      {"AIM, DataBar",
       "]e0"
       "8018",
       "8018", "e0"},
      {"AIM typed under a Chinese input method", "】C08018", "8018", "C0"},
      {"AIM in full width", "］Ｃ１８０１８", "8018", "C1"},
      {"AIM and nothing", "]C1", "", "C1"},
      {"no AIM", "]1A", "]1A", ""},
      {"no AIM either", "]C", "]C", ""},
      {"FNC1 in front",
       "]C1\x1d"
       "8018",
       "8018", "C1"},
      {"a group separator within",
       "01069\x1d"
       "10A",
       "01069\x1d"
       "10A",
       ""},
      {"full-width digits", "９１５６００００００００００１１", "9156000000000011", ""},
      {"full-width signs", "；９１５６＝１？", ";9156=1?", ""},
      {"the wide blank", "　９１５６　００００　", "9156 0000", ""},
      {"an input method's caret", "%B9156……VIP……4912?", "%B9156^VIP^4912?", ""},
      {"half a caret", "%B9156…VIP", "%B9156^VIP", ""},
      {"three halves", "………", "^^", ""},
      {"a dash for an underscore", "a——b", "a_b", ""},
      {"other signs", "。、【】《》￥“”‘’", "./[]<>$\"\"''", ""},
      {"unseen characters", "\uFEFF9\u200B1\u200E5", "915", ""},
      {"a name stays", "王小明\r", "王小明", ""},
      {"what is not UTF-8 stays",
       "\xff\xfe"
       "9",
       "\xff\xfe"
       "9",
       ""},
      {"cut in a character", "9\xe7\x8e", "9\xe7\x8e", ""},
      {"a line separator of Unicode", "a\u2028b", "a\nb", ""},
      {"DEL", "9156\x7f", "9156", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Burst burst(row.raw);
    CHECK(burst.text() == row.text);
    CHECK(burst.symbology() == row.symbology);
    CHECK_FALSE(burst.too_long());
  }
}

TEST_CASE("wedge: at most 4096 bytes") {
  CHECK(Burst(std::string(4096, '1')).text().size() == 4096);
  const Burst over(std::string(4097, '1'));
  CHECK(over.too_long());
  CHECK(over.text().empty());
}

TEST_CASE("wedge: nothing is left of a text once its Burst is gone") {
  alignas(Burst) static unsigned char place[sizeof(Burst)];
  std::memset(place, 0, sizeof place);
  const std::string_view secret = "134567890123456789";
  auto* const burst = new (place) Burst("]Q1\r\n 134567890123456789\r\n");
  const auto found = [&] {
    return std::string_view(reinterpret_cast<const char*>(place), sizeof place).find(secret) !=
           std::string_view::npos;
  };
  REQUIRE(burst->text() == secret);
  CHECK(found());
  burst->~Burst();
  CHECK_FALSE(found());
}

TEST_CASE("wedge: any bytes") {
  CHECK(holds("a text never grows, has no blanks around it and no controls but two", 2000, [] {
    const auto raw = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    const Burst burst(raw);
    const std::string_view text = burst.text();
    RC_ASSERT(text.size() <= raw.size());
    if (!text.empty()) {
      RC_ASSERT(text.front() != ' ');
      RC_ASSERT(text.back() != '\n');
    }
    for (const char c : text) {
      if (c < 0 || c >= 0x20) continue;
      if (c != '\n') RC_ASSERT(c == '\x1d');
    }
  }));
}

}  // namespace
}  // namespace vip::card
