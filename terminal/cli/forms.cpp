#include "terminal/cli/forms.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace vip::terminal::cli {
namespace {

constexpr std::size_t most_yuan_digits = 13;

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return '0' <= c && c <= '9'; });
}

// What stands before and after the last `mark`; the whole and nothing where there is none.
struct Halves {
  std::string_view before;
  std::optional<std::string_view> after;
};
Halves split_last(std::string_view text, char mark) {
  const std::size_t at = text.rfind(mark);
  if (at == std::string_view::npos) return {text, std::nullopt};
  return {text.substr(0, at), text.substr(at + 1)};
}

}  // namespace

std::optional<std::int64_t> read_whole(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> read_yuan(std::string_view text) {
  for (const std::string_view sign : {"￥", "¥"}) {
    if (text.starts_with(sign)) {
      text.remove_prefix(sign.size());
      break;
    }
  }
  const auto [whole, part] = split_last(text, '.');
  if (!is_digits(whole) || whole.size() > most_yuan_digits) return std::nullopt;
  std::int64_t fen = *read_whole(whole) * 100;
  if (!part) return fen;
  if (!is_digits(*part) || part->size() > 2) return std::nullopt;
  return fen + *read_whole(*part) * (part->size() == 1 ? 10 : 1);
}

std::optional<ItemForm> read_item(std::string_view text) {
  ItemForm item{};
  for (bool marks = true; marks;) {
    const auto [before, mark] = split_last(text, '/');
    marks = false;
    if (mark == "promo" && !item.promotion) item.promotion = marks = true;
    if (mark == "special" && !item.special_price) item.special_price = marks = true;
    if (marks) text = before;
  }
  const auto [before_price, price] = split_last(text, ':');
  const auto [goods, qty] = split_last(before_price, ':');
  if (!price || !qty) return std::nullopt;
  const auto unit_price = read_yuan(*price);
  const auto pieces = read_whole(*qty);
  if (!unit_price || !pieces) return std::nullopt;
  item.unit_price = *unit_price;
  item.qty = *pieces;
  const std::size_t named = goods.find('=');
  item.sku = goods.substr(0, named);
  if (named != std::string_view::npos) item.name = goods.substr(named + 1);
  if (item.sku.empty()) return std::nullopt;
  return item;
}

std::optional<CouponForm> read_coupon(std::string_view text) {
  CouponForm coupon{};
  const auto [front, lines] = split_last(text, '@');
  if (lines) {
    std::string_view rest = *lines;
    while (true) {
      const std::size_t comma = rest.find(',');
      const auto line = read_whole(rest.substr(0, comma));
      if (!line || *line < 1) return std::nullopt;
      coupon.lines.push_back(*line - 1);
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  const auto [id, worth] = split_last(front, ':');
  if (!worth || id.empty()) return std::nullopt;
  const auto amount = read_yuan(*worth);
  if (!amount) return std::nullopt;
  coupon.id = id;
  coupon.amount = *amount;
  return coupon;
}

std::optional<ReturnForm> read_return(std::string_view text) {
  const auto [line, qty] = split_last(text, ':');
  const auto from_one = read_whole(line);
  const auto pieces = qty ? read_whole(*qty) : std::optional<std::int64_t>(1);
  if (!from_one || *from_one < 1 || !pieces) return std::nullopt;
  return ReturnForm{.line = *from_one - 1, .qty = *pieces};
}

std::optional<PurchaseForm> read_purchase(std::string_view text) {
  const std::size_t first = text.find(':');
  if (first == std::string_view::npos || first == 0) return std::nullopt;
  PurchaseForm purchase{.date = std::string(text.substr(0, first)), .paid = 0, .returned = {}};
  const std::string_view amounts = text.substr(first + 1);
  const std::size_t second = amounts.find(':');
  const auto paid = read_yuan(amounts.substr(0, second));
  if (!paid) return std::nullopt;
  purchase.paid = *paid;
  if (second != std::string_view::npos) {
    purchase.returned = read_yuan(amounts.substr(second + 1));
    if (!purchase.returned) return std::nullopt;
  }
  return purchase;
}

ReceiptForm read_receipt(std::string_view text) {
  const auto [front, paid] = split_last(text, ':');
  const auto [number, date] = split_last(front, ':');
  if (paid && date && !number.empty()) {
    const std::string day_and_amount = std::string(*date) + ":" + std::string(*paid);
    if (const auto purchase = read_purchase(day_and_amount)) {
      return {.receipt_no = std::string(number), .elsewhere = purchase};
    }
  }
  return {.receipt_no = std::string(text), .elsewhere = {}};
}

}  // namespace vip::terminal::cli
