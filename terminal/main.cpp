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

cli::Reply shown(const Reply& reply) { return {reply.text, reply.exit_code}; }

cli::Reply configuration_error(const ConfigProblem& problem) {
  return shown(error_reply(Fault{.code = Fault::Code::configuration,
                                 .word = problem.word,
                                 .facts = problem.facts}));
}

class OpenedStore final : public cli::OpenStore {
 public:
  OpenedStore(const std::filesystem::path& directory, Zone zone, const Config& config)
      : store_(directory, std::move(zone)), door_(store_, config) {
    door_.on_progress([this](std::string_view, std::uint64_t done, std::uint64_t total,
                             std::uint64_t rows) { bar_.show(done, total, rows); });
    vip::sync::add_sync_methods(door_, store_);
  }

  cli::Reply call(std::string_view method, std::string_view request) override {
    return shown(door_.call(method, request));
  }
  std::vector<cli::Reply> call_all(const std::vector<cli::Call>& calls) override {
    std::vector<Call> asked;
    asked.reserve(calls.size());
    for (const cli::Call& call : calls) asked.push_back({call.method, call.request});
    std::vector<cli::Reply> replies;
    replies.reserve(calls.size());
    for (const Reply& reply : door_.call_all(asked)) replies.push_back(shown(reply));
    return replies;
  }

 private:
  Store store_;
  Door door_;
  ProgressBar bar_;
};

std::unique_ptr<cli::OpenStore> open_store(const std::filesystem::path& directory,
                                           cli::Reply& why_not) {
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
    why_not = shown(storage_reply(error));
    return nullptr;
  }
}

cli::Reply init_store(const cli::InitWish& wish) {
  const auto config = read_config(wish.data / "vip.toml");
  if (!config) return configuration_error(config.error());
  try {
    const bool made = create_store(wish.data, {.store = wish.store,
                                               .training = wish.training,
                                               .card_prefix = config->card_prefix,
                                               .seed = wish.seed});
    if (!made) {
      return shown(error_reply(Fault{.code = Fault::Code::conflict,
                                     .word = "store_exists",
                                     .facts = {{"directory", wish.data.string()}}}));
    }
  } catch (const StorageError& error) {
    return shown(storage_reply(error));
  }
  cli::Reply why_not;
  const auto store = open_store(wish.data, why_not);
  return store ? store->call("status", "{}") : why_not;
}

}  // namespace

int main(int argc, char** argv) {
  return cli::run_command_line(argc, argv, {.init = init_store, .open = open_store});
}
