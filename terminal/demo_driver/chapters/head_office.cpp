#include "terminal/demo_driver/chapters/head_office.h"

#include <unistd.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "terminal/demo_driver/chapters/side_by_side.h"
#include "terminal/demo_driver/child.h"

namespace vip::terminal::demo {
namespace {

std::string must_run(const std::vector<std::string>& argv) {
  const Ran ran = run(argv);
  if (ran.exit_code != 0) {
    throw std::runtime_error(argv[0] + " " + argv[1] + ": exit code " +
                             std::to_string(ran.exit_code) + "\n" + ran.out);
  }
  return ran.out;
}

// What it writes first: where it listens.
std::string first_line(const Child& child) {
  std::string line;
  char c = 0;
  while (::read(child.out(), &c, 1) == 1 && c != '\n') line += c;
  return line;
}

}  // namespace

bool meet_head_office(Stage& stage, const Sales& sales) {
  Narrator& tell = stage.narrator();
  const StoryWish& wish = stage.wish();
  const std::string office_data = stage.office().string();
  tell.chapter("线路通了：总部", "The line comes up: head office");
  must_run({wish.office.string(), "init", "--data", office_data, "--host", "127.0.0.1", "--host",
            "localhost", "--training"});
  Child server(
      {wish.office.string(), "serve", "--data", office_data, "--listen", "127.0.0.1:0", "--json"},
      stage.log());
  const std::string address = Json::parse(first_line(server)).at("listening").get<std::string>();
  tell.say("总部在 " + address + " 上等着（TLS 1.3，双方都出示证书）",
           "Head office listens on " + address + " (TLS 1.3, both sides show certificates)");
  const Json added = Json::parse(must_run({wish.office.string(), "terminal", "add", "--data",
                                           office_data, "--store", "S01", "--json"}));
  must_run({wish.terminal.string(), "enrol", "--data", stage.store().string(), "--office", address,
            "--code", added.at("code").get<std::string>()});
  tell.say("门店用一次性口令登记，密钥在门店自己这边生成",
           "The store enrols with a one-time code; its key is made on its own device");
  const Json synced = stage.must("sync.run", Json::object());
  const Json totals = stage.must("report.totals", Json::object());
  std::vector<Json> days;
  for (Day month = first_of_month(sales.middle); month <= sales.last_day;
       month = plus_months(month, 1)) {
    const Json report = stage.must("report.month", {{"month", month.text().substr(0, 7)}});
    for (const Json& day : report.at("days")) days.push_back(day);
  }
  stage.till().hang_up();
  const auto of = [&](const char* name) { return grouped(synced.at(name).get<std::int64_t>()); };
  tell.say("交换：送出 " + of("sent") + " 条流水，" + of("bytes_sent") + " 字节，总部确认了 " +
               of("acked") + " 条，还有 " + of("waiting") + " 条没送",
           "Exchanged: " + of("sent") + " events in " + of("bytes_sent") +
               " bytes; head office acknowledges " + of("acked") + ", " + of("waiting") + " wait");
  const Json report =
      Json::parse(must_run({wish.office.string(), "report", "--data", office_data, "--json"}));
  must_run({wish.office.string(), "verify", "--data", office_data});
  return side_by_side(tell, totals, days, report.at("stores").at(0));
}

}  // namespace vip::terminal::demo
