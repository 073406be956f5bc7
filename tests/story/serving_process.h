// ServingProcess: a program that serves, vip-terminal or vip-office, in a process of its own until
// it is told to stop or killed.
//
// Threads: none. One process per object; the destructor kills what still runs.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace vip::story {

class ServingProcess {
 public:
  // Begins `command` with `environment` ("NAME=value") beside what is there, and waits for the
  // first line that it prints, which says that it listens and where (--json).
  explicit ServingProcess(const std::vector<std::string>& command,
                          const std::vector<std::string>& environment = {});
  ~ServingProcess();
  ServingProcess(const ServingProcess&) = delete;
  ServingProcess& operator=(const ServingProcess&) = delete;

  // That first line; empty when the program ended before.
  const std::string& said() const { return said_; }
  // SIGTERM; the exit code, -1 when it did not end by itself.
  int stop();
  // SIGKILL, as a power cut would: nothing is flushed, nothing is said.
  void kill_now();

 private:
  pid_t child_ = -1;
  std::string said_;
};

}  // namespace vip::story
