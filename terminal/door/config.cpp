#include "terminal/door/config.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <initializer_list>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

#include <toml++/toml.h>

#include "cardformat/card_number.h"
#include "cardformat/ensure.h"
#include "cardformat/scan/foreign_codes.h"
#include "terminal/json/fields.h"
#include "terminal/receipt/serial_line.h"

namespace vip::terminal {
namespace {

constexpr std::size_t most_lines = 5;
constexpr std::size_t longest_text = 100;  // bytes

const std::vector<std::string_view> top_keys = {
    "zone",    "card_prefix", "member_range", "gs1_prefix", "lang",     "shop_name",
    "receipt", "printer",     "scanner",      "display",    "retention"};
const std::vector<std::string_view> scanner_keys = {"source", "baud", "pause_ms", "lanes"};
const std::vector<std::string_view> display_keys = {"target", "commands",   "charset",
                                                    "baud",   "timeout_ms", "lanes"};
const std::vector<std::string_view> retention_keys = {"prospect_days", "member_days"};
const std::vector<std::string_view> receipt_keys = {"header", "footer", "columns"};
const std::vector<std::string_view> printer_keys = {
    "target",      "columns", "dots", "charset",    "chinese_mode", "code",
    "draws_codes", "cuts",    "baud", "timeout_ms", "lanes"};

// One reading of one file: where it went wrong first is kept, the rest is not looked at.
class Reading {
 public:
  explicit Reading(std::string_view file) : file_(file) {}

  const std::optional<ConfigProblem>& problem() const { return problem_; }

  void wrong(std::string_view key, const toml::node& node) {
    if (problem_) return;
    problem_ = ConfigProblem{"config_wrong_value",
                             {{"file", file_}, {"line", node.source().begin.line}, {"key", key}}};
  }

  // In the order of the file, so that the first mistake on paper is the one that is named.
  void refuse_others(const toml::table& table, std::string_view section,
                     const std::vector<std::string_view>& keys) {
    for (const auto& [key, node] : table) {
      if (std::find(keys.begin(), keys.end(), key.str()) != keys.end()) continue;
      const unsigned line = key.source().begin.line;
      if (problem_ && line >= unknown_line_) continue;
      unknown_line_ = line;
      ConfigProblem unknown{"config_unknown_key",
                            {{"file", file_},
                             {"line", line},
                             {"key", std::string(section) + std::string(key.str())}}};
      if (const auto meant = nearest_word(key.str(), keys)) {
        unknown.facts.emplace_back("suggestion", std::string(section) + std::string(*meant));
      }
      problem_ = std::move(unknown);
    }
  }

  void text(const toml::table& table, std::string_view key, std::string& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (const auto* value = node->as_string(); value != nullptr && is_one_line(value->get())) {
      into = value->get();
    } else {
      wrong(key, *node);
    }
  }

  void lines(const toml::table& table, std::string_view key, std::vector<std::string>& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const std::string full = "receipt." + std::string(key);
    const toml::array* array = node->as_array();
    if (array == nullptr || array->size() > most_lines) return wrong(full, *node);
    for (const toml::node& element : *array) {
      const auto* value = element.as_string();
      if (value == nullptr || !is_one_line(value->get())) return wrong(full, element);
      into.push_back(value->get());
    }
  }

  template <class Value>
  void word(const toml::table& table, std::string_view key, std::string_view full,
            std::initializer_list<std::pair<std::string_view, Value>> words, Value& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const std::string text = node->value_or(std::string());
    for (const auto& [word, value] : words) {
      if (text == word) {
        into = value;
        return;
      }
    }
    wrong(full, *node);
  }

  void yes_or_no(const toml::table& table, std::string_view key, std::string_view full,
                 bool& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const auto* value = node->as_boolean();
    if (value == nullptr) return wrong(full, *node);
    into = value->get();
  }

  // Keeps the settings of `into` that the target's text does not hold.
  void target(const toml::node& node, std::string_view full, PrinterTarget& into) {
    const auto* value = node.as_string();
    auto target = value == nullptr ? std::nullopt : read_printer_target(value->get());
    if (!target) return wrong(full, node);
    target->baud = into.baud;
    target->timeout_ms = into.timeout_ms;
    into = std::move(*target);
  }

  // Likewise.
  void source(const toml::node& node, std::string_view full, ScannerSource& into) {
    const auto* value = node.as_string();
    auto source = value == nullptr ? std::nullopt : read_scanner_source(value->get());
    if (!source) return wrong(full, node);
    source->baud = into.baud;
    source->pause_ms = into.pause_ms;
    into = std::move(*source);
  }

