// vip-office: head office's program. The composition root: command line, files, clock, server.

#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "cardformat/bytes.h"
#include "cardformat/seal.h"
#include "sync/files.h"
#include "sync/office/account_command.h"
#include "sync/office/blanks_command.h"
#include "sync/office/enrolment_desk.h"
#include "sync/office/head_office.h"
#include "sync/office/http_server.h"
#include "sync/office/manner.h"
#include "sync/office/member_command.h"
#include "sync/office/office_directory.h"
#include "sync/office/office_view.h"
#include "sync/office/registry_command.h"
#include "sync/office/report.h"
#include "sync/office/shedding.h"
#include "sync/office/simulate_command.h"
#include "sync/office/timeline_command.h"
#include "sync/office/verify.h"
#include "terminal/books/clock.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"
#include "terminal/policy/policy_reader.h"

namespace vip::sync {
namespace {

namespace fs = std::filesystem;
using terminal::JsonWriter;
using terminal::StorageError;

// Head office's books, to read while another process may be serving them.
struct Reading {
  explicit Reading(const Manner& manner)
      : directory(manner.data), books(directory, terminal::Database::Mode::read) {}
  OfficeDirectory directory;
  OfficeBooksOpen books;
};

Exit init(const Manner& manner, const NewOffice& wanted) {
  for (const std::string& host : wanted.hosts) {
    if (!host_allowed(host)) {
      return manner.fail(Exit::usage,
                         "--host " + host + "：应是主机名或 IP 地址，如 office.example。",
                         "--host " + host +
                             ": a host name or an IP address, such as "
                             "office.example.");
    }
  }
  if (!OfficeDirectory::create(manner.data, wanted, terminal::wall_clock())) {
    return manner.fail(
        Exit::conflict, manner.data + " 里已经有一个总部，什么都没有改动。",
        "There is a head office in " + manner.data + " already; nothing was changed.");
  }
  const OfficeDirectory directory(manner.data);
  const std::string fingerprint = hex(directory.ca().certificate().fingerprint());
  JsonWriter json;
  json.begin_object().field("data", manner.data).field("training", wanted.training);
  json.field("authority", fingerprint).end_object();
  manner.show(json.str(), manner.say("总部已建立。证书颁发机构的指纹：\n",
                                     "Head office is made. Its authority has the "
                                     "fingerprint\n") +
                              "  " + fingerprint + "\n" + manner.say("下一步：\n", "Next:\n") +
                              "  vip-office serve --data " + manner.data +
                              "\n  vip-office terminal add --data " + manner.data +
                              " --store S01\n");
  return Exit::ok;
}

Exit add_terminal(const Manner& manner, const std::string& store_name) {
  Reading office(manner);
  const std::int64_t now = terminal::wall_clock();
  const auto code = give_out_code(office.directory, office.books.store, store_name, now);
  if (!code) {
    switch (code.error()) {
      case StoreObjection::bad_name:
        return manner.fail(Exit::usage, "--store：1 到 16 个字母、数字、“-”或“_”。",
                           "--store: 1 to 16 letters, digits, '-' or '_'.");
      case StoreObjection::tid_taken:
        return manner.fail(Exit::conflict, "这个店名算出的终端号和另一家店相同，请换一个店名。",
                           "This name gives the same terminal id as another store's; choose "
                           "another name.");
    }
  }
  const std::string fingerprint = hex(office.directory.ca().certificate().fingerprint());
  const auto zone = terminal::Zone::named("Asia/Shanghai");
  const std::string ends = zone ? zone->rfc3339(now + code_lasts_s) : "";
  JsonWriter json;
  json.begin_object().field("store", store_name).field("code", *code);
  json.field("tid", terminal::tid_of_store(store_name)).field("ends", ends);
  json.field("authority", fingerprint).end_object();
  manner.show(
      json.str(),
      manner.say("一次性口令（用一次即失效，有效至 ", "One-time code (good once, until ") + ends +
          manner.say("）：\n", "):\n") + "  " + *code + "\n" +
          manner.say("在门店终端上输入：\n", "Type at the store's terminal:\n") +
          "  vip-terminal enrol --data DIR --office https://HOST:7420 --code " + *code + "\n" +
          manner.say("总部证书指纹（口令里已含其前 80 位，想核对全部时加 --ca-fingerprint）：\n",
                     "Fingerprint of head office's authority (the code carries its first 80 bits; "
                     "to check all, add --ca-fingerprint):\n") +
          "  " + fingerprint + "\n");
  return Exit::ok;
}

// "host:port", "[::1]:port"; a host that is an IP address.
bool read_listen(std::string_view text, HttpSettings& settings) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return false;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const std::string_view port = text.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), settings.port);
  settings.address = std::string(host);
  return error == std::errc() && end == port.data() + port.size() && !host.empty();
}

