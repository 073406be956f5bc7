// The service as a program: found by the command line, told to stop, killed in the middle of
// requests, and watched over as systemd does.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "terminal/http/http_client.h"
#include "tests/folder.h"
#include "tests/story/serving_process.h"
#include "tests/story/terminal_process.h"

namespace vip {
namespace {

using nlohmann::json;
using story::Run;
using story::run_once;
using terminal::http::HttpClient;

const std::string program = VIP_TERMINAL;

// vip-terminal serve, on any free port, until it is told to stop or killed.
class Serving : public story::ServingProcess {
 public:
  explicit Serving(const std::string& data, const std::vector<std::string>& environment = {},
                   const std::vector<std::string>& more = {})
      : ServingProcess(words(data, more), environment) {
    const json answer = json::parse(said(), nullptr, false);
    REQUIRE(answer.is_object());
    port = answer.at("port").get<std::uint16_t>();
  }

  std::uint16_t port = 0;

 private:
  static std::vector<std::string> words(const std::string& data,
                                        const std::vector<std::string>& more) {
    std::vector<std::string> all = {program, "serve", "--data", data, "--port", "0", "--json"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
};

class Place {
 public:
  Place() {
    REQUIRE(run_once({program, "init", "--data", data(), "--store", "S01", "--training"}, "")
                .exit_code == 0);
  }
  std::string data() const { return folder_.path("store").string(); }
  std::string file(const char* name) const { return folder_.path(name).string(); }
  Run run(std::vector<std::string> words, const std::string& input = "") const {
    words.insert(words.begin(), program);
    words.insert(words.end(), {"--data", data()});
    return run_once(words, input);
  }

 private:
  Folder folder_{in_memory()};
};

std::string sale(const std::string& id) {
  return R"({"request_id":")" + id +
         R"(","operator":2001,"lane":1,"at":"2026-11-22T10:00:00+08:00",)"
         R"("receipt_no":"R-)" +
         id + R"(","expected_paid":100,"lines":[{"sku":"1","qty":1,"unit_price":100}]})";
}

TEST_CASE("a command says and ends the same, with a service and without") {
  struct Row {
    std::vector<std::string> words;
    std::string input;
  };
  const std::vector<Row> rows = {
      {{"gift", "list", "--json", "--at", "2026-11-22T10:00:00+08:00"}, ""},
      {{"operator", "list", "--lang", "zh-CN"}, ""},
      {{"sale", "quote", "A17:2:129.00"}, ""},
      {{"sale", "show", "--receipt-no", "none", "--json"}, ""},              // 3
      {{"sale", "show", "--sale", "1", "--receipt-no", "2", "--json"}, ""},  // 2
      {{"gift", "redeem", "mug", "--card", "9156900000000012", "--operator", "1001", "--request-id",
        "g1", "--json"},
       ""},  // 3
      {{"card", "issue", "--surname", "王", "--form", "ms", "--phone", "13800000001", "--birthday",
        "1990-05-01", "--consent", "--operator", "1001", "--request-id", "i1", "--json"},
       ""},  // 4
      {{"gift", "put", "--id", "mug", "--name", "Mug", "--points", "1", "--stock", "1", "--from",
        "2026-01-01", "--through", "2026-12-31", "--operator", "77", "--request-id", "g2",
        "--json"},
       ""},
      {{"sync", "run", "--json"}, ""},  // 6
      {{"verify", "--json"}, ""},
      {{"call", "nonsense"}, "{}"},  // 2
      {{"call", "sale/quote"}, "{}"},
      {{"call", "sale.quote"}, "{"},
      {{"call", "sale.quote"}, R"({"lines":[],"zzz":1})"},
      {{"call", "--stream"},
       R"({"method":"gift.list","request":{"at":"2026-11-22T10:00:00+08:00"}})"
       "\nno call\n"
       R"({"method":"sale.commit","request":)" +
           sale("s1") + "}\n" + R"({"method":"sale.commit","request":)" + sale("s1") + "}\n" +
           R"({"method":"sale.show","request":{"receipt_no":"R-s1"}})"},
      {{"call", "--no-such-option"}, ""},
  };
  const Place alone;
  const Place served;
  const Serving serving(served.data());
  for (const Row& row : rows) {
    CAPTURE(row.words.front());
    CAPTURE(row.input);
    const Run here = alone.run(row.words, row.input);
    const Run there = served.run(row.words, row.input);
    CHECK(there.exit_code == here.exit_code);
    // Heads of journals are of the one journal.
    const auto without_heads = [](std::string text) {
      for (std::size_t at = 0; (at = text.find("\"head\":\"", at)) != std::string::npos; ++at) {
        text.erase(at + 8, 64);
      }
      const std::size_t paper = text.find("\"receipt\":\"");
      return paper == std::string::npos ? text : text.substr(0, paper);
    };
    CHECK(without_heads(there.output) == without_heads(here.output));
  }
}

