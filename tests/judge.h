// A judge: a program of somebody else's that a test asks what it makes of a file of ours.
#pragma once

#include <cstdio>
#include <stdexcept>
#include <string>

namespace vip {

// What the command wrote to its standard output, without the newlines at its end. The shell reads
// the command; what it says about errors is not kept. Throws std::runtime_error where no process
// can be begun.
inline std::string output_of(const std::string& command) {
  std::FILE* pipe = popen((command + " 2> /dev/null").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("no process for the judge: " + command);
  std::string output;
  char part[4096];
  for (std::size_t size; (size = std::fread(part, 1, sizeof part, pipe)) > 0;) {
    output.append(part, size);
  }
  pclose(pipe);
  while (output.ends_with('\n')) output.pop_back();
  return output;
}

}  // namespace vip
