#include "cardformat/blank_list.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "cardformat/bytes.h"
#include "tests/death.h"
#include "tests/show.h"

namespace vip::card {
namespace {

SigningKey key_of(std::uint8_t name) {
  return SigningKey::from_seed(std::array<std::uint8_t, 32>{name});
}

BlankList sample(BlankKind kind, std::size_t count = 3) {
  const SigningKey office = key_of(1);
  const SigningKey cards = key_of(2);
  BlankList list{.chain_prefix = 9156,
                 .store = "S01",
                 .batch = 7,
                 .kind = kind,
                 .last_day = read_day("2031-11-22").value(),
                 .card_key = cards.public_key(),
                 .certificate = office.sign(card_key_message(9156, cards.public_key()))};
  for (std::size_t i = 0; i < count; ++i) {
    const Payload payload =
        sign_card(cards, 9156, make_number(9156, 80'000'000'000 + i),
                  Secret({static_cast<std::uint8_t>(i)}), list.batch, list.last_day);
    list.blanks.push_back(payload.blank());
    if (kind == BlankKind::virtual_) list.payloads.push_back(payload);
  }
  return list;
}

Result<BlankList, BlankListProblem> read(std::string_view text) {
  return read_blank_list(text, key_of(1).public_key());
}

// The text with one line another, sealed again: what a thief of the card key could write.
std::string resealed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  text.erase(text.rfind("seal "));
  return text + "seal " + hex(key_of(2).sign(text)) + '\n';
}

TEST_CASE("a list of blanks: every kind there and back") {
  for (const BlankKind kind : {BlankKind::printed, BlankKind::virtual_, BlankKind::withheld}) {
    const BlankList list = sample(kind);
    const auto found = read(write_blank_list(list, key_of(2)));
    REQUIRE(found.has_value());
    CHECK(found->store == "S01");
    CHECK(found->batch == 7);
    CHECK(found->kind == kind);
    CHECK(found->last_day == list.last_day);
    CHECK(found->card_key == list.card_key);
    CHECK(found->blanks == list.blanks);
    CHECK(found->payloads == list.payloads);
  }
}

TEST_CASE("a list of blanks: the vectors, made by another program, both ways") {
  for (const BlankKind kind : {BlankKind::printed, BlankKind::virtual_, BlankKind::withheld}) {
    const std::string file = "blank_list_" + std::string(name(kind)) + ".txt";
    CAPTURE(file);
    std::ifstream in(VIP_SOURCE_ROOT "/tests/vectors/" + file);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto found = read(text);
    REQUIRE(found.has_value());
    CHECK(write_blank_list(*found, key_of(2)) == text);
    CHECK(write_blank_list(sample(kind, 2), key_of(2)) == text);
  }
}

TEST_CASE("a printed list says no secret, only its hash") {
  const std::string text = write_blank_list(sample(BlankKind::printed, 1), key_of(2));
  // SHA-256 of sixteen zero bytes.
  CHECK(text.find("\n9156800000000006 "
                  "374708fff7719dd5979ec875d56cd2286f6d3cf7ec317a3b25632aab28ec37bb\n") !=
        std::string::npos);
  CHECK(text.find(text_of(sample(BlankKind::virtual_, 1).payloads[0])) == std::string::npos);
}

TEST_CASE("a list of blanks: every single flipped bit is rejected") {
  for (const BlankKind kind : {BlankKind::printed, BlankKind::virtual_}) {
    const std::string right = write_blank_list(sample(kind, 2), key_of(2));
    for (std::size_t bit = 0; bit < right.size() * 8; ++bit) {
      std::string changed = right;
      changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
      CAPTURE(bit);
      CHECK_FALSE(read(changed).has_value());
    }
  }
}

TEST_CASE("a list of blanks: every truncation is rejected, and whatever follows it") {
  const std::string right = write_blank_list(sample(BlankKind::printed, 2), key_of(2));
  for (std::size_t size = 0; size < right.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(read(std::string_view(right).substr(0, size)).has_value());
  }
  CHECK(read(right + "\n").error().error == BlankListError::malformed);
  CHECK(read(right + right).error().error == BlankListError::malformed);
}

TEST_CASE("a list of blanks: why not, and where") {
  const std::string right = write_blank_list(sample(BlankKind::printed), key_of(2));
  struct Row {
    const char* from;
    const char* to;
    BlankListError error;
    std::size_t line;
  };
  const Row rows[] = {
      {"VIP-BLANKS-1", "VIP-POLICY-1", BlankListError::no_list, 1},
      {"VIP-BLANKS-1", "VIP-BLANKS-2", BlankListError::unknown_version, 1},
      {"chain 9156", "chain 6200", BlankListError::malformed, 2},  // other people's
      {"chain 9156", "chain 09156", BlankListError::malformed, 2},
      {"store S01", "store S 1", BlankListError::malformed, 3},
      {"store S01", "store ", BlankListError::malformed, 3},
      {"batch 7", "batch -7", BlankListError::malformed, 4},
      {"batch 7", "batch 4294967296", BlankListError::malformed, 4},
      {"kind printed", "kind plastic", BlankListError::malformed, 5},
      {"last_day 2031-11-22", "last_day 2031-11-31", BlankListError::malformed, 6},
      {"last_day 2031-11-22", "last_day 2149-06-07", BlankListError::malformed, 6},
      {"count 3", "count 2", BlankListError::malformed, 12},
      {"count 3", "count 4", BlankListError::malformed, 13},
      {"count 3", "count 0", BlankListError::malformed, 9},
      {"count 3", "count 100001", BlankListError::malformed, 9},
      {"9156800000000014 ", "9156800000000015 ", BlankListError::malformed, 11},   // check digit
      {"9156800000000014 ", "9156800000000006 ", BlankListError::malformed, 11}};  // twice
  for (const Row& row : rows) {
    CAPTURE(row.to);
    const auto found = read(resealed(right, row.from, row.to));
    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().error == row.error);
    CHECK(found.error().line == row.line);
  }
  // Sealed as it should be, and for another store: that is its reader's to say.
  CHECK(read(resealed(right, "store S01", "store S02")).value().store == "S02");
}

TEST_CASE("a list of blanks: only a card key that head office vouches for") {
  const std::string right = write_blank_list(sample(BlankKind::printed), key_of(2));
  CHECK(read_blank_list(right, key_of(3).public_key()).error().error ==
        BlankListError::not_certified);
  // A thief's own key, with the certificate of the true one.
  BlankList forged = sample(BlankKind::printed);
  forged.card_key = key_of(3).public_key();
  for (Blank& blank : forged.blanks) blank.key_id = key_id(forged.card_key);
  CHECK(read(write_blank_list(forged, key_of(3))).error().error == BlankListError::not_certified);
  // Another chain's certificate.
  BlankList other = sample(BlankKind::printed);
  other.certificate = key_of(1).sign(card_key_message(7000, other.card_key));
  CHECK(read(write_blank_list(other, key_of(2))).error().error == BlankListError::not_certified);
}

TEST_CASE("a virtual list: every payload is judged by itself") {
  const BlankList list = sample(BlankKind::virtual_);
  const std::string right = write_blank_list(list, key_of(2));
  Payload forged = list.payloads[1];
  forged.secret = Secret({99});
  const auto found = read(resealed(right, text_of(list.payloads[1]), text_of(forged)));
  REQUIRE_FALSE(found.has_value());
  CHECK(found.error().error == BlankListError::card_forged);
  CHECK(found.error().line == 11);
  // Signed well, but of another batch.
  const Payload stray = sign_card(key_of(2), 9156, forged.number, forged.secret, 8, list.last_day);
  CHECK(read(resealed(right, text_of(list.payloads[1]), text_of(stray))).error().error ==
        BlankListError::card_forged);
}

TEST_CASE("a virtual list: each of its cards is good as long as the list says") {
  const BlankList list = sample(BlankKind::virtual_);
  const std::string right = write_blank_list(list, key_of(2));
  const Payload& one = list.payloads[1];
  const Payload longer =
      sign_card(key_of(2), 9156, one.number, one.secret, list.batch, plus_days(list.last_day, 1));
  CHECK(read(resealed(right, text_of(one), text_of(longer))).error().error ==
        BlankListError::card_forged);
}

TEST_CASE("a list of blanks: what head office cannot write stops the program") {
  BlankList list = sample(BlankKind::printed);
  CHECK(death_of([&] { write_blank_list(list, key_of(3)); }).aborted);
  std::swap(list.blanks[0], list.blanks[1]);
  CHECK(death_of([&] { write_blank_list(list, key_of(2)); }).aborted);
  CHECK(death_of([&] { write_blank_list(sample(BlankKind::printed, 0), key_of(2)); }).aborted);
}

}  // namespace
}  // namespace vip::card
