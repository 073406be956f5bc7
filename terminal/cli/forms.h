// Forms: what people write on the command line for a part of a request.
//
//   129.00                    an amount in yuan, read exactly: no floating point is ever near it
//   A17:2:129.00              two pieces of A17 at 129.00 each
//   A17=口红:2:129.00/promo   with the name for the receipt; on promotion (/special: special price)
//   C9:50.00                  coupon C9 worth 50.00 on the whole basket
//   C9:50.00@1,3              on the first and third line
//   1:2                       two pieces of the first line come back
//   2026-11-02:1200.00:50.00  bought for 1200.00 that day, 50.00 returned since
//   481:2026-11-02:1200.00    receipt 481 of another store, with its day and amount (A25)
//
// People count lines from one; requests count them from zero, and so do these values. Only the form
// is judged here; what is in range and in order is the door's to say, once, for every way in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vip::terminal::cli {

// Digits, then a point and one or two digits or nothing; "￥" or "¥" in front is allowed. At most
// thirteen digits before the point. In fen.
std::optional<std::int64_t> read_yuan(std::string_view text);

// Digits with an optional sign, within int64.
std::optional<std::int64_t> read_whole(std::string_view text);

struct ItemForm {
  std::string sku;
  std::string name;  // may be empty
  std::int64_t qty;
  std::int64_t unit_price;  // fen
  bool promotion = false;
  bool special_price = false;
  friend bool operator==(const ItemForm&, const ItemForm&) = default;
};
std::optional<ItemForm> read_item(std::string_view text);

struct CouponForm {
  std::string id;
  std::int64_t amount;              // fen
  std::vector<std::int64_t> lines;  // from zero; empty: the whole basket
  friend bool operator==(const CouponForm&, const CouponForm&) = default;
};
std::optional<CouponForm> read_coupon(std::string_view text);

struct ReturnForm {
  std::int64_t line;  // from zero
  std::int64_t qty;
  friend bool operator==(const ReturnForm&, const ReturnForm&) = default;
};
std::optional<ReturnForm> read_return(std::string_view text);

struct PurchaseForm {
  std::string date;  // as written
  std::int64_t paid;
  std::optional<std::int64_t> returned;
  friend bool operator==(const PurchaseForm&, const PurchaseForm&) = default;
};
std::optional<PurchaseForm> read_purchase(std::string_view text);

// A number alone is a receipt known here; with day and amount one of another store.
struct ReceiptForm {
  std::string receipt_no;
  std::optional<PurchaseForm> elsewhere;
  friend bool operator==(const ReceiptForm&, const ReceiptForm&) = default;
};
ReceiptForm read_receipt(std::string_view text);

}  // namespace vip::terminal::cli
