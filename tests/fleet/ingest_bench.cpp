// vip_ingest_bench: how fast head office takes real signed segments in, against bare SQLite that
// is given the rows that came of them, in batches, in the same run (aim: at least half as fast).
//
// Head office is the real one, on a real disk and without a network: every request is judged,
// unpacked, its chain worked out and its signature checked, its events folded into accounts, and
// it is answered when all of it is durable. Bare SQLite has the same tables with the same indexes
// and settings, and as many flushes; each row is put once, in the order of its key, as it was in
// the end, and nothing is looked at.
//
// On standard output one JSON object; on standard error the ratio beside its aim.
#include <signal.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "sync/certificate.h"
#include "sync/exchange.h"
#include "sync/office/enrolment_desk.h"
#include "sync/office/head_office.h"
#include "sync/office/office_directory.h"
#include "sync/one_time_code.h"
#include "sync/packing.h"
#include "terminal/books/sqlite.h"
#include "tests/fleet/fleet_terminal.h"
#include "tests/fleet/template_journal.h"
#include "tests/folder.h"

namespace vip::fleet {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;
using terminal::Database;
using terminal::Statement;

constexpr std::size_t a_batch = 500;  // events in a request, which is a batch of the peer's

double cpu_s() {
  timespec used{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

struct Spent {
  double wall_s = 0;
  double cpu_s = 0;
};

// Adds what `act` takes.
template <class Act>
void spend(Spent& spent, Act act) {
  const double cpu = cpu_s();
  const auto begun = Clock::now();
  act();
  spent.wall_s += std::chrono::duration<double>(Clock::now() - begun).count();
  spent.cpu_s += cpu_s() - cpu;
}

// To head office without a network; only what head office does is counted.
class Line final : public sync::Transport {
 public:
  Line(sync::HeadOffice& office, std::string certificate, Spent& spent)
      : office_(office), certificate_(std::move(certificate)), spent_(spent) {}
  Result<sync::TransportAnswer, sync::TransportFailure> send(
      const sync::TransportRequest& request) override {
    const sync::HttpRequest http{request.method, request.path, request.content_encoding,
                                 request.body, certificate_};
    sync::HttpAnswer answer;
    spend(spent_, [&] { answer = office_.answer(http, std::time(nullptr)); });
    return sync::TransportAnswer{answer.status, answer.content_encoding, std::move(answer.body),
                                 answer.retry_after_s};
  }
  sync::Traffic traffic() const override { return {}; }

 private:
  sync::HeadOffice& office_;
  std::string certificate_;
  Spent& spent_;
};

std::string enrolled(sync::HeadOffice& office, const sync::OfficeDirectory& directory,
                     const FleetTerminal& terminal) {
  std::string code;
  {
    sync::OfficeBooksOpen books(directory, Database::Mode::read);
    code = *sync::give_out_code(directory, books.store, terminal.store(), std::time(nullptr));
  }
  const sync::TlsKey key = sync::TlsKey::generate();
  const sync::EnrolRequest request{.code = sync::read_code(code)->secret,
                                   .store = terminal.store(),
                                   .genesis = terminal.genesis(),
                                   .training = true,
                                   .certificate_request = sync::make_certificate_request(key, "x")};
  const auto answer = office.answer(
      {"POST", std::string(sync::enrol_path), "", sync::write_enrol_request(request), std::nullopt},
      std::time(nullptr));
  const std::string body = answer.content_encoding.empty()
                               ? answer.body
                               : *sync::unpack(answer.body, sync::answer_limit);
  const auto read = sync::read_enrol_answer(body);
  if (answer.status != 200 || !read) throw std::runtime_error("not enrolled: " + answer.body);
  return sync::Certificate::read_pem(read->certificate)->der();
}

// ---- the peer ----

struct Cell {
  enum class Kind : std::uint8_t { null, integer, text, blob } kind = Kind::null;
  std::int64_t integer = 0;
  std::string bytes;
};
struct Table {
  std::string name;
  std::size_t columns = 0;
  std::vector<Cell> cells;  // row by row
  std::size_t rows() const { return cells.size() / columns; }
};

std::vector<std::string> texts(Database& database, const std::string& sql) {
  Statement all(database, sql);
  std::vector<std::string> found;
  while (all.step()) found.emplace_back(all.text(0));
  return found;
}

Table rows_of(Database& database, const std::string& name) {
  Table table{.name = name};
  std::string columns;
  std::string kinds;
  for (const std::string& column :
       texts(database, "SELECT name FROM pragma_table_info('" + name + "') ORDER BY cid")) {
    columns += (columns.empty() ? "" : ",") + column;
    kinds += ",typeof(" + column + ")";
    ++table.columns;
  }
  Statement all(database, "SELECT " + columns + kinds + " FROM " + name);
  while (all.step()) {
    for (std::size_t i = 0; i < table.columns; ++i) {
      const auto at = static_cast<int>(i);
      const std::string_view kind = all.text(static_cast<int>(table.columns + i));
      Cell cell;
      if (kind == "integer") {
        cell = {Cell::Kind::integer, all.integer(at), ""};
      } else if (kind == "text") {
        cell = {Cell::Kind::text, 0, std::string(all.text(at))};
      } else if (kind == "blob") {
        cell = {Cell::Kind::blob, 0, std::string(all.blob(at))};
      }
      table.cells.push_back(std::move(cell));
    }
  }
  return table;
}

struct Peer {
  Spent spent;
  std::size_t rows = 0;
};

Peer insert_bare(const fs::path& books, const fs::path& file, std::size_t batches) {
  std::vector<Table> tables;
  std::vector<std::string> schema;
  {
    Database from(books.string(), Database::Mode::read);
    schema = texts(from,
                   "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE "
                   "'sqlite_%' ORDER BY type='index'");
    for (const std::string& name :
         texts(from,
               "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE "
               "'sqlite_%'")) {
      tables.push_back(rows_of(from, name));
    }
  }
  Database to(file.string(), Database::Mode::create_shared);
  for (const std::string& sql : schema) to.execute(sql);
  std::vector<std::unique_ptr<Statement>> puts;
  Peer peer;
  for (const Table& table : tables) {
    std::string marks = "?";
    for (std::size_t i = 1; i < table.columns; ++i) marks += ",?";
    puts.push_back(
        std::make_unique<Statement>(to, "INSERT INTO " + table.name + " VALUES(" + marks + ")"));
    peer.rows += table.rows();
  }
  spend(peer.spent, [&] {
    for (std::size_t batch = 0; batch < batches; ++batch) {
      terminal::Transaction inserting(to);
      for (std::size_t t = 0; t < tables.size(); ++t) {
        const Table& table = tables[t];
        const std::size_t end = table.rows() * (batch + 1) / batches;
        for (std::size_t row = table.rows() * batch / batches; row < end; ++row) {
          for (std::size_t i = 0; i < table.columns; ++i) {
            const Cell& cell = table.cells[row * table.columns + i];
            const int at = static_cast<int>(i) + 1;
            if (cell.kind == Cell::Kind::null) puts[t]->bind_null(at);
            if (cell.kind == Cell::Kind::integer) puts[t]->bind(at, cell.integer);
            if (cell.kind == Cell::Kind::text) puts[t]->bind(at, cell.bytes);
            if (cell.kind == Cell::Kind::blob) puts[t]->bind_blob(at, cell.bytes);
          }
          puts[t]->run();
        }
      }
      inserting.commit();
    }
  });
  return peer;
}

Json measure(std::uint32_t stores, std::size_t events) {
  const Folder folder;
  const fs::path data = folder.path() / "office";
  sync::OfficeDirectory::create(data, {.training = true}, std::time(nullptr));
  const sync::OfficeDirectory directory(data);
  const TemplateJournal journal(events);
  Spent ours;
  std::size_t requests = 0;
  {
    sync::HeadOffice office(directory, [](std::string_view) {});
    std::vector<std::unique_ptr<FleetTerminal>> fleet;
    std::vector<std::unique_ptr<Line>> lines;
    for (std::uint32_t i = 1; i <= stores; ++i) {
      fleet.push_back(std::make_unique<FleetTerminal>(journal, i));
      lines.push_back(
          std::make_unique<Line>(office, enrolled(office, directory, *fleet.back()), ours));
      fleet.back()->grow_to(events);
    }
    for (std::uint32_t i = 0; i < stores; ++i) {
      const auto done = sync::exchange_all(*fleet[i], *lines[i], std::time(nullptr), [](int) {},
                                           {.events = a_batch});
      if (!done) throw std::runtime_error("exchange: " + done.error().word + done.error().detail);
      if (done->sent != events) throw std::runtime_error("not everything was sent");
      requests += static_cast<std::size_t>(done->requests);
    }
  }
  const Peer bare = insert_bare(directory.books_path(), folder.path() / "bare.db", requests);
  const auto all = static_cast<double>(stores) * static_cast<double>(events);
  Json json = {{"stores", stores},
               {"events", all},
               {"requests", requests},
               {"rows", bare.rows},
               {"events_per_second", all / ours.wall_s},
               {"events_per_core_second", all / ours.cpu_s},
               {"bare_events_per_second", all / bare.spent.wall_s},
               {"bare_events_per_core_second", all / bare.spent.cpu_s},
               {"of_bare", bare.spent.wall_s / ours.wall_s},
               {"of_bare_by_cpu", bare.spent.cpu_s / ours.cpu_s}};
  std::fprintf(
      stderr,
      "ingest: %.0f events/s, %.0f a second of a core; bare inserts of the same %zu rows: "
      "%.0f and %.0f; of bare %.2f (by processor %.2f)  aim: at least 0.5%s\n",
      json["events_per_second"].get<double>(), json["events_per_core_second"].get<double>(),
      bare.rows, json["bare_events_per_second"].get<double>(),
      json["bare_events_per_core_second"].get<double>(), json["of_bare"].get<double>(),
      json["of_bare_by_cpu"].get<double>(), json["of_bare"].get<double>() >= 0.5 ? "" : "  MISSED");
  return json;
}

}  // namespace
}  // namespace vip::fleet

int main(int argc, char** argv) {
  std::uint32_t stores = 20;
  std::size_t events = 5000;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : "";
    if (name == "--stores") {
      stores = static_cast<std::uint32_t>(std::strtoul(value, nullptr, 10));
    } else if (name == "--events") {
      events = std::strtoul(value, nullptr, 10);
    } else {
      std::cerr << "vip_ingest_bench [--stores N] [--events N]   20 of 5000 unless told\n\n"
                   "Examples:\n"
                   "  vip_ingest_bench\n"
                   "  vip_ingest_bench --stores 100 --events 2000\n";
      return 2;
    }
  }
  if (stores == 0 || events == 0) return 2;
  try {
    std::cout << vip::fleet::measure(stores, events).dump() << "\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
