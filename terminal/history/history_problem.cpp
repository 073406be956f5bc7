#include "terminal/history/history_problem.h"

#include "cardformat/ensure.h"

namespace vip::terminal {

std::string_view word(const HistoryProblem& problem) {
  switch (problem.kind) {
    case HistoryProblem::Kind::unreadable:
      return "history_unreadable";
    case HistoryProblem::Kind::empty:
      return "history_empty";
    case HistoryProblem::Kind::utf16:
      return "history_utf16";
    case HistoryProblem::Kind::header:
      return "history_header";
    case HistoryProblem::Kind::rejects_unwritable:
      return "history_rejects_unwritable";
  }
  ensure(false, "a problem is of one of the kinds");
  return {};
}

Words explain(const HistoryProblem& problem) {
  const HeaderProblem& header = problem.header;
  const auto both = [&](std::string_view zh, std::string_view en) {
    return Words{fill(zh, problem.details) + "什么都没有导入。",
                 fill(en, problem.details) + " Nothing was imported."};
  };
  switch (problem.kind) {
    case HistoryProblem::Kind::unreadable:
      return both("打不开文件 {file}:{why}。", "Cannot read {file}: {why}.");
    case HistoryProblem::Kind::empty:
      return both("文件 {file} 是空的,连表头也没有。",
                  "{file} is empty: it has not even a header.");
    case HistoryProblem::Kind::utf16:
      return both("文件 {file} 不是纯文本(可能是 UTF-16 或电子表格)。请另存为“CSV UTF-8”再导入。",
                  "{file} is not plain text; it may be UTF-16 or a spreadsheet. Save it as "
                  "\"CSV UTF-8\" and import it again.");
    case HistoryProblem::Kind::rejects_unwritable:
      return both("无法写退件文件 {file}：{why}。",
                  "Cannot write the file for rejected rows, {file}: {why}.");
    case HistoryProblem::Kind::header:
      break;
  }
  switch (header.kind) {
    case HeaderProblem::Kind::unknown_layout:
      return both(
          "认不出表头：第 1 列叫“{found}”。表头至少要有 "
          "receipt_no,date,sku,qty,unit_price，或是 customer,date,units,amount。",
          "The header is of no known layout: column 1 is called \"{found}\". A header has "
          "at least receipt_no,date,sku,qty,unit_price, or is "
          "customer,date,units,amount.");
    case HeaderProblem::Kind::unknown_column:
      return header.meant.empty()
                 ? both("表头第 {column} 列“{found}”不认识。",
                        "Column {column} of the header, \"{found}\", is unknown.")
                 : both("表头第 {column} 列“{found}”不认识，是不是“{meant}”？",
                        "Column {column} of the header, \"{found}\", is unknown; did you mean "
                        "\"{meant}\"?");
    case HeaderProblem::Kind::missing_column:
      return both("表头缺少“{meant}”一列。", "The header lacks the column \"{meant}\".");
    case HeaderProblem::Kind::twice:
      return both("表头里“{found}”出现了两次（第 {column} 列）。",
                  "The header has the column \"{found}\" twice (column {column}).");
  }
  ensure(false, "a header's problem is of one of the kinds");
  return {};
}

}  // namespace vip::terminal
