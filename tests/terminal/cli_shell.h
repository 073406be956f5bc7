// The real program, run as a person would: from a shell, in a directory of its own.
#pragma once

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "tests/folder.h"

namespace vip::terminal::cli::test {

namespace fs = std::filesystem;

inline const fs::path program = VIP_TERMINAL;

struct Run {
  int exit_code = -1;
  std::string out;
  std::string err;
};

// A directory to work in, gone at the end. Commands run in it with a plain environment.
class Shell {
 public:
  fs::path path(const char* name) const { return folder_.path(name); }

  void write(const char* name, std::string_view text) const { folder_.write(name, text); }

  Run run(const std::string& command, const std::string& environment = {}) const {
    const fs::path out = path(".out");
    const fs::path err = path(".err");
    write(".command", command);
    const std::string line = "cd '" + folder_.path().string() + "' && env -i PATH='" +
                             program.parent_path().string() + ":" +
                             fs::path(VIP_OFFICE).parent_path().string() + ":/usr/bin:/bin' " +
                             environment + " sh .command > .out 2> .err < /dev/null";
    const int status = std::system(line.c_str());
    return {.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
            .out = read_all(out),
            .err = read_all(err)};
  }

  // What has to go well for the test to make sense.
  void given(const std::string& command) const {
    const Run run_of_it = run(command);
    CAPTURE(command);
    CAPTURE(run_of_it.out);
    CAPTURE(run_of_it.err);
    REQUIRE(run_of_it.exit_code == 0);
  }

 private:
  Folder folder_;
};

inline const char* const init = "vip-terminal init --store S01 --training";

// 1,200.00 under the phone, and a card for it, at a time that is given: nothing here depends on the
// day when the test runs.
inline void give_card(const Shell& shell) {
  shell.given(init);
  shell.given(
      "vip-terminal sale commit A17:8:150.00 --phone 13800000001 --paid 1200.00 --receipt-no 101 "
      "--operator 1001 --at 2026-11-22T10:00:00+08:00");
  shell.given(
      "vip-terminal card issue --surname 王 --form ms --phone 13800000001 --birthday 1990-05-01 "
      "--consent --blank 9156900000000012 --operator 1001 --at 2026-11-22T10:01:00+08:00");
}

inline bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

inline std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace vip::terminal::cli::test
