// Help: how --help is laid out. Needs CLI11; command_line.cpp alone includes this.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

#include "terminal/cli/language.h"
#include "terminal/door/columns.h"

namespace vip::terminal::cli {

// Help whose descriptions line up where labels are Chinese, with the words of both languages.
class Help : public CLI::Formatter {
 public:
  explicit Help(Language language) : language_(language) {
    column_width(34);
    if (language_ == Language::en) return;
    for (const auto& [key, text] : {std::pair{"Usage", "用法"},
                                    {"OPTIONS", "选项"},
                                    {"SUBCOMMAND", "命令"},
                                    {"Positionals", "参数"}}) {
      label(key, text);
    }
  }

  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    std::string left = "  " + make_option_name(option, is_positional);
    if (option->get_items_expected_max() != 0) left += is_positional ? "" : " ...";
    if (option->get_required()) left += language_ == Language::zh ? "（必填）" : " (required)";
    return row(left, option->get_description());
  }

  std::string make_subcommand(const CLI::App* command) const override {
    return row("  " + command->get_name(), command->get_description());
  }

 private:
  static std::string row(const std::string& left, const std::string& right) {
    constexpr std::size_t width = 30;
    const std::string gap = columns_of(left) + 2 > width ? "\n" + std::string(width, ' ') : "";
    return pad_right(left, width) + gap + right + "\n";
  }

  Language language_;
};

}  // namespace vip::terminal::cli
