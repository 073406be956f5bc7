#include "terminal/cli/command_line.h"

#include <sys/random.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <utility>

#include "cardformat/ensure.h"
#include "terminal/cli/answer_file.h"
#include "terminal/cli/answer_view.h"
#include "terminal/cli/commands/builder.h"
#include "terminal/cli/commands/groups.h"
#include "terminal/cli/forms.h"
#include "terminal/cli/help.h"
#include "terminal/cli/input.h"
#include "terminal/cli/language.h"
#include "terminal/cli/stream.h"
#include "terminal/door/config.h"
#include "terminal/json/fields.h"

namespace vip::terminal::cli {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

// "cli-" and 64 random bits: unique for ever in one store, short enough to type again.
std::string new_request_id() {
  std::array<unsigned char, 8> random{};
  const ssize_t count = getrandom(random.data(), random.size(), 0);
  ensure(count == static_cast<ssize_t>(random.size()), "the system has random numbers");
  constexpr std::string_view digits = "0123456789abcdef";
  std::string id = "cli-";
  for (const unsigned char byte : random) {
    id += digits[byte >> 4U];
    id += digits[byte & 15U];
  }
  return id;
}

class CommandLine {
 public:
  CommandLine(Language language, const Programs& programs, std::string default_data)
      : language_(language), programs_(programs), to_(language, app_, common_) {
    common_.data = std::move(default_data);
    app_.name("vip-terminal");
    app_.description(say({"门店 VIP 会员终端：没有网络也照常营业。",
                          "The VIP terminal of a store: it works with no network."}));
    app_.require_subcommand(1);
    app_.formatter(std::make_shared<Help>(language));
    app_.option_defaults()->group(say({"选项", "Options"}));
    app_.set_help_flag("-h,--help",
                       say({"显示帮助和两个例子", "Show this help with two examples"}));
    app_.set_version_flag("--version", "vip-terminal 0.1.0", say({"显示版本", "Show the version"}));
    app_.footer(
        say({"每个命令都有带例子的帮助：vip-terminal sale quote --help。\n"
             "数据目录：--data，否则环境变量 VIP_DATA，否则 ./store。\n"
             "一屏演示两家断线的门店：vip-terminal demo two-stores。",
             "Every command has help with examples: vip-terminal sale quote --help.\n"
             "The store: --data, else the variable VIP_DATA, else ./store.\n"
             "Two stores whose lines are cut, on one screen: vip-terminal demo two-stores."}));
    to_.common(app_);
    init_and_call();
    for (const Group& group : groups) group.commands(to_);
  }

  int run(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
      if (init_ != nullptr && init_->parsed()) return finish(programs_.init(wish()));
      if (call_ != nullptr && call_->parsed()) return run_call();
      if (serve_ != nullptr && serve_->parsed()) return run_serve();
      for (const Leaf& leaf : to_.leaves()) {
        if (leaf.app->parsed()) return run_leaf(leaf);
      }
      throw UsageError{say({"请给出命令", "a command is needed"})};
    } catch (const UsageError& error) {
      // A misspelt option explains why its value landed where it does not belong.
      return usage(app_.remaining(true).empty() ? error.text : not_known());
    } catch (const StorageError& error) {
      return finish(storage_reply(error));
    } catch (const CLI::Success& asked_for) {  // --help, --version
      return app_.exit(asked_for, std::cout, std::cerr);
    } catch (const CLI::ParseError& error) {
      return usage(explain(error));
    }
  }

 private:
  std::string say(Both both) const { return std::string(both.in(language_)); }