  void baud(const toml::table& table, std::string_view full, int& into) {
    number(table, "baud", full, 9600, 115'200, into);
    if (!is_serial_speed(into)) wrong(full, *table.get("baud"));
  }

  // Writes only a number from `least` to `most`.
  void number(const toml::table& table, std::string_view key, std::string_view full, int least,
              int most, int& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const auto* value = node->as_integer();
    if (value == nullptr || value->get() < least || value->get() > most) return wrong(full, *node);
    into = static_cast<int>(value->get());
  }

 private:
  static bool is_one_line(const std::string& text) {
    if (text.size() > longest_text) return false;
    return std::none_of(text.begin(), text.end(), [](char c) {
      return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7f;
    });
  }

  std::string file_;
  std::optional<ConfigProblem> problem_;
  unsigned unknown_line_ = 0;
};

// The shape of a name of the time zone database; whether there is such a zone the clock knows.
bool is_zone_name(std::string_view name) {
  if (name.empty() || name.size() > 64 || name.front() == '/' || name.find("..") != name.npos) {
    return false;
  }
  return std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '/' || c == '_' || c == '-' ||
           c == '+';
  });
}

bool is_gs1_prefix(std::string_view text) {
  return text.size() >= 6 && text.size() <= 10 &&
         std::all_of(text.begin(), text.end(), [](char c) { return '0' <= c && c <= '9'; });
}

bool is_lane(std::string_view text) {
  return !text.empty() && text.size() <= 4 && text.front() != '0' &&
         std::all_of(text.begin(), text.end(), [](char c) { return '0' <= c && c <= '9'; });
}

template <class Each>
void read_lanes(Reading& reading, const toml::table& table, std::string_view full, Each each) {
  const toml::node* node = table.get("lanes");
  if (node == nullptr) return;
  const toml::table* lanes = node->as_table();
  if (lanes == nullptr) return reading.wrong(full, *node);
  for (const auto& [lane, target] : *lanes) {
    if (!is_lane(lane.str())) return reading.wrong(full, target);
    each(std::string(lane.str()), target);
  }
}

void read_printer(Reading& reading, const toml::table& table, Config::Printer& printer) {
  using Code = PrinterProfile::Code;
  reading.refuse_others(table, "printer.", printer_keys);
  PrinterTarget common = printer.target;
  reading.baud(table, "printer.baud", common.baud);
  reading.number(table, "timeout_ms", "printer.timeout_ms", 100, 30'000, common.timeout_ms);
  printer.target = common;
  if (const toml::node* node = table.get("target")) {
    reading.target(*node, "printer.target", printer.target);
  }
  reading.number(table, "columns", "printer.columns", 32, 48, printer.columns);
  if (printer.columns != 32 && printer.columns != 42 && printer.columns != 44 &&
      printer.columns != 48) {
    reading.wrong("printer.columns", *table.get("columns"));
  }
  PrinterProfile& profile = printer.profile;
  reading.number(table, "dots", "printer.dots", 192, 1024, profile.dots);
  reading.word<Charset>(
      table, "charset", "printer.charset",
      {{"gbk", Charset::gbk}, {"gb2312", Charset::gb2312}, {"none", Charset::none}},
      profile.charset);
  reading.yes_or_no(table, "chinese_mode", "printer.chinese_mode", profile.chinese_mode);
  reading.word<Code>(table, "code", "printer.code",
                     {{"none", Code::none}, {"code128", Code::code128}, {"qr", Code::qr}},
                     profile.code);
  reading.yes_or_no(table, "draws_codes", "printer.draws_codes", profile.draws_codes);
  reading.yes_or_no(table, "cuts", "printer.cuts", profile.cuts);
  read_lanes(reading, table, "printer.lanes", [&](const std::string& lane, const toml::node& node) {
    PrinterTarget own = common;
    reading.target(node, "printer.lanes", own);
    printer.lanes.emplace(lane, std::move(own));
  });
}

void read_scanner(Reading& reading, const toml::table& table, Config::Scanner& scanner) {
  reading.refuse_others(table, "scanner.", scanner_keys);
  ScannerSource common = scanner.source;
  reading.baud(table, "scanner.baud", common.baud);
  reading.number(table, "pause_ms", "scanner.pause_ms", 20, 2000, common.pause_ms);
  scanner.source = common;
  if (const toml::node* node = table.get("source")) {
    reading.source(*node, "scanner.source", scanner.source);
  }
  read_lanes(reading, table, "scanner.lanes", [&](const std::string& lane, const toml::node& node) {
    ScannerSource own = common;
    reading.source(node, "scanner.lanes", own);
    scanner.lanes.emplace(lane, std::move(own));
  });
}

void read_display(Reading& reading, const toml::table& table, DisplaySettings& display) {
  using Commands = DisplaySettings::Commands;
  reading.refuse_others(table, "display.", display_keys);
  PrinterTarget common = display.target;
  reading.baud(table, "display.baud", common.baud);
  reading.number(table, "timeout_ms", "display.timeout_ms", 100, 30'000, common.timeout_ms);
  display.target = common;
  if (const toml::node* node = table.get("target")) {
    reading.target(*node, "display.target", display.target);
  }
  reading.word<Commands>(table, "commands", "display.commands",
                         {{"epson", Commands::epson}, {"cd5220", Commands::cd5220}},
                         display.commands);
  reading.word<Charset>(
      table, "charset", "display.charset",
      {{"gbk", Charset::gbk}, {"gb2312", Charset::gb2312}, {"none", Charset::none}},
      display.charset);
  read_lanes(reading, table, "display.lanes", [&](const std::string& lane, const toml::node& node) {
    PrinterTarget own = common;
    reading.target(node, "display.lanes", own);
    display.lanes.emplace(lane, std::move(own));
  });
}

}  // namespace

Result<Config, ConfigProblem> read_config_text(std::string_view text, std::string_view name) {
  toml::table table;
  try {
    table = toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    return Unexpected{ConfigProblem{
        "config_syntax",
        {{"file", name}, {"line", error.source().begin.line}, {"problem", error.description()}}}};
  }
  Config config;
  Reading reading(name);
  reading.refuse_others(table, "", top_keys);
  if (!reading.problem()) {
    reading.text(table, "zone", config.zone);
    if (!is_zone_name(config.zone)) reading.wrong("zone", *table.get("zone"));
    reading.number(table, "card_prefix", "card_prefix", 1000, 9999, config.card_prefix);
    if (!card::prefix_allowed(config.card_prefix) || card::is_banks_prefix(config.card_prefix)) {
      reading.wrong("card_prefix", *table.get("card_prefix"));
    }
    reading.number(table, "member_range", "member_range", 20, 28, config.member_range);
    reading.text(table, "gs1_prefix", config.gs1_prefix);
    if (!config.gs1_prefix.empty() && !is_gs1_prefix(config.gs1_prefix)) {
      reading.wrong("gs1_prefix", *table.get("gs1_prefix"));
    }
    if (const toml::node* lang = table.get("lang")) {
      const std::string value = lang->value_or(std::string());
      if (value == "zh-CN" || value == "en") {
        config.lang = value;
      } else {
        reading.wrong("lang", *lang);
      }
    }
    reading.text(table, "shop_name", config.shop_name);
    if (const toml::node* node = table.get("receipt")) {
      if (const toml::table* receipt = node->as_table()) {
        reading.refuse_others(*receipt, "receipt.", receipt_keys);
        reading.lines(*receipt, "header", config.receipt.header);
        reading.lines(*receipt, "footer", config.receipt.footer);
        reading.number(*receipt, "columns", "receipt.columns", 32, 96, config.receipt.columns);
      } else {
        reading.wrong("receipt", *node);
      }
    }
    if (const toml::node* node = table.get("printer")) {
      if (const toml::table* printer = node->as_table()) {
        read_printer(reading, *printer, config.printer);
      } else {
        reading.wrong("printer", *node);
      }
    }
    if (const toml::node* node = table.get("scanner")) {
      if (const toml::table* scanner = node->as_table()) {
        read_scanner(reading, *scanner, config.scanner);
      } else {
        reading.wrong("scanner", *node);
      }
    }
    if (const toml::node* node = table.get("display")) {
      if (const toml::table* display = node->as_table()) {
        read_display(reading, *display, config.display);
      } else {
        reading.wrong("display", *node);
      }
    }
    if (const toml::node* node = table.get("retention")) {
      if (const toml::table* keep = node->as_table()) {
        Config::Retention& days = config.retention;
        reading.refuse_others(*keep, "retention.", retention_keys);
        reading.number(*keep, "prospect_days", "retention.prospect_days", 30, 3650,
                       days.prospect_days);
        reading.number(*keep, "member_days", "retention.member_days", 90, 3650, days.member_days);
      } else {
        reading.wrong("retention", *node);
      }
    }
  }
  if (reading.problem()) return Unexpected{*reading.problem()};
  return config;
}

Result<Config, ConfigProblem> read_config(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error) && !error) return Config{};
  const std::string name = file.string();
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (error || std::filesystem::is_directory(file, error) || !in) {
    return Unexpected{ConfigProblem{"config_unreadable", {{"file", name}}}};
  }
  if (in.peek() != std::ifstream::traits_type::eof()) text << in.rdbuf();  // an empty file is fine
  return read_config_text(text.str(), name);
}

}  // namespace vip::terminal
