#include "terminal/demo_driver/chapters/opening.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "terminal/demo_driver/child.h"

namespace vip::terminal::demo {

void open_store(Stage& stage) {
  Narrator& tell = stage.narrator();
  const StoryWish& wish = stage.wish();
  tell.chapter("开店", "A store opens");
  // Only what an earlier demonstration left there.
  std::filesystem::create_directories(wish.directory);
  for (const auto& left : {stage.store(), stage.office(), stage.log()})
    std::filesystem::remove_all(left);
  const Ran made = run({wish.terminal.string(), "init", "--data", stage.store().string(), "--store",
                        "S01", "--training", "--seed", "1", "--json"});
  if (made.exit_code != 0) {
    throw std::runtime_error("vip-terminal init: exit code " + std::to_string(made.exit_code) +
                             "\n" + made.out);
  }
  stage.open_till();
  tell.say("门店 S01 开张（练习店，卡号可重现）。账本在 " + stage.store().string(),
           "Store S01 is open (a training store). Its books are in " + stage.store().string());
  if (wish.kill_every > 0) {
    tell.note("收银程序会被随时 kill -9，大约每 " + std::to_string(wish.kill_every) + " 个回答一次",
              "The terminal is killed with -9 at any moment, about once in " +
                  std::to_string(wish.kill_every) + " answers");
  }
}

Json import_history(Stage& stage, const Sales& sales) {
  Narrator& tell = stage.narrator();
  tell.chapter("以前的销售导入进来", "Sales of the time before come in");
  const std::filesystem::path file = stage.wish().directory / "first-half.csv";
  std::ofstream(file, std::ios::binary) << sales.first_half;
  const Json result = stage.must("history.import",
                                 {{"file", file.string()},
                                  {"as_of", sales.middle.text()},
                                  {"at", at(sales.middle, 22 * 60 + 30)}},
                                 cashier);
  const auto count = [&](const char* name) { return grouped(result.at(name).get<std::int64_t>()); };
  const Json& rows = result.at("rows");
  const std::string read = grouped(rows.at("read").get<std::int64_t>());
  tell.say("读了 " + read + " 行：" + count("sales") + " 笔销售、" + count("returns") +
               " 行退货、" + count("customers") + " 位顾客",
           "Read " + read + " rows: " + count("sales") + " sales, " + count("returns") +
               " returned rows, " + count("customers") + " customers");
  const auto rejected = rows.at("rejected").get<std::int64_t>();
  if (rejected > 0) {
    tell.say(grouped(rejected) + " 行没有收，每一行都有行号和原因，写在 " +
                 result.at("rejects").get<std::string>(),
             grouped(rejected) + " rows were not taken, each with its line and reason, in " +
                 result.at("rejects").get<std::string>());
    std::size_t shown = 0;
    for (const Json& each : result.at("rejected")) {
      if (++shown > 2) break;
      const std::string line = std::to_string(each.at("line").get<std::int64_t>());
      tell.note("第 " + line + " 行：" + each.at("message").at("zh-CN").get<std::string>(),
                "line " + line + ": " + each.at("message").at("en").get<std::string>());
    }
  }
  const Json& qualified = result.at("qualified");
  std::int64_t single = 0;
  for (const Json& each : qualified) single += each.at("clause") == "E1" ? 1 : 0;
  const auto all = static_cast<std::int64_t>(qualified.size());
  tell.good("到 " + sales.middle.text() + " 有 " + grouped(all) + " 位顾客够得上会员：" +
                grouped(single) + " 位一次满 1000（E1），" + grouped(all - single) +
                " 位半年累计满 2000（E2）",
            "By " + sales.middle.text() + " " + grouped(all) +
                " customers qualify: " + grouped(single) + " by one purchase of 1,000 (E1), " +
                grouped(all - single) + " by 2,000 within six months (E2)");
  const Json again = stage.must("history.import",
                                {{"file", file.string()},
                                 {"as_of", sales.middle.text()},
                                 {"at", at(sales.middle, 22 * 60 + 31)}},
                                cashier);
  if (again.at("sales") != 0 || again.at("returns") != 0) {
    throw std::runtime_error("a second import of the same file changed the books");
  }
  tell.note("再导入一遍：什么都没有变", "Imported once more: nothing changed");
  return qualified;
}

}  // namespace vip::terminal::demo