  // Those that are no plain call: one makes a store, one calls any method, one stays and serves.
  void init_and_call() {
    init_ = to_.command(&app_, "init", {"建立门店数据目录", "make a store"});
    init_->add_option("--store", store_, say({"门店编号，例如 S01", "the store, such as S01"}))
        ->required();
    init_->add_flag("--training", training_,
                    say({"培训门店：用来试用，卡号带培训标记",
                         "a training store: for trying out, with cards marked so"}));
    init_->add_option(
        "--seed", seed_,
        say({"培训门店：固定的卡号序列", "training: the same card numbers every time"}));
    init_->add_option(
        "--epoch", epoch_,
        say({"本店终端的第几代，由总部告知；默认 1",
             "which life of this store's terminal, as head office said; left out: the first"}));
    to_.common(*init_);

    call_ = to_.command(&app_, "call",
                        {"调用一个方法：从标准输入读请求，应答写到标准输出",
                         "call a method: the request from standard input, the answer to standard "
                         "output"});
    call_->add_option("method", method_, say({"方法，例如 sale.quote", "such as sale.quote"}));
    call_->add_flag("--stream", stream_,
                    say({"每行一个 {\"method\",\"request\"}，每行一个应答",
                         "one {\"method\",\"request\"} a line in, one answer a line out"}));
    to_.common(*call_);

    serve_ = to_.command(&app_, "serve",
                         {"为收银台和收银员页面服务，直到停止（Ctrl-C）",
                          "serve lanes and the cashier's page, until it is stopped (Ctrl-C)"});
    serve_->add_option(
        "--port", serving_.port,
        say({"端口，0 为任意空闲端口；默认 7410", "port, 0 is any free one; left out: 7410"}));
    serve_->add_option("--listen", serving_.address,
                       say({"IP 地址；默认 127.0.0.1，只限本机",
                            "IP address; left out: 127.0.0.1, this machine alone"}));
    serve_
        ->add_option("--host", serving_.hosts,
                     say({"本服务的其他名称，可重复", "another name of this service, repeatable"}))
        ->allow_extra_args(false);
    serve_
        ->add_option("--scanner", scanners_,
                     say({"由本服务直接读取的扫码枪：evdev:/dev/input/…、evdev:设备名 或 "
                          "serial:/dev/…，可重复；有哪些见 vip-terminal doctor",
                          "a scanner that the service reads itself: evdev:/dev/input/..., "
                          "evdev:NAME or serial:/dev/..., repeatable; vip-terminal doctor says "
                          "which are there"}))
        ->allow_extra_args(false);
    serve_->add_option("--tls-cert", serving_.tls_certificate,
                       say({"证书文件（PEM），对外地址必需",
                            "certificate (PEM), needed on any but a loopback address"}));
    serve_->add_option("--tls-key", serving_.tls_key,
                       say({"证书的私钥文件（PEM）", "the certificate's private key (PEM)"}));
    to_.common(*serve_);
  }

  // ---- running ----

  InitWish wish() const {
    InitWish wish{.data = common_.data, .store = store_, .training = training_, .seed = {}};
    if (!epoch_.empty()) {
      const auto epoch = read_whole(epoch_);
      if (!epoch || *epoch < 1 || *epoch > 0x7fffffff) {
        throw to_.not_a(epoch_, "--epoch", {"正整数", "a whole number from 1"});
      }
      wish.epoch = static_cast<std::uint32_t>(*epoch);
    }
    if (seed_.empty()) return wish;
    const auto seed = read_whole(seed_);
    if (!seed || *seed < 0)
      throw to_.not_a(seed_, "--seed", {"0 或正整数", "a whole number from 0"});
    wish.seed = static_cast<std::uint64_t>(*seed);
    return wish;
  }

  int run_call() {
    if (stream_ != method_.empty()) {
      throw UsageError{
          say({"call 要么给出方法，要么用 --stream", "call takes either a method or --stream"})};
    }
    common_.json = true;
    Reply why_not;
    const std::unique_ptr<OpenStore> store = programs_.open(common_.data, why_not);
    if (store == nullptr) return finish(why_not);
    if (stream_) return run_stream(STDIN_FILENO, STDOUT_FILENO, *store);
    return finish(store->call(method_, read_input(STDIN_FILENO)));
  }

  int run_serve() {
    serving_.data = common_.data;
    serving_.json = common_.json;
    serving_.chinese = language_ == Language::zh;
    if (serving_.tls_certificate.empty() != serving_.tls_key.empty()) {
      throw UsageError{
          say({"--tls-cert 和 --tls-key 要一起给出", "--tls-cert and --tls-key come together"})};
    }
    for (const std::string& text : scanners_) {
      const auto source = read_scanner_source(text);
      if (!source) {
        throw to_.not_a(text, "--scanner",
                        {"evdev:/dev/input/…、evdev:设备名 或 serial:/dev/…",
                         "evdev:/dev/input/..., evdev:NAME or serial:/dev/..."});
      }
      serving_.scanners.push_back(*source);
    }
    return programs_.serve(serving_);
  }

