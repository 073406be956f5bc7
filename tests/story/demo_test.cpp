// The demonstration, played by the real programs: what it must end with.
//
//   demo_test VIP_DEMO VIP_TERMINAL VIP_OFFICE FORTNIGHT_CSV REAL_FILE
//
// REAL_FILE lies beside the checkout or nowhere: it is not ours to ship. Where it is not, that part
// says so and is passed over.
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

#include "cardformat/ensure.h"
#include "tests/folder.h"

namespace {

namespace fs = std::filesystem;
using vip::Folder;
using vip::in_memory;
using vip::read_all;

int failures = 0;

void check(bool fact, const std::string& what) {
  std::cout << (fact ? "ok      " : "FAILED  ") << what << std::endl;
  failures += fact ? 0 : 1;
}

struct Told {
  int exit_code = 0;
  std::string story;
};

class Demo {
 public:
  Demo(std::string demo, std::string terminal, std::string office)
      : demo_(std::move(demo)), terminal_(std::move(terminal)), office_(std::move(office)) {}

  fs::path books(const std::string& name) const { return folder_.path(name + ".json"); }

  Told play(const std::string& name, const std::string& sales, const std::string& more = {}) {
    const fs::path story = folder_.path(name + ".txt");
    const std::string command = "'" + demo_ + "' --terminal '" + terminal_ + "' --office '" +
                                office_ + "' --sales '" + sales + "' --directory '" +
                                folder_.path(name).string() + "' --books '" + books(name).string() +
                                "' --lang en " + more + " > '" + story.string() + "' 2>&1";
    const int status = std::system(command.c_str());
    Told told{WIFEXITED(status) ? WEXITSTATUS(status) : 128, read_all(story)};
    if (told.exit_code != 0) std::cout << told.story << std::endl;
    return told;
  }

 private:
  std::string demo_;
  std::string terminal_;
  std::string office_;
  // In memory where the machine has it: it is not the disk that is tried here.
  Folder folder_{in_memory()};
};

bool tells(const Told& told, const std::string& text) {
  return told.story.find(text) != std::string::npos;
}

// "killed 123 times" -> 123
long kills(const Told& told) {
  const std::size_t at = told.story.find("the terminal was killed ");
  return at == std::string::npos ? 0 : std::strtol(told.story.c_str() + at + 24, nullptr, 10);
}

void play_fortnight(Demo& demo, const std::string& sales) {
  const Told calm = demo.play("calm", sales);
  check(calm.exit_code == 0, "the fortnight that ships is played to its end");
  check(tells(calm, "EQUAL, to the fen and the point"), "both sides' reports are equal");
  check(tells(calm, "(E1)") && tells(calm, "(E2)"), "E1, E2: customers qualify by both");
  check(tells(calm, "E3 receipt_used"), "E3: a receipt counts once");
  check(tells(calm, "(D3)"), "D3: a birthday is celebrated");
  check(tells(calm, "(D2)"), "D2: somebody reaches the level");
  check(tells(calm, "G2 points_short"), "G2: a gift is refused for want of points");
  check(tells(calm, "(C6)") && tells(calm, "(C7)"), "C6, C7: a lost card is replaced");

  // As many times as it takes: how many kills one run sees depends on the machine.
  long total = 0;
  for (int seed = 42; total < 100 && seed < 50; ++seed) {
    const Told killed = demo.play("killed", sales, "--kill-every 2 --seed " + std::to_string(seed));
    total += kills(killed);
    std::cout << "        killed " << kills(killed) << " times" << std::endl;
    check(killed.exit_code == 0, "killed again and again, it is played to its end");
    check(!read_all(demo.books("calm")).empty() &&
              read_all(demo.books("calm")) == read_all(demo.books("killed")),
          "the final books are those of the undisturbed run");
  }
  check(total >= 100, "the terminal was killed at least 100 times");
}

void play_real_file(Demo& demo, const std::string& sales) {
  if (!fs::exists(sales)) {
    std::cout << "skipped: " << fs::path(sales).filename().string()
              << " does not lie beside this checkout" << std::endl;
    return;
  }
  const Told told = demo.play("real", sales);
  check(told.exit_code == 0, "the real file is played to its end");
  check(tells(told, "EQUAL, to the fen and the point"), "its reports are equal on both sides");
  check(tells(told, "line 39531: the file stops in the middle of this line"),
        "its cut last line is told with its number");
}

}  // namespace

int main(int argc, char** argv) {
  ensure(argc == 6, "demo_test VIP_DEMO VIP_TERMINAL VIP_OFFICE FORTNIGHT_CSV REAL_FILE");
  Demo demo(argv[1], argv[2], argv[3]);
  play_fortnight(demo, argv[4]);
  play_real_file(demo, argv[5]);
  return failures == 0 ? 0 : 1;
}
