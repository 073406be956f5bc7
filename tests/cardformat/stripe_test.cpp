#include "cardformat/stripe.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "tests/death.h"
#include "tests/property.h"

namespace vip::card {
namespace {

// The 64 characters of track 1 as published (ISO/IEC 7811-2, and for instance Data IP's "ANSI/ISO
// alpha data format"): six data bits, the least significant first, and the parity bit after them.
constexpr std::string_view published_track_one[] = {
    "  0000001", "! 1000000", "\" 0100000", "# 1100001", "$ 0010000",  "% 1010001", "& 0110001",
    "' 1110000", "( 0001000", ") 1001001",  "* 0101001", "+ 1101000",  ", 0011001", "- 1011000",
    ". 0111000", "/ 1111001", "0 0000100",  "1 1000101", "2 0100101",  "3 1100100", "4 0010101",
    "5 1010100", "6 0110100", "7 1110101",  "8 0001101", "9 1001100",  ": 0101100", "; 1101101",
    "< 0011100", "= 1011101", "> 0111101",  "? 1111100", "@ 0000010",  "A 1000011", "B 0100011",
    "C 1100010", "D 0010011", "E 1010010",  "F 0110010", "G 1110011",  "H 0001011", "I 1001010",
    "J 0101010", "K 1101011", "L 0011010",  "M 1011011", "N 0111011",  "O 1111010", "P 0000111",
    "Q 1000110", "R 0100110", "S 1100111",  "T 0010110", "U 1010111",  "V 0110111", "W 1110110",
    "X 0001110", "Y 1001111", "Z 0101111",  "[ 1101110", "\\ 0011111", "] 1011110", "^ 0111110",
    "_ 1111111"};

// The 16 characters of track 2, four data bits and parity (ISO/IEC 7811-2, "BCD data format").
constexpr std::string_view published_track_two[] = {
    "0 00001", "1 10000", "2 01000", "3 11001", "4 00100", "5 10101", "6 01101", "7 11100",
    "8 00010", "9 10011", ": 01011", "; 11010", "< 00111", "= 10110", "> 01110", "? 11111"};

std::uint8_t code_in(std::string_view bits) {
  unsigned code = 0;
  for (std::size_t i = 0; i < bits.size(); ++i) code |= (bits[i] == '1' ? 1U : 0U) << i;
  return static_cast<std::uint8_t>(code);
}

template <std::size_t size>
void check_codes(Track track, const std::string_view (&published)[size]) {
  std::array<bool, 256> is_code{};
  std::array<bool, 256> is_character{};
  for (const std::string_view row : published) {
    CAPTURE(row);
    const std::uint8_t code = code_in(row.substr(2));
    CHECK(stripe_code(track, row[0]) == code);
    CHECK(stripe_character(track, code) == row[0]);
    is_code[code] = true;
    is_character[static_cast<unsigned char>(row[0])] = true;
  }
  for (unsigned other = 0; other < 256; ++other) {
    CAPTURE(other);
    CHECK(stripe_character(track, static_cast<std::uint8_t>(other)).has_value() == is_code[other]);
    CHECK(stripe_code(track, static_cast<char>(other)).has_value() == is_character[other]);
  }
}

TEST_CASE("7811-2: all 7-bit codes of track 1, and no others") {
  check_codes(Track::one, published_track_one);
}

TEST_CASE("7811-2: all 5-bit codes of track 2, and no others") {
  check_codes(Track::two, published_track_two);
}

TEST_CASE("7811-2: the LRC makes the ones of every column even, worked out by hand") {
  // ; 1011, 1 0001, ? 1111 as numbers: 11 ^ 1 ^ 15 = 5.
  CHECK(longitudinal_check(Track::two, ";1?") == '5');
  // 11 ^ 1 ^ 2 ^ 3 ^ 13 ^ 15 = 9.
  CHECK(longitudinal_check(Track::two, ";123=?") == '9');
  // % 05, A 21, ? 1F in hexadecimal: 05 ^ 21 ^ 1F = 3B, which is '['.
  CHECK(longitudinal_check(Track::one, "%A?") == '[');
  CHECK(longitudinal_check(Track::one, "%?") == ':');  // 05 ^ 1F = 1A
  const Death death = death_of([] { longitudinal_check(Track::two, ";A?"); });
  CHECK(death.aborted);
}

struct FrameRow {
  const char* name;
  Track track;
  std::string_view text;
  std::optional<StripeError> error;
};

TEST_CASE("7811-2: a frame, with and without its LRC, and each reason why something is none") {
  const std::string seventy_six(76, '0');
  const std::string thirty_seven(37, '0');
  const std::string full_one = '%' + seventy_six + '?';
  const std::string full_two = ';' + thirty_seven + '?';
  const std::string over_one = "%0" + seventy_six + '?';
  const std::string over_two = ";0" + thirty_seven + '?';
  const FrameRow rows[] = {
      {"track 1", Track::one, "%A?", {}},
      {"track 1 with LRC", Track::one, "%A?[", {}},
      {"track 2", Track::two, ";123=?", {}},
      {"track 2 with LRC", Track::two, ";123=?9", {}},
      {"79 characters, the LRC not sent", Track::one, full_one, {}},
      {"40 characters, the LRC not sent", Track::two, full_two, {}},
      {"nothing", Track::one, "", StripeError::no_start},
      {"the other track", Track::one, ";1?", StripeError::no_start},
      {"something before", Track::two, " ;1?", StripeError::no_start},
      {"a reader's error", Track::one, "%E?", StripeError::reader_error},
      {"a reader's error on track 2", Track::two, ";E?", StripeError::reader_error},
      {"an empty frame", Track::two, ";?", StripeError::reader_error},
      {"an E and more", Track::one, "%EA?", {}},
      {"cut off", Track::one, "%ABC", StripeError::no_end},
      {"cut off after the sentinel", Track::one, "%", StripeError::no_end},
      {"cut off, and a strange character", Track::two, ";1A", StripeError::no_end},
      {"small letters", Track::one, "%a?", StripeError::not_on_track},
      {"a letter on track 2", Track::two, ";12A?", StripeError::not_on_track},
      {"something strange after", Track::two, ";1?\r", StripeError::not_on_track},
      {"80 characters", Track::one, over_one, StripeError::too_long},
      {"41 characters", Track::two, over_two, StripeError::too_long},
      {"a wrong LRC", Track::two, ";1?6", StripeError::check_wrong},
      {"an LRC and more", Track::two, ";1?55", StripeError::check_wrong},
  };
  for (const FrameRow& row : rows) {
    CAPTURE(row.name);
    const auto frame = read_frame(row.track, row.text);
    REQUIRE(frame.has_value() == !row.error);
    if (row.error) CHECK(frame.error() == *row.error);
  }
  CHECK(read_frame(Track::two, ";123=?9").value() == Frame{Track::two, "123=", true});
  CHECK(read_frame(Track::two, ";123=?").value() == Frame{Track::two, "123=", false});
}

TEST_CASE("7811-2: writing a frame") {
  CHECK(write_frame(Track::one, "A", Check::written) == "%A?[");
  CHECK(write_frame(Track::one, "A", Check::left_out) == "%A?");
  CHECK(write_frame(Track::two, "123=", Check::written) == ";123=?9");
  CHECK(write_frame(Track::one, std::string(76, 'Z'), Check::written).value().size() == 79);
  CHECK(write_frame(Track::two, std::string(37, '9'), Check::written).value().size() == 40);
  CHECK_FALSE(write_frame(Track::one, std::string(77, 'Z'), Check::left_out));
  CHECK_FALSE(write_frame(Track::two, std::string(38, '9'), Check::left_out));
  for (const char* const wrong : {"a", "A?", "%", "\x60", "\x1f"}) {
    CAPTURE(wrong);
    CHECK_FALSE(write_frame(Track::one, wrong, Check::left_out));
  }
  for (const char* const wrong : {"A", "1?", ";", "/", "@"}) {
    CAPTURE(wrong);
    CHECK_FALSE(write_frame(Track::two, wrong, Check::left_out));
  }
}

TEST_CASE("7811-2: bits, swiped in either direction") {
  // ";1?5" out of the published table, LRC 5 = 1010 1.
  CHECK(stripe_bits(Track::two, ";1?5", 3) ==
        "000"
        "11010"
        "10000"
        "11111"
        "10101"
        "000");
  CHECK(read_stripe_bits(Track::two, "00011010100001111110101000").value() == ";1?5");
  CHECK(read_stripe_bits(Track::two, "00010101111110000101011000").value() == ";1?5");  // backwards
  CHECK(read_stripe_bits(Track::two, "00011010100001111110100000").error() ==
        StripeError::not_on_track);  // one bit of the LRC
  CHECK(read_stripe_bits(Track::two, "0001101010000111111110000").error() ==
        StripeError::check_wrong);  // another LRC, 7
  CHECK(read_stripe_bits(Track::two, "0001101010000111111010100001").error() ==
        StripeError::check_wrong);  // and then more
  CHECK(read_stripe_bits(Track::two, "000110101000011111").error() == StripeError::no_end);
  CHECK(read_stripe_bits(Track::two, "0000000").error() == StripeError::no_start);
  CHECK(read_stripe_bits(Track::two, "").error() == StripeError::no_start);
  CHECK(holds("every frame is read from its bits in either direction", 500, [] {
    const Track track = *rc::gen::element(Track::one, Track::two);
    const std::string_view set = track == Track::one ? "ABCXYZ0189 ^./-$()" : "0123456789=";
    const auto longest = static_cast<int>(longest_frame(track)) - 3;
    const int length = *rc::gen::inRange(1, longest + 1);
    std::string data;
    for (int i = 0; i < length; ++i) data += *rc::gen::elementOf(std::string(set));
    const std::string frame = write_frame(track, data, Check::written).value();
    const auto zeros = static_cast<std::size_t>(*rc::gen::inRange(0, 30));
    std::string bits = stripe_bits(track, frame, zeros);
    const auto forwards = read_stripe_bits(track, bits);
    if (forwards) RC_ASSERT(forwards.value() == frame);
    bits = std::string(bits.rbegin(), bits.rend());
    const auto backwards = read_stripe_bits(track, bits);
    if (backwards) RC_ASSERT(backwards.value() == frame);
    RC_ASSERT(forwards.has_value() == backwards.has_value());
    if (!forwards)
      RC_ASSERT(forwards.error() == StripeError::check_wrong);  // one in both directions
  }));
}

TEST_CASE("7811-2: parity and LRC together find every single wrong bit, and every two in a frame") {
  const std::string frame = write_frame(Track::two, "9156=4912", Check::written).value();
  const std::string right = stripe_bits(Track::two, frame, 0);
  for (std::size_t i = 0; i < right.size(); ++i) {
    for (std::size_t j = i; j < right.size(); ++j) {
      std::string wrong = right;
      wrong[i] = wrong[i] == '1' ? '0' : '1';
      if (j != i) wrong[j] = wrong[j] == '1' ? '0' : '1';
      CAPTURE(i);
      CAPTURE(j);
      const auto read = read_stripe_bits(Track::two, wrong);
      CHECK_FALSE(read.has_value());
    }
  }
}

TEST_CASE("7813: the published layouts of track 1 and track 2") {
  // The example of ISO/IEC 7813's description in public manuals, in the layout of a bank's card.
  const Frame one = read_frame(Track::one, "%B4444444444444448^SMITH/JANE MS^49121011234?").value();
  const Layout layout = read_layout(one).value();
  CHECK(layout == Layout{.format = 'B',
                         .number = "4444444444444448",
                         .name = "SMITH/JANE MS",
                         .expiry = "4912",
                         .service_code = "101",
                         .discretionary = "1234"});
  const Frame two = read_frame(Track::two, ";4444444444444448=49121011234?").value();
  CHECK(read_layout(two).value() == Layout{.number = "4444444444444448",
                                           .expiry = "4912",
                                           .service_code = "101",
                                           .discretionary = "1234"});
  // Separators in place of expiry and service code; a name filled up with blanks.
  CHECK(read_layout({Track::two, "9156000000000011==="}).value() ==
        Layout{.number = "9156000000000011"});
  CHECK(read_layout({Track::one, "L9156000000000011^VIP       ^^^77"}).value() ==
        Layout{.format = 'L', .number = "9156000000000011", .name = "VIP", .discretionary = "77"});
}

TEST_CASE("7813: what has another layout") {
  for (const char* const other :
       {"", "B", "B^AB^4912101", "9156^AB^4912101", "B9156", "B9156^", "B9156^AB",
        "B9156^A^4912101", "B9156^ABCDEFGHIJKLMNOPQRSTUVWXYZA^4912101", "B9156^AB^491",
        "B9156^AB^491A101", "B9156^AB^4912", "B9156^AB^491210",
        "B12345678901234567890^AB^4912101"}) {
    CAPTURE(other);
    CHECK_FALSE(read_layout({Track::one, other}));
  }
  for (const char* const other : {"", "=", "=4912101", "9156", "9156=", "9156=491", "9156=4912",
                                  "9156=491210", "12345678901234567890=4912101"}) {
    CAPTURE(other);
    CHECK_FALSE(read_layout({Track::two, other}));
  }
}

TEST_CASE("7813: what is written in the layout is read back, and nothing else is written") {
  const Layout full{.format = 'B',
                    .number = "9156000000000011",
                    .name = "VIP MEMBER",
                    .expiry = "4912",
                    .service_code = "000",
                    .discretionary = "123456789012345678901234567890123456789"};
  const auto one = write_layout(Track::one, full);
  REQUIRE(one);
  CHECK(*one == "B9156000000000011^VIP MEMBER^4912000123456789012345678901234567890123456789");
  CHECK(read_layout({Track::one, *one}).value() == full);

  const Layout bare{.number = "9156000000000011"};
  CHECK(write_layout(Track::two, bare) == "9156000000000011===");
  CHECK(read_layout({Track::two, "9156000000000011==="}).value().discretionary == "");

  const auto broken = [&](auto change) {
    Layout layout = full;
    change(layout);
    return !write_layout(Track::one, layout).has_value();
  };
  CHECK(broken([](Layout& l) { l.format = 0; }));
  CHECK(broken([](Layout& l) { l.format = '1'; }));
  CHECK(broken([](Layout& l) { l.number = ""; }));
  CHECK(broken([](Layout& l) { l.number = "12345678901234567890"; }));
  CHECK(broken([](Layout& l) { l.number = "9156A"; }));
  CHECK(broken([](Layout& l) { l.name = "A"; }));
  CHECK(broken([](Layout& l) { l.name = "ABCDEFGHIJKLMNOPQRSTUVWXYZA"; }));
  CHECK(broken([](Layout& l) { l.name = "vip"; }));
  CHECK(broken([](Layout& l) { l.name = "A^B"; }));
  CHECK(broken([](Layout& l) { l.expiry = "491"; }));
  CHECK(broken([](Layout& l) { l.service_code = "0000"; }));
  CHECK(broken([](Layout& l) { l.discretionary = "?"; }));
  CHECK(broken([](Layout& l) { l.name = "EIGHTEEN LETTERS X"; }));  // 80 characters in all
  CHECK_FALSE(write_layout(Track::two, full));  // no format and no name on track 2
  CHECK_FALSE(write_layout(Track::two, {.number = "9156000000000011", .discretionary = "A"}));
  CHECK_FALSE(write_layout(Track::two, {.number = "9156000000000011",
                                        .expiry = "4912",
                                        .service_code = "000",
                                        .discretionary = "12345678901234"}));  // 41 characters
}

TEST_CASE("7813: a name has 2 to 26 characters, read as it is written") {
  for (const std::size_t length :
       {std::size_t{1}, std::size_t{2}, std::size_t{26}, std::size_t{27}}) {
    CAPTURE(length);
    const std::string name(length, 'A');
    const std::string data = "B9156000000000018^" + name + "^2811702";
    const auto layout = read_layout({Track::one, data, false});
    CHECK(layout.has_value() == (2 <= length && length <= 26));
    if (layout) CHECK(layout->name == name);
  }
}

}  // namespace
}  // namespace vip::card
