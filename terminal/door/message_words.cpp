// What people call the things that answers name by one word (message_texts.h).
#include "terminal/door/message_texts.h"

namespace vip::terminal {
namespace {

// What a registration form's fields are called by people, and what they have to be (E5, A35).
constexpr Word fields[] = {
    {"surname", "姓氏", "surname"},
    {"given_name", "名字", "given name"},
    {"form", "称呼（ms 女士 / mr 先生）", "form of address (ms or mr)"},
    {"phone", "手机号（11 位，以 1 开头）", "phone (11 digits, the first a 1)"},
    {"birthday", "生日（YYYY-MM-DD，不晚于今天）", "birthday (YYYY-MM-DD, not in the future)"},
    {"consent", "同意使用资料（须为同意）", "consent to the use of the data (has to be given)"},
    {"note", "备注", "note"},
    {"referrer", "介绍人的会员卡", "referring member's card"},
};

constexpr Word things[] = {
    {"card", "会员卡", "card"},        {"sale", "交易", "sale"},
    {"gift", "礼品", "gift"},          {"member", "会员", "member"},
    {"blank", "空白卡", "blank card"}, {"receipt", "小票", "receipt"},
    {"method", "方法", "method"},      {"file", "文件", "file"},
    {"operator", "工号", "operator"},  {"policy", "政策文件", "policy document"},
    {"account", "账户", "account"},    {"line", "商品行", "line"},
    {"anomaly", "异常", "anomaly"},    {"month", "月份", "month"},
};

constexpr Word reasons[] = {
    {"lost", "遗失", "lost"},     {"stolen", "被盗", "stolen"}, {"damaged", "损坏", "damaged"},
    {"frozen", "冻结", "frozen"}, {"other", "其他", "other"},
};

constexpr Word check_digits[] = {
    {"wrong", "校验位不符，可能输错了", "its check digit is wrong, so a digit was mistyped"},
};

// What a setting of vip.toml has to be.
constexpr Word settings[] = {
    {"zone", "时区名，例如 \"Asia/Shanghai\"",
     "the name of a time zone, such as \"Asia/Shanghai\""},
    {"card_prefix", "1000 至 9999 中会员卡可用的四位数，例如 9156",
     "four digits that a member's card may begin with, such as 9156"},
    {"gs1_prefix", "6 至 10 位数字的文字，例如 \"6901234\"",
     "a text of 6 to 10 digits, such as \"6901234\""},
    {"member_range", "20 至 28 的两位数，例如 28", "two digits from 20 to 28, such as 28"},
    {"lang", "\"zh-CN\" 或 \"en\"", "\"zh-CN\" or \"en\""},
    {"shop_name", "一行文字，至多 100 字节", "one line of text, 100 bytes at most"},
    {"receipt", "一节 [receipt]", "a section, [receipt]"},
    {"receipt.header", "至多 5 行文字，每行至多 100 字节",
     "at most 5 lines of text, each 100 bytes at most"},
    {"receipt.footer", "至多 5 行文字，每行至多 100 字节",
     "at most 5 lines of text, each 100 bytes at most"},
    {"receipt.columns", "32 至 96 的整数", "a whole number from 32 to 96"},
    {"printer", "一节 [printer]", "a section, [printer]"},
    {"printer.target", "tcp://地址、usb:/dev/…、serial:/dev/…、file:/… 或 none",
     "tcp://HOST, usb:/dev/..., serial:/dev/..., file:/... or none"},
    {"printer.columns", "32、42、44 或 48", "32, 42, 44 or 48"},
    {"printer.dots", "192 至 1024 的整数", "a whole number from 192 to 1024"},
    {"printer.charset", "\"gbk\"、\"gb2312\" 或 \"none\"", "\"gbk\", \"gb2312\" or \"none\""},
    {"printer.chinese_mode", "true 或 false", "true or false"},
    {"printer.code", "\"code128\"、\"qr\" 或 \"none\"", "\"code128\", \"qr\" or \"none\""},
    {"printer.draws_codes", "true 或 false", "true or false"},
    {"printer.cuts", "true 或 false", "true or false"},
    {"printer.baud", "9600、19200、38400、57600 或 115200", "9600, 19200, 38400, 57600 or 115200"},
    {"printer.timeout_ms", "100 至 30000 的整数，单位毫秒",
     "a whole number from 100 to 30000, in milliseconds"},
    {"printer.lanes", "收银台号对应打印机，例如 2 = \"usb:/dev/usb/lp1\"",
     "lanes and their printers, such as 2 = \"usb:/dev/usb/lp1\""},
    {"scanner", "一节 [scanner]", "a section, [scanner]"},
    {"scanner.source", "evdev:/dev/input/…、evdev:设备名、serial:/dev/… 或 none",
     "evdev:/dev/input/..., evdev:NAME, serial:/dev/... or none"},
    {"scanner.baud", "9600、19200、38400、57600 或 115200", "9600, 19200, 38400, 57600 or 115200"},
    {"scanner.pause_ms", "20 至 2000 的整数，单位毫秒",
     "a whole number from 20 to 2000, in milliseconds"},
    {"scanner.lanes", "收银台号对应扫码枪，例如 2 = \"serial:/dev/ttyACM1\"",
     "lanes and their scanners, such as 2 = \"serial:/dev/ttyACM1\""},
    {"display", "一节 [display]", "a section, [display]"},
    {"display.target", "tcp://地址、usb:/dev/…、serial:/dev/…、file:/… 或 none",
     "tcp://HOST, usb:/dev/..., serial:/dev/..., file:/... or none"},
    {"display.commands", "\"epson\" 或 \"cd5220\"", "\"epson\" or \"cd5220\""},
    {"display.charset", "\"gbk\"、\"gb2312\" 或 \"none\"", "\"gbk\", \"gb2312\" or \"none\""},
    {"display.baud", "9600、19200、38400、57600 或 115200", "9600, 19200, 38400, 57600 or 115200"},
    {"display.timeout_ms", "100 至 30000 的整数，单位毫秒",
     "a whole number from 100 to 30000, in milliseconds"},
    {"display.lanes", "收银台号对应顾客显示屏，例如 2 = \"serial:/dev/ttyS2\"",
     "lanes and their customers' displays, such as 2 = \"serial:/dev/ttyS2\""},
};

constexpr Word presences[] = {
    {"scan", "扫码", "scanned"},
    {"swipe", "刷卡", "swiped"},
    {"type", "手工输入卡号", "typed number"},
    {"phone", "手机号查找", "found by phone"},
};

}  // namespace

std::span<const Word> words_of(std::string_view kind) {
  if (kind == "field") return fields;
  if (kind == "thing") return things;
  if (kind == "reason") return reasons;
  if (kind == "check") return check_digits;
  if (kind == "setting") return settings;
  if (kind == "presence") return presences;
  return {};
}

std::string said(std::string_view kind, const std::string& name, Language language) {
  for (const Word& word : words_of(kind)) {
    if (word.name == name) return std::string(language == Language::zh ? word.zh : word.en);
  }
  return name;
}

}  // namespace vip::terminal
