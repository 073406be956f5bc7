// Child: this program run once more, in another role, for what one process cannot measure of
// itself.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace vip::bench {

class Child {
 public:
  explicit Child(const std::vector<std::string>& arguments);
  ~Child();  // kills it if it still runs
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  std::string line();  // the next line that it prints; empty at its end
  void kill();         // as a power cut would: SIGKILL

 private:
  pid_t process_ = -1;
  int output_ = -1;
};

}  // namespace vip::bench
