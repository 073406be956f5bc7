// The service over HTTP: 1, 16 and 64 lanes that quote and commit as fast as answers come, beside
// the same requests put straight to the store's thread, and beside bare SQLite; the same with 200
// connections that sit idle; and one lane's checkout while the agent exchanges, while head office
// is a black hole, and alone.

#include <arpa/inet.h>
#include <benchmark/benchmark.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <barrier>
#include <functional>
#include <future>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "sync/agent.h"
#include "sync/files.h"
#include "terminal/door/opened_store.h"
#include "terminal/http/http_client.h"
#include "terminal/service/service.h"
#include "terminal/service/store_thread.h"
#include "tests/bench/bare.h"
#include "tests/bench/benches.h"
#include "tests/bench/big_store.h"
#include "tests/bench/samples.h"
#include "tests/sync/office_at_work.h"

namespace vip::bench {
namespace {

using terminal::http::HttpClient;
using terminal::service::MakeElsewhere;
using terminal::service::Service;

constexpr int lines_of_a_sale = 3;
constexpr int idle_connections = 200;

class Served {
 public:
  explicit Served(const std::filesystem::path& directory, const MakeElsewhere& elsewhere = {}) {
    auto store = terminal::OpenedStore::open(
        directory, [](terminal::Door& door, terminal::Store&) { door.prepare(); });
    if (!store) throw std::runtime_error(store.error().text);
    service_ =
        std::make_unique<Service>(terminal::service::ServiceSettings{.data = directory, .port = 0},
                                  std::move(*store), elsewhere);
    thread_ = std::thread([this] { service_->run(false); });
  }
  ~Served() {
    service_->stop();
    thread_.join();
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  std::unique_ptr<HttpClient> lane() const {
    return std::make_unique<HttpClient>("127.0.0.1", service_->port(), "training");
  }
  Service& service() { return *service_; }

 private:
  std::unique_ptr<Service> service_;
  std::thread thread_;
};

// One lane's way to the door: method and request in, answer out.
using Ask = std::function<std::string(const std::string& method, const std::string& request)>;

Ask over_http(HttpClient& line) {
  return [&line](const std::string& method, const std::string& request) {
    const auto reply =
        line.post(method == "sale.quote" ? "/v1/sale/quote" : "/v1/sale/commit", request);
    if (!reply || reply->status != 200) throw std::runtime_error(reply ? reply->body : "no answer");
    return reply->body;
  };
}

Ask in_process(terminal::service::StoreThread& store) {
  return [&store](const std::string& method, const std::string& request) {
    std::promise<std::string> answer;
    store.call({.method = method, .request = request},
               [&](terminal::Call&, terminal::Reply reply) { answer.set_value(reply.text); });
    return answer.get_future().get();
  };
}

struct Shopper {
  card::Number card;
  std::string id;
  std::string quote;
};

std::vector<Shopper> shoppers(Requests& requests, const std::string& prefix, int& number,
                              int count) {
  std::vector<Shopper> all;
  std::set<card::Number> taken;
  while (static_cast<int>(all.size()) < count) {
    Shopper one{.card = requests.card(), .id = prefix + std::to_string(number++)};
    if (!taken.insert(one.card).second) continue;
    one.quote = requests.quote(one.card, lines_of_a_sale);
    all.push_back(std::move(one));
  }
  return all;
}

struct Round {
  Samples quotes;
  Samples commits;
  double seconds = 0;
};

Round serve(const std::vector<Ask>& lanes, const std::vector<Shopper>& all, Requests& requests) {
  std::atomic<std::size_t> next = 0;
  std::vector<Round> of_lane(lanes.size());
  std::vector<std::string> wrong(lanes.size());
  std::barrier start(static_cast<std::ptrdiff_t>(lanes.size()) + 1);
  std::vector<std::thread> threads;
  for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
    threads.emplace_back([&, lane] {
      start.arrive_and_wait();
      try {
        for (std::size_t i = next++; i < all.size(); i = next++) {
          std::string answer;
          timed(of_lane[lane].quotes, [&] { answer = lanes[lane]("sale.quote", all[i].quote); });
          const std::string commit = requests.commit(all[i].quote, all[i].id, paid_in(answer));
          timed(of_lane[lane].commits, [&] { answer = lanes[lane]("sale.commit", commit); });
          if (!answer.starts_with(R"({"ok":true)")) wrong[lane] = answer;
        }
      } catch (const std::exception& error) {
        wrong[lane] = error.what();
      }
    });
  }
  start.arrive_and_wait();
  const auto begun = Clock::now();
  for (std::thread& thread : threads) thread.join();
  Round round{.seconds = microseconds(Clock::now() - begun) / 1e6};
  for (const std::string& answer : wrong) {
    if (!answer.empty()) throw std::runtime_error("a sale was not committed: " + answer);
  }
  for (const Round& one : of_lane) {
    round.quotes.add(one.quotes);
    round.commits.add(one.commits);
  }
  return round;
}

void show(benchmark::State& state, const std::string& prefix, const Samples& samples) {
  state.counters[prefix + "p50_us"] = samples.median();
  state.counters[prefix + "p99_us"] = samples.quantile(0.99);
  state.counters[prefix + "p99.9_us"] = samples.quantile(0.999);
}

void lanes_over_http(benchmark::State& state, const Plan& plan, int count) {
  Served served(plan.store());
  BareSales bare_sales(plan.bare() / "store.db");
  Requests requests(plan.cards, static_cast<std::uint64_t>(1000 + count));
  const std::string prefix = Requests::unique_prefix();
  int number = 0;
  std::vector<std::unique_ptr<HttpClient>> lines;
  std::vector<Ask> http;
  std::vector<Ask> direct;
  for (int i = 0; i < count; ++i) {
    lines.push_back(served.lane());
    http.push_back(over_http(*lines.back()));
    direct.push_back(in_process(served.service().store()));
  }
  SaleRows rows;
  served.service().store().run_and_wait(
      [&](terminal::OpenedStore& store) { rows = SaleRows::last_of(store.store()); });
  serve(http, shoppers(requests, prefix, number, 4 * count), requests);

  Samples quotes, commits, door_quotes, door_commits, sqlite, idle_commits, idle_quotes;
  Samples to_door, to_sqlite;
  double seconds = 0, door_seconds = 0;
  for (auto _ : state) {
    Samples round_sqlite;
    for (const Shopper& one : shoppers(requests, prefix, number, plan.in_a_round)) {
      bare_sales.warm(one.card);
      timed(round_sqlite, [&] { bare_sales.run(one.card, one.id, rows); });
    }
    bare_sales.idle();
    const Round there =
        serve(direct, shoppers(requests, prefix, number, plan.in_a_round), requests);
    const Round here = serve(http, shoppers(requests, prefix, number, plan.in_a_round), requests);
    std::vector<std::unique_ptr<HttpClient>> idle;
    for (int i = 0; i < idle_connections; ++i) {
      idle.push_back(served.lane());
      idle.back()->connect();
    }
    const Round crowded =
        serve(http, shoppers(requests, prefix, number, plan.in_a_round), requests);
    quotes.add(here.quotes);
    commits.add(here.commits);
    door_quotes.add(there.quotes);
    door_commits.add(there.commits);
    idle_quotes.add(crowded.quotes);
    idle_commits.add(crowded.commits);
    sqlite.add(round_sqlite);
    to_door.add(here.commits.median() / there.commits.median());
    to_sqlite.add(here.commits.median() / round_sqlite.median());
    seconds += here.seconds;
    door_seconds += there.seconds;
    state.SetIterationTime(here.seconds);
  }
  show(state, "quote_", quotes);
  show(state, "", commits);
  show(state, "door_", door_commits);
  show(state, "sqlite_", sqlite);
  state.counters["per_s"] = static_cast<double>(commits.size()) / seconds;
  state.counters["door_per_s"] = static_cast<double>(door_commits.size()) / door_seconds;
  state.counters["x_door"] = to_door.median();  // the median of the rounds' own ratios
  state.counters["x_sqlite"] = to_sqlite.median();
  state.counters["idle_x_p50"] = idle_commits.median() / commits.median();
  state.counters["idle_x_p99"] = idle_commits.quantile(0.99) / commits.quantile(0.99);
  state.counters["idle_quote_x_p99"] = idle_quotes.quantile(0.99) / quotes.quantile(0.99);
}

// Takes connections and never says a word.
class BlackHole {
 public:
  BlackHole() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    if (bind(socket_, reinterpret_cast<sockaddr*>(&at), size) != 0 || listen(socket_, 100) != 0 ||
        getsockname(socket_, reinterpret_cast<sockaddr*>(&at), &size) != 0) {
      throw std::runtime_error("no black hole");
    }
    address = "https://127.0.0.1:" + std::to_string(ntohs(at.sin_port));
  }
  ~BlackHole() { close(socket_); }
  BlackHole(const BlackHole&) = delete;
  BlackHole& operator=(const BlackHole&) = delete;
  std::string address;

