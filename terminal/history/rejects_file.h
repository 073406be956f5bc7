// RejectsFile: the rows of a history file that were not taken, each with its line and its reason,
// for people to mend.
//
// A CSV with a byte order mark (spreadsheets read Chinese without one wrongly), readable by its
// owner only, because rows have phone numbers (R3).
#pragma once

#include <filesystem>
#include <string>

#include "terminal/history/rejection.h"

namespace vip::terminal {

class RejectsFile {
 public:
  // Makes the file anew.
  explicit RejectsFile(std::filesystem::path path);
  ~RejectsFile();
  RejectsFile(const RejectsFile&) = delete;
  RejectsFile& operator=(const RejectsFile&) = delete;

  int error() const { return error_; }  // errno of the first failure, else 0

  void write(const Rejection& rejection);
  // What was written is in the file, unless error() says otherwise.
  void flush();
  // The file goes, and whatever was not flushed.
  void remove();

 private:
  std::filesystem::path path_;
  int number_ = -1;
  int error_ = 0;
  std::string held_;
};

}  // namespace vip::terminal
