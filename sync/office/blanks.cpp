#include "sync/office/blanks.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>

#include "cardformat/bytes.h"
#include "cardformat/card_stripe.h"
#include "cardformat/ean13.h"
#include "cardformat/ensure.h"
#include "cardformat/wipe.h"
#include "sync/files.h"

namespace vip::sync {
namespace {

namespace fs = std::filesystem;
using terminal::StorageError;

fs::path folder_of(const OfficeDirectory& directory) { return directory.path() / "blanks"; }

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw StorageError(StorageError::Kind::read_only,
                       "make " + folder.string() + ": " + error.message());
  }
  fs::permissions(folder, fs::perms::owner_all);
}

[[noreturn]] void damaged(const fs::path& path) {
  throw StorageError(StorageError::Kind::damaged, path.string() + " is damaged or not ours");
}

// The key that signs cards; made where there is none yet.
SigningKey card_key(const OfficeDirectory& directory) {
  const fs::path path = directory.path() / "keys" / "cards.key";
  auto text = read_file(path);
  if (!text) {
    text = hex(SigningKey::generate().seed()) + "\n";
    write_file(path, *text);
  }
  while (text->ends_with('\n')) text->pop_back();
  const auto bytes = read_hex(*text);
  const auto seed = bytes ? array_of<32>(*bytes) : std::nullopt;
  wipe(*text);
  if (!seed) damaged(path);
  return SigningKey::from_seed(*seed);
}

// "17.list" -> 17.
std::optional<std::uint32_t> batch_of(const fs::path& file) {
  if (file.extension() != ".list") return std::nullopt;
  const std::string name = file.stem().string();
  std::uint32_t batch = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), batch);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return batch;
}

}  // namespace

BlanksDesk::BlanksDesk(const OfficeDirectory& directory) : directory_(directory) {
  make_folder(folder_of(directory));
  const fs::path path = folder_of(directory) / "lock";
  lock_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) {
    throw StorageError(StorageError::Kind::read_only, "cannot write " + path.string());
  }
  if (flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    close(lock_);
    throw StorageError(StorageError::Kind::locked, "another vip-office makes blanks in " +
                                                       directory.path().string() +
                                                       "; wait until it has finished");
  }
}

BlanksDesk::~BlanksDesk() { close(lock_); }

Batch BlanksDesk::make(const BlanksWanted& wanted, const BlanksProgress& progress) {
  ensure(wanted.count >= 1 && wanted.count <= card::most_blanks, "a batch has its limits");
  ensure(wanted.kind != card::BlankKind::withheld, "a store gets its blanks");
  const SigningKey key = card_key(directory_);
  Batch batch;
  card::BlankList& list = batch.list;
  list.chain_prefix = wanted.chain_prefix;
  list.store = wanted.store;
  list.kind = wanted.kind;
  list.last_day = wanted.last_day;
  list.card_key = key.public_key();
  list.certificate =
      directory_.office_key().sign(card::card_key_message(wanted.chain_prefix, list.card_key));

  std::set<card::Number> given_out;
  for (const card::BlankList& earlier : batches_on_record(directory_)) {
    list.batch = std::max(list.batch, earlier.batch);
    for (const card::Blank& blank : earlier.blanks) given_out.insert(blank.number);
  }
  ++list.batch;

  std::set<card::Number> numbers;
  while (numbers.size() < wanted.count) {
    const card::Number number = card::random_number(wanted.chain_prefix, wanted.member_range % 10);
    if (!given_out.contains(number)) numbers.insert(number);
  }
  for (const card::Number number : numbers) {
    batch.payloads.push_back(card::sign_card(key, wanted.chain_prefix, number,
                                             card::Secret::random(), list.batch, wanted.last_day));
    list.blanks.push_back(batch.payloads.back().blank());
    progress(batch.payloads.size(), wanted.count);
  }

  card::BlankList record = list;
  if (record.kind == card::BlankKind::virtual_) record.kind = card::BlankKind::withheld;
  write_file(folder_of(directory_) / (std::to_string(list.batch) + ".list"),
             card::write_blank_list(record, key));
  if (list.kind == card::BlankKind::virtual_) list.payloads = batch.payloads;
  batch.list_text = card::write_blank_list(list, key);
  return batch;
}

std::vector<card::BlankList> batches_on_record(const OfficeDirectory& directory) {
  std::vector<card::BlankList> batches;
  std::error_code none_yet;
  for (const auto& entry : fs::directory_iterator(folder_of(directory), none_yet)) {
    const auto number = batch_of(entry.path());
    if (!number) continue;
    const auto text = read_file(entry.path());
    auto list = text ? card::read_blank_list(*text, directory.office_key().public_key())
                     : Unexpected{card::BlankListProblem{}};
    if (!list || list->batch != *number) damaged(entry.path());
    batches.push_back(std::move(*list));
  }
  std::ranges::sort(batches, {}, &card::BlankList::batch);
  return batches;
}

std::string printer_csv(const std::vector<card::Payload>& payloads) {
  std::string csv = "number,printed,track1,track2,qr,code128,ean13\r\n";
  for (const card::Payload& payload : payloads) {
    const std::string number = payload.number.text();
    csv += number + ',' + payload.number.grouped() + ',' +
           card::card_track_one(payload.number, payload.secret, payload.last_day) + ',' +
           card::card_track_two(payload.number, payload.last_day) + ',' + card::text_of(payload) +
           ',' + number + ',' + card::ean13_of(payload.number) + "\r\n";
  }
  return csv;
}

}  // namespace vip::sync