struct Backups {
  std::string file;  // empty: none are made
  std::int64_t every_s = 300;
};

// Every store keeps a line, and waits for news on another one: a chain of 10,000 has room, where
// the machine lets a process open so many files.
int room_for_connections() {
  constexpr rlim_t most = 25'000;
  constexpr rlim_t other_files = 100;
  constexpr rlim_t least = 200;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return HttpLimits{}.connections;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<int>(std::clamp(limit.rlim_cur, least, most + other_files) - other_files);
}

Exit serve(const Manner& manner, const std::string& listen, bool quiet, const Backups& backups) {
  HttpSettings settings;
  if (!read_listen(listen, settings)) {
    return manner.fail(Exit::usage, "--listen：应是 IP 地址和端口，如 127.0.0.1:7420。",
                       "--listen: an IP address and a port, such as 127.0.0.1:7420.");
  }
  const OfficeDirectory directory(manner.data);
  const OfficeLock lock(directory);
  const auto log = [quiet](std::string_view line) {
    if (!quiet) std::cerr << line << std::endl;
  };
  HeadOffice office(directory, log);
  office.snapshots_in_background();
  settings.limits.connections = room_for_connections();
  const auto server = directory.server(terminal::wall_clock());
  settings.certificate_pem = server.certificate_pem;
  settings.key_pem = server.key_pem;
  settings.authority_pem = directory.ca().certificate().pem();
  try {
    std::int64_t backed_up_at = 0;
    HttpServer* serving = nullptr;
    HttpServer http(
        settings, [&](const HttpRequest& request, std::function<void(HttpAnswer)> respond) {
          const std::int64_t now = terminal::wall_clock();
          // Who only waits for news keeps nobody busy, nor does a line that is kept for later.
          const std::size_t quiet_ones = office.waiting() + serving->at_rest();
          const std::size_t at_work =
              serving->connections() - std::min(serving->connections(), quiet_ones);
          const auto later =
              turned_away(request.path, request.body.size(), at_work, u32_at(random_bytes(4), 0));
          if (later) return respond(busy(*later));
          if (!backups.file.empty() && now - backed_up_at >= backups.every_s) {
            backed_up_at = now;
            try {
              office.back_up(backups.file);
            } catch (const std::exception& error) {  // what is not covered waits; the stores go on
              log(std::string("backup: ") + error.what());
            }
          }
          office.answer_later(request, now, std::move(respond));
        });
    http.every(1000, [&office] { office.wake(terminal::wall_clock()); });
    serving = &http;
    const bool six = settings.address.find(':') != std::string::npos;
    const std::string address = "https://" +
                                (six ? "[" + settings.address + "]" : settings.address) + ":" +
                                std::to_string(http.port());
    JsonWriter json;
    json.begin_object().field("listening", address).field("port", http.port()).end_object();
    manner.show(json.str(), manner.say("总部在 ", "Head office listens on ") + address +
                                manner.say(" 上等候；按 Ctrl-C 停止。\n", "; Ctrl-C stops it.\n"));
    http.run(true, [&office] { office.release(); });
  } catch (const std::runtime_error& error) {
    return manner.fail(Exit::configuration, error.what(), error.what());
  }
  return Exit::ok;
}

Exit report(const Manner& manner, bool days) {
  Reading office(manner);
  const Report made = make_report(office.books.database, office.books.store);
  manner.show(report_json(made), report_text(made, manner.speech(), days));
  return Exit::ok;
}

Exit verify_books(const Manner& manner) {
  Reading office(manner);
  // One view of the books for all of it, while another process may go on writing.
  office.books.database.execute("BEGIN");
  const Verified verified =
      verify(office.books.database, office.books.store, office.books.policy_key);
  office.books.database.execute("COMMIT");
  manner.show(verified_json(verified), verified_text(verified, manner.speech()));
  return verified.findings.empty() ? Exit::ok : Exit::problems_found;
}

