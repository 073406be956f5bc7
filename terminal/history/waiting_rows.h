// WaitingRows: returned rows that found nothing to take back yet, kept on disk until the whole file
// has been read, so that memory does not grow with their number.
//
// The file has no name from the moment it is made: whatever ends the import, nothing of it stays
// behind (R3: rows have personal data).
#pragma once

#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>

#include "terminal/history/history_rows.h"

namespace vip::terminal {

struct WaitingRow {
  std::size_t place = 0;  // among its receipt's rows
  HistoryRow row;  // only what a return needs: name, phone, coupon and reduction are left out
};

class WaitingRows {
 public:
  // Kept in `folder`.
  explicit WaitingRows(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // False where the disk does not take it.
  bool add(const WaitingRow& row);

  // In the order in which they were added; no value behind the last. Requires: no add() after.
  std::optional<WaitingRow> next();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::filesystem::path folder_;
  std::unique_ptr<std::FILE, Close> file_;  // made by the first add()
  bool reading_ = false;
};

}  // namespace vip::terminal
