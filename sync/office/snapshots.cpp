#include "sync/office/snapshots.h"

#include <algorithm>
#include <utility>

#include "cardformat/bytes.h"
#include "sync/downlink.h"
#include "sync/office/head_office.h"
#include "sync/packing.h"

namespace vip::sync {
namespace {

using Key = std::pair<std::uint32_t, std::uint32_t>;

Key key_of(const TerminalName& who) { return {who.tid, who.epoch}; }

}  // namespace

Snapshots::Snapshots(const OfficeDirectory& directory, std::function<void(std::string_view)> log,
                     int rows_a_page)
    : directory_(directory), log_(std::move(log)), rows_a_page_(rows_a_page) {}

Snapshots::~Snapshots() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    asked_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void Snapshots::work_in_background() {
  background_ = true;
  thread_ = std::thread([this] { run(); });
}

std::optional<Snapshots::Made> Snapshots::manifest(const TerminalName& who, const Lineage& lineage,
                                                   std::int64_t now) {
  const Job job{who, lineage, now};
  {
    const std::lock_guard lock(mutex_);
    drop_old(now);
    if (const auto found = kept_.find(key_of(who)); found != kept_.end()) {
      found->second.asked_at = now;
      return found->second.made;
    }
    if (background_) {
      const bool queued = std::ranges::any_of(jobs_, [&](const Job& j) { return j.who == who; });
      if (!queued) jobs_.push_back(job);
      asked_.notify_all();
      return std::nullopt;
    }
  }
  Kept kept = make(job);
  Made made = kept.made;
  keep(who, std::move(kept));
  return made;
}

std::optional<std::string> Snapshots::blob(const TerminalName& who, const Digest& name,
                                           std::int64_t now) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(key_of(who));
  if (found == kept_.end()) return std::nullopt;
  found->second.asked_at = now;
  const auto blob = found->second.blobs.find(name);
  return blob == found->second.blobs.end() ? std::nullopt : std::optional(blob->second);
}

Snapshots::Kept Snapshots::make(const Job& job) {
  OfficeBooksOpen books(directory_, terminal::Database::Mode::read);
  const SealKeys keys(directory_.path());
  RightsDesk rights(books.database, books.store, &keys);
  Kept kept;
  kept.asked_at = job.now;
  SnapshotManifest manifest{.of = job.who, .lineage = job.lineage, .time = job.now, .pages = {}};
  std::string text;
  int rows = 0;
  const auto finish_page = [&] {
    if (rows == 0) return;
    std::string packed = pack(text);
    const Digest name = sha256(packed);
    manifest.pages.push_back({name, packed.size(), static_cast<std::size_t>(rows)});
    kept.bytes += packed.size();
    kept.blobs.emplace(name, std::move(packed));
    text.clear();
    rows = 0;
  };
  RightsDesk::Place place;
  while (!place.at_end) {
    books.database.execute("BEGIN");  // one view of a page's accounts
    for (const card::Number account :
         rights.to_tell(job.who.tid, job.who.epoch, place, rows_a_page_)) {
      const std::string line = write_state(rights.state_of(account, job.who.tid, job.who.epoch));
      if (text.size() + line.size() + 1 > blob_limit) finish_page();
      text.append(line).push_back('\n');
      if (++rows == rows_a_page_) finish_page();
    }
    books.database.execute("COMMIT");
    const std::lock_guard lock(mutex_);
    if (stopping_) break;
  }
  finish_page();
  const SigningKey& key = directory_.office_key();
  kept.made.manifest =
      write_manifest(manifest, [&key](std::string_view signing) { return key.sign(signing); });
  kept.made.id = read_manifest(kept.made.manifest, job.who, std::nullopt)->id;
  return kept;
}

void Snapshots::keep(const TerminalName& who, Kept kept) {
  const std::lock_guard lock(mutex_);
  const std::int64_t now = kept.asked_at;
  kept_.insert_or_assign(key_of(who), std::move(kept));
  drop_old(now);
}

void Snapshots::drop_old(std::int64_t now) {
  std::erase_if(kept_, [&](const auto& one) { return one.second.asked_at + kept_s < now; });
  const auto bytes = [this] {
    std::size_t sum = 0;
    for (const auto& [key, one] : kept_) sum += one.bytes;
    return sum;
  };
  while (kept_.size() > 1 && bytes() > most_bytes) {
    kept_.erase(
        std::ranges::min_element(kept_, {}, [](const auto& one) { return one.second.asked_at; }));
  }
}

void Snapshots::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    asked_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    if (stopping_) return;
    const Job job = jobs_.front();
    lock.unlock();
    try {
      keep(job.who, make(job));
    } catch (const terminal::StorageError& error) {  // who asks again has it made again
      log_("snapshot of " + urn_of(job.who) + ": " + error.what());
    }
    lock.lock();
    jobs_.pop_front();
  }
}

}  // namespace vip::sync
