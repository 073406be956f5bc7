#include "sync/office/blanks_command.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "cardformat/codes/card_sheet.h"
#include "cardformat/ean13.h"
#include "sync/files.h"
#include "sync/office/blanks.h"
#include "sync/office/office_store.h"
#include "terminal/books/clock.h"
#include "terminal/books/store_name.h"
#include "terminal/door/config.h"
#include "terminal/history/progress_bar.h"
#include "terminal/json/json_writer.h"

namespace vip::sync {
namespace {

namespace fs = std::filesystem;
using terminal::JsonWriter;

constexpr int months_of_blanks = 60;

// The day it is, where head office is.
std::optional<Day> today(const terminal::Config& config) {
  const auto zone = terminal::Zone::named(config.zone);
  if (!zone) return std::nullopt;
  return zone->day_of(terminal::wall_clock());
}

struct File {
  std::string what;
  fs::path path;
  std::string text;
};

std::string kind_word(const Manner& manner, card::BlankKind kind) {
  return kind == card::BlankKind::printed ? manner.say("实体卡", "printed")
                                          : manner.say("虚拟卡", "virtual");
}

}  // namespace

Exit make_blanks(const Manner& manner, const BlanksWish& wish) {
  const OfficeDirectory directory(manner.data);
  const auto config = terminal::read_config(fs::path(manner.data) / "vip.toml");
  if (!config) {
    const auto text = config.error().text();
    return manner.fail(Exit::configuration, text.zh, text.en);
  }
  {
    terminal::Database database(directory.books_path(), terminal::Database::Mode::read);
    OfficeStore store(database);
    if (store.meta("training") == "1") {
      return manner.fail(Exit::refused,
                         "这是培训用的总部。培训门店自己有用不完的空白卡。什么都没有改动。",
                         "This head office is for training. Training stores have blanks without "
                         "end of their own. Nothing was changed.");
    }
  }
  if (!terminal::store_name_allowed(wish.store)) {
    return manner.fail(Exit::usage, "--store：1 到 16 个字母、数字、“-”或“_”。",
                       "--store: 1 to 16 letters, digits, '-' or '_'.");
  }
  if (wish.count < 1 || wish.count > card::most_blanks) {
    return manner.fail(Exit::usage, "--count：1 到 100000。", "--count: 1 to 100000.");
  }
  const auto now = today(*config);
  if (!now) {
    return manner.fail(Exit::configuration, "没有这个时区：" + config->zone,
                       "There is no such time zone: " + config->zone);
  }
  const Day longest = *Day::from_number(0xFFFF);
  const auto last_day =
      wish.last_day.empty() ? plus_months(*now, months_of_blanks) : read_day(wish.last_day);
  if (!last_day || *last_day <= *now || *last_day > longest) {
    return manner.fail(Exit::usage, "--last-day：今天以后的日期，如 2031-11-22，最晚 2149-06-06。",
                       "--last-day: a date after today, such as 2031-11-22, 2149-06-06 at the "
                       "latest.");
  }
  if (!fs::is_directory(wish.out)) {
    return manner.fail(Exit::not_found, "--out：没有这个目录：" + wish.out,
                       "--out: there is no such directory: " + wish.out);
  }

  BlanksDesk desk(directory);
  terminal::ProgressBar bar;
  const Batch batch =
      desk.make({.store = wish.store,
                 .kind = wish.virtual_cards ? card::BlankKind::virtual_ : card::BlankKind::printed,
                 .count = wish.count,
                 .last_day = *last_day,
                 .chain_prefix = config->card_prefix,
                 .member_range = config->member_range},
                [&](std::size_t done, std::size_t total) {
                  if (!wish.quiet) bar.show(done, total, done);
                });

  const std::string name = "blanks-" + std::to_string(batch.list.batch) + "-" + wish.store;
  const fs::path base = fs::path(wish.out) / name;
  std::vector<File> files;
  if (!wish.virtual_cards) {
    files.push_back({"csv", base.string() + ".csv", printer_csv(batch.payloads)});
  }
  files.push_back({"list", base.string() + ".list", batch.list_text});
  if (wish.sheet) {
    const std::size_t shown = std::min(batch.payloads.size(), card::cards_on_sheet);
    const std::string title = config->shop_name.empty() ? "VIP" : config->shop_name;
    files.push_back({"sheet", base.string() + ".svg",
                     card::card_sheet(std::span(batch.payloads).first(shown), title)});
  }
  for (const File& file : files) {
    if (fs::exists(file.path)) {
      return manner.fail(Exit::conflict,
                         file.path.string() + " 已经存在，没有覆盖。第 " +
                             std::to_string(batch.list.batch) + " 批已作废，请换一个目录再做。",
                         file.path.string() + " is there already and was not overwritten. Batch " +
                             std::to_string(batch.list.batch) +
                             " is nobody's; make another in another directory.");
    }
  }
  JsonWriter json;
  json.begin_object().field("batch", batch.list.batch).field("store", wish.store);
  json.field("kind", card::name(batch.list.kind)).field("count", wish.count);
  json.field("last_day", last_day->text());
  std::string text = manner.say("第 ", "Batch ") + std::to_string(batch.list.batch) +
                     manner.say(" 批：", ": ") + std::to_string(wish.count) +
                     manner.say(" 张空白卡（", " blanks (") + kind_word(manner, batch.list.kind) +
                     manner.say("），门店 ", ") for store ") + wish.store +
                     manner.say("，最晚有效至 ", ", good until ") + last_day->text() + "\n";
  for (const File& file : files) {
    write_file(file.path, file.text);
    json.field(file.what, file.path.string());
    text += "  " + file.path.string() + "\n";
  }
  json.end_object();
  text += manner.say("下一步：", "Next: ");
  if (!wish.virtual_cards) {
    text += manner.say("把 csv 交给制卡机，用完即删（内有卡的密钥）；",
                       "give the csv to the card printer and delete it after (the cards' secrets "
                       "are in it); ");
  }
  text += manner.say("把 list 交给门店", "give the list to the store") +
          (wish.virtual_cards ? manner.say("（它就是卡，请像成盒的卡一样保管）",
                                           " (it is the cards: guard it like a box of them)")
                              : std::string()) +
          manner.say("，在门店终端上执行：\n", ", and at its terminal:\n") +
          "  vip-terminal blanks accept " + name + ".list --data DIR --operator 2001\n";
  manner.show(json.str(), text);
  return Exit::ok;
}

Exit list_blanks(const Manner& manner) {
  const OfficeDirectory directory(manner.data);
  JsonWriter json;
  json.begin_object().key("batches").begin_array();
  std::string text;
  for (const card::BlankList& list : batches_on_record(directory)) {
    json.begin_object().field("batch", list.batch).field("store", list.store);
    json.field("kind", card::name(list.kind)).field("count", list.blanks.size());
    json.field("last_day", list.last_day.text()).end_object();
    text += std::to_string(list.batch) + "  " + list.store + "  " + kind_word(manner, list.kind) +
            "  " + std::to_string(list.blanks.size()) + "  " + list.last_day.text() + "\n";
  }
  json.end_array().end_object();
  if (text.empty()) text = manner.say("还没有做过空白卡。\n", "No blanks were made yet.\n");
  manner.show(json.str(), text);
  return Exit::ok;
}

}  // namespace vip::sync
