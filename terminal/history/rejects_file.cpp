#include "terminal/history/rejects_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <utility>

namespace vip::terminal {
namespace {

std::string csv_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out += '"';
}

}  // namespace

RejectsFile::RejectsFile(std::filesystem::path path) : path_(std::move(path)) {
  number_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (number_ < 0) error_ = errno;
  held_ = "\xEF\xBB\xBFline,reason,原因,explanation,row\n";
}

RejectsFile::~RejectsFile() {
  if (number_ >= 0) ::close(number_);
}

void RejectsFile::write(const Rejection& rejection) {
  const Words why = explain(rejection);
  held_ += std::to_string(rejection.line) + ',' + std::string(word(rejection.reason)) + ',' +
           csv_quoted(why.zh) + ',' + csv_quoted(why.en) + ',' + csv_quoted(rejection.row) + '\n';
  if (held_.size() > 64 * 1024) flush();
}

void RejectsFile::flush() {
  std::string_view rest = held_;
  while (!rest.empty() && error_ == 0) {
    const ssize_t put = ::write(number_, rest.data(), rest.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) error_ = errno;
    if (put > 0) rest.remove_prefix(static_cast<std::size_t>(put));
  }
  held_.clear();
}

void RejectsFile::remove() {
  held_.clear();
  ::unlink(path_.c_str());
}

}  // namespace vip::terminal
