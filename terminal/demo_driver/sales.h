// Sales: a file of receipts, whole in memory, parted into a first and a second half by days.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cardformat/day.h"
#include "terminal/history/history_receipts.h"

namespace vip::terminal::demo {

struct Sales {
  Layout layout = Layout::receipts;
  Day first_day;
  Day middle;  // last day of the first half
  Day last_day;
  std::string first_half;  // a file to import: header and rows as they stand
  std::vector<HistoryReceipt> first_half_receipts;  // by time
  std::vector<HistoryReceipt> second_half;          // by time
  std::uint64_t second_half_rejected = 0;           // rows of the second half that are no sales
  std::vector<Rejection> examples;  // the first few of them, and the file's last line if cut
  std::map<std::string, std::string> phones;  // of customers, where the file tells
};

// Throws std::runtime_error, with words for people, where the file cannot be used.
Sales read_sales(const std::filesystem::path& file, bool chinese);

// What was bought and is still out: which sale a returned row takes back, by the rule that
// import_history.h gives.
class Goods {
 public:
  void add(const HistoryReceipt& receipt);
  // Takes them; nothing where not all of it is out.
  std::vector<ReturnedPart> take(const HistoryReceipt& receipt, const HistoryRow& row);

 private:
  struct Sold {
    std::string receipt_no;
    std::string customer;
    std::size_t line = 0;
    std::int64_t left = 0;
  };
  std::map<std::pair<std::string, Fen>, std::vector<Sold>> sold_;  // by article and price, in order
};

}  // namespace vip::terminal::demo
