// Receipt: what is printed for a sale, a return or a gift, and how it lies on the paper (S8).
//
// A VIP purchase is signed on the receipt: it has the line to sign, the benefits granted with their
// reasons, points before, earned and after, and the card number masked. It bears the first
// characters of the journal's head, so that paper can contradict a journal that was rewritten.
//
// Paper counts columns: a character that is not ASCII takes two, as receipt printers have them. No
// line is wider than the columns asked for, whatever the names of goods are.
//
// One layout, four renderings of it: text (here), a printer's bytes (escpos.h), a picture (svg.h);
// and the model itself as JSON (receipt_json.h). What stands on one stands on all.
//
// A value only: the counter fills it in, nothing here decides anything.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/amount.h"
#include "cardformat/day.h"
#include "terminal/rules/clause.h"

namespace vip::terminal {

struct ReceiptLine {
  std::string sku;
  std::string name;  // may be empty: the sku is shown alone
  std::int64_t qty = 1;
  Fen unit_price;
  Fen gross;      // of a return: what the goods cost before reductions, or 0 where not known
  Fen reduction;  // 0 where nothing came off
  Fen paid;       // of a return: what is given back
  Clause clause = Clause::none;
};

struct ReceiptCoupon {
  std::string id;
  Fen amount;  // its face value
};

// D1 to D3: the one member rate of this sale.
struct ReceiptRate {
  Clause clause = Clause::D1;
  std::string pays;  // "0.90"
};

struct ReceiptPoints {
  Points before;
  Points earned;  // of a return: what is taken back, of a gift: its price; as a negative number
  Points after;
  Points owed;  // P4: what a return could not take, 0 where nothing is owed
  Fen carry_before;
  Fen carry_after;  // P2
};

struct ReceiptMember {
  std::string card;     // masked: "9156 **** **** 0018"
  std::string address;  // S2: 王女士; may be empty
  std::optional<ReceiptRate> rate;
  std::optional<ReceiptPoints> points;
  std::optional<Day> last_day;  // C2
  std::string as_of;  // "2026-11-22 02:14": until when other stores' acts are in the points
};

struct Receipt {
  enum class Kind : std::uint8_t { sale, goods_returned, gift };
  Kind kind = Kind::sale;
  bool training = false;               // marked at the top and at the bottom
  bool copy = false;                   // a reprint: marked so
  std::vector<std::string> header;     // vip.toml, `receipt.header`: centred; may be empty
  std::vector<std::string> footer;     // vip.toml, `receipt.footer`
  std::string store;                   // "S01"
  std::string receipt_no;              // of a return: of the sale that is returned; gift: empty
  std::string sale;                    // "S01-1-42"; of a gift: of its redemption
  std::string time;                    // store-local, "2026-11-22 10:42"
  std::string operator_no;             // "1001"
  std::string lane;                    // "3"; may be empty
  std::vector<ReceiptLine> lines;      // of a return: those that come back; of a gift: its id, name
  std::vector<ReceiptCoupon> coupons;  // used ones (D6)
  Fen gross;
  Fen reduction;
  Fen paid;  // of a return: the refund
  // Present where a card was used. Without benefits it has neither rate nor points, and remarks
  // tell why.
  std::optional<ReceiptMember> member;
  std::vector<std::string> remarks;  // plain sentences, wrapped: "card expired 2026-11-21 (C3)"
  std::string head;  // the journal's head after this event, hexadecimal; may be empty
};

inline constexpr int receipt_columns = 48;

// A row of the paper: a text of at most so many columns, without control characters; the code that
// a scanner reads the sale's id from, in the manner that the printer's profile names; or a virtual
// card, which is always a QR code, because it holds more than bars can.
struct PaperRow {
  enum class Kind : std::uint8_t { text, code, card };
  Kind kind = Kind::text;
  std::string text;  // of a code: what it says, printable ASCII; of a card: digits
};

// Requires: columns is 32 or more; narrow paper (under 40) has Chinese labels alone, wider paper
// both languages. The code comes last, once, where the sale's id is 1 to 40 printable ASCII
// characters.
std::vector<PaperRow> lay_out(const Receipt& receipt, int columns = receipt_columns);

// The rows of text, each ended with '\n'; codes are left out, since what they stand for is printed
// beside them.
std::string text_of(const std::vector<PaperRow>& rows);

// Both at once.
std::string render(const Receipt& receipt, int columns = receipt_columns);

}  // namespace vip::terminal
