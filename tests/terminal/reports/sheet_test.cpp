// Sheets as files: what a spreadsheet reads, and what it is kept from running.
#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "terminal/reports/csv_file.h"
#include "terminal/reports/xlsx_file.h"
#include "tests/folder.h"

namespace vip::terminal {
namespace {

Sheet hostile() {
  return {.name = "登记册",
          .heading = {"S01 2026-11"},
          .columns = {"姓名", "金额", "张数"},
          .rows = {{std::string("王**"), Fen(123450), std::int64_t{2}},
                   {std::string("=HYPERLINK(\"http://x\",\"y\")"), Fen(-5), std::int64_t{-1}},
                   {std::string("+86"), Fen(0), std::int64_t{0}},
                   {std::string("  @SUM(A1)"), Fen(1), std::int64_t{1}},
                   {std::string("a,\"b\"\nc"), Fen(100), std::int64_t{1}}},
          .conclusion = {"-合计"}};
}

TEST_CASE("CSV: marked for Excel, quoted, and no text is a formula") {
  CHECK(csv_file(hostile()) ==
        "\xEF\xBB\xBF"
        "S01 2026-11\r\n"
        "姓名,金额,张数\r\n"
        "王**,1234.50,2\r\n"
        "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",-0.05,-1\r\n"
        "'+86,0.00,0\r\n"
        "'  @SUM(A1),0.01,1\r\n"
        "\"a,\"\"b\"\"\nc\",1.00,1\r\n"
        "'-合计\r\n");
}

// The workbook as Python's own readers of ZIP and XML see it: a line for each cell, its type and
// what it holds.
std::string judged(const std::filesystem::path& file) {
  const std::string command =
      "python3 - '" + file.string() +
      "' <<'END'\n"
      "import sys, zipfile, xml.etree.ElementTree as E\n"
      "z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None\n"
      "n = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'\n"
      "s = [''.join(t.text or '' for t in i.iter(n + 't'))"
      " for i in E.fromstring(z.read('xl/sharedStrings.xml'))]\n"
      "w = E.fromstring(z.read('xl/workbook.xml'))\n"
      "print([x.get('name') for x in w.iter(n + 'sheet')][0])\n"
      "for c in E.fromstring(z.read('xl/worksheets/sheet1.xml')).iter(n + 'c'):\n"
      "    v = c.find(n + 'v').text\n"
      "    print(c.get('r'), 'formula' if c.find(n + 'f') is not None else"
      " 'text' if c.get('t') == 's' else 'number', repr(s[int(v)]) if c.get('t') == 's' else v)\n"
      "END\n";
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string out;
  std::array<char, 4096> part{};
  for (std::size_t got = 0; (got = fread(part.data(), 1, part.size(), pipe.get())) > 0;) {
    out.append(part.data(), got);
  }
  return out;
}

TEST_CASE("XLSX: a workbook that others read; texts are texts, amounts add up") {
  const Folder folder;
  folder.write("a.xlsx", xlsx_file(hostile(), folder.path()));
  const std::string cells = judged(folder.path("a.xlsx"));
  CHECK(cells ==
        "登记册\n"
        "A1 text 'S01 2026-11'\n"
        "A2 text '姓名'\nB2 text '金额'\nC2 text '张数'\n"
        "A3 text '王**'\nB3 number 1234.5\nC3 number 2\n"
        "A4 text '=HYPERLINK(\"http://x\",\"y\")'\nB4 number -0.05\nC4 number -1\n"
        "A5 text '+86'\nB5 number 0\nC5 number 0\n"
        "A6 text '  @SUM(A1)'\nB6 number 0.01\nC6 number 1\n"
        "A7 text 'a,\"b\"\\nc'\nB7 number 1\nC7 number 1\n"
        "A8 text '-合计'\n");
}

TEST_CASE("XLSX: nothing of it is left on the disk") {
  const Folder folder;
  const std::string bytes = xlsx_file(hostile(), folder.path());
  CHECK(bytes.starts_with("PK"));
  CHECK(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace vip::terminal
