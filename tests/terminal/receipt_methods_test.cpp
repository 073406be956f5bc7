// receipt.show and receipt.print, through the door (S8).
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "cardformat/bytes.h"
#include "terminal/receipt/printer.h"
#include "tests/folder.h"
#include "tests/terminal/training_store.h"

namespace vip::terminal {
namespace {

Json ask(TrainingStore& store, const std::string& method, const std::string& request) {
  return read_json(store.door().call(method, request).text).value();
}

std::string text_of(const Json& answer, const char* field) {
  REQUIRE(answer.at("ok").get<bool>());
  return answer.at("result").at(field).get<std::string>();
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("S8: a receipt shown again says what the first one said") {
  TrainingStore store;
  const std::string card = store.issue();
  const std::string quoted = "\"" + card + "\"";
  struct Row {
    const char* name;
    std::string fields;
  };
  const std::vector<Row> rows = {
      {"member rate",
       R"("receipt_no":"A","expected_paid":23220,"lines":[{"sku":"A17","name":"口红",)"
       R"("qty":2,"unit_price":12900}],"card":)" +
           quoted},
      {"coupon", R"("receipt_no":"B","expected_paid":5000,"choice":"coupon","lines":[{"sku":"X",)"
                 R"("qty":1,"unit_price":10000}],"coupons":[{"id":"C9","amount":5000}],"card":)" +
                     quoted},
      {"nobody", R"("receipt_no":"C","expected_paid":100,"lines":[{"sku":"X","qty":1,)"
                 R"("unit_price":100}])"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Json sold = store.act("sale.commit", "\"lane\":3," + row.fields);
    const std::string first = text_of(sold, "receipt");
    const std::string name = R"({"sale":")" + text_of(sold, "sale") + R"("})";
    CHECK(text_of(ask(store, "receipt.show", name), "text") == first);
  }
  // A card that gives nothing any more: the receipt says why, again.
  CHECK(store.act("card.block", R"("reason":"stolen","card":)" + quoted).at("ok").get<bool>());
  const Json withheld = store.act(
      "sale.commit", R"("lane":3,"receipt_no":"D","expected_paid":100,"lines":[{"sku":"X","qty":1,)"
                     R"("unit_price":100}],"card":)" +
                         quoted);
  CHECK(has(text_of(withheld, "receipt"), "(C6)"));
  CHECK(text_of(ask(store, "receipt.show", R"({"receipt_no":"D"})"), "text") ==
        text_of(withheld, "receipt"));
  // Not a digit of the card in full.
  CHECK_FALSE(
      has(ask(store, "receipt.show", R"({"receipt_no":"A","format":"json"})").dump(), card));
}

TEST_CASE("S8, P4, G3: a return and a gift have receipts, by their place in the journal") {
  TrainingStore store;
  const std::string card = store.issue();
  REQUIRE(store.sell(card, 3, 100'000).at("ok").get<bool>());  // T-2: 30 points
  const Json back = store.act("sale.return", R"("receipt_no":"T-2","lines":[{"line":0,"qty":1}])");
  const std::string seq = std::to_string(back.at("position").at("seq").get<std::int64_t>());
  CHECK(text_of(ask(store, "receipt.show", "{\"seq\":" + seq + "}"), "text") ==
        text_of(back, "receipt"));

  REQUIRE(store
              .act("gift.put", R"("gift":{"id":"mug","name":"马克杯","points":12,"stock":2,)"
                               R"("first_day":"2026-01-01","last_day":"2026-12-31"})")
              .at("ok")
              .get<bool>());
  const Json gift = store.act("gift.redeem", R"("gift":"mug","card":")" + card + "\"");
  REQUIRE(gift.at("ok").get<bool>());
  const std::string at = std::to_string(gift.at("position").at("seq").get<std::int64_t>());
  const std::string slip = text_of(ask(store, "receipt.show", "{\"seq\":" + at + "}"), "text");
  for (const char* part : {"礼品兑换单 Gift", "mug 马克杯", "Points before", "Points spent", "-12",
                           "Points after", "Signature", "(G3, G4)"}) {
    CAPTURE(part);
    CHECK(has(slip, part));
  }
  const Json model = ask(store, "receipt.show", "{\"seq\":" + at + R"(,"format":"json"})")
                         .at("result")
                         .at("receipt");
  CHECK(model.at("kind") == "gift");
  CHECK(model.at("member").at("points").at("before") == 20);  // 2000.00 of 3000.00 are left
  CHECK(model.at("member").at("points").at("spent") == 12);
  CHECK(model.at("member").at("points").at("after") == 8);

  // What has no receipt.
  CHECK(ask(store, "receipt.show", R"({"seq":1})").at("error").at("code") == "not_found");
  CHECK(ask(store, "receipt.show", R"({"receipt_no":"none"})").at("error").at("code") ==
        "not_found");
  CHECK(ask(store, "receipt.show", R"({"seq":2,"sale":"S01-1-2"})").at("error").at("pointer") ==
        "/sale");
  CHECK(ask(store, "receipt.show", "{}").at("error").at("pointer") == "/sale");
}

TEST_CASE("a receipt in four renderings and four widths") {
  TrainingStore store;
  REQUIRE(store.sell(store.issue(), 1, 100'000).at("ok").get<bool>());
  for (const int columns : {32, 42, 44, 48}) {
    CAPTURE(columns);
    const std::string wish =
        R"({"receipt_no":"T-2","columns":)" + std::to_string(columns) + R"(,"format":)";
    std::istringstream text(text_of(ask(store, "receipt.show", wish + "\"text\"}"), "text"));
    std::size_t longest = 0;
    for (std::string line; std::getline(text, line);) {
      if (!line.empty() && line.find_first_not_of('-') == std::string::npos) longest = line.size();
    }
    CHECK(longest == static_cast<std::size_t>(columns));  // the rules are the paper's width
    CHECK(text_of(ask(store, "receipt.show", wish + "\"svg\"}"), "svg").starts_with("<svg"));
    const auto bytes =
        read_base64(text_of(ask(store, "receipt.show", wish + "\"escpos\"}"), "escpos"));
    REQUIRE(bytes.has_value());
    CHECK(bytes->starts_with("\x1b@"));
  }
  CHECK(ask(store, "receipt.show", R"({"receipt_no":"T-2","columns":40})")
            .at("error")
            .at("pointer") == "/columns");
  CHECK(ask(store, "receipt.show", R"({"receipt_no":"T-2","format":"pdf"})")
            .at("error")
            .at("pointer") == "/format");
}

std::string printed_into(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST_CASE("the first print is the original, later ones are copies; reopening forgets nothing") {
  const Folder paper;
  Config config;
  config.printer.target = *read_printer_target("file:" + paper.path("roll").string());
  config.printer.lanes["2"] = *read_printer_target("file:" + paper.path("second").string());
  TrainingStore store(config);
  REQUIRE(store.sell(store.issue(), 1, 100'000).at("ok").get<bool>());
  const std::string wish = R"({"receipt_no":"T-2","operator":1001})";
  const Json first = ask(store, "receipt.print", wish);
  CHECK(first.at("result").at("was_printed") == true);
  CHECK(first.at("result").at("copy") == false);
  CHECK_FALSE(has(printed_into(paper.path("roll")), "COPY"));
  store.close();
  store.open();
  const Json again = ask(store, "receipt.print", wish);
  CHECK(again.at("result").at("copy") == true);
  CHECK(has(printed_into(paper.path("roll")), "COPY"));
  CHECK(ask(store, "receipt.show", R"({"receipt_no":"T-2"})").at("result").at("times_printed") ==
        2);
  // A lane with a printer of its own.
  CHECK(printed_into(paper.path("second")).empty());
  CHECK(ask(store, "receipt.print", R"({"receipt_no":"T-2","operator":1001,"lane":2})")
            .at("ok")
            .get<bool>());
  CHECK_FALSE(printed_into(paper.path("second")).empty());
  // The same request twice prints once.
  const std::string once = R"({"receipt_no":"T-2","operator":1001,"request_id":"p1"})";
  CHECK(ask(store, "receipt.print", once).at("ok").get<bool>());
  const std::size_t length = printed_into(paper.path("roll")).size();
  CHECK(ask(store, "receipt.print", once).at("replayed") == true);
  CHECK(printed_into(paper.path("roll")).size() == length);
}

TEST_CASE("a printer that fails touches nothing: said plainly, and the next one is the original") {
  const Folder paper;
  Config config;
  config.printer.target = *read_printer_target("file:" + paper.path("no/such/folder").string());
  TrainingStore store(config);
  REQUIRE(store.sell(store.issue(), 1, 100'000).at("ok").get<bool>());
  const auto seq = store.store().journal().last().seq;
  const std::string wish = R"({"receipt_no":"T-2","operator":1001})";
  const Reply reply = store.door().call("receipt.print", wish);
  CHECK(reply.exit_code == exit_code::unreachable);
  const Json failed = read_json(reply.text).value().at("error");
  CHECK(failed.at("word") == "printer_failed");
  CHECK(failed.at("retryable") == true);
  CHECK(store.store().journal().last().seq == seq);
  // Nothing came out, so the next is no copy; where part of it is on the paper it is one.
  std::vector<bool> copies;
  store.door().on_print([&](const PrinterTarget&, std::string_view bytes) {
    copies.push_back(bytes.find("COPY") != std::string_view::npos);
    return Result<Done, PrintFailure>(Unexpected{PrintFailure{"out of paper", true}});
  });
  CHECK(ask(store, "receipt.print", wish).at("error").at("word") == "printer_stopped");
  CHECK(ask(store, "receipt.print", wish).at("error").at("word") == "printer_stopped");
  CHECK(copies == std::vector<bool>{false, true});
}

TEST_CASE("without a printer nothing is printed, and the answer says so") {
  TrainingStore store;
  REQUIRE(store.sell(store.issue(), 1, 100'000).at("ok").get<bool>());
  const Json answer = ask(store, "receipt.print", R"({"receipt_no":"T-2","operator":1001})");
  CHECK(answer.at("result").at("was_printed") == false);
  CHECK(answer.at("result").at("word") == "no_printer");
  CHECK(ask(store, "receipt.show", R"({"receipt_no":"T-2"})").at("result").at("times_printed") ==
        0);
}

TEST_CASE("S8: away from home the points are as of when head office was heard") {
  TrainingStore store;
  const std::string card = store.issue();
  const card::Number number = *card::read_number(card);
  const auto hear = [&](bool home) {
    Unit unit(store.store());
    unit.run([&] {
      HeardOf heard{.version = home ? 2 : 1, .at = 1'795'284'840, .home = home};  // 02:14 that day
      heard.told.account = number;
      REQUIRE(store.store().heard().put(heard) != Heard::Put::old);
      return true;
    });
    unit.commit();
  };
  hear(false);
  const std::string away = text_of(store.sell(card, 1, 100'000), "receipt");
  CHECK(has(away, "2026-11-22 02:14"));
  hear(true);
  CHECK_FALSE(has(text_of(store.sell(card, 1, 100'000), "receipt"), "2026-11-22 02:14"));
}

}  // namespace
}  // namespace vip::terminal