TEST_CASE("one service for a store; it stops when it is told; lanes come while it runs") {
  const Place place;
  Serving serving(place.data());
  const Run second = place.run({"serve", "--port", "0", "--json"});
  CHECK(second.exit_code == 7);
  CHECK(second.output.find("storage_locked") != std::string::npos);
  const json added = json::parse(place.run({"lane", "add", "front-2", "--json"}).output);
  HttpClient lane("127.0.0.1", serving.port, added.at("result").at("token"));
  CHECK(lane.post("/v1/status", "{}")->status == 200);
  CHECK(place.run({"lane", "remove", "front-2"}).exit_code == 0);
  CHECK(lane.post("/v1/status", "{}")->status == 401);
  CHECK(place.run({"lane", "remove", "front-2"}).exit_code == 3);
  CHECK(place.run({"lane", "add", "a lane with a long name"}).exit_code == 2);
  CHECK(serving.stop() == 0);
  CHECK_FALSE(std::filesystem::exists(place.data() + "/service"));
  CHECK(place.run({"status"}).exit_code == 0);  // in its own process again
}

TEST_CASE("on the LAN it takes TLS, or does not start") {
  const Place place;
  const Run open = place.run({"serve", "--listen", "0.0.0.0", "--port", "0"});
  CHECK(open.exit_code == 6);
  CHECK(open.messages.find("--tls-cert") != std::string::npos);
  CHECK(place.run({"serve", "--tls-cert", "x.pem"}).exit_code == 2);
  CHECK(place.run({"serve", "--listen", "192.0.2.1", "--port", "0"}).exit_code == 6);
}

TEST_CASE(
    "killed in the middle of requests it loses nothing that it confirmed, and doubles nothing") {
  const Place place;
  std::mutex mutex;
  std::map<std::string, std::string> confirmed;  // answers by request id
  std::vector<std::string> asked;
  constexpr int lanes = 6;
  constexpr int kills = 5;
  for (int round = 0; round < kills; ++round) {
    Serving serving(place.data());
    std::atomic<int> answers = 0;
    std::vector<std::thread> tills;
    for (int lane = 0; lane < lanes; ++lane) {
      tills.emplace_back([&, lane] {
        HttpClient line("127.0.0.1", serving.port, "training");
        for (int i = 0;; ++i) {
          const std::string id =
              std::to_string(round) + "-" + std::to_string(lane) + "-" + std::to_string(i);
          {
            const std::lock_guard lock(mutex);
            asked.push_back(id);
          }
          const auto reply = line.post("/v1/sale/commit", sale(id));
          if (!reply) return;  // killed: whether this one was carried out nobody knows
          const std::lock_guard lock(mutex);
          if (reply->status == 200) confirmed[id] = reply->body;
          ++answers;
        }
      });
    }
    while (answers < 60 * (round + 1)) std::this_thread::yield();
    serving.kill_now();
    for (std::thread& till : tills) till.join();
  }
  CHECK(confirmed.size() >= 60);
  const Serving serving(place.data());
  HttpClient line("127.0.0.1", serving.port, "training");
  std::size_t replayed = 0;
  for (const std::string& id : asked) {  // as a till does: again, with the same request id
    const auto reply = line.post("/v1/sale/commit", sale(id));
    REQUIRE(reply);
    CAPTURE(reply->body);
    REQUIRE(reply->status == 200);
    json again = json::parse(reply->body);
    const bool twice = again.contains("replayed");
    replayed += twice ? 1 : 0;
    again.erase("replayed");
    const auto before = confirmed.find(id);
    if (before == confirmed.end()) continue;
    CHECK(twice);
    CHECK(again == json::parse(before->second));
  }
  CHECK(replayed >= confirmed.size());
  const auto day = line.post("/v1/report/day", R"({"date":"2026-11-22"})");
  const json result = json::parse(day->body).at("result");
  CAPTURE(result.dump());
  CHECK(result.at("sales") == asked.size());
  CHECK(place.run({"verify"}).exit_code == 0);
}

// A certificate of its own for 127.0.0.1 and till.shop, as `name`.crt and `name`.key.
void make_certificate(const Place& place, const std::string& name) {
  const Run made =
      run_once({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                "-nodes", "-days", "30", "-subj", "/CN=till.shop", "-addext",
                "subjectAltName=IP:127.0.0.1,DNS:till.shop", "-keyout",
                place.file((name + ".key").c_str()), "-out", place.file((name + ".crt").c_str())},
               "");
  REQUIRE(made.exit_code == 0);
}

