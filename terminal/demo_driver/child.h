// Child: a program that was started from here, with pipes to it.
//
// When a Child goes away its program is killed, so that nothing stays behind.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace vip::terminal::demo {

class Child {
 public:
  // argv[0] is the program's path. Its standard error is ours, or goes to the file `errors`.
  // Throws std::runtime_error where it cannot be started.
  explicit Child(const std::vector<std::string>& argv, const std::filesystem::path& errors = {});
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  int in() const { return in_; }    // write here what it reads
  int out() const { return out_; }  // read here what it writes
  void close_in();
  void kill_at_once();  // SIGKILL, and waited for; what it wrote can still be read
  int wait();           // its exit code; 128 + n where signal n ended it
  bool running();
  pid_t process() const { return process_; }

 private:
  pid_t process_ = -1;
  int in_ = -1;
  int out_ = -1;
  int exit_code_ = -1;
};

struct Ran {
  int exit_code = 0;
  std::string out;
};
// Runs a program to its end; `input` is what it reads.
Ran run(const std::vector<std::string>& argv, std::string_view input = {});

}  // namespace vip::terminal::demo
