// Blanks from head office to the customer's hand: a real head office's directory, a real store in
// earnest, asked through its door, with no network anywhere.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "cardformat/bytes.h"
#include "cardformat/card_stripe.h"
#include "cardformat/codes/qr.h"
#include "sync/files.h"
#include "sync/office/blanks.h"
#include "terminal/books/store.h"
#include "terminal/door/config.h"
#include "terminal/door/door.h"
#include "terminal/json/strict_json.h"
#include "tests/folder.h"
#include "tests/show.h"
#include "tests/sync/office_at_work.h"

namespace vip::sync {
namespace {

namespace fs = std::filesystem;
using terminal::Json;

// A store in earnest that knows whose signature to believe, as enrolment leaves it.
class Shop {
 public:
  Shop(const fs::path& path, const std::string& name, const OfficeDirectory& office) : path_(path) {
    REQUIRE(terminal::create_store(path, {.store = name}));
    open();
    terminal::Unit unit(*store_);
    store_->set_meta("policy_key", hex(office.office_key().public_key()));
    unit.commit();
    REQUIRE(
        act("operator.add", {{"number", 2001}, {"role", "manager"}, {"new_pin", pin_}}).at("ok") ==
        true);
    enrolled_ = true;
    log_in();
  }

  void open() {
    open_with([] {});
  }
  // Something happens to the files meanwhile.
  void open_with(const std::function<void()>& meanwhile) {
    door_.reset();
    store_.reset();
    meanwhile();
    store_ = std::make_unique<terminal::Store>(path_, *terminal::Zone::named("Asia/Shanghai"));
    door_ = std::make_unique<terminal::Door>(*store_, config_);
    if (enrolled_) log_in();
  }
  void log_in() {
    const Json answer = ask("operator.login", {{"operator", 2001}, {"pin", pin_}});
    session_ = answer.at("result").at("session");
  }

  Json ask(const std::string& method, const Json& request) {
    return terminal::read_json(door_->call(method, request.dump()).text).value();
  }
  Json act(const std::string& method, Json request) {
    request["request_id"] = "r-" + std::to_string(++requests_);
    request["operator"] = 2001;
    if (enrolled_) request["session"] = session_;
    // Manager acts ask again.
    if (method == "blanks.accept" || method == "card.replace" || method == "gift.put") {
      request["pin"] = pin_;
    }
    last_ = request;
    return ask(method, request);
  }
  // Asked by somebody who proved who they are.
  Json look(const std::string& method, Json request) {
    request["operator"] = 2001;
    request["session"] = session_;
    return ask(method, request);
  }
  Json again(const std::string& method) {
    last_["session"] = session_;
    return ask(method, last_);
  }

  Json accept(const std::string& list) { return act("blanks.accept", {{"list", list}}); }

  // Somebody with a receipt of another store that qualifies (E1, E3).
  Json issue(const std::string& blank = {}) {
    const std::string phone = std::to_string(13'800'000'000 + ++members_);
    Json request = {
        {"proof",
         {{"receipts",
           {{{"receipt_no", "S09-" + phone}, {"date", "2020-01-02"}, {"paid", 100000}}}}}},
        {"registration",
         {{"surname", "王"},
          {"form", "ms"},
          {"phone", phone},
          {"birthday", "1990-05-20"},
          {"consent", true}}}};
    if (!blank.empty()) request["blank"] = blank;
    return act("card.issue", request);
  }
  Json quote(const std::string& scan) {
    return ask("sale.quote",
               {{"scan", scan}, {"lines", {{{"sku", "A"}, {"qty", 1}, {"unit_price", 10000}}}}});
  }

  std::string everything() const {
    std::string all;
    for (const auto& entry : fs::recursive_directory_iterator(path_)) {
      if (entry.is_regular_file()) all += read_file(entry.path()).value();
    }
    return all;
  }

 private:
  fs::path path_;
  terminal::Config config_;
  std::unique_ptr<terminal::Store> store_;
  std::unique_ptr<terminal::Door> door_;
  Json last_;
  int requests_ = 0;
  const std::string pin_ = "481937";
  bool enrolled_ = false;
  std::string session_;
  std::int64_t members_ = 0;
};

struct World {
  Folder place;
  OfficeDirectory office;
  Shop shop;
  World() : office(made(place.path())), shop(place.path() / "shop", "S01", office) {}

