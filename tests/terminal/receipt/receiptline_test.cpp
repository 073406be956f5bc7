// S8: our bytes beside those of receiptline, where both do the same: the two bytes of every
// character of GB 2312, and the command of a Code 128.
//
// A judge that is there or not: node, and `npm install receiptline` in a folder that NODE_PATH
// names. Where it is not, the test says so.
#include <doctest/doctest.h>
#include <iconv.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/bytes.h"
#include "terminal/receipt/escpos.h"
#include "tests/folder.h"
#include "tests/terminal/receipt/escpos_decoder.h"

namespace vip::terminal {
namespace {

struct Judge {
  bool here = false;
  std::string bytes;
};

Judge receiptline(const std::string& document) {
  const Folder folder;
  const auto file = folder.write("document", document);
  const std::string command =
      "node " VIP_RECEIPTLINE_JS " < " + file.string() + " 2> " + folder.path("why").string();
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return {};
  std::string output;
  char part[4096];
  for (std::size_t size; (size = std::fread(part, 1, sizeof part, pipe)) > 0;) {
    output.append(part, size);
  }
  if (pclose(pipe) != 0) {
    MESSAGE("no judge: " << read_all(folder.path("why")));
    return {};
  }
  return {true, read_hex(output).value()};
}

std::string decoded_gbk(const iconv_t converter, char first, char second) {
  char in[2] = {first, second};
  char out[8] = {};
  char *from = in, *to = out;
  std::size_t left = 2, room = sizeof out;
  iconv(converter, nullptr, nullptr, nullptr, nullptr);
  return iconv(converter, &from, &left, &to, &room) == 0 ? std::string(out, to) : std::string();
}

std::string joined(const test::Printed& printed) {
  std::string text;
  for (const std::string& row : printed.rows) text += row;
  std::erase(text, ' ');  // receiptline fills rows up, and none of these characters is one
  return text;
}

TEST_CASE("S8: receiptline sends the same two bytes for every character of GB 2312") {
  const iconv_t gb2312 = iconv_open("UTF-8", "GB2312");
  const iconv_t gbk = iconv_open("UTF-8", "GBK");
  std::string document;
  std::string all;
  std::vector<PaperRow> rows;
  int in_row = 0;
  for (int first = 0xa1; first <= 0xf7; ++first) {
    for (int second = 0xa1; second <= 0xfe; ++second) {
      const auto one = static_cast<char>(first);
      const auto two = static_cast<char>(second);
      if (decoded_gbk(gb2312, one, two).empty()) continue;
      // Not the blank of full width at a row's end, which receiptline takes for a blank.
      if (first == 0xa1 && second == 0xa1) continue;
      const std::string text = decoded_gbk(gbk, one, two);
      if (in_row == 0) rows.push_back({});
      rows.back().text += text;
      document += text;
      all += text;
      in_row = (in_row + 1) % 20;
      if (in_row == 0) document += '\n';
    }
  }
  iconv_close(gb2312);
  iconv_close(gbk);
  const Judge judge = receiptline(document + "\n");
  if (!judge.here) return;
  Glyphs none{std::vector<std::filesystem::path>{}};
  CHECK((joined(test::decode_escpos(escpos(rows, PrinterProfile{}, none), {})) == all));
  const test::Printed theirs = test::decode_escpos(judge.bytes, {});
  CHECK(theirs.wrong.empty());
  CHECK((joined(theirs) == all));
}

TEST_CASE("S8: receiptline asks the printer for the same Code 128") {
  const Judge judge = receiptline("{code:S01-1-42;option:code128,2,80}\n");
  if (!judge.here) return;
  Glyphs none{std::vector<std::filesystem::path>{}};
  const std::string ours = escpos({{PaperRow::Kind::code, "S01-1-42"}}, PrinterProfile{}, none);
  const std::string command = read_hex(
                                  "1d6b490a7b42"
                                  "5330312d312d3432")
                                  .value();
  CHECK(ours.find(command) != std::string::npos);
  CHECK(judge.bytes.find(command) != std::string::npos);
}

}  // namespace
}  // namespace vip::terminal
