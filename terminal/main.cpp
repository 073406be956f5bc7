// vip-terminal: the store's service and its command line. Composition root: what is wired to what.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cardformat/scan/free_text.h"
#include "cardformat/scan/scan.h"
#include "cardformat/wipe.h"
#include "sync/sync_methods.h"
#include "terminal/cli/command_line.h"
#include "terminal/door/opened_store.h"
#include "terminal/history/progress_bar.h"

namespace {

using namespace vip::terminal;  // NOLINT: a composition root names all of it

class CommandLineStore final : public cli::OpenStore {
 public:
  // Null where there is no store, and then `why_not` is the answer.
  static std::unique_ptr<CommandLineStore> open(const std::filesystem::path& directory,
                                                Reply& why_not) {
    auto store = std::make_unique<CommandLineStore>();
    auto opened = OpenedStore::open(directory, [&bar = store->bar_](Door& door, Store& books) {
      door.on_progress([&bar](std::string_view, std::uint64_t done, std::uint64_t total,
                              std::uint64_t rows) { bar.show(done, total, rows); });
      vip::sync::add_sync_methods(door, books);
    });
    if (!opened) {
      why_not = opened.error();
      return nullptr;
    }
    store->opened_ = std::move(*opened);
    return store;
  }

  Door& door() override { return opened_->door(); }

 private:
  ProgressBar bar_;
  std::unique_ptr<OpenedStore> opened_;
};

Reply init_store(const cli::InitWish& wish) {
  return make_store({.data = wish.data,
                     .store = wish.store,
                     .training = wish.training,
                     .seed = wish.seed,
                     .epoch = wish.epoch});
}

// The words of the command line. What was scanned by mistake does not stay where `ps` reads it.
std::vector<std::string> taken_words(int argc, char** argv) {
  std::vector<std::string> words(argv, argv + argc);
  for (int i = 1; i < argc; ++i) {
    const std::span<char> word(argv[i], words[static_cast<std::size_t>(i)].size());
    if (vip::card::secret_in({word.data(), word.size()}) ||
        vip::card::is_secret(vip::card::classify({word.data(), word.size()}, {}).what)) {
      vip::wipe(std::span(reinterpret_cast<std::uint8_t*>(word.data()), word.size()));
    }
  }
  return words;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words = taken_words(argc, argv);
  std::vector<const char*> arguments;
  for (const std::string& word : words) arguments.push_back(word.c_str());
  return cli::run_command_line(argc, arguments.data(),
                               {.init = init_store, .open = CommandLineStore::open});
}