  static fs::path made(const fs::path& path) {
    REQUIRE(OfficeDirectory::create(path / "office", {}, std::time(nullptr)));
    return path / "office";
  }
  Batch make(card::BlankKind kind, std::size_t count, const std::string& store = "S01",
             const std::string& last_day = "2099-12-31") {
    BlanksDesk desk(office);
    return desk.make(
        {.store = store, .kind = kind, .count = count, .last_day = read_day(last_day).value()},
        [](std::size_t, std::size_t) {});
  }
};

std::string word(const Json& answer) {
  if (answer.at("ok").get<bool>()) return "ok";
  if (answer.contains("refusal")) {
    return answer["refusal"]["clause"].get<std::string>() + " " +
           answer["refusal"]["word"].get<std::string>();
  }
  return answer["error"].value("word", answer["error"]["code"].get<std::string>());
}

std::string said_by_zbar(const fs::path& picture) {
  std::FILE* pipe = popen(("zbarimg --quiet --raw " + picture.string()).c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string said(512, '\0');
  said.resize(std::fread(said.data(), 1, said.size(), pipe));
  pclose(pipe);
  while (said.ends_with('\n')) said.pop_back();
  return said;
}

std::string text_of(const Json& answer, const char* field) {
  return answer.at("result").at(field).get<std::string>();
}

constexpr auto printed = card::BlankKind::printed;
constexpr auto virtual_ = card::BlankKind::virtual_;

TEST_CASE("C1: a blank is bound offline by any of its codes, and becomes a member's card") {
  World world;
  const Batch batch = world.make(printed, 4);
  REQUIRE(word(world.shop.accept(batch.list_text)) == "ok");
  const card::Payload& qr = batch.payloads[0];
  const card::Payload& one = batch.payloads[1];
  const card::Payload& two = batch.payloads[2];
  const card::Payload& bar = batch.payloads[3];
  const std::pair<card::Number, std::string> scans[] = {
      {qr.number, card::text_of(qr)},
      {one.number, card::card_track_one(one.number, one.secret, one.last_day)},
      {two.number, card::card_track_two(two.number, two.last_day)},
      {bar.number, bar.number.text()}};
  for (const auto& shown : scans) {
    const card::Number number = shown.first;
    const std::string& scan = shown.second;
    CAPTURE(scan);
    const Json issued = world.shop.issue(scan);
    REQUIRE(word(issued) == "ok");
    CHECK(text_of(issued, "card") == number.text());
    CHECK(text_of(issued, "token") == number.text());
    const Json quote = world.shop.quote(scan);
    CHECK(quote["result"]["rate"]["clause"] == "D1");
    CHECK(quote["result"]["paid"] == 9000);
  }
  const Json left = world.shop.ask("blanks.show", Json::object());
  CHECK(left["result"]["printed"] == 0);
  CHECK(left["result"]["batches"][0]["count"] == 4);
}

TEST_CASE("C1: blanks that cannot be bound, each by its own word") {
  World world;
  CHECK(word(world.shop.issue()) == "C1 no_blanks");
  const Batch batch = world.make(printed, 2);
  CHECK(word(world.shop.issue(card::text_of(batch.payloads[0]))) == "C1 blank_unknown");  // no key
  REQUIRE(word(world.shop.accept(batch.list_text)) == "ok");
  CHECK(word(world.shop.issue()) == "C1 no_blanks");  // printed ones are scanned

  const std::string first = card::text_of(batch.payloads[0]);
  REQUIRE(word(world.shop.issue(first)) == "ok");
  CHECK(word(world.shop.issue(first)) == "C1 blank_used");
  CHECK(word(world.shop.issue(batch.payloads[0].number.text())) == "C1 blank_used");

  const Batch theirs = world.make(printed, 1, "S02");
  CHECK(word(world.shop.issue(card::text_of(theirs.payloads[0]))) == "C1 blank_of_other_store");
  CHECK(word(world.shop.issue(theirs.payloads[0].number.text())) == "C1 blank_unknown");
  std::string mistyped = batch.payloads[1].number.text();
  mistyped[15] = mistyped[15] == '0' ? '1' : '0';
  CHECK(word(world.shop.issue(mistyped)) == "C1 blank_unknown");

  // A number of this store's with a secret that is not its own: on the stripe, and in a QR.
  card::Payload forged = batch.payloads[1];
  forged.secret = card::Secret::random();
  CHECK(word(world.shop.issue(card::card_track_one(forged.number, forged.secret,
                                                   forged.last_day))) == "C1 blank_forged");
  CHECK(word(world.shop.issue(card::text_of(forged))) == "C1 blank_forged");
  CHECK(word(world.shop.issue(card::text_of(batch.payloads[1]))) == "ok");  // and it is still good

  const Batch old = world.make(printed, 1, "S01", "2027-01-01");
  REQUIRE(word(world.shop.accept(old.list_text)) == "ok");
  CHECK(word(world.shop.issue(card::text_of(old.payloads[0]))) == "C1 blank_too_old");
}

TEST_CASE("C1: without plastic the next virtual blank is taken, and its QR is a card like any") {
  World world;
  const Batch batch = world.make(virtual_, 3);
  REQUIRE(word(world.shop.accept(batch.list_text)) == "ok");
  for (std::size_t i = 0; i < 3; ++i) {
    const Json issued = world.shop.issue();
    REQUIRE(word(issued) == "ok");
    CHECK(text_of(issued, "card") == batch.payloads[i].number.text());
    CHECK(text_of(issued, "token") == card::text_of(batch.payloads[i]));
    CHECK(card::qr(text_of(issued, "token")).width == 57);
    CHECK(world.shop.quote(text_of(issued, "token"))["result"]["paid"] == 9000);
    // A19: asked again, the answer is the same, secret and all.
    Json again = world.shop.again("card.issue");
    CHECK(again["replayed"] == true);
    again.erase("replayed");
    CHECK(again == issued);
  }
  CHECK(word(world.shop.issue()) == "C1 no_blanks");
}

TEST_CASE(
    "C1: a virtual card is shown on a screen, sent to a phone, printed, while it is in force") {
  World world;
  const Batch batch = world.make(virtual_, 1);
  REQUIRE(word(world.shop.accept(batch.list_text)) == "ok");
  const Json issued = world.shop.issue();
  const std::string number = text_of(issued, "card");
  const std::string token = text_of(issued, "token");

  const Json screen = world.shop.look("card.code", {{"card", number}});
  REQUIRE(word(screen) == "ok");
  CHECK(text_of(screen, "token") == token);
  CHECK(screen["result"]["proves_itself"] == true);
  CHECK(text_of(screen, "card").find("****") != std::string::npos);
  const std::string blocks = text_of(screen, "text");
  CHECK(std::count(blocks.begin(), blocks.end(), '\n') == 29);  // 57 modules, two a line

  CHECK(text_of(world.shop.look("card.code", {{"scan", token}, {"format", "svg"}}), "svg")
            .starts_with("<svg "));
  const auto png = read_base64(
      text_of(world.shop.look("card.code", {{"card", number}, {"format", "png"}}), "png"));
  REQUIRE(png.has_value());
  const fs::path picture = world.place.path() / "card.png";
  write_file(picture, *png);
  CHECK(said_by_zbar(picture) == token);

  const Json slip = world.shop.look("card.slip", {{"card", number}});
  CHECK(text_of(slip, "text").find(card::read_number(number)->grouped()) != std::string::npos);
  const auto bytes = read_base64(
      text_of(world.shop.look("card.slip", {{"card", number}, {"format", "escpos"}}), "escpos"));
  REQUIRE(bytes.has_value());
  CHECK(bytes->find(token) != std::string::npos);
  CHECK(word(world.shop.look("card.slip", {{"card", number}, {"format", "png"}})) ==
        "request.invalid");

  // Whoever shows it proves who they are, as for giving one out.
  CHECK(word(world.shop.ask("card.code", {{"card", number}})) == "manager_needed");
  CHECK(word(world.shop.ask("card.slip", {{"card", number}})) == "manager_needed");

  REQUIRE(word(world.shop.act("card.block", {{"card", number}, {"reason", "lost"}})) == "ok");
  CHECK(word(world.shop.look("card.code", {{"card", number}})) == "C6 card_blocked");
}

TEST_CASE("C1: a plastic card's secret is not here, so its code is its number alone") {
  World world;
  const Batch batch = world.make(printed, 1);
  REQUIRE(word(world.shop.accept(batch.list_text)) == "ok");
  const std::string number = batch.payloads[0].number.text();
  REQUIRE(word(world.shop.issue(number)) == "ok");
  const Json code = world.shop.look("card.code", {{"card", number}});
  CHECK(text_of(code, "token") == number);
  CHECK(code["result"]["proves_itself"] == false);
}

TEST_CASE("a store keeps no secret of a printed card, nor a second copy of a virtual one's") {
  World world;
  const Batch cards = world.make(printed, 3);
  const Batch phones = world.make(virtual_, 1);
  REQUIRE(word(world.shop.accept(cards.list_text)) == "ok");
  REQUIRE(word(world.shop.accept(phones.list_text)) == "ok");
  REQUIRE(word(world.shop.issue(card::text_of(cards.payloads[0]))) == "ok");
  REQUIRE(word(world.shop.issue(card::card_track_one(
              cards.payloads[1].number, cards.payloads[1].secret, cards.payloads[1].last_day))) ==
          "ok");
  world.shop.quote(card::text_of(cards.payloads[0]));
  REQUIRE(word(world.shop.issue()) == "ok");
  const auto count = [](const std::string& all, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = all.find(part); at != std::string::npos; at = all.find(part, at + 1)) {
      ++found;
    }
    return found;
  };
  world.shop.open();  // closed, the log is in the file
  const std::string all = world.shop.everything();
  for (const card::Payload& payload : cards.payloads) {
    CHECK(count(all, raw(payload.blank().secret_hash)) > 0);  // this is the file that is meant
    CHECK(count(all, raw(payload.secret.bytes())) == 0);
    CHECK(count(all, hex(payload.secret.bytes())) == 0);
    CHECK(count(all, card::text_of(payload).substr(16, 34)) == 0);
    const std::string track =
        card::card_track_one(payload.number, payload.secret, payload.last_day);
    CHECK(count(all, track.substr(37, 39)) == 0);
  }
  // A virtual one is in the table, closed, and in no answer that is kept.
  for (const card::Payload& payload : phones.payloads) {
    CHECK(count(all, raw(payload.blank().secret_hash)) > 0);
    CHECK(count(all, raw(payload.secret.bytes())) == 0);
    CHECK(count(all, card::text_of(payload).substr(16, 34)) == 0);
  }
}

TEST_CASE("virtual blanks that an earlier program kept open are closed when the store opens") {
  World world;
  const Batch phones = world.make(virtual_, 2);
  REQUIRE(word(world.shop.accept(phones.list_text)) == "ok");
  world.shop.open_with([&] {
    terminal::Database database((world.place.path() / "shop" / "store.db").string(),
                                terminal::Database::Mode::open);
    terminal::Transaction transaction(database);
    terminal::Statement put(database, "UPDATE blank SET payload=? WHERE number=?");
    for (const card::Payload& payload : phones.payloads) {
      put.bind(1, card::text_of(payload));
      put.bind(2, static_cast<std::int64_t>(payload.number.value())).run();
    }
    transaction.commit();
  });
  world.shop.open();  // closed, the log is in the file
  const std::string all = world.shop.everything();
  for (const card::Payload& payload : phones.payloads) {
    CHECK(all.find(card::text_of(payload).substr(16, 34)) == std::string::npos);
  }
  CHECK(text_of(world.shop.issue(), "token") == card::text_of(phones.payloads[0]));
}

TEST_CASE("a virtual blank put in the place of another does not open") {
  World world;
  const Batch phones = world.make(virtual_, 2);
  REQUIRE(word(world.shop.accept(phones.list_text)) == "ok");
  world.shop.open_with([&] {
    terminal::Database database((world.place.path() / "shop" / "store.db").string(),
                                terminal::Database::Mode::open);
    database.execute(
        "UPDATE blank SET payload=(SELECT payload FROM blank b ORDER BY b.number DESC LIMIT 1)");
  });
  CHECK(word(world.shop.issue()) == "storage_damaged");
}

TEST_CASE("a list is taken once, by the store that it is for, from head office alone") {
  World world;
  const Batch batch = world.make(printed, 2);
  CHECK(word(world.shop.accept(batch.list_text)) == "ok");
  const Json again = world.shop.accept(batch.list_text);
  CHECK(word(again) == "ok");
  CHECK(again["result"]["count"] == 2);
  CHECK(word(world.shop.accept(world.make(printed, 1, "S02").list_text)) == "C1 blanks_not_ours");
  std::string forged = batch.list_text;
  const std::size_t digit = forged.find("count 2\n") + 8;
  forged[digit + 17] = forged[digit + 17] == '0' ? '1' : '0';
  CHECK(word(world.shop.accept(forged)) == "blanks_signature");
  CHECK(word(world.shop.accept("VIP-BLANKS-1\n")) == "request.invalid");
  CHECK(word(world.shop.accept("number,printed\r\n")) == "request.invalid");
  // Another head office.
  REQUIRE(OfficeDirectory::create(world.place.path() / "other", {}, std::time(nullptr)));
  const OfficeDirectory other(world.place.path() / "other");
  BlanksDesk desk(other);
  const Batch theirs =
      desk.make({.store = "S01", .count = 1, .last_day = read_day("2099-12-31").value()},
                [](std::size_t, std::size_t) {});
  CHECK(word(world.shop.accept(theirs.list_text)) == "blanks_signature");
  // Its record of a virtual batch is no list for anybody.
  world.make(virtual_, 1);
  const std::string record = read_file(world.office.path() / "blanks" / "3.list").value();
  CHECK(word(world.shop.accept(record)) == "C1 blanks_not_ours");
}

TEST_CASE("D8: a forged card gives no benefits, and the sale goes on") {
  World world;
  const Batch batch = world.make(printed, 1);
  REQUIRE(word(world.shop.accept(batch.list_text)) == "ok");
  REQUIRE(word(world.shop.issue(card::text_of(batch.payloads[0]))) == "ok");
  card::Payload forged = batch.payloads[0];
  forged.secret = card::Secret::random();
  const Json quote = world.shop.quote(card::text_of(forged));
  CHECK(word(quote) == "ok");
  CHECK(quote["result"]["paid"] == 10000);
  CHECK(quote["result"]["warnings"][0]["clause"] == "D8");
  CHECK(quote["result"]["warnings"][0]["word"] == "card_forged");
  CHECK(word(world.shop.ask("card.show", {{"scan", card::text_of(forged)}})) == "D8 card_forged");
}

TEST_CASE("C4, C6: a replacement takes a blank as a new card does") {
  World world;
  const Batch batch = world.make(printed, 2);
  REQUIRE(word(world.shop.accept(batch.list_text)) == "ok");
  const Json issued = world.shop.issue(card::text_of(batch.payloads[0]));
  const std::string card = text_of(issued, "card");
  REQUIRE(word(world.shop.act("card.block", {{"card", card}, {"reason", "lost"}})) == "ok");
  CHECK(word(world.shop.act("card.replace", {{"card", card}})) == "C1 no_blanks");
  const Json replaced =
      world.shop.act("card.replace", {{"card", card}, {"blank", card::text_of(batch.payloads[1])}});
  REQUIRE(word(replaced) == "ok");
  CHECK(text_of(replaced, "card") == batch.payloads[1].number.text());
  CHECK(world.shop.quote(card::text_of(batch.payloads[1]))["result"]["paid"] == 9000);
  CHECK(world.shop.quote(card::text_of(batch.payloads[0]))["result"]["warnings"][0]["word"] ==
        "card_replaced");
}

TEST_CASE(
    "G5, A42: a store that never saw the card, with no network: D1, it earns, redeems nothing") {
  World world;
  Shop elsewhere(world.place.path() / "elsewhere", "S02", world.office);
  const Batch cards = world.make(printed, 1);
  REQUIRE(word(world.shop.accept(cards.list_text)) == "ok");
  const card::Payload& payload = cards.payloads[0];
  const std::string scan = card::text_of(payload);
  REQUIRE(word(world.shop.issue(scan)) == "ok");
  const auto sell = [&](const std::string& shown, const char* receipt, int price, int paid) {
    return elsewhere.act("sale.commit",
                         {{"scan", shown},
                          {"lane", 1},
                          {"receipt_no", receipt},
                          {"expected_paid", paid},
                          {"lines", {{{"sku", "A"}, {"qty", 1}, {"unit_price", price}}}}});
  };

  // Without head office's key nothing on the card can be checked: as good as a typed number.
  CHECK(elsewhere.quote(scan)["result"]["paid"] == 10000);
  CHECK(elsewhere.quote(scan)["result"]["warnings"][0]["word"] == "card_unknown");
  REQUIRE(word(elsewhere.accept(world.make(printed, 1, "S02").list_text)) == "ok");

  const Json quote = elsewhere.quote(scan);
  CHECK(quote["result"]["paid"] == 9000);
  CHECK(quote["result"]["rate"]["clause"] == "D1");
  CHECK(quote["result"]["points"]["accumulated"] == 0);
  CHECK(quote["result"]["member"]["last_day"] == "2099-12-31");  // the one on it
  // A number or a stripe says nothing that could be checked here, and a forgery is one.
  CHECK(elsewhere.quote(payload.number.text())["result"]["paid"] == 10000);
  CHECK(elsewhere.quote(card::card_track_one(payload.number, payload.secret,
                                             payload.last_day))["result"]["paid"] == 10000);
  card::Payload forged = payload;
  forged.last_day = read_day("2110-12-31").value();
  CHECK(elsewhere.quote(card::text_of(forged))["result"]["warnings"][0]["word"] == "card_forged");

  const Json sold = sell(scan, "R-1", 400'000, 360'000);
  REQUIRE(word(sold) == "ok");
  CHECK(sold["result"]["points"]["earned"] == 36);  // 3600.00 paid
  CHECK(sold["result"]["rate"]["clause"] == "D1");
  const Json second = sell(scan, "R-2", 10'000, 8'500);  // 36 points by now: D2
  REQUIRE(word(second) == "ok");
  CHECK(second["result"]["rate"]["clause"] == "D2");

  REQUIRE(word(elsewhere.act("gift.put", {{"gift",
                                           {{"id", "mug"},
                                            {"name", "Mug"},
                                            {"points", 1},
                                            {"stock", 5},
                                            {"first_day", "2020-01-01"},
                                            {"last_day", "2099-12-31"}}}})) == "ok");
  CHECK(word(elsewhere.act("gift.redeem", {{"gift", "mug"}, {"scan", scan}})) ==
        "G5 account_unheard");
  const Json shown = elsewhere.ask("card.show", {{"scan", scan}});
  CHECK(shown["result"]["points"]["balance"] == 36);
  CHECK(shown["result"]["points"]["here"] == 0);
  CHECK(shown["result"]["redeemable"] == 0);

  // It is all in the journal: rebuilt from it, the books are the same, also after a restart.
  elsewhere.open();
  CHECK(word(elsewhere.ask("verify", Json::object())) == "ok");
  CHECK(elsewhere.quote(scan)["result"]["paid"] == 8500);
}

}  // namespace
}  // namespace vip::sync
