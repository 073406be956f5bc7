#include "tests/bench/big_store.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "cardformat/day.h"
#include "terminal/books/schema.h"
#include "terminal/json/strict_json.h"

namespace vip::bench {
namespace {

namespace fs = std::filesystem;
using terminal::Database;
using terminal::Json;
using terminal::Statement;

void insert_members(Database& database, const std::string& data_key, const fs::path& keys,
                    std::int64_t cards, Day today) {
  Statement account(database,
                    "INSERT INTO account VALUES(?1, ?2, 0, ?3, ?2, ?4, ?2, 0, 0, 0, 0, 0, 0, 0, 0, "
                    "0, 0)");
  Statement card(database,
                 "INSERT INTO card VALUES(?1, ?1, ?2, 1, NULL, ?3, ?4, NULL, NULL, NULL, 0, NULL, "
                 "0, 0, 1)");
  const auto key = terminal::TerminalKey::open(keys, data_key);
  terminal::Vault vault(database, key);
  terminal::People people(database, vault);
  const char* const surnames[] = {"王", "李", "张", "刘", "陈", "杨", "黄", "赵"};
  std::mt19937_64 random(20260101);
  const auto below = [&](std::int64_t bound) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(bound));
  };
  for (std::int64_t i = 0; i < cards; ++i) {
    const auto number = static_cast<std::int64_t>(card_at(i).value());
    const std::int64_t points = below(60);
    const std::int64_t carry = below(10'000);
    account.bind(1, number).bind(2, points).bind(3, carry).bind(4, points * 10'000 + carry).run();
    const std::int64_t issued = today.number() - below(300);
    card.bind(1, number).bind(2, i + 1).bind(3, issued).bind(4, issued + 365).run();
    const std::string phone = std::to_string(13'900'000'000 + i);
    const Day birthday = plus_days(*Day::from_civil(1960, 1, 1), below(16'000));
    people.bring_in(
        {.id = i + 1,
         .phone = phone,
         .registration = terminal::Registration{.surname = surnames[i % 8],
                                                .given_name = "小明",
                                                .form = static_cast<terminal::Form>(1 + i % 2),
                                                .phone = phone,
                                                .birthday = birthday},
         .consent = {.at = 1},
         .salt = "0123456789abcdef"});
  }
}

void put_gifts(terminal::Door& door) {
  for (int i = 1; i <= 12; ++i) {
    const std::string id = "GIFT-" + std::to_string(i);
    const std::string points = std::to_string(i * 10);
    const terminal::Reply reply = door.call(
        "gift.put", R"({"request_id":"bench-)" + id + R"(","operator":2001,"gift":{"id":")" + id +
                        R"(","name":"护手霜套装","points":)" + points +
                        R"(,"stock":1000,"first_day":"2026-01-01","last_day":"2099-12-31"}})");
    if (reply.exit_code != 0) throw std::runtime_error(reply.text);
  }
}

bool is_made(const fs::path& directory, std::int64_t cards) {
  if (!fs::exists(directory / "complete")) return false;
  Database database((directory / "store.db").string(), Database::Mode::open);
  return database.integer("PRAGMA user_version") == terminal::schema_version &&
         database.integer("SELECT count(*) FROM account") == cards;
}

}  // namespace

card::Number card_at(std::int64_t i) {
  return card::make_number(card::default_prefix, static_cast<std::uint64_t>(i) * 7 + 1);
}

void make_big_store(const fs::path& directory, std::int64_t cards) {
  if (is_made(directory, cards)) return;
  fs::remove_all(directory);
  std::fprintf(stderr, "making a store of %lld cards in %s ...\n", static_cast<long long>(cards),
               directory.c_str());
  terminal::create_store(directory, {.store = "S01", .training = true});
  { const OpenedStore complete(directory); }  // the tables that come with the first opening
  {
    const auto zone = terminal::Zone::named("Asia/Shanghai");
    Database database((directory / "store.db").string(), Database::Mode::open);
    database.execute(
        "PRAGMA journal_mode=DELETE; PRAGMA journal_mode=OFF;"
        "PRAGMA synchronous=OFF; PRAGMA cache_size=-262144");
    terminal::Transaction transaction(database);
    std::string data_key;
    {
      Statement key(database, "SELECT value FROM meta WHERE name='data_key'");
      key.step();
      data_key = key.text(0);
    }  // a row that is still read would keep the transaction open
    insert_members(database, data_key, directory / "keys", cards,
                   zone->day_of(terminal::wall_clock()));
    transaction.commit();
    database.execute("PRAGMA journal_mode=WAL");
  }
  OpenedStore opened(directory);
  put_gifts(opened.door());
  std::fclose(std::fopen((directory / "complete").c_str(), "w"));
}

OpenedStore::OpenedStore(const fs::path& directory)
    : store_(directory, *terminal::Zone::named(config_.zone)), door_(store_, config_) {}

Requests::Requests(std::int64_t cards, std::uint64_t seed) : cards_(cards), random_(seed) {}

card::Number Requests::card() {
  return card_at(static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(cards_)));
}

std::string Requests::basket(int lines) {
  std::string text = R"("lines":[)";
  for (int i = 0; i < lines; ++i) {
    if (i != 0) text += ',';
    text += R"({"sku":"69010)" + std::to_string(10'000'000 + random_() % 10'000) +
            R"(","name":"保湿乳液 50ml","qty":)" + std::to_string(1 + random_() % 3) +
            R"(,"unit_price":)" + std::to_string(1'000 + random_() % 30'000) + '}';
  }
  return text + ']';
}

std::string Requests::quote(card::Number card, int lines) {
  return R"({"card":")" + card.text() + R"(",)" + basket(lines) + '}';
}

std::string Requests::commit(const std::string& quote, const std::string& id, std::int64_t paid) {
  return R"({"request_id":")" + id + R"(","operator":1001,"lane":1,"receipt_no":")" + id +
         R"(","expected_paid":)" + std::to_string(paid) + ',' + quote.substr(1);
}

std::string Requests::evaluate(int lines) {
  return R"({"date":"2026-11-22","facts":{"accumulated":)" + std::to_string(random_() % 60) +
         R"(,"balance":12,"carry":4200,"card_state":"active","last_day":"2027-05-01",)"
         R"("birthday":"1990-11-22"},)" +
         basket(lines) + '}';
}

std::string Requests::unique_prefix() {
  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  return std::to_string(now % 1'000'000'000'000'000) + '-';
}

std::int64_t paid_in(const std::string& answer) {
  const auto json = terminal::read_json(answer);
  if (!json || !json->at("ok").get<bool>()) throw std::runtime_error(answer);
  return json->at("result").at("paid").get<std::int64_t>();
}

}  // namespace vip::bench