  int run_leaf(const Leaf& leaf) {
    Request request = leaf.request;
    complete(leaf, request);
    if (leaf.method.starts_with("lane.")) {
      return finish(programs_.lanes(common_.data, leaf.method, request.dump()));
    }
    Reply why_not;
    const std::unique_ptr<OpenStore> store = programs_.open(common_.data, why_not);
    if (store == nullptr) return finish(why_not);
    return finish(store->call(leaf.method, with_document(leaf, request)));
  }

  static std::string with_document(const Leaf& leaf, const Request& request) {
    std::string text = request.dump();
    if (leaf.document.empty()) return text;
    text.pop_back();
    return text + (text == "{" ? "" : ",") + "\"policy\":" + leaf.document + "}";
  }

  // What a command adds by itself.
  void complete(const Leaf& leaf, Request& request) {
    if (leaf.method == "scan" && !request.contains("raw")) {
      if (isatty(STDIN_FILENO) != 0) {
        std::cerr << say({"请扫码或刷卡，再按回车。", "Scan or swipe now, then press Enter."})
                  << "\n";
      }
      request["raw"] = read_burst(STDIN_FILENO);
    }
    if (leaf.method == "card.issue" && !request.contains("proof") &&
        request.contains(Pointer("/registration/phone"))) {
      request["proof"]["phone"] = request["registration"]["phone"];
    }
    add_secret(request, "operator", "pin", common_.pin_file, "VIP_PIN");
    add_secret(request, "second_operator", "second_pin", common_.second_pin_file, "VIP_SECOND_PIN");
    if (leaf.method == "operator.add" || leaf.method == "operator.pin") {
      add_secret(request, "number", "new_pin", common_.new_pin_file, "VIP_NEW_PIN");
    }
    if (!leaf.writes) return;
    if (!common_.request_id.empty()) {
      request["request_id"] = common_.request_id;
    } else {
      const std::string id = new_request_id();
      request["request_id"] = id;
      std::cerr << say({"请求编号 ", "request id "}) << id
                << say({"（重试请加 --request-id ", " (to repeat it safely: --request-id "}) << id
                << say({"）", ")"}) << "\n";
    }
  }

  // A PIN for the one who is named: the first line of the file, else the variable.
  void add_secret(Request& request, const char* whose, const char* field, const std::string& file,
                  const char* variable) const {
    if (!request.contains(whose)) return;
    std::string secret = file.empty() ? environment(variable) : to_.read_file(file);
    secret = secret.substr(0, secret.find_first_of("\r\n"));
    if (!secret.empty()) request[field] = secret;
  }

  int finish(const Reply& reply) {
    if (reply.text.starts_with(R"({"ok":true,"replayed":true)")) {
      std::cerr
          << say({"这笔之前已办妥，没有重复办理；下面是当时的应答。",
                  "This was done before and was not done twice; the answer is the first one."})
          << "\n";
    }
    const auto file = common_.json && common_.output.empty() ? std::nullopt : file_in(reply.text);
    if (file && !common_.output.empty()) {
      if (!write_file(common_.output, file->bytes)) {
        std::cerr << "vip-terminal: " << say({"写不了文件 ", "cannot write the file "})
                  << common_.output << ": " << std::strerror(errno) << "\n";
        return exit_code::unexpected;
      }
      std::cerr << say({"已写到 ", "written to "}) << common_.output << "\n";
    } else if (common_.json) {
      std::cout << reply.text << "\n";
    } else if (file && !file->for_people) {
      if (isatty(STDOUT_FILENO) == 1 && file->bytes.find('\0') != std::string::npos) {
        throw UsageError{say({"这不是文字，请用 --output 写到文件。",
                              "that is no text; name a file with --output."})};
      }
      std::cout << file->bytes;
    } else {
      Look look{.language = language_, .colour = colour(STDOUT_FILENO)};
      std::cout << view(reply.text, look).data;
      look.colour = colour(STDERR_FILENO);
      std::cerr << view(reply.text, look).messages;
    }
    std::cout.flush();
    if (!std::cout) {
      std::cerr << "vip-terminal: "
                << say({"应答写不出去；业务以应答为准，请用同一请求编号重试",
                        "the answer could not be written; repeat it with the same request id"})
                << "\n";
      return reply.exit_code == 0 ? exit_code::unexpected : reply.exit_code;
    }
    return reply.exit_code;
  }

