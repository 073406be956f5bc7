// Forms: what people write on the command line is read exactly or not at all.
#include "terminal/cli/forms.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace vip::terminal::cli {
namespace {

TEST_CASE("An amount in yuan is read exactly to the fen") {
  CHECK(read_yuan("0") == 0);
  CHECK(read_yuan("0.01") == 1);
  CHECK(read_yuan("129") == 12900);
  CHECK(read_yuan("129.0") == 12900);
  CHECK(read_yuan("129.5") == 12950);
  CHECK(read_yuan("129.05") == 12905);
  CHECK(read_yuan("0129.00") == 12900);
  CHECK(read_yuan("￥35.50") == 3550);
  CHECK(read_yuan("¥35.50") == 3550);
  CHECK(read_yuan("9999999999999.99") == 999'999'999'999'999);
  for (const char* text : {"", ".", ".5", "5.", "1.005", "-1", "+1", "1,000.00", "1e2", " 1", "1 ",
                           "12.3.4", "￥", "￥￥1", "10000000000000", "0x10", "１"}) {
    CAPTURE(std::string(text));
    CHECK(read_yuan(text) == std::nullopt);
  }
}

TEST_CASE("A whole number is read exactly or not at all") {
  CHECK(read_whole("0") == 0);
  CHECK(read_whole("-5") == -5);
  CHECK(read_whole("+5") == 5);
  CHECK(read_whole("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
  for (const char* text : {"", "-", "+", "++5", "+-5", "5.0", "1e2", "9223372036854775808", " 5"}) {
    CAPTURE(std::string(text));
    CHECK(read_whole(text) == std::nullopt);
  }
}

TEST_CASE("Goods: sku, name, pieces, price and what keeps the member rate away (D5)") {
  struct Row {
    const char* text;
    std::optional<ItemForm> item;
  };
  const Row rows[] = {
      {"A17:2:129.00", ItemForm{"A17", "", 2, 12900, false, false}},
      {"A17=口红:2:129", ItemForm{"A17", "口红", 2, 12900, false, false}},
      {"B20:1:35.50/promo", ItemForm{"B20", "", 1, 3550, true, false}},
      {"B20:1:35.50/special", ItemForm{"B20", "", 1, 3550, false, true}},
      {"B20:1:35.50/promo/special", ItemForm{"B20", "", 1, 3550, true, true}},
      {"a:b:c:3:1", ItemForm{"a:b:c", "", 3, 100, false, false}},
      {"x/promo:1:1", ItemForm{"x/promo", "", 1, 100, false, false}},
      {"A17:0:1", ItemForm{"A17", "", 0, 100, false, false}},  // the door says what is in range
      {"A17=a=b:1:1", ItemForm{"A17", "a=b", 1, 100, false, false}},
      {"A17", std::nullopt},
      {"A17:2", std::nullopt},
      {"A17:2:", std::nullopt},
      {"A17:two:1.00", std::nullopt},
      {"A17:2:1.005", std::nullopt},
      {":2:1.00", std::nullopt},
      {"=name:2:1.00", std::nullopt},
      {"A17:2:1.00/sale", std::nullopt},
      {"A17:2:1.00/promo/promo", std::nullopt},
      {"", std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK((read_item(row.text) == row.item));
  }
}

TEST_CASE("Coupons name their lines as people count them (D6)") {
  CHECK((read_coupon("C9:50.00") == CouponForm{"C9", 5000, {}}));
  CHECK((read_coupon("C9:50.00@1,3") == CouponForm{"C9", 5000, {0, 2}}));
  CHECK((read_coupon("a:b:0.5@12") == CouponForm{"a:b", 50, {11}}));
  for (const char* text : {"C9", ":5", "C9:", "C9:x", "C9:5@", "C9:5@0", "C9:5@1,", "C9:5@1,,2"}) {
    CAPTURE(std::string(text));
    CHECK_FALSE(read_coupon(text).has_value());
  }
}

TEST_CASE("Goods that come back: line, counted from one, and pieces") {
  CHECK((read_return("1:2") == ReturnForm{0, 2}));
  CHECK((read_return("3") == ReturnForm{2, 1}));
  for (const char* text : {"", "0:1", "-1:1", "1:", "x:1", "1:2:3"}) {
    CAPTURE(std::string(text));
    CHECK_FALSE(read_return(text).has_value());
  }
}

TEST_CASE("Purchases and receipts carry their day and amount (E2, A25)") {
  CHECK((read_purchase("2026-11-02:1200.00") == PurchaseForm{"2026-11-02", 120000, {}}));
  CHECK((read_purchase("2026-11-02:1200:50") == PurchaseForm{"2026-11-02", 120000, 5000}));
  for (const char* text : {"", "2026-11-02", ":5", "2026-11-02:", "2026-11-02:5:", "d:5:5:5"}) {
    CAPTURE(std::string(text));
    CHECK_FALSE(read_purchase(text).has_value());
  }
  CHECK((read_receipt("S01-1-000481") == ReceiptForm{"S01-1-000481", {}}));
  CHECK((read_receipt("481:2026-11-02:1200.00") ==
         ReceiptForm{"481", PurchaseForm{"2026-11-02", 120000, {}}}));
  CHECK((read_receipt("a:b") == ReceiptForm{"a:b", {}}));
}

}  // namespace
}  // namespace vip::terminal::cli
