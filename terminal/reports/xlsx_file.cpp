#include "terminal/reports/xlsx_file.h"

#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>

#include "terminal/books/sqlite.h"
#include "terminal/door/columns.h"

namespace vip::terminal {
namespace {

[[noreturn]] void no_room(const char* detail) {
  throw StorageError(StorageError::Kind::failed,
                     std::string("the workbook was not made: ") + detail);
}

// A file in memory that the library writes by its name.
class MemoryFile {
 public:
  MemoryFile() : file_(memfd_create("workbook", MFD_CLOEXEC)) {
    if (file_ < 0) no_room("no file in memory");
  }
  ~MemoryFile() { ::close(file_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

  std::string content() const {
    std::string content;
    std::array<char, 65536> part{};
    off_t at = 0;
    while (true) {
      const ssize_t got = ::pread(file_, part.data(), part.size(), at);
      if (got < 0) no_room("it cannot be read back");
      if (got == 0) return content;
      content.append(part.data(), static_cast<std::size_t>(got));
      at += got;
    }
  }

 private:
  int file_;
};

struct Put {
  lxw_worksheet* sheet;
  lxw_format* money;
  lxw_row_t row;
  lxw_col_t column;

  void operator()(const std::string& text) const {
    worksheet_write_string(sheet, row, column, text.c_str(), nullptr);
  }
  void operator()(std::int64_t number) const {
    worksheet_write_number(sheet, row, column, static_cast<double>(number), nullptr);
  }
  void operator()(Fen amount) const {
    const double in_yuan = static_cast<double>(amount.count()) / 100;
    worksheet_write_number(sheet, row, column, in_yuan, money);
  }
};

std::size_t width_of(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return columns_of(*text);
  return 12;
}

}  // namespace

std::string xlsx_file(const Sheet& sheet, const std::filesystem::path& scratch) {
  const MemoryFile file;
  std::error_code error;
  const std::filesystem::path memory = "/dev/shm";
  const bool in_memory =
      std::filesystem::is_directory(memory, error) && ::access(memory.c_str(), W_OK | X_OK) == 0;
  std::string directory = (in_memory ? memory : scratch).string();
  lxw_workbook_options options{};
  options.tmpdir = directory.data();
  const std::string path = file.path();
  lxw_workbook* workbook = workbook_new_opt(path.c_str(), &options);
  if (workbook == nullptr) no_room("no memory");
  lxw_worksheet* page = workbook_add_worksheet(workbook, sheet.name.c_str());
  if (page == nullptr) {
    workbook_close(workbook);
    no_room("its sheet cannot have this name");
  }
  lxw_format* bold = workbook_add_format(workbook);
  format_set_bold(bold);
  lxw_format* money = workbook_add_format(workbook);
  format_set_num_format(money, "#,##0.00");

  lxw_row_t row = 0;
  for (const std::string& line : sheet.heading) {
    worksheet_write_string(page, row, 0, line.c_str(), row == 0 ? bold : nullptr);
    ++row;
  }
  for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    worksheet_write_string(page, row, column, sheet.columns[i].c_str(), bold);
    std::size_t width = columns_of(sheet.columns[i]);
    for (const auto& cells : sheet.rows) width = std::max(width, width_of(cells[i]));
    const auto shown = static_cast<int>(std::min<std::size_t>(width + 2, 60));
    worksheet_set_column(page, column, column, shown, nullptr);
  }
  worksheet_freeze_panes(page, ++row, 0);
  for (const auto& cells : sheet.rows) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      std::visit(Put{page, money, row, static_cast<lxw_col_t>(i)}, cells[i]);
    }
    ++row;
  }
  for (const std::string& line : sheet.conclusion) {
    worksheet_write_string(page, row++, 0, line.c_str(), nullptr);
  }
  if (const lxw_error failed = workbook_close(workbook); failed != LXW_NO_ERROR) {
    no_room(lxw_strerror(failed));
  }
  return file.content();
}

}  // namespace vip::terminal
