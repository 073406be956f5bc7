#include "sync/office/blanks.h"

#include <doctest/doctest.h>

#include <ctime>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "cardformat/bytes.h"
#include "cardformat/card_stripe.h"
#include "cardformat/ean13.h"
#include "sync/files.h"
#include "tests/folder.h"
#include "tests/show.h"
#include "tests/sync/office_at_work.h"

namespace vip::sync {
namespace {

namespace fs = std::filesystem;

struct Office {
  Folder place;
  OfficeDirectory directory;
  Office() : directory(made(place.path())) {}

  static fs::path made(const fs::path& path) {
    REQUIRE(OfficeDirectory::create(path / "office", {}, std::time(nullptr)));
    return path / "office";
  }
  Batch make(card::BlankKind kind, std::size_t count) {
    BlanksDesk desk(directory);
    return desk.make(
        {.store = "S01", .kind = kind, .count = count, .last_day = read_day("2031-11-22").value()},
        [](std::size_t, std::size_t) {});
  }
};

// Every byte of every file in a directory.
std::string everything_in(const fs::path& directory) {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) all += read_file(entry.path()).value();
  }
  return all;
}

TEST_CASE("a batch: cards that the store can believe, and their list") {
  Office office;
  const Batch batch = office.make(card::BlankKind::printed, 50);
  CHECK(batch.list.batch == 1);
  CHECK(batch.payloads.size() == 50);
  const auto list =
      card::read_blank_list(batch.list_text, office.directory.office_key().public_key());
  REQUIRE(list.has_value());
  CHECK(list->store == "S01");
  CHECK(list->kind == card::BlankKind::printed);
  card::CardKeys keys;
  keys.add(list->card_key);
  for (std::size_t i = 0; i < 50; ++i) {
    const card::Payload& payload = batch.payloads[i];
    CHECK(card::believe(payload, 9156, keys).value() == list->blanks[i]);
    CHECK_FALSE(payload.number.is_training());
    CHECK(card::ean13_of(payload.number).starts_with("28"));
  }
}

TEST_CASE("batches are numbered, and no number is given out twice") {
  Office office;
  std::set<card::Number> numbers;
  for (std::uint32_t i = 1; i <= 3; ++i) {
    const Batch batch = office.make(card::BlankKind::printed, 20);
    CHECK(batch.list.batch == i);
    for (const card::Blank& blank : batch.list.blanks) numbers.insert(blank.number);
  }
  CHECK(numbers.size() == 60);
  const auto record = batches_on_record(office.directory);
  REQUIRE(record.size() == 3);
  CHECK(record[2].batch == 3);
  CHECK(record[2].blanks.size() == 20);
}

TEST_CASE("head office keeps no secret of a card, printed or virtual") {
  Office office;
  const Batch printed = office.make(card::BlankKind::printed, 5);
  const Batch virtual_cards = office.make(card::BlankKind::virtual_, 5);
  const std::string all = everything_in(office.place.path());
  for (const Batch* batch : {&printed, &virtual_cards}) {
    for (const card::Payload& payload : batch->payloads) {
      CHECK(all.find(payload.number.text()) != std::string::npos);
      CHECK(all.find(raw(payload.secret.bytes())) == std::string::npos);
      CHECK(all.find(hex(payload.secret.bytes())) == std::string::npos);
      CHECK(all.find(card::text_of(payload).substr(16)) == std::string::npos);
    }
  }
  CHECK(batches_on_record(office.directory)[1].kind == card::BlankKind::withheld);
  // What the store gets of a virtual batch is the cards themselves.
  const auto list =
      card::read_blank_list(virtual_cards.list_text, office.directory.office_key().public_key());
  CHECK(list.value().payloads == virtual_cards.payloads);
}

TEST_CASE(
    "the files are their owner's alone, and the key that signs cards is not head office's own") {
  Office office;
  office.make(card::BlankKind::printed, 1);
  const fs::path root = office.directory.path();
  for (const fs::path& path : {root / "keys" / "cards.key", root / "blanks" / "1.list"}) {
    CAPTURE(path.string());
    CHECK((fs::status(path).permissions() & fs::perms::all) ==
          (fs::perms::owner_read | fs::perms::owner_write));
  }
  CHECK((fs::status(root / "blanks").permissions() & fs::perms::all) == fs::perms::owner_all);
  CHECK(batches_on_record(office.directory)[0].card_key !=
        office.directory.office_key().public_key());
}

TEST_CASE("a card printer's file: a line of names, then every code of every card") {
  Office office;
  const Batch batch = office.make(card::BlankKind::printed, 3);
  std::istringstream csv(printer_csv(batch.payloads));
  std::string line;
  REQUIRE(std::getline(csv, line));
  CHECK(line == "number,printed,track1,track2,qr,code128,ean13\r");
  for (const card::Payload& payload : batch.payloads) {
    REQUIRE(std::getline(csv, line));
    std::vector<std::string> fields;
    std::istringstream row(line.substr(0, line.size() - 1));
    for (std::string field; std::getline(row, field, ',');) fields.push_back(field);
    REQUIRE(fields.size() == 7);
    CHECK(fields[0] == payload.number.text());
    CHECK(fields[1] == payload.number.grouped());
    const auto one = card::read_card_track(card::read_frame(card::Track::one, fields[2]).value());
    CHECK(one.value().number == payload.number);
    CHECK(one.value().secret == payload.secret);
    const auto two = card::read_card_track(card::read_frame(card::Track::two, fields[3]).value());
    CHECK(two.value().number == payload.number);
    CHECK(card::read_payload(fields[4]).value() == payload);
    CHECK(fields[5] == payload.number.text());
    CHECK(card::read_ean13(fields[6], 9156, 28).value() == payload.number);
  }
  CHECK_FALSE(std::getline(csv, line));
}

TEST_CASE("one batch is made at a time; a damaged record is said, not passed over") {
  Office office;
  {
    const BlanksDesk desk(office.directory);
    CHECK_THROWS_AS(BlanksDesk{office.directory}, terminal::StorageError);
  }
  office.make(card::BlankKind::printed, 1);
  const fs::path record = office.directory.path() / "blanks" / "1.list";
  std::string text = read_file(record).value();
  text[text.size() / 2] = text[text.size() / 2] == '0' ? '1' : '0';
  write_file(record, text);
  CHECK_THROWS_AS(batches_on_record(office.directory), terminal::StorageError);
}

}  // namespace
}  // namespace vip::sync
