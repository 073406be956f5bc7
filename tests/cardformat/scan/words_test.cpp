#include "cardformat/scan/words.h"

#include <doctest/doctest.h>

#include <string>

namespace vip::card {
namespace {

TEST_CASE("words: receipt numbers") {
  for (const char* const right : {"S01-1-42", "S01-1-000481", "s01-1-42", "A-0-0",
                                  "12C-4294967295-1", "ABCDEFGHIJKLMNOP-1-9223372036854775807"}) {
    CAPTURE(right);
    CHECK(is_receipt_number(right));
  }
  for (const char* const wrong :
       {"", "-", "--", "S01", "S01-", "S01-1", "S01-1-", "S01--1", "-1-1", "2026-11-22",
        "138-1234-5678", "S01-1-42-1", "S01-a-42", "S01-1-4x", "S 1-1-42", "ABCDEFGHIJKLMNOPQ-1-1",
        "S01-12345678901-1", "S01-1-12345678901234567890", "门店-1-42"}) {
    CAPTURE(wrong);
    CHECK_FALSE(is_receipt_number(wrong));
  }
}

TEST_CASE("words: names") {
  for (const char* const right :
       {"王", "王小明", "欧阳 娜娜", "阿依古丽·买买提", "Wang", "Li", "O'Brien", "Anne-Marie",
        "Müller", "Иванова", "田中さくら", "김민지", "𠮷田", "王.", "Ø"}) {
    CAPTURE(right);
    CHECK(looks_like_name(right));
  }
  for (const char* const wrong : {"", "A", " 王", "-王", "王1", "王?", "w@x", "R2", "\xff",
                                  "王\xff", "😀", "¥", "××", "...", "https://example.org"}) {
    CAPTURE(wrong);
    CHECK_FALSE(looks_like_name(wrong));
  }
  std::string forty;
  for (int i = 0; i < 40; ++i) forty += "王";
  CHECK(looks_like_name(forty));
  CHECK_FALSE(looks_like_name(forty + "王"));
}

}  // namespace
}  // namespace vip::card