 private:
  int socket_;
};

void beside_an_exchange(benchmark::State& state, const Plan& plan) {
  sync::test::OfficeAtWork office;
  const BlackHole nowhere;
  const auto restless = [](terminal::service::StoreThread& store,
                           std::function<void(const std::string&)> changed) {
    return std::make_unique<sync::Agent>(store, std::move(changed),
                                         sync::AgentTimes{.start_ms = 0,
                                                          .soon_ms = 0,
                                                          .enough = 1,
                                                          .idle_ms = 1,
                                                          .pace_ms = 0,
                                                          .first_wait_ms = 0,
                                                          .longest_wait_ms = 0});
  };
  const auto prepared = [&](const char* name) {
    const auto directory = plan.directory / name;
    std::filesystem::remove_all(directory);
    terminal::create_store(directory, {.store = name, .training = true});
    return directory;
  };
  const auto enrolled = [&](const char* name) {
    const auto directory = prepared(name);
    const Served served(directory, restless);
    const auto reply =
        served.lane()->post("/v1/sync/enrol", R"({"office":")" + office.address() +
                                                  R"(","code":")" + office.code_for(name) + "\"}");
    if (!reply || reply->status != 200) throw std::runtime_error("not enrolled");
    return directory;
  };
  const auto lost = enrolled("S03");
  std::string text = *sync::read_file(lost / "office" / "office.json");
  text.replace(text.find(office.address()), office.address().size(), nowhere.address);
  sync::write_file(lost / "office" / "office.json", text);

