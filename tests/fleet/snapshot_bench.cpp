// vip_snapshot_bench: what it costs to tell a new disk of all its store's accounts (design 7,
// bootstrap), over real HTTPS from a real vip-office, against copying the same bytes and
// bulk-loading them into the same tables, in the same run.
//
// On standard output, one JSON object: cards; make_s: until the snapshot was ready; take_s: to
// fetch, check and install it; bytes on the line and an account; copy_s and load_s of the peer;
// ratio: take_s to both of them (aim: at most 3).
#include <signal.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "sync/bootstrap.h"
#include "sync/enrolment.h"
#include "sync/files.h"
#include "sync/http_transport.h"
#include "sync/store_outbox.h"
#include "terminal/books/heard.h"
#include "terminal/books/store.h"
#include "tests/fleet/many_cards.h"
#include "tests/fleet/office_process.h"
#include "tests/folder.h"

namespace vip::fleet {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

const std::string store_name = "S01";

double s_since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

// What was installed, as rows; then the same bytes copied, and the same rows loaded.
void peer(terminal::Store& store, const fs::path& place, std::uint64_t bytes, Json& json) {
  struct Account {
    std::int64_t account, lineage, version, at, home, pending;
    std::string told, places, address;
  };
  std::vector<Account> accounts;
  {
    terminal::Statement all(store.database(),
                            "SELECT account, lineage, version, at, home, pending, told, places, "
                            "address FROM heard ORDER BY account");
    while (all.step()) {
      accounts.push_back({all.integer(0), all.integer(1), all.integer(2), all.integer(3),
                          all.integer(4), all.integer(5), std::string(all.text(6)),
                          std::string(all.text(7)), std::string(all.blob(8))});
    }
  }
  const std::string copied(static_cast<std::size_t>(bytes), 'v');
  const auto copying = Clock::now();
  sync::write_file(place / "copied", copied);
  const double copy_s = s_since(copying);
  const auto loading = Clock::now();
  {
    terminal::Database database((place / "bare.db").string(), terminal::Database::Mode::create);
    terminal::create_heard_tables(database);
    terminal::Statement put(database,
                            "INSERT INTO heard(account, lineage, version, at, home, pending, told, "
                            "places, address) VALUES(?,?,?,?,?,?,?,?,?)");
    terminal::Statement put_card(database, "INSERT INTO heard_card(number, account) VALUES(?1,?1)");
    terminal::Transaction all(database);
    for (const Account& a : accounts) {
      put.bind(1, a.account).bind(2, a.lineage).bind(3, a.version).bind(4, a.at).bind(5, a.home);
      put.bind(6, a.pending).bind(7, a.told).bind(8, a.places).bind_blob(9, a.address).run();
      put_card.bind(1, a.account).run();
    }
    all.commit();
    database.checkpoint();
  }
  const double load_s = s_since(loading);
  json["copy_s"] = copy_s;
  json["load_s"] = load_s;
  json["rows"] = accounts.size();
  json["ratio"] = json["take_s"].get<double>() / (copy_s + load_s);
}

Json measure(const std::string& program, std::int64_t cards) {
  const Folder folder;
  const fs::path data = folder.path() / "office";
  OfficeProcess office(fs::absolute(program).string(), data.string());
  office.stop();
  put_members(data, store_name, cards);
  office.serve();
  const fs::path place = folder.path() / store_name;
  terminal::create_store(place, {.store = store_name, .training = true, .epoch = 2});
  terminal::Store store(place, *terminal::Zone::named("Asia/Shanghai"));
  const sync::Enrolment enrolment = enrol_store(store, store_name, data, office.address());
  sync::HttpTransport line(sync::line_of(enrolment));
  sync::StoreOutbox outbox(store);
  const sync::Pause pause = [](int ms) {
    std::this_thread::sleep_for(std::chrono::milliseconds(ms));
  };

  Json json = {{"cards", cards}};
  const auto asked = Clock::now();
  auto begun = asked;
  for (;;) {
    begun = Clock::now();
    const auto taken = sync::take_snapshot(outbox, line, pause, {.ahead = true});
    if (!taken) throw std::runtime_error("snapshot: " + taken.error().detail);
    if (taken->id) {
      if (static_cast<std::int64_t>(taken->states) != cards) throw std::runtime_error("too few");
      json["pages"] = taken->pages;
      break;
    }
    pause(100);
  }
  json["make_s"] = std::chrono::duration<double>(begun - asked).count();
  json["take_s"] = s_since(begun);
  json["office_cpu_s"] = office.cpu_total_s();
  json["bytes"] = line.traffic().received;
  json["bytes_an_account"] =
      static_cast<double>(line.traffic().received) / static_cast<double>(cards);
  peer(store, folder.path(), line.traffic().received, json);
  return json;
}

}  // namespace
}  // namespace vip::fleet

int main(int argc, char** argv) {
  std::string office;
  std::int64_t cards = 1'000'000;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--office") office = argv[i + 1];
    if (name == "--cards") cards = std::strtoll(argv[i + 1], nullptr, 10);
  }
  if (office.empty() || cards < 1) {
    std::cerr << "vip_snapshot_bench --office PROGRAM [--cards N]\n\n"
                 "Examples:\n"
                 "  vip_snapshot_bench --office build/release/vip-office\n"
                 "  vip_snapshot_bench --office build/release/vip-office --cards 30000\n";
    return 2;
  }
  ::signal(SIGPIPE, SIG_IGN);
  try {
    std::cout << vip::fleet::measure(office, cards).dump() << "\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
