#include "terminal/history/waiting_rows.h"

#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include "cardformat/ensure.h"

namespace vip::terminal {
namespace {

// One row: seven numbers, the lengths of five texts, the texts. Read by the process that wrote it
// and by nobody else, so numbers are in the machine's own form.
struct Head {
  std::uint64_t line;
  std::uint64_t place;
  std::int64_t day;
  std::int64_t minute;
  std::int64_t qty;
  std::int64_t unit_price;
  std::array<std::uint32_t, 5> lengths;
};

std::array<std::string HistoryRow::*, 5> texts() {
  return {&HistoryRow::receipt_no, &HistoryRow::sku, &HistoryRow::customer, &HistoryRow::return_of,
          &HistoryRow::text};
}

std::FILE* nameless_file(const std::filesystem::path& folder) {
  std::string name = (folder / "waiting-XXXXXX").string();
  const int number = ::mkstemp(name.data());
  if (number < 0) return nullptr;
  ::unlink(name.c_str());
  return ::fdopen(number, "w+b");
}

}  // namespace

bool WaitingRows::add(const WaitingRow& waiting) {
  ensure(!reading_, "rows wait until they are read");
  if (!file_) file_.reset(nameless_file(folder_));
  if (!file_) return false;
  const HistoryRow& row = waiting.row;
  Head head = {
      row.line, waiting.place, row.at.day.number(), row.at.minute, row.qty, row.unit_price.count(),
      {}};
  std::string bytes(sizeof head, '\0');
  for (std::size_t i = 0; i < head.lengths.size(); ++i) {
    const std::string& text = row.*texts()[i];
    head.lengths[i] = static_cast<std::uint32_t>(text.size());
    bytes += text;
  }
  std::memcpy(bytes.data(), &head, sizeof head);
  const long before = std::ftell(file_.get());
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) == bytes.size() &&
      std::fflush(file_.get()) == 0) {
    return true;
  }
  // Half a row must not stand before the next one.
  std::clearerr(file_.get());
  ensure(std::fseek(file_.get(), before, SEEK_SET) == 0, "a file on disk can be gone back in");
  ensure(::ftruncate(::fileno(file_.get()), before) == 0, "a file on disk can be made shorter");
  return false;
}

std::optional<WaitingRow> WaitingRows::next() {
  if (!file_) return {};
  if (!std::exchange(reading_, true)) std::rewind(file_.get());
  Head head;
  if (std::fread(&head, sizeof head, 1, file_.get()) != 1) return {};
  WaitingRow waiting;
  waiting.place = head.place;
  HistoryRow& row = waiting.row;
  row.line = head.line;
  row.at = {*Day::from_number(head.day), static_cast<int>(head.minute)};
  row.comes_back = true;
  row.qty = head.qty;
  row.unit_price = Fen(head.unit_price);
  for (std::size_t i = 0; i < head.lengths.size(); ++i) {
    std::string& text = row.*texts()[i];
    text.resize(head.lengths[i]);
    ensure(text.empty() || std::fread(text.data(), text.size(), 1, file_.get()) == 1,
           "what was written to a file can be read from it");
  }
  return waiting;
}

}  // namespace vip::terminal