  const Served alone(prepared("S01"), restless);
  const Served exchanging(enrolled("S02"), restless);
  const Served dark(lost, restless);
  const std::string prefix = Requests::unique_prefix();
  Samples samples[3];
  int number = 0;
  std::unique_ptr<HttpClient> lines[] = {alone.lane(), exchanging.lane(), dark.lane()};
  for (auto _ : state) {
    const auto begun = Clock::now();
    for (int i = 0; i < plan.in_a_round; ++i) {
      for (std::size_t which = 0; which < 3; ++which) {
        const std::string id = prefix + std::to_string(number++);
        const std::string sale =
            R"({"request_id":")" + id + R"(","operator":2001,"lane":1,"receipt_no":")" + id +
            R"(","expected_paid":100,"lines":[{"sku":"1","qty":1,"unit_price":100}]})";
        timed(samples[which], [&] {
          const auto reply = lines[which]->post("/v1/sale/commit", sale);
          if (!reply || reply->status != 200) throw std::runtime_error("not committed");
        });
      }
    }
    state.SetIterationTime(microseconds(Clock::now() - begun) / 1e6);
  }
  show(state, "alone_", samples[0]);
  show(state, "exchanging_", samples[1]);
  show(state, "dark_", samples[2]);
  state.counters["exchanging_x_p50"] = samples[1].median() / samples[0].median();
  state.counters["exchanging_x_p99"] = samples[1].quantile(0.99) / samples[0].quantile(0.99);
  state.counters["dark_x_p99"] = samples[2].quantile(0.99) / samples[0].quantile(0.99);
  state.counters["acked"] = static_cast<double>(office.count("SELECT count(*) FROM journal"));
}

}  // namespace

void add_service_benches(const Plan& plan) {
  for (const int lanes : {1, 16, 64}) {
    benchmark::RegisterBenchmark(
        ("service/lanes:" + std::to_string(lanes)).c_str(),
        [plan, lanes](benchmark::State& state) { lanes_over_http(state, plan, lanes); })
        ->Iterations(plan.rounds)
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::RegisterBenchmark("service/beside_an_exchange",
                               [plan](benchmark::State& state) { beside_an_exchange(state, plan); })
      ->Iterations(plan.rounds)
      ->UseManualTime()
      ->Unit(benchmark::kMillisecond);
}

}  // namespace vip::bench
