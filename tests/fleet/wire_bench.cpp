// vip_wire_bench: what a store's events cost on the line, as the bytes that a line carries (TLS and
// HTTP included) and as time, against a real vip-office; and the same events as a file, for a peer
// to replicate in the same run (tests/bench/peers/run).
//
// On standard output, one JSON object: events, events_per_second, bytes_per_event (everything, both
// ways), one_event_ms, one_event_bytes; bodies_per_event: bytes of packed requests an event, by how
// many events a request brings; plain_per_event; changed_card: bytes and ms of an exchange that
// brings one changed account to another store.
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sync/exchange.h"
#include "sync/http_transport.h"
#include "sync/office/enrolment_desk.h"
#include "sync/office/head_office.h"
#include "terminal/demo_driver/cut_line.h"
#include "tests/fleet/fleet_terminal.h"
#include "tests/fleet/office_process.h"
#include "tests/fleet/template_journal.h"
#include "tests/folder.h"

namespace vip::fleet {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

constexpr int rounds = 20;

double ms_since(Clock::time_point begun) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
}

void enrol_at(FleetTerminal& terminal, const std::filesystem::path& office, std::uint16_t port) {
  const sync::OfficeDirectory directory(office);
  sync::OfficeBooksOpen books(directory, terminal::Database::Mode::read);
  const Folder scratch;
  auto enrolled = sync::enrol(
      scratch.path(),
      {.office = "https://127.0.0.1:" + std::to_string(port),
       .code = *sync::give_out_code(directory, books.store, terminal.store(), std::time(nullptr)),
       .authority_fingerprint = std::nullopt,
       .store = terminal.store(),
       .genesis = terminal.genesis(),
       .training = true});
  if (!enrolled) throw std::runtime_error("not enrolled: " + enrolled.error().detail);
  terminal.enrolled(std::move(*enrolled));
}

sync::Exchanged exchange(FleetTerminal& terminal, sync::Transport& line,
                         const sync::ExchangeLimits& limits = {}) {
  const auto done = sync::exchange_all(
      terminal, line, std::time(nullptr), [](int) {}, limits);
  if (!done) throw std::runtime_error("exchange: " + done.error().detail + done.error().word);
  return *done;
}

Json measure(const std::string& program, std::size_t events, const std::string& file) {
  const Folder folder;
  const auto data = folder.path() / "office";
  const TemplateJournal journal(events + rounds);
  if (!file.empty()) {
    std::ofstream out(file, std::ios::binary);
    for (terminal::Seq seq = 1; seq <= events; ++seq) out << journal.event(1, seq) << '\n';
  }
  OfficeProcess office(std::filesystem::absolute(program).string(), data.string());
  terminal::demo::CutLine counted(office.port());
  Json json = {{"events", events},
               {"plain_per_event",
                static_cast<double>(journal.bytes()) / static_cast<double>(journal.size())}};

  // Whole, in the batches that head office asks for.
  FleetTerminal store(journal, 1);
  enrol_at(store, data, counted.port());
  store.grow_to(events);
  sync::HttpTransport line(sync::line_of(*store.enrolment()));
  const std::int64_t before = counted.carried();
  const auto begun = Clock::now();
  const auto whole = exchange(store, line);
  const double took_ms = ms_since(begun);
  const std::int64_t carried = counted.carried() - before;
  if (whole.sent != events) throw std::runtime_error("not everything was sent");
  json["events_per_second"] = static_cast<double>(events) * 1000 / took_ms;
  json["bytes_per_event"] = static_cast<double>(carried) / static_cast<double>(events);

  // One at a time, on the line that is there.
  std::vector<double> each;
  const std::int64_t before_each = counted.carried();
  for (int i = 1; i <= rounds; ++i) {
    store.grow_to(events + static_cast<std::size_t>(i));
    const auto asked = Clock::now();
    exchange(store, line);
    each.push_back(ms_since(asked));
  }
  std::sort(each.begin(), each.end());
  json["one_event_ms"] = each[rounds / 2];
  json["one_event_bytes"] = static_cast<double>(counted.carried() - before_each) / rounds;

  // Bodies alone, by the size of a batch.
  std::uint32_t number = 2;
  for (const std::size_t batch :
       {std::size_t{1}, std::size_t{10}, std::size_t{100}, std::size_t{500}}) {
    FleetTerminal other(journal, number++);
    enrol_at(other, data, counted.port());
    other.grow_to(std::min(events, batch * 20));
    sync::HttpTransport own(sync::line_of(*other.enrolment()));
    const auto done = exchange(other, own, {.events = batch});
    json["bodies_per_event"][std::to_string(batch)] =
        static_cast<double>(done.traffic.sent) / static_cast<double>(done.sent);
  }

  // One card of a store, changed there again and again, and told to another that holds it.
  FleetTerminal visited(journal, number);
  enrol_at(visited, data, counted.port());
  visited.grow_to(1);
  sync::HttpTransport own(sync::line_of(*visited.enrolment()));
  exchange(visited, own);
  FleetTerminal home(journal, number + 1);
  enrol_at(home, data, counted.port());
  home.grow_to(events);
  sync::HttpTransport home_line(sync::line_of(*home.enrolment()));
  exchange(home, home_line);
  std::vector<double> told_ms;
  std::int64_t told_bytes = 0;
  for (int i = 1; i <= rounds; ++i) {
    const terminal::Seq next = events + static_cast<terminal::Seq>(i);
    if (!sync::ask_for_points(visited, own, journal.card_of(number + 1, next), Points(0))) {
      throw std::runtime_error("no want");
    }
    exchange(visited, own);
    home.grow_to(next);
    exchange(home, home_line);
    const std::int64_t so_far = counted.carried();
    const auto asked = Clock::now();
    exchange(visited, own);
    told_ms.push_back(ms_since(asked));
    told_bytes = std::max(told_bytes, counted.carried() - so_far);
  }
  std::sort(told_ms.begin(), told_ms.end());
  json["changed_card"] = {{"most_bytes", told_bytes}, {"ms", told_ms[rounds / 2]}};
  return json;
}

}  // namespace
}  // namespace vip::fleet

int main(int argc, char** argv) {
  std::string office;
  std::string file;
  std::size_t events = 2000;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--office") office = argv[i + 1];
    if (name == "--write") file = argv[i + 1];
    if (name == "--events") events = std::strtoul(argv[i + 1], nullptr, 10);
  }
  if (office.empty() || events == 0) {
    std::cerr
        << "vip_wire_bench --office PROGRAM [--events N] [--write FILE]\n\n"
           "Examples:\n"
           "  vip_wire_bench --office build/release/vip-office\n"
           "  vip_wire_bench --office build/release/vip-office --events 9000 --write e.jsonl\n";
    return 2;
  }
  ::signal(SIGPIPE, SIG_IGN);
  try {
    std::cout << vip::fleet::measure(office, events, file).dump() << "\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