Exit fleet(const Manner& manner, bool anomalies) {
  Reading office(manner);
  const auto codes = static_cast<std::int64_t>(office.directory.all_given_out().size());
  const Fleet fleet = make_fleet(office.books.database, office.books.store, office.books.fold,
                                 office.books.rights.meetings(), codes);
  const std::int64_t now = terminal::wall_clock();
  if (anomalies) {
    manner.show(anomalies_json(fleet), anomalies_text(fleet, manner.speech()));
  } else {
    manner.show(fleet_json(fleet, now), fleet_text(fleet, now, manner.speech()));
  }
  return Exit::ok;
}

// As `policy.check` of a terminal says it.
std::string judged_json(const terminal::Problems& problems,
                        const std::vector<terminal::PolicyWarning>& warnings) {
  JsonWriter out;
  out.begin_object().field("ok", problems.empty()).field("valid", problems.empty());
  const auto write = [&out](const terminal::Problem& problem) {
    out.field("pointer", problem.pointer).key("message").begin_object();
    out.field("zh-CN", problem.message_zh).field("en", problem.message_en).end_object();
  };
  out.key("problems").begin_array();
  for (const auto& problem : problems) {
    out.begin_object();
    write(problem);
    out.end_object();
  }
  out.end_array().key("warnings").begin_array();
  for (const auto& warning : warnings) {
    out.begin_object().field("clause", terminal::name(warning.clause)).field("word", warning.word);
    write(warning.text);
    out.end_object();
  }
  out.end_array().end_object();
  return out.take();
}

// The exact bytes of the document are what is signed, so they travel as a text beside the
// signature.
Exit policy(const Manner& manner, const std::string& file, bool publish) {
  const auto document = read_file(file);
  if (!document) {
    return manner.fail(Exit::not_found, "没有这个文件：" + file, "No such file: " + file);
  }
  const auto json = terminal::read_json(*document);
  terminal::Problems problems;
  if (!json) {
    problems.push_back(json.error());
  } else if (const auto read = terminal::read_policy(*json, terminal::Head::required); !read) {
    problems = read.error();
  }
  std::vector<terminal::PolicyWarning> warnings;
  if (problems.empty()) {
    const auto zone = terminal::Zone::named("Asia/Shanghai");
    warnings = terminal::policy_warnings(*terminal::read_policy(*json, terminal::Head::required),
                                         zone->day_of(terminal::wall_clock()), std::nullopt);
  }
  const auto tell = [&manner](const terminal::Problem& problem) {
    std::cerr << (problem.pointer.empty() ? "/" : problem.pointer) << ": "
              << manner.say(problem.message_zh, problem.message_en) << "\n";
  };
  if (publish || !manner.json) {
    for (const auto& problem : problems) tell(problem);
    for (const auto& warning : warnings) tell(warning.text);
  }
  if (!publish) {
    const std::string json_text = judged_json(problems, warnings);
    if (problems.empty()) {
      manner.show(json_text, manner.say("这份政策可以发布。\n", "This policy can be published.\n"));
    } else {
      manner.show(json_text, {});
    }
  }
  if (!problems.empty()) return Exit::usage;
  if (!publish) return Exit::ok;
  const OfficeDirectory directory(manner.data);
  std::string bytes = *document;
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (blank(bytes.back())) bytes.pop_back();  // it is JSON, so there is something else
  bytes.erase(0, static_cast<std::size_t>(std::ranges::find_if_not(bytes, blank) - bytes.begin()));
  JsonWriter signed_policy;
  signed_policy.begin_object().key("policy").raw(bytes);
  signed_policy.field("key", hex(directory.office_key().public_key()));
  signed_policy.field("signature", hex(directory.office_key().sign(bytes))).end_object();
  std::cout << signed_policy.str() << "\n";
  return Exit::ok;
}

