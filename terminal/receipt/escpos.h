// ESC/POS: a receipt as the bytes that a receipt printer takes.
//
//   ESC @                     the printer as it was switched on
//   text LF                   a row: ASCII, two-byte GBK, and drawn characters
//   FS & ... FS .             around each run of two-byte characters, if the printer has the mode
//   ESC * 33 24 0 d1..d72     a drawn character: 24 columns of 24 dots, where it stands in the row
//   ESC a 1 ... ESC a 0       around the code, which is in the middle
//   GS k 73 n {B...           Code 128, by the printer itself   (or GS v 0: drawn)
//   GS ( k                    QR, by the printer itself         (or GS v 0: drawn)
//   LF LF LF GS V 66 0        fed past the knife, and cut
//
// A row takes the same columns here as in the text rendering: ASCII one (12 dots), all else two (24
// dots). Nothing that a customer or a cashier typed can be a command: rows hold no control
// characters, and a byte above ASCII is always one of two that are a character.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "terminal/receipt/gbk.h"
#include "terminal/receipt/glyphs.h"
#include "terminal/receipt/receipt.h"

namespace vip::terminal {

struct PrinterProfile {
  int dots = 576;  // in a row: 384, 512 and 576 are usual
  Charset charset = Charset::gbk;
  bool chinese_mode = true;  // FS & and FS .
  enum class Code : std::uint8_t { none, code128, qr };
  Code code = Code::code128;
  bool draws_codes = false;  // the printer knows no GS k, GS ( k: they are drawn for it
  bool cuts = true;
  friend bool operator==(const PrinterProfile&, const PrinterProfile&) = default;
};

// A code that is wider than the paper is left out.
std::string escpos(const std::vector<PaperRow>& rows, const PrinterProfile& printer,
                   Glyphs& glyphs);

}  // namespace vip::terminal
