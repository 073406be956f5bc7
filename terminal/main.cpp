// vip-terminal: the store's service and its command line. Composition root: what is wired to what.

#include <chrono>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "cardformat/scan/free_text.h"
#include "cardformat/scan/scan.h"
#include "cardformat/wipe.h"
#include "sync/agent.h"
#include "sync/sync_methods.h"
#include "terminal/cli/command_line.h"
#include "terminal/cli/demo_command.h"
#include "terminal/door/opened_store.h"
#include "terminal/history/progress_bar.h"
#include "terminal/json/json_writer.h"
#include "terminal/json/strict_json.h"
#include "terminal/people/locked.h"
#include "terminal/service/client.h"
#include "terminal/service/lane_methods.h"
#include "terminal/service/service.h"
#include "terminal/service/service_file.h"
#include "terminal/service/store_thread.h"

namespace {

using namespace vip::terminal;  // NOLINT: a composition root names all of it

// The store in this process.
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
      if (!books.identity().training) allow_no_dumps();  // a training store has nobody's data
    });
    if (!opened) {
      why_not = opened.error();
      return nullptr;
    }
    store->opened_ = std::move(*opened);
    return store;
  }

  Reply call(std::string_view method, std::string_view request) override {
    return opened_->door().call(method, request);
  }
  std::vector<Reply> call_all(std::span<const Call> calls) override {
    return opened_->call_all(calls);
  }
  void idle() override { opened_->idle(); }

 private:
  ProgressBar bar_;
  std::unique_ptr<OpenedStore> opened_;
};

// The store in the service that has it open.
class ServedStore final : public cli::OpenStore {
 public:
  explicit ServedStore(std::unique_ptr<service::Client> client) : client_(std::move(client)) {}

  Reply call(std::string_view method, std::string_view request) override {
    ProgressBar bar;
    return client_->call(method, request,
                         [&bar](std::string_view, std::uint64_t done, std::uint64_t total,
                                std::uint64_t rows) { bar.show(done, total, rows); });
  }
  std::vector<Reply> call_all(std::span<const Call> calls) override {
    std::vector<Reply> replies;
    for (const Call& one : calls) replies.push_back(client_->call(one.method, one.request));
    return replies;
  }
  void idle() override {}  // the service sees to it

 private:
  std::unique_ptr<service::Client> client_;
};

// Where another command has the store open whoever comes next waits for a turn, ten seconds at
// most: commands are short. A service does not end by itself, and nobody waits for that.
constexpr int most_turns = 500;

bool wait_for_turn(const std::filesystem::path& directory, const Reply& why_not) {
  if (why_not.text.find("storage_locked") == std::string::npos) return false;
  const auto service = service::read_service_file(directory);
  if (service && (!service->certificate.empty() || service::Client::find(directory))) return false;
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  return true;
}

std::unique_ptr<cli::OpenStore> open_store(const std::filesystem::path& directory, Reply& why_not) {
  for (int turns = 0; turns < most_turns; ++turns) {
    if (auto here = CommandLineStore::open(directory, why_not)) return here;
    if (!wait_for_turn(directory, why_not)) break;
  }
  // Somebody else has it open: the service, perhaps, and then it is asked.
  if (why_not.text.find("storage_locked") != std::string::npos) {
    if (auto client = service::Client::find(directory)) {
      return std::make_unique<ServedStore>(std::move(client));
    }
  }
  return nullptr;
}

Reply init_store(const cli::InitWish& wish) {
  return make_store({.data = wish.data,
                     .store = wish.store,
                     .training = wish.training,
                     .seed = wish.seed,
                     .epoch = wish.epoch});
}

std::string file_text(const std::string& name) {
  std::ifstream in(name, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + name);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

int serve_store(const cli::ServeWish& wish) {
  const auto furnish = [](Door& door, Store& books) {
    if (!books.identity().training) allow_no_dumps();
    door.prepare();
  };
  auto opened = OpenedStore::open(wish.data, furnish);
  for (int turns = 0; !opened && turns < most_turns; ++turns) {
    if (!wait_for_turn(wish.data, opened.error())) break;
    opened = OpenedStore::open(wish.data, furnish);
  }
  if (!opened) {
    const Reply& why_not = opened.error();
    if (wish.json) {
      std::cout << why_not.text << "\n";
    } else {
      const auto json = read_json(why_not.text);
      if (json) {
        const auto& message = (*json)["error"]["message"];
        std::cerr << message[wish.chinese ? "zh-CN" : "en"].get<std::string>() << "\n";
      }
    }
    return why_not.exit_code;
  }
  try {
    service::ServiceSettings settings{.data = wish.data,
                                      .address = wish.address,
                                      .port = wish.port,
                                      .hosts = wish.hosts,
                                      .scanners = wish.scanners};
    if (!wish.tls_certificate.empty()) {
      settings.tls = http::Tls{.certificate_pem = file_text(wish.tls_certificate),
                               .key_pem = file_text(wish.tls_key),
                               .callers_authority_pem = {}};
    }
    service::Service serving(
        std::move(settings), std::move(*opened),
        [](service::StoreThread& store, std::function<void(const std::string&)> changed) {
          return std::make_unique<vip::sync::Agent>(store, std::move(changed));
        });
    if (wish.json) {
      JsonWriter json;
      json.begin_object().field("listening", serving.url()).field("port", serving.port());
      json.end_object();
      std::cout << json.str() << std::endl;
    } else {
      std::cout << (wish.chinese ? "终端服务：" : "The terminal serves ") << serving.url()
                << (wish.chinese ? "/ ；按 Ctrl-C 停止。" : "/ ; Ctrl-C stops it.") << std::endl;
    }
    serving.run(true);
  } catch (const StorageError& error) {
    std::cerr << error.what() << "\n";
    return exit_code::storage;
  } catch (const std::runtime_error& error) {
    std::cerr << "vip-terminal: " << error.what() << "\n";
    return exit_code::configuration;
  }
  return exit_code::ok;
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
  if (words.size() > 1 && words[1] == "demo") {
    return cli::tell_a_demo({words.begin() + 1, words.end()});
  }
  std::vector<const char*> arguments;
  for (const std::string& word : words) arguments.push_back(word.c_str());
  return cli::run_command_line(argc, arguments.data(),
                               {.init = init_store,
                                .serve = serve_store,
                                .lanes = service::lane_method,
                                .open = open_store});
}