  static bool colour(int file) {
    return isatty(file) == 1 && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
  }

  // ---- when what was written is no command ----

  const CLI::App* deepest() const {
    const CLI::App* app = &app_;
    while (true) {
      const auto subcommands = app->get_subcommands();
      if (subcommands.empty()) return app;
      app = subcommands.front();
    }
  }

  static std::string path(const CLI::App* app) {
    std::string out = app->get_name();
    for (const CLI::App* up = app->get_parent(); up != nullptr; up = up->get_parent()) {
      out = up->get_name() + " " + out;
    }
    return out;
  }

  static std::vector<std::string> commands_of(const CLI::App* app) {
    std::vector<std::string> names;
    for (const CLI::App* sub : app->get_subcommands({})) names.push_back(sub->get_name());
    return names;
  }

  // Requires: some word was left over.
  std::string not_known() const {
    const std::string word = app_.remaining(true).front();
    const CLI::App* app = deepest();
    std::vector<std::string> names = commands_of(app);
    std::string out = names.empty() ? say({"不认识：", "not understood: "})
                                    : say({"没有这个命令：", "there is no command "});
    out += word;
    for (const CLI::Option* option : app->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    const std::vector<std::string_view> known(names.begin(), names.end());
    if (const auto meant = nearest_word(word, known)) {
      out += say({"（是不是 ", " (did you mean "}) + std::string(*meant) + say({"？）", "?)"});
    }
    return out;
  }

  std::string explain(const CLI::ParseError& error) const {
    const CLI::App* app = deepest();
    const std::vector<std::string> names = commands_of(app);
    if (!app_.remaining(true).empty()) return not_known();
    if (!names.empty()) {
      std::string out = path(app) + say({" 后面要有命令：", " needs a command: "});
      for (const std::string& name : names) out += (&name == &names.front() ? "" : ", ") + name;
      return out;
    }
    if (language_ == Language::en) return error.what();
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
      const std::string text = error.what();
      return "缺少 " + text.substr(0, text.find(" is required"));
    }
    return std::string("写法不对：") + error.what();
  }

  int usage(const std::string& text) const {
    std::cerr << "vip-terminal: " << text << "\n"
              << say({"用法和例子：", "for usage and examples: "}) << path(deepest())
              << " --help\n";
    return exit_code::usage;
  }

  Language language_;
  const Programs& programs_;
  CLI::App app_;
  Common common_;
  Builder to_;

  CLI::App* init_ = nullptr;
  std::string store_;
  bool training_ = false;
  std::string seed_;
  std::string epoch_;

  CLI::App* call_ = nullptr;
  std::string method_;
  bool stream_ = false;

  CLI::App* serve_ = nullptr;
  std::vector<std::string> scanners_;
  ServeWish serving_;
};

// Before anything is parsed: the value of --name, wherever it stands.
std::string option_value(int argc, const char* const* argv, std::string_view name) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == name && i + 1 < argc) return argv[i + 1];
    if (word.starts_with(std::string(name) + "=")) return std::string(word.substr(name.size() + 1));
  }
  return {};
}

Language language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::string value = environment(name);
    if (!value.empty()) return value.starts_with("zh") ? Language::zh : Language::en;
  }
  return Language::en;
}

// Interrupted: nothing is half done, because a commit is one transaction and the books come back
// whole from any end.
extern "C" void interrupted(int) { _exit(exit_code::interrupted); }

}  // namespace

int run_command_line(int argc, const char* const* argv, const Programs& programs) {
  std::signal(SIGINT, interrupted);
  std::string data = option_value(argc, argv, "--data");
  if (data.empty()) data = environment("VIP_DATA");
  if (data.empty()) data = "store";
  // --lang, else vip.toml, else the environment. Help needs it, so it comes before parsing.
  std::optional<Language> language = language_named(option_value(argc, argv, "--lang"));
  const auto config = read_config(std::filesystem::path(data) / "vip.toml");
  if (!language && config && config->lang) language = language_named(*config->lang);
  if (!language) language = language_of_environment();
  return CommandLine(*language, programs, data).run(argc, argv);
}

}  // namespace vip::terminal::cli