TEST_CASE("on the LAN: TLS with a certificate that others check, and the command line finds it") {
  const Place place;
  make_certificate(place, "own");
  make_certificate(place, "other");
  const Run added = place.run({"lane", "add", "2", "--json"});
  REQUIRE(added.exit_code == 0);
  const std::string token = json::parse(added.output).at("result").at("token").get<std::string>();
  Serving serving(place.data(), {},
                  {"--listen", "0.0.0.0", "--host", "till.shop", "--tls-cert",
                   place.file("own.crt"), "--tls-key", place.file("own.key")});
  const std::string port = std::to_string(serving.port);

  SUBCASE("curl checks it, and is answered") {
    if (run_once({"curl", "--version"}, "").exit_code != 0) {
      MESSAGE("SKIPPED: no curl here");
      return;
    }
    const auto curl = [&](std::vector<std::string> words) {
      words.insert(words.begin(), {"curl", "--silent", "--max-time", "20"});
      return run_once(words, "");
    };
    const std::string own = place.file("own.crt");
    const std::string url = "https://127.0.0.1:" + port;
    const Run health = curl({"--cacert", own, url + "/healthz"});
    CHECK(health.exit_code == 0);
    CHECK(health.output == R"({"ok":true})");
    // By its name, as a till of the LAN would.
    CHECK(curl({"--cacert", own, "--resolve", "till.shop:" + port + ":127.0.0.1",
                "https://till.shop:" + port + "/healthz"})
              .output == R"({"ok":true})");
    const Run quote =
        curl({"--cacert", own, "-H", "Authorization: Bearer " + token, "-d",
              R"({"lines":[{"sku":"A17","qty":1,"unit_price":100}]})", url + "/v1/sale/quote"});
    CHECK(json::parse(quote.output).at("ok") == true);
    // The training token is for this machine alone.
    CHECK(json::parse(curl({"--cacert", own, "-H", "Authorization: Bearer training", "-d", "{}",
                            url + "/v1/status"})
                          .output)
              .at("status") == 401);
    CHECK(curl({url + "/healthz"}).exit_code == 60);  // nobody vouches for it
    CHECK(curl({"--cacert", place.file("other.crt"), url + "/healthz"}).exit_code == 60);
    CHECK(curl({"--cacert", own, "--tls-max", "1.2", url + "/healthz"}).exit_code == 35);
    CHECK(curl({"http://127.0.0.1:" + port + "/healthz"}).exit_code != 0);  // not in the clear
    // A name that is not ours is refused within TLS as well; the page's cookie never goes in the
    // clear.
    CHECK(curl({"--insecure", "-H", "Host: evil.example", "-o", "/dev/null", "-w", "%{http_code}",
                url + "/healthz"})
              .output == "403");
    CHECK(curl({"--cacert", own, "-i", "-d", R"({"operator":2001})", url + "/session"})
              .output.find("; Secure") != std::string::npos);
  }
  SUBCASE("a command asks it, knowing the one certificate") {
    const Run status = place.run({"status", "--json"});
    CHECK(status.exit_code == 0);
    CHECK(json::parse(status.output).at("result").at("store") == "S01");
    CHECK(place.run({"call", "sale.commit"}, sale("t1")).exit_code == 0);
    CHECK(place.run({"sale", "show", "--receipt-no", "R-t1"}).exit_code == 0);
  }
  SUBCASE("a command speaks to nobody who has another") {
    const std::string file = place.data() + "/service";
    std::string text = read_all(file);
    const std::size_t at = text.find("\"certificate\":\"") + 15;
    text[at] = text[at] == '0' ? '1' : '0';
    std::ofstream(file) << text;
    CHECK(place.run({"status", "--json"}).exit_code == 7);
  }
  CHECK(serving.stop() == 0);
}

TEST_CASE("systemd is told when it is ready, that it lives, and that it stops") {
  const Place place;
  const std::string path = place.file("notify");
  const int socket_file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  path.copy(at.sun_path, sizeof at.sun_path - 1);
  REQUIRE(bind(socket_file, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0);
  const auto next = [socket_file] {
    char text[64];
    const ssize_t size = recv(socket_file, text, sizeof text, 0);
    return std::string(text, static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  };
  Serving serving(place.data(), {"NOTIFY_SOCKET=" + path, "WATCHDOG_USEC=100000"});
  CHECK(next() == "READY=1");
  CHECK(next() == "WATCHDOG=1");
  CHECK(next() == "WATCHDOG=1");
  CHECK(serving.stop() == 0);
  std::string last = next();
  while (last == "WATCHDOG=1") last = next();
  CHECK(last == "STOPPING=1");
  close(socket_file);
}

}  // namespace
}  // namespace vip
