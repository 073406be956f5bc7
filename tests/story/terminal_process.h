// TerminalProcess: the real vip-terminal as a child, spoken to as a till would: one request a line
// into `call --stream`, one answer a line out; and single runs of the program with their exit code.
//
// Threads: none. One process per object; the destructor kills what still runs.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace vip::story {

// What one run of a program said and how it ended.
struct Run {
  int exit_code = -1;  // -1: it did not end by itself
  std::string output;
  std::string messages;
};

// Runs a program to its end with `input` on its standard input.
Run run_once(const std::vector<std::string>& command, const std::string& input);

class TerminalProcess {
 public:
  TerminalProcess(const std::string& program, const std::string& directory);
  TerminalProcess(const TerminalProcess&) = delete;
  TerminalProcess& operator=(const TerminalProcess&) = delete;
  ~TerminalProcess();

  // False when the process is gone and cannot be written to.
  bool send(const std::string& line);
  // The next answer; nothing when the process ended or stayed silent for `timeout_ms`.
  std::optional<std::string> receive(int timeout_ms = 20'000);

  // Ends the input and waits; the exit code, -1 when killed by a signal.
  int finish();
  // SIGKILL, as a power cut would: nothing is flushed, nothing is said.
  void kill();

  pid_t pid() const { return pid_; }

 private:
  int wait();

  pid_t pid_ = -1;
  int to_ = -1;
  int from_ = -1;
  std::string waiting_;
};

}  // namespace vip::story
