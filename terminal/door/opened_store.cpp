#include "terminal/door/opened_store.h"

#include <exception>
#include <utility>

#include "terminal/books/clock.h"
#include "terminal/books/store_name.h"
#include "terminal/counter/next_life.h"
#include "terminal/door/retention.h"

namespace vip::terminal {
namespace {

namespace fs = std::filesystem;

Reply configuration_error(const ConfigProblem& problem) {
  return error_reply(Fault{.code = Fault::Code::configuration,
                           .pointer = {},
                           .word = problem.word,
                           .facts = problem.facts,
                           .problem = {}});
}

// Which directory it is, is the first thing to say where there is no store in it.
Reply not_opened(const StorageError& error, const std::filesystem::path& directory) {
  if (error.kind() != StorageError::Kind::missing) return storage_reply(error);
  return error_reply(Fault{.code = Fault::Code::storage,
                           .pointer = {},
                           .word = "store_missing",
                           .facts = {{"directory", directory.string()}},
                           .problem = {}});
}

}  // namespace

OpenedStore::OpenedStore(std::filesystem::path directory, Zone zone, Config config, Furnish furnish)
    : directory_(std::move(directory)),
      zone_(std::move(zone)),
      config_(std::move(config)),
      furnish_(std::move(furnish)) {
  open_again();
}

Result<std::unique_ptr<OpenedStore>, Reply> OpenedStore::open(
    const std::filesystem::path& directory, Furnish furnish) {
  const auto config = read_config(directory / "vip.toml");
  if (!config) return Unexpected{configuration_error(config.error())};
  auto zone = Zone::named(config->zone);
  if (!zone) {
    return Unexpected{configuration_error({"zone_unknown", {{"zone", config->zone}}})};
  }
  try {
    return std::unique_ptr<OpenedStore>(
        new OpenedStore(directory, std::move(*zone), *config, std::move(furnish)));
  } catch (const StorageError& error) {
    return Unexpected{not_opened(error, directory)};
  }
}

void OpenedStore::open_again() {
  opened_.reset();  // the lock first, then the store again
  if (fs::exists(directory_ / "next" / "ready")) move_into_next_life(directory_);
  opened_ = std::make_unique<Opened>(directory_, zone_, config_);
  if (const auto doubt = doubt_about(opened_->store)) {
    make_next_life(opened_->store, *doubt);
    opened_.reset();
    move_into_next_life(directory_);
    opened_ = std::make_unique<Opened>(directory_, zone_, config_);
  }
  if (furnish_) furnish_(opened_->door, opened_->store);
  if (progress_) opened_->door.on_progress(progress_);
}

void OpenedStore::on_progress(Progress progress) {
  progress_ = std::move(progress);
  if (opened_) opened_->door.on_progress(progress_);
}

Door& OpenedStore::door() {
  if (must_reopen()) open_again();
  return opened_->door;
}

Store& OpenedStore::store() {
  door();
  return opened_->store;
}

std::vector<Reply> OpenedStore::call_all(std::span<const Call> calls) {
  try {
    return door().call_all(calls);
  } catch (const StorageError& error) {
    return std::vector<Reply>(calls.size(), storage_reply(error));
  }
}

void OpenedStore::idle() noexcept {
  try {
    if (!must_reopen()) {
      forget_some(opened_->store, config_.retention, wall_clock());
    }
  } catch (const std::exception&) {
    opened_.reset();  // whether it is there, the store says when it is opened again
  }
  try {
    if (!must_reopen()) opened_->door.idle();
  } catch (const std::exception&) {
    // The log still holds everything, and the next commit says what is wrong with the disk.
  }
}

Reply make_store(const NewDirectory& wish) {
  if (!store_name_allowed(wish.store)) {
    return error_reply(Fault{
        .code = Fault::Code::request_invalid,
        .pointer = "/store",
        .word = {},
        .facts = {},
        .problem =
            Problem{"/store", "门店编号为 1 到 16 个字母、数字、“-”或“_”，例如 S01。没有改动。",
                    "A store's name has 1 to 16 letters, digits, \"-\" or \"_\", "
                    "such as S01. Nothing was changed."}});
  }
  const auto config = read_config(wish.data / "vip.toml");
  if (!config) return configuration_error(config.error());
  try {
    const bool made = create_store(wish.data, {.store = wish.store,
                                               .training = wish.training,
                                               .card_prefix = config->card_prefix,
                                               .seed = wish.seed,
                                               .epoch = wish.epoch});
    if (!made) {
      return error_reply(Fault{.code = Fault::Code::conflict,
                               .pointer = {},
                               .word = "store_exists",
                               .facts = {{"directory", wish.data.string()}},
                               .problem = {}});
    }
  } catch (const StorageError& error) {
    return storage_reply(error);
  }
  const auto store = OpenedStore::open(wish.data, {});
  return store ? (*store)->door().call("status", "{}") : store.error();
}

}  // namespace vip::terminal
