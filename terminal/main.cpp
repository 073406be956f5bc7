// vip-terminal: the store's service and its command line. Composition root: what is wired to what.

#include <memory>
#include <utility>

#include "sync/sync_methods.h"
#include "terminal/books/store.h"
#include "terminal/cli/command_line.h"
#include "terminal/door/door.h"
#include "terminal/history/progress_bar.h"

namespace {

using namespace vip::terminal;  // NOLINT: a composition root names all of it

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

class OpenedStore final : public cli::OpenStore {
 public:
  OpenedStore(const std::filesystem::path& directory, Zone zone, const Config& config)
      : directory_(directory), zone_(std::move(zone)), config_(config) {
    open();
  }

  Door& door() override {
    if (opened_->door.must_reopen()) {
      opened_.reset();  // the lock first, then the store again
      open();
    }
    return opened_->door;
  }

 private:
  struct Opened {
    Store store;
    Door door;
    Opened(const std::filesystem::path& directory, const Zone& zone, const Config& config)
        : store(directory, zone), door(store, config) {}
  };

  void open() {
    opened_ = std::make_unique<Opened>(directory_, zone_, config_);
    opened_->door.on_progress([this](std::string_view, std::uint64_t done, std::uint64_t total,
                                     std::uint64_t rows) { bar_.show(done, total, rows); });
    vip::sync::add_sync_methods(opened_->door, opened_->store);
  }

  std::filesystem::path directory_;
  Zone zone_;
  Config config_;
  std::unique_ptr<Opened> opened_;
  ProgressBar bar_;
};

std::unique_ptr<cli::OpenStore> open_store(const std::filesystem::path& directory, Reply& why_not) {
  const auto config = read_config(directory / "vip.toml");
  if (!config) {
    why_not = configuration_error(config.error());
    return nullptr;
  }
  auto zone = Zone::named(config->zone);
  if (!zone) {
    why_not = configuration_error({"zone_unknown", {{"zone", config->zone}}});
    return nullptr;
  }
  try {
    return std::make_unique<OpenedStore>(directory, std::move(*zone), *config);
  } catch (const StorageError& error) {
    why_not = not_opened(error, directory);
    return nullptr;
  }
}

Reply init_store(const cli::InitWish& wish) {
  const auto config = read_config(wish.data / "vip.toml");
  if (!config) return configuration_error(config.error());
  try {
    const bool made = create_store(wish.data, {.store = wish.store,
                                               .training = wish.training,
                                               .card_prefix = config->card_prefix,
                                               .seed = wish.seed});
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
  Reply why_not;
  const auto store = open_store(wish.data, why_not);
  return store ? store->door().call("status", "{}") : why_not;
}

}  // namespace

int main(int argc, char** argv) {
  return cli::run_command_line(argc, argv, {.init = init_store, .open = open_store});
}