int run(int argc, char** argv) {
  CLI::App app{"vip-office: head office of the VIP cards / 会员卡总部"};
  app.name("vip-office");
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  vip-office init --data office --host office.example\n"
      "  vip-office serve --data office --listen 0.0.0.0:7420");
  Manner manner;
  std::function<Exit()> chosen;
  const auto command = [&](CLI::App& parent, const char* name, const char* about,
                           const char* examples, bool needs_data = true) {
    CLI::App* added = parent.add_subcommand(name, about);
    auto* data = added->add_option("--data", manner.data, "data directory / 数据目录");
    if (needs_data) data->required();
    added->add_flag("--json", manner.json, "one JSON object instead of text / 输出 JSON");
    added->add_option("--lang", manner.lang, "zh-CN or en")->check(CLI::IsMember({"zh-CN", "en"}));
    added->footer(std::string("Examples:\n") + examples);
    return added;
  };

  NewOffice wanted;
  CLI::App* made = command(app, "init", "make a head office / 建立总部",
                           "  vip-office init --data office --host office.example\n"
                           "  vip-office init --data try --training");
  made->add_flag("--training", wanted.training, "for training stores only / 只供培训");
  made->add_option("--host", wanted.hosts, "name or address in the certificate / 证书中的主机名");
  made->callback([&] { chosen = [&] { return init(manner, wanted); }; });

  std::string listen = "127.0.0.1:7420";
  bool quiet = false;
  CLI::App* served = command(app, "serve", "serve terminals / 为门店终端服务",
                             "  vip-office serve --data office --listen 0.0.0.0:7420\n"
                             "  vip-office serve --data try --listen 127.0.0.1:0");
  served->add_option("--listen", listen, "address:port, port 0 is any free one / 地址和端口")
      ->capture_default_str();
  served->add_flag("--quiet", quiet, "no line per event on stderr / 不输出日志");
  Backups backups;
  served->add_option("--backup-to", backups.file,
                     "a copy of the books, again and again; grants wait until one covers them / "
                     "备份文件");
  served->add_option("--backup-every", backups.every_s, "seconds / 备份间隔（秒）")
      ->capture_default_str();
  served->callback([&] { chosen = [&] { return serve(manner, listen, quiet, backups); }; });

  std::string copy;
  CLI::App* backed_up = command(app, "backup", "copy the books / 备份账册",
                                "  vip-office backup --data office --to office.backup\n"
                                "  vip-office backup --data office --to /mnt/office.backup --json");
  backed_up->add_option("--to", copy, "the copy / 备份文件")->required();
  backed_up->callback([&] { chosen = [&] { return back_up(manner, copy); }; });
  CLI::App* restored = command(app, "restore", "come back from a copy / 从备份恢复",
                               "  vip-office restore --data office --from office.backup\n"
                               "  vip-office restore --data office --from office.backup --json");
  restored->add_option("--from", copy, "the copy / 备份文件")->required();
  restored->callback([&] { chosen = [&] { return restore(manner, copy); }; });

  CLI::App* epochs = app.add_subcommand("epoch", "lives of terminals / 终端的代");
  epochs->require_subcommand(1);
  std::string store_to_close;
  std::uint32_t epoch_to_close = 0;
  bool forced = false;
  CLI::App* closed = command(*epochs, "close", "end a terminal's life / 关闭一代终端",
                             "  vip-office epoch close --data office --store S01\n"
                             "  vip-office epoch close --data office --store S01 --forced");
  closed->add_option("--store", store_to_close, "name of the store / 店名")->required();
  closed->add_option("--epoch", epoch_to_close, "left out: the latest / 默认最近一代");
  closed->add_flag("--forced", forced, "events that never arrived count as lost / 未到的算作丢失");
  closed->callback([&] {
    chosen = [&] { return close_epoch_of(manner, store_to_close, epoch_to_close, forced); };
  });

  std::string copies;
  CLI::App* recovered = command(
      *epochs, "recover", "take a dead disk's last events from its lanes / 从收银台副本收回",
      "  vip-office epoch recover --data office --store S01 --from lane1.copies\n"
      "  vip-office epoch recover --data office --store S01 --from lane1.copies --json");
  recovered->add_option("--store", store_to_close, "name of the store / 店名")->required();
  recovered->add_option("--epoch", epoch_to_close, "left out: the latest / 默认最近一代");
  recovered->add_option("--from", copies, "what sync.copies told a lane / 副本文件")->required();
  recovered->callback([&] {
    chosen = [&] { return recover_epoch_of(manner, store_to_close, epoch_to_close, copies); };
  });

  CLI::App* terminals = app.add_subcommand("terminal", "stores' terminals / 门店终端");
  terminals->require_subcommand(1);
  std::string store_name;
  CLI::App* added = command(*terminals, "add", "give out a one-time code / 发放一次性口令",
                            "  vip-office terminal add --data office --store S01\n"
                            "  vip-office terminal add --data office --store S02 --json");
  added->add_option("--store", store_name, "name of the store / 店名")->required();
  added->callback([&] { chosen = [&] { return add_terminal(manner, store_name); }; });

  bool days = false;
  CLI::App* reported = command(app, "report", "what was sold, by store and day / 按店按日汇总",
                               "  vip-office report --data office --days\n"
                               "  vip-office report --data office --json");
  reported->add_flag("--days", days, "a line for each day / 逐日列出");
  reported->callback([&] { chosen = [&] { return report(manner, days); }; });
  std::string card;
  CLI::App* account =
      command(app, "account", "where an account's points are / 一个账户的积分在哪里",
              "  vip-office account 9156000000000018 --data office\n"
              "  vip-office account \"9156 0000 0000 0018\" --data office --json");
  account->add_option("card", card, "any card of the account / 该账户的任一卡号")->required();
  account->callback([&] { chosen = [&] { return show_account(manner, card); }; });

  RegistryWish registry;
  CLI::App* registered =
      command(app, "registry", "monthly registries, by store (R1, R2) / 各店会员登记月册",
              "  vip-office registry --data office --month 2026-11\n"
              "  vip-office registry --data office --month 2026-11 --store S01 --people\n"
              "  vip-office registry --data office --store S01 --full --reason \"audit\" --json");
  registered->add_option("--month", registry.month,
                         "YYYY-MM; the month before this one / 月份，默认上月");
  registered->add_option("--store", registry.store,
                         "every line of one store's / 列出一家门店的每一条");
  registered->add_option("--on", registry.on, "as of that day; today / 截至哪天，默认今天");
  registered->add_flag("--people", registry.people, "open the forms, masked / 打开登记表（掩码）");
  registered->add_flag("--full", registry.full,
                       "not masked; needs --reason, and is written down / 不掩码，须说明原因");
  registered->add_option("--reason", registry.reason, "why / 原因");
  registered->add_option("--people-key", registry.people_key,
                         "file of the key that opens forms; keys/people.key / 密钥文件");
  registered->callback([&] { chosen = [&] { return show_registry(manner, registry); }; });

  CLI::App* members = app.add_subcommand("member", "members' rights (R4) / 会员的权利");
  members->require_subcommand(1);
  ErasureWish erasure;
  CLI::App* erasing =
      command(*members, "erase", "destroy a member's data, here and at every store / 删除会员资料",
              "  vip-office member erase 9156000000000018 --data office --reason \"request 17\"\n"
              "  vip-office member erase \"9156 0000 0000 0018\" --data office --reason 17 --json");
  erasing->add_option("card", erasure.card, "any card of the member / 会员的任一卡号")->required();
  erasing->add_option("--reason", erasure.reason, "why, written down / 依据，会记录在案");
  erasing->callback([&] { chosen = [&] { return erase_member_everywhere(manner, erasure); }; });
  command(*members, "erased", "who was erased, and where it is still awaited / 删除的进度",
          "  vip-office member erased --data office\n"
          "  vip-office member erased --data office --json")
      ->callback([&] { chosen = [&] { return show_erasures(manner); }; });

  command(app, "verify", "rebuild the books and compare / 重建账目并比对",
          "  vip-office verify --data office\n"
          "  vip-office verify --data office --json")
      ->callback([&] { chosen = [&] { return verify_books(manner); }; });
  for (const char* word : {"fleet", "status"}) {
    command(app, word, "stores, and how far they are / 各店进度",
            "  vip-office fleet --data office\n"
            "  vip-office status --data office --lang zh-CN")
        ->callback([&] { chosen = [&] { return fleet(manner, false); }; });
  }
  command(app, "anomalies", "what waits for a person / 待人工处理",
          "  vip-office anomalies --data office\n"
          "  vip-office anomalies --data office --json")
      ->callback([&] { chosen = [&] { return fleet(manner, true); }; });

  CLI::App* blanks = app.add_subcommand("blanks", "cards that are nobody's yet / 空白卡");
  blanks->require_subcommand(1);
  BlanksWish wish;
  CLI::App* blanks_made =
      command(*blanks, "make", "make a batch of blanks for a store / 为门店制作一批空白卡",
              "  vip-office blanks make --data office --store S01 --count 500 --out printer\n"
              "  vip-office blanks make --data office --store S01 --count 200 --virtual\n"
              "  vip-office blanks make --data office --store S02 --count 10 --sheet --json");
  blanks_made->add_option("--store", wish.store, "whose blanks / 门店")->required();
  blanks_made->add_option("--count", wish.count, "how many / 张数")->capture_default_str();
  blanks_made->add_flag("--virtual", wish.virtual_cards,
                        "no plastic: shown as QR, printed on the receipt / 虚拟卡，以二维码出示");
  blanks_made->add_option("--last-day", wish.last_day,
                          "no card made of them is valid after it; five years from today / "
                          "最晚有效日，默认五年后");
  blanks_made->add_option("--out", wish.out, "where the files go / 输出目录")
      ->capture_default_str();
  blanks_made->add_flag("--sheet", wish.sheet,
                        "a page of the first ten, SVG at true size / 前十张的样张");
  blanks_made->add_flag("--quiet", wish.quiet, "no progress bar / 不显示进度");
  blanks_made->callback([&] { chosen = [&] { return make_blanks(manner, wish); }; });
  command(*blanks, "list", "every batch so far / 已制作的批次",
          "  vip-office blanks list --data office\n"
          "  vip-office blanks list --data office --json")
      ->callback([&] { chosen = [&] { return list_blanks(manner); }; });

  CLI::App* policies = app.add_subcommand("policy", "the VIP policy / 会员政策");
  policies->require_subcommand(1);
  std::string file;
  CLI::App* checked = command(*policies, "check", "name every wrong field / 检查政策文件",
                              "  vip-office policy check policy.json\n"
                              "  vip-office policy check policy.json --lang zh-CN",
                              false);
  checked->add_option("file", file, "the policy document / 政策文件")->required();
  checked->callback([&] { chosen = [&] { return policy(manner, file, false); }; });
  CLI::App* published =
      command(*policies, "publish", "sign a policy / 签发政策",
              "  vip-office policy publish policy.json --data office > signed.json\n"
              "  vip-office policy publish policy.json --data office");
  published->add_option("file", file, "the policy document / 政策文件")->required();
  published->callback([&] { chosen = [&] { return policy(manner, file, true); }; });
  SimulateWish simulated;
  CLI::App* simulating =
      command(*policies, "simulate", "what a draft would have changed, in money / 用历史试算新政策",
              "  vip-office policy simulate draft.json --data office --from 2026-10-01\n"
              "  vip-office policy simulate draft.json --data office --from 2026-10-01 --to "
              "2026-10-31 --json");
  simulating->add_option("file", simulated.file, "the draft / 新政策草案")->required();
  simulating->add_option("--from", simulated.from,
                         "YYYY-MM-DD, as if in force from then on; the first day there is / "
                         "假定生效日，默认从头");
  simulating->add_option("--to", simulated.to, "the last day; the last there is / 截止日");
  simulating->add_flag("--quiet", simulated.quiet, "no progress bar / 不显示进度");
  simulating->callback([&] { chosen = [&] { return simulate_draft(manner, simulated); }; });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const std::vector<std::string> unknown = app.remaining(true);
    if (error.get_exit_code() != 0 && !unknown.empty()) {
      return static_cast<int>(
          manner.fail(Exit::usage, "没有这个命令或选项：" + unknown.front() + "。请看 --help。",
                      "There is no command or option " + unknown.front() + ". See --help."));
    }
    const int code = app.exit(error);
    return code == 0 ? 0 : static_cast<int>(Exit::usage);
  }
  try {
    return static_cast<int>(chosen());
  } catch (const StorageError& error) {
    std::cerr << error.what() << "\n";
    return static_cast<int>(error.kind() == StorageError::Kind::missing  ? Exit::not_found
                            : error.kind() == StorageError::Kind::locked ? Exit::conflict
                                                                         : Exit::storage);
  }
}

}  // namespace
}  // namespace vip::sync

int main(int argc, char** argv) {
  try {
    return vip::sync::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
