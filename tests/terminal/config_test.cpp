// vip.toml: says only what differs, and nothing that we do not understand.
#include "terminal/door/config.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace vip::terminal {
namespace {

TEST_CASE("Zero configuration works") {
  const auto config = read_config_text("", "vip.toml");
  REQUIRE(config);
  CHECK(*config == Config{});
  CHECK(config->zone == "Asia/Shanghai");
  CHECK(config->card_prefix == 9156);
  CHECK(config->receipt.columns == 48);
  CHECK_FALSE(config->lang);
  const auto absent = read_config("no-such-directory/vip.toml");
  REQUIRE(absent);
  CHECK(*absent == Config{});
}

TEST_CASE("What vip.toml says is what holds") {
  const auto config = read_config_text(R"(
zone = "Asia/Urumqi"   # a comment
card_prefix = 9157
member_range = 21
gs1_prefix = "6901234"
lang = "zh-CN"
shop_name = "示例美妆 城西店"
[receipt]
header = ["电话 0571-1234567", ""]
footer = ["谢谢惠顾"]
columns = 32
[printer]
target = "serial:/dev/ttyS0"
columns = 42
dots = 512
charset = "gb2312"
chinese_mode = false
code = "qr"
draws_codes = true
cuts = false
baud = 38400
timeout_ms = 800
[printer.lanes]
2 = "tcp://192.168.1.51:9101"
)",
                                       "vip.toml");
  REQUIRE(config);
  CHECK(config->zone == "Asia/Urumqi");
  CHECK(config->card_prefix == 9157);
  CHECK(config->member_range == 21);
  CHECK(config->gs1_prefix == "6901234");
  CHECK(config->lang == "zh-CN");
  CHECK(config->shop_name == "示例美妆 城西店");
  CHECK(config->receipt.header == std::vector<std::string>{"电话 0571-1234567", ""});
  CHECK(config->receipt.footer == std::vector<std::string>{"谢谢惠顾"});
  CHECK(config->receipt.columns == 32);
  using Kind = PrinterTarget::Kind;
  CHECK(config->printer.of_lane("1") ==
        PrinterTarget{
            .kind = Kind::serial, .where = "/dev/ttyS0", .baud = 38'400, .timeout_ms = 800});
  CHECK(config->printer.of_lane("2") == PrinterTarget{.kind = Kind::tcp,
                                                      .where = "192.168.1.51",
                                                      .port = 9101,
                                                      .baud = 38'400,
                                                      .timeout_ms = 800});
  CHECK(config->printer.columns == 42);
  CHECK(config->printer.profile == PrinterProfile{.dots = 512,
                                                  .charset = Charset::gb2312,
                                                  .chinese_mode = false,
                                                  .code = PrinterProfile::Code::qr,
                                                  .draws_codes = true,
                                                  .cuts = false});
}

TEST_CASE("A printer that cannot be is said with its line") {
  for (const char* wrong :
       {"target = \"lpt1\"", "target = 9", "columns = 40", "dots = 10", "charset = \"utf8\"",
        "chinese_mode = 1", "code = \"pdf417\"", "baud = 300", "timeout_ms = 0", "lanes = 2",
        "lanes.02 = \"none\"", "lanes.2 = \"nowhere\"", "tray = 1"}) {
    CAPTURE(wrong);
    const auto config = read_config_text("[printer]\n" + std::string(wrong) + "\n", "vip.toml");
    REQUIRE_FALSE(config);
    CHECK(config.error().text().en.find("line 2") != std::string::npos);
    CHECK(config.error().text().en.find("printer.") != std::string::npos);
  }
}

TEST_CASE("Whatever is wrong is named with its line and what would be right") {
  struct Row {
    const char* name;
    const char* text;
    const char* said;
  };
  const Row rows[] = {
      {"a misspelt key", "lang = \"en\"\nzoen = \"Asia/Shanghai\"\n",
       "vip.toml, line 2: there is no setting \"zoen\" (did you mean \"zone\"?). Nothing was "
       "changed. "
       "Correct it and try again."},
      {"a misspelt key of a section", "[receipt]\nheaders = [\"x\"]\n",
       "vip.toml, line 2: there is no setting \"receipt.headers\" (did you mean "
       "\"receipt.header\"?). Nothing was changed. Correct it and try again."},
      {"a key like no other", "colour = 1\n",
       "vip.toml, line 1: there is no setting \"colour\". Nothing was changed. Correct it and try "
       "again."},
      {"two unknown keys: the first on paper", "zz = 1\naa = 2\n",
       "vip.toml, line 1: there is no setting \"zz\". Nothing was changed. Correct it and try "
       "again."},
      {"a wrong type", "card_prefix = \"9156\"\n",
       "vip.toml, line 1: \"card_prefix\" has to be four digits that a member's card may begin "
       "with, "
       "such as 9156. Nothing was changed. Correct it and try again."},
      {"a GS1 prefix that is too short", "gs1_prefix = \"69012\"\n",
       "vip.toml, line 1: \"gs1_prefix\" has to be a text of 6 to 10 digits, such as "
       "\"6901234\". "
       "Nothing was changed. Correct it and try again."},
      {"a range of training cards", "member_range = 29\n",
       "vip.toml, line 1: \"member_range\" has to be two digits from 20 to 28, such as 28. "
       "Nothing was changed. Correct it and try again."},
      {"a prefix that is a bank's", "card_prefix = 6011\n",
       "vip.toml, line 1: \"card_prefix\" has to be four digits that a member's card may begin "
       "with, "
       "such as 9156. Nothing was changed. Correct it and try again."},
      {"a prefix that is other people's", "card_prefix = 6212\n",
       "vip.toml, line 1: \"card_prefix\" has to be four digits that a member's card may begin "
       "with, "
       "such as 9156. Nothing was changed. Correct it and try again."},
      {"a language that we do not have", "lang = \"fr\"\n",
       "vip.toml, line 1: \"lang\" has to be \"zh-CN\" or \"en\". Nothing was changed. Correct it "
       "and "
       "try again."},
      {"paper too narrow", "[receipt]\ncolumns = 31\n",
       "vip.toml, line 2: \"receipt.columns\" has to be a whole number from 32 to 96. Nothing was "
       "changed. Correct it and try again."},
      {"a header of two lines in one", "[receipt]\nheader = [\"a\\nb\"]\n",
       "vip.toml, line 2: \"receipt.header\" has to be at most 5 lines of text, each 100 bytes at "
       "most. Nothing was changed. Correct it and try again."},
      {"six lines", "[receipt]\nfooter = [\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]\n",
       "vip.toml, line 2: \"receipt.footer\" has to be at most 5 lines of text, each 100 bytes at "
       "most. Nothing was changed. Correct it and try again."},
      {"a zone that leads out of the zones", "zone = \"../etc/passwd\"\n",
       "vip.toml, line 1: \"zone\" has to be the name of a time zone, such as \"Asia/Shanghai\". "
       "Nothing was changed. Correct it and try again."},
      {"a section that is no section", "receipt = 48\n",
       "vip.toml, line 1: \"receipt\" has to be a section, [receipt]. Nothing was changed. Correct "
       "it "
       "and try again."},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto config = read_config_text(row.text, "vip.toml");
    CHECK_FALSE(config);
    if (!config) CHECK(config.error().text().en == row.said);
  }
  const auto broken = read_config_text("lang = \"en\"\nzone = \n", "vip.toml");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().word == "config_syntax");
  CHECK(find(broken.error().facts, "line")->value == std::variant<std::int64_t, std::string>(2));
}

TEST_CASE("A vip.toml that cannot be read is an error, not the defaults") {
  const auto directory = read_config(std::filesystem::temp_directory_path());
  REQUIRE_FALSE(directory);
  CHECK(directory.error().word == "config_unreadable");
}

}  // namespace
}  // namespace vip::terminal
