// Config: what vip.toml in the data directory says, read strictly.
//
// Zero configuration works: a file that is not there, or is empty, is the Config of the defaults.
// The file says only what differs. A key that is not known is an error with a suggestion, because a
// misspelt key that is passed over in silence is a setting somebody believes in.
//
//   zone = "Asia/Shanghai"         # the store's zone: all dates are store-local
//   card_prefix = 9156             # the chain's first four digits (cardformat/card_number.h)
//   member_range = 28              # how the EAN-13 on a card begins, 20 to 28 (cardformat/ean13.h)
//   gs1_prefix = "6901234"         # the chain's GS1 company prefix, if its GSRNs are scanned too
//                                  # (cardformat/scan/gs1.h)
//   lang = "zh-CN"                 # of the command line: "zh-CN" or "en"; left out: from LANG
//   shop_name = "示例美妆 城西店"  # first line of receipts
//
//   [receipt]
//   header = ["0571-1234567"]      # further lines at the top, centred; at most 5
//   footer = ["谢谢惠顾"]          # lines at the bottom; at most 5
//   columns = 48                   # 32 to 96
//
//   [printer]                      # where receipt.print sends its bytes (terminal/receipt/)
//   target = "tcp://192.168.1.50"  # or usb:/dev/usb/lp0, serial:/dev/ttyS0, file:/path, none
//   columns = 48                   # 32, 42, 44 or 48
//   dots = 576                     # of a row: 192 to 1024
//   charset = "gbk"                # or "gb2312", "none"
//   chinese_mode = true            # FS & and FS . around Chinese characters
//   code = "code128"               # or "qr", "none": the code at the end
//   draws_codes = false            # true for printers without GS k
//   cuts = true
//   baud = 9600                    # serial
//   timeout_ms = 3000              # 100 to 30000
//   [printer.lanes]                # lanes with a printer of their own
//   2 = "usb:/dev/usb/lp1"
//   [scanner]                      # scanners that the service reads itself (terminal/devices/)
//   source = "evdev:/dev/input/by-id/usb-NAME-event-kbd"   # or evdev:NAME, serial:/dev/ttyACM0
//   baud = 9600                    # serial
//   pause_ms = 100                 # serial: silence that ends a scan; 20 to 2000
//   [scanner.lanes]                # scans for the pages of one lane alone
//   2 = "serial:/dev/ttyACM1"
//   [display]                      # the customers' display, two rows of twenty
//   target = "serial:/dev/ttyS1"   # as a printer's
//   commands = "epson"             # or "cd5220"
//   charset = "gbk"                # or "gb2312", "none": English alone
//   baud = 9600
//   timeout_ms = 500               # 100 to 30000
//   [display.lanes]
//   2 = "serial:/dev/ttyS2"
//   [retention]                    # member.forget_unseen: who bought nothing for so many days
//   prospect_days = 730            # without a card; 30 to 3650
//   member_days = 1095             # whose last card ended; 90 to 3650
//
// Secrets and the VIP policy are not configuration.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/result.h"
#include "terminal/devices/customer_display.h"
#include "terminal/devices/scanner_source.h"
#include "terminal/door/messages.h"
#include "terminal/receipt/escpos.h"
#include "terminal/receipt/printer.h"

namespace vip::terminal {

struct Config {
  std::string zone = "Asia/Shanghai";  // a name of the time zone database; clock knows which exist
  int card_prefix = 9156;
  int member_range = 28;
  std::string gs1_prefix;           // 6 to 10 digits, or empty
  std::optional<std::string> lang;  // "zh-CN" or "en"
  std::string shop_name;            // may be empty
  struct Receipt {
    std::vector<std::string> header;
    std::vector<std::string> footer;
    int columns = 48;
    friend bool operator==(const Receipt&, const Receipt&) = default;
  } receipt;
  struct Printer {
    PrinterTarget target{.timeout_ms = 3000};
    std::map<std::string, PrinterTarget> lanes;  // by lane, "1" to "9999"
    PrinterProfile profile;
    int columns = 48;  // 32, 42, 44 or 48

    const PrinterTarget& of_lane(const std::string& lane) const {
      const auto own = lanes.find(lane);
      return own == lanes.end() ? target : own->second;
    }
    friend bool operator==(const Printer&, const Printer&) = default;
  } printer;
  struct Scanner {
    ScannerSource source;                        // for every page
    std::map<std::string, ScannerSource> lanes;  // for that lane's pages
    friend bool operator==(const Scanner&, const Scanner&) = default;
  } scanner;
  DisplaySettings display;
  struct Retention {  // R4: days after which nothing needs the data any more (member_desk.h)
    int prospect_days = 730;
    int member_days = 1095;
    friend bool operator==(const Retention&, const Retention&) = default;
  } retention;
  friend bool operator==(const Config&, const Config&) = default;
};

// Error code `configuration`, exit 6. The word is one of config_unknown_key, config_wrong_value,
// config_syntax, config_unreadable; the facts are file, line and what the word needs.
struct ConfigProblem {
  std::string word;
  Facts facts;
  Message text() const { return message(Clause::none, word, facts); }
};

// `file` is the path of vip.toml itself.
Result<Config, ConfigProblem> read_config(const std::filesystem::path& file);
// The same for a text; `name` is what messages call it.
Result<Config, ConfigProblem> read_config_text(std::string_view text, std::string_view name);

}  // namespace vip::terminal
