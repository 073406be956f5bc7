#include "terminal/history/csv.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <string_view>
#include <vector>

#include "cardformat/utf8.h"
#include "tests/terminal/text_bytes.h"

namespace vip::terminal {
namespace {

std::vector<CsvRecord> read(std::string_view text, std::size_t piece = 64 * 1024) {
  TextBytes bytes{std::string(text), piece};
  CsvReader reader(bytes);
  std::vector<CsvRecord> records;
  for (CsvRecord record; reader.next(record);) records.push_back(record);
  return records;
}

using Fields = std::vector<std::string>;

TEST_CASE("RFC 4180: commas, quotes and line ends inside quotes, LF and CRLF") {
  struct Row {
    const char* name;
    std::string_view text;
    std::vector<Fields> fields;
  };
  const Row rows[] = {
      {"plain", "a,b\nc,d\n", {{"a", "b"}, {"c", "d"}}},
      {"CRLF", "a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
      {"both kinds in one file", "a,b\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
      {"a quoted comma", "\"a,b\",c\n", {{"a,b", "c"}}},
      {"doubled quotes", "\"say \"\"yes\"\"\",c\n", {{"say \"yes\"", "c"}}},
      {"a line end in quotes", "\"a\nb\",c\n", {{"a\nb", "c"}}},
      {"CRLF in quotes stays", "\"a\r\nb\",c\r\n", {{"a\r\nb", "c"}}},
      {"quoted last field and CRLF", "a,\"b\"\r\n", {{"a", "b"}}},
      {"empty fields", ",,\n", {{"", "", ""}}},
      {"empty quoted field", "\"\",a\n", {{"", "a"}}},
      {"a quote inside a plain field is a character", "5\" plate,a\n", {{"5\" plate", "a"}}},
      {"a carriage return alone is a character", "a\rb,c\n", {{"a\rb", "c"}}},
      {"spaces belong to the field", " a ,b\n", {{" a ", "b"}}},
      {"empty lines are no records", "\na\n\r\n\nb\n", {{"a"}, {"b"}}},
      {"no line end at the end", "a,b\nc,d", {{"a", "b"}, {"c", "d"}}},
      {"half a line end at the end", "a,b\r", {{"a", "b"}}},
      {"a byte order mark",
       "\xEF\xBB\xBF"
       "a,b\n",
       {{"a", "b"}}},
      {"nothing", "", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{64 * 1024}}) {
      CAPTURE(piece);
      const auto records = read(row.text, piece);
      REQUIRE(records.size() == row.fields.size());
      for (std::size_t i = 0; i < records.size(); ++i) {
        CHECK(records[i].fault == CsvFault::none);
        CHECK(records[i].fields == row.fields[i]);
      }
    }
  }
}

TEST_CASE("records know the line where they begin, quoted line ends and empty lines counted") {
  const auto records = read("head\n\"two\nthree\"\n\nfive\r\n\"six\r\nseven\neight\"\nnine");
  REQUIRE(records.size() == 5);
  CHECK(records[0].line == 1);
  CHECK(records[1].line == 2);
  CHECK(records[2].line == 5);
  CHECK(records[3].line == 6);
  CHECK(records[4].line == 9);
  CHECK_FALSE(records[3].without_line_end);
  CHECK(records[4].without_line_end);
  CHECK(records[3].text == "\"six\r\nseven\neight\"");
}

TEST_CASE("a fault costs one line, and the records behind it are all there") {
  struct Row {
    const char* name;
    std::string text;
    CsvFault fault;
    std::uint64_t line;
  };
  const std::string long_field(CsvReader::max_record + 10, 'x');
  const Row rows[] = {
      {"text after a quote", "a,b\n\"c\"d,e\nf,g\nh,i\n", CsvFault::text_after_quote, 2},
      {"a quote never closed", "a,b\n\"c,d\nf,g\nh,i\n", CsvFault::quote_open, 2},
      {"a quote closed only by the next one", "a,b\nx,\"y\nf,g\nh,i\n", CsvFault::quote_open, 2},
      {"too long", "a,b\n" + long_field + "\nf,g\nh,i\n", CsvFault::too_long, 2},
      {"a zero byte", std::string("a,b\nc\0,d\nf,g\nh,i\n", 16), CsvFault::nul, 2},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto records = read(row.text, 7);
    REQUIRE(records.size() == 4);
    CHECK(records[1].fault == row.fault);
    CHECK(records[1].line == row.line);
    CHECK(records[1].fields.empty());
    CHECK(records[2].fields == Fields{"f", "g"});
    CHECK(records[2].line == 3);
    CHECK(records[3].fields == Fields{"h", "i"});
  }
}

TEST_CASE("a quote that opens far from the end does not swallow the rest of the file") {
  std::string text = "\"open,1\n";
  for (int i = 0; i < 5000; ++i) text += "row,2\n";
  const auto records = read(text);
  REQUIRE(records.size() == 5001);
  CHECK(records[0].fault == CsvFault::quote_open);
  CHECK_FALSE(records[0].without_line_end);
  CHECK(records[5000].line == 5001);
}

TEST_CASE("a file cut in the middle of a quote says so at its last line") {
  const auto records = read("a,b\n\"c,d");
  REQUIRE(records.size() == 2);
  CHECK(records[1].fault == CsvFault::quote_open);
  CHECK(records[1].without_line_end);
  CHECK(records[1].line == 2);
}

TEST_CASE("a record of exactly the longest length is read, one byte more is not") {
  const std::string fits(CsvReader::max_record, 'x');
  CHECK(read(fits + "\n").front().fault == CsvFault::none);
  CHECK(read(fits + "x\n").front().fault == CsvFault::too_long);
}

TEST_CASE("text is UTF-8; what is not is read as Latin-1, record by record") {
  const auto records = read(
      "\xE5\x8F\xA3\xE7\xBA\xA2,\xC2\xA3\nVoucher \xA3"
      "40.00,caf\xE9\n");
  REQUIRE(records.size() == 2);
  CHECK(records[0].fields == Fields{"口红", "£"});
  CHECK(records[1].fields == Fields{"Voucher £40.00", "café"});
  CHECK(records[1].text == "Voucher £40.00,café");
}

TEST_CASE("whatever was written by the rules is read back, in pieces of any size") {
  CHECK(rc::check("CSV round trip", [](const std::vector<Fields>& rows) {
    std::string text;
    std::vector<Fields> expected;
    for (const Fields& row : rows) {
      if (row.empty()) continue;
      std::string record;
      Fields fields;
      for (const std::string& any : row) {
        std::string field;
        for (const char c : any) field += c == '\0' ? '0' : c;  // a zero byte is a fault
        record += record.empty() ? "\"" : ",\"";
        for (const char c : field) record += c == '"' ? std::string("\"\"") : std::string(1, c);
        record += '"';
        fields.push_back(field);
      }
      if (!is_utf8(record)) {
        for (std::string& field : fields) field = utf8_from_latin1(field);
      }
      text += record + '\n';
      expected.push_back(fields);
    }
    const auto records = read(text, *rc::gen::inRange<std::size_t>(1, 40));
    RC_ASSERT(records.size() == expected.size());
    for (std::size_t i = 0; i < records.size(); ++i) RC_ASSERT(records[i].fields == expected[i]);
  }));
}

TEST_CASE("any bytes: text is valid UTF-8, and lines rise to no more than the file has") {
  CHECK(rc::check("any bytes", [] {
    const auto bytes = *rc::gen::container<std::string>(
        rc::gen::elementOf(std::string("a,\"\r\n\xE9\xC2\xA3x") + '\0'));
    std::uint64_t line = 0;
    std::uint64_t ends = 1;
    for (const char c : bytes) ends += c == '\n' ? 1U : 0U;
    for (const CsvRecord& record : read(bytes, 3)) {
      RC_ASSERT(record.line > line);
      line = record.line;
      RC_ASSERT(is_utf8(record.text));
      for (const std::string& field : record.fields) RC_ASSERT(is_utf8(field));
    }
    RC_ASSERT(line <= ends);
  }));
}

}  // namespace
}  // namespace vip::terminal
