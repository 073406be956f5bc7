#include "tests/story/serving_process.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace vip::story {

ServingProcess::ServingProcess(const std::vector<std::string>& command,
                               const std::vector<std::string>& environment) {
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(strdup(word.c_str()));
  words.push_back(nullptr);
  int ends[2];
  if (pipe(ends) != 0) throw std::system_error(errno, std::generic_category(), command[0]);
  child_ = fork();
  if (child_ == 0) {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    for (const std::string& variable : environment) putenv(strdup(variable.c_str()));
    execv(words[0], words.data());
    _exit(127);
  }
  for (char* word : words) std::free(word);
  close(ends[1]);
  for (char c = 0; read(ends[0], &c, 1) == 1 && c != '\n';) said_.push_back(c);
  close(ends[0]);
}

ServingProcess::~ServingProcess() {
  if (child_ > 0) kill_now();
}

int ServingProcess::stop() {
  kill(child_, SIGTERM);
  int status = 0;
  waitpid(child_, &status, 0);
  child_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void ServingProcess::kill_now() {
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
  child_ = -1;
}

}  // namespace vip::story
