#include "terminal/history/byte_source.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/terminal/history_files.h"

namespace vip::terminal {
namespace {

struct Read {
  std::string bytes;
  FileEnd end = FileEnd::whole;
  std::size_t largest = 0;
};

Read read(const std::filesystem::path& file) {
  auto source = open_bytes(file);
  REQUIRE(source.has_value());
  Read all;
  for (auto piece = (*source)->next(); !piece.empty(); piece = (*source)->next()) {
    all.bytes += piece;
    all.largest = std::max(all.largest, piece.size());
  }
  all.end = (*source)->how_it_ended();
  if (all.end == FileEnd::whole) CHECK((*source)->bytes_done() == (*source)->bytes_total());
  return all;
}

// 400 KB that do not pack to nothing.
std::string long_text() {
  std::string text;
  unsigned state = 1;
  for (int i = 0; i < 40'000; ++i) {
    state = state * 1664525U + 1013904223U;
    text += std::to_string(state % 1'000'000'000) + '\n';
  }
  return text;
}

TEST_CASE("plain and gzip files give the same bytes, whatever they are called") {
  const Folder folder;
  const std::string text = long_text();
  CHECK(read(folder.write("plain.gz", text)).bytes == text);
  const Read zipped = read(folder.write("zipped.csv", gzipped(text)));
  CHECK(zipped.bytes == text);
  CHECK(zipped.end == FileEnd::whole);
  CHECK(zipped.largest <= 64 * 1024);
}

TEST_CASE("gzip files one after the other are one, and zeros behind the last are padding") {
  const Folder folder;
  const std::string two = gzipped("one\n") + gzipped("two\n");
  CHECK(read(folder.write("a", two)).bytes == "one\ntwo\n");
  const Read padded = read(folder.write("b", two + std::string(100, '\0')));
  CHECK(padded.bytes == "one\ntwo\n");
  CHECK(padded.end == FileEnd::whole);
}

TEST_CASE("a truncated gzip file gives what can be had, and says so, wherever it was cut") {
  const Folder folder;
  const std::string text = "0123456789\nabcdefghij\nABCDEFGHIJ\n";
  const std::string zip = gzipped(text);
  for (std::size_t length = 2; length < zip.size(); ++length) {
    CAPTURE(length);
    const Read cut = read(folder.write("cut", zip.substr(0, length)));
    CHECK(cut.end == FileEnd::truncated);
    CHECK(text.starts_with(cut.bytes));
  }
  const std::string large = long_text();
  const Read half = read(folder.write("half", gzipped(large).substr(0, 100'000)));
  CHECK(half.end == FileEnd::truncated);
  CHECK(half.bytes.size() > 100'000);
  CHECK(large.starts_with(half.bytes));
}

TEST_CASE("a damaged gzip file says so") {
  const Folder folder;
  std::string zip = gzipped(long_text());
  zip[zip.size() - 6] = static_cast<char>(zip[zip.size() - 6] ^ 1);  // in the check sum
  CHECK(read(folder.write("sum", zip)).end == FileEnd::damaged);
  CHECK(read(folder.write("behind", gzipped("a\n") + "something else")).end == FileEnd::damaged);
}

TEST_CASE("an empty file is whole; one that is not there, or a folder, is not a file to read") {
  const Folder folder;
  CHECK(read(folder.write("empty", "")).bytes.empty());
  CHECK(open_bytes(folder.path("absent")).error() == "No such file or directory");
  CHECK(open_bytes(folder.path(".")).error() == "Is a directory");
}

}  // namespace
}  // namespace vip::terminal
