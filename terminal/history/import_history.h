// import_history: a file of earlier sales, brought into the books.
//
// Streaming: memory does not grow with the file. Resumable: what is known is skipped and counted,
// so an import that was killed is simply started again (history_sink.h, once only).
//
// Which sale a returned row takes back. The receipt that `return_of` names; without one, the
// customer's imported sales of the same article at the same unit price that were made no later than
// the return, the latest first (the goods that come back are most likely those just bought, and
// E2's sum loses what it would gain from them). A row is taken whole or rejected whole. A row
// without customer and without `return_of` is rejected: it would take units from a receipt that an
// innocent customer may still lay on the counter (E3).
//
// The order of rows does not matter: returned rows that find nothing are tried again when the whole
// file has been read, and only then rejected. So a second import of the same file finds nothing
// more.
//
// Counts add up: rows.read = rows.accepted + rows.already_here + rows.rejected.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cardformat/day.h"
#include "cardformat/result.h"
#include "terminal/history/byte_source.h"
#include "terminal/history/history_problem.h"
#include "terminal/history/history_rows.h"
#include "terminal/history/history_sink.h"
#include "terminal/history/rejection.h"
#include "terminal/policy/policy.h"
#include "terminal/rules/clause.h"

namespace vip::terminal {

struct HistoryProgress {
  std::uint64_t bytes_done = 0;   // of the file as it lies on disk
  std::uint64_t bytes_total = 0;  // 0: nobody knows
  std::uint64_t rows = 0;
};

struct HistoryOrder {
  std::filesystem::path file;
  std::optional<Layout> layout;   // without it the header decides
  std::filesystem::path rejects;  // where rejected rows are written; the file is made anew
  Day today;                      // rows dated later are rejected
  Day as_of;                      // the day of application for E1 and E2
  Policy::Join join;              // the policy's thresholds in force on as_of
  // May be empty. Called now and then, when everything so far is kept: others may write meanwhile.
  std::function<void(const HistoryProgress&)> progress;
};

// A customer whose imported purchases prove E1 or E2 on `as_of`.
struct Qualified {
  std::string customer;
  std::string phone;
  Clause clause = Clause::E1;
  Fen sum;                            // E1: of the largest purchase; E2: of the window
  std::vector<std::string> receipts;  // that make this sum
};

struct HistoryReport {
  static constexpr std::size_t shown_rejections = 20;
  static constexpr std::size_t shown_qualified = 1000;

  Layout layout = Layout::receipts;
  struct Rows {
    std::uint64_t read = 0;  // without header and empty lines
    std::uint64_t accepted = 0;
    std::uint64_t already_here = 0;
    std::uint64_t rejected = 0;
  } rows;
  std::uint64_t sales = 0;    // newly in the books
  std::uint64_t lines = 0;    // of those sales
  std::uint64_t returns = 0;  // returned rows, newly in the books
  std::uint64_t sales_already_here = 0;
  std::uint64_t returns_already_here = 0;
  std::uint64_t customers = 0;   // in the books from all imports
  std::optional<Day> first_day;  // of rows accepted or already here
  std::optional<Day> last_day;

  Day as_of;
  std::uint64_t qualified_count = 0;
  std::vector<Qualified> qualified;  // the first 1000

  std::vector<Rejection> rejections;             // the first 20, by line
  std::optional<std::filesystem::path> rejects;  // written when a row was rejected

  FileEnd file_end = FileEnd::whole;
  bool last_line_without_end = false;  // and yet it was taken
};

// What the report has to say beside its figures: the file was cut, damaged, or ends in the middle
// of a line. No value when all is well.
std::optional<Words> remark(const HistoryReport& report);

// A problem means that nothing was posted. What the sink throws is passed on; what was kept by then
// stays.
Result<HistoryReport, HistoryProblem> import_history(const HistoryOrder& order, HistorySink& sink);

}  // namespace vip::terminal
