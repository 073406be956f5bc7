// A data directory that was copied or put back from a copy (design 8, restored or cloned terminal):
// real programs, real HTTPS. The copy sells and earns, redeems nothing, and head office settles it.
#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/folder.h"
#include "tests/sync/programs.h"

namespace vip {
namespace {

namespace fs = std::filesystem;
using sync::test::Json;
using sync::test::must_run;
using sync::test::Office;
using sync::test::office_program;
using sync::test::run;
using sync::test::Store;
using sync::test::terminal_program;

constexpr const char* now = "2026-11-22T10:00:00+08:00";

// The command line on a data directory: no service, each call a process of its own.
class Copy {
 public:
  explicit Copy(std::string data) : data_(std::move(data)) {}

  Json call(const std::string& method, Json request) const {
    if (method != "sync.run" && method != "sync.status" && method != "sync.enrol") {
      request["at"] = now;
    }
    const fs::path file = data_ + ".request";
    std::ofstream(file) << request.dump();
    const auto ran = run({"/bin/sh", "-c", "\"$0\" call \"$1\" --data \"$2\" < \"$3\"",
                          terminal_program, method, data_, file.string()});
    return Json::parse(ran.out, nullptr, false);
  }
  Json act(const std::string& method, Json request) {
    request["request_id"] = "copy-" + std::to_string(++acts_);
    request["operator"] = "2001";
    return call(method, std::move(request));
  }
  Json sell(const std::string& receipt, const std::string& card, std::int64_t fen) {
    Json request = {
        {"lane", 1},
        {"receipt_no", receipt},
        {"expected_paid", fen},
        {"lines",
         Json::array(
             {{{"sku", "A17"}, {"qty", 1}, {"special_price", true}, {"unit_price", fen}}})}};
    if (!card.empty()) request["card"] = card;
    return act("sale.commit", std::move(request));
  }
  Json exchange() const { return call("sync.run", Json::object()); }
  // The error's word, or the whole answer where it is none.
  static std::string word(const Json& answer) {
    return answer.contains("error") ? answer["error"].value("word", answer.dump()) : answer.dump();
  }
  int verify() const { return run({terminal_program, "verify", "--data", data_}).exit_code; }
  const std::string& data() const { return data_; }

