// Words: what a scanned text is that is neither a number nor a stripe.
#pragma once

#include <string_view>

namespace vip::card {

// The number of a sale of this project, which stands on its receipts where the till has none of its
// own: store, epoch, place in the journal ("S01-1-42"). The store has 1 to 16 letters and digits,
// one letter at least, which keeps dates and telephone numbers out.
bool is_receipt_number(std::string_view text);

// 1 to 40 letters of any script, with blanks, dots, hyphens and apostrophes between them; of
// letters without a script's own (A to Z) two at least. Valid UTF-8.
bool looks_like_name(std::string_view text);

}  // namespace vip::card