 private:
  std::string data_;
  int acts_ = 0;
};

std::string member_of(Store& store) {
  const Json issued = store.call(
      "card.issue",
      {{"proof",
        {{"receipts",
          Json::array({{{"receipt_no", "S09-1"}, {"date", "2026-11-01"}, {"paid", 100000}}})}}},
       {"registration",
        {{"surname", "王"},
         {"form", "ms"},
         {"phone", "13800000001"},
         {"birthday", "1990-05-20"},
         {"consent", true}}}});
  REQUIRE_MESSAGE(issued["ok"] == true, issued.dump());
  return issued["result"]["card"];
}

Json sell(Store& store, const std::string& receipt, const std::string& card, std::int64_t fen) {
  return store.call(
      "sale.commit",
      {{"lane", 1},
       {"receipt_no", receipt},
       {"card", card},
       {"expected_paid", fen},
       {"lines",
        Json::array(
            {{{"sku", "A17"}, {"qty", 1}, {"special_price", true}, {"unit_price", fen}}})}});
}

void put_gift(Store& store) {
  const Json put = store.call("gift.put", {{"gift",
                                            {{"id", "lipstick"},
                                             {"name", "口红"},
                                             {"points", 30},
                                             {"stock", 5},
                                             {"first_day", "2026-01-01"},
                                             {"last_day", "2026-12-31"}}}});
  REQUIRE_MESSAGE(put["ok"] == true, put.dump());
}

std::int64_t balance(const Json& shown) {
  REQUIRE_MESSAGE(shown["ok"] == true, shown.dump());
  return shown["result"]["points"]["balance"].get<std::int64_t>();
}

void must_exchange(const Copy& store) {
  const Json done = store.exchange();
  REQUIRE_MESSAGE(done["ok"] == true, done.dump());
}

TEST_CASE(
    "design 8: a copy of a store's directory sells, redeems nothing, and a person settles it") {
  const Folder folder;
  Office office((folder.path() / "office").string());
  Store a(office, folder.path(), "S01");
  put_gift(a);
  const std::string card = member_of(a);
  REQUIRE(sell(a, "S01-1", card, 400'000)["ok"] == true);
  REQUIRE(a.exchange()["ok"] == true);  // 40 points, all of them here
  a.hang_up();
  const std::string copied = (folder.path() / "copy").string();
  fs::copy(a.data(), copied, fs::copy_options::recursive);

  // The original goes on: it redeems, and tells head office.
  Copy original(a.data());
  const Json gift = original.act("gift.redeem", {{"card", card}, {"gift", "lipstick"}});
  REQUIRE_MESSAGE(gift["ok"] == true, gift.dump());
  REQUIRE(original.exchange()["ok"] == true);

  // The copy knows that it was copied before anybody told it.
  Copy copy(copied);
  const Json refused = copy.act("gift.redeem", {{"card", card}, {"gift", "lipstick"}});
  CHECK(Copy::word(refused) == "provisional");
  const Json sold = copy.sell("C-1", card, 250'000);
  REQUIRE_MESSAGE(sold["ok"] == true, sold.dump());
  CHECK(sold["result"]["points"]["before"] == 40);  // as of the copy
  CHECK(sold["result"]["points"]["after"] == 65);
  CHECK_FALSE(sold.contains("position"));
  REQUIRE(copy.sell("C-2", "", 12'300)["ok"] == true);
  CHECK(copy.verify() == 0);
  CHECK(copy.call("status", Json::object())["result"]["locked"] == true);

  // Head office knows another history: nobody but a person may say which is the right one.
  const Json refused_by_office = copy.exchange();
  CHECK(Copy::word(refused_by_office) == "rewound");
  CHECK(office.ask({"report"})["stores"][0]["paid"] == 400'000);

  // It is the copy: the original machine was given away.
  office.kill();
  office.ask({"epoch", "close", "--store", "S01"});
  office.serve();
  const std::string code = office.ask({"terminal", "add", "--store", "S01"})["code"];
  must_run({terminal_program, "enrol", "--data", copied, "--office",
            "https://127.0.0.1:" + std::to_string(office.port()), "--code", code, "--json"});
  must_exchange(copy);
  must_exchange(copy);  // what is granted comes with the next one
  CHECK(office.ask({"report"})["stores"][0]["paid"] == 662'300);
  // 40 of the first sale, less the gift of the original, and 25 of the copy.
  CHECK(balance(copy.call("card.show", {{"card", card}})) == 35);
  const Json again = copy.act("gift.redeem", {{"card", card}, {"gift", "lipstick"}});
  CHECK_MESSAGE(again["ok"] == true, again.dump());
  CHECK(copy.verify() == 0);
  office.ask({"verify"});

  // The original is not believed any more, and sells on as well.
  CHECK(Copy::word(original.exchange()) == "closed");
  const Json late = original.act("gift.redeem", {{"card", card}, {"gift", "lipstick"}});
  CHECK(Copy::word(late) == "provisional");
  CHECK(original.sell("S01-9", card, 10'000)["ok"] == true);
  const Json doctor = original.call("doctor", Json::object());
  CHECK(doctor.dump().find("(closed)") != std::string::npos);

  // And if it is the right one after all: its journal takes the number after the copy's.
  office.kill();
  office.ask({"epoch", "close", "--store", "S01"});
  office.serve();
  const std::string second = office.ask({"terminal", "add", "--store", "S01"})["code"];
  const Json enrolled =
      must_run({terminal_program, "enrol", "--data", a.data(), "--office",
                "https://127.0.0.1:" + std::to_string(office.port()), "--code", second, "--json"});
  CHECK(enrolled["result"]["epoch"] == 3);
  must_exchange(original);
  CHECK(office.ask({"report"})["stores"][0]["paid"] == 672'300);  // each sale once
  CHECK(original.verify() == 0);
  office.ask({"verify"});
}

TEST_CASE("design 8: a directory that was only moved is known again by head office itself") {
  const Folder folder;
  Office office((folder.path() / "office").string());
  Store a(office, folder.path(), "S01");
  put_gift(a);
  const std::string card = member_of(a);
  REQUIRE(sell(a, "S01-1", card, 400'000)["ok"] == true);
  REQUIRE(a.exchange()["ok"] == true);
  REQUIRE(sell(a, "S01-2", card, 100'000)["ok"] == true);  // head office has not heard of it
  a.hang_up();
  const std::string moved = (folder.path() / "moved").string();
  fs::copy(a.data(), moved, fs::copy_options::recursive);
  fs::remove_all(a.data());

  Copy store(moved);
  REQUIRE(store.sell("S01-3", card, 70'000)["ok"] == true);
  CHECK(Copy::word(store.act("gift.redeem", {{"card", card}, {"gift", "lipstick"}})) ==
        "provisional");
  must_exchange(store);
  must_exchange(store);
  CHECK_FALSE(fs::exists(fs::path(moved) / "before"));
  CHECK(office.ask({"report"})["stores"][0]["paid"] == 570'000);
  CHECK(balance(store.call("card.show", {{"card", card}})) == 57);
  const Json gift = store.act("gift.redeem", {{"card", card}, {"gift", "lipstick"}});
  CHECK_MESSAGE(gift["ok"] == true, gift.dump());
  CHECK(gift.contains("position"));
  CHECK(store.verify() == 0);
  office.ask({"verify"});
}

TEST_CASE("design 8: put back from an old copy over its own anchor, the store says so and sells") {
  const Folder folder;
  Office office((folder.path() / "office").string());
  Store a(office, folder.path(), "S01");
  const std::string card = member_of(a);
  REQUIRE(sell(a, "S01-1", card, 400'000)["ok"] == true);
  REQUIRE(a.exchange()["ok"] == true);
  a.hang_up();
  const fs::path database = fs::path(a.data()) / "store.db";
  fs::copy_file(database, folder.path() / "old.db");
  Copy store(a.data());
  REQUIRE(store.sell("S01-2", card, 100'000)["ok"] == true);  // and never sent
  fs::copy_file(folder.path() / "old.db", database, fs::copy_options::overwrite_existing);
  fs::remove(database.string() + "-wal");

  REQUIRE(store.sell("S01-3", card, 70'000)["ok"] == true);
  const Json status = store.call("sync.status", Json::object());
  CHECK(status["result"].value("provisional", "") == "behind");
  // Head office has all that is here, and yet what vanished may be on paper and in lanes' copies.
  CHECK(Copy::word(store.exchange()) == "behind");
  office.kill();
  office.ask({"epoch", "close", "--store", "S01"});
  office.serve();
  const std::string code = office.ask({"terminal", "add", "--store", "S01"})["code"];
  must_run({terminal_program, "enrol", "--data", a.data(), "--office",
            "https://127.0.0.1:" + std::to_string(office.port()), "--code", code, "--json"});
  must_exchange(store);
  CHECK(office.ask({"report"})["stores"][0]["paid"] == 470'000);
  CHECK(store.verify() == 0);
  office.ask({"verify"});
}

}  // namespace
}  // namespace vip
